"""The files of the search index. Their form is read by static/js/search-index.js, and nothing else.

words-NN.txt    a stem a line, a tab, and its documents: a sign that has the level of the word there and the
                step from the document before, less one; before it, how many times STEP more, if any
titles-N.txt    address and title in turn, a line each; the words of a title with a space before them, a
                common one as one sign instead; ^ before a first word that has a capital only there
facets.json     columns with a sign for each document; the common words
vocabulary.txt  what stems are looked up by, a line each: to forgive slips when nothing was found
names.json      what is suggested while somebody types: places, schools, organisations, topics
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from sitegen.language.stems import RULES
from sitegen.output.data_files import compact_json
from sitegen.pages.views.machine import (
    SearchFacets,
    SearchNames,
    SearchRules,
    SearchShard,
    SearchTitles,
    SearchVocabulary,
)

FIRST_SIGN = 0x30  # of columns: the sign of -1; none of those used needs an escape in JSON
FURTHER_SIGNS = 0x100
_SIGNS = 40
FIRST, MORE, LAST, STEP = 0x21, 30, 0x3F, 16  # signs of postings: of how many steps more, and the last
COMMON_SIGN = 0x700  # signs of common words: of scripts that stand in no title, two bytes each
_SIGN = re.compile("[\u0700-\u07ff]")
_LINE_END = re.compile(r"[\r\n]")


def make_words(shard: SearchShard) -> bytes:
    postings: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for number, piece in shard.documents:
        for word, level in piece:
            step = number - last.get(word, -1) - 1
            last[word] = number
            postings.setdefault(word, []).append(_posting(step, level))
    lines = (f"{word}\t{''.join(postings[word])}\n" for word in sorted(postings))
    return "".join(lines).encode()


@lru_cache(maxsize=1 << 14)
def _posting(step: int, level: int) -> str:
    more, step = divmod(step, STEP)
    signs = chr(LAST + level * STEP + step)
    while more:
        more, digit = divmod(more, MORE)
        signs = chr(FIRST + digit) + signs
    return signs


def make_titles(titles: SearchTitles) -> bytes:
    signs = {word: chr(COMMON_SIGN + number) for number, word in enumerate(titles.common)}
    return "".join(f"{url}\n{_shortened(title, signs)}\n" for url, title in titles.items).encode()


def _shortened(title: str, signs: Mapping[str, str]) -> str:
    title = _LINE_END.sub(" ", title)
    if _SIGN.search(title):
        return f"={title}"
    first, *others = title.split(" ")
    rest = "".join(signs.get(word) or f" {word}" for word in others)
    small = first[:1].lower() + first[1:]
    if small in signs and small != first and small[0].upper() == first[0]:
        return f"^{signs[small]}{rest}"
    return (signs.get(first) or f" {first}") + rest


def make_vocabulary(vocabulary: SearchVocabulary) -> bytes:
    return "".join(f"{key}\n" for key in vocabulary.keys).encode()


def make_facets(facets: SearchFacets) -> bytes:
    columns = {name: "".join(map(_sign, column)) for name, column in facets.columns.items()}
    lengths = "".join(map(_sign, facets.lengths))
    return compact_json(
        {
            "shards": facets.shards,
            "chunk": facets.chunk,
            "common": " ".join(facets.common),
            "names": facets.names,
            "columns": columns,
            "lengths": lengths,
        }
    )


def _sign(number: int) -> str:
    return chr(FIRST_SIGN + number + 1 if number < _SIGNS else FURTHER_SIGNS + number)


def make_names(names: SearchNames) -> bytes:
    return compact_json(msgspec.to_builtins(names))


def make_rules(_: SearchRules) -> bytes:
    """The table of the language, without the spaces that people read it by."""
    return compact_json(json.loads(RULES.read_bytes()))
