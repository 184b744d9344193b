"""Reads site.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from msgspec import UNSET

from sitegen.content.config import FILE, SiteConfig
from sitegen.content.convert import Conversion
from sitegen.content.source import decode
from sitegen.content.yaml_nodes import Mapping
from sitegen.content.yaml_strict import parse
from sitegen.core.diagnostics import Diagnostic, diagnostic, has_errors


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
