"""The day on which the site changes by itself is told at the end of a build, and its files for its host."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.cli.commands import build as command
from tests.command import build, sitegen
from tests.literal import Site, article

NEWS = "content/articles/{}/index.mn.md"
TOLD = "{}: the site changes by itself. A build must run that day.\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """On 24 November 2026."""
    files = {
        NEWS.format("2026/now"): article(date="2026-11-24"),
        NEWS.format("2026/soon"): article(date="2026-12-02"),
        NEWS.format("2027/later"): article(date="2027-01-01"),
        NEWS.format("2026/ends"): article(date="2026-11-01", expires="2026-12-01"),
        NEWS.format("2026/draft"): article(date="2026-11-25", draft="true"),
    }
    return Site(tmp_path, files)


def test_it_is_told_of_every_build_also_when_nothing_has_changed(site: Site) -> None:
    for _ in range(2):
        assert build(site.root).err.endswith(TOLD.format("2026-12-01"))
    site.edit(NEWS.format("2026/now"), "title: ", "title: Шинэ ")
    assert build(site.root).err.endswith(TOLD.format("2026-12-01"))
    check = sitegen("check", "--site", site.root, "--lang", "en", "--today", "2026-11-24")
    assert check.err.endswith(TOLD.format("2026-12-01"))


def test_the_next_one_is_told_when_one_has_come(site: Site) -> None:
    assert build(site.root, "--today", "2026-12-01").err.endswith(TOLD.format("2026-12-02"))
    assert build(site.root, "--today", "2026-12-02").err.endswith(TOLD.format("2027-01-01"))
    assert "by itself" not in build(site.root, "--today", "2027-01-01").err


def test_it_is_told_in_mongolian(site: Site) -> None:
    assert "2026-12-01: сайт өөрчлөгдөнө. Тэр өдөр" in build(site.root, "--lang", "mn").err


def test_files_are_counted_for_the_host(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (site.root / "site.yaml").read_text("utf-8")
    site.write("site.yaml", before + "host: cloudflare-pages\n")
    assert " of the 20,000 files that cloudflare-pages takes.\n" in build(site.root).err
    monkeypatch.setitem(command.FILES_OF_HOST, "cloudflare-pages", 3)
    assert "more than the 3 that cloudflare-pages takes.\n" in build(site.root).err
    site.write("site.yaml", before + "host: github-pages\n")
    assert "takes." not in build(site.root).err
