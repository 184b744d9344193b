"""Alphabetical order.

CLDR's order for `mn` puts ё among the е; in the Mongolian alphabet it is the seventh letter. Both languages
of a site share one order, since a list may hold titles in both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# The 35 letters of Mongolian, and the letters that only Kazakh has, each beside the letter it resembles.
_ALPHABET = "аәбвгғдеёжзиійкқлмнңоөпрстуүұфхһцчшщъыьэюя"
_RANKS = {letter: rank for rank, letter in enumerate(_ALPHABET)}
_DIGITS = "0123456789"
_LETTER_OR_NUMBER = re.compile(f"[{_DIGITS}]+|.")
_IGNORED = "-‐‑–—'\"‘’“”„«»‹›()[]"

_SPACE, _NUMBER, _LATIN, _CYRILLIC, _OTHER = range(5)
_Letter = tuple[int, int, str]

_Key = tuple[tuple[_Letter, ...], str, str]


@lru_cache(maxsize=100_000)  # one title stands in many lists
def sort_key(text: str, lang: str) -> _Key:
    """A key that sorts texts as a dictionary does, word by word; the same for `mn` and `en`.

    Numbers come first and by value, then Latin, then Cyrillic. Hyphens, quotes and accents do not count, and
    capitals only between texts that are otherwise the same.
    """
    text = unicodedata.normalize("NFC", text)
    return tuple(_letters(text)), text.lower(), text


def first_letter(text: str, lang: str) -> str:
    """The capital under which a text stands in an index: `Ө`; `#` when it starts with a number or a sign."""
    script, rank, letter = next(_letters(text), (_NUMBER, 0, ""))
    if script == _NUMBER:
        return "#"
    return _ALPHABET[rank].upper() if script == _CYRILLIC else letter.upper()


def is_native(text: str, lang: str) -> bool:
    """Whether a text begins with a letter of the language's alphabet, or with a number."""
    script = next(_letters(text), (_NUMBER, 0, ""))[0]
    return script == _NUMBER or script == (_CYRILLIC if lang == "mn" else _LATIN)


def _letters(text: str) -> Iterator[_Letter]:
    """The letters, numbers and gaps between words that sorting looks at."""
    for gap, word in enumerate(_words(text)):
        if gap:
            yield (_SPACE, 0, "")
        for part in _LETTER_OR_NUMBER.findall(word):
            yield _letter(part)


def _letter(part: str) -> _Letter:
    if part[0] in _DIGITS:
        # Compared as text by length and digits: a number may be too long for int().
        value = part.lstrip("0")
        return (_NUMBER, len(value), value)
    if part in _RANKS:
        return (_CYRILLIC, _RANKS[part], "")
    return (_LATIN if part.isascii() else _OTHER, 0, part)


def _words(text: str) -> list[str]:
    """Words in lower case, of letters without accents and digits."""
    kept = []
    for character in unicodedata.normalize("NFC", text).lower():
        # й and ё are not decomposed: in Mongolian they are letters of their own, not и and е with a mark.
        for part in character if character in _RANKS else unicodedata.normalize("NFD", character):
            if part.isalnum():
                kept.append(part)
            elif part not in _IGNORED and not unicodedata.combining(part):
                kept.append(" ")
    return "".join(kept).split()
