"""Pages that list: sections, facets, places, organisations, topics, periods, translations."""

from __future__ import annotations

from sitegen.pages.views.pages import Page
from sitegen.pages.views.values import Card, Link, Phrase, Total, View


class Pager(View, frozen=True, kw_only=True):
    """`number` is None on the front page of a list, which shows the newest; pages count from the oldest."""

    number: int | None = None
    newer: str | None = None
    older: str | None = None


class ListPage(Page, frozen=True, kw_only=True):
    """News, forums or programmes, or an older page of any list. `years` leads to the archive.

    A `mixed` list holds entries of several kinds.
    """

    heading: str
    heading_lang: str = ""
    items: tuple[Card, ...]
    mixed: bool = False
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
    pager: Pager | None = None  # of the news
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
    pager: Pager | None = None  # of the last role


class TermPage(Page, frozen=True, kw_only=True):
    name: Phrase
    description: Phrase | None = None
    items: tuple[Card, ...] = ()
    pager: Pager | None = None


class ArchivePage(Page, frozen=True, kw_only=True):
    """The archive's front page, a year or a month: the years or months with counts, and the entries of a
    month, or of a year with few.
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
