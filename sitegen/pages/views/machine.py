"""Views of files for programs: redirects, feeds, sitemap, plain text, and the search index."""

from __future__ import annotations

import datetime

from sitegen.language.dates import PartialDate
from sitegen.pages.views.entries import Page
from sitegen.pages.views.values import Link, Prose, View

CARD_WIDTH, CARD_HEIGHT = 1200, 630  # pixels, as Facebook, Telegram and X want a card


class SearchOther(View, frozen=True, kw_only=True):
    """The search of another language, with its own words: `%(num)s` stands for a number."""

    lang: str
    url: str
    one: str
    many: str


class SearchPage(Page, frozen=True, kw_only=True):
    """The page to search from. `url` is the folder of the index; `prints` tells whether texts have a print
    view, in which a script finds passages faster."""

    heading: str
    url: str
    prints: bool
    others: tuple[SearchOther, ...]
    sections: tuple[Link, ...]
    topics: tuple[Link, ...]
    places: tuple[Link, ...]
    years: tuple[Link, ...]


class SearchShard(View, frozen=True, kw_only=True):
    """The part of the index for some words: stems in alphabetical order, each with its documents, as numbers
    LEVEL_COUNT times that of the document plus the stem's level there, in ascending order."""

    stems: tuple[tuple[str, tuple[int, ...]], ...]


class SearchTitles(View, frozen=True, kw_only=True):
    """(address, title) of documents with successive numbers. `common` are the words of many titles, which
    have a sign each; the list of them is in SearchFacets."""

    items: tuple[tuple[str, str], ...]
    common: tuple[str, ...]


class SearchVocabulary(View, frozen=True, kw_only=True):
    """The keys of stems, in alphabetical order."""

    keys: tuple[str, ...]


class SearchFacets(View, frozen=True, kw_only=True):
    """Facets and lengths of documents, by their numbers. `columns` has, by facet, indexes into `names`, -1
    for none.

    `names` are (kind or id, name) by facet: kind, year, aimag, programme. `shards` are the numbers of files
    with words and of files with numbers; `chunk` is how many titles one file has.
    """

    shards: tuple[int, int]
    chunk: int
    common: tuple[str, ...]
    names: dict[str, tuple[tuple[str, str], ...]]
    columns: dict[str, tuple[int, ...]]
    lengths: tuple[int, ...]


class SearchNames(View, frozen=True, kw_only=True):
    """Suggestions while somebody types: (index of its kind in `kinds`, name, address or "").

    `label`, `one` and `many` describe the list to screen readers; `%(num)s` stands for a number.
    """

    label: str
    one: str
    many: str
    kinds: tuple[str, ...]
    names: tuple[tuple[int, str, str], ...]


class SearchRules(View, frozen=True, kw_only=True):
    """The rules of stemming, which are the same for every site."""


class RedirectPage(View, frozen=True, kw_only=True):
    """The page at an old address. `url` and `canonical` are the entry's address now."""

    lang: str
    title: str
    url: str
    canonical: str


class FeedItem(View, frozen=True, kw_only=True):
    """An entry in a feed. Its `id` never changes; addresses in the text are full, times in the site's zone
    (RFC 3339).
    """

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
    url: str  # address of the feed itself
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
    """A picture to be made from one file: width and height in pixels, and Pillow's name of the format, or
    DRAWING, of which the size is not used."""

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
