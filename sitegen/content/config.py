"""The settings of a site: site.yaml. There is no setting for what can be a convention."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec

from sitegen.content.document import Mark, position_of
from sitegen.content.kinds import BY_NAME, Form, Ident, Url
from sitegen.content.records import Logo, OrganisationIdentifier, StaticFile
from sitegen.content.suggestions import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.catalogue import LanguageCode, Words

Warn = Annotated[str, Form("warning")]
Level = Literal["error", "warning", "off"]
SITE_FILE = "site.yaml"
EXAMPLE_ADDRESS = "https://example.org"  # what a new site has until somebody gives the real address
Section = Literal[
    "news", "forums", "programmes", "projects", "places", "organisations", "authors", "tags", "archive"
]
TimeZone = Annotated[str, Form("time-zone")]
HomePart = Literal["map", "figures", "news", "projects", "programmes", "forums"]
SiteAddress = Annotated[str, Form("site-address")]
Contact = Annotated[str, Form("contact")]
Telephone = Annotated[str, Form("telephone")]
Colour = Annotated[str, Form("colour")]
# Services that publish sites; some have a limit of files (FILES_OF_HOST).
Host = Literal["github-pages", "gitlab-pages", "netlify", "cloudflare-pages", "other"]
# IATI, code list OrganisationType.
OrganisationType = Literal[
    "10", "11", "15", "21", "22", "23", "24", "30", "40", "60", "70", "71", "72", "73", "80", "90"
]  # fmt: skip
CountShown = Annotated[int, msgspec.Meta(ge=1, le=200)]
# By section, the kind of entry or the field of Records that it shows.
_SHOWN_BY_SECTION: dict[str, str] = {
    "news": "article",
    "forums": "forum",
    "programmes": "programme",
    "projects": "project",
    "places": "places",
    "organisations": "organisations",
    "authors": "authors",
    "tags": "terms",
}
# Contrasts that text and shapes need (WCAG 2.2, 1.4.3 and 1.4.11), and which colour stands on which.
_TEXT = 4.5
_SHAPE = 3.0
_PAIRS = (
    ("ink", "paper", _TEXT),
    ("ink", "wash", _TEXT),
    ("muted", "paper", _TEXT),
    ("muted", "wash", _TEXT),
    ("brand", "paper", _TEXT),
    ("brand", "wash", _TEXT),
    ("brand", "brand_ground", _TEXT),
    ("ink", "warm_ground", _TEXT),
    ("warm", "paper", _TEXT),
    ("on_band", "band", _TEXT),
    ("good", "paper", _SHAPE),
    ("edge", "paper", _SHAPE),
    ("map_most", "map_none", _SHAPE),
)


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """A language of the site. `name` is what its own readers call it; `prefix` begins its addresses."""

    code: LanguageCode
    name: str
    prefix: Ident = ""


class Licence(msgspec.Struct, frozen=True, kw_only=True):
    """How others may use the texts; `id` is an SPDX licence identifier."""

    id: str
    name: Words
    url: Url | None = None


class MenuEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the menu: a section of the site, or a page by its ref; `label` replaces its own title."""

    section: Section | None = None
    page: Ident | None = None
    label: Words | None = None


class PicturePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Whether each picture has to say who is seen on it (`people`); the level for children without consent;
    how large a picture may be, in pixels of its longer side and in megabytes of its file."""

    people: bool = False
    children: Literal["error", "warning"] = "error"
    largest_side: Annotated[int, msgspec.Meta(ge=100, le=50_000)] = 12_000
    largest_megabytes: Annotated[int, msgspec.Meta(ge=1, le=100)] = 25


class Acceptance(msgspec.Struct, frozen=True, kw_only=True):
    """A warning that is accepted in a file or folder up to a day, that day included, for a reason."""

    code: Warn
    path: str
    reason: str
    until: date

    def covers(self, item: Diagnostic) -> bool:
        where = self.path.strip("/")
        return item.code == self.code and (item.path == where or item.path.startswith(f"{where}/"))


class SharingPicture(msgspec.Struct, frozen=True, kw_only=True):
    """What other sites show with a link, where a page has no picture of its own."""

    file: StaticFile
    alt: Words


class SocialPage(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    url: Url


class ContactDetails(msgspec.Struct, frozen=True, kw_only=True):
    """`address` as it is written on a letter: in Mongolian, from the largest to the smallest."""

    address: Words | None = None
    telephones: tuple[Telephone, ...] = ()
    mail: Contact | None = None
    social: tuple[SocialPage, ...] = ()


class Donor(msgspec.Struct, frozen=True, kw_only=True):
    """Who pays for the site; `statement` holds the words and the disclaimer that the contract asks for."""

    name: Words
    statement: Words
    logo: StaticFile | None = None
    url: Url | None = None


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """Colours by their purpose, named and by default as in static/css/site.css."""

    paper: Colour = "#ffffff"
    wash: Colour = "#f5f3ee"
    ink: Colour = "#1c2430"
    muted: Colour = "#55606d"
    line: Colour = "#d8d5cc"
    edge: Colour = "#7c8591"
    brand: Colour = "#14508a"
    brand_ground: Colour = "#e7eff7"
    band: Colour = "#123f6d"
    on_band: Colour = "#ffffff"
    ornament: Colour = "#e0a93e"
    warm: Colour = "#8a4b00"
    warm_ground: Colour = "#fdf1dd"
    good: Colour = "#1d6638"
    map_none: Colour = "#ece9e1"
    map_few: Colour = "#a9c6e2"
    map_some: Colour = "#5387b8"
    map_most: Colour = "#123f6d"


class DarkPalette(Palette, frozen=True, kw_only=True):
    paper: Colour = "#12171e"
    wash: Colour = "#1b222b"
    ink: Colour = "#e4e7ea"
    muted: Colour = "#a8b1bb"
    line: Colour = "#343d48"
    edge: Colour = "#85909c"
    brand: Colour = "#93c5f2"
    brand_ground: Colour = "#1c3247"
    band: Colour = "#0f2b49"
    on_band: Colour = "#f2f5f8"
    ornament: Colour = "#c79a45"
    warm: Colour = "#f0c07c"
    warm_ground: Colour = "#33280f"
    good: Colour = "#8fd0a5"
    map_none: Colour = "#262d36"
    map_few: Colour = "#35597c"
    map_some: Colour = "#5f97c9"
    map_most: Colour = "#c3e0fa"


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """Colours of the light and the dark scheme; fonts as in CSS (`font-family`)."""

    light: Palette | None = None
    dark: DarkPalette | None = None
    text_font: Annotated[str, Form("font")] | None = None
    title_font: Annotated[str, Form("font")] | None = None


class SiteConfig(msgspec.Struct, frozen=True, kw_only=True):
    """The settings, see docs/config.md. The main language is the one without a prefix."""

    title: Words
    base_url: SiteAddress
    owner: Words
    licence: Licence
    first_base_url: Url | None = None
    organisation_id: OrganisationIdentifier | None = None
    organisation_type: OrganisationType | None = None
    grant_prefix: Annotated[str, Form("grant-prefix")] | None = None
    tagline: Words | None = None
    description: Words | None = None
    languages: tuple[Language, ...] = (
        Language(code="mn", name="Монгол"),
        Language(code="en", name="English", prefix="en"),
    )
    time_zone: TimeZone = "Asia/Ulaanbaatar"
    messages: LanguageCode | None = None  # the language that the program speaks to editors
    corrections: Contact | None = None
    edit: str | None = None  # an address for editing a file, `{path}` standing for the path
    host: Host | None = None
    logo: Logo | None = None
    image: SharingPicture | None = None
    contact: ContactDetails | None = None
    donors: tuple[Donor, ...] = ()
    look: Look | None = None
    home: tuple[HomePart, ...] = ("figures", "map", "news", "programmes", "forums", "projects")
    menu: tuple[MenuEntry, ...] = ()
    articles_per_page: CountShown = 20
    entries_per_page: CountShown = 50
    feed_items: CountShown = 20
    print_views: bool = True
    pictures: PicturePolicy | None = None
    cards: bool = True
    data: bool = True
    search: bool = True
    diagnostics: dict[Warn, Level] = {}
    exceptions: tuple[Acceptance, ...] = ()

    def without_empty_sections(self, there: Collection[str]) -> SiteConfig:
        """The settings without menu items of sections that are empty; `there` has the kinds of entries and
        records of which there are any. A page is missed only where there is any text."""
        has_texts = not BY_NAME.keys().isdisjoint(there)
        menu = (item if _is_shown(item, there, has_texts) else MenuEntry() for item in self.menu)
        return msgspec.structs.replace(self, menu=tuple(menu))


def _is_shown(item: MenuEntry, there: Collection[str], has_texts: bool) -> bool:
    if item.page:
        return has_texts
    return item.section not in _SHOWN_BY_SECTION or _SHOWN_BY_SECTION[item.section] in there


class Settings(msgspec.Struct, frozen=True):
    """The content of site.yaml with the positions of its fields (`marks`); `config` is None if an error
    leaves nothing to build."""

    config: SiteConfig | None
    diagnostics: tuple[Diagnostic, ...]
    marks: tuple[Mark, ...] = ()


class Policy(msgspec.Struct, frozen=True):
    """The levels of codes, and what is accepted today: (acceptance, line, column in site.yaml)."""

    levels: Mapping[str, str]
    accepted: tuple[tuple[Acceptance, int, int], ...] = ()

    def judge(self, problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The problems without those that are off or accepted, and with warnings raised that the site makes
        errors.
        """
        return tuple(self._raise_level(item) for item in problems if not self._is_silent(item))

    def needless(self, problems: Collection[Diagnostic]) -> Iterator[Diagnostic]:
        """A diagnostic for each acceptance that accepts none of the problems, which must be all of a
        build."""
        for item, line, column in self.accepted:
            if not any(item.covers(problem) for problem in problems):
                yield diagnostic("W169", SITE_FILE, line, column, warning=item.code, where=item.path)

    def _is_silent(self, item: Diagnostic) -> bool:
        return self.levels.get(item.code) == "off" or any(each.covers(item) for each, _, _ in self.accepted)

    def _raise_level(self, item: Diagnostic) -> Diagnostic:
        if self.levels.get(item.code) != "error":
            return item
        return msgspec.structs.replace(item, raised=True)


def policy_of(
    levels: Mapping[str, str], accepted: Iterable[Acceptance], marks: Collection[Mark], today: date
) -> Policy:
    """The policy of the settings on a day, without acceptances that have ended."""
    items = [(item, *position_of(f"exceptions.{number}", marks)) for number, item in enumerate(accepted)]
    return Policy(levels, tuple(item for item in items if today <= item[0].until))


def ended_acceptances(
    accepted: Iterable[Acceptance], marks: Collection[Mark], today: date
) -> Iterator[Diagnostic]:
    """A diagnostic for each acceptance whose last day is over."""
    for number, item in enumerate(accepted):
        if item.until < today:
            position = position_of(f"exceptions.{number}.until", marks)
            yield diagnostic(
                "W168",
                SITE_FILE,
                *position,
                warning=item.code,
                where=item.path,
                until=item.until,
                today=today,
            )


def too_alike(look: Look, marks: Collection[Mark]) -> Iterator[Diagnostic]:
    """A diagnostic for each pair of colours that stand on each other and differ too little, at one that was
    set."""
    written = {mark.field for mark in marks}
    for name, palette in (("light", look.light), ("dark", look.dark)):
        if palette is None:
            continue
        for first, second, least in _PAIRS:
            one, other = getattr(palette, first), getattr(palette, second)
            ratio = contrast(one, other)
            if ratio < least:
                fields = [f"look.{name}.{field}" for field in (first, second)]
                at = next((field for field in fields if field in written), fields[0])
                yield diagnostic(
                    "E157",
                    SITE_FILE,
                    *position_of(at, marks),
                    first=f"{first} {one}",
                    second=f"{second} {other}",
                    ratio=f"{ratio:.2f}",
                    least=f"{least:g}",
                )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2): from 1 for equal ones to 21 for black on white."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def style_sheet(look: Look) -> tuple[str, ...]:
    """The lines of a style sheet that sets only what the settings change. A colour set for light is followed
    by the one for dark: the sheet comes after the theme's, so it would otherwise hold for both schemes."""
    fonts = [("--text-font", look.text_font), ("--title-font", look.title_font)]
    in_light, in_dark = look.light or Palette(), look.dark or DarkPalette()
    changed = _changed_colours(in_light, Palette())
    light = [*_values(in_light, changed), *(pair for pair in fonts if pair[1])]
    dark = _values(in_dark, changed | _changed_colours(in_dark, DarkPalette()))
    lines = [":root {", *(f"  {name}: {value};" for name, value in light), "}"] if light else []
    if dark:
        lines.append("@media (prefers-color-scheme: dark) {")
        lines += ["  :root {", *(f"    {name}: {value};" for name, value in dark), "  }", "}"]
    return tuple(lines)


def _changed_colours(palette: Palette, usual: Palette) -> set[str]:
    return {field for field in palette.__struct_fields__ if getattr(palette, field) != getattr(usual, field)}


def _values(palette: Palette, fields: Container[str]) -> list[tuple[str, str | None]]:
    return [
        (f"--{field.replace('_', '-')}", getattr(palette, field))
        for field in palette.__struct_fields__
        if field in fields
    ]


def missing_words(
    donors: Iterable[tuple[str, Words]], languages: Iterable[str], path: str, marks: Collection[Mark]
) -> Iterator[Diagnostic]:
    """A diagnostic for each statement of a donor (by field) that lacks a language of the site, since
    contracts ask for the statement in each."""
    for field, statement in donors:
        for lang in languages:
            if not statement.get(lang):
                yield diagnostic("E158", path, *position_of(field, marks), lang=lang)


def _static_files(config: SiteConfig) -> Iterator[tuple[str, str]]:
    """The files in static/ that the settings name, each with its field."""
    if config.logo:
        yield "logo.light", config.logo.light
        if config.logo.dark:
            yield "logo.dark", config.logo.dark
    if config.image:
        yield "image.file", config.image.file
    for number, donor in enumerate(config.donors):
        if donor.logo:
            yield f"donors.{number}.logo", donor.logo


def missing_files(
    config: SiteConfig, marks: Collection[Mark], there: Collection[str]
) -> Iterator[Diagnostic]:
    """A diagnostic for each file that the settings name and static/ lacks."""
    for field, file in _static_files(config):
        if file not in there:
            near = suggest(file, there)
            yield diagnostic("E156", SITE_FILE, *position_of(field, marks), file=file, suggestion=near)
