"""Running a pure function over many items on any `concurrent.futures.Executor`."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from sitegen.core.batches import batches
from sitegen.core.interrupts import SIGNALS, held_back, kept_from_others

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")
BATCH = 32
AHEAD = 16


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
def process_pool(
    jobs: int, method: str | None = "fork" if sys.platform == "linux" else None
) -> Iterator[Executor]:
    """A pool of processes. Forks where that is the platform's habit: workers then need no imports.

    An exception that leaves the block ends the workers at once, whatever they are busy with, and also those
    of pools that were made after this one.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context(method), initializer=_begin_worker)
    results = pool._result_queue  # forgotten by a pool that has shut down
    try:
        # A pool that is stopped while its workers start never ends.
        with held_back(), kept_from_others():
            pool.submit(os.getpid)
        yield pool
        pool.shutdown()
    except BaseException:
        with held_back():
            _kill(pool, results, others)
        raise


def _kill(pool: ProcessPoolExecutor, results: Any, others: set[BaseProcess]) -> None:
    """Ends a pool and all processes but the others."""
    from multiprocessing import active_children

    manager: Any = pool._executor_manager_thread  # forgotten below
    pool.shutdown(wait=False, cancel_futures=True)
    workers = set(active_children()) - others
    for worker in workers:
        worker.kill()
    results._writer.close()  # else the manager may wait for the rest of a result that was cut short
    for worker in workers:
        worker.join()
    if manager:
        manager.join()


def _begin_worker() -> None:
    """Ctrl-C goes to all processes of a terminal, but it is the parent who ends its workers.

    What was there before the fork is never looked through for garbage, so that it stays shared.
    """
    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed cannot end its workers, and they have inherited its lock.

    The pipe that multiprocessing gives each worker is cut then, even if nobody buries the parent. Workers
    forked later have inherited the parent's end of it: so they end one after the other, the last one first.
    """
    import multiprocessing

    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)


def run(
    executor: Executor,
    function: Callable[[Any, tuple[Item, ...]], list[Result]],
    context: object,
    items: Iterable[Item],
    lost: Callable[[Item], Result],
) -> Iterator[Result]:
    """`function(context, batch)` for batches of the items; results in the order of the items.

    Only a few batches are under way at a time, so that neither items nor results pile up. A worker that dies
    takes its batch with it; the batch is tried again item by item in a process of its own, and an item that
    kills that process too gets `lost(item)`. An executor may say how many batches it needs `ahead`, and how
    a pool for one process `alone` is made beside it.
    """
    ahead = getattr(executor, "ahead", AHEAD)
    pool_of_one = getattr(executor, "alone", partial(process_pool, 1))
    waiting: deque[tuple[tuple[Item, ...], Future[list[Result]]]] = deque()
    with _Alone(pool_of_one) as alone:
        for batch in batches(items, BATCH):
            waiting.append((batch, _submit(executor, function, context, batch)))
            if len(waiting) > ahead:
                yield from _result(*waiting.popleft(), function, context, lost, alone)
        while waiting:
            yield from _result(*waiting.popleft(), function, context, lost, alone)


def _result(
    batch: tuple[Item, ...],
    future: Future[list[Result]],
    function: Callable[[Any, tuple[Item, ...]], list[Result]],
    context: object,
    lost: Callable[[Item], Result],
    alone: _Alone,
) -> Iterator[Result]:
    try:
        results = future.result()
    except BrokenExecutor:
        for item in batch:
            try:
                yield from alone.call(function, context, (item,))
            except BrokenExecutor:
                yield lost(item)
    else:
        yield from results


def _submit(
    executor: Executor,
    function: Callable[[Any, tuple[Item, ...]], list[Result]],
    context: object,
    batch: tuple[Item, ...],
) -> Future[list[Result]]:
    try:
        return executor.submit(function, context, batch)
    except BrokenExecutor as problem:  # a pool that broke refuses further work
        future: Future[list[Result]] = Future()
        future.set_exception(problem)
        return future


class _Alone:
    """A process for what broke its worker: started when there is need, and anew when it died."""

    def __init__(self, pool_of_one: Callable[[], AbstractContextManager[Executor]]) -> None:
        self._pool_of_one = pool_of_one
        self._pool: Executor | None = None
        self._stack = ExitStack()

    def __enter__(self) -> _Alone:
        return self

    def __exit__(self, *raised: Any) -> None:
        self._stack.__exit__(*raised)

    def call(self, function: Callable[..., Result], *given: object) -> Result:
        self._pool = self._pool or self._stack.enter_context(self._pool_of_one())
        try:
            return self._pool.submit(function, *given).result()
        except BrokenExecutor:
            self._pool = None
            self._stack.close()
            raise
