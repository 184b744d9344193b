"""One build at a time for a site, and in a folder. The system frees the locks of a process that died."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.core.files import naming
from sitegen.core.refusal import Refusal


class Locked(Refusal):
    """Another process builds the site; `holder` is its process id as text, '?' when it is not known."""

    exit_code = 75


class Occupied(Refusal):
    """Another process publishes into the folder `path`."""

    exit_code = 75


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
        raise Occupied(
            "{path}: another build is publishing into this folder. Wait for it to end and try again.",
            path=folder,
        ) from None


def _take(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "?"
        raise Locked(
            "Another build is running (process {holder}). Wait for it to end and try again.", holder=holder
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
