"""Translating played through: write, accept, drift, mend; nobody types a digest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitegen import cli
from tests.command import sitegen
from tests.literal import Site, article, codes

MN = "content/articles/2018/a/index.mn.md"
EN = "content/articles/2018/a/index.en.md"
ENTRY = "article:2018/a"
ENGLISH = "---\r\ntitle: >-\r\n  A folded\r\n  title\r\ndraft: false\r\n---\r\n\r\nText.\r\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(
        tmp_path,
        {MN: article("Нэг", "Бичвэр."), "content/pages/about/index.mn.md": "---\ntitle: Б\n---\n\nА.\n"},
    )


def states(site: Site, *arguments: str) -> dict[str, str]:
    run = sitegen("status", "--format", "json", "--site", site.root, "--lang", "en", *arguments)
    return {item["ref"]: item["state"] for item in json.loads(run.out)}


def test_a_week_of_a_translator(site: Site) -> None:
    assert states(site) == {"2018/a": "missing", "about": "missing"}
    site.write(EN, ENGLISH.encode())
    assert states(site, ENTRY) == {"2018/a": "translated"}
    accepted = sitegen("accept", ENTRY, "--site", site.root, "--lang", "en")
    assert (accepted.code, accepted.err) == (cli.FINE, f"{EN} is now current with {MN}.\n")
    lines = (site.root / EN).read_bytes().split(b"\r\n")
    assert [line for line in lines if not line.startswith(b"translated_from: ")] == ENGLISH.encode().split(
        b"\r\n"
    )
    assert codes(site.build()) == []
    site.edit(MN, "Бичвэр.", "Өөр бичвэр.")
    assert states(site, ENTRY) == {"2018/a": "outdated"}
    assert "out of date" in sitegen("status", "--site", site.root, "--lang", "en").out
    sitegen("accept", ENTRY, "--site", site.root, "--lang", "en")
    assert states(site, ENTRY) == {"2018/a": "translated"}
    assert len((site.root / EN).read_bytes().split(b"\r\n")) == len(lines)
    again = sitegen("accept", ENTRY, "--site", site.root, "--lang", "mn")
    assert (again.code, again.err) == (cli.FINE, "Хийх зүйл алга: орчуулсан нь бүгд шинэ хэвээр.\n")


@pytest.mark.parametrize("name", [ENTRY, "articles/2018/a", "content/articles/2018/a/", EN])
def test_an_entry_can_be_named_in_any_way(site: Site, name: str) -> None:
    assert states(site, name) == {"2018/a": "missing"}


def test_what_is_not_there_is_told(site: Site) -> None:
    for command in ("status", "accept"):
        run = sitegen(command, "article:none", "--site", site.root, "--lang", "mn")
        assert run.code == cli.USAGE
        assert run.err == "“article:none” гэсэн бичлэг алга. project:нэр гэж, эсвэл хавтсаар нь нэрлэнэ үү.\n"


@pytest.mark.parametrize(("least", "code"), [("0", cli.FINE), ("50", cli.FINE), ("90", cli.CONTENT)])
def test_too_few_translations_fail_where_that_is_asked_for(site: Site, least: str, code: int) -> None:
    site.write(EN, ENGLISH.encode())
    assert sitegen("status", "--fail-under", least, "--site", site.root, "--lang", "en").code == code
