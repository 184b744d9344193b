"""The parts of pages: small values that many views hold, the frame that base.html shows around every page,
and what all pages of a language share."""

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


class StatusView(View, frozen=True, kw_only=True):
    """How far a project or programme is: its code, as front matter has it, and its name."""

    code: str
    name: str


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
    status: StatusView | None = None
    amount: MoneyView | None = None
    picture: Thumbnail | None = None


class Switch(View, frozen=True, kw_only=True):
    """One language in the switcher. `state`: current, translated, missing (leads to a stub) or outdated."""

    lang: str
    name: str
    url: str
    state: str


class Feed(View, frozen=True, kw_only=True):
    """A feed with its addresses; `lang` is the language of the title if it is not the page's."""

    title: str
    lang: str | None = None
    atom: str
    json: str | None = None


class SocialPageView(View, frozen=True, kw_only=True):
    name: str
    url: str


class ContactView(View, frozen=True, kw_only=True):
    """How to reach the organisation; `mail` is a `mailto:` address, or the address of a page with a form."""

    address: str | None = None
    telephones: tuple[str, ...] = ()
    mail: str | None = None
    social: tuple[SocialPageView, ...] = ()


class SharingPictureView(View, frozen=True, kw_only=True):
    """What other sites show with a link to the page; `url` is absolute."""

    url: str
    alt: Phrase
    width: int | None = None
    height: int | None = None


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


class Frame(View, frozen=True, kw_only=True):
    """The frame of one page. `alternates` are (hreflang, absolute address), empty if there is no other
    language; `canonical` is absolute.
    """

    lang: str
    url: str
    canonical: str
    title: str
    description: str | None = None
    section: str = (
        ""  # news, forums, programmes, projects, places, organisations, tags, archive, home, page ref
    )
    kind: str = "website"  # the type for OpenGraph; `article` for entries
    alternates: tuple[tuple[str, str], ...] = ()
    switch: tuple[Switch, ...] = ()
    breadcrumb: tuple[Link, ...] = ()  # from home to the parent; the page itself is not in it
    pictures: bool = False  # whether the page shows pictures or films
    gallery: bool = False  # whether the page has pictures that can be looked through
    indexed: bool = True
    data_url: str | None = None  # the entry as JSON
    print_url: str | None = None
    edit_url: str | None = None  # address at which the page's text can be edited
    image: SharingPictureView | None = None
    feeds: tuple[Feed, ...] = ()
    follow: Feed | None = None  # the feed of what is new about the page's subject


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
    image: SharingPictureView | None = None  # for pages without a picture of their own
    logo: LogoView | None = None
    contact: ContactView | None = None
    donors: tuple[DonorView, ...] = ()
    palette: str | None = None  # address of the style sheet made from the settings
    brand: str | None = None  # address of the site's own brand.css
    search: str | None = None  # address of the search page
