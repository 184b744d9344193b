"""Executors: processes of this machine, and a Dask cluster; and a child, a process for one call at a time.

`concurrent.futures.ProcessPoolExecutor` fails all calls under way when one process dies, can be ended at once
only by its private attributes, and hangs when ended so on Debian's Python 3.11.2. Here each process has a
line and a thread of its own: nothing is shared that a killed process could leave locked.

Dask is an extra, and imported only when a cluster is asked for. Nothing is shared with its workers but what
travels: a function's name, its arguments, its result. A worker does the work in a child, for two reasons: a
budget can stop only the main thread, and Dask works in other threads; and a job that kills its process must
not kill a worker that has other people's work, too.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import uuid
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sitegen.core.diagnostics import Refusal, mark_message
from sitegen.core.digest import digest, engine_digest
from sitegen.core.interrupts import SIGNALS, block_signals, unblock_signals

_Value = TypeVar("_Value")
SCHEME = "dask"
_PATIENCE = 3.0  # seconds to wait for an answer that comes at once if it comes at all
RESTART = 30.0  # seconds, within which a worker that died should be back
_GRACE = 1.0  # seconds for threads whose processes were killed
_GLANCE = 0.2  # seconds between two looks of a waiting thread at whether Ctrl-C was pressed

NO_DASK = mark_message("{address}: Dask is not installed. Install it with: pip install 'sitegen[dask]'")
NO_SCHEDULER = mark_message("{address}: no Dask scheduler answers there.")
NO_WORKERS = mark_message("{address}: the cluster has no Dask worker that answers.")
OTHER_VERSION = mark_message(
    "{address}: this Dask worker has another version of sitegen, of Python or of a library than we "
    "have here. Install the same ones and start it again."
)
CLUSTER_LOST = mark_message(
    "{address}: the connection to the Dask cluster was lost. The site stays as it was."
)

_Call = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class Pool(Executor):
    """A call whose process dies raises BrokenExecutor, and so does every call when no process is left.

    A process that died is not replaced: our own process has threads by then and cannot fork safely.
    """

    def __init__(self, processes: int, method: str) -> None:
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()  # None: no more calls will come
        self._alive = processes
        self._counting = threading.Lock()
        context: Any = multiprocessing.get_context(method)
        with block_signals():
            seats = [_start(context) for _ in range(processes)]  # before the first thread, to fork safely
            self._processes = [process for process, _ in seats]
            self._threads = [
                threading.Thread(target=self._attend, args=(line,), daemon=True) for _, line in seats
            ]
            for thread in self._threads:
                thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = _PoolAnswer()
        self._calls.put((future, partial(fn, **kwargs) if kwargs else fn, args))
        if not self._alive:
            self._refuse()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            self._cancel()
        for _ in self._threads:
            self._calls.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
            for process in self._processes:
                process.join()

    def kill(self) -> None:
        """Kills the processes at once, whatever they are busy with."""
        self.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()
        for thread in self._threads:
            thread.join(_GRACE)

    def _attend(self, line: Connection) -> None:
        """Gives one process a call after the other, until no more come or the process dies."""
        with line:
            while call := self._calls.get():
                future, function, given = call
                if not future.set_running_or_notify_cancel():
                    continue
                try:
                    line.send((function, given))
                    result, problem = line.recv()
                except (EOFError, OSError):
                    self._has_died()
                    future.set_exception(BrokenExecutor("the process died"))
                    return
                except Exception as untold:  # a call or an answer that cannot be pickled
                    result, problem = None, untold
                if problem is None:
                    future.set_result(result)
                else:
                    future.set_exception(problem)
            with suppress(OSError):
                line.send(None)  # closing is not enough: a process forked later may hold our end open

    def _has_died(self) -> None:
        with self._counting:
            self._alive -= 1
        if not self._alive:
            self._refuse()

    def _refuse(self) -> None:
        for future in self._waiting():
            if future.set_running_or_notify_cancel():
                future.set_exception(BrokenExecutor("all processes died"))

    def _cancel(self) -> None:
        for future in self._waiting():
            future.cancel()
            future.set_running_or_notify_cancel()

    def _waiting(self) -> list[Future[Any]]:
        """Takes the calls that no process has begun off the queue, and returns their futures."""
        found = []
        try:
            while True:
                if call := self._calls.get_nowait():
                    found.append(call[0])
        except Empty:
            return found


class _PoolAnswer(Future[Any]):
    """A future that is waited for in short pieces: on Windows Ctrl-C does not interrupt a wait without
    limit."""

    def result(self, timeout: float | None = None) -> Any:
        while timeout is None and sys.platform == "win32" and not self.done():
            wait((self,), _GLANCE)
        return super().result(timeout)


def _start(context: Any) -> tuple[BaseProcess, Connection]:
    """A new process, and our end of the line to it."""
    ours, theirs = multiprocessing.Pipe()
    with theirs:  # closed here, so that the death of the process cuts the line
        process: BaseProcess = context.Process(target=_work, args=(theirs,))
        process.start()
    return process, ours


class Child:
    """Calls functions in a process of their own, one at a time.

    The child is started as a program and not forked: it is needed beside threads, and in the workers of a
    cluster, which may not fork. Work runs in its main thread, the only one that a budget can stop. The child
    ends with this process, even in the midst of work, because the end of this process cuts the child's
    standard input.
    """

    def __init__(self) -> None:
        self._line, theirs = Pipe()
        with theirs:
            number = theirs.fileno()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", __name__, str(number)],
                pass_fds=[number],
                stdin=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},  # to import what we can import
            )

    def call(self, function: Callable[..., Any], *given: object) -> Any:
        """Returns or raises what the function does in the child. Raises BrokenExecutor when the child
        dies."""
        try:
            self._line.send((function, given))
            result, problem = self._line.recv()
        except (EOFError, OSError) as cut:
            raise BrokenExecutor("the process died") from cut
        if problem is not None:
            raise problem
        return result

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()  # closes its input, and waits
        self._line.close()


class NoCluster(Refusal):
    """The cluster cannot do the work; `address` is the address of the scheduler or of the worker to blame."""


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
        self.ahead = 0

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
        self.ahead = 2 * sum(self._client.nthreads().values())

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As Executor.submit; an argument of bytes is sent to the cluster once, however many calls have
        it."""
        given = [self._once(value) if isinstance(value, bytes) else value for value in args]
        task = self._client.submit(do_work, self._build, self._engine, fn, *given, **kwargs, pure=False)
        return _ClusterAnswer(task, self._client, self._address)

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


class _ClusterAnswer(Future[Any]):
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


# From here on: what runs in the processes of a pool, and in children.


def _work(line: Connection) -> None:
    """Answers calls. Ctrl-C is ignored: a terminal sends it to all processes, and the parent ends its
    workers.

    The objects from before the fork are frozen: the cycle collector would write to their memory, which is
    shared with the parent until then.
    """
    gc.freeze()
    gc.enable()
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    unblock_signals()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer_calls(line)


def _end_with_parent() -> None:
    """Ends this worker when its parent dies: a parent that was killed cannot end its workers.

    The parent's death cuts the pipe that multiprocessing gives each worker, even if nobody waits for the
    parent. Workers forked later hold the parent's end of the pipe, so workers end one after the other, the
    last first.
    """
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)


def answer_calls(line: Connection) -> None:
    """Answers calls until None comes or the line is cut."""
    while True:
        try:
            call = line.recv()
        except (EOFError, OSError):
            return
        except Exception as problem:  # the call names a function or a type that cannot be imported here
            line.send((None, problem))
            continue
        if call is None:
            return
        function, given = call
        try:
            answer: tuple[Any, Exception | None] = (function(*given), None)
        except Exception as problem:
            answer = (None, problem)
        try:
            line.send(answer)
        except OSError:
            return
        except Exception as problem:  # the answer cannot be pickled; nothing of it was sent
            line.send((None, problem))


def _end_when_cut_off() -> None:
    os.read(0, 1)  # returns when the pipe is cut: the parent writes nothing
    os._exit(1)


# From here on: what runs in the workers of a cluster.

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


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for whoever started us
    threading.Thread(target=_end_when_cut_off, daemon=True).start()
    answer_calls(Connection(int(sys.argv[1])))
