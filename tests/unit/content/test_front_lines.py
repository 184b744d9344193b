"""Ordinary front matter is read as the YAML parser reads it."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.front_lines import read_lines
from sitegen.content.yaml_strict import parse

ROOT = Path(__file__).parents[3]
FRONT = re.compile(r"\A---\n(.*?)\n---$", re.DOTALL | re.MULTILINE)
KEYS = [
    "title",
    "tags",
    "a_b",
    "<<",
    "null",
    "y",
    "Я",
    "a b",
    '"a"',
    "-",
    "?",
    "1",
    "",
    "- a",
    "  a",
    "---",
    "&a b",
]
SIGNS = [
    *"\"'[]{}:,#&*!|>%@`-?~=<.\\/_ \t\n\xa0\x85\u2028\ufeff\x00",
    "a",
    "Я",
    "5",
    "e\u0301",
    "𝐀",
    "²",
    "…",
    "--- ",
]
VALUES = [
    *(
        '""',
        '"a"',
        '" a "',
        '"a',
        'a"',
        '"a" b',
        '"a\\n"',
        '"a: b # c"',
        "'a'",
        "'",
        "~",
        "null",
        "yes",
        "2014-06-06",
    ),
    *(
        "a",
        "a b",
        "a: b",
        "a:b",
        "a #b",
        "a#b",
        "a ",
        " a",
        "a, b",
        "a [b]",
        "a {b}",
        "a & b",
        "a - b",
        "a\n  b",
        "a ¦",
    ),
    *(
        "[]",
        "[a]",
        "[a, b]",
        "[a,b]",
        "[a, b,]",
        "[ a ]",
        "[a b]",
        "[a/b, c-d.e]",
        "[a: b]",
        '["a"]',
        "[a, [b]]",
        "[-a]",
    ),
    *(
        "[a-, b/]",
        "[а, 5]",
        "[a#b]",
        "[a #b]",
        "{a: b}",
        "|\n  a",
        ">\n  a",
        "- a",
        "\n  - a",
        "\n- a",
        "&a b",
        "*a",
    ),
    *(
        "!a b",
        "!!str a",
        "...",
        "---",
        "a\n...",
        "a\n---",
        "a\n--- b",
        "# a",
        "#a",
        "",
        " ",
        "@a",
        "`a`",
        "%a",
        "<a>",
    ),
    *(
        '"a"\n"b"',
        "a\n\n",
        "\n",
        "a\n# b",
        "a\n\nb: c",
        "😀",
        "№ 5",
        "“a”",
        "5 сая",
        "a 😀:",
        "a:",
        "a :",
        "https://a.mn",
    ),
]


def check(text: str, first_line: int = 2) -> bool:
    """Whether a text is ordinary, and then read rightly."""
    found = read_lines(text, first_line)
    if found is not None:
        assert (found, ()) == parse("f", text, first_line)
    return found is not None


def test_every_key_with_every_value_is_read_as_the_parser_reads_it() -> None:
    assert sum(check(f"{key}: {value}") for key, value in product(KEYS, VALUES)) > 80
    assert sum(check(f"a: {one}\nb: {other}") for one, other in product(VALUES, repeat=2)) > 400
    check("\n".join(f"{key}: a" for key in KEYS))


def test_every_sign_in_every_place_is_read_as_the_parser_reads_it() -> None:
    for one, other in product(SIGNS, repeat=2):
        for value in (
            f"{one}{other}",
            f"{one}a{other}",
            f"a{one}b{other}c",
            f"a{one}{other}",
            f'"{one}{other}"',
        ):
            check(f"a: {value}\nb: c")
        check(f"a: [{one}b{other}, c{one}{other}d]")
        check(f"a{one}{other}b: c")


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES) | st.text(max_size=9)), max_size=5))
def test_lines_are_read_as_the_parser_reads_them(lines: list[tuple[str, str]]) -> None:
    check("\n".join(f"{key}: {value}" for key, value in lines))


@given(st.lists(st.sampled_from([*SIGNS, "a: ", "b: ", "a", "[b]"]), max_size=20).map("".join))
def test_any_text_is_read_as_the_parser_reads_it(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", ["", "a: b\na: c", "a: " + "b" * 6000, "a: [" + "b, " * 3000 + "b]"])
def test_what_is_not_ordinary_is_left_to_the_parser(text: str) -> None:
    assert read_lines(text, 2) is None


def test_the_front_matter_of_the_site_is_read_as_the_parser_reads_it() -> None:
    paths = [path for path in sorted(ROOT.glob("content/**/*.md")) if "articles" in path.parts]
    fronts = [found[1] for path in paths if (found := FRONT.match(path.read_text(encoding="utf-8")))]
    assert sum(map(check, fronts)) > len(paths) / 2
