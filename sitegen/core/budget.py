"""A limit on the time one piece of work may take, also inside a regular expression that does not end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_handled = False  # whether the signal is ours, so that many budgets need to install its handler only once


class OverBudget(BaseException):
    """The work took too long. Not an Exception, so that no library takes it for an error of its own."""


@contextmanager
def budget(seconds: float) -> Iterator[None]:
    """Raises OverBudget in the block after `seconds` of processor time.

    Processor time (ITIMER_PROF, POSIX setitimer) and not the clock on the wall: the same page must end
    the same way on a busy machine and on an idle one. Signals reach only the main thread, and only systems
    that have SIGPROF; elsewhere the block runs without a limit. A budget within a budget ends with
    whichever ends first. The timer fires once, so the block is left at most once on its account.
    """
    if not _can_be_stopped():
        yield
        return
    with budgets():
        outer = signal.getitimer(signal.ITIMER_PROF)[0]
        allowed = min(seconds, outer) if outer else seconds
        left = 0.0
        try:
            signal.setitimer(signal.ITIMER_PROF, allowed)
            yield
        finally:
            try:
                left = signal.setitimer(signal.ITIMER_PROF, 0)[0]
            finally:  # the signal may come at this very moment
                if outer:
                    signal.setitimer(signal.ITIMER_PROF, max(outer - (allowed - left), 1e-6))


@contextmanager
def budgets() -> Iterator[None]:
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
