"""The five kinds of entry and every field their front matter may have.

`Facts` are shared by the languages of an entry: written in any one of its files, or the same in several.
`Text` belongs to one language. Short texts inside facts (a budget line, an indicator) are `Words`: both
languages side by side, so that an amount is typed once. A field whose value nobody knows is left out, and
pages show it as unknown.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from sitegen.content.wording import Correction, Difference
from sitegen.language.catalogue import LanguageCode, Words
from sitegen.language.dates import PartialDate


class Refers(msgspec.Struct, frozen=True):
    """Marks a text field as the id of an entry (by kind) or of a record."""

    kind: str


class Form(msgspec.Struct, frozen=True):
    """Marks a text field that has a reader of its own, such as `url` or `file`: see FORMS in values.py."""

    name: str


Ident = Annotated[str, Form("id")]
ForumId = Annotated[str, Refers("forum")]
ProgrammeId = Annotated[str, Refers("programme")]
ProjectId = Annotated[str, Refers("project")]
TermId = Annotated[str, Refers("term")]
PlaceId = Annotated[str, Refers("place")]
OrganisationId = Annotated[str, Refers("organisation")]
AuthorId = Annotated[str, Refers("author")]
SourceId = Annotated[str, Refers("source")]
Url = Annotated[str, Form("url")]
FileName = Annotated[str, Form("file")]
Alias = Annotated[str, Form("alias")]
TextDigest = Annotated[str, Form("digest")]
SectorCode = Annotated[str, Form("sector")]
Coordinates = Annotated[str, Form("coordinates")]

Status = Literal["planned", "approved", "ongoing", "completed", "suspended", "cancelled"]
Confidence = Literal["high", "medium", "low"]
People = Literal["none", "adults", "children", "unknown"]


class Money(msgspec.Struct, frozen=True, order=True):
    """An amount in a currency (ISO 4217). Written `5,000,000 MNT`."""

    amount: Decimal
    currency: str


class Image(msgspec.Struct, frozen=True):
    """A picture beside the files of its entry; `alt` says what is seen, for those who cannot see it.

    `consent` says where the consent that people on it have signed is kept: never published, never a name.
    """

    file: FileName
    alt: Words
    caption: Words | None = None
    credit: Words | None = None
    people: People | None = None
    consent: str | None = None


class Attachment(msgspec.Struct, frozen=True):
    """A document to download: a file beside the entry or an address elsewhere; the `language` it is in."""

    title: Words
    file: FileName | None = None
    url: Url | None = None
    language: LanguageCode | None = None


class Video(msgspec.Struct, frozen=True):
    """A film at an address, which is only linked to, or a file beside the entry. `poster` is a picture of
    ours; `subtitles` are files by language."""

    title: Words
    url: Annotated[str, Form("video")] | None = None
    file: FileName | None = None
    poster: FileName | None = None
    length: str | None = None
    subtitles: Words | None = None


class Claim(msgspec.Struct, frozen=True):
    """The value that one source gives in a disputed matter."""

    value: Words
    source: SourceId


class Conflict(msgspec.Struct, frozen=True):
    """Sources that disagree: pages show every claim, and the editors' own `reading`, if there is one."""

    topic: Words
    claims: tuple[Claim, ...]
    reading: Words | None = None


class StatedCount(msgspec.Struct, frozen=True):
    """A number of grants that a source states; there may be several, and they may differ."""

    count: int
    note: Words
    source: SourceId


class Partner(msgspec.Struct, frozen=True):
    organisation: OrganisationId
    role: Words | None = None


class PlannedAndActual(msgspec.Struct, frozen=True):
    """A date as planned and as it happened; either may be unknown."""

    planned: PartialDate | None = None
    actual: PartialDate | None = None


class Milestone(msgspec.Struct, frozen=True):
    date: PartialDate
    what: Words


class Recipient(msgspec.Struct, frozen=True):
    """Who got the grant: a parent-teacher association, its school, or another organisation."""

    pta: Words | None = None
    school: Words | None = None
    organisation: OrganisationId | None = None


class Contribution(msgspec.Struct, frozen=True):
    """Money beside the grant; the amount may be unknown."""

    source: Words
    amount: Money | None = None


class Beneficiaries(msgspec.Struct, frozen=True):
    kind: Literal["pupils", "boarders", "children", "parents", "teachers", "households", "people"]
    count: int | None = None
    note: Words | None = None


class BudgetLine(msgspec.Struct, frozen=True):
    item: Words
    amount: Money | None = None


class Result(msgspec.Struct, frozen=True):
    """An indicator; values are words, since sources give "over 1,200" as often as a number."""

    indicator: Words
    baseline: Words | None = None
    target: Words | None = None
    actual: Words | None = None
    source: SourceId | None = None


class Component(msgspec.Struct, frozen=True):
    name: Words
    amount: Money | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Shared fields of every kind. `lead` is the picture under the title, in lists and where it is shared."""

    date: datetime.datetime | None = None
    expires: datetime.date | None = None
    tags: tuple[TermId, ...] = ()
    places: tuple[PlaceId, ...] = ()
    organisations: tuple[OrganisationId, ...] = ()
    lead: FileName | None = None
    images: tuple[Image, ...] = ()
    documents: tuple[Attachment, ...] = ()
    videos: tuple[Video, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    sources: tuple[SourceId, ...] = ()
    confidence: Confidence | None = None
    licence: str | None = None


class ArticleFacts(Facts, frozen=True, kw_only=True, tag="article"):
    """News. `date` must be given: day, or day and minute, in the site's time zone. `published` is when the
    article was published here, if later than the event on `date`. `author` is for one author, `authors` for
    several.
    """

    published: datetime.datetime | None = None
    author: AuthorId | None = None
    authors: tuple[AuthorId, ...] = ()

    forums: tuple[ForumId, ...] = ()
    programmes: tuple[ProgrammeId, ...] = ()
    projects: tuple[ProjectId, ...] = ()

    @property
    def written_by(self) -> tuple[str, ...]:
        """The ids of all authors, each once."""
        first = (self.author,) if self.author else ()
        return tuple(dict.fromkeys((*first, *self.authors)))


class ForumFacts(Facts, frozen=True, kw_only=True, tag="forum"):
    number: int | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    date_note: Words | None = None
    mode: Literal["in-person", "online", "hybrid"] | None = None
    city: Words | None = None
    venue: Words | None = None
    theme: Words | None = None
    participants: Words | None = None
    sessions: Words | None = None
    organisers: tuple[OrganisationId, ...] = ()
    partners: tuple[Partner, ...] = ()


class ProgrammeDonor(msgspec.Struct, frozen=True):
    """Who pays for a programme; `statement` holds the words and the disclaimer that the contract asks for.

    Both stand on the pages of the programme and of all its entries. `logo` lies beside the programme.
    """

    name: Words
    statement: Words
    logo: FileName | None = None
    url: Url | None = None


class ProgrammeFacts(Facts, frozen=True, kw_only=True, tag="programme"):
    identifier: str | None = None
    parent: ProgrammeId | None = None
    status: Status | None = None
    sector: SectorCode | None = None
    amount: Money | None = None
    amount_note: Words | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    milestones: tuple[Milestone, ...] = ()
    funder: OrganisationId | None = None
    implementers: tuple[OrganisationId, ...] = ()
    partners: tuple[Partner, ...] = ()
    components: tuple[Component, ...] = ()
    grants_stated: tuple[StatedCount, ...] = ()
    results: tuple[Result, ...] = ()
    donors: tuple[ProgrammeDonor, ...] = ()


class ProjectFacts(Facts, frozen=True, kw_only=True, tag="project"):
    """One grant, or one documented case, of one parent-teacher association. `before` and `after` are two
    pictures of the same, which stand side by side."""

    programme: ProgrammeId | None = None
    status: Status | None = None
    sector: SectorCode | None = None
    place: PlaceId | None = None
    place_note: Words | None = None
    coordinates: Coordinates | None = None
    recipient: Recipient | None = None
    amount: Money | None = None
    amount_note: Words | None = None
    award: PlannedAndActual | None = None
    start: PlannedAndActual | None = None
    end: PlannedAndActual | None = None
    funder: OrganisationId | None = None
    partners: tuple[Partner, ...] = ()
    co_financing: tuple[Contribution, ...] = ()
    beneficiaries: tuple[Beneficiaries, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    results: tuple[Result, ...] = ()
    forums: tuple[ForumId, ...] = ()
    before: FileName | None = None
    after: FileName | None = None


class PageFacts(Facts, frozen=True, kw_only=True, tag="page"):
    pass


AnyFacts = ArticleFacts | ForumFacts | ProgrammeFacts | ProjectFacts | PageFacts


class Text(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Fields of one language. `sample` marks a text of a new site that tells nothing real; `translated_from`
    is the digest of the text that this one was translated from.
    """

    title: str
    summary: str | None = None
    updated: datetime.date | None = None
    draft: bool = False
    sample: bool = False
    aliases: tuple[Alias, ...] = ()
    corrections: tuple[Correction, ...] = ()
    translated_from: TextDigest | None = None
    differences: tuple[Difference, ...] = ()


class Kind(msgspec.Struct, frozen=True):
    """A kind of entry: the folder under content/ that holds it, and its fields."""

    name: str
    folder: str
    facts: type[AnyFacts]
    required: tuple[str, ...] = ()


KINDS = (
    Kind("article", "articles", ArticleFacts, required=("date",)),
    Kind("forum", "forums", ForumFacts),
    Kind("programme", "programmes", ProgrammeFacts),
    Kind("project", "projects", ProjectFacts),
    Kind("page", "pages", PageFacts),
)
BY_NAME = {kind.name: kind for kind in KINDS}
BY_FOLDER = {kind.folder: kind for kind in KINDS}
# The headings of each section of a project's text, by language: first the one that new projects get and the
# editors' guides name, then others that are in use.
PROJECT_SECTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "challenge": {"mn": ("Асуудал", "Тулгарсан асуудал"), "en": ("Challenge", "The challenge")},
    "activities": {"mn": ("Үйл ажиллагаа",), "en": ("Activities",)},
    "results": {"mn": ("Үр дүн",), "en": ("Results",)},
    "lessons": {"mn": ("Сургамж",), "en": ("Lessons learned", "Lessons")},
}


def pictures_in_order(facts: AnyFacts) -> Iterator[str]:
    """The files of an entry's pictures, first the one that stands for the entry in lists."""
    if facts.lead:
        yield facts.lead
    yield from (image.file for image in facts.images if image.file and image.file != facts.lead)


def pair_of(facts: AnyFacts) -> tuple[str, ...]:
    """The files of the pictures `before` and `after`; empty if either is missing."""
    if isinstance(facts, ProjectFacts) and facts.before and facts.after:
        return (facts.before, facts.after)
    return ()


def fields_of_pictures(facts: AnyFacts) -> Iterator[tuple[str, str]]:
    """Each field that names a picture of the entry's `images`, with the file."""
    for field in ("lead", "before", "after"):
        if file := getattr(facts, field, None):
            yield field, file


def files_of_videos(facts: AnyFacts) -> Iterator[tuple[str, str]]:
    """Each file that a film of the entry names, with its field."""
    for number, video in enumerate(facts.videos):
        at = f"videos.{number}"
        for field, file in ((f"{at}.file", video.file), (f"{at}.poster", video.poster)):
            if file:
                yield field, file
        for lang, file in video.subtitles.texts if video.subtitles else ():
            yield f"{at}.subtitles.{lang}", file
