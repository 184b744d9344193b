"""Files for programs: redirects, feeds, sitemap, plain text, and what the script of the search reads."""

from __future__ import annotations

import datetime

from sitegen.language.dates import PartialDate
from sitegen.pages.views.entries import Page
from sitegen.pages.views.values import Link, Prose, View

CARD_WIDTH, CARD_HEIGHT = 1200, 630  # pixels: what Facebook, Telegram and X ask for


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


class RedirectPage(View, frozen=True, kw_only=True):
    """An old address. `url` and `canonical` lead to where the entry is now."""

    lang: str
    title: str
    url: str
    canonical: str


class FeedItem(View, frozen=True, kw_only=True):
    """`id` never changes. Addresses in the text are in full, times in the site's zone (RFC 3339)."""

    id: str
    title: str
    url: str
    summary: str | None
    published: str
    updated: str
    prose: Prose
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()  # what was corrected and when, in words


class FeedPage(View, frozen=True, kw_only=True):
    lang: str
    title: str
    subtitle: str
    id: str
    url: str  # the feed itself
    home: str
    author: str
    updated: str
    items: tuple[FeedItem, ...]


class SitemapEntry(View, frozen=True, kw_only=True):
    url: str
    updated: str | None
    alternates: tuple[tuple[str, str], ...]


class SitemapPage(View, frozen=True, kw_only=True):
    entries: tuple[SitemapEntry, ...]


class PicturePage(View, frozen=True, kw_only=True):
    """A picture to be made from one file: width and height in pixels, and Pillow's name of the format; or a
    drawing, whose size need not be known."""

    width: int
    height: int
    format: str


class TextPage(View, frozen=True, kw_only=True):
    """robots.txt, _redirects, _headers: lines as they are."""

    lines: tuple[str, ...]


class SharingCard(View, frozen=True, kw_only=True):
    """The picture that other sites show with a link. `source` is the file that a problem is reported at.

    `picture` and `logos` are files by their paths in the site's folder; `statement` is what donors ask for.
    """

    lang: str
    source: str
    title: str
    kind: str
    site: str
    band: str
    on_band: str
    ornament: str
    place: str | None = None
    date: datetime.date | None = None
    when: tuple[PartialDate, PartialDate | None] | None = None
    picture: str | None = None
    mark: bool = True
    statement: str | None = None
    logos: tuple[str, ...] = ()
