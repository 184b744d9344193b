"""What the file system says of a file, and how far that can be believed."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.core.digest import digest_pieces

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor


PIECE = 1024 * 1024
# No file that is read as a whole is larger; a sparse one may claim any size.
MOST_BYTES = 256 * 1024 * 1024
# Not every system has these, nor what they keep away.
NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT: int = getattr(os, "O_NONBLOCK", 0)
BINARY: int = getattr(os, "O_BINARY", 0)
NOT_ORDINARY = "not an ordinary file"
IS_LINK = "a link, which is not followed here"
NOTES_FOLDER = "_notes"  # a folder for what is never published

FINE = 50_000_000  # nanoseconds; no kernel's tick is longer
COARSE = 2_000_000_000  # the coarsest time stamps in use are two seconds (FAT)
SECOND = 1_000_000_000
# Seconds: on Windows nobody may replace or remove a file that somebody has open.
PAUSES = (0.01, 0.03, 0.1, 0.3, 0.6, 1.0) if sys.platform == "win32" else ()
OFTEN = 2000  # files


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


class NotOrdinary(OSError):
    """A link, pipe, device or the like stands where a file is to be read or written."""

    def __init__(self, path: Path | str, reason: str = NOT_ORDINARY) -> None:
        super().__init__(errno.EINVAL, reason, str(path))


def content_of(path: Path | str) -> bytes:
    """The bytes of a file. Raises NotOrdinary for a pipe or device, at once, and OSError with EFBIG for what
    no site can hold. An OSError names the path, also when the file was open already."""
    with naming(path), open(path, "rb", buffering=0, opener=open_ordinary) as file:
        if os.fstat(file.fileno()).st_size > MOST_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        return file.readall()


def pieces_of(path: Path | str) -> Iterator[bytes]:
    """The bytes of a file, however many there are, in pieces."""
    with naming(path), open(path, "rb", buffering=0, opener=open_ordinary) as file:
        while piece := file.read(PIECE):
            yield piece


def digest_of(path: Path | str) -> bytes:
    """The digest of the bytes of a file, which are never all in memory."""
    return digest_pieces(pieces_of(path))


def open_ordinary(path: str, flags: int, mode: int = 0o777) -> int:
    """For `open`: a descriptor of a regular file. Nobody waits for a pipe that nobody writes."""
    descriptor = os.open(path, flags | _NO_WAIT | BINARY, mode)
    found = os.fstat(descriptor).st_mode
    if stat.S_ISREG(found):
        return descriptor
    os.close(descriptor)
    if stat.S_ISDIR(found):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    raise NotOrdinary(path)


def refuse_link(path: Path) -> None:
    """Raises NotOrdinary when a link stands at the path: what is written there would land elsewhere."""
    if path.is_symlink():
        raise NotOrdinary(path, IS_LINK)


def linked_file(path: str, folder: str) -> str | None:
    """The regular file that a link leads to, if that lies in the folder, which is given by its real path, and
    neither it nor a folder on the way is one that is never published; else None."""
    target = os.path.realpath(path)
    if not target.startswith(f"{folder}{os.sep}"):
        return None
    parts = target.removeprefix(f"{folder}{os.sep}").split(os.sep)
    is_kept_back = any(part.startswith(".") or part.lower() == NOTES_FOLDER for part in parts)
    return target if os.path.isfile(target) and not is_kept_back else None


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


def replace_content(path: Path, content: bytes) -> None:
    """Other bytes for a file of the editor's, all or none; a link stays one."""
    place = Path(os.path.realpath(path))
    written = place.with_name(f"{place.name}.tmp")
    with naming(path):
        written.unlink(missing_ok=True)  # a link would lead elsewhere
        written.write_bytes(content)
        written.chmod(stat.S_IMODE(place.stat().st_mode))
        os.replace(written, place)


def sync(folder: Path) -> None:
    """Has all that was written to the file system of the folder on disk: syncfs(2) where there is one, else
    sync(2). Windows has neither for those who are no administrators."""
    if not hasattr(os, "sync"):
        return
    import ctypes

    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    with naming(folder):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if syncfs is None:
                os.sync()
            elif syncfs(descriptor) != 0:
                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number))
        finally:
            os.close(descriptor)


class Syncing:
    """Has many files on disk while more are written, so that little is left to wait for in the end."""

    def __init__(self) -> None:
        self._written = 0
        self._pool: ThreadPoolExecutor | None = None
        self._begun: list[Future[None]] = []

    def wrote(self, folder: Path) -> None:
        """Counts one more file in the folder."""
        self._written += 1
        if self._written % OFTEN == 0 and all(begun.done() for begun in self._begun):
            self._begun.append(self._thread().submit(sync, folder))

    def finish(self, folder: Path) -> None:
        """Has everything on disk. Raises OSError also for what failed meanwhile: the system tells it once."""
        for begun in self._begun:
            begun.result()
        sync(folder)

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown()

    def _thread(self) -> ThreadPoolExecutor:
        # Imported here, since most builds write few files.
        from concurrent.futures import ThreadPoolExecutor

        self._pool = self._pool or ThreadPoolExecutor(1)
        return self._pool
