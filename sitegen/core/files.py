"""What the file system says of a file, and how far that can be believed."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

FINE = 50_000_000  # nanoseconds; no kernel's tick is longer
COARSE = 2_000_000_000  # the coarsest time stamps in use are two seconds (FAT)
SECOND = 1_000_000_000
# Seconds: on Windows nobody may replace or remove a file that somebody has open.
PAUSES = (0.01, 0.03, 0.1, 0.3, 0.6, 1.0) if sys.platform == "win32" else ()


class Signature(msgspec.Struct, frozen=True, array_like=True):
    """Changes whenever somebody writes the file, if it was settled. Times in nanoseconds."""

    size: int
    modified: int
    changed: int
    inode: int


def signature(found: os.stat_result) -> Signature:
    return Signature(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def file_signature(path: str) -> Signature | None:
    """Of the regular file at a path; None if there is none."""
    try:
        found = os.stat(path, follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return signature(found) if stat.S_ISREG(found.st_mode) else None


def is_signed(path: str, known: Signature) -> bool:
    """Whether the regular file at a path still has this signature; asked for every file of a site."""
    try:
        found = os.stat(path, follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return (
        found.st_mtime_ns == known.modified
        and found.st_ctime_ns == known.changed
        and found.st_size == known.size
        and found.st_ino == known.inode
        and stat.S_ISREG(found.st_mode)
    )


def is_settled(found: Signature, now: int) -> bool:
    """Whether a later write would leave another signature: the last one is longer ago than stamps are coarse.

    A stamp with a fraction of a second comes from a file system with fine stamps. `now` in nanoseconds.
    """
    coarseness = FINE if found.changed % SECOND and found.modified % SECOND else COARSE
    return max(found.modified, found.changed) < now - coarseness


def leaves(folder: Path) -> Iterator[Path]:
    """Files, links and empty folders at any depth; none if there is no such folder.

    Raises OSError where something cannot be read: that is never taken for an empty folder.
    """
    for place, folders, files in os.walk(folder, onerror=_unless_missing):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        yield from (Path(place, name) for name in (*files, *links))
        if not folders and not files:
            yield Path(place)


def _unless_missing(problem: OSError) -> None:
    if not isinstance(problem, FileNotFoundError | NotADirectoryError):
        raise problem


def content_of(path: Path | str) -> bytes:
    """The bytes of a file. An OSError names the path, also when the file was open already."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as problem:
        problem.filename = str(path)
        raise


def replace(source: Path | str, target: Path | str) -> None:
    """As os.replace; tried again for a while where a virus scanner or an indexer may have a file open."""
    _patiently(os.replace, source, target)


def remove(path: Path | str) -> None:
    """As os.remove; tried again like `replace`."""
    _patiently(os.remove, path)


def _patiently(change: Callable[..., None], *paths: Path | str) -> None:
    for pause in PAUSES:
        try:
            return change(*paths)
        except PermissionError:
            if os.path.isdir(paths[-1]):
                raise
            time.sleep(pause)
    change(*paths)


@contextmanager
def naming(path: Path | str) -> Iterator[None]:
    """An error of the system in the block tells this path: reads and writes of open files name none."""
    try:
        yield
    except OSError as problem:
        problem.filename = str(path)
        raise
