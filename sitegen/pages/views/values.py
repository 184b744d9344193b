"""Small values that many views hold."""

from __future__ import annotations

import datetime
from decimal import Decimal

import msgspec

from sitegen.language.dates import PartialDate


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A frozen value that templates may read."""


class Moment(View, frozen=True, kw_only=True):
    """A day or a moment in the site's time zone; `offset` is the zone's distance from UTC at that moment,
    such as `+08:00`. Midnight stands for the whole day.
    """

    local: datetime.datetime
    offset: str = ""


class Phrase(View, frozen=True, kw_only=True):
    """A short text; `lang` is its language if that is not the page's."""

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
    """The target of a link in a text; `lang` is the language of its page if that is not the reader's."""

    url: str
    lang: str = ""
    external: bool = False


class Figure(View, frozen=True, kw_only=True):
    """A picture on a page. `srcset` has it in other widths (WebP), as in HTML. A picture without `src` was
    taken down, which `alt` says. Pictures `in_row` make a gallery; one that `is_linked` stands in a link of
    the text; the one that `is_first` on a page is fetched before others."""

    src: str
    srcset: str = ""
    alt: Phrase
    caption: Phrase | None = None
    credit: Phrase | None = None
    width: int | None = None
    height: int | None = None
    in_row: bool = False
    is_first: bool = False
    is_linked: bool = False
    tone: str = ""  # class of the colour that stands for the picture while it loads


class Prose(View, frozen=True, kw_only=True):
    """A text by the digest of its HTML (`body`), with what fills its slots. `lang` is the language of the
    text; `page` is the full address of the text's own page if it is shown elsewhere.
    """

    body: bytes
    lang: str
    links: tuple[Target, ...] = ()
    figures: tuple[Figure, ...] = ()
    prefix: str = ""
    page: str = ""
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


class SourceView(View, frozen=True, kw_only=True):
    """A source in the list of a page; `number` is its rank in the list, which makes its anchor."""

    number: int
    title: Phrase
    publisher: Phrase | None = None
    url: str | None = None
    archived: str | None = None  # address of a kept copy
    date: PartialDate | None = None
    language: str | None = None


class ClaimView(View, frozen=True, kw_only=True):
    value: Phrase
    source: SourceView


class ConflictView(View, frozen=True, kw_only=True):
    topic: Phrase
    claims: tuple[ClaimView, ...]
    reading: Phrase | None = None


class AttachmentView(View, frozen=True, kw_only=True):
    """A document to download. Our own files have a `size` in bytes and a `checksum` (SHA-256), addresses
    elsewhere do not. A document without `url` was taken down, which `title` says."""

    title: Phrase
    url: str
    size: int | None = None
    format: str = ""
    language: str = ""
    pages: int | None = None
    checksum: str = ""


class LogoView(View, frozen=True, kw_only=True):
    """The addresses of a logo, for the light and for the dark scheme."""

    light: str
    dark: str | None = None


class Byline(View, frozen=True, kw_only=True):
    """An author of a text."""

    name: Link
    role: Phrase | None = None
    organisation: Link | None = None


class Thumbnail(View, frozen=True, kw_only=True):
    """The small picture of an entry in a list; decorative, so without a description. `srcset` has larger
    ones, as in HTML."""

    src: str
    width: int
    height: int
    srcset: str = ""


class Track(View, frozen=True, kw_only=True):
    """Subtitles of a film in one language; a track in the page's own language (`is_own`) is shown at once."""

    lang: str
    label: str
    url: str
    is_own: bool = False


class VideoView(View, frozen=True, kw_only=True):
    """A film at a `service`, or a file of a MIME `type`; `srcset` is of its poster, as in Figure."""

    title: Phrase
    url: str
    service: str = ""
    type: str = ""
    size: int | None = None
    length: str = ""
    poster: Thumbnail | None = None
    srcset: str = ""
    tracks: tuple[Track, ...] = ()


class PartnerView(View, frozen=True, kw_only=True):
    organisation: Link
    role: Phrase | None = None


class PlannedDate(View, frozen=True, kw_only=True):
    planned: PartialDate | None = None
    actual: PartialDate | None = None


class MilestoneView(View, frozen=True, kw_only=True):
    date: PartialDate
    what: Phrase


class AmountView(View, frozen=True, kw_only=True):
    """A line with money: a budget line, a component, a contribution."""

    label: Phrase
    money: MoneyView | None = None
    share: int | None = None  # per cent of the sum of all lines


class Bar(View, frozen=True, kw_only=True):
    """A bar of a chart; `name` may be a link without address. `share` is per cent of the longest bar."""

    name: Link
    value: int
    share: int


class Span(View, frozen=True, kw_only=True):
    """A planned or actual time; `start_at` and `share` are its beginning and length in per cent of the
    scale."""

    planned: bool
    start: PartialDate
    end: PartialDate
    start_at: int
    share: int


class Spot(View, frozen=True, kw_only=True):
    """A spot on the drawn map, which is 1000 wide and 479 high, and its address on OpenStreetMap."""

    x: int
    y: int
    coordinates: str
    url: str


class AimagShape(View, frozen=True, kw_only=True):
    """An area of the map. Its code of ISO 3166-2 names its outline; `step` is its shade, from 0 (none) to
    3."""

    iso: str
    title: str
    url: str
    projects: int
    step: int = 0


class MapStep(View, frozen=True, kw_only=True):
    """A line of the map's legend: the shade `step` stands for the numbers from `least` to `most`."""

    step: int
    least: int
    most: int


class AimagMap(View, frozen=True, kw_only=True):
    """The map of aimags. `dot` tells that Govisumber is among them, which is drawn as a dot."""

    areas: tuple[AimagShape, ...]
    steps: tuple[MapStep, ...]
    dot: bool = False


class BeneficiariesView(View, frozen=True, kw_only=True):
    kind: str
    count: int | None = None
    note: Phrase | None = None


class ResultView(View, frozen=True, kw_only=True):
    indicator: Phrase
    baseline: Phrase | None = None
    target: Phrase | None = None
    actual: Phrase | None = None
    source: SourceView | None = None


class StatedCountView(View, frozen=True, kw_only=True):
    count: int
    note: Phrase
    source: SourceView


class DonorView(View, frozen=True, kw_only=True):
    """A donor, with the statement that the contract asks for."""

    name: Phrase
    statement: Phrase
    logo: str | None = None  # address of the picture
    url: str | None = None


class Card(View, frozen=True, kw_only=True):
    """An entry in a list. `date` is the news date; `when` the dates of a forum, a programme or a project."""

    kind: str
    title: str
    url: str
    lang: str = ""
    summary: str | None = None
    date: Moment | None = None
    when: tuple[PartialDate, PartialDate | None] | None = None
    place: str | None = None
    status: str | None = None
    amount: MoneyView | None = None
    picture: Thumbnail | None = None
