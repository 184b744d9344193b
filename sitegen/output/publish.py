"""The published folder becomes exactly the planned set of files, all or nothing.

New contents are written to a stage inside the folder first; the journal decides that the new site is to
stand. Whatever can fail (space, rights, somebody else's file in the way) is done or checked before, as far as
possible.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

import msgspec

from sitegen.core.diagnostics import Refusal
from sitegen.core.files import Syncing, leaves, naming
from sitegen.core.interrupts import held_back
from sitegen.core.lock import occupied
from sitegen.core.store import Damaged
from sitegen.output.journal import (
    LISTING,
    STAGE,
    Journal,
    carry_out,
    copy_file,
    decide,
    has_mode,
    is_fixed,
    is_listed,
    is_of_site,
    listed,
    listing_of,
    make_folder,
    make_folders,
    mounts_in,
    status_of,
    write_file,
    write_journal,
)


class Copy(msgspec.Struct, frozen=True):
    """A file to publish as it is, or with this `content`; `key` is the digest of what is published."""

    target: str
    source: Path
    key: bytes
    content: bytes | None = None


class Foreign(Refusal):
    """A file stands where the site wants to write, and no build of ours made it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "{path}: sitegen did not write this file and will not replace it. Choose an empty folder.",
            path=path,
        )


@contextmanager
def reserved(out: Path) -> Iterator[None]:
    """Keeps other builds out of the folder. A missing folder is made, with those above it, and removed again
    if nothing is published. Raises Occupied."""
    new = [folder for folder in (out, *out.parents) if not os.path.lexists(folder)]
    make_folders(out)
    with occupied(out):
        try:
            yield
        finally:  # removed while the lock is held, since another build may be waiting for the folder
            with held_back(), suppress(OSError):
                for folder in new:
                    folder.rmdir()


class Publication:
    """New contents on their way into the folder: put each changed file, then `commit`, or nothing happens."""

    def __init__(self, out: Path, ours: frozenset[str] | None = None) -> None:
        """`ours` are the files that may be replaced and removed; by default those that are listed."""
        self._out = out
        self._ours = listed(out) if ours is None else ours
        self._files: list[tuple[str, str]] = []
        self._folders: dict[str, str] = {}  # names in the stage of new folders, by target
        self._staged: dict[str, str] = {}
        self._stage: Path | None = None
        self._put: list[str] = []  # the files in the stage
        self._syncing = Syncing()

    def put(self, path: str, content: bytes) -> None:
        """Stages a file with these bytes."""
        location = self._location(path)
        with naming(f"{self._out}/{path}"):
            write_file(location, content)
        self._syncing.wrote(self._opened())

    def copy(self, path: str, source: Path) -> bytes:
        """Stages a copy of a file, in pieces; returns the digest of what was copied."""
        location = self._location(path)
        found = copy_file(location, source, f"{self._out}/{path}")
        self._syncing.wrote(self._opened())
        return found

    def _location(self, path: str) -> str:
        """The name in the stage for the file at a path of the site."""
        if not is_of_site(path) and path != LISTING:
            raise Damaged(f"no path of a site: {path!r}")
        stage = self._opened()
        folder, _, name = path.rpartition("/")
        with naming(f"{self._out}/{path}"):
            location = f"{self._staged_folder(folder)}/{name}"
        if location.startswith("/"):  # the folder exists, so the file is staged by itself
            self._files.append((str(len(self._files)), path))
            location = self._files[-1][0]
        self._put.append(f"{stage}/{location}")
        return self._put[-1]

    def commit(self, planned: Iterable[str]) -> tuple[str, ...]:
        """Publishes what was put and removes our files that are not planned; returns the removed files.

        Raises Foreign if somebody else's file would be replaced. That is checked only now, so that errors of
        the site itself are told first.
        """
        wanted = frozenset(planned)
        if not all(map(is_of_site, wanted)):
            raise Damaged("planned are no paths of a site")
        removals = tuple(sorted(self._ours - wanted - {LISTING}))
        if not is_listed(self._out, wanted):
            self._ours |= {LISTING}
            self.put(LISTING, listing_of(wanted))
        if not self._files and not self._folders and not removals:
            return ()
        stage = self._opened()
        journal = Journal((*((name, top) for top, name in self._folders.items()), *self._files), removals)
        self._make_sure(journal)
        write_journal(stage, journal)
        self._syncing.finish(stage)
        with held_back():
            decide(stage)
            self._stage = None
            carry_out(self._out, journal)
        return removals

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._syncing.close()
        if self._stage:
            self._clear_by_name(self._stage)
            shutil.rmtree(self._stage, ignore_errors=True)

    def _clear_by_name(self, stage: Path) -> None:
        """Removes the stage by the names that are known, without opening folders: no descriptor may be
        left."""
        with suppress(OSError):
            for location in self._put:
                Path(location).unlink(missing_ok=True)
            for folder in sorted(filter(None, self._staged.values()), reverse=True):
                (stage / folder).rmdir()
            stage.rmdir()

    def _opened(self) -> Path:
        if self._stage is None:
            stage = self._out / STAGE
            with held_back():
                stage.mkdir()
                self._stage = stage
        return self._stage

    def _staged_folder(self, folder: str) -> str:
        """The name in the stage of a new folder of the site; "" for a folder that exists already."""
        if folder not in self._staged:
            above, _, name = folder.rpartition("/")
            outer = self._staged_folder(above) if folder else ""
            location = f"{outer}/{name}" if outer else ""
            if not outer and not has_mode(f"{self._out}/{folder}", stat.S_ISDIR):
                location = self._folders[folder] = f"folder-{len(self._folders)}"
            if location:
                make_folder(f"{self._opened()}/{location}")
            self._staged[folder] = location
        return self._staged[folder]

    def _make_sure(self, journal: Journal) -> None:
        """Raises now whatever would stop the moves half-way."""
        removals = frozenset(journal.removals)
        for _, target in journal.moves:
            self._make_sure_of_room(target, removals)
        targets = [target for _, target in journal.moves]
        for location in (f"{self._out}/{path}" for path in (*targets, *removals)):
            if is_fixed(location):
                raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), location)
        for mount in mounts_in(self._out):  # a rename across a mount fails, even on the same file system
            if any(f"{target}/".startswith(f"{mount}/") for target in targets):
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), f"{self._out}/{mount}")
        changed = {os.path.dirname(path) for path in (*removals, *targets)}
        device = os.stat(self._out).st_dev
        for location in (f"{self._out}/{folder}" for folder in changed - {""}):
            found = status_of(location)
            if found is None or not stat.S_ISDIR(found.st_mode):
                continue
            if found.st_dev != device:
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), location)
            if not os.access(location, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), location)

    def _make_sure_of_room(self, target: str, removals: frozenset[str]) -> None:
        """Raises Foreign unless the target is free, holds a file of ours, or is a folder that the removals
        empty."""
        location = f"{self._out}/{target}"
        if has_mode(location, stat.S_ISDIR):
            for path in leaves(Path(location)):
                if path.relative_to(self._out).as_posix() not in removals:
                    raise Foreign(path)
        elif target not in self._ours and os.path.lexists(location):
            raise Foreign(Path(location))
