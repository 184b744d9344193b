"""The published folder becomes exactly the planned set of files, all or nothing.

New contents are written to a stage inside the folder first; then a journal names every move and removal. From
that moment the new site is decided: the moves are renames, which readers never see half done, new files come
before removals, so that nothing linked is missing, and a build that finds a journal completes it first.
Whatever can fail (space, rights, somebody else's file in the way) is done or looked at before the journal.
Only files that an earlier build listed as ours are ever replaced or removed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

import msgspec

from sitegen.core.digest import text_digest
from sitegen.core.files import content_of, leaves, naming
from sitegen.core.interrupts import held_back
from sitegen.core.sync import Syncing

STAGE = ".sitegen-stage"
LISTING = ".sitegen-files"
FILE_MODE = 0o644
FOLDER_MODE = 0o755
# Why a folder that held files of ours is not removed with them: it holds others, or is not ours to remove.
_STAYS = (errno.ENOTEMPTY, errno.EEXIST, errno.EBUSY, errno.EACCES, errno.EPERM)


class Copy(msgspec.Struct, frozen=True):
    """A file to publish as it is; `key` is the digest of its content."""

    target: str
    source: Path
    key: bytes


class Journal(msgspec.Struct, frozen=True):
    """`moves` are (name in the stage, target), `removals` targets; all relative to the published folder.

    A folder that is not there yet is moved whole.
    """

    moves: tuple[tuple[str, str], ...]
    removals: tuple[str, ...]


class Foreign(Exception):
    """A file stands where the site wants to write, and no build of ours made it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def recover(out: Path) -> None:
    """Completes a publication that was cut off after its journal, forgets one that was cut off before."""
    stage = out / STAGE
    if not _mode(stage, stat.S_ISDIR):
        return
    journal = _decided(stage)
    with held_back():
        if journal:
            _apply(out, journal)
        _clear(stage)


def _decided(stage: Path) -> Journal | None:
    """The journal; None also for one that is damaged: then the next publication mends what was half done."""
    try:
        found = msgspec.json.decode(content_of(stage / "journal"), type=Journal)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    paths = (*(path for move in found.moves for path in move), *found.removals)
    return found if all(map(_is_inside, paths)) else None


def listed(out: Path) -> frozenset[str]:
    """The files that builds of ours have put into the folder; none if the listing is damaged."""
    try:
        seal, _, listing = content_of(out / LISTING).decode().partition("\n")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return frozenset()
    return frozenset(filter(_is_inside, listing.split("\n"))) if seal == text_digest(listing) else frozenset()


def is_listed(out: Path, planned: Iterable[str]) -> bool:
    """Whether the listing names exactly these files."""
    return _is(out / LISTING, _listing(planned))


def _listing(planned: Iterable[str]) -> bytes:
    lines = "".join(f"{path}\n" for path in sorted(planned))
    return f"{text_digest(lines)}\n{lines}".encode()


def _is_inside(path: str) -> bool:
    """What comes from the disk may have been written by anybody: it must not lead out of the folder."""
    return not path.startswith("/") and not {"", ".", ".."} & set(path.split("/"))


class Publication:
    """New contents on their way into the folder: put each changed file, then `commit`, or nothing happens."""

    def __init__(self, out: Path, ours: frozenset[str] | None = None) -> None:
        """`ours` are the files that may be replaced and removed; by default those that are listed."""
        self._out = out
        self._ours = listed(out) if ours is None else ours
        self._files: list[tuple[str, str]] = []
        self._folders: dict[str, str] = {}  # new folders by target, with their names in the stage
        self._staged: dict[str, str] = {}
        self._stage: Path | None = None
        self._syncing = Syncing()
        self._is_new = not os.path.lexists(out)

    def put(self, path: str, content: bytes | Path) -> bytes:
        """Stages a file with these bytes, or as a copy of another; gives the bytes.

        Raises Foreign if it would replace one of somebody else's.
        """
        raw = content_of(content) if isinstance(content, Path) else content
        target = f"{self._out}/{path}"
        folder, _, name = path.rpartition("/")
        with naming(target):
            stage = self._opened()
            place = f"{self._staged_folder(folder)}/{name}"
            if place.startswith("/"):  # the folder is there, and the file waits on its own
                if path not in self._ours and _mode(target, lambda mode: not stat.S_ISDIR(mode)):
                    raise Foreign(Path(target))  # a folder may yet become empty
                self._files.append((str(len(self._files)), path))
                place = self._files[-1][0]
            _write(f"{stage}/{place}", raw)
        self._syncing.wrote(stage)
        return raw

    def commit(self, planned: Iterable[str]) -> tuple[str, ...]:
        """Publishes what was put and removes what is ours and not planned; gives the removed ones."""
        wanted = frozenset(planned)
        removals = tuple(sorted(self._ours - wanted - {LISTING}))
        if not is_listed(self._out, wanted):
            self._ours |= {LISTING}
            self.put(LISTING, _listing(wanted))
        if not self._files and not self._folders and not removals:
            return ()
        stage = self._opened()
        journal = Journal((*((name, top) for top, name in self._folders.items()), *self._files), removals)
        self._make_sure(journal)
        with naming(stage):
            _write(stage / "draft", msgspec.json.encode(journal))
        self._syncing.finish(stage)
        with held_back():
            os.replace(stage / "draft", stage / "journal")
            self._stage = None  # from here on the new site is decided
            _apply(self._out, journal)
            _clear(stage)
        return removals

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._syncing.close()
        if self._stage:
            shutil.rmtree(self._stage, ignore_errors=True)
            if self._is_new:
                with contextlib.suppress(OSError):
                    self._out.rmdir()

    def _opened(self) -> Path:
        if self._stage is None:
            _folder(self._out)
            stage = self._out / STAGE
            self._stage = stage
            stage.mkdir()
        return self._stage

    def _staged_folder(self, folder: str) -> str:
        """Where in the stage the files of a new folder wait; nothing for one that is there already."""
        if folder not in self._staged:
            above, _, name = folder.rpartition("/")
            outer = self._staged_folder(above) if folder else ""
            place = f"{outer}/{name}" if outer else ""
            if not outer and not _mode(f"{self._out}/{folder}", stat.S_ISDIR):
                place = self._folders[folder] = f"folder-{len(self._folders)}"
            if place:
                _make_folder(f"{self._opened()}/{place}")
            self._staged[folder] = place
        return self._staged[folder]

    def _make_sure(self, journal: Journal) -> None:
        """Raises whatever would stop the moves half way."""
        removals = frozenset(journal.removals)
        for _, target in journal.moves:
            self._make_sure_of_room(target, removals)
        changed = {os.path.dirname(path) for path in (*removals, *(target for _, target in journal.moves))}
        device = os.stat(self._out).st_dev
        for place in (f"{self._out}/{folder}" for folder in changed - {""}):
            found = _status(place)
            if found is None or not stat.S_ISDIR(found.st_mode):
                continue
            if found.st_dev != device:
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), place)
            if not os.access(place, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), place)

    def _make_sure_of_room(self, target: str, removals: frozenset[str]) -> None:
        """What stands at the target is ours; a folder of ours will be empty by then."""
        place = f"{self._out}/{target}"
        if _mode(place, stat.S_ISDIR):
            for path in leaves(Path(place)):
                if path.relative_to(self._out).as_posix() not in removals:
                    raise Foreign(path)
        elif target not in self._ours and os.path.lexists(place):
            raise Foreign(Path(place))


def _apply(out: Path, journal: Journal) -> None:
    """Can be cut off and repeated at any point."""
    if journal.removals:
        _make_room(out, journal)
    for name, target in journal.moves:
        staged, place = f"{out}/{STAGE}/{name}", f"{out}/{target}"
        try:
            os.replace(staged, place)
        except OSError as problem:  # made before, without its folder, or to be joined with one
            if problem.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST):
                raise
            if _mode(staged, bool):
                _folder(Path(place).parent)
                _move(Path(staged), Path(place))
    for path in journal.removals:
        _remove(out, path)


def _make_room(out: Path, journal: Journal) -> None:
    """Where a file is in the way of a folder, or the reverse."""
    targets = {target for _, target in journal.moves}
    in_the_way = {folder for target in targets for folder in (target, *_above(target))}
    for path in journal.removals:
        if path in in_the_way or not targets.isdisjoint(_above(path)):
            _remove(out, path)


def _move(staged: Path, target: Path) -> None:
    """A folder that has come into being since, with somebody else's files, is joined."""
    if staged.is_dir() and _mode(target, stat.S_ISDIR):
        for inner in sorted(staged.iterdir()):
            _move(inner, target / inner.name)
    else:
        os.replace(staged, target)


def _above(path: str) -> list[str]:
    """The folders that hold the path, from the outside, as relative paths."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:number]) for number in range(1, len(parts) + 1)]


def _remove(out: Path, path: str) -> None:
    """Leaves alone what is no file, and what a link leads to: neither is ours."""
    target = out / path
    if any(os.path.islink(out / folder) for folder in _above(path)) or _mode(target, stat.S_ISDIR):
        return
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        target.unlink()
    for folder in map(out.joinpath, reversed(_above(path))):
        try:
            folder.rmdir()
        except (FileNotFoundError, NotADirectoryError):
            continue  # removed before the journal was cut off
        except OSError as problem:
            if problem.errno not in _STAYS:
                raise
            return


def _status(path: Path | str) -> os.stat_result | None:
    """Of what stands at the path itself, not where a link leads; None if nothing does."""
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _mode(path: Path | str, is_so: Callable[[int], bool]) -> bool:
    """Whether something stands at the path, and its mode is so."""
    found = _status(path)
    return found is not None and is_so(found.st_mode)


def _is(path: Path, content: bytes) -> bool:
    return _mode(path, (stat.S_IFREG | FILE_MODE).__eq__) and content_of(path) == content


def _folder(path: Path) -> None:
    """Makes a folder, and those that hold it."""
    if path.is_dir():
        return
    _folder(path.parent)
    with contextlib.suppress(FileExistsError):
        _make_folder(str(path))


def _make_folder(path: str) -> None:
    """One that others can read, whatever the umask."""
    os.mkdir(path)
    os.chmod(path, FOLDER_MODE)


def _write(path: Path | str, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    try:
        os.fchmod(descriptor, FILE_MODE)
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def _clear(stage: Path) -> None:
    with naming(stage):
        shutil.rmtree(stage)
