"""All that a site is made from, looked at: enough to know whether anything has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from sitegen.content.config import FILE as CONFIG
from sitegen.content.config import SiteConfig
from sitegen.content.document import Mark
from sitegen.content.identity import missing_files
from sitegen.content.reading import Surveyed, survey
from sitegen.content.records import Records
from sitegen.content.settings import parse_options, read_catalogue, read_records, read_settings
from sitegen.content.tree import Tree, scan
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest
from sitegen.core.engine import engine_digest
from sitegen.core.files import content_of
from sitegen.core.memory import once
from sitegen.core.store import Store
from sitegen.language.catalogue import Catalogue
from sitegen.output.publish import Copy
from sitegen.output.standing import Inputs
from sitegen.output.theme import Checked, Theme, named, read_theme
from sitegen.workshop import BuildOptions, Workshop


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """All that a site is made from, and names for it."""

    config: SiteConfig
    marks: tuple[Mark, ...]  # of the config
    records: Records
    catalogues: dict[str, Catalogue]
    surveyed: Surveyed
    theme: Theme
    files: tuple[Copy, ...]
    today: date
    engine: bytes
    diagnostics: tuple[Diagnostic, ...]
    inputs: Inputs


def gather(options: BuildOptions, shop: Workshop) -> Gathered | tuple[Diagnostic, ...]:
    """Looks at the whole site; only diagnostics when its settings cannot be read."""
    engine = engine_digest()
    settings = read_settings(options.site, engine, shop.store)
    if settings.config is None:
        return settings.diagnostics
    config = msgspec.structs.replace(settings.config, base_url=options.base_url or settings.config.base_url)
    languages: tuple[str, ...] = tuple(language.code for language in config.languages)
    tree = options.tree or scan(options.site, languages)
    records = read_records(options.site, tree.records, engine, shop.store)
    config = config.without_empty_sections(_what_is_there(tree, records.records))
    catalogues = {lang: read_catalogue(lang, engine, shop.store) for lang in languages}
    markup = parse_options(config, records.records, catalogues)
    encoded = msgspec.msgpack.encode(markup)
    surveyed = survey(options.site, tree, encoded, engine, shop.store, shop.clock())
    theme, found = checked_theme(options.site, engine, shop.store)
    found = (*found, *missing_files(config, CONFIG, settings.marks, theme.files))
    shop.store.commit()
    today = _today(options, config)
    files = tuple(_static_files(theme))
    problems = (*settings.diagnostics, *tree.diagnostics, *records.diagnostics)
    parts = (config, records.records, catalogues, today, options.drafts, problems)
    style = (theme.digest, found, [(file.target, file.key) for file in files])
    return Gathered(
        config=config,
        marks=settings.marks,
        records=records.records,
        catalogues=catalogues,
        surveyed=surveyed,
        theme=theme,
        files=files,
        today=today,
        engine=engine,
        diagnostics=(*problems, *found),
        inputs=Inputs(
            documents=surveyed.documents.digest(),
            around=digest(engine, surveyed.assets.digest(), *map(msgspec.msgpack.encode, parts)),
            style=digest(msgspec.msgpack.encode(style)),
        ),
    )


def _what_is_there(tree: Tree, records: Records) -> frozenset[str]:
    """The kinds of entry and of record of which there are any."""
    kinds = {file.kind for file in tree.documents}
    return frozenset(kinds.union(name for name in Records.__struct_fields__ if getattr(records, name)))


def _static_files(theme: Theme) -> Iterator[Copy]:
    for name, path in theme.files.items():
        yield Copy(f"static/{name}", Path(path), digest(content_of(Path(path))))


def _today(options: BuildOptions, config: SiteConfig) -> date:
    """The build date: an option, SOURCE_DATE_EPOCH (reproducible-builds.org), or the clock, here only."""
    if options.today:
        return options.today
    zone = ZoneInfo(config.time_zone)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.astimezone(zone).date()


def checked_theme(site_dir: Path, engine: bytes, store: Store) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The theme of a site; its templates are looked at once for as long as they stay the same."""
    sources, files, problems = read_theme(site_dir)
    name = named(sources)

    def look() -> Checked:
        # Imported here, since most builds find the templates as they were.
        from sitegen.output.template_check import check
        from sitegen.pages.views import TEMPLATES

        return check(sources, TEMPLATES)

    found = once(store, "theme", "templates", digest(engine, name), Checked, look)
    return Theme(sources, files, found.closures, name), (*problems, *found.diagnostics)
