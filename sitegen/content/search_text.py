"""What a document is found by: the words of its title, summary, headings and text, with their weights.

They are stored beside the body when the file is parsed, so that the search index of a site is made without
reading a text again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from html import unescape
from typing import Any

import msgspec

from sitegen.content.document import TAG_OR_SLOT, Document, Heading
from sitegen.content.kinds import AnyFacts, Money, Text
from sitegen.language.catalogue import Words
from sitegen.language.dates import PartialDate
from sitegen.language.search_words import stem_word, words_of

TITLE, PLACE, NAMED, SUMMARY, HEADING, FACT, BODY = 16, 8, 6, 4, 3, 2, 1
LEVELS = (3, 6, 16)  # the least weights of levels 1, 2 and 3; words of the body alone are of level 0
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|td|th|dt|dd|figcaption|blockquote|caption|pre)>|<br")
_BETWEEN_BLOCKS = "\x1e"


class StemLevels(msgspec.Struct, frozen=True, array_like=True):
    """The stems of a text with the levels of their weights, and how many words it has."""

    length: int
    levels: dict[str, int]


def text_words(text: Text, headings: Iterable[Heading], html: str, lang: str) -> StemLevels:
    plain = unescape(TAG_OR_SLOT.sub("", _BLOCK_END.sub(f"{_BETWEEN_BLOCKS}<", html)))
    fields = [(text.title, TITLE), (text.summary or "", SUMMARY)]
    fields += [(block, BODY) for block in plain.split(_BETWEEN_BLOCKS)]
    fields += [(heading.text, HEADING) for heading in headings]
    return stem_levels(fields, lang)


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
        stem = stem_word(word, lang)
        weights[stem] = weights.get(stem, 0) + weight
    return StemLevels(length, {stem: bisect_right(LEVELS, weight) for stem, weight in weights.items()})


def merge_stems(first: StemLevels, second: StemLevels) -> StemLevels:
    """The stems of both; a stem that both have gets the higher level."""
    levels = first.levels | {
        stem: max(level, first.levels.get(stem, 0)) for stem, level in second.levels.items()
    }
    return StemLevels(first.length + second.length, levels)


def fact_texts(facts: AnyFacts, lang: str) -> Iterator[tuple[str, int]]:
    """(text, weight) of the short texts, amounts and dates in facts, in a language."""
    for value in _leaves(facts):
        if isinstance(value, Words):
            yield value.get(lang) or "", FACT
        elif isinstance(value, Money):
            yield str(value.amount.to_integral_value() if isinstance(value.amount, Decimal) else ""), NAMED
        elif isinstance(value, PartialDate):
            yield str(value), NAMED


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Words | Money | PartialDate):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if (inner := getattr(value, name)) is not None:
                yield from _leaves(inner)
    elif isinstance(value, tuple):
        for item in value:
            yield from _leaves(item)


def encode_search_text(document: Document, html: str) -> bytes:
    """The encoded StemLevels of a document with this HTML."""
    return msgspec.msgpack.encode(text_words(document.text, document.headings, html, document.lang))
