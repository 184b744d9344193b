"""Processes as an executor, made of what `multiprocessing` promises and nothing else.

`concurrent.futures.ProcessPoolExecutor` fails all that is under way when one process dies, can be ended at
once only by its private attributes, and on Debian's Python 3.11.2 hangs then. Here each process has a line
and a thread of its own: nothing is shared that a killed process could leave locked.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from typing import Any

from sitegen.core.child import answer_calls
from sitegen.core.interrupts import SIGNALS, kept_from_others, unblock

_GRACE = 1.0  # seconds for threads whose processes were killed
_GLANCE = 0.2  # seconds after which a waiting thread looks whether Ctrl-C was pressed

_Call = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class Pool(Executor):
    """A call whose process dies raises BrokenExecutor, and so does every call when no process is left.

    Nobody replaces a process that died: by then there are threads, beside which it is not safe to fork.
    """

    def __init__(self, processes: int, method: str) -> None:
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()  # None: there is nothing more to come
        self._alive = processes
        self._counting = threading.Lock()
        context: Any = multiprocessing.get_context(method)
        with kept_from_others():
            seats = [_start(context) for _ in range(processes)]  # all before the first thread
            self._processes = [process for process, _ in seats]
            self._threads = [
                threading.Thread(target=self._attend, args=(line,), daemon=True) for _, line in seats
            ]
            for thread in self._threads:
                thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = _Answer()
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
        """Ends at once, whatever the processes are busy with."""
        self.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()
        for thread in self._threads:
            thread.join(_GRACE)

    def _attend(self, line: Connection) -> None:
        """Has one process do what is called for, until there is nothing more or the process dies."""
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
                except Exception as untold:  # by what cannot be sent, or not be received
                    result, problem = None, untold
                if problem is None:
                    future.set_result(result)
                else:
                    future.set_exception(problem)
            with suppress(OSError):
                line.send(None)  # a later process may have inherited our end, so that closing it says nothing

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
        """The futures of calls that nobody has begun; nobody will now."""
        found = []
        try:
            while True:
                if call := self._calls.get_nowait():
                    found.append(call[0])
        except Empty:
            return found


class _Answer(Future[Any]):
    """On Windows Ctrl-C does not wake whoever waits without a limit: so there is one."""

    def result(self, timeout: float | None = None) -> Any:
        while timeout is None and sys.platform == "win32" and not self.done():
            wait((self,), _GLANCE)
        return super().result(timeout)


def _start(context: Any) -> tuple[BaseProcess, Connection]:
    """A process, and our end of the line to it."""
    ours, theirs = multiprocessing.Pipe()
    with theirs:  # else its death would not cut the line
        process: BaseProcess = context.Process(target=_work, args=(theirs,))
        process.start()
    return process, ours


# From here on: what runs in the processes.


def _work(line: Connection) -> None:
    """Ctrl-C goes to all processes of a terminal, but it is the parent who ends its workers.

    What was there before the fork is never looked through for garbage, so that it stays shared.
    """
    gc.freeze()
    gc.enable()
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    unblock()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer_calls(line)


def _end_with_parent() -> None:
    """A parent that was killed cannot end its workers.

    The pipe that multiprocessing gives each worker is cut then, even if nobody buries the parent. Workers
    forked later have inherited the parent's end of it: so they end one after the other, the last one first.
    """
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)
