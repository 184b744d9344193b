"""What a build works with: its options, the lock, the store, an executor, progress and a clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.content.config import SITE_FILE
from sitegen.content.tree import FileTree
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.digest import TESTED, installed_libraries, untested_libraries
from sitegen.core.files import hold_lock, path_in_errors, refuse_link
from sitegen.core.jobs import InlineExecutor, Progress, process_pool
from sitegen.core.store import Store

if TYPE_CHECKING:
    from concurrent.futures import Executor

STATE = ".sitegen"
PICTURES_KEPT = "pictures"
WORTH_A_POOL = 128  # items; for fewer, starting processes costs more than it saves


class BuildOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`publish=False` only checks; `today=None` takes SOURCE_DATE_EPOCH or the day in the site's zone.

    With `standards` the build warns of what IATI and 360Giving require and records lack. `executor` is the
    address of a cluster to work on, instead of `jobs` processes here. `state` is the folder of lock and
    store, by default the site's own. A process that builds again and again, as the preview does, may give
    the digest of the program it runs (`engine`), and the `tree` of content/ where it has just looked; with a
    tree, nobody else is taken to have changed the published folder. With `on_request` pictures and cards are
    left out: the preview has each made when a browser asks for it.
    """

    site: Path
    out: Path
    publish: bool = True
    jobs: int = 1
    executor: str | None = None
    strict: bool = False
    drafts: bool = False
    standards: bool = False
    today: date | None = None
    cache: bool = True
    base_url: str | None = None
    state: Path | None = None
    engine: bytes = b""
    tree: FileTree | None = None
    on_request: bool = False


class Session(msgspec.Struct, frozen=True):
    """What a build works with.

    `executor` gives an executor fit for a number of items. `clock` tells the file system's own time in
    nanoseconds, which the time stamps of files are compared with. `pictures` is the folder of pictures that
    earlier builds made; None if they are not to be used. `removed` collects the files that the build removes
    from the published folder, whichever way it goes: after one that met damage of the store it goes another.
    """

    options: BuildOptions
    store: Store
    executor: Callable[[int], Executor]
    progress: Progress
    clock: Callable[[], int]
    pictures: Path | None = None
    removed: set[str] = set()


@contextmanager
def open_session(options: BuildOptions, progress: Progress | None = None) -> Iterator[Session]:
    """A session that holds the site's lock. Raises Locked, NoCluster, and OSError if the folder of lock and
    store cannot be written."""
    with ExitStack() as stack:
        state = options.state or options.site / STATE
        if not os.path.lexists(options.site / SITE_FILE):  # no site: nothing is left behind in the folder
            state = Path(stack.enter_context(TemporaryDirectory(prefix="sitegen-")))
        refuse_link(state)
        state.mkdir(parents=bool(options.state), exist_ok=True)
        stack.enter_context(hold_lock(state / "lock"))
        store = stack.enter_context(Store(state / "store" if options.cache else None))
        clock = partial(_time_of_files, state / "lock")
        pictures = state / PICTURES_KEPT if options.cache else None
        yield Session(options, store, _executors(options, stack), progress or _show_nothing, clock, pictures)


def _time_of_files(lock: Path) -> int:
    with path_in_errors(lock):
        os.utime(lock)
    return lock.stat().st_mtime_ns


def program_warnings(store: Store) -> Iterator[Diagnostic]:
    """Warnings of the program and its store. They say nothing of the site, so `--strict` does not count
    them."""
    for name, version in untested_libraries(installed_libraries()):
        yield diagnostic("W703", f"{name} {version}", tested=", ".join(TESTED[name]))
    if store.discarded:
        yield diagnostic("W701", f"{STATE}/store")
    if store.unkept:
        yield diagnostic("W702", f"{STATE}/store", reason=store.unkept)


def forget(site: Path) -> bool:
    """Removes what earlier builds have stored; the published site stays. False if nothing was stored. Raises
    Locked, and NotOrdinary if the folder of the store is a link."""
    refuse_link(site / STATE)
    if not (site / STATE).is_dir():
        return False
    with hold_lock(site / STATE / "lock"):
        stored, pictures = site / STATE / "store", site / STATE / PICTURES_KEPT
        there = stored.exists() or pictures.exists()
        stored.unlink(missing_ok=True)
        if pictures.is_dir() and not pictures.is_symlink():
            for path in pictures.iterdir():
                path.unlink()
            pictures.rmdir()
        return there


def _executors(options: BuildOptions, stack: ExitStack) -> Callable[[int], Executor]:
    """A function from a number of items to an executor: the cluster or a pool, made once, when it is worth
    it."""
    pools: list[Executor] = []
    if options.executor:
        from sitegen.core.executors import cluster

        pools.append(stack.enter_context(cluster(options.executor)))

    def executor(items: int) -> Executor:
        if items < WORTH_A_POOL or (options.jobs == 1 and not pools):
            return InlineExecutor()
        if not pools:
            pools.append(stack.enter_context(process_pool(options.jobs)))
        return pools[0]

    return executor


def _show_nothing(_: str, __: int, items: Iterable[Any]) -> Iterator[Any]:
    return iter(items)
