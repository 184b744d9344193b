"""Stems of Mongolian words for searching: what the forms of a word have in common.

The rules are data, in stems.json; static/js/search-words.js reads the same file with an interpreter of its
own, and one list of forms holds the two together (tests/unit/language). A stem is no word of
the language: it only has to be the same for all forms of a word, and different for different words.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

RULES = Path(__file__).with_name("stems.json")
SHORTEST = 3  # letters that a stem has at least, unless stems.json lists it as known
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN = re.compile("[a-zöü]+")


class _Table(msgspec.Struct, frozen=True):
    damaged: dict[int, int]
    folded: dict[int, int]
    vowels: frozenset[str]
    front: frozenset[str]
    latin: dict[str, str]
    latin_letters: re.Pattern[str]
    cases: frozenset[str]
    own: frozenset[str]
    endings: frozenset[str]
    verbal: frozenset[str]
    after: dict[str, str]
    past: frozenset[str]
    habit: frozenset[str]
    doubtful: frozenset[str]
    again: frozenset[str]
    longest: int
    irregular: dict[str, str]
    known: frozenset[str]


@cache
def _table() -> _Table:
    rules: dict[str, Any] = json.loads(RULES.read_bytes())
    folded = str.maketrans(*rules["folded"])
    vowels = frozenset(rules["vowels"])
    latin = dict(pair.split(" ") for pair in rules["latin"])
    cases = {a + b for a in rules["plural"] for b in rules["case"]} - {""}
    nouns = {case + own for case in cases | {""} for own in rules["own"]}
    verbal = {a + b for a in rules["noun"] for b in rules["case"] if b != "д"}
    endings = frozenset((nouns | verbal | set(rules["verb"])) - {""})
    return _Table(
        damaged=str.maketrans(*rules["damaged"]),
        folded=folded,
        vowels=vowels,
        front=frozenset(rules["front"]),
        latin=latin,
        latin_letters=re.compile("|".join(latin)),
        cases=frozenset(cases),
        own=frozenset(rules["own"]),
        endings=endings,
        verbal=frozenset(verbal),
        after=rules["after"],
        **{name: frozenset(rules[name].split()) for name in ("past", "habit", "doubtful", "again")},
        longest=max(map(len, endings)),
        irregular=rules["irregular"],
        known=frozenset(_shortened(word.translate(folded), vowels) for word in rules["known"].split()),
    )


def repair_letters(word: str) -> str:
    """A word in lower case with letters of other alphabets replaced by the Mongolian ones they stand for."""
    return word.translate(_table().damaged) if _CYRILLIC.search(word) else word


def in_cyrillic(word: str) -> str:
    """A word typed in Latin letters as it probably is in Cyrillic, with vowels all back or all front; any
    other word as it is."""
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
    places = range(max(2, len(folded) - table.longest), len(folded))
    cuts = [at for at in places if folded[at:] in table.endings]
    known = {at for at in cuts if _shortened(folded[:at], table.vowels) in table.known}
    cuts = [at for at in cuts if _may_end(folded, at, table) or (at in known and _is_loan(folded, at))]
    at = max(known.intersection(cuts), default=0)
    if not at:
        at = min((at for at in cuts if at >= _shortest(folded, at, table)), default=len(word))
        at = _cut_again(folded, at, table)
    return _shortened(word[:at], table.vowels, folded[:at])


def _cut_again(folded: str, at: int, table: _Table) -> int:
    """Where to cut once more what is left of a form: бэлчээр, left of бэлчээрийн, looks like a form itself,
    and is cut when it stands alone."""
    for ending in table.again:
        to = at - len(ending)
        if (
            at < len(folded)
            and folded[to:at] == ending
            and to >= SHORTEST
            and _may_end(folded[:at], to, table)
        ):
            return to
    return at


def uncut_stem(word: str) -> str:
    """The stem of a word taken to have no ending, though it may look like a form."""
    table = _table()
    word = _regular(word, table)
    return _shortened(word, table.vowels, word.translate(table.folded)) if _CYRILLIC.search(word) else word


def folded_stem(stemmed: str) -> str:
    """A stem without differences that people mistake or cannot type: о and ө, у and ү, э and е, signs."""
    return stemmed.translate(_table().folded)


def is_case(text: str) -> bool:
    """Whether the text is a case ending of nouns, as abbreviations have one after a hyphen."""
    table = _table()
    return text.translate(table.folded) in table.cases


def _is_loan(folded: str, at: int) -> bool:
    """Whether the word may be a loan such as кино, which takes endings after a short vowel."""
    return folded[at] == "г" and at > SHORTEST


def _may_end(folded: str, at: int, table: _Table) -> bool:
    """Whether the ending from `at` on may follow what stands before it: an ending that begins with a vowel
    follows a consonant, each other one the sounds listed for it."""
    ending, before, vowels = folded[at:], folded[at - 1], table.vowels
    if not vowels.intersection(folded[:at]):
        return False
    is_vowel = before in vowels
    is_long = is_vowel and before != "я" and folded[at - 2] in vowels
    is_glide = before == "э" and folded[at - 2] in vowels - {"э"}  # үе, бие: the vowel begins with й
    if ending in ("эр", "эс"):
        return is_glide
    if ending[0] in vowels:
        if ending == "иг" and before in "жчш":
            return False
        soft = (
            before == "и"
            and ending[0] != "и"
            and ending[1:] not in ("нд", "ж")
            and ending not in table.verbal
        )
        return not is_vowel or soft or is_glide
    if ending[:2] == "сн":
        return before == "л" or (at > SHORTEST and before in "дгтжч")  # хөрсний is a form of хөрс
    if ending[-1] == "л" and ending[0] in "вб":
        return before in "лмн" if ending[0] == "б" else before not in "лмн"
    is_dative = ending[0] == "т" and ending[1:] in table.own
    if is_dative or ending in table.after:
        follows = table.after["т" if is_dative else ending]
        is_verb = is_vowel and at > SHORTEST
        return before in follows or (ending[0] == "н" and (is_verb or is_long or before == "и"))
    if ending[0] == "г" and not ending.startswith("гуи"):
        return before == "н" or is_long
    if ending[0] == "х":
        return is_long
    if ending == "ж" or ending in table.past:
        return is_vowel or before in ("лрв" if ending == "ж" else "л")
    if ending == "н" or ending.startswith("нг"):
        return is_vowel
    if ending[0] == "д" and ending not in table.habit:
        is_plural = ending[1:] not in table.own  # хурдны is no plural of хур
        return is_vowel or before in ("лмнч" if is_plural else "лмнрвгч")
    return True


def _shortest(folded: str, at: int, table: _Table) -> int:
    """How many letters a stem has at least before the ending from `at` on, unless it is known."""
    ending = folded[at:]
    return SHORTEST + (ending in table.doubtful or (ending[0] == "д" and folded[at - 1] == "н"))


def _shortened(word: str, vowels: frozenset[str], folded: str = "") -> str:
    """A stem without the vowels that some forms lack: at the end, and before the last consonant."""
    folded = folded or word
    end = len(folded)
    if end <= SHORTEST + 2 and folded[-1] in vowels and folded[-2:-1] == folded[-1] != "и":
        return word  # санаа is not сан
    shortest = SHORTEST - (folded[0] in vowels)
    while end > shortest and folded[end - 1] in vowels and not _is_diphthong(folded, end, vowels):
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
    last, before = folded[end - 1], folded[end - 2]
    return last in vowels and before in vowels and (last == "и") != (before == "и")


def _regular(word: str, table: _Table) -> str:
    """A word with the singular in place of an irregular plural."""
    for plural, singular in table.irregular.items():
        rest = word.removeprefix(plural)
        if rest != word and (not rest or rest.translate(table.folded) in table.endings):
            return singular
    return word
