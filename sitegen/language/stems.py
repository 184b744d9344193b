"""Mongolian words to what their forms have in common, for searching.

The rules are data, in stems.json; static/js/search.js reads the same file with an interpreter of its own, and
one list of forms holds the two together (tests/search). A stem is no word of the language: it only has to be
the same for the forms of a word, and another for other words.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

RULES = Path(__file__).with_name("stems.json")
SHORTEST = 3  # letters of a stem that no list vouches for
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN = re.compile("[a-zöü]+")


class _Table(msgspec.Struct, frozen=True):
    damaged: dict[int, int]
    folded: dict[int, int]
    vowels: frozenset[str]
    front: frozenset[str]
    latin: dict[str, str]
    latin_letters: re.Pattern[str]
    endings: frozenset[str]
    longest: int
    irregular: dict[str, str]
    known: frozenset[str]


@cache
def _table() -> _Table:
    rules: dict[str, Any] = json.loads(RULES.read_bytes())
    folded = str.maketrans(*rules["folded"])
    vowels = frozenset(rules["vowels"])
    latin = dict(pair.split(" ") for pair in rules["latin"])
    nouns = {a + b + c for a in rules["plural"] for b in rules["case"] for c in rules["own"]}
    endings = frozenset((nouns | set(rules["verb"])) - {""})
    return _Table(
        damaged=str.maketrans(*rules["damaged"]),
        folded=folded,
        vowels=vowels,
        front=frozenset(rules["front"]),
        latin=latin,
        latin_letters=re.compile("|".join(latin)),
        endings=endings,
        longest=max(map(len, endings)),
        irregular=rules["irregular"],
        known=frozenset(_shortened(word.translate(folded), vowels) for word in rules["known"].split()),
    )


def repaired(word: str) -> str:
    """A word in lower case with letters of other alphabets in place of ours put right."""
    return word.translate(_table().damaged) if _CYRILLIC.search(word) else word


def in_cyrillic(word: str) -> str:
    """What a word typed in Latin letters probably is; its vowels are all back or all front."""
    table = _table()
    if not _LATIN.fullmatch(word):
        return word
    guess = table.latin_letters.sub(lambda found: table.latin[found[0]], word)
    if "а" not in guess and table.front.intersection(guess):
        guess = guess.replace("о", "ө").replace("у", "ү")
    return guess


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a Mongolian word in lower case and Cyrillic; anything else comes back as it is."""
    if not _CYRILLIC.search(word):
        return word
    table = _table()
    word = _regular(word, table)
    folded = word.translate(table.folded)
    if _shortened(folded, table.vowels) in table.known:
        return _shortened(word, table.vowels, folded)
    cuts = [
        at
        for at in range(max(2, len(folded) - table.longest), len(folded))
        if folded[at:] in table.endings and _may_end(folded, at, table.vowels)
    ]
    known = [at for at in cuts if _shortened(folded[:at], table.vowels) in table.known]
    at = max(known) if known else min((at for at in cuts if at >= SHORTEST), default=len(word))
    return _shortened(word[:at], table.vowels, folded[:at])


def folded_stem(stemmed: str) -> str:
    """A stem without what people mistake or cannot type: о and ө, у and ү, э and е, signs."""
    return stemmed.translate(_table().folded)


def _may_end(folded: str, at: int, vowels: frozenset[str]) -> bool:
    """Whether an ending may stand there: one that begins with a vowel after a consonant; single consonants
    each after the sounds that they follow."""
    ending, before = folded[at:], folded[at - 1]
    if not vowels.intersection(folded[:at]):
        return False
    if ending[0] in vowels:
        return before not in vowels or (before == "и" and ending[0] != "и")
    if ending[0] == "г" and ending != "гуи":
        is_long = before in vowels and folded[at - 2] in vowels
        return before == "н" or (is_long and at > SHORTEST)
    if ending == "н":
        return before == "и" and folded[at - 2] in vowels
    if ending == "т":
        return before in "гркхсшв" and at > SHORTEST
    if ending[0] == "д":
        return before in vowels or before in "лмнрвгч"
    return True


def _shortened(word: str, vowels: frozenset[str], folded: str = "") -> str:
    """Without vowels that come and go: at the end, and before the last consonant."""
    folded = folded or word
    end = len(folded)
    if end <= SHORTEST + 2 and folded[-1] in vowels and folded[-2] == folded[-1]:
        return word  # санаа is not сан
    while end > SHORTEST and folded[end - 1] in vowels and not _is_diphthong(folded, end, vowels):
        end -= 1
    if end < len(folded) and not vowels.intersection(folded[:end]):
        end = len(folded)
    inner = folded[:end]
    if (
        end > SHORTEST
        and inner[-1] not in vowels
        and inner[-2] in vowels
        and inner[-3] not in vowels
        and vowels.intersection(inner[:-3])
    ):
        return word[: end - 2] + word[end - 1]
    return word[:end]


def _is_diphthong(folded: str, end: int, vowels: frozenset[str]) -> bool:
    return folded[end - 1] == "и" and folded[end - 2] in vowels and folded[end - 2] != "и"


def _regular(word: str, table: _Table) -> str:
    """With the plain stem in place of a plural of its own making."""
    for plural, singular in table.irregular.items():
        rest = word.removeprefix(plural)
        if rest != word and (not rest or rest.translate(table.folded) in table.endings):
            return singular
    return word
