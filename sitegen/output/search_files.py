"""The files of the search index. Their form is read by static/js/search-index.js, and nothing else.

words-NN.txt    a stem a line, a tab, and its documents: the step from the one before in letters (base 26,
                less one), then a digit that tells how much the word weighs there
titles-N.json   [address, title, address, title, …]
facets.json     columns with a sign for each document
vocabulary.txt  what stems are looked up by, a line each: to forgive slips when nothing was found
names.json      what is suggested while somebody types: places, schools, organisations, topics
"""

from __future__ import annotations

import json
import string
from itertools import chain

import msgspec

from sitegen.language.stems import RULES
from sitegen.output.data_files import compact_json
from sitegen.pages.views.search import (
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


def make_words(shard: SearchShard) -> bytes:
    postings: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for number, piece in shard.documents:
        for word, weight in piece:
            step = number - last.get(word, -1) - 1
            last[word] = number
            postings.setdefault(word, []).append(f"{_letters(step)}{weight}")
    lines = (f"{word}\t{''.join(postings[word])}\n" for word in sorted(postings))
    return "".join(lines).encode()


def _letters(number: int) -> str:
    """In base 26; nothing for nought."""
    letters = ""
    while number:
        number, digit = divmod(number, 26)
        letters = string.ascii_lowercase[digit] + letters
    return letters


def make_titles(titles: SearchTitles) -> bytes:
    return compact_json(list(chain.from_iterable(titles.items)))


def make_vocabulary(vocabulary: SearchVocabulary) -> bytes:
    return "".join(f"{key}\n" for key in vocabulary.keys).encode()


def make_facets(facets: SearchFacets) -> bytes:
    columns = {name: "".join(map(_sign, column)) for name, column in facets.columns.items()}
    lengths = "".join(map(_sign, facets.lengths))
    return compact_json(
        {
            "shards": facets.shards,
            "chunk": facets.chunk,
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
