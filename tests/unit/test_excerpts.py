"""What a terminal shows of a problem: the line, a caret under the place, and one cause once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.cli.terminal import as_excerpts, columns_of, excerpt, read_lines
from sitegen.core.diagnostics import diagnostic
from sitegen.language.catalogue import texts_of_codes
from tests.command import sitegen
from tests.literal import TODAY, Site, article


def shown(line: str, found: str, width: int = 80) -> tuple[str, str]:
    """The text of an excerpt, and what of it stands over the marks."""
    part = excerpt(line, line.index(found) + 1, len(found), width)
    columns = [sign for sign in part.text for _ in range(columns_of(sign))]
    return part.text, "".join(columns[part.before : part.before + part.marked])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("date: 02.11.2018", "02.11.2018"),
        ("гарчиг: Өвөрхангай", "Өвөрхангай"),
        ("\ttags:\tсургууль", "сургууль"),
    ],
)
def test_the_marks_stand_under_the_place(line: str, found: str) -> None:
    assert shown(line, found) == (line.replace("\t", "    "), found)


def test_wide_signs_take_two_columns_and_combining_ones_none() -> None:
    part = excerpt("中文 e\u0301 x", 7, 1, 80)
    assert (part.before, part.marked) == (4 + 1 + 1 + 1, 1)


@pytest.mark.parametrize("before", [0, 3, 60, 500])
@pytest.mark.parametrize("after", [0, 3, 60, 500])
def test_a_long_line_is_cut_around_the_place(before: int, after: int) -> None:
    line = "а" * before + "[энд]" + "б" * after
    text, marked = shown(line, "[энд]", 50)
    assert marked == "[энд]"
    assert columns_of(text) <= 50
    assert text.strip("…") in line


def test_what_would_act_on_a_terminal_is_shown_by_its_number() -> None:
    assert excerpt("a \x1b[31mb", 1, 1, 80).text == "a <U+001B>[31mb"


def test_the_same_said_of_many_places_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Нэг <b>\nХоёр <b>\n", "utf-8")
    found = (diagnostic("W211", "a.md", 1, 5, tag="<b>"), diagnostic("W211", "a.md", 2, 6, tag="<b>"))
    said = as_excerpts(found, texts_of_codes("en"), read_lines(tmp_path), 80, colour=False)
    assert said.count("HTML is not used here") == 1
    assert "    1 | Нэг <b>\n      |     ^^^\n" in said
    assert "    Also here: a.md:2:6\n    2 | Хоёр <b>\n      |      ^^^\n" in said


@pytest.mark.parametrize("path", ["gone.md", "folder", "picture.jpg", "two\0parts"])
def test_a_file_that_has_gone_or_is_no_text_is_told_without_a_line(tmp_path: Path, path: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    found = (diagnostic("W211", path, 3, 1, tag="<b>"),)
    assert " | " not in as_excerpts(found, texts_of_codes("mn"), read_lines(tmp_path), 80, colour=False)


def test_a_file_that_is_shorter_now_is_told_without_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Нэг\n", "utf-8")
    assert " | " not in as_excerpts(
        (diagnostic("W211", "a.md", 3, 1, tag="<b>"),),
        texts_of_codes("mn"),
        read_lines(tmp_path),
        80,
        colour=False,
    )


def test_colours_are_of_the_severity_and_none_without(tmp_path: Path) -> None:
    found = (diagnostic("W211", "a.md", tag="<b>"), diagnostic("E155", "site.yaml"))
    said = [
        as_excerpts(found, texts_of_codes("en"), read_lines(tmp_path), 80, colour) for colour in (True, False)
    ]
    assert "\x1b[33m\x1b[1mW211" in said[0]
    assert "\x1b[31m\x1b[1mE155" in said[0]
    assert "\x1b" not in said[1]


def test_without_a_terminal_the_lines_are_shown_only_if_asked_for(tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/articles/2018/forum/index.mn.md": article(body="a <b>b</b>")})
    check = ("check", "--site", site.root, "--lang", "en", "--today", TODAY.isoformat())
    plain, asked = sitegen(*check).err, sitegen(*check, "--excerpts").err
    assert "^^^" not in plain
    assert "a <b>b</b>\n" in asked
    assert "^^^\n" in asked
    assert "\x1b" not in asked
    assert "^^^" not in sitegen(*check, "--excerpts", "--format", "json").out
