"""The settings of a site: site.yaml. What can be a convention has no setting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import UNSET

from sitegen.content.convert import Conversion
from sitegen.content.kinds import Form, Url
from sitegen.content.source import decode
from sitegen.content.yaml_strict import Mapping, parse
from sitegen.core.diagnostics import Diagnostic, diagnostic, has_errors
from sitegen.language.words import Words

FILE = "site.yaml"

Section = Literal["news", "forums", "programmes", "projects", "places", "organisations", "tags", "archive"]
TimeZone = Annotated[str, Form("time-zone")]
Contact = Annotated[str, Form("contact")]
Ident = Annotated[str, Form("id")]
Amount = Annotated[int, msgspec.Meta(ge=1, le=200)]


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """A language of the site. `name` is what its own readers call it; `prefix` begins its addresses."""

    code: Literal["mn", "en"]
    name: str
    prefix: Ident = ""


class Licence(msgspec.Struct, frozen=True, kw_only=True):
    """How others may use the texts; `id` is an SPDX licence identifier."""

    id: str
    name: Words
    url: Url | None = None


class MenuEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A section of the site, or a page by its ref; `label` if it shall not be called by its own title."""

    section: Section | None = None
    page: Ident | None = None
    label: Words | None = None


class SiteConfig(msgspec.Struct, frozen=True, kw_only=True):
    """See docs/config.md. The main language has no prefix."""

    title: Words
    base_url: Url
    owner: Words
    licence: Licence
    tagline: Words | None = None
    description: Words | None = None
    languages: tuple[Language, ...] = (
        Language(code="mn", name="Монгол"),
        Language(code="en", name="English", prefix="en"),
    )
    time_zone: TimeZone = "Asia/Ulaanbaatar"
    corrections: Contact | None = None
    menu: tuple[MenuEntry, ...] = ()
    articles_per_page: Amount = 20
    feed_items: Amount = 20
    print_views: bool = True

    @property
    def main_language(self) -> str:
        return next(language.code for language in self.languages if not language.prefix)


def parse_config(raw: bytes, path: str = FILE) -> tuple[SiteConfig | None, tuple[Diagnostic, ...]]:
    """The settings; None if there is an error."""
    text, problems = decode(path, raw)
    if text is None:
        return None, problems
    node, found = parse(path, text)
    conversion = Conversion(path)
    config = UNSET
    if node is not None or not found:
        config = conversion.struct(node or Mapping((), 1, 1), SiteConfig)
    problems += (*found, *conversion.problems)
    if isinstance(config, SiteConfig):
        problems += tuple(_disagreements(path, config, conversion))
    return None if has_errors(problems) or not isinstance(config, SiteConfig) else config, problems


def _disagreements(path: str, config: SiteConfig, conversion: Conversion) -> Iterator[Diagnostic]:
    """What no field can be blamed for alone."""
    places = {mark.field: (mark.line, mark.column) for mark in conversion.marks}
    for number, item in enumerate(config.menu):
        if (item.section is None) == (item.page is None):
            yield diagnostic("E153", path, *places.get(f"menu.{number}", (1, 1)))
    prefixes = [language.prefix for language in config.languages]
    codes = [language.code for language in config.languages]
    if len(set(prefixes)) < len(prefixes) or len(set(codes)) < len(codes) or prefixes.count("") != 1:
        yield diagnostic("E152", path, *places.get("languages", (1, 1)), value=", ".join(codes))
    address = urlsplit(config.base_url)
    if address.query or address.fragment:
        near = f"{address.scheme}://{address.netloc}{address.path}"
        yield diagnostic("E143", path, *places["base_url"], value=config.base_url, near=near)
