"""Views of lists: sections, facets, places, organisations, topics, periods, translations."""

from __future__ import annotations

from sitegen.pages.views.entries import Page
from sitegen.pages.views.parts import (
    AimagMap,
    AmountView,
    AttachmentView,
    Bar,
    Card,
    DonorView,
    Link,
    LogoView,
    MilestoneView,
    Phrase,
    ResultView,
    Span,
    StatusView,
    Total,
    View,
)


class Pager(View, frozen=True, kw_only=True):
    """Links between the pages of a list. `number` is None on the front page, which shows the newest entries;
    older pages are numbered from the oldest."""

    number: int | None = None
    newer: str | None = None
    older: str | None = None


class Pages(View, frozen=True, kw_only=True):
    """The number of a page among those of an alphabetical list, and the addresses of the pages beside it."""

    number: int
    of: int
    previous: str | None = None
    next: str | None = None


class Asking(View, frozen=True, kw_only=True):
    """How browsers ask a list: the addresses of the `file` with its entries, of its feed and of the search.
    `prints` tells whether texts have print views.

    `section`: projects, forums, news or documents; `orders`: title, newest, oldest, largest, place.
    """

    section: str
    orders: tuple[str, ...]
    file: str
    feed: str | None = None
    search: str | None = None
    prints: bool = False


class Facet(View, frozen=True, kw_only=True):
    """One way to narrow a list, as links. `name`: programme, aimag, year, status or tag."""

    name: str
    options: tuple[Link, ...]


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
    asking: Asking | None = None
    facets: tuple[Facet, ...] = ()


class ProjectListPage(Page, frozen=True, kw_only=True):
    """A page of a list of projects. `narrowed` is (facet, value) that was chosen; `all_url` leads back to all
    projects.

    `years` and `programmes` are bars with the numbers of all projects, on the first page of the whole list.
    """

    items: tuple[Card, ...]
    total: Total
    facets: tuple[Facet, ...] = ()
    narrowed: tuple[str, str] | None = None
    all_url: str = ""
    pages: Pages | None = None
    years: tuple[Bar, ...] = ()
    programmes: tuple[Bar, ...] = ()
    asking: Asking | None = None


class HomePage(Page, frozen=True, kw_only=True):
    """`parts` are what the page shows, in order: map, figures, news, projects, programmes, forums.

    `covered` is the number of aimags that have projects; `budgets` the sum of the programmes' own amounts.
    """

    parts: tuple[str, ...]
    map: AimagMap
    aimags: tuple[Link, ...]  # count = projects
    covered: int
    budgets: Total
    news: tuple[Card, ...]
    forums: tuple[Card, ...]
    programmes: tuple[Card, ...]
    projects: tuple[Card, ...]
    project_total: Total
    counts: tuple[Link, ...]  # links to sections, with the numbers of their entries
    all_news: Link | None = None  # as the next three, None if the page shows all there are
    all_forums: Link | None = None
    all_programmes: Link | None = None
    all_projects: Link | None = None


class PlacesPage(Page, frozen=True, kw_only=True):
    """All aimags, as a list (count = projects) and on the map."""

    aimags: tuple[Link, ...]
    map: AimagMap


class PlacePage(Page, frozen=True, kw_only=True):
    """An aimag (with `soums`) or a soum (with `parent`).

    `aimag` is the code of the area on the map; `more_projects` leads to the list of all projects, if the page
    does not show all.
    """

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
    pager: Pager | None = None  # leads to older news
    total: Total | None = None
    aimag: str | None = None
    more_projects: Link | None = None


class DocumentLine(View, frozen=True, kw_only=True):
    """A document with the entry that it belongs to."""

    document: AttachmentView
    entry: Link
    year: int | None
    topics: tuple[Link, ...] = ()


class DocumentYear(View, frozen=True, kw_only=True):
    """Documents of one year, by the dates of their entries; `year` is None for entries without a date."""

    year: int | None
    lines: tuple[DocumentLine, ...]


class DocumentTopic(View, frozen=True, kw_only=True):
    topic: Link
    lines: tuple[DocumentLine, ...]


class DocumentsPage(Page, frozen=True, kw_only=True):
    """All documents of the archive, the newest first, and once more by topic."""

    heading: str
    years: tuple[DocumentYear, ...]
    topics: tuple[DocumentTopic, ...]
    asking: Asking | None = None


class IndexPage(Page, frozen=True, kw_only=True):
    """An alphabetical list of organisations or topics, in groups by first letter.

    Names in another script than the page's are `others`.
    """

    heading: str
    groups: tuple[tuple[str, tuple[Link, ...]], ...]
    others: tuple[Link, ...] = ()


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
    logo: LogoView | None = None
    roles: tuple[Role, ...] = ()
    pager: Pager | None = None  # leads to older entries of the last role


class AuthorPage(Page, frozen=True, kw_only=True):
    """Somebody who writes, and the news by them, newest first."""

    name: Phrase
    other_name: Phrase | None = None  # the name in the other language
    role: Phrase | None = None
    organisation: Link | None = None
    website: str | None = None
    items: tuple[Card, ...] = ()
    pager: Pager | None = None


class TermPage(Page, frozen=True, kw_only=True):
    name: Phrase
    description: Phrase | None = None
    items: tuple[Card, ...] = ()
    pager: Pager | None = None


class ArchivePage(Page, frozen=True, kw_only=True):
    """The archive's front page, a year or a month: the years as bars, the months with counts, and the entries
    of a month, or of a year with few.
    """

    heading: str
    years: tuple[Bar, ...] = ()
    periods: tuple[Link, ...] = ()
    items: tuple[Card, ...] = ()
    newer: Link | None = None
    older: Link | None = None


class TranslationRow(View, frozen=True, kw_only=True):
    """A translation that exists or is missing. `state`: translated, missing, outdated or draft. `command` is
    what an editor runs next. `edit_source` and `edit_target` are addresses for editing existing files, if the
    site has such.
    """

    title: str
    url: str
    lang: str
    state: str
    source: str  # path of the original
    target: str  # path of the translation, which may be missing
    command: str
    edit_source: str | None = None
    edit_target: str | None = None


class TranslationStatusPage(Page, frozen=True, kw_only=True):
    rows: tuple[TranslationRow, ...]
    complete: int
    missing: int
    outdated: int
    drafts: int


class NotFoundSection(View, frozen=True, kw_only=True):
    lang: str
    home: str
    menu: tuple[Link, ...]


class NotFoundPage(Page, frozen=True, kw_only=True):
    """404.html serves both languages: one section for each."""

    sections: tuple[NotFoundSection, ...]


class ComponentsPage(Page, frozen=True, kw_only=True):
    """All parts of the theme in all their states, for designers of themes. Only the preview has this page."""

    statuses: tuple[StatusView, ...]
    cards: tuple[Card, ...]
    donors: tuple[DonorView, ...]
    map: AimagMap
    bars: tuple[Bar, ...]
    spans: tuple[Span, ...]
    budget: tuple[AmountView, ...]
    results: tuple[ResultView, ...]
    milestones: tuple[MilestoneView, ...]
    chips: tuple[Link, ...]
    pages: Pages
