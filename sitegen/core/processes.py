"""Processes for work that may take its process with it: a pool of them as an executor, and one alone.

`concurrent.futures.ProcessPoolExecutor` fails all calls under way when one process dies, can be ended at once
only by its private attributes, and hangs when ended so on Debian's Python 3.11.2. Here each process has a
line and a thread of its own: nothing is shared that a killed process could leave locked.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import suppress
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from typing import Any

from sitegen.core.interrupts import SIGNALS, block_signals, unblock_signals

_GRACE = 1.0  # seconds for threads whose processes were killed
_GLANCE = 0.2  # seconds between two looks of a waiting thread at whether Ctrl-C was pressed

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


class _Answer(Future[Any]):
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


# From here on: what runs in the processes.


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


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for whoever started us
    threading.Thread(target=_end_when_cut_off, daemon=True).start()
    answer_calls(Connection(int(sys.argv[1])))
