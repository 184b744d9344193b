"""The words that texts are found by and queries ask for: stems, and numbers, amounts and dates in one form
each.

static/js/search-words.js does the same in the reader's browser, with the same table (stems.json).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, partial
from typing import Any

import msgspec

from sitegen.language.stems import RULES, folded_stem, in_cyrillic, is_case, repair_letters, stem, uncut_stem

MONGOLIAN = "mn"
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


class _Rules(msgspec.Struct, frozen=True):
    # (signs, (pattern, order of day, month and year)): a text without any of the signs has no such date.
    dates: tuple[tuple[tuple[str, ...], tuple[tuple[re.Pattern[str], str], ...]], ...]
    months: dict[str, int]
    grouped: re.Pattern[str]
    amounts: re.Pattern[str]
    times: dict[str, int]
    dropped: dict[str, frozenset[str]]
    particles: frozenset[str]


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
        particles=frozenset(rules["particles"].split()),
        dropped={lang: frozenset(words.split()) for lang, words in rules["dropped"].items()},
    )


def search_words(text: str, lang: str) -> Iterator[str]:
    """The words of a text or query in a language, stemmed, in their order."""
    for word in _words(text, lang):
        yield stem_word(word, lang)


def words_of(texts: Iterable[str], lang: str) -> list[str]:
    """The words of texts, not stemmed. Two words joined by a hyphen count as one word, too, so that Баянөлгий
    finds Баян-Өлгий."""
    rules = _rules()
    plain = _BETWEEN.join([_cleaned(text) for text in texts])
    plain = " ".join([_with_values(text, rules) for text in _plain(plain).split(_BETWEEN)])
    words = _WORD.findall(plain)
    for hyphen in _HYPHEN.finditer(plain):
        before = plain[plain.rfind(" ", 0, hyphen.start()) + 1 : hyphen.start()]
        words.append(_NO_LETTER.split(before)[-1] + hyphen[1])
    dropped = rules.dropped[lang]
    return [word for word in words if word not in dropped]


def _words(text: str, lang: str) -> Iterator[str]:
    rules = _rules()
    dropped = rules.dropped[lang]
    return (
        word for word in _WORD.findall(_with_values(_plain(_cleaned(text)), rules)) if word not in dropped
    )


def asked_words(text: str, lang: str) -> Iterator[tuple[str, str, str, str]]:
    """(stem, uncut, stem of the stem, the word itself) for each word of a query.

    The uncut form is for a word that only seems to have an ending: “стандарт” is no form of “стандар”. The
    stem of the stem, empty if it is nothing new, is for a name that itself looks like a form: “Ховдын” asks
    for Ховд, whose own stem is shorter. A particle that makes a plural, as in “багш нар”, is left out.
    """
    for number, word in enumerate(_words(text, lang)):
        written = in_cyrillic(repair_letters(word)) if lang == MONGOLIAN and not word[0].isdigit() else ""
        stem = stem_word(word, lang)
        if not (number and written and stem in _rules().particles):
            whole, shorter = (uncut_stem(written), stem_word(stem, lang)) if written else ("", "")
            yield stem, whole, "" if shorter in (stem, whole) else shorter, written or word


@lru_cache(maxsize=1 << 16)
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


def _cleaned(text: str) -> str:
    """A text without invisible characters, with single spaces."""
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(_CONTROLS.sub(" ", _UNSEEN.sub("", text)).split())


def _plain(text: str) -> str:
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
    text = rules.grouped.sub(_grouped, text)
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


def _grouped(found: re.Match[str]) -> str:
    """A number without the separators of its thousands; a year and a number after it stay two numbers."""
    return found[0] if len(found[1]) > GROUP else found[1] + re.sub("[^0-9]", "", found[2])


def _amount(found: re.Match[str], times: dict[str, int]) -> str:
    return f" {int(float(found[1].replace(',', '.')) * times[found[2]] + 0.5)} "
