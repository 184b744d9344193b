"""Ctrl-C and the like, where half of the work must not be left."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Those that end a program, as far as the system has them; Windows has others than POSIX.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
SIGNALS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


@contextmanager
def held_back() -> Iterator[None]:
    """Signals that end the program take effect after the block. Only the main thread ever sees them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    previous = {number: signal.getsignal(number) for number in SIGNALS}
    for name in SIGNALS:
        signal.signal(name, lambda number, _: came.append(number))
    try:
        yield
    finally:
        for name, handler in previous.items():
            signal.signal(name, handler or signal.SIG_DFL)
        for number in came[:1]:
            signal.raise_signal(number)


@contextmanager
def kept_from_others() -> Iterator[None]:
    """Threads and processes begun in the block do not receive these signals, until they unblock them.

    Else one of two signals in quick succession may take both to another thread than the main thread, which
    alone acts on them, and which then waits on without having been woken.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where only the main thread receives any
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def unblock() -> None:
    """Has this thread, the first of a process begun in `kept_from_others`, receive them again."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
