"""A process of our own, for work that may take its process with it.

The child is started as a program and not forked: it is needed beside threads, and in the workers of a
cluster, which may not fork. Work runs in its main thread, the only one that a budget can stop. The child ends
with this process, even in the midst of work, because the end of this process cuts the child's standard input.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any


class Child:
    """Calls functions in a process of their own, one at a time."""

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


def _end_with_parent() -> None:
    os.read(0, 1)  # returns when the pipe is cut: the parent writes nothing
    os._exit(1)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for whoever started us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer_calls(Connection(int(sys.argv[1])))
