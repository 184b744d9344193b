"""What an entry says, shown by its page and by its print view."""

from __future__ import annotations

import datetime

from sitegen.language.dates import PartialDate
from sitegen.pages.views.values import (
    AmountView,
    AttachmentView,
    BeneficiariesView,
    Byline,
    ConflictView,
    Contents,
    DonorView,
    Figure,
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
    Total,
    VideoView,
    View,
)


class CorrectionView(View, frozen=True, kw_only=True):
    date: datetime.date
    what: str


class Citation(View, frozen=True, kw_only=True):
    """A version is a `number` and the day on which it `changed`; then the forms of BibTeX and RIS."""

    number: int
    changed: datetime.date | None
    authors: tuple[str, ...] = ()  # or else the site's owner
    corrections: tuple[CorrectionView, ...] = ()
    bibtex: str = ""
    ris: str = ""


class EntryView(View, frozen=True, kw_only=True):
    """Common to all kinds. `stale` says the other language has moved on, `sample` that nothing is real."""

    kind: str
    title: str
    lang: str
    summary: str | None
    prose: Prose
    contents: tuple[Contents, ...] = ()
    lead: Figure | None = None  # the picture under the title
    gallery: tuple[Figure, ...] = ()  # those that have no place in the text
    pair: tuple[Figure, ...] = ()  # a project's, before and after
    videos: tuple[VideoView, ...] = ()
    documents: tuple[AttachmentView, ...] = ()
    all_documents: str = ""  # where those of the whole archive are
    tags: tuple[Link, ...] = ()
    places: tuple[Link, ...] = ()
    organisations: tuple[Link, ...] = ()
    conflicts: tuple[ConflictView, ...] = ()
    sources: tuple[SourceView, ...] = ()
    confidence: str | None = None
    licence: str | None = None
    date: Moment | None = None
    updated: datetime.date | None = None
    authors: tuple[Byline, ...] = ()  # of news
    permanent_url: str = ""
    citation: Citation
    stale: bool = False
    sample: bool = False
    donors: tuple[DonorView, ...] = ()  # of the programmes it belongs to


class ArticleView(EntryView, frozen=True, kw_only=True, tag="article"):
    """`published` is when it was published here, where that was later than `date`."""

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
    status: str | None = None
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
    funder_logo: LogoView | None = None
    partners: tuple[PartnerView, ...] = ()
    co_financing: tuple[AmountView, ...] = ()
    beneficiaries: tuple[BeneficiariesView, ...] = ()
    budget: tuple[AmountView, ...] = ()
    budget_total: Total | None = None
    results: tuple[ResultView, ...] = ()
    forums: tuple[Link, ...] = ()
    area: str | None = None  # the code of its aimag on the map
    spot: Spot | None = None
    spans: tuple[Span, ...] = ()  # planned and actual time
    missing: tuple[str, ...] = ()


class PlainView(EntryView, frozen=True, kw_only=True, tag="page"):
    pass


AnyEntryView = ArticleView | ForumView | ProgrammeView | ProjectView | PlainView
