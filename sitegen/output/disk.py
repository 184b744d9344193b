"""Files and folders of the published folder: their state on disk, and writing them, with the same rights
whatever the umask."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from sitegen.core.digest import digest_pieces
from sitegen.core.files import BINARY, NO_LINK, content_of, naming, pieces_of

FILE_MODE = 0o644
FOLDER_MODE = 0o755
HAS_RIGHTS = os.name != "nt"
# Only Windows has O_BINARY; without it every line feed would be written as two bytes.
_QUICK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_ESCAPED = re.compile(rb"\\([0-7]{3})")


def status_of(path: Path | str) -> os.stat_result | None:
    """The status of what stands at a path, of a link itself and not of its target; None if nothing stands
    there."""
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def has_mode(path: Path | str, is_so: Callable[[int], bool]) -> bool:
    """Whether something stands at the path whose mode passes the test `is_so`."""
    found = status_of(path)
    return found is not None and is_so(found.st_mode)


def is_file(path: Path, content: bytes) -> bool:
    return has_mode(path, is_of_file) and content_of(path) == content


def is_of_file(mode: int) -> bool:
    """Whether a mode is that of a file as we write it. Windows knows no rights of others."""
    return mode == stat.S_IFREG | FILE_MODE if HAS_RIGHTS else stat.S_ISREG(mode)


def is_fixed(path: str) -> bool:
    """Whether nobody may replace the file, whatever the rights (chattr +i, chflags uchg). Opening such a file
    for writing fails with EPERM (open(2)); without rights it would fail with EACCES."""
    if os.access(path, os.W_OK):
        return False
    try:
        os.close(os.open(path, os.O_WRONLY | _QUICK))
    except OSError as problem:
        return problem.errno == errno.EPERM
    return False


def make_folders(path: Path) -> None:
    """Makes a folder and the missing folders above it, which others can read, whatever the umask."""
    if path.is_dir():
        return
    make_folders(path.parent)
    with contextlib.suppress(FileExistsError):
        make_folder(str(path))


def make_folder(path: str) -> None:
    """Makes a folder that others can read, whatever the umask."""
    os.mkdir(path)
    os.chmod(path, FOLDER_MODE)


def write_file(path: Path | str, content: bytes) -> None:
    descriptor = _opened_for_writing(path)
    try:
        _write(descriptor, content)
    finally:
        os.close(descriptor)


def copy_file(path: Path | str, source: Path, told: str) -> bytes:
    """Copies a file in pieces, and returns the digest of what was copied. An OSError of writing has the path
    `told`.
    """

    def pieces() -> Iterator[bytes]:
        for piece in pieces_of(source):
            with naming(told):
                _write(descriptor, piece)
            yield piece

    with naming(told):
        descriptor = _opened_for_writing(path)
    try:
        return digest_pieces(pieces())
    finally:
        os.close(descriptor)


def _opened_for_writing(path: Path | str) -> int:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | NO_LINK | BINARY, FILE_MODE)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, FILE_MODE)
    return descriptor


def _write(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]


def mounts_in(folder: Path) -> list[str]:
    """The paths of mounts below a folder, relative to it, bind mounts included; only Linux tells them
    (proc(5), mountinfo), so none elsewhere."""
    try:
        lines = content_of("/proc/self/mountinfo").splitlines()
    except OSError:
        return []
    above = os.fsencode(os.path.realpath(folder)) + b"/"
    points = (_ESCAPED.sub(lambda octal: bytes([int(octal[1], 8)]), line.split()[4]) for line in lines)
    return [os.fsdecode(point.removeprefix(above)) for point in points if point.startswith(above)]
