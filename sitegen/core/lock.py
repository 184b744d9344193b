"""One build at a time for a site, and in a folder. The system frees the locks of a process that died."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.core.files import naming


class Locked(Exception):
    """Another process holds the lock; `holder` is its process id as text, '?' when it is not known."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class Occupied(Exception):
    """Another process holds the folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


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


@contextmanager
def occupied(folder: Path) -> Iterator[None]:
    """Holds the folder itself while the block runs, so that nothing is left in it; raises Occupied at once
    when somebody else does. Where the file system cannot lock a folder (NFS), nobody is kept out."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            _hold(descriptor, folder)
        yield
    finally:
        with naming(folder):
            os.close(descriptor)


def _hold(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Occupied(folder) from None


def _take(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Locked(os.read(descriptor, 32).decode("ascii", "replace").strip() or "?") from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
