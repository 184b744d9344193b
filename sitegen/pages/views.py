"""Everything templates may show. A page is the only input of its template and the key of its cached output.

Conventions: `url` is what a reader's browser gets (site-absolute, with the prefix of `base_url`); `lang` on a
text is empty when it is the page's own language, else a tag to mark the text with; None means not known.
Templates format values (dates, money, sort order is already right) through filters of the page's language.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

import msgspec

from sitegen.language.dates import PartialDate


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen value that templates may read."""


class Phrase(View, frozen=True, kw_only=True):
    """A short text that may be in the other language."""

    text: str
    lang: str = ""


class Link(View, frozen=True, kw_only=True):
    """A link to a page of the site. `current` marks the page itself in menus and filters."""

    title: str
    url: str
    lang: str = ""
    count: int | None = None
    current: bool = False


class Target(View, frozen=True, kw_only=True):
    """Where a link in a text leads: `lang` is the language of the target page when it is not the reader's."""

    url: str
    lang: str = ""
    external: bool = False


class Figure(View, frozen=True, kw_only=True):
    src: str
    alt: Phrase
    caption: Phrase | None = None
    credit: Phrase | None = None
    width: int | None = None
    height: int | None = None


class Prose(View, frozen=True, kw_only=True):
    """A text by the digest of its HTML, with what fills its slots. `lang` is the language of the text."""

    body: bytes
    lang: str
    links: tuple[Target, ...] = ()
    figures: tuple[Figure, ...] = ()
    prefix: str = ""
    endnotes: tuple[int, ...] = ()  # print views: the endnote's number for each link, 0 for none


class Contents(View, frozen=True, kw_only=True):
    """A line of a table of contents."""

    level: int
    id: str
    title: str


class MoneyView(View, frozen=True, kw_only=True):
    amount: Decimal
    currency: str


class Total(View, frozen=True, kw_only=True):
    """A computed sum: `known` of `count` records state an amount."""

    sums: tuple[MoneyView, ...]
    known: int
    count: int


class Source(View, frozen=True, kw_only=True):
    """`number` is its place in the page's list; `id` its anchor (`source-N`)."""

    number: int
    title: Phrase
    publisher: Phrase | None = None
    url: str | None = None
    date: PartialDate | None = None
    language: str | None = None


class Claim(View, frozen=True, kw_only=True):
    value: Phrase
    source: Source


class Conflict(View, frozen=True, kw_only=True):
    topic: Phrase
    claims: tuple[Claim, ...]
    reading: Phrase | None = None


class Attachment(View, frozen=True, kw_only=True):
    """`size` in bytes for our own files; None for addresses elsewhere."""

    title: Phrase
    url: str
    size: int | None = None
    format: str = ""


class Partner(View, frozen=True, kw_only=True):
    organisation: Link
    role: Phrase | None = None


class PlannedDate(View, frozen=True, kw_only=True):
    planned: PartialDate | None = None
    actual: PartialDate | None = None


class Milestone(View, frozen=True, kw_only=True):
    date: PartialDate
    what: Phrase


class Amount(View, frozen=True, kw_only=True):
    """A line with money: a budget line, a component, a contribution."""

    label: Phrase
    money: MoneyView | None = None


class Beneficiaries(View, frozen=True, kw_only=True):
    kind: str
    count: int | None = None
    note: Phrase | None = None


class Result(View, frozen=True, kw_only=True):
    indicator: Phrase
    baseline: Phrase | None = None
    target: Phrase | None = None
    actual: Phrase | None = None
    source: Source | None = None


class StatedCount(View, frozen=True, kw_only=True):
    count: int
    note: Phrase
    source: Source


class Card(View, frozen=True, kw_only=True):
    """An entry in a list. `date` is the news date; `when` the dates of a forum, a programme or a project."""

    kind: str
    title: str
    url: str
    lang: str = ""
    summary: str | None = None
    date: datetime.datetime | None = None
    when: tuple[PartialDate, PartialDate | None] | None = None
    place: str | None = None
    status: str | None = None
    amount: MoneyView | None = None


# What an entry says, shown by its page and by its print view.


class EntryView(View, frozen=True, kw_only=True):
    """Common to all kinds. `version` names the text shown, `stale` says the other language has moved on."""

    title: str
    lang: str
    summary: str | None
    prose: Prose
    contents: tuple[Contents, ...] = ()
    gallery: tuple[Figure, ...] = ()  # pictures not placed in the text
    documents: tuple[Attachment, ...] = ()
    tags: tuple[Link, ...] = ()
    places: tuple[Link, ...] = ()
    organisations: tuple[Link, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    sources: tuple[Source, ...] = ()
    confidence: str | None = None
    licence: str | None = None
    date: datetime.datetime | None = None
    updated: datetime.date | None = None
    permanent_url: str = ""
    version: str = ""
    stale: bool = False


class ArticleView(EntryView, frozen=True, kw_only=True, tag="article"):
    forums: tuple[Link, ...] = ()
    programmes: tuple[Link, ...] = ()
    projects: tuple[Link, ...] = ()


class ForumView(EntryView, frozen=True, kw_only=True, tag="forum"):
    number: int | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    date_note: Phrase | None = None
    mode: str | None = None
    city: Phrase | None = None
    venue: Phrase | None = None
    theme: Phrase | None = None
    participants: Phrase | None = None
    sessions: Phrase | None = None
    organisers: tuple[Link, ...] = ()
    partners: tuple[Partner, ...] = ()


class ProgrammeView(EntryView, frozen=True, kw_only=True, tag="programme"):
    identifier: str | None = None
    parent: Link | None = None
    status: str | None = None
    amount: MoneyView | None = None
    amount_note: Phrase | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    milestones: tuple[Milestone, ...] = ()
    funder: Link | None = None
    implementers: tuple[Link, ...] = ()
    partners: tuple[Partner, ...] = ()
    components: tuple[Amount, ...] = ()
    grants_stated: tuple[StatedCount, ...] = ()
    results: tuple[Result, ...] = ()
    documented: int = 0  # projects of the programme in this archive
    granted: Total | None = None


class ProjectView(EntryView, frozen=True, kw_only=True, tag="project"):
    """`missing` names the sections the text leaves out: challenge, activities, results, lessons."""

    programme: Link | None = None
    status: str | None = None
    aimag: Link | None = None
    soum: Link | None = None
    place_note: Phrase | None = None
    pta: Phrase | None = None
    school: Phrase | None = None
    recipient: Link | None = None
    amount: MoneyView | None = None
    amount_note: Phrase | None = None
    award: PlannedDate | None = None
    start: PlannedDate | None = None
    end: PlannedDate | None = None
    funder: Link | None = None
    partners: tuple[Partner, ...] = ()
    co_financing: tuple[Amount, ...] = ()
    beneficiaries: tuple[Beneficiaries, ...] = ()
    budget: tuple[Amount, ...] = ()
    budget_total: Total | None = None
    results: tuple[Result, ...] = ()
    forums: tuple[Link, ...] = ()
    missing: tuple[str, ...] = ()


class PlainView(EntryView, frozen=True, kw_only=True, tag="page"):
    pass


AnyEntryView = ArticleView | ForumView | ProgrammeView | ProjectView | PlainView


# The frame: what base.html shows around every page.


class Switch(View, frozen=True, kw_only=True):
    """One language in the switcher. `state`: current, translated, missing (leads to a stub) or outdated."""

    lang: str
    name: str
    url: str
    state: str


class Feed(View, frozen=True, kw_only=True):
    title: str
    atom: str
    json: str


class Frame(View, frozen=True, kw_only=True):
    """`alternates` are (hreflang, absolute address), empty when there is no other language; `canonical` is
    absolute.
    """

    lang: str
    url: str
    canonical: str
    title: str
    description: str | None = None
    section: str = (
        ""  # news, forums, programmes, projects, places, organisations, tags, archive, home, page ref
    )
    kind: str = "website"  # article for OpenGraph of entries
    alternates: tuple[tuple[str, str], ...] = ()
    switch: tuple[Switch, ...] = ()
    breadcrumb: tuple[Link, ...] = ()  # from home to the parent; the page itself is not in it
    indexed: bool = True
    print_url: str | None = None
    image: str | None = None
    feeds: tuple[Feed, ...] = ()


class Chrome(View, frozen=True, kw_only=True):
    """What every page of one language shares: the second input of every template, `site`."""

    lang: str
    title: str
    tagline: str
    description: str
    owner: str
    base_url: str  # without a slash at the end
    home: str
    static: str  # prefix of static files, with a slash at the end
    menu: tuple[Link, ...]  # `title` and `url`; the template marks the section
    menu_sections: tuple[str, ...]  # the section of each menu entry
    footer: tuple[Link, ...]
    licence_name: str
    licence_url: str | None
    corrections: str | None  # address for correction requests
    feed: Feed
    default_image: str | None = None


# Pages. Each is rendered by the template of the same name: ArticlePage -> article.html and so on (see
# plan.py).


class Page(View, frozen=True, kw_only=True):
    frame: Frame


class ArticlePage(Page, frozen=True, kw_only=True):
    entry: ArticleView
    newer: Link | None = None
    older: Link | None = None


class ForumPage(Page, frozen=True, kw_only=True):
    entry: ForumView
    news: tuple[Card, ...] = ()
    projects: tuple[Card, ...] = ()
    previous: Link | None = None
    next: Link | None = None


class ProgrammePage(Page, frozen=True, kw_only=True):
    entry: ProgrammeView
    projects: tuple[Card, ...] = ()
    parts: tuple[Card, ...] = ()  # programmes whose parent is this one
    news: tuple[Card, ...] = ()


class ProjectPage(Page, frozen=True, kw_only=True):
    entry: ProjectView
    news: tuple[Card, ...] = ()
    related: tuple[Card, ...] = ()  # of the same programme or aimag


class PlainPage(Page, frozen=True, kw_only=True):
    entry: PlainView


class StubPage(Page, frozen=True, kw_only=True):
    """Stands where a translation is missing; title and summary are in `lang`, the other language."""

    title: str
    lang: str
    date: datetime.datetime | None
    summary: str | None
    url: str
    kind: str


class Endnote(View, frozen=True, kw_only=True):
    """The full address of a link, numbered in the order of the text."""

    number: int
    url: str


class Chapter(View, frozen=True, kw_only=True):
    """One entry inside a print view. `id` is its anchor and prefixes all ids in its text."""

    id: str
    entry: AnyEntryView


class PrintPage(Page, frozen=True, kw_only=True):
    """A document of its own for paper. A programme's is a dossier: its projects follow as `chapters`."""

    main: Chapter
    chapters: tuple[Chapter, ...] = ()
    endnotes: tuple[Endnote, ...] = ()
    trail: tuple[str, ...] = ()  # the place in the archive, as words


class Pager(View, frozen=True, kw_only=True):
    """`number` is None on the front page of a list, which shows the newest; pages count from the oldest."""

    number: int | None = None
    newer: str | None = None
    older: str | None = None


class ListPage(Page, frozen=True, kw_only=True):
    """News, forums or programmes. `years` leads to the archive."""

    heading: str
    items: tuple[Card, ...]
    pager: Pager | None = None
    years: tuple[Link, ...] = ()


class Facet(View, frozen=True, kw_only=True):
    """One way to narrow a list, as links. `name`: programme, aimag, year or status."""

    name: str
    options: tuple[Link, ...]


class ProjectListPage(Page, frozen=True, kw_only=True):
    """`narrowed` is the chosen facet's name and value; `all_url` leads back to all projects."""

    items: tuple[Card, ...]
    total: Total
    facets: tuple[Facet, ...] = ()
    narrowed: tuple[str, str] | None = None
    all_url: str = ""


class HomePage(Page, frozen=True, kw_only=True):
    news: tuple[Card, ...]
    forums: tuple[Card, ...]
    programmes: tuple[Card, ...]
    projects: tuple[Card, ...]
    project_total: Total
    counts: tuple[Link, ...]  # section links with counts


class AimagShape(View, frozen=True, kw_only=True):
    """An area of the map. `id` is the ISO 3166-2 code that names the path in the template's drawing."""

    iso: str
    title: str
    url: str
    projects: int


class PlacesPage(Page, frozen=True, kw_only=True):
    """All aimags, and those with entries as shapes for the map."""

    aimags: tuple[Link, ...]  # count = projects
    shapes: tuple[AimagShape, ...]


class PlacePage(Page, frozen=True, kw_only=True):
    """An aimag (with `soums`) or a soum (with `parent`)."""

    name: str
    level: str  # aimag, capital or soum
    centre: str | None = None
    iso: str | None = None
    parent: Link | None = None
    soums: tuple[Link, ...] = ()
    projects: tuple[Card, ...] = ()
    programmes: tuple[Card, ...] = ()
    forums: tuple[Card, ...] = ()
    news: tuple[Card, ...] = ()
    total: Total | None = None


class IndexPage(Page, frozen=True, kw_only=True):
    """An alphabetical list of organisations or topics, in groups by first letter."""

    heading: str
    groups: tuple[tuple[str, tuple[Link, ...]], ...]


class Role(View, frozen=True, kw_only=True):
    """What an organisation is to entries: funder, implementer, partner, organiser, recipient or mentioned."""

    role: str
    items: tuple[Card, ...]


class OrganisationPage(Page, frozen=True, kw_only=True):
    name: Phrase
    short: Phrase | None = None
    other_name: Phrase | None = None  # the name in the other language
    description: Phrase | None = None
    website: str | None = None
    roles: tuple[Role, ...] = ()


class TermPage(Page, frozen=True, kw_only=True):
    name: Phrase
    description: Phrase | None = None
    items: tuple[Card, ...] = ()


class ArchivePage(Page, frozen=True, kw_only=True):
    """The archive's front page, a year or a month: the years or months with counts, and the entries of a
    month.
    """

    heading: str
    periods: tuple[Link, ...] = ()
    items: tuple[Card, ...] = ()
    newer: Link | None = None
    older: Link | None = None


class TranslationRow(View, frozen=True, kw_only=True):
    """`state`: translated, missing or outdated. `digest` is the one to write as `translated_from` in
    `target`.
    """

    title: str
    url: str
    lang: str
    state: str
    source: str  # path of the text that is there or has moved on
    target: str  # path of the file to write or mend
    digest: str


class TranslationStatusPage(Page, frozen=True, kw_only=True):
    rows: tuple[TranslationRow, ...]
    complete: int
    missing: int
    outdated: int


class NotFoundSection(View, frozen=True, kw_only=True):
    lang: str
    home: str
    menu: tuple[Link, ...]


class NotFoundPage(Page, frozen=True, kw_only=True):
    """404.html serves both languages: one section for each."""

    sections: tuple[NotFoundSection, ...]


class RedirectPage(View, frozen=True, kw_only=True):
    """An old address. `url` and `canonical` lead to where the entry is now."""

    lang: str
    title: str
    url: str
    canonical: str


class FeedItem(View, frozen=True, kw_only=True):
    """`id` never changes. Times are in the site's time zone, as RFC 3339 text."""

    id: str
    title: str
    url: str
    summary: str | None
    published: str
    updated: str
    tags: tuple[str, ...] = ()


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


class TextPage(View, frozen=True, kw_only=True):
    """robots.txt, _redirects, _headers: lines as they are."""

    lines: tuple[str, ...]


# What each template gets as `page`.
TEMPLATES: dict[str, type[View]] = {
    "article.html": ArticlePage,
    "forum.html": ForumPage,
    "programme.html": ProgrammePage,
    "project.html": ProjectPage,
    "page.html": PlainPage,
    "stub.html": StubPage,
    "print-article.html": PrintPage,
    "print-forum.html": PrintPage,
    "print-programme.html": PrintPage,
    "print-project.html": PrintPage,
    "print-page.html": PrintPage,
    "list.html": ListPage,
    "projects.html": ProjectListPage,
    "home.html": HomePage,
    "places.html": PlacesPage,
    "place.html": PlacePage,
    "index.html": IndexPage,
    "organisation.html": OrganisationPage,
    "term.html": TermPage,
    "archive.html": ArchivePage,
    "translation-status.html": TranslationStatusPage,
    "404.html": NotFoundPage,
    "redirect.html": RedirectPage,
    "feed.xml": FeedPage,
    "sitemap.xml": SitemapPage,
}
