"""The published folder becomes exactly the planned set of files, all or nothing.

New contents are written to a stage inside the folder first; then a journal names every move and removal. From
that moment the new site is decided: the moves are renames, which readers never see half done, new files come
before removals, so that nothing linked is missing, and a build that finds a journal completes it first.
Only files that an earlier build listed as ours are ever replaced or removed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

import msgspec

STAGE = ".sitegen-stage"
LISTING = ".sitegen-files"
FILE_MODE = 0o644
FOLDER_MODE = 0o755


class Journal(msgspec.Struct, frozen=True):
    """`moves` are (name in the stage, target), `removals` targets; all relative to the published folder."""

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
    if not stage.is_dir():
        return
    journal = stage / "journal"
    if journal.is_file():
        _apply(out, msgspec.json.decode(journal.read_bytes(), type=Journal))
    shutil.rmtree(stage)


def listed(out: Path) -> frozenset[str]:
    """The files that builds of ours have put into the folder."""
    try:
        return frozenset((out / LISTING).read_text("utf-8").splitlines())
    except FileNotFoundError:
        return frozenset()


class Publication:
    """New contents on their way into the folder: put each changed file, then `commit`, or nothing happens."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._ours = listed(out)
        self._free: set[str] = set()  # folders that are there
        self._moves: list[tuple[str, str]] = []
        self._stage: Path | None = None

    def put(self, path: str, content: bytes | Path) -> None:
        """Stages a file with these bytes, or as a copy of another; raises Foreign if it would replace one of
        somebody else's."""
        if obstacle := self._obstacle(path):
            raise Foreign(obstacle)
        name = str(len(self._moves))
        _write(self._opened() / name, content)
        self._moves.append((name, path))

    def commit(self, planned: Iterable[str]) -> tuple[str, ...]:
        """Publishes what was put and removes what is ours and not planned; gives the removed ones."""
        wanted = frozenset(planned)
        removals = tuple(sorted(self._ours - wanted))
        if not self._moves and wanted == self._ours:
            return ()
        self._ours |= {LISTING}
        self.put(LISTING, "".join(f"{path}\n" for path in sorted(wanted)).encode())
        stage = self._opened()
        journal = Journal(tuple(self._moves), removals)
        _write(stage / "draft", msgspec.json.encode(journal))
        _sync(stage)
        os.replace(stage / "draft", stage / "journal")
        self._stage = None  # from here on the new site is decided
        _apply(self._out, journal)
        shutil.rmtree(stage)
        return removals

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._stage:
            shutil.rmtree(self._stage, ignore_errors=True)

    def _obstacle(self, path: str) -> Path | None:
        """What stands where the file or one of its folders shall be, and no build of ours made."""
        for above in _above(path):
            if above in self._free:
                continue
            folder = self._out / above
            if not folder.is_dir() or folder.is_symlink():
                return folder if os.path.lexists(folder) and above not in self._ours else None
            self._free.add(above)
        target = self._out / path
        if target.is_dir() and not target.is_symlink():
            return next(self._not_ours(path), None)
        return target if os.path.lexists(target) and path not in self._ours else None

    def _not_ours(self, folder: str) -> Iterator[Path]:
        """What the folder holds besides files of ours."""
        inside = sorted(os.scandir(self._out / folder), key=lambda entry: entry.name)
        for entry in inside:
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from self._not_ours(path)
            elif path not in self._ours:
                yield Path(entry.path)
        if not inside:
            yield self._out / folder

    def _opened(self) -> Path:
        if self._stage is None:
            _folder(self._out)
            self._stage = self._out / STAGE
            self._stage.mkdir()
        return self._stage


def _apply(out: Path, journal: Journal) -> None:
    """Can be cut off and repeated at any point."""
    targets = {target for _, target in journal.moves}
    folders = {folder for target in targets for folder in _above(target)}
    for path in journal.removals:
        if path in folders or not targets.isdisjoint(
            _above(path)
        ):  # a file makes room for a folder, or the reverse
            _remove(out, path)
    for name, target in journal.moves:
        staged = out / STAGE / name
        if staged.exists():
            _folder((out / target).parent)
            os.replace(staged, out / target)
    for path in journal.removals:
        _remove(out, path)


def _above(path: str) -> list[str]:
    """The folders that hold the path, as relative paths."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:number]) for number in range(1, len(parts) + 1)]


def _remove(out: Path, path: str) -> None:
    """What somebody has put in its place stays: a folder, or a link to one on the way."""
    target = out / path
    if target.is_dir() or any((out / above).is_symlink() for above in _above(path)):
        return
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        target.unlink()
    for folder in target.parents:
        if folder == out:
            return
        try:
            folder.rmdir()
        except OSError:  # not empty, or gone
            return


def _folder(path: Path) -> None:
    """Makes a folder that others can read, whatever the umask."""
    if path.is_dir():
        return
    _folder(path.parent)
    with contextlib.suppress(FileExistsError):
        path.mkdir()
        path.chmod(FOLDER_MODE)


def _write(path: Path, content: bytes | Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    with open(descriptor, "wb") as file:
        os.fchmod(descriptor, FILE_MODE)
        if isinstance(content, bytes):
            file.write(content)
        else:
            with content.open("rb") as source:
                shutil.copyfileobj(source, file)


def _sync(folder: Path) -> None:
    """Has the stage on disk before the journal says so: one syncfs(2) where there is one, else sync(2)."""
    import ctypes

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        syncfs = getattr(ctypes.CDLL(None), "syncfs", None)
        if syncfs is None or syncfs(descriptor) != 0:
            os.sync()
    finally:
        os.close(descriptor)
