"""The search page, and the files that its script reads."""

from __future__ import annotations

from sitegen.pages.views.pages import Page
from sitegen.pages.views.values import Link, View


class SearchOther(View, frozen=True, kw_only=True):
    """The search of another language, with its own words: `%(num)s` stands for a number."""

    lang: str
    url: str
    one: str
    many: str


class SearchPage(Page, frozen=True, kw_only=True):
    """`url` is the folder of the index; `prints` tells whether texts have a print view, which is shorter."""

    heading: str
    url: str
    prints: bool
    others: tuple[SearchOther, ...]
    sections: tuple[Link, ...]
    topics: tuple[Link, ...]
    places: tuple[Link, ...]
    years: tuple[Link, ...]


class SearchShard(View, frozen=True, kw_only=True):
    """What some words stand in: numbers of documents, in order, each with its stems and their weights."""

    documents: tuple[tuple[int, tuple[tuple[str, int], ...]], ...]


class SearchTitles(View, frozen=True, kw_only=True):
    """Addresses and titles of documents that follow each other by number; `common` are words of many titles,
    which stand in SearchFacets."""

    items: tuple[tuple[str, str], ...]
    common: tuple[str, ...]


class SearchVocabulary(View, frozen=True, kw_only=True):
    """Keys of stems, in order."""

    keys: tuple[str, ...]


class SearchFacets(View, frozen=True, kw_only=True):
    """By document number: how it can be chosen, as indexes into the names, -1 for none; how long it is.

    `names` are (kind or id, name) by facet: kind, year, aimag, programme. `shards` are how many files there
    are of words, and of numbers.
    """

    shards: tuple[int, int]
    chunk: int
    common: tuple[str, ...]
    names: dict[str, tuple[tuple[str, str], ...]]
    columns: dict[str, tuple[int, ...]]
    lengths: tuple[int, ...]


class SearchNames(View, frozen=True, kw_only=True):
    """What is suggested while somebody types: the number of its kind, its name, its address if it has one.

    `label`, `one` and `many` are said of the list; `%(num)s` stands for a number.
    """

    label: str
    one: str
    many: str
    kinds: tuple[str, ...]
    names: tuple[tuple[int, str, str], ...]


class SearchRules(View, frozen=True, kw_only=True):
    """The table of the language, which is the same for every site."""
