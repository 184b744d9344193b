"""The words that texts are found by and queries ask for: stems, which are what the forms of a Mongolian word
have in common, and numbers, amounts and dates in one form; and how much a word weighs by where it stands.

The rules are data, in stems.json; static/js/search-words.js does the same in the reader's browser with the
same file, and one list of forms holds the two together (tests/unit/language). A stem is no word of the
language: it only has to be the same for all forms of a word, and different for different words.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import msgspec

RULES = Path(__file__).with_name("stems.json")
SHORTEST = 3  # letters that a stem has at least, unless stems.json lists it as known
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN = re.compile("[a-zöü]+")
MONGOLIAN = "mn"
# The weight of a word by where it stands; the index has the level of their sum.
TITLE, PLACE, NAMED, SUMMARY, HEADING, FACT, BODY = 16, 8, 6, 4, 3, 2, 1
LEVELS = (3, 6, 16)  # the least weights of levels 1, 2 and 3; words of the body alone are of level 0
BUCKETS = 256  # buckets of words, and as many of numbers
GROUP = 3  # digits between the separators of a long number
_WORD = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![0-9])|[0-9]+|[^\W\d_]{2,}")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_AFTER_HYPHEN = re.compile("[-\u2010-\u2013]([Ѐ-ӿ]+)")
# Begins with the hyphen, to which `re` skips quickly: beginning with the word before it took a third of the
# time of this module.
_HYPHEN = re.compile(r"-(?<=[^\W\d_]{2}-)(?=([^\W\d_]{3,}))")
_NO_LETTER = re.compile(r"[\W\d_]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b]")
_DIGIT = re.compile("[0-9]")
_BETWEEN = "\x02"  # stands between texts, which have no such sign


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
        known=frozenset(_shorten_stem(word.translate(folded), vowels) for word in rules["known"].split()),
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


def stem(word: str) -> str:
    """The stem of a Mongolian word in lower case and Cyrillic; anything else comes back as it is."""
    if not _CYRILLIC.search(word):
        return word
    table = _table()
    word = _regular(word, table)
    folded = word.translate(table.folded)
    if _shorten_stem(folded, table.vowels) in table.known:
        return _shorten_stem(word, table.vowels, folded)
    offsets = range(max(2, len(folded) - table.longest), len(folded))
    cuts = [at for at in offsets if folded[at:] in table.endings]
    known = {at for at in cuts if _shorten_stem(folded[:at], table.vowels) in table.known}
    cuts = [at for at in cuts if _may_end(folded, at, table) or (at in known and _is_loan(folded, at))]
    at = max(known.intersection(cuts), default=0)
    if not at:
        at = min((at for at in cuts if at >= _shortest(folded, at, table)), default=len(word))
        at = _cut_again(folded, at, table)
    return _shorten_stem(word[:at], table.vowels, folded[:at])


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


def _shorten_stem(word: str, vowels: frozenset[str], folded: str = "") -> str:
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


class _Rules(msgspec.Struct, frozen=True):
    # (signs, (pattern, order of day, month and year)): a text without any of the signs has no such date.
    dates: tuple[tuple[tuple[str, ...], tuple[tuple[re.Pattern[str], str], ...]], ...]
    months: dict[str, int]
    grouped: re.Pattern[str]
    amounts: re.Pattern[str]
    times: dict[str, int]
    dropped: dict[str, frozenset[str]]


@cache
def _rules() -> _Rules:
    rules: dict[str, Any] = json.loads(RULES.read_bytes())
    mongolian, iso, *english = ((re.compile(pattern), order) for pattern, order in rules["dates"])
    return _Rules(
        dates=(
            (("сар",), (mongolian,)),
            (tuple("-./"), (iso,)),
            (tuple(rules["months"]), tuple(english)),
        ),
        months={name: number for number, name in enumerate(rules["months"], 1)},
        grouped=re.compile(rules["grouped"]),
        amounts=re.compile(rules["amounts"]),
        times=rules["times"],
        dropped={lang: frozenset(words.split()) for lang, words in rules["dropped"].items()},
    )


def words_of(texts: Iterable[str], lang: str) -> list[str]:
    """The words of texts, not stemmed. Two words joined by a hyphen count as one word, too, so that Баянөлгий
    finds Баян-Өлгий."""
    rules = _rules()
    plain = _BETWEEN.join([_clean_text(text) for text in texts])
    plain = " ".join([_with_values(text, rules) for text in _plain_text(plain).split(_BETWEEN)])
    words = _WORD.findall(plain)
    for hyphen in _HYPHEN.finditer(plain):
        before = plain[plain.rfind(" ", 0, hyphen.start()) + 1 : hyphen.start()]
        words.append(_NO_LETTER.split(before)[-1] + hyphen[1])
    dropped = rules.dropped[lang]
    return [word for word in words if word not in dropped]


def key_of(stemmed: str, lang: str) -> str:
    """The key by which a stem is looked up; stems that people confuse share one."""
    return folded_stem(stemmed) if lang == MONGOLIAN else stemmed


def bucket_of(key: str) -> int:
    """The number of a key's bucket: the same for all keys that begin with the same three letters, or four
    digits. Buckets of numbers come after those of words."""
    is_number = key[0].isdigit()
    number = 0
    for sign in key[: 4 if is_number else 3]:
        number = (number * 31 + ord(sign)) & 0xFFFF
    return is_number * BUCKETS + ((number ^ (number >> 8)) & (BUCKETS - 1))


@lru_cache(maxsize=1 << 16)
def stem_word(word: str, lang: str) -> str:
    """The stem of a word as it stands in a text; a number as it is."""
    if word[0].isdigit():
        return word
    if lang == MONGOLIAN:
        return stem(in_cyrillic(repair_letters(word)))
    return str(_english().stemWord(word))


@cache
def _english() -> Any:
    # Imported here, since most builds parse no document.
    from snowballstemmer import stemmer  # type: ignore[import-untyped]

    return stemmer("english")


class StemLevels(msgspec.Struct, frozen=True, array_like=True):
    """The stems of a text with the levels of their weights, and how many words it has."""

    length: int
    levels: dict[str, int]


def stem_levels(fields: Iterable[tuple[str, int]], lang: str) -> StemLevels:
    """The stems of (text, weight) pairs in a language; a stem's level is by the sum of its weights."""
    texts: dict[int, list[str]] = {}
    for text, weight in fields:
        texts.setdefault(weight, []).append(text)
    words: list[str] = []
    length = 0
    for weight, some in texts.items():
        found = words_of(some, lang)
        words += found * weight
        length += len(found)
    weights: dict[str, int] = {}
    for word, weight in Counter(words).items():
        stemmed = stem_word(word, lang)
        weights[stemmed] = weights.get(stemmed, 0) + weight
    return StemLevels(length, {word: bisect_right(LEVELS, weight) for word, weight in weights.items()})


def merge_stems(first: StemLevels, second: StemLevels) -> StemLevels:
    """The stems of both; a stem that both have gets the higher level."""
    levels = first.levels | {
        word: max(level, first.levels.get(word, 0)) for word, level in second.levels.items()
    }
    return StemLevels(first.length + second.length, levels)


def _clean_text(text: str) -> str:
    """A text without invisible characters, with single spaces."""
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(_CONTROLS.sub(" ", _UNSEEN.sub("", text)).split())


def _plain_text(text: str) -> str:
    """A cleaned text in small letters, without the hyphens before endings."""
    text = unicodedata.normalize("NFC", text).lower()
    return _AFTER_HYPHEN.sub(lambda found: " " if is_case(found[1]) else found[0], text)


def _with_values(text: str, rules: _Rules) -> str:
    """A plain text with each number, amount and date in one form."""
    if not _DIGIT.search(text):
        return text
    # The patterns are slow, so they are looked for only in texts that hold one of their signs.
    for signs, patterns in rules.dates:
        if any(map(text.__contains__, signs)):
            for pattern, order in patterns:
                text = pattern.sub(partial(_date, order=order, months=rules.months), text)
    text = rules.grouped.sub(_join_groups, text)
    if any(map(text.__contains__, rules.times)):
        text = rules.amounts.sub(lambda found: _amount(found, rules.times), text)
    return text


def _date(found: re.Match[str], order: str, months: dict[str, int]) -> str:
    """A day or a month as ISO 8601 writes it; a match that is no real date stays as it is."""
    parts = {
        letter: months.get(value) or int(value)
        for letter, value in zip(order, found.groups(), strict=True)
        if value
    }
    day = parts.get("d", 1)
    if not (1 <= parts["m"] <= 12 and 1 <= day <= 31):
        return found[0]
    written = f"{parts['y']:04}-{parts['m']:02}"
    return f" {written}-{day:02} " if "d" in parts else f" {written} "


def _join_groups(found: re.Match[str]) -> str:
    """A number without the separators of its thousands; a year and a number after it stay two numbers."""
    return found[0] if len(found[1]) > GROUP else found[1] + re.sub("[^0-9]", "", found[2])


def _amount(found: re.Match[str], times: dict[str, int]) -> str:
    return f" {int(float(found[1].replace(',', '.')) * times[found[2]] + 0.5)} "
