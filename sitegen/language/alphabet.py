"""Letters of Mongolian and English: alphabetical order, and names for folders and addresses, in ASCII.

CLDR's order for `mn` puts ё among the е; in the Mongolian alphabet it is the seventh letter. Both languages
of a site share one order, since a list may hold titles in both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

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
# The 35 letters of Mongolian, and the letters that only Kazakh has, each beside the letter it resembles.
_ALPHABET = "аәбвгғдеёжзиійкқлмнңоөпрстуүұфхһцчшщъыьэюя"
_RANKS = {letter: rank for rank, letter in enumerate(_ALPHABET)}
_DIGITS = "0123456789"
_LETTER_OR_NUMBER = re.compile(f"[{_DIGITS}]+|.")
_IGNORED = "-‐‑–—'\"‘’“”„«»‹›()[]"

_SPACE, _NUMBER, _LATIN, _CYRILLIC, _OTHER = range(5)
_Letter = tuple[int, int, str]

_Key = tuple[tuple[_Letter, ...], str, str]


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


def sort_key(text: str) -> _Key:
    """A key that sorts texts as a dictionary does, word by word; the same for `mn` and `en`.

    Numbers come first and by value, then Latin, then Cyrillic. Hyphens, quotes and accents do not count, and
    capitals only between texts that are otherwise the same.
    """
    text = unicodedata.normalize("NFC", text)
    return tuple(_letters(text)), text.lower(), text


def first_letter(text: str) -> str:
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
    """The letters, numbers and spaces between words that sorting looks at."""
    for number, word in enumerate(_words(text)):
        if number:
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
