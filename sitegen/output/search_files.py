"""The files of the search index. Their form is read by static/js/search-index.js, and nothing else.

words-NN.txt    a line for each stem: the stem, a tab, and its documents, each as one sign for the word's
                level there and the step from the document before, less one; signs before it add
                multiples of STEP
titles-N.txt    address and title in turn, a line each; each word of a title has a space before it, a
                common word is one sign instead; ^ stands before a first word that is capital only by its
                position
facets.json     columns with a sign for each document; the common words
vocabulary.txt  the keys of stems, a line each, to find words with a slip when nothing was found
names.json      suggestions while somebody types: places, schools, organisations, topics
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from sitegen.language.search_words import RULES
from sitegen.output.data_files import compact_json
from sitegen.pages.search import LEVEL_COUNT
from sitegen.pages.views.files import (
    SearchFacets,
    SearchNames,
    SearchRules,
    SearchShard,
    SearchTitles,
    SearchVocabulary,
)

FIRST_SIGN = 0x30  # the sign for -1 in columns; no sign from here on needs an escape in JSON
FURTHER_SIGNS = 0x100
_SIGNS = 40
FIRST, MORE, LAST, STEP = 0x21, 30, 0x3F, 16  # ranges of the signs for documents in words-NN.txt
COMMON_SIGN = 0x700  # the first sign for a common word: two bytes in UTF-8, of scripts that no title has
_SIGN = re.compile("[\u0700-\u07ff]")
_LINE_END = re.compile(r"[\r\n]")


def make_words(shard: SearchShard) -> bytes:
    return "".join(f"{stem}\t{_signs(postings)}\n" for stem, postings in shard.stems).encode()


def _signs(postings: tuple[int, ...]) -> str:
    signs, last = "", -1
    for posting in postings:
        number, level = divmod(posting, LEVEL_COUNT)
        signs += _posting(number - last - 1, level)
        last = number
    return signs


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
    return "".join(f"{url}\n{_abbreviate_title(title, signs)}\n" for url, title in titles.items).encode()


def _abbreviate_title(title: str, signs: Mapping[str, str]) -> str:
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
    """The rules of stemming, stems.json, without its white space."""
    return compact_json(json.loads(RULES.read_bytes()))
