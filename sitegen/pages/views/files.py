"""Views of files for programs: redirects, feeds, sitemap, plain text, the search index, tables of data, and
entries in the terms of IATI and 360Giving; and of the pages that lead to data and search."""

from __future__ import annotations

import datetime
from datetime import date
from typing import Literal

from sitegen.language.dates import PartialDate
from sitegen.pages.views.pages import Page
from sitegen.pages.views.parts import Link, Prose, View

# A date known to the year or month only is a string.
Type = Literal["string", "integer", "number", "date"]
# None means unknown, never 0. A decimal number is text, since no float may hold it exactly.
Cell = str | int | None
_Texts = tuple[tuple[str, str], ...]  # by language, in the order of the site's languages
CARD_WIDTH, CARD_HEIGHT = 1200, 630  # pixels, as Facebook, Telegram and X want a card


class Column(View, frozen=True, kw_only=True):
    """A column; `title` and `description` by language, in the order of the site's languages. `names` is the
    table whose `ref` or `id` the column holds. If `between` is not empty, it separates several values in a
    cell."""

    name: str
    type: Type
    title: tuple[tuple[str, str], ...]
    description: tuple[tuple[str, str], ...] = ()
    names: str = ""
    between: str = ""


class Table(View, frozen=True, kw_only=True):
    """A table of data; `key` has the names of the columns that identify a row."""

    name: str
    title: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: tuple[str, ...] = ()


class Record(View, frozen=True, kw_only=True):
    """An entry by itself: a table of one row, and those of what it has several of."""

    table: Table
    parts: tuple[Table, ...]


class Database(View, frozen=True, kw_only=True):
    tables: tuple[Table, ...]


class DataPackage(View, frozen=True, kw_only=True):
    """Data Package 1.0 (specs.frictionlessdata.io), of the tables beside it, whose rows are not used.
    `sources` are titles, and addresses if there are any; texts are by language."""

    name: str
    id: str
    title: tuple[tuple[str, str], ...]
    description: tuple[tuple[str, str], ...]
    homepage: str
    licence_id: str
    licence_title: tuple[tuple[str, str], ...]
    licence_url: str | None
    owner: tuple[tuple[str, str], ...]
    changed: str
    sources: tuple[tuple[tuple[tuple[str, str], ...], str | None], ...]
    resources: tuple[Table, ...]


class DataFile(View, frozen=True, kw_only=True):
    """A table with the addresses of its files. `rows` is their number; None if it is not counted."""

    table: Table
    csv: str
    json: str
    rows: int | None = None


class ProgrammeData(View, frozen=True, kw_only=True):
    """The files of a programme's projects."""

    programme: Link
    csv: str
    json: str
    package: str


class StandardData(View, frozen=True, kw_only=True):
    """The file of a standard, None if no entry has all that it requires; `told` of `of` entries have it."""

    name: str
    url: str | None
    told: int
    of: int


class DataPage(Page, frozen=True, kw_only=True):
    """The page of data to take away. `notes` are (note on a unit or form, names of columns with it);
    `changed` is the day of the last change."""

    heading: str
    files: tuple[DataFile, ...]
    database: str
    package: str
    notes: tuple[tuple[str, tuple[str, ...]], ...]
    changed: date | None = None
    standards: tuple[StandardData, ...] = ()
    programmes: tuple[ProgrammeData, ...] = ()


class Choice(View, frozen=True, kw_only=True):
    """A value that answers a question, its name and the address of its feed, "" if it has none."""

    value: str
    title: str
    feed: str


class Question(View, frozen=True, kw_only=True):
    """A question to a list, with its choices in order."""

    name: str
    choices: tuple[Choice, ...]


class Asked(View, frozen=True, kw_only=True):
    """A line of a list; `values` are its values for each question, none if unknown. A document to download
    has its `entry`: (title, address, language if not the reader's)."""

    ref: str
    title: str
    url: str
    lang: str
    date: str
    amount: str
    currency: str
    place: str
    values: tuple[tuple[str, ...], ...]
    entry: tuple[str, str, str] | None = None


class AskedList(View, frozen=True, kw_only=True):
    """A list that browsers ask, in the first of its orders. `currencies` are (code, name at an amount);
    `texts` has the number of each row's text in the search index, None if it has no text."""

    questions: tuple[Question, ...]
    rows: tuple[Asked, ...]
    currencies: tuple[tuple[str, str], ...] = ()
    texts: tuple[int | None, ...] = ()


class Party(View, frozen=True, kw_only=True):
    """An organisation that takes part; `role` is its code in IATI. `id` is its identifier, if it has any."""

    names: _Texts
    id: str | None = None
    role: str = ""
    url: str | None = None


class Location(View, frozen=True, kw_only=True):
    """A place in Mongolia; `iso` is the code of an aimag (ISO 3166-2)."""

    id: str
    names: _Texts
    iso: str | None = None


class AtTime(View, frozen=True, kw_only=True):
    """The planned and actual start and end: days, months or years (ISO 8601)."""

    planned_start: str | None = None
    actual_start: str | None = None
    planned_end: str | None = None
    actual_end: str | None = None


class GrantProgramme(View, frozen=True, kw_only=True):
    ref: str
    names: _Texts
    url: str


class Undertaking(View, frozen=True, kw_only=True):
    """A programme, or a project under its `parent`. Amount and award are both known, or both None.

    `changed` is the day of the last change.
    """

    id: str
    names: _Texts
    summaries: _Texts
    parties: tuple[Party, ...]
    times: AtTime
    pages: _Texts  # addresses
    status: str | None = None
    level: int = 2
    other_id: str | None = None
    parent: str | None = None
    parts: tuple[str, ...] = ()
    places: tuple[Location, ...] = ()
    sector: str | None = None
    amount: str | None = None
    currency: str | None = None
    award: str | None = None
    changed: str | None = None
    programme: GrantProgramme | None = None


class Publisher(View, frozen=True, kw_only=True):
    """The publisher of the data; `type` is a code of IATI's list OrganisationType."""

    id: str
    names: _Texts
    website: str
    type: str = ""


class StandardFile(View, frozen=True, kw_only=True):
    """The content of a standard's file. Times are in `zone` (`+08:00`)."""

    publisher: Publisher
    url: str
    zone: str
    items: tuple[Undertaking, ...]
    title: str = ""
    licence_url: str | None = None
    changed: str | None = None


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
