"""The files and folders of the published folder: their state on disk, writing them with the same rights
whatever the umask, and the two lists that publishing keeps there.

The listing names our files: only those are ever replaced or removed. The journal names every move and removal
that is left to do when a publication is decided. The moves are renames, which readers never see half done;
new files come before removals, so that nothing linked is missing. Publication can be cut off anywhere and is
completed by the next build.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from sitegen.core.digest import digest_pieces, text_digest
from sitegen.core.files import (
    BINARY,
    NO_LINK,
    NotOrdinary,
    content_of,
    path_in_errors,
    pieces_of,
    refuse_link,
    remove_file,
    replace_file,
    walk_leaves,
)
from sitegen.core.interrupts import hold_signals

FILE_MODE = 0o644
FOLDER_MODE = 0o755
HAS_RIGHTS = os.name != "nt"
# Only Windows has O_BINARY; without it every line feed would be written as two bytes.
_QUICK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_ESCAPED = re.compile(rb"\\([0-7]{3})")
OWN = ".sitegen"  # begins the names of our own files in the published folder
LISTING = f"{OWN}-files"
_ODD = frozenset(("", ".", ".."))  # parts that lead elsewhere; "" is the first part of an absolute path
STAGE = f"{OWN}-stage"
# Errors of removing a folder that held our files: it holds other files, too, or is not ours to remove.
_STAYS = (errno.ENOTEMPTY, errno.EEXIST, errno.EBUSY, errno.EACCES, errno.EPERM)


def listed_files(out: Path) -> frozenset[str]:
    """The files that builds of this site have put into the folder; none if the listing is damaged."""
    try:
        refuse_link(out / LISTING)
        seal, _, listing = content_of(out / LISTING).decode().partition("\n")
    except (FileNotFoundError, NotADirectoryError, NotOrdinary, UnicodeDecodeError):
        return frozenset()
    return frozenset(filter(is_of_site, listing.split("\n"))) if seal == text_digest(listing) else frozenset()


def is_listed(out: Path, planned: Iterable[str]) -> bool:
    """Whether the listing names exactly these files."""
    return is_file(out / LISTING, listing_of(planned))


def listing_of(planned: Iterable[str]) -> bytes:
    lines = "".join(f"{path}\n" for path in sorted(planned))
    return f"{text_digest(lines)}\n{lines}".encode()


def is_inside(path: str) -> bool:
    """Whether a path stays within the folder. Asked of all paths from the disk, which anybody may have
    written."""
    return _ODD.isdisjoint(path.split("/")) and "\0" not in path


def is_of_site(path: str) -> bool:
    """Whether a file of the site may stand at a path: within the folder, and not where we keep our own files.
    Asked of paths from the store, which anybody may have written."""
    return is_inside(path) and not path.startswith(OWN)


class Journal(msgspec.Struct, frozen=True):
    """`moves` are (name in the stage, target), `removals` targets; all relative to the published folder.

    A new folder is one move.
    """

    moves: tuple[tuple[str, str], ...]
    removals: tuple[str, ...]


def write_journal(stage: Path, journal: Journal) -> None:
    with path_in_errors(stage):
        write_file(stage / "draft", msgspec.json.encode(journal))


def decide(stage: Path) -> None:
    """Renames the journal to its final name: from here on the new site is decided."""
    replace_file(stage / "draft", stage / "journal")


def carry_out(out: Path, journal: Journal) -> None:
    """Carries out a journal. Raises OSError with the path at which it fails; the next build goes on from
    there."""
    _apply(out, journal)
    _clear(out / STAGE)


def recover(out: Path) -> None:
    """Completes a publication that was cut off after it was decided; removes the stage of one cut off
    earlier."""
    stage = out / STAGE
    if not has_mode(stage, stat.S_ISDIR):
        return
    journal = _read_journal(stage)
    with hold_signals():
        if journal:
            carry_out(out, journal)
        else:
            _clear(stage)


def _read_journal(stage: Path) -> Journal | None:
    """The journal of a stage; None if there is none or it is damaged, since the next publication writes
    everything that is missing anyway."""
    try:
        refuse_link(stage / "journal")
        found = msgspec.json.decode(content_of(stage / "journal"), type=Journal)
    except (FileNotFoundError, NotOrdinary, msgspec.DecodeError):
        return None
    paths = (*(path for move in found.moves for path in move), *found.removals)
    if not all(map(is_inside, paths)) or any(path == STAGE or path.startswith(f"{STAGE}/") for path in paths):
        return None
    return None if any(_meets_link(stage, *move) for move in found.moves) else found


def _meets_link(stage: Path, name: str, target: str) -> bool:
    """Whether a move would put a link into the folder, or would go through a link out of the folder."""
    out = stage.parent
    on_the_way = (
        *(stage / part for part in (*_folders_above(name), name)),
        *map(out.joinpath, _folders_above(target)),
    )
    staged = stage / name
    inside = walk_leaves(staged) if has_mode(staged, stat.S_ISDIR) else ()
    return any(map(os.path.islink, (*on_the_way, *inside)))


def _apply(out: Path, journal: Journal) -> None:
    """Does the moves and removals of a journal; it can be cut off and repeated at any point."""
    if journal.removals:
        _make_room(out, journal)
    for name, target in journal.moves:
        staged, location = f"{out}/{STAGE}/{name}", f"{out}/{target}"
        try:
            replace_file(staged, location)
        except OSError as problem:  # the move was done before, lacks its folder, or meets another folder
            are_folders = os.path.isdir(staged) and os.path.isdir(
                location
            )  # tested, since Windows says EACCES
            if problem.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST) and not are_folders:
                problem.filename = location
                raise
            if has_mode(staged, bool):
                make_folders(Path(location).parent)
                _move(Path(staged), Path(location))
    for path in journal.removals:
        _remove(out, path)


def _make_room(out: Path, journal: Journal) -> None:
    """Removes files that are in the way of a new folder, and folders in the way of a new file."""
    targets = {target for _, target in journal.moves}
    in_the_way = {folder for target in targets for folder in (target, *_folders_above(target))}
    for path in journal.removals:
        if path in in_the_way or not targets.isdisjoint(_folders_above(path)):
            _remove(out, path)


def _move(staged: Path, target: Path) -> None:
    """Moves a file or folder. Into a folder that somebody else has made meanwhile, its content is moved."""
    if staged.is_dir() and has_mode(target, stat.S_ISDIR):
        for inner in sorted(staged.iterdir()):
            _move(inner, target / inner.name)
    else:
        replace_file(staged, target)


def _folders_above(path: str) -> list[str]:
    """The folders above a path, the outermost first, as relative paths."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:number]) for number in range(1, len(parts) + 1)]


def _remove(out: Path, path: str) -> None:
    """Removes a file and the folders that it leaves empty. What is no file, or lies behind a link, is not
    ours and stays."""
    target = out / path
    if any(os.path.islink(out / folder) for folder in _folders_above(path)) or has_mode(target, stat.S_ISDIR):
        return
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        remove_file(target)
    for folder in map(out.joinpath, reversed(_folders_above(path))):
        try:
            folder.rmdir()
        except (FileNotFoundError, NotADirectoryError):
            continue  # removed already, before publication was cut off
        except OSError as problem:
            if problem.errno not in _STAYS:
                raise
            return


def _clear(stage: Path) -> None:
    try:  # enough if everything was moved; it opens no folder, which may fail when too many files are open
        (stage / "journal").unlink(missing_ok=True)
        stage.rmdir()
    except OSError:
        with path_in_errors(stage):
            shutil.rmtree(stage)


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
    descriptor = _open_for_writing(path)
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
            with path_in_errors(told):
                _write(descriptor, piece)
            yield piece

    with path_in_errors(told):
        descriptor = _open_for_writing(path)
    try:
        return digest_pieces(pieces())
    finally:
        os.close(descriptor)


def _open_for_writing(path: Path | str) -> int:
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
