"""Names of fields as editors mistype them."""

from __future__ import annotations

import pytest

from sitegen.content.suggestions import odd_characters, suggest

KNOWN = ("title", "summary", "date", "sources", "co_financing")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("titel", "title"),
        ("Title", "title"),
        ("titlе", "title"),
        ("ti\u200btle", "title"),
        ("\u00a0\u00a0date", "date"),
        ("source", "sources"),
        ("co-financing", "co_financing"),
        ("гарчиг", ""),
        ("x", ""),
        ("x" * 60_000, ""),
    ],
)
def test_the_field_that_was_meant_is_found(written: str, meant: str) -> None:
    assert suggest(written, KNOWN) == meant


@pytest.mark.parametrize(
    ("written", "odd"),
    [
        ("title", ""),
        ("titlе", "U+0435"),
        ("ti\u200btle", "U+200B"),
        ("\u00a0\u00a0date", "U+00A0"),
        ("гарчиг", ""),
        ("гар\u200bчиг", "U+200B"),
    ],
)
def test_characters_nobody_sees_or_expects_are_named(written: str, odd: str) -> None:
    assert odd_characters(written) == odd
