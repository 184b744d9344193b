"""A Dask cluster as an executor. Dask is an extra, and imported only when a cluster is asked for.

Nothing is shared with the workers but what travels: a function's name, its arguments, its result. A worker
does the work in a child process, for two reasons: a budget can stop only the main thread, and Dask works in
other threads; and a job that kills its process must not kill a worker that has other people's work, too.
"""

from __future__ import annotations

import logging
import threading
import uuid
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeVar

from sitegen.core.diagnostics import (
    CLUSTER_LOST,
    NO_DASK,
    NO_SCHEDULER,
    NO_WORKERS,
    OTHER_VERSION,
    NoCluster,
)
from sitegen.core.digest import digest, engine_digest
from sitegen.core.jobs import AHEAD
from sitegen.core.processes import Child

_Value = TypeVar("_Value")
SCHEME = "dask"
_PATIENCE = 3.0  # seconds to wait for an answer that comes at once if it comes at all
RESTART = 30.0  # seconds, within which a worker that died should be back


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """An executor on the cluster whose scheduler is at `dask://HOST:PORT`. Raises NoCluster."""
    try:
        import distributed
    except ImportError:
        raise NoCluster(NO_DASK, address=address) from None
    with _silence_dask():
        connect = partial(
            distributed.Client,
            address.replace(f"{SCHEME}:", "tcp:", 1),
            timeout=_PATIENCE,
            set_as_default=False,
        )
        try:
            client = _call_within(_PATIENCE + 1, connect)
        # TimeoutError is an OSError. MemoryError: a server that is no scheduler may send bytes that read as
        # the announcement of a huge message.
        except (OSError, ValueError, ImportError, MemoryError):
            raise NoCluster(NO_SCHEDULER, address=address) from None
        executor = ClusterExecutor(client, address)
        try:
            executor.check()
            yield executor
        finally:
            executor.shutdown()


class ClusterExecutor(Executor):
    """Runs each call in a child process of some worker."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self._build = uuid.uuid4().hex
        self._engine = engine_digest()
        self._values: dict[bytes, Any] = {}
        self.ahead = AHEAD

    def check(self) -> None:
        """Raises NoCluster if there are no workers, or if one has another engine and would make other
        pages."""
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
            found = _call_within(RESTART, lambda: self._client.run(engine_digest, on_error="return"))
        except TimeoutError:
            raise NoCluster(NO_WORKERS, address=self._address) from None
        for worker, its_engine in sorted(found.items()):
            if its_engine != self._engine:
                raise NoCluster(OTHER_VERSION, address=worker)
        self.ahead = max(AHEAD, 2 * sum(self._client.nthreads().values()))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As Executor.submit; an argument of bytes is sent to the cluster once, however many calls have
        it."""
        given = [self._once(value) if isinstance(value, bytes) else value for value in args]
        task = self._client.submit(do_work, self._build, self._engine, fn, *given, **kwargs, pure=False)
        return _Answer(task, self._client, self._address)

    def _once(self, value: bytes) -> Any:
        """A task that gives the value: Dask runs a task again when its workers die, but loses scattered
        data."""
        key = digest(value)
        if key not in self._values:
            self._values[key] = self._client.submit(bytes, value, pure=False)
        return self._values[key]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with suppress(Exception):  # a scheduler that cannot be told finds out by itself that we have gone
            _call_within(_PATIENCE, lambda: self._client.cancel(list(self._client.futures), force=True))
            _call_within(_PATIENCE, lambda: self._client.run(dismiss, self._build))
        with suppress(Exception):
            _call_within(_PATIENCE, self._client.close)


class _Answer(Future[Any]):
    """The result of a task. Waiting for it raises NoCluster when scheduler or workers have gone."""

    def __init__(self, task: Any, client: Any, address: str) -> None:
        super().__init__()
        self._task, self._client, self._address = task, client, address
        self._done = threading.Event()
        task.add_done_callback(lambda _: self._done.set())

    def result(self, timeout: float | None = None) -> Any:
        from distributed import KilledWorker

        while True:
            while not self._done.wait(_PATIENCE):
                self._look_for_workers()
            try:
                result, problem = self._task.result(timeout=RESTART)
            except TimeoutError:  # the worker that held the result has died
                self._look_for_workers()
            except KilledWorker as killed:
                raise BrokenExecutor("workers died") from killed
            except Exception as lost:
                raise NoCluster(CLUSTER_LOST, address=self._address) from lost
            else:
                break
        if problem is not None:
            raise problem
        return result

    def _look_for_workers(self) -> None:
        try:
            _call_within(RESTART + _PATIENCE, lambda: self._client.wait_for_workers(1, timeout=RESTART))
        except TimeoutError:
            raise NoCluster(NO_WORKERS, address=self._address) from None
        except Exception as lost:
            raise NoCluster(CLUSTER_LOST, address=self._address) from lost


def _call_within(seconds: float, call: Callable[[], _Value]) -> _Value:
    """The outcome of a call that may never end. Raises TimeoutError."""
    outcome: Future[_Value] = Future()

    def run() -> None:
        try:
            outcome.set_result(call())
        except BaseException as problem:
            outcome.set_exception(problem)

    threading.Thread(target=run, daemon=True).start()
    return outcome.result(seconds)


@contextmanager
def _silence_dask() -> Iterator[None]:
    """Silences Dask in the block: what it would log and warn of is told in one line of ours, or does not
    matter."""
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"(distributed|dask)\b")
            yield
    finally:
        logging.disable(logging.NOTSET)


# From here on: what runs in the workers.

_children: dict[tuple[str, int], Child] = {}
_ended: set[str] = set()


def do_work(build: str, expected: bytes, function: Callable[..., Any], *given: object) -> tuple[Any, Any]:
    """(result, None), or (None, exception): returned and not raised, to tell it from exceptions of Dask's
    own."""
    caller = (build, threading.get_ident())
    try:
        return _child(caller, expected).call(function, *given), None
    except (BrokenExecutor, NoCluster) as problem:
        _end(caller)
        return None, problem
    except Exception as problem:
        return None, problem


def _child(caller: tuple[str, int], expected: bytes) -> Child:
    """The child of a build and thread. Raises NoCluster if its engine is not the one expected."""
    if caller not in _children:
        _children[caller] = Child()
        if caller[0] in _ended:  # the build was dismissed meanwhile
            raise BrokenExecutor
        # The worker may have joined after `check`, or its program been updated while it ran.
        if _children[caller].call(engine_digest) != expected:
            from distributed import get_worker

            raise NoCluster(OTHER_VERSION, address=str(get_worker().address))
    return _children[caller]


def dismiss(build: str) -> None:
    """Ends the children of a build, and lets the build have no more."""
    _ended.add(build)
    for caller in [caller for caller in _children if caller[0] == build]:
        _end(caller)


def _end(caller: tuple[str, int]) -> None:
    if child := _children.pop(caller, None):
        child.close()
