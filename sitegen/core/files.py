"""Files: whether they changed, as far as the file system can be believed; reading, replacing, writing to
disk; and locks, so that one build at a time works on a site, and in a folder.

Locks are flock(2), or msvcrt on Windows; the system frees those of a process that died. The library
`filelock` does the same, but it empties the file that names the holder when it tries to take the lock, and
its import takes longer than a build that finds nothing changed.
"""

from __future__ import annotations

import errno
import importlib
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.core.diagnostics import Refusal

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor


PIECE = 1024 * 1024
# A larger file is not read as a whole: a sparse file may claim any size.
MOST_BYTES = 256 * 1024 * 1024
# 0 on systems that lack a flag; they also lack the links or pipes that the flag guards against.
NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT: int = getattr(os, "O_NONBLOCK", 0)
BINARY: int = getattr(os, "O_BINARY", 0)
NOT_ORDINARY = "not an ordinary file"
IS_LINK = "a link, which is not followed here"
NOTES_FOLDER = "_notes"  # a folder for what is never published

FINE_STAMP = 50_000_000  # nanoseconds; no kernel's tick is longer
COARSE_STAMP = 2_000_000_000  # the coarsest time stamps in use are two seconds (FAT)
SECOND = 1_000_000_000
# Seconds: on Windows nobody may replace or remove a file that somebody has open.
PAUSES = (0.01, 0.03, 0.1, 0.3, 0.6, 1.0) if sys.platform == "win32" else ()
FILES_BETWEEN_SYNCS = 2000  # files written before the next sync to disk begins
_LOCK_FILE = ".sitegen-lock"  # in the folder to lock, on systems that cannot lock the folder itself
_FAR = 1 << 30  # bytes: Windows lets nobody read the part of a file that is locked
_LOCK_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class Signature(msgspec.Struct, frozen=True, array_like=True):
    """What stat(2) says of a file; times in nanoseconds. Whoever writes a settled file (`is_settled`) changes
    its signature."""

    size: int
    modified: int
    changed: int
    inode: int


def signature(found: os.stat_result) -> Signature:
    return Signature(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def file_signature(path: str) -> Signature | None:
    """The signature of the regular file at a path; None if there is none."""
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
    """Whether a later write would change the signature: the last write is longer ago than time stamps are
    coarse.

    A stamp with a fraction of a second comes from a file system with fine stamps. `now` in nanoseconds.
    """
    coarseness = FINE_STAMP if found.changed % SECOND and found.modified % SECOND else COARSE_STAMP
    return max(found.modified, found.changed) < now - coarseness


def walk_leaves(folder: Path) -> Iterator[Path]:
    """Files, links and empty folders at any depth; none if there is no such folder.

    Raises OSError for a folder that cannot be read, which must not be taken for an empty one.
    """
    for parent, folders, files in os.walk(folder, onerror=_unless_missing):
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        yield from (Path(parent, name) for name in (*files, *links))
        if not folders and not files:
            yield Path(parent)


def _unless_missing(problem: OSError) -> None:
    if not isinstance(problem, FileNotFoundError | NotADirectoryError):
        raise problem


class NotOrdinary(OSError):
    """A link, pipe, device or the like stands where a file is to be read or written."""

    def __init__(self, path: Path | str, reason: str = NOT_ORDINARY) -> None:
        super().__init__(errno.EINVAL, reason, str(path))


def content_of(path: Path | str) -> bytes:
    """The bytes of a file. Raises NotOrdinary for a pipe or device, without waiting for it, and OSError with
    EFBIG for a file of more than MOST_BYTES. An OSError names the path even if reading failed, not
    opening."""
    with path_in_errors(path), open(path, "rb", buffering=0, opener=open_ordinary) as file:
        if os.fstat(file.fileno()).st_size > MOST_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        return file.readall()


def pieces_of(path: Path | str) -> Iterator[bytes]:
    """The bytes of a file, however many there are, in pieces."""
    with path_in_errors(path), open(path, "rb", buffering=0, opener=open_ordinary) as file:
        while piece := file.read(PIECE):
            yield piece


def open_ordinary(path: str, flags: int, mode: int = 0o777) -> int:
    """An opener for `open`: the descriptor of a regular file. Raises NotOrdinary for anything else, also for
    a pipe, which `open` alone would wait for."""
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
    """The regular file that a link leads to; None unless it lies in the folder (a real path) and below no
    folder that is never published."""
    target = os.path.realpath(path)
    if not target.startswith(f"{folder}{os.sep}"):
        return None
    parts = target.removeprefix(f"{folder}{os.sep}").split(os.sep)
    is_kept_back = any(part.startswith(".") or part.lower() == NOTES_FOLDER for part in parts)
    return target if os.path.isfile(target) and not is_kept_back else None


def replace_file(source: Path | str, target: Path | str) -> None:
    """As os.replace; tried again for a while where a virus scanner or an indexer may have a file open."""
    _retry(os.replace, source, target)


def remove_file(path: Path | str) -> None:
    """As os.remove; tried again like `replace_file`."""
    _retry(os.remove, path)


def _retry(change: Callable[..., None], *paths: Path | str) -> None:
    for pause in PAUSES:
        try:
            return change(*paths)
        except PermissionError:
            if os.path.isdir(paths[-1]):
                raise
            time.sleep(pause)
    change(*paths)


@contextmanager
def path_in_errors(path: Path | str) -> Iterator[None]:
    """Puts the path into an OSError of the block: reading and writing an open file raises one without a
    path."""
    try:
        yield
    except OSError as problem:
        problem.filename = str(path)
        raise


def replace_content(path: Path, content: bytes) -> None:
    """Replaces the bytes of an editor's file, all or none; of a link, the bytes of the file it leads to."""
    real = Path(os.path.realpath(path))
    written = real.with_name(f"{real.name}.tmp")
    with path_in_errors(path):
        written.unlink(missing_ok=True)  # if a link stood here, writing would change another file
        written.write_bytes(content)
        written.chmod(stat.S_IMODE(real.stat().st_mode))
        os.replace(written, real)


def sync_folder(folder: Path) -> None:
    """Returns when all that was written to the folder's file system is on disk: by syncfs(2), or sync(2)
    where it is missing. On Windows it does nothing: only administrators may do either there."""
    if not hasattr(os, "sync"):
        return
    import ctypes

    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    with path_in_errors(folder):
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
    """Writes files to disk in the background while more are written, so that the wait at the end is short."""

    def __init__(self) -> None:
        self._written = 0
        self._pool: ThreadPoolExecutor | None = None
        self._begun: list[Future[None]] = []

    def wrote(self, folder: Path) -> None:
        """Counts one more file in the folder."""
        self._written += 1
        if self._written % FILES_BETWEEN_SYNCS == 0 and all(begun.done() for begun in self._begun):
            self._begun.append(self._thread().submit(sync_folder, folder))

    def finish(self, folder: Path) -> None:
        """Returns when everything is on disk. Raises OSError, also for a sync in the background that failed:
        the system reports a failed write only once."""
        for begun in self._begun:
            begun.result()
        sync_folder(folder)

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown()

    def _thread(self) -> ThreadPoolExecutor:
        # Imported here, since most builds write few files.
        from concurrent.futures import ThreadPoolExecutor

        self._pool = self._pool or ThreadPoolExecutor(1)
        return self._pool


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
    file = None if hasattr(os, "O_DIRECTORY") else folder / _LOCK_FILE
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
        if problem.errno in _LOCK_HELD:
            raise BlockingIOError from None
        raise
