"""Views of entries, for their pages and their print views."""

from __future__ import annotations

import datetime

from sitegen.language.dates import PartialDate
from sitegen.pages.views.parts import (
    AimagMap,
    AmountView,
    AttachmentView,
    Bar,
    BeneficiariesView,
    Byline,
    Card,
    ConflictView,
    Contents,
    DonorView,
    Figure,
    Frame,
    Link,
    LogoView,
    MilestoneView,
    Moment,
    MoneyView,
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


class CorrectionView(View, frozen=True, kw_only=True):
    date: datetime.date
    what: str


class Citation(View, frozen=True, kw_only=True):
    """How to cite a text. Its version is a `number` and the day on which it `changed`; `bibtex` and `ris` are
    the citation for programs."""

    number: int
    changed: datetime.date | None
    authors: tuple[str, ...] = ()  # if empty, the site's owner is the author
    corrections: tuple[CorrectionView, ...] = ()
    bibtex: str = ""
    ris: str = ""


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
    """`projects` are the first ones of the programme, `more_projects` leads to all; `map` and `years` have
    their numbers."""

    entry: ProgrammeView
    projects: tuple[Card, ...] = ()
    more_projects: Link | None = None
    map: AimagMap | None = None
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
