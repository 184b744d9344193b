"""Bytes to clean text, and text to front matter and body."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.source import (
    FILE_LIMIT,
    FRONT_MATTER_LIMIT,
    Source,
    Split,
    clean_value,
    decode,
    split_front_matter,
)
from sitegen.language.catalogue import texts_of_codes

PATH = "content/pages/x/index.mn.md"


def decoded(raw: bytes) -> str:
    text, found = decode(PATH, raw)
    assert found == ()
    assert text is not None
    return text


def test_line_ends_of_all_systems_read_the_same() -> None:
    assert decoded(b"a\r\nb\r\n") == decoded(b"a\rb\r") == decoded(b"a\nb\n") == "a\nb\n"


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085"])
def test_separators_that_only_yaml_takes_for_line_ends_become_spaces(separator: str) -> None:
    assert decoded(f"a{separator}b".encode()) == "a b"


def test_a_byte_order_mark_is_left_out_wherever_it_stands() -> None:
    assert decoded("\ufeffa\ufeffb".encode()) == "ab"


def test_text_is_composed() -> None:
    assert decoded(unicodedata.normalize("NFD", "сайн ёс, й").encode()) == "сайн ёс, й"


def test_markers_of_the_renderer_are_left_out() -> None:
    assert decoded("a\ue000\ue004b\ue00f\ue010".encode()) == "ab\ue010"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x9f", "\ufffe"])
def test_a_control_character_is_named_at_its_place_and_reading_goes_on(character: str) -> None:
    text, found = decode(PATH, f"өө\nү{character}ү".encode())
    assert text == "өө\nү ү"
    assert [(item.code, item.line, item.column) for item in found] == [("E113", 2, 2)]
    assert found[0].args == (("character", f"U+{ord(character):04X}"),)


def test_a_file_full_of_control_characters_is_reported_once() -> None:
    text, found = decode(PATH, b"\x01" * 5000)
    assert text is None
    assert [dict(item.args)["count"] for item in found] == ["5000"]


def packed(*names: str, kind: str = "") -> bytes:
    """A ZIP archive with files of these names, as office programs write it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", kind)
        for name in names:
            archive.writestr(name, "")
    return content.getvalue()


NO_TEXT = "Энэ файл текст биш, "
SAVED_IN_WORD = (
    "Тэндээ File > Save As > Plain Text (.txt) гэж, кодчилолд нь Unicode (UTF-8) гэж сонгоод "
    "index.mn.md нэрээр хадгална."
)
COPIED = (
    "Бичвэрийг нь хуулж, текст засварлагчийн (Notepad гэх мэт) шинэ файлд буулгаад, UTF-8 кодчиллоор "
    "index.mn.md нэрээр хадгална."
)
FOREIGN = {
    "docx": (packed("[Content_Types].xml", "word/document.xml"), "Word программын баримт", SAVED_IN_WORD),
    "odt": (packed(kind="application/vnd.oasis.opendocument.text"), "LibreOffice программын баримт", ""),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "Word программын баримт", SAVED_IN_WORD),
    "xlsx": (packed("xl/workbook.xml"), "Excel программын баримт", COPIED),
    "pages": (packed("Index/Document.iwa"), "Pages программын баримт", COPIED),
    "pdf": (b"%PDF-1.7\n%\xe2", "PDF төрлийн файл", f"{COPIED} Уншигчид PDF-ийг нь татаж авах бол: "),
    "rtf": (rb"{\rtf1\ansi Text}", "RTF төрлийн файл", COPIED),
    "html": (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<p>", "HTML төрлийн файл", COPIED),
    "jpg": (b"\xff\xd8\xff\xe0", "JPG төрлийн файл", "Бичвэрээ index.mn.md файлд бичээд зургийг тэнд"),
    "zip": (packed("text.md"), "ZIP төрлийн файл", COPIED),
}


@pytest.mark.parametrize("ending", FOREIGN)
def test_a_file_of_another_program_is_told_for_what_it_is(ending: str) -> None:
    content, what, how = FOREIGN[ending]
    text, (found,) = decode(PATH, content)
    words = texts_of_codes("mn")
    assert (text, found.code, words.message(found)) == (None, "E177", f"{NO_TEXT}{what} байна.")
    assert words.hint(found).startswith(f"Нэрийг нь index.mn.{ending} болго")
    assert how in words.hint(found)


def test_a_text_that_speaks_of_other_files_is_one() -> None:
    assert decoded(b"---\ntitle: PDF\n---\n\n%PDF- <html> PK") == "---\ntitle: PDF\n---\n\n%PDF- <html> PK"


def test_direction_overrides_are_left_out_with_a_warning() -> None:
    text, found = decode(PATH, "зүйл \u202egpj.exe\u2066".encode())
    assert text == "зүйл gpj.exe"
    assert [(item.code, item.column) for item in found] == [("W118", 6), ("W118", 14)]


def test_many_direction_overrides_do_not_flood_the_report() -> None:
    text, found = decode(PATH, "\u202e".encode() * 300_000)
    assert text == ""
    assert 0 < len(found) <= 20


@pytest.mark.parametrize(
    ("encoding", "raw"),
    [
        ("windows-1251", "Сургуулийн номын сан нээгдлээ".encode("cp1251")),
        ("KOI8-U", "Школа сегодня открыла новую библиотеку".encode("koi8-u")),
        ("UTF-16", "Сургууль".encode("utf-16")),
        ("UTF-16", ("Сургууль" * 9).encode("utf-16-le")),
        ("UTF-16", ("title: Ширээ ба сандал, нэг\n" * 9).encode("utf-16-le")),
        ("UTF-16", ("title: Ширээ ба сандал, нэг\n" * 9).encode("utf-16-be")),
    ],
)
def test_the_likely_encoding_is_named(encoding: str, raw: bytes) -> None:
    text, found = decode(PATH, raw)
    assert text is None
    assert [(item.code, dict(item.args)["encoding"]) for item in found] == [("E113", encoding)]


def test_a_text_that_windows_1251_does_not_have_is_not_offered_to_be_read_as_it() -> None:
    raw = "Сургуулийн номын сан нээгдлээ".encode("cp1251")
    offered = [dict(decode(PATH, content)[1][0].args)["probable"] for content in (raw, raw + b"\x98")]
    assert offered == ["windows-1251", ""]


def test_a_wrong_byte_has_its_line_and_column() -> None:
    _, found = decode(PATH, "нэг\r\nхоёр ".encode() + b"\xff" + " гурав".encode())
    assert [(item.line, item.column) for item in found] == [(2, 6)]
    assert dict(found[0].args)["encoding"] == ""


def test_a_file_that_was_cut_inside_a_character_is_called_so() -> None:
    _, found = decode(PATH, "номын сан".encode()[:-1])
    assert dict(found[0].args)["cut"]


def test_a_file_of_zeros_was_not_saved_whole() -> None:
    """A computer that loses its power while saving leaves one."""
    _, (told,) = decode(PATH, bytes(2048))
    assert texts_of_codes("mn").hint(told) == (
        "Файл дутуу хадгалагдсан байж магадгүй (2 KiB). Эх хувийг нь дахин хуулна уу."
    )


def test_a_file_over_the_limit_is_not_read() -> None:
    assert decode(PATH, b"a" * FILE_LIMIT)[1] == ()
    text, found = decode(PATH, b"a" * (FILE_LIMIT + 1))
    assert text is None
    assert [item.code for item in found] == ["E110"]


@given(st.binary(max_size=300))
def test_any_bytes_give_clean_text_or_an_error(raw: bytes) -> None:
    text, found = decode(PATH, raw)
    assert text is not None or found
    if text is not None:
        assert decode(PATH, text.encode())[0] == text
        assert not set(text) & set("\r\x00\u2028\u202e\ue000\ufeff")


def test_a_value_is_cleaned_of_what_an_escape_brought_back() -> None:
    assert clean_value("a\u200b\ue001\u202eb\u2028c") == "ab c"


def test_front_matter_and_body_know_their_lines() -> None:
    parts, found = split_front_matter(Source(PATH, "---\ntitle: x\n---\nНэг\nХоёр\n"))
    assert (parts.front, parts.front_line, parts.body, parts.body_line) == ("title: x", 2, "Нэг\nХоёр\n", 4)
    assert found == ()


def test_empty_lines_before_the_front_matter_count() -> None:
    parts, _ = split_front_matter(Source(PATH, "\n\n--- \ntitle: x\n---\t\nБичвэр"))
    assert (parts.front, parts.front_line, parts.body_line) == ("title: x", 4, 6)


@given(
    st.lists(
        st.sampled_from(["---", "--- ", "---\t", "----", " ---", "a: б", "", " ", "\x0b---"]), max_size=8
    )
)
def test_empty_lines_before_front_matter_move_it_and_change_nothing(lines: list[str]) -> None:
    text = "\n".join(["---", *lines])
    parts, found = split_front_matter(Source(PATH, text))
    below, found_below = split_front_matter(Source(PATH, f"\n\n{text}"))
    moved = Split(parts.front, parts.front_line + 2, parts.body, parts.body_line + 2)
    assert (below, len(found_below)) == (moved, len(found))


def test_a_rule_in_the_body_does_not_end_anything() -> None:
    parts, _ = split_front_matter(Source(PATH, "---\ntitle: x\n---\nНэг\n\n---\n\nХоёр"))
    assert parts.body == "Нэг\n\n---\n\nХоёр"


def test_an_unclosed_front_matter_ends_before_the_first_line_of_text() -> None:
    parts, found = split_front_matter(Source(PATH, "---\ntitle: x\ntags:\n  - pta\nЭнд бичвэр эхэлнэ.\n"))
    assert parts.front == "title: x\ntags:\n  - pta"
    assert parts.body == "Энд бичвэр эхэлнэ.\n"
    assert [(item.code, dict(item.args)["after"]) for item in found] == [("E114", "4")]


@pytest.mark.parametrize("text", ["", "\n\n", "Зөвхөн бичвэр.\n", "----\ntitle: x\n---\n"])
def test_a_file_without_front_matter_keeps_its_body(text: str) -> None:
    parts, found = split_front_matter(Source(PATH, text))
    assert parts.front is None
    assert parts.body == text
    assert [item.code for item in found] == ["E115"]


def test_a_huge_front_matter_is_not_parsed() -> None:
    parts, found = split_front_matter(Source(PATH, "---\na: " + "x" * FRONT_MATTER_LIMIT + "\n---\n"))
    assert parts.front is None
    assert [item.code for item in found] == ["E110"]
