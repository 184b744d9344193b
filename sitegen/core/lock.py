"""Locks: one build at a time for a site, and in a folder. The system frees the locks of a process that died.

They are flock(2), or msvcrt on Windows. The library `filelock` does the same, but it empties the file that
names the holder when it tries to take the lock, and its import takes longer than a build that finds nothing
changed.
"""

from __future__ import annotations

import errno
import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.core.diagnostics import Refusal
from sitegen.core.files import NO_LINK, open_ordinary, path_in_errors, refuse_link

_FILE = ".sitegen-lock"  # in the folder to lock, on systems that cannot lock the folder itself
_FAR = 1 << 30  # bytes: Windows lets nobody read the part of a file that is locked
_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class Locked(Refusal):
    """Another process builds the site; `holder` is its process id as text, '?' when it is not known."""

    exit_code = 75


class Occupied(Refusal):
    """Another process publishes into the folder `path`."""

    exit_code = 75


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Holds the lock file while the block runs; raises Locked at once when somebody else does.

    Raises NotOrdinary for a link, which may lead to a file that must stay as it is, and for a pipe.
    """
    refuse_link(path)
    with path_in_errors(path):
        descriptor = open_ordinary(str(path), os.O_RDWR | os.O_CREAT | NO_LINK, 0o644)
    try:
        with path_in_errors(path):
            _take(descriptor)
        yield
    finally:
        with path_in_errors(path):
            os.close(descriptor)


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Holds the folder while the block runs; raises Occupied at once when somebody else does.

    What is locked is the folder itself, so that nothing is left in it; on Windows a file in it, which is
    removed. Where the file system cannot lock a folder (NFS), nobody is kept out.
    """
    file = None if hasattr(os, "O_DIRECTORY") else folder / _FILE
    # O_DIRECTORY: opening a pipe that stands there would wait for ever.
    flags = os.O_RDWR | os.O_CREAT if file else os.O_RDONLY | os.O_DIRECTORY
    descriptor = os.open(file or folder, flags, 0o644)
    try:
        with suppress(OSError):
            _hold(descriptor, folder)
        yield
    finally:
        with path_in_errors(folder):
            os.close(descriptor)
        if file:
            with suppress(OSError):  # fails while somebody else has the file open
                file.unlink()


def _hold(descriptor: int, folder: Path) -> None:
    try:
        _lock(descriptor)
    except BlockingIOError:
        raise Occupied(
            "{path}: another build is publishing into this folder. Wait for it to end and try again.",
            path=folder,
        ) from None


def _take(descriptor: int) -> None:
    try:
        _lock(descriptor)
    except BlockingIOError:
        os.lseek(descriptor, 0, os.SEEK_SET)
        holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "?"
        raise Locked(
            "Another build is running (process {holder}). Wait for it to end and try again.", holder=holder
        ) from None
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, f"{os.getpid()}\n".encode())


def _lock(descriptor: int) -> None:
    """Raises BlockingIOError when somebody else holds the lock."""
    try:
        import fcntl
    except ImportError:
        _lock_on_windows(descriptor)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock_on_windows(descriptor: int) -> None:
    msvcrt = importlib.import_module("msvcrt")  # as a string, since mypy knows it on Windows only
    os.lseek(descriptor, _FAR, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError as problem:
        if problem.errno in _HELD:
            raise BlockingIOError from None
        raise
