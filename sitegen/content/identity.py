"""What makes a site one organisation's: its mark, how to reach it, who pays, its colours and fonts."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator
from typing import Annotated, Protocol

import msgspec

from sitegen.content.document import Mark, position_of
from sitegen.content.kinds import Form, Url
from sitegen.content.suggestions import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.catalogue import Words

StaticFile = Annotated[str, Form("static")]
Contact = Annotated[str, Form("contact")]
Telephone = Annotated[str, Form("telephone")]
Colour = Annotated[str, Form("colour")]

# Contrasts that text and shapes need (WCAG 2.2, 1.4.3 and 1.4.11), and which colour stands on which.
TEXT = 4.5
SHAPE = 3.0
_PAIRS = (
    ("ink", "paper", TEXT),
    ("ink", "wash", TEXT),
    ("muted", "paper", TEXT),
    ("muted", "wash", TEXT),
    ("brand", "paper", TEXT),
    ("brand", "wash", TEXT),
    ("brand", "brand_ground", TEXT),
    ("ink", "warm_ground", TEXT),
    ("warm", "paper", TEXT),
    ("on_band", "band", TEXT),
    ("good", "paper", SHAPE),
    ("edge", "paper", SHAPE),
    ("map_most", "map_none", SHAPE),
)


class Logo(msgspec.Struct, frozen=True, kw_only=True):
    """A logo, by its files in static/; `dark` is for the dark scheme."""

    light: StaticFile
    dark: StaticFile | None = None


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


class Identity(Protocol):
    """The settings that name files."""

    @property
    def logo(self) -> Logo | None: ...
    @property
    def image(self) -> SharingPicture | None: ...
    @property
    def donors(self) -> tuple[Donor, ...]: ...


def too_alike(look: Look, path: str, marks: Collection[Mark]) -> Iterator[Diagnostic]:
    """A diagnostic for each pair of colours that stand on each other and differ too little, at one that was
    set."""
    given = {mark.field for mark in marks}
    for name, palette in (("light", look.light), ("dark", look.dark)):
        if palette is None:
            continue
        for first, second, least in _PAIRS:
            one, other = getattr(palette, first), getattr(palette, second)
            ratio = contrast(one, other)
            if ratio < least:
                fields = [f"look.{name}.{field}" for field in (first, second)]
                at = next((field for field in fields if field in given), fields[0])
                yield diagnostic(
                    "E157",
                    path,
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


def static_files(site: Identity) -> Iterator[tuple[str, str]]:
    """The files in static/ that the settings name, each with its field."""
    if site.logo:
        yield "logo.light", site.logo.light
        if site.logo.dark:
            yield "logo.dark", site.logo.dark
    if site.image:
        yield "image.file", site.image.file
    for number, donor in enumerate(site.donors):
        if donor.logo:
            yield f"donors.{number}.logo", donor.logo


def missing_files(
    site: Identity, path: str, marks: Collection[Mark], there: Collection[str]
) -> Iterator[Diagnostic]:
    """A diagnostic for each file that the settings name and static/ lacks."""
    for field, file in static_files(site):
        if file not in there:
            near = suggest(file, there)
            yield diagnostic("E156", path, *position_of(field, marks), file=file, suggestion=near)
