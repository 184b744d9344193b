"""Work that may be stopped, and work that may not.

Ctrl-C is held back while half-done work would do harm. A budget limits the time of one piece of work, even
inside a regular expression that does not end.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_handled = (
    False  # whether our handler of SIGPROF is installed, which `budget_handler` does once for many budgets
)
# The signals that end a program, as far as the system has them; SIGBREAK is Windows', SIGHUP is not.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
SIGNALS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))
_AGAIN = 0.1  # seconds of processor time; work that unwinds takes far less


class OverBudget(BaseException):
    """The work took too long. Not an Exception, so that no library takes it for an error of its own."""


@contextmanager
def budget(seconds: float) -> Iterator[None]:
    """Raises OverBudget in the block after `seconds` of processor time.

    Processor time (ITIMER_PROF, POSIX setitimer) and not the clock on the wall: the same page must end
    the same way on a busy machine and on an idle one. Signals reach only the main thread, and only systems
    that have SIGPROF; elsewhere the block runs without a limit. Of nested budgets the one that ends first
    counts.

    Python drops whatever is raised in a destructor, a callback of a weak reference or of the garbage
    collector. So OverBudget is raised again every `_AGAIN` seconds until the block is left.
    """
    if not _can_be_stopped():
        yield
        return
    with budget_handler():
        outer = signal.getitimer(signal.ITIMER_PROF)[0]
        allowed = min(seconds, outer) if outer else seconds
        left = 0.0
        try:
            signal.setitimer(signal.ITIMER_PROF, allowed, _AGAIN)
            yield
        finally:
            try:
                left = signal.setitimer(signal.ITIMER_PROF, 0)[0]
            finally:  # runs even if the signal comes just here
                if outer:
                    signal.setitimer(signal.ITIMER_PROF, max(outer - (allowed - left), 1e-6), _AGAIN)


@contextmanager
def budget_handler() -> Iterator[None]:
    """Makes budgets in the block cheap: the handler of their signal is installed once for all of them."""
    global _handled
    if _handled or not _can_be_stopped():
        yield
        return
    previous = signal.signal(signal.SIGPROF, _stop)
    _handled = True
    try:
        yield
    finally:
        _handled = False
        signal.signal(signal.SIGPROF, previous)


def _can_be_stopped() -> bool:
    return hasattr(signal, "SIGPROF") and threading.current_thread() is threading.main_thread()


def _stop(number: int, frame: FrameType | None) -> None:
    raise OverBudget


@contextmanager
def hold_signals() -> Iterator[None]:
    """Holds back the signals that end the program until the block is left. Only the main thread gets
    signals."""
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
def block_signals() -> Iterator[None]:
    """Threads and processes begun in the block receive none of SIGNALS until they call `unblock_signals`.

    Otherwise the system may deliver a signal to such a thread. Only the main thread acts on signals, and it
    would wait on without having been woken.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where only the main thread receives signals
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def unblock_signals() -> None:
    """Lets this thread, the first of a process begun in `block_signals`, receive SIGNALS again."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
