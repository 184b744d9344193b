"""Letters that only look right, endings, and forms that are not to be used: what is told, and mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import sitegen
from tests.literal import RECORDS, Site, article
from tests.unit.content.fronts import argument, told_of_file

NEWS = "content/articles/2018/x/index.{}.md"
GLOSSARY = """
- id: pta
  short: {mn: СЭЭБХ, en: PTA}
  long: {mn: "сургуулийн эцэг эх, багшийн холбоо", en: parent-teacher association}
  avoid: [{mn: ЭЭБХ, en: PTO}, {mn: эцэг эхийн хороо, en: parents’ committee}]
"""
TERMS = RECORDS["content/terms.yaml"] + "  avoid: [{mn: эцэг эхийн зөвлөл}]\n"


def told(root: Path, lang: str, text: str, title: str = "Мэдээ") -> list[tuple[str, int, int, str]]:
    files = {NEWS.format(lang): article(title, text), "content/glossary.yaml": GLOSSARY}
    outcome = Site(root, {**files, "content/terms.yaml": TERMS}).build()
    return [(item.code, item.line, item.column, dict(item.args)["near"]) for item in outcome.diagnostics]


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("mn", "Манай ЭЭБХ хуралдав.", [("W124", 6, 7, "СЭЭБХ")]),
        ("mn", "Эцэг эхийн хороо хуралдав.", [("W124", 6, 1, "Сургуулийн эцэг эх, багшийн холбоо")]),
        ("mn", "Тэнд эцэг эхийн хороонд хэлэв.", [("W124", 6, 6, "")]),
        ("mn", "Эцэг эхийн зөвлөл", [("W124", 6, 1, "СЭЭБХ")]),
        ("en", "The parents’ committee met.", [("W124", 6, 5, "parent-teacher association")]),
        ("en", "A PTO met.", [("W124", 6, 3, "PTA")]),
        ("mn", "СЭЭБХ - ны, 12,5 сая", [("W123", 6, 1, "СЭЭБХ-ны"), ("W126", 6, 13, "12.5")]),
        ("mn", "1,250 сая, 1,2 дугаар, 3,45,6 хувь, СЭЭБХ - үнэхээр", []),
        ("mn", "Ирэх 4 дугаар сард СЭЭБХ-н", [("W123", 6, 6, "4 дүгээр"), ("W123", 6, 20, "СЭЭБХ-ны")]),
        ("mn", "Эцэг эхийн хороолол, `ЭЭБХ`, [СЭЭБХ](https://a.mn/ЭЭБХ)", []),
        ("mn", "<!-- ЭЭБХ -->", []),
    ],
)
def test_what_is_not_to_be_used_is_told_with_what_to_write(
    tmp_path: Path, lang: str, text: str, found: list[tuple[str, int, int, str]]
) -> None:
    assert told(tmp_path, lang, text) == found


def test_titles_are_looked_at_too(tmp_path: Path) -> None:
    assert told(tmp_path, "mn", "Текст.", "ЭЭБХ хуралдав") == [("W124", 2, 8, "СЭЭБХ")]


def test_fix_writes_what_is_certain(tmp_path: Path) -> None:
    text = "ЭЭБХ 4 дугаар сард эцэг эхийн хороонд СЭЭБХ-н тухай хэлэв, ЭЭБХ баярлав."
    told(tmp_path, "mn", text, "ЭЭБХ хуралдав")
    run = sitegen("check", "--fix", "--yes", "--site", tmp_path, "--lang", "mn")
    assert '-title: "ЭЭБХ хуралдав"\n+title: "СЭЭБХ хуралдав"\n' in run.out
    written = (tmp_path / NEWS.format("mn")).read_text("utf-8")
    assert "СЭЭБХ 4 дүгээр сард эцэг эхийн хороонд СЭЭБХ-ны тухай хэлэв, СЭЭБХ баярлав." in written
    assert "W124" in run.out + run.err  # the one with an ending is left to a person


def test_text_in_a_broken_encoding_is_a_warning_with_what_it_was() -> None:
    diagnostics = told_of_file("title: РџСЂРёРІРµС‚", body="\nСайн.\nЭнд РџСЂРё байна.\n")
    assert [(item.code, item.line, item.column) for item in diagnostics] == [("W120", 2, 8), ("W120", 6, 5)]
    assert argument(diagnostics[0], "near") == "Привет"


@pytest.mark.parametrize(
    ("written", "code", "meant"),
    [("Kомпьютер", "W121", "Компьютер"), ("Хєгжил", "W122", "Хөгжил"), ("ѳмнѳ", "W122", "өмнө")],
)
def test_letters_that_only_look_right_are_warnings_with_what_was_meant(
    written: str, code: str, meant: str
) -> None:
    for diagnostics in (
        told_of_file(f"title: {written}"),
        told_of_file(f"title: x\nsummary: {written}"),
        told_of_file("title: x", body=f"Энд {written} байна."),
    ):
        assert [(item.code, argument(item, "near")) for item in diagnostics] == [(code, meant)]


def test_code_and_addresses_are_not_spelled() -> None:
    body = "`Kомпьютер` [x](зураг-Kо.jpg) https://example.org/Kо <Kомпьютер>\n"
    assert [item.code for item in told_of_file("title: x", body=body)] == ["W211"]  # the tag


def test_many_slips_do_not_flood_the_report() -> None:
    assert len(told_of_file("title: x", body="Kомпьютер " * 1000)) == 20


def test_english_text_may_hold_ukrainian_letters() -> None:
    assert told_of_file("title: Київ їжа", lang="en") == ()


@pytest.mark.parametrize(
    "title",
    ["Форум * 2018", "а_б_в ба [товчлол]", "R&D & бусад", "5 < 6 > 4", "**", "C++ & <5 сая", "[1] (2018)"],
)
def test_signs_that_mark_nothing_may_stand_in_a_title(title: str) -> None:
    assert told_of_file(f'title: "{title}"\ndate: 2024-11-02') == ()


@pytest.mark.parametrize(
    ("title", "near"),
    [("**Форум**", "Форум"), ("Эцэг эх &amp; багш", "Эцэг эх & багш"), ("Нэг<br/>хоёр", "Нэг хоёр")],
)
def test_signs_of_markdown_and_html_in_a_title_are_told(title: str, near: str) -> None:
    (told,) = told_of_file(f'title: "{title}"\ndate: 2024-11-02')
    assert (told.code, dict(told.args)["near"]) == ("W178", near)


MONGOLIAN = "Сургууль шинэ ширээтэй боллоо, сурагчид баярлав.\n"


@pytest.mark.parametrize(
    ("lines", "body", "codes"),
    [
        ("title: The school", MONGOLIAN, ["W439"]),
        ("title: The school\ndraft: true", MONGOLIAN, []),
        ("title: The school", f"<!-- {MONGOLIAN} -->\n", []),
        (
            "title: The school",
            "The PTA (*сургуулийн эцэг эх, багшийн холбоо*) of Khovd met the governor.\n",
            [],
        ),
        ("title: The school", "Алтай, Ховд\n", []),
    ],
)
def test_an_english_text_in_cyrillic_is_told_unless_it_is_a_draft(
    lines: str, body: str, codes: list[str]
) -> None:
    assert [item.code for item in told_of_file(lines, "en", body)] == codes
