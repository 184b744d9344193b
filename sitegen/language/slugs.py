"""Names for folders and addresses, in ASCII."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 80

# MNS 5217:2012, folded to ASCII: ө is o and ү is u.
_MNS_5217 = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "ye", "ё": "yo", "ж": "j", "з": "z",
    "и": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "ө": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ү": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
    "ш": "sh", "щ": "sh", "ъ": "i", "ы": "y", "ь": "i", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
# Kazakh names of Bayan-Ölgii keep their letters; е is plain e in their words.
_KAZAKH = {"ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ұ": "u", "һ": "h", "і": "i"}
_SIGNS = {"№": " no ", "₮": " ", "'": "", "’": "", "‘": "", "ʼ": ""}
# Letters that people type for ө and ү on keyboards that lack them.
_STAND_INS = {"є": "o", "ѳ": "o", "ї": "u"}

_WORD = re.compile("[a-z0-9]+")
# Replaced by spaces, since the library does not always end a word at them.
_INSIDE_WORDS = re.compile("[',]")

_KAZAKH_WORD = re.compile(r"\b\w*[әғқңұһі]\w*")

_TABLE = str.maketrans(_MNS_5217 | _KAZAKH | _SIGNS)
_MONGOLIAN_TABLE = str.maketrans(_MNS_5217 | _KAZAKH | _SIGNS | _STAND_INS)


def transliterate(name: str) -> str:
    """A Mongolian name in Latin letters, with its capitals: `Хишигбуян` is `Khishigbuyan`."""
    return "".join(
        latin.capitalize() if letter.isupper() else latin
        for letter in unicodedata.normalize("NFC", name)
        for latin in (_MNS_5217.get(letter.lower(), letter),)
    )


def slugify(text: str, lang: str = "mn") -> str:
    """Lower-case ASCII words joined by hyphens, at most 80 characters, cut between words.

    Cyrillic by MNS 5217:2012 without diacritics; "" when nothing is left of the text.
    """
    if not text.isprintable():
        # Soft hyphens and other format characters (category Cf) do not part words.
        text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    lower = unicodedata.normalize("NFC", text).lower()
    if not _KAZAKH.keys().isdisjoint(lower):
        lower = _KAZAKH_WORD.sub(lambda word: word[0].replace("е", "e"), lower)
    latin = lower.translate(_MONGOLIAN_TABLE if lang == "mn" else _TABLE)
    if len(latin) < MAX_LENGTH and latin.isascii() and not _INSIDE_WORDS.search(latin):
        return "-".join(_WORD.findall(latin))  # the same as the library gives, ten times as fast
    # Imported here, since a build that parses nothing makes no slugs.
    from slugify import slugify as library

    return library(
        latin, entities=False, decimal=False, hexadecimal=False, max_length=MAX_LENGTH, word_boundary=True
    )
