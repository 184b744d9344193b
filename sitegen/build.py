"""The pipeline: files -> documents -> archive -> pages -> bytes -> the published site. Read this first.

Parsing and rendering are pure and remembered; assembling and planning run whole on every build. Errors stop
the site from being published, never the search for further errors.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
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
from sitegen.content.reading import Content, LostBody, read_content, stored_bodies
from sitegen.content.records import Records
from sitegen.content.settings import parse_options, read_catalogue, read_records, read_settings
from sitegen.content.tree import scan
from sitegen.core.cluster import cluster
from sitegen.core.diagnostics import Diagnostic, diagnostic, has_errors, in_order
from sitegen.core.digest import digest
from sitegen.core.engine import engine_digest
from sitegen.core.jobs import InlineExecutor, process_pool
from sitegen.core.lock import locked
from sitegen.core.store import Store
from sitegen.language.catalogue import Catalogue
from sitegen.output.publish import recover
from sitegen.output.render import RenderContext
from sitegen.output.rendering import Wanted, wanted_pages
from sitegen.output.site import Copy, Finished, Result, finish, finished_before, publish_site, untouched
from sitegen.output.template_check import checked_theme
from sitegen.output.theme import Theme
from sitegen.pages.plan import Plan, plan

STATE = ".sitegen"
WORTH_A_POOL = 128  # items; below, starting processes costs more than it saves

Progress = Callable[[str, int, Iterable[Any]], Iterator[Any]]


class BuildOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`publish=False` only checks; `today=None` takes SOURCE_DATE_EPOCH or the day in the site's zone.
    `executor` is the address of a cluster to work on, instead of `jobs` processes here."""

    site: Path
    out: Path
    publish: bool = True
    jobs: int = 1
    executor: str | None = None
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


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """All that a site is made from, read. `inputs` names everything that the plan and the pages depend on."""

    config: SiteConfig
    records: Records
    catalogues: dict[str, Catalogue]
    content: Content
    theme: Theme
    files: tuple[Copy, ...]
    today: date
    engine: bytes
    diagnostics: tuple[Diagnostic, ...]
    inputs: bytes


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """Everything known before anything is rendered."""

    content: Content
    pages: list[Wanted]
    files: tuple[Copy, ...]
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
    """Raises Locked, Foreign, NoCluster and OSError; everything else that happens is in the outcome."""
    with workshop(options, progress) as shop:
        try:
            return _build(options, shop)
        except LostBody as problem:
            shop.store.discard(str(problem))
            return _build(options, shop)


def _build(options: BuildOptions, shop: Workshop) -> Outcome:
    if options.publish:
        recover(options.out)
    gathered = gather(options, shop)
    if isinstance(gathered, tuple):
        return Outcome(diagnostics=in_order(gathered), failed=True)
    if nothing_to_do := _unchanged(options, gathered, shop):
        return nothing_to_do
    prepared = prepare(options, gathered)
    problems = prepared.diagnostics
    result = Result()
    if options.publish and not _fails(problems, options):
        result = _publish(options, prepared, shop)
        problems += result.diagnostics
    if options.publish and result.as_planned and not _fails(problems, options):
        finish(shop.store, Finished(gathered.inputs, in_order(problems), len(prepared.pages)))
    if shop.store.discarded:
        problems += (diagnostic("W701", f"{STATE}/store"),)
    shop.store.commit()
    return Outcome(
        diagnostics=in_order(problems),
        failed=_fails(problems, options),
        pages=len(prepared.pages),
        parsed=prepared.content.parsed,
        rendered=result.rendered,
        written=result.written,
        unchanged=result.unchanged,
        removed=len(result.removed),
    )


def _unchanged(options: BuildOptions, gathered: Gathered, shop: Workshop) -> Outcome | None:
    """The outcome, if all inputs are those of the last build and what it published stands untouched."""
    last = finished_before(shop.store)
    if (
        last is None
        or not options.publish
        or last.inputs != gathered.inputs
        or _fails(last.diagnostics, options)
    ):
        return None
    files = untouched(options.out, shop.store, shop.clock)
    if files is None:
        return None
    shop.store.commit()
    return Outcome(diagnostics=last.diagnostics, failed=False, pages=last.pages, unchanged=files)


def gather(options: BuildOptions, shop: Workshop) -> Gathered | tuple[Diagnostic, ...]:
    """Reads the whole site; only diagnostics when its settings cannot be read."""
    engine = engine_digest()
    settings = read_settings(options.site, engine, shop.store)
    if settings.config is None:
        return settings.diagnostics
    config = msgspec.structs.replace(settings.config, base_url=options.base_url or settings.config.base_url)
    languages: tuple[str, ...] = tuple(language.code for language in config.languages)
    tree = scan(options.site, languages)
    records = read_records(options.site, tree.records, engine, shop.store)
    catalogues = {lang: read_catalogue(lang, engine, shop.store) for lang in languages}
    markup = parse_options(config, records.records, catalogues)
    content = read_content(
        options.site, tree, markup, engine, shop.store, shop.executor, shop.progress, shop.clock()
    )
    theme, found = checked_theme(options.site, engine, shop.store)
    shop.store.commit()
    today = _today(options, config)
    files = tuple(_static_files(theme))
    problems = (*settings.diagnostics, *tree.diagnostics, *records.diagnostics, *content.diagnostics, *found)
    parts = (
        config,
        records.records,
        catalogues,
        today,
        options.drafts,
        problems,
        [(file.target, file.key) for file in files],
    )
    return Gathered(
        config=config,
        records=records.records,
        catalogues=catalogues,
        content=content,
        theme=theme,
        files=files,
        today=today,
        engine=engine,
        diagnostics=problems,
        inputs=digest(engine, content.digest, theme.digest, *map(msgspec.msgpack.encode, parts)),
    )


def prepare(options: BuildOptions, gathered: Gathered) -> Prepared:
    """Assembles and plans the whole site."""
    content = gathered.content
    archive, wrong_facts = assemble(
        gathered.config,
        gathered.records,
        content.documents,
        content.assets,
        gathered.today,
        options.drafts,
    )
    the_plan, wrong_links = plan(archive, gathered.catalogues)
    context = RenderContext(msgspec.structs.replace(gathered.theme, files={}), the_plan.chromes)
    words = {lang: digest(msgspec.msgpack.encode(item)) for lang, item in gathered.catalogues.items()}
    return Prepared(
        content=content,
        pages=wanted_pages(the_plan.pages, context, gathered.engine, words),
        files=(*_entry_files(options, the_plan, content), *gathered.files),
        context=context,
        diagnostics=(*gathered.diagnostics, *wrong_facts, *wrong_links),
    )


def _publish(options: BuildOptions, prepared: Prepared, shop: Workshop) -> Result:
    return publish_site(
        options.out,
        prepared.pages,
        prepared.files,
        prepared.context,
        stored_bodies(shop.store, prepared.content),
        shop.store,
        shop.executor,
        shop.progress,
        shop.clock,
    )


@contextmanager
def workshop(options: BuildOptions, progress: Progress | None = None) -> Iterator[Workshop]:
    """Holds the site's lock. Raises Locked, NoCluster, and OSError if the folder cannot be written."""
    with ExitStack() as stack:
        state = options.site / STATE
        state.mkdir(exist_ok=True)
        stack.enter_context(locked(state / "lock"))
        store = stack.enter_context(Store(state / "store" if options.cache else None))
        clock = partial(_time_of_files, state / "lock")
        yield Workshop(store, _executors(options, stack), progress or _silent, clock)


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


def _entry_files(options: BuildOptions, the_plan: Plan, content: Content) -> Iterator[Copy]:
    for file in the_plan.files:
        key = content.assets[file.source].digest
        yield Copy(file.path.lstrip("/"), options.site / file.source, key)


def _static_files(theme: Theme) -> Iterator[Copy]:
    for name, path in theme.files.items():
        yield Copy(f"static/{name}", Path(path), digest(Path(path).read_bytes()))


def _executors(options: BuildOptions, stack: ExitStack) -> Callable[[int], Executor]:
    """Gives an executor for a number of items: a cluster or a pool, made once, when it is worth it."""
    pools = [stack.enter_context(cluster(options.executor))] if options.executor else []

    def executor(items: int) -> Executor:
        if items < WORTH_A_POOL or (options.jobs == 1 and not pools):
            return InlineExecutor()
        if not pools:
            pools.append(stack.enter_context(process_pool(options.jobs)))
        return pools[0]

    return executor


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
