"""site.yaml, the records and the interface words, which are parsed only when their files have changed.

Their parsers are imported only then, since most builds find the files unchanged.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from sitegen.content.config import SITE_FILE as CONFIG
from sitegen.content.config import Settings, SiteConfig
from sitegen.content.markup import MarkupOptions, ParseOptions
from sitegen.content.records import Records
from sitegen.content.source import FILE_LIMIT, readable_size
from sitegen.content.tree import FileTree
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.digest import digest
from sitegen.core.files import NotOrdinary, content_of, refuse_link
from sitegen.core.store import Store, memoize
from sitegen.language.catalogue import Catalogue, catalogue_bytes, load_catalogue

_SPACE = "settings"
_MISNAMED = {"site.yaml", "site.yml", "site.yaml.txt", "site.yml.txt"}  # other names that site.yaml gets


class ReadRecords(msgspec.Struct, frozen=True):
    records: Records
    diagnostics: tuple[Diagnostic, ...]


def missing_settings(site: Path) -> Diagnostic:
    """The error of a folder without settings. It tells where they are, if that is near: under another name,
    in a folder of the folder, or in one above it."""
    site = site.resolve()
    names = sorted(os.listdir(site)) if site.is_dir() else ()
    named = next((name for name in names if name.casefold() in _MISNAMED), "")
    above = (folder for folder in site.parents if os.path.isfile(folder / CONFIG))
    near = next((path.parent for path in sorted(site.glob(f"*/{CONFIG}"))), None) or next(above, None)
    folder = str(near or "")
    return diagnostic("E155", CONFIG, named=named, folder=f'"{folder}"' if " " in folder else folder)


def read_settings(site: Path, engine: bytes, store: Store) -> Settings:
    try:
        refuse_link(site / CONFIG)
        if (size := (site / CONFIG).stat().st_size) > FILE_LIMIT:  # too large for memory
            told, limit = readable_size(size), readable_size(FILE_LIMIT)
            return Settings(None, (diagnostic("E110", CONFIG, size=told, limit=limit),))
        raw = content_of(site / CONFIG)
    except FileNotFoundError:
        return Settings(None, (missing_settings(site),))
    except (NotOrdinary, IsADirectoryError):
        return Settings(None, (diagnostic("E311", CONFIG, name=CONFIG),))

    def parse() -> Settings:
        from sitegen.content.load_settings import parse_config

        return parse_config(raw)

    return memoize(store, _SPACE, CONFIG, digest(engine, raw), Settings, parse)


def read_records(site: Path, tree: FileTree, engine: bytes, store: Store) -> ReadRecords:
    raw = {path: content_of(site / path) for path in tree.records}
    parts = (part for path, content in raw.items() for part in (path.encode(), content))
    key = digest(engine, repr(tree.unread).encode(), *parts)

    def parse() -> ReadRecords:
        from sitegen.content.load_settings import parse_records

        return ReadRecords(*parse_records(raw, tree.unread))

    return memoize(store, _SPACE, "records", key, ReadRecords, parse)


def read_catalogue(lang: str, engine: bytes, store: Store) -> Catalogue:
    key = digest(engine, catalogue_bytes(lang))
    return memoize(store, _SPACE, f"words {lang}", key, Catalogue, lambda: load_catalogue(lang))


def parse_options(config: SiteConfig, records: Records, catalogues: Mapping[str, Catalogue]) -> ParseOptions:
    """What Markdown depends on besides its text: each language's abbreviations and words."""

    def options(lang: str) -> MarkupOptions:
        pairs = [(item.short.get(lang), item.long.get(lang)) for item in records.glossary]
        return MarkupOptions(
            lang=lang,
            abbreviations=tuple((short, long) for short, long in pairs if short and long),
            footnote_backlink=catalogues[lang].gettext("Back to note {} in the text"),
            table_label=catalogues[lang].gettext("Table"),
            avoid=tuple(_avoided_forms(records, lang)),
        )

    markup = tuple(options(language.code) for language in config.languages)
    return ParseOptions(markup, config.time_zone, config.search)


def _avoided_forms(records: Records, lang: str) -> Iterator[tuple[str, str]]:
    """(form not to use, form to use) from the glossary: the short form instead of a short one, else the long
    one."""
    for item in records.glossary:
        for form in filter(None, (words.get(lang) for words in item.avoid)):
            is_short = form.isupper() or len(form) < 3
            use = item.short.get(lang) if is_short else item.long.get(lang)
            if use and use != form:
                yield form, use
    for term in records.terms:
        for form in filter(None, (words.get(lang) for words in term.avoid)):
            if name := term.name.get(lang):
                yield form, name
