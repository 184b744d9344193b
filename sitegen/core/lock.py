"""One build at a time in a folder. The system frees the lock of a process that died."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.core.files import naming


class Locked(Exception):
    """Another process holds the lock; `holder` is its process id as text, '?' when it is not known."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock file while the block runs; raises Locked at once when somebody else does."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        with naming(path):
            _take(descriptor)
        yield
    finally:
        with naming(path):
            os.close(descriptor)


def _take(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Locked(os.read(descriptor, 32).decode("ascii", "replace").strip() or "?") from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
