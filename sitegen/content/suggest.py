"""Names as editors mistype them: what was probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from sitegen.content.source import code_point

# Cyrillic letters that look like Latin ones (Unicode confusables, UTS #39).
_LOOK_ALIKES = str.maketrans("аеорсухіјѕкмнтвАЕОРСУХІЈЅКМНТВ", "aeopcyxijskmhtbAEOPCYXIJSKMHTB")
_JOINTS = re.compile(r"[\s_-]+")
_ENOUGH_ALIKE = 0.7


def suggest(name: str, known: Iterable[str], enough: float = _ENOUGH_ALIKE) -> str:
    """The known name that was probably meant, or "".

    Capitals, `-`, `_` and spaces, and letters that only look alike make no difference. A name with another
    number is never suggested: the forum of 2018 is not the forum of 2016. `enough` is the least likeness, up
    to 1.
    """
    folded = {_fold(other): other for other in sorted(known, reverse=True)}
    if (written := _fold(name)) in folded:
        return folded[written]
    import difflib  # imported here, since most builds have nothing to suggest

    near = difflib.get_close_matches(written, sorted(folded), n=3, cutoff=enough)
    return next((folded[other] for other in near if _digits(other) == _digits(written)), "")


def odd_characters(name: str) -> str:
    """The invisible characters of a name, and those of another alphabet, as `U+200B U+0435`.

    A name wholly in Cyrillic was meant so, and has none.
    """
    letters = [character for character in name if character.isalpha()]
    mixed = any(character.isascii() for character in letters)
    odd = [
        character
        for character in name
        if not character.isascii() and (mixed or not character.isalpha()) and not _is_mark_of_word(character)
    ]
    return " ".join(dict.fromkeys(code_point(character) for character in odd))


def in_latin(text: str) -> str:
    """The text with Latin letters for the Cyrillic ones that look like them."""
    return text.translate(_LOOK_ALIKES)


def languages_of(text: str, *, plainly: bool = False) -> tuple[str, ...]:
    """The languages that a text can be in, by its letters; with `plainly`, none for a text that mixes
    alphabets."""
    letters = [character for character in text if character.isalpha()]
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    if plainly and 5 * min(cyrillic, len(letters) - cyrillic) >= len(letters):
        return ()
    if not letters:
        return ("mn", "en")
    return ("mn",) if cyrillic * 2 >= len(letters) else ("en",)


def _fold(name: str) -> str:
    seen = "".join(c for c in name if unicodedata.category(c) not in ("Cf", "Cc"))
    return _JOINTS.sub("-", in_latin(seen).strip().lower())


def _digits(name: str) -> list[str]:
    return sorted(character for character in name if character.isdigit())


def _is_mark_of_word(character: str) -> bool:
    return unicodedata.category(character).startswith("M")
