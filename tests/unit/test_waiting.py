"""What exists and is not published today is counted in one line, and explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen import cli
from tests.command import build, sitegen
from tests.literal import Site, article

AHEAD = "content/articles/2062/x/index.mn.md"
LINE = "waiting: 2 for 2026-12-01, 2 for 2062-11-02, 2 drafts, 1 expired\n"
NEXT = "2026-12-01: the site changes by itself. A build must run that day.\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    files = {
        AHEAD: article(date="2062-11-02"),
        "content/articles/2062/y/index.mn.md": article(date="2062-11-02"),
        "content/articles/2026/z/index.mn.md": article(date="2026-12-01"),
        "content/articles/2026/here/index.mn.md": article(date="2026-11-01", published="2026-12-01"),
        "content/articles/2018/draft/index.mn.md": article(draft="yes"),
        "content/articles/2018/half/index.mn.md": article(),
        "content/articles/2018/half/index.en.md": "---\ntitle: Half\ndraft: yes\n---\n\nText.\n",
        "content/articles/2018/old/index.mn.md": article(expires="2026-11-24"),
    }
    return Site(tmp_path, files)


def test_it_is_one_line_under_the_sum_however_the_site_is_built(site: Site) -> None:
    first = build(site.root, "--lang", "en")
    assert (first.code, first.err.endswith(f"seconds\n{LINE}{NEXT}")) == (cli.FINE, True), first.err
    assert LINE in build(site.root, "--lang", "en").err
    site.edit("content/articles/2018/half/index.mn.md", "Текст.", "Өөр бичвэр.")
    assert LINE in build(site.root, "--lang", "en").err
    site.write("static/css/more.css", "a {}")
    assert LINE in build(site.root, "--lang", "en").err
    assert LINE in sitegen("check", "--site", site.root, "--today", "2026-11-24", "--lang", "en").err
    said = build(site.root, "--lang", "mn").err
    assert "хүлээгдэж байна: 2026-12-01-нд 2, 2062-11-02-нд 2, ноорог 2, хугацаа нь дууссан 1" in said


def test_without_any_nothing_is_said(tmp_path: Path) -> None:
    assert "waiting" not in build(Site(tmp_path, {AHEAD: article()}).root, "--lang", "en").err


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/news/2062/x/", "it waits for 2062-11-02"),
        ("/en/news/2062/x", "it waits for 2062-11-02"),
        ("https://archive.example.org/news/2062/x/", "it waits for 2062-11-02"),
        (AHEAD, "it waits for 2062-11-02"),
        (f"./{AHEAD}", "it waits for 2062-11-02"),
        ("/news/2026/here/", "it waits for 2026-12-01"),
        ("/news/2018/draft/", "it is a draft"),
        ("/news/2018/old/", "it has expired"),
        ("content/articles/2018/half/index.en.md", "it is a draft"),
        ("content/articles/2018/half/index.mn.md", "/news/2018/half/\n  template: article.html"),
    ],
)
def test_explain_says_what_a_file_or_an_address_waits_for(site: Site, address: str, said: str) -> None:
    assert build(site.root).code == cli.FINE
    run = sitegen("explain", "--site", site.root, "--today", "2026-11-24", "--lang", "en", address)
    assert (run.code, said in run.out) == (cli.FINE, True), run
