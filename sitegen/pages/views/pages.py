"""Views of entries, and of the pages that templates show: those of entries and their print views, lists of
entries, records and periods, and the few pages of which a site has one.
"""

from __future__ import annotations

import datetime

from sitegen.language.dates import PartialDate
from sitegen.pages.views.parts import (
    AimagMap,
    AmountView,
    Asking,
    AttachmentView,
    Bar,
    BeneficiariesView,
    Byline,
    Card,
    Citation,
    ConflictView,
    Contents,
    DonorView,
    Facet,
    Figure,
    Frame,
    Link,
    LogoView,
    MilestoneView,
    Moment,
    MoneyView,
    Pager,
    Pages,
    PartnerView,
    Phrase,
    PlannedDate,
    Prose,
    ResultView,
    SourceView,
    Span,
    Spot,
    StatedCountView,
    StatusView,
    Total,
    VideoView,
    View,
)


class EntryView(View, frozen=True, kw_only=True):
    """Fields of all kinds. `stale` means that the translation is out of date, `sample` that nothing in it is
    real."""

    kind: str
    title: str
    lang: str
    summary: str | None
    prose: Prose
    contents: tuple[Contents, ...] = ()
    lead: Figure | None = None  # the picture under the title
    gallery: tuple[Figure, ...] = ()  # the pictures that do not stand in the text
    pair: tuple[Figure, ...] = ()  # the pictures of a project before and after
    videos: tuple[VideoView, ...] = ()
    documents: tuple[AttachmentView, ...] = ()
    all_documents: str = ""  # address of the list of all documents of the site
    tags: tuple[Link, ...] = ()
    places: tuple[Link, ...] = ()
    organisations: tuple[Link, ...] = ()
    conflicts: tuple[ConflictView, ...] = ()
    sources: tuple[SourceView, ...] = ()
    confidence: str | None = None
    licence: str | None = None
    date: Moment | None = None
    updated: datetime.date | None = None
    authors: tuple[Byline, ...] = ()  # for news only
    permanent_url: str = ""
    citation: Citation
    stale: bool = False
    sample: bool = False
    donors: tuple[DonorView, ...] = ()  # the donors of the programmes that the entry belongs to


class ArticleView(EntryView, frozen=True, kw_only=True, tag="article"):
    """`published` is when the article was published here, if later than `date`."""

    published: Moment | None = None
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
    partners: tuple[PartnerView, ...] = ()


class ProgrammeView(EntryView, frozen=True, kw_only=True, tag="programme"):
    identifiers: tuple[tuple[str, str], ...] = ()  # standard and identifier
    identifier: str | None = None
    parent: Link | None = None
    status: StatusView | None = None
    amount: MoneyView | None = None
    amount_note: Phrase | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    milestones: tuple[MilestoneView, ...] = ()
    funder: Link | None = None
    funder_logo: LogoView | None = None
    implementers: tuple[Link, ...] = ()
    partners: tuple[PartnerView, ...] = ()
    components: tuple[AmountView, ...] = ()
    grants_stated: tuple[StatedCountView, ...] = ()
    results: tuple[ResultView, ...] = ()
    documented: int = 0  # projects of the programme in this archive
    granted: Total | None = None


class ProjectView(EntryView, frozen=True, kw_only=True, tag="project"):
    """`missing` names the sections the text leaves out: challenge, activities, results, lessons."""

    identifiers: tuple[tuple[str, str], ...] = ()  # standard and identifier
    programme: Link | None = None
    status: StatusView | None = None
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
    funder_logo: LogoView | None = None
    partners: tuple[PartnerView, ...] = ()
    co_financing: tuple[AmountView, ...] = ()
    beneficiaries: tuple[BeneficiariesView, ...] = ()
    budget: tuple[AmountView, ...] = ()
    budget_total: Total | None = None
    results: tuple[ResultView, ...] = ()
    forums: tuple[Link, ...] = ()
    area: str | None = None  # the code of the project's aimag on the map
    spot: Spot | None = None
    spans: tuple[Span, ...] = ()  # planned and actual time
    missing: tuple[str, ...] = ()


class PlainView(EntryView, frozen=True, kw_only=True, tag="page"):
    pass


AnyEntryView = ArticleView | ForumView | ProgrammeView | ProjectView | PlainView


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
    """`projects` are the first ones of the programme, `more_projects` leads to all; `map`, `aimags` and
    `years` have their numbers."""

    entry: ProgrammeView
    projects: tuple[Card, ...] = ()
    more_projects: Link | None = None
    map: AimagMap | None = None
    aimags: tuple[Link, ...] = ()
    years: tuple[Bar, ...] = ()
    parts: tuple[Card, ...] = ()  # programmes whose parent is this one
    news: tuple[Card, ...] = ()


class ProjectPage(Page, frozen=True, kw_only=True):
    entry: ProjectView
    news: tuple[Card, ...] = ()
    related: tuple[Card, ...] = ()  # projects of the same programme or aimag


class PlainPage(Page, frozen=True, kw_only=True):
    entry: PlainView


class StubPage(Page, frozen=True, kw_only=True):
    """The page in place of a missing translation; title and summary are in `lang`, the other language."""

    title: str
    lang: str
    date: Moment | None
    summary: str | None
    url: str
    kind: str


class GonePage(Page, frozen=True, kw_only=True):
    """The page in place of something that was taken away: what it was, since when it is gone, why, and the
    address to use instead."""

    title: Phrase | None
    since: PartialDate
    reason: Phrase | None = None
    instead: str | None = None


class Endnote(View, frozen=True, kw_only=True):
    """The full address of a link, numbered in the order of the text."""

    number: int
    url: str


class Chapter(View, frozen=True, kw_only=True):
    """One entry inside a print view. `id` is its anchor and prefixes all ids in its text."""

    id: str
    entry: AnyEntryView


class PrintPage(Page, frozen=True, kw_only=True):
    """A document of its own for paper. A programme's is a dossier: its projects follow as `chapters`.

    Of the frame, only language, addresses and title are there; lists of what an entry is about (tags, places,
    organisations, forums, programmes, projects) are empty.
    """

    main: Chapter
    chapters: tuple[Chapter, ...] = ()
    endnotes: tuple[Endnote, ...] = ()
    trail: tuple[str, ...] = ()  # the breadcrumb as words


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
