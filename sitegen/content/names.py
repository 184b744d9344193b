"""Names of fields as editors mistype them."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

from sitegen.content.source import code_point

# Cyrillic letters that look like Latin ones (Unicode confusables, UTS #39).
_LOOK_ALIKES = str.maketrans("аеорсухіјѕкмнтвАЕОРСУХІЈЅКМНТВ", "aeopcyxijskmhtbAEOPCYXIJSKMHTB")


def odd_characters(name: str) -> str:
    """The characters in a name that nobody sees or that belong to another alphabet, as `U+200B U+0435`.

    A name wholly in Cyrillic has none: it was meant so.
    """
    letters = [character for character in name if character.isalpha()]
    mixed = any(character.isascii() for character in letters)
    odd = [
        character
        for character in name
        if not character.isascii() and (mixed or not character.isalpha()) and not _is_mark_of_word(character)
    ]
    return " ".join(dict.fromkeys(code_point(character) for character in odd))


def likely_field(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or nothing."""
    visible = "".join(c for c in name if unicodedata.category(c) not in ("Cf", "Zs", "Cc"))
    folded = visible.translate(_LOOK_ALIKES).lower().replace("-", "_")
    found = difflib.get_close_matches(folded, list(known), n=1, cutoff=0.7)
    return found[0] if found else ""


def _is_mark_of_word(character: str) -> bool:
    return unicodedata.category(character).startswith("M")
