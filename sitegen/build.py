"""The pipeline: files -> documents -> archive -> pages -> bytes -> the published site. Read this first.

Parsing and rendering are pure and remembered; assembling and planning run whole on every build. Errors stop
the site from being published, never the search for further errors.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from sitegen.archive.assemble import assemble
from sitegen.content.config import SiteConfig
from sitegen.content.markup import MarkupOptions
from sitegen.content.parse import ParseOptions
from sitegen.content.reading import Content, LostBody, read_content, stored_bodies
from sitegen.content.records import Records
from sitegen.content.settings import read_records, read_settings
from sitegen.content.tree import scan
from sitegen.core.diagnostics import Diagnostic, diagnostic, has_errors, in_order
from sitegen.core.digest import digest
from sitegen.core.engine import engine_digest
from sitegen.core.jobs import InlineExecutor, process_pool
from sitegen.core.lock import locked
from sitegen.core.memory import once
from sitegen.core.store import Store
from sitegen.language.catalogue import Catalogue, catalogue_bytes, load_catalogue
from sitegen.output.publish import recover
from sitegen.output.render import RenderContext
from sitegen.output.rendering import Wanted, wanted_pages
from sitegen.output.site import Copy, Result, publish_site
from sitegen.output.template_check import checked_theme
from sitegen.output.theme import Theme
from sitegen.pages.plan import Plan, plan

STATE = ".sitegen"
WORTH_A_POOL = 128  # items; below, starting processes costs more than it saves

Progress = Callable[[str, int, Iterable[Any]], Iterator[Any]]


class BuildOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`publish=False` only checks; `today=None` takes SOURCE_DATE_EPOCH or the day in the site's zone."""

    site: Path
    out: Path
    publish: bool = True
    jobs: int = 1
    strict: bool = False
    drafts: bool = False
    today: date | None = None
    cache: bool = True
    base_url: str | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a build found and did. `parsed` and `rendered` name the work; `written` counts copies too."""

    diagnostics: tuple[Diagnostic, ...]
    failed: bool
    pages: int = 0
    parsed: tuple[str, ...] = ()
    rendered: tuple[str, ...] = ()
    written: int = 0
    unchanged: int = 0
    removed: int = 0


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """Everything known before anything is rendered."""

    plan: Plan
    theme: Theme
    content: Content
    pages: list[Wanted]
    context: RenderContext
    diagnostics: tuple[Diagnostic, ...]


class Workshop(msgspec.Struct, frozen=True):
    """What a build works with: the store, an executor fit for a number of items, progress.

    `clock` is the file system's own (ns): the time stamps of files are held against it.
    """

    store: Store
    executor: Callable[[int], Executor]
    progress: Progress
    clock: Callable[[], int]


def build(options: BuildOptions, progress: Progress | None = None) -> Outcome:
    """Builds or checks a site. Raises Locked, Foreign and OSError; everything else is in the outcome."""
    with workshop(options, progress) as shop:
        try:
            return _build(options, shop)
        except LostBody as problem:
            shop.store.discard(str(problem))
            return _build(options, shop)


def _build(options: BuildOptions, shop: Workshop) -> Outcome:
    if options.publish:
        recover(options.out)
    prepared = prepare(options, shop)
    if isinstance(prepared, tuple):
        return Outcome(diagnostics=in_order(prepared), failed=True)
    problems = prepared.diagnostics
    result = Result()
    if options.publish and not _fails(problems, options):
        result = _publish(options, prepared, shop)
        problems += result.diagnostics
    return Outcome(
        diagnostics=in_order(problems),
        failed=_fails(problems, options),
        pages=len(prepared.plan.pages),
        parsed=prepared.content.parsed,
        rendered=result.rendered,
        written=result.written,
        unchanged=result.unchanged,
        removed=len(result.removed),
    )


def prepare(options: BuildOptions, shop: Workshop) -> Prepared | tuple[Diagnostic, ...]:
    """Reads, assembles and plans the whole site; only diagnostics when its settings cannot be read."""
    engine = engine_digest()
    settings = read_settings(options.site, engine, shop.store)
    if settings.config is None:
        return settings.diagnostics
    config = msgspec.structs.replace(settings.config, base_url=options.base_url or settings.config.base_url)
    languages: tuple[str, ...] = tuple(language.code for language in config.languages)
    tree = scan(options.site, languages)
    records = read_records(options.site, tree.records, engine, shop.store)
    problems = (*settings.diagnostics, *tree.diagnostics, *records.diagnostics)
    catalogues = {lang: _catalogue(lang, engine, shop.store) for lang in languages}
    markup = _parse_options(config, records.records, catalogues)
    content = read_content(
        options.site, tree, markup, engine, shop.store, shop.executor, shop.progress, shop.clock()
    )
    today = _today(options, config)
    archive, found = assemble(
        config, records.records, content.documents, content.assets, today, options.drafts
    )
    problems += (*content.diagnostics, *found)
    the_plan, found = plan(archive, catalogues)
    problems += found
    theme, found = checked_theme(options.site, engine, shop.store)
    problems += found
    if shop.store.discarded:
        problems += (diagnostic("W701", f"{STATE}/store"),)
    shop.store.commit()
    context = RenderContext(msgspec.structs.replace(theme, files={}), the_plan.chromes)
    words = {lang: digest(msgspec.msgpack.encode(item)) for lang, item in catalogues.items()}
    return Prepared(
        plan=the_plan,
        theme=theme,
        content=content,
        pages=wanted_pages(the_plan.pages, context, engine, words),
        context=context,
        diagnostics=problems,
    )


def _publish(options: BuildOptions, prepared: Prepared, shop: Workshop) -> Result:
    result = publish_site(
        options.out,
        prepared.pages,
        [*_entry_files(options, prepared), *_static_files(prepared.theme)],
        prepared.context,
        stored_bodies(shop.store, prepared.content),
        shop.store,
        shop.executor,
        shop.progress,
        shop.clock,
    )
    shop.store.commit()
    return result


@contextmanager
def workshop(options: BuildOptions, progress: Progress | None = None) -> Iterator[Workshop]:
    """Holds the site's lock while it is open. Raises Locked, and OSError if the folder cannot be written."""
    with ExitStack() as stack:
        state = options.site / STATE
        state.mkdir(exist_ok=True)
        stack.enter_context(locked(state / "lock"))
        store = stack.enter_context(Store(state / "store" if options.cache else None))
        clock = partial(_time_of_files, state / "lock")
        yield Workshop(store, _executors(options.jobs, stack), progress or _silent, clock)


def _time_of_files(lock: Path) -> int:
    os.utime(lock)
    return lock.stat().st_mtime_ns


def forget(site: Path) -> bool:
    """Empties what earlier builds have stored; the published site stays. Tells whether there was anything."""
    if not (site / STATE).is_dir():
        return False
    with locked(site / STATE / "lock"):
        stored = site / STATE / "store"
        there = stored.exists()
        stored.unlink(missing_ok=True)
        return there


def _entry_files(options: BuildOptions, prepared: Prepared) -> Iterator[Copy]:
    for file in prepared.plan.files:
        key = prepared.content.assets[file.source].digest
        yield Copy(file.path.lstrip("/"), options.site / file.source, key)


def _static_files(theme: Theme) -> Iterator[Copy]:
    for name, path in theme.files.items():
        yield Copy(f"static/{name}", Path(path), digest(Path(path).read_bytes()))


def _executors(jobs: int, stack: ExitStack) -> Callable[[int], Executor]:
    """Gives an executor for a number of items: a pool, made once and only when it is worth it."""
    pools: list[Executor] = []

    def executor(items: int) -> Executor:
        if jobs == 1 or items < WORTH_A_POOL:
            return InlineExecutor()
        if not pools:
            pools.append(stack.enter_context(process_pool(jobs)))
        return pools[0]

    return executor


def _catalogue(lang: str, engine: bytes, store: Store) -> Catalogue:
    key = digest(engine, catalogue_bytes(lang))
    return once(store, "settings", f"words {lang}", key, Catalogue, lambda: load_catalogue(lang))


def _parse_options(config: SiteConfig, records: Records, catalogues: Mapping[str, Catalogue]) -> ParseOptions:
    def options(lang: str) -> MarkupOptions:
        pairs = [(item.short.get(lang), item.long.get(lang)) for item in records.glossary]
        return MarkupOptions(
            lang=lang,
            abbreviations=tuple((short, long) for short, long in pairs if short and long),
            footnote_backlink=catalogues[lang].gettext("Back to note {} in the text"),
            table_label=catalogues[lang].gettext("Table"),
        )

    return ParseOptions(tuple(options(language.code) for language in config.languages))


def _today(options: BuildOptions, config: SiteConfig) -> date:
    """The build date: an option, SOURCE_DATE_EPOCH (reproducible-builds.org), or the clock, here only."""
    if options.today:
        return options.today
    zone = ZoneInfo(config.time_zone)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.astimezone(zone).date()


def _fails(problems: Iterable[Diagnostic], options: BuildOptions) -> bool:
    found = tuple(problems)
    return has_errors(found) or (options.strict and bool(found))


def _silent(_: str, __: int, items: Iterable[Any]) -> Iterator[Any]:
    return iter(items)
