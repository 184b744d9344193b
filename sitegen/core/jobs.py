"""Jobs, cut into batches, on processes of this machine or of a cluster, with their progress shown."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any, TypeVar

from sitegen.core.interrupts import hold_signals

# A function of a stage's name, the number of its items and the items: yields the items and shows the
# progress.
Progress = Callable[[str, int, Iterable[Any]], Iterator[Any]]
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
BATCH = 32
AHEAD = 16
# Forked workers need no imports; only Linux forks safely.
METHOD = "fork" if sys.platform == "linux" and hasattr(os, "fork") else "spawn"


def batches(items: Iterable[_Item], size: int) -> Iterator[tuple[_Item, ...]]:
    """The items in order, `size` at a time; the last batch may be smaller."""
    remaining = iter(items)
    while batch := tuple(islice(remaining, size)):
        yield batch


class InlineExecutor(Executor):
    """Runs each call at once, in this process: for one job, small work and tests."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as problem:
            future.set_exception(problem)
        return future


@contextmanager
def process_pool(jobs: int, method: str = METHOD) -> Iterator[Executor]:
    """A pool of processes.

    An exception that leaves the block kills the workers at once, whatever they are busy with, and the workers
    of pools that were made after this one.
    """
    from multiprocessing import active_children

    from sitegen.core.executors import Pool

    others = set(active_children())
    with hold_signals():
        pool = Pool(jobs, method)
    try:
        yield pool
        pool.shutdown()
    except BaseException:
        with hold_signals():
            pool.kill()
            for process in set(active_children()) - others:
                process.kill()
                process.join()
        raise


def run_batches(
    executor: Executor,
    function: Callable[[Any, tuple[_Item, ...]], list[_Result]],
    context: object,
    items: Iterable[_Item],
    lost: Callable[[_Item], _Result],
) -> Iterator[_Result]:
    """`function(context, batch)` for batches of the items; results in the order of the items.

    Only a few batches are under way at a time, so that neither items nor results pile up; an executor that
    needs more of them says how many (`ahead`). A worker that dies takes its batch with it; the batch is tried
    again item by item in a process of its own, and an item that kills that process too gets `lost(item)`.
    """
    ahead = max(AHEAD, getattr(executor, "ahead", 0))
    waiting: deque[tuple[tuple[_Item, ...], Future[list[_Result]]]] = deque()
    with _Alone() as alone:

        def try_again(item: _Item) -> list[_Result]:
            try:
                return alone.call(function, context, (item,))
            except BrokenExecutor:
                return [lost(item)]

        for batch in batches(items, BATCH):
            waiting.append((batch, executor.submit(function, context, batch)))
            if len(waiting) > ahead:
                yield from _results_of(*waiting.popleft(), try_again)
        while waiting:
            yield from _results_of(*waiting.popleft(), try_again)


def _results_of(
    batch: tuple[_Item, ...], future: Future[list[_Result]], try_again: Callable[[_Item], list[_Result]]
) -> list[_Result]:
    try:
        return future.result()
    except BrokenExecutor:
        return [result for item in batch for result in try_again(item)]


class _Alone:
    """A process for items that broke their worker: started when it is needed, and again after it died.

    It is spawned, since a process with threads cannot fork safely.
    """

    def __init__(self) -> None:
        self._pool: Executor | None = None
        self._stack = ExitStack()

    def __enter__(self) -> _Alone:
        return self

    def __exit__(self, *raised: Any) -> None:
        self._stack.__exit__(*raised)

    def call(self, function: Callable[..., _Result], *given: object) -> _Result:
        self._pool = self._pool or self._stack.enter_context(process_pool(1, method="spawn"))
        try:
            return self._pool.submit(function, *given).result()
        except BrokenExecutor:
            self._pool = None
            self._stack.close()
            raise
