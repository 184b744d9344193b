"""The search as the script does it, by the files of a published site: the other half of what holds them
together."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sitegen.language import search_words as ours
from sitegen.language.search_words import (
    MONGOLIAN,
    RULES,
    bucket_of,
    in_cyrillic,
    key_of,
    repair_letters,
    stem_word,
)

Row = tuple[str, str, str]  # stem, key, postings
WEIGHTS, TURN, LONG = (1, 4, 9, 20), 1.2, 0.75


def text_stems(text: str, lang: str) -> Iterator[str]:
    """The words of a text in a language, stemmed, in their order."""
    return (stem_word(word, lang) for word in query_words(text, lang))


def query_words(text: str, lang: str) -> Iterator[str]:
    rules = ours._rules()
    plain = ours._with_values(ours._plain_text(ours._clean_text(text)), rules)
    return (word for word in ours._WORD.findall(plain) if word not in rules.dropped[lang])


def asked_words(text: str, lang: str) -> Iterator[tuple[str, str, str, str]]:
    """(stem, uncut, stem of the stem, the word itself) for each word of a query.

    The uncut form is for a word that only seems to have an ending: “стандарт” is no form of “стандар”. The
    stem of the stem, empty if it is nothing new, is for a name that itself looks like a form: “Ховдын” asks
    for Ховд, whose own stem is shorter. A particle that makes a plural, as in “багш нар”, is left out.
    """
    for number, word in enumerate(query_words(text, lang)):
        written = in_cyrillic(repair_letters(word)) if lang == MONGOLIAN and not word[0].isdigit() else ""
        stem = stem_word(word, lang)
        if not (number and written and stem in particles()):
            whole, shorter = (uncut_stem(written), stem_word(stem, lang)) if written else ("", "")
            yield stem, whole, "" if shorter in (stem, whole) else shorter, written or word


@cache
def particles() -> frozenset[str]:
    return frozenset(json.loads(RULES.read_bytes())["particles"].split())


def uncut_stem(word: str) -> str:
    """The stem of a word taken to have no ending, though it may look like a form."""
    table = ours._table()
    word = ours._regular(word, table)
    return (
        ours._shorten_stem(word, table.vowels, word.translate(table.folded))
        if ours._CYRILLIC.search(word)
        else word
    )


class Index:
    """The index of a language in a folder of a published site."""

    def __init__(self, folder: Path, lang: str) -> None:
        self.lang = lang
        self.folder = folder
        self.facets = json.loads(self._text("facets.json"))
        self.rows: dict[int, list[Row]] = {}

    def _text(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def find(self, query: str) -> list[tuple[str, str]]:
        """Address and title of the documents found, best first."""
        words = list({word[0]: word for word in asked_words(query[:200], self.lang)}.values())[:12]
        lengths = [2 ** (_number(sign) / 3) for sign in self.facets["lengths"]]
        usual = sum(lengths) / len(lengths)
        scores: dict[int, tuple[int, float]] = {}
        for word in words:
            found = self._look(*word)
            rare = math.log(1 + (len(lengths) - len(found) + 0.5) / (len(found) + 0.5))
            for number, (value, factor) in found.items():
                before, total = scores.get(number, (0, 0.0))
                norm = TURN * (1 - LONG + LONG * lengths[number] / usual)
                scores[number] = (before + 1, total + factor * rare * value * (TURN + 1) / (value + norm))
        most = max((count for count, _ in scores.values()), default=0)
        best = [(math.floor(total * 1e4 + 0.5), at) for at, (count, total) in scores.items() if count == most]
        return [self._entry(number) for _, number in sorted(best, reverse=True)]

    def _entry(self, number: int) -> tuple[str, str]:
        chunk = self.facets["chunk"]
        lines = self._text(f"titles-{number // chunk}.txt").split("\n")
        place = 2 * (number % chunk)
        return lines[place], self._written(lines[place + 1])

    def _written(self, title: str) -> str:
        if title[0] == "=":
            return title[1:]
        common = self.facets["common"].split(" ")
        words = re.sub("[\u0700-\u07ff]", lambda sign: f" {common[ord(sign[0]) - 0x700]}", title)
        return words[2].upper() + words[3:] if words[0] == "^" else words[1:]

    def _look(self, word: str, whole: str, shorter: str, typed: str) -> dict[int, tuple[float, float]]:
        key = key_of(word, self.lang)
        found: dict[int, tuple[float, float]] = {}
        is_number = key[0].isdigit()
        for stem in dict.fromkeys((word, whole or word, shorter or word)):
            own = key_of(stem, self.lang)
            there = self._rows(own)
            is_there = any(row[1] == own for row in there)
            is_exact = any(row[0] == stem for row in there)
            begins = stem != shorter and (len(own) > 3 or (len(own) == 3 and not is_there))
            for row in there:
                if row[1] == own:
                    _add(found, row, 1 if row[0] == stem else 0.2 if is_exact else 0.8)
                elif row[1].startswith(own):
                    if is_number and row[1][len(own)] == "-":
                        _add(found, row, 0.8)
                    elif not is_number and begins:
                        _add(found, row, 0.15 if is_there else 0.4)
        if not found and not is_number and len(typed) >= 5 and len(key) >= 4:
            known = self._text("vocabulary.txt").split("\n")
            begun = [
                other for other in known if len(other) > 4 and key_of(typed, self.lang).startswith(other)
            ]
            for other in [other for other in known if _is_near(key, other)] or sorted(begun, key=len)[-1:]:
                for row in self._rows(other):
                    if row[1] == other:
                        _add(found, row, 0.5)
        return found

    def _rows(self, key: str) -> list[Row]:
        place, (words, numbers) = bucket_of(key), self.facets["shards"]
        shard = place % words if place < 256 else words + place % numbers
        if shard not in self.rows:
            lines = (line.split("\t") for line in self._text(f"words-{shard:02x}.txt").splitlines())
            self.rows[shard] = [(stem, key_of(stem, self.lang), postings) for stem, postings in lines]
        return self.rows[shard]


def _add(found: dict[int, tuple[float, float]], row: Row, factor: float) -> None:
    for number, value in _postings(row[2]):
        before = found.get(number)
        if before is None or before[0] * before[1] < value * factor:
            found[number] = (value, factor)


def _postings(text: str) -> Iterator[tuple[int, int]]:
    number, more = -1, 0
    for sign in map(ord, text):
        if sign < 0x3F:
            more = more * 30 + sign - 0x21
            continue
        level, step = divmod(sign - 0x3F, 16)
        number += 1 + more * 16 + step
        more = 0
        yield number, WEIGHTS[level]


def _number(sign: str) -> int:
    return ord(sign) - 0x31 if ord(sign) < 256 else ord(sign) - 256


def _is_near(one: str, other: str) -> bool:
    """One letter more, less, other, or two changed places; a doubled letter counts once."""
    one, other = (re.sub(r"(.)\1", r"\1", key) for key in (one, other))
    if abs(len(one) - len(other)) > 1:
        return False
    first, a, b = 0, len(one), len(other)
    while first < a and first < b and one[first] == other[first]:
        first += 1
    while a > first and b > first and one[a - 1] == other[b - 1]:
        a, b = a - 1, b - 1
    if a - first <= 1 and b - first <= 1:
        return True
    return a - first == b - first == 2 and one[first : first + 2] == other[first : first + 2][::-1]
