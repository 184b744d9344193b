"""Pages for programs: redirects, feeds, sitemap, plain text."""

from __future__ import annotations

import datetime

from sitegen.language.dates import PartialDate
from sitegen.pages.views.values import Prose, View


class RedirectPage(View, frozen=True, kw_only=True):
    """An old address. `url` and `canonical` lead to where the entry is now."""

    lang: str
    title: str
    url: str
    canonical: str


class FeedItem(View, frozen=True, kw_only=True):
    """`id` never changes. Addresses in the text are in full, times in the site's zone (RFC 3339). A feed that
    only tells what is new has no texts."""

    id: str
    title: str
    url: str
    summary: str | None
    published: str
    updated: str
    prose: Prose | None = None
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
    """A picture to be made from one file: width and height in pixels, and Pillow's name of the format."""

    width: int
    height: int
    format: str


class TextPage(View, frozen=True, kw_only=True):
    """robots.txt, _redirects, _headers: lines as they are."""

    lines: tuple[str, ...]


CARD_WIDTH, CARD_HEIGHT = 1200, 630  # pixels: what Facebook, Telegram and X ask for


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
