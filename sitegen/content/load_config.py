"""Reads site.yaml."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import UNSET

from sitegen.content.config import SITE_FILE, Settings, SiteConfig
from sitegen.content.convert import Conversion
from sitegen.content.document import Mark, position_of
from sitegen.content.identity import missing_words, too_alike
from sitegen.content.source import decode, without_merge_marks
from sitegen.content.values import read_url
from sitegen.content.yaml_strict import Mapping, parse_yaml
from sitegen.core.diagnostics import Diagnostic, diagnostic, has_errors


def parse_config(raw: bytes, path: str = SITE_FILE) -> Settings:
    text, problems = decode(path, raw)
    if text is None:
        return Settings(None, problems)
    text, unmerged = without_merge_marks(path, text)
    node, found = parse_yaml(path, text)
    conversion = Conversion(path)
    config = UNSET
    if node is not None or not found:
        config = conversion.struct(node or Mapping((), 1, 1), SiteConfig)
    problems += (*unmerged, *found, *conversion.problems)
    if isinstance(config, SiteConfig):
        problems += tuple(_disagreements(path, config, conversion.marks))
    if has_errors(problems) or not isinstance(config, SiteConfig):
        return Settings(None, problems)
    return Settings(config, problems, tuple(conversion.marks))


def _disagreements(path: str, config: SiteConfig, marks: Collection[Mark]) -> Iterator[Diagnostic]:
    """What no field can be blamed for alone."""
    for number, item in enumerate(config.menu):
        if (item.section is None) == (item.page is None):
            yield diagnostic("E153", path, *position_of(f"menu.{number}", marks))
    prefixes = [language.prefix for language in config.languages]
    codes = [language.code for language in config.languages]
    if len(set(prefixes)) < len(prefixes) or len(set(codes)) < len(codes) or prefixes.count("") != 1:
        yield diagnostic("E152", path, *position_of("languages", marks), value=", ".join(codes))
    statements = ((f"donors.{number}.statement", item.statement) for number, item in enumerate(config.donors))
    yield from missing_words(statements, codes, path, marks)
    if config.look:
        yield from too_alike(config.look, path, marks)
    if config.edit and not _is_edit_address(config.edit):
        yield diagnostic("E325", path, *position_of("edit", marks), value=config.edit, blank="{path}")


def _is_edit_address(text: str) -> bool:
    """An address in which `{path}` stands once for the path of a file."""
    example = text.replace("{path}", "x")
    return text.count("{path}") == 1 and read_url(example) == example
