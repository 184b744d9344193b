"""Publishes a plan: what changed is made or copied, the rest is left alone. The published folder becomes
exactly the planned set of files, all or nothing.

New contents are written to a stage inside the folder first; the journal decides that the new site is to
stand. Whatever can fail (space, rights, somebody else's file in the way) is done or checked before, as far as
possible.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec

from sitegen.core.diagnostics import Diagnostic, Refusal
from sitegen.core.digest import digest
from sitegen.core.files import Syncing, hold_folder, path_in_errors, walk_leaves
from sitegen.core.interrupts import hold_signals
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
    listed_files,
    listing_of,
    make_folder,
    make_folders,
    mounts_in,
    status_of,
    write_file,
    write_journal,
)
from sitegen.output.standing import KeptPictures, PublishResult, Standing, WantedPage, Written

if TYPE_CHECKING:
    from sitegen.output.render import Renderer


class Copy(msgspec.Struct, frozen=True):
    """A file to publish as it is, or with this `content`; `key` is the digest of what is published."""

    target: str
    source: Path
    key: bytes
    content: bytes | None = None


class WantedSite(msgspec.Struct, frozen=True):
    """All that the published folder is to hold: pages, and copies of files. If the rest of the folder
    `stays`, they are the part of it that may differ. Pages that are made `later`, when a browser asks for
    them, are not in the folder, but their pictures are kept."""

    pages: tuple[WantedPage, ...]
    copies: tuple[Copy, ...]
    later: tuple[WantedPage, ...] = ()
    stays: bool = False

    @property
    def targets(self) -> frozenset[str]:
        return frozenset((*(page.target for page in self.pages), *(copy.target for copy in self.copies)))


def publish_site(
    wanted: WantedSite, standing: Standing, pictures: KeptPictures, renderer: Callable[[], Renderer]
) -> PublishResult | None:
    """Makes the folder exactly what is wanted, unless a template fails: then nothing changes. `pictures` that
    an earlier build made need no `renderer`.

    None if the rest of the site should stay and is not as the last build left it: nothing changes, either.
    """
    if wanted.stays and not _stands_as_before(wanted, standing):
        return None
    changed = [page for page in wanted.pages if not standing.has(page.target, page.key)]
    if wanted.stays:
        ours = targets = frozenset(standing.before)
        if not changed:
            standing.keep(targets)
            return PublishResult(unchanged=len(targets))
    else:
        ours, targets = listed_files(standing.out) or standing.find_ours(), wanted.targets
    standing.begin(changed)
    with Publication(standing.out, ours) as publication:
        rendered, written, problems = _put_pages(publication, standing, changed, pictures, renderer)
        if problems:
            return PublishResult(diagnostics=tuple(problems))
        copies = [copy for copy in wanted.copies if not standing.has(copy.target, copy.key)]
        copied = [(copy.target, _put_copy(publication, copy)) for copy in copies]
        written += [(target, content, content, None) for target, content in copied]
        standing.removed.update(publication.commit(targets))
    standing.note_written(written)
    standing.keep(targets)
    if not wanted.stays:
        pictures.sweep((*wanted.pages, *wanted.later))
    return PublishResult(
        rendered=tuple(page.target for page in rendered),
        written=len(written),
        unchanged=len(targets) - len(written),
        as_planned=copied == [(copy.target, copy.key) for copy in copies],
    )


def _stands_as_before(wanted: WantedSite, standing: Standing) -> bool:
    """Whether the folder holds what the last build left there, but for the wanted files themselves."""
    before, targets = standing.before.keys(), wanted.targets
    is_complete = targets <= before and is_listed(standing.out, before)
    return is_complete and standing.has_still(before - targets)


def _put_copy(publication: Publication, copy: Copy) -> bytes:
    if copy.content is None:
        return publication.copy(copy.target, copy.source)
    publication.put(copy.target, copy.content)
    return copy.key


def _put_pages(
    publication: Publication,
    standing: Standing,
    pages: list[WantedPage],
    pictures: KeptPictures,
    renderer: Callable[[], Renderer],
) -> tuple[list[WantedPage], list[Written], list[Diagnostic]]:
    """Puts the pages whose bytes are not there already: pictures that an earlier build made, one at a time,
    and what is rendered now. After a problem no page is put any more. Gives the rendered pages, what was put,
    and the problems."""
    to_render: list[WantedPage] = []
    written: list[Written] = []
    problems: list[Diagnostic] = []
    for page in pages:
        if content := pictures.find(page):
            written += _put(publication, standing, page, content, digest(content))
        else:
            to_render.append(page)
    for page, result in renderer().render(to_render) if to_render else ():
        problems += result.diagnostics
        if not result.diagnostics:
            pictures.keep(page, result.content)
        if not problems:
            written += _put(publication, standing, page, result.content, result.digest)
    return to_render, written, problems


def _put(
    publication: Publication, standing: Standing, page: WantedPage, content: bytes, name: bytes
) -> Iterator[Written]:
    """Puts a page, unless its bytes, whose digest is `name`, are there already."""
    made = standing.new_provenance(page)
    if not standing.stands(page.target, page.key, name, made):
        publication.put(page.target, content)
        yield page.target, page.key, name, made


class Foreign(Refusal):
    """A file stands where the site wants to write, and no build of ours made it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "{path}: sitegen did not write this file and will not replace it. Choose an empty folder.",
            path=path,
        )


@contextmanager
def reserve_folder(out: Path) -> Iterator[None]:
    """Keeps other builds out of the folder. A missing folder is made, with those above it, and removed again
    if nothing is published. Raises Occupied."""
    new = [folder for folder in (out, *out.parents) if not os.path.lexists(folder)]
    make_folders(out)
    with hold_folder(out):
        try:
            yield
        finally:  # removed while the lock is held, since another build may be waiting for the folder
            with hold_signals(), suppress(OSError):
                for folder in new:
                    folder.rmdir()


class Publication:
    """New contents on their way into the folder: put each changed file, then `commit`, or nothing happens."""

    def __init__(self, out: Path, ours: frozenset[str] | None = None) -> None:
        """`ours` are the files that may be replaced and removed, paths of a site; by default those that are
        listed."""
        self._out = out
        self._ours = listed_files(out) if ours is None else ours
        self._files: list[tuple[str, str]] = []
        self._folders: dict[str, str] = {}  # names in the stage of new folders, by target
        self._staged: dict[str, str] = {}
        self._stage: Path | None = None
        self._put: list[str] = []  # the files in the stage
        self._syncing = Syncing()

    def put(self, path: str, content: bytes) -> None:
        """Stages a file with these bytes."""
        location = self._location(path)
        with path_in_errors(f"{self._out}/{path}"):
            write_file(location, content)
        self._syncing.wrote(self._open_stage())

    def copy(self, path: str, source: Path) -> bytes:
        """Stages a copy of a file, in pieces; returns the digest of what was copied."""
        location = self._location(path)
        found = copy_file(location, source, f"{self._out}/{path}")
        self._syncing.wrote(self._open_stage())
        return found

    def _location(self, path: str) -> str:
        """The name in the stage for the file at a path of the site."""
        if not is_of_site(path) and path != LISTING:
            raise Damaged(f"no path of a site: {path!r}")
        stage = self._open_stage()
        folder, _, name = path.rpartition("/")
        with path_in_errors(f"{self._out}/{path}"):
            location = f"{self._staged_folder(folder)}/{name}"
        if location.startswith("/"):  # the folder exists, so the file is staged by itself
            self._files.append((str(len(self._files)), path))
            location = self._files[-1][0]
        self._put.append(f"{stage}/{location}")
        return self._put[-1]

    def commit(self, planned: Iterable[str]) -> frozenset[str]:
        """Publishes what was put and removes our files that are not planned; returns the files that were
        there and are no more.

        Raises Foreign if somebody else's file would be replaced. That is checked only now, so that errors of
        the site itself are told first.
        """
        wanted = frozenset(planned)
        if not all(map(is_of_site, wanted - self._ours)):
            raise Damaged("planned are no paths of a site")
        removals = tuple(sorted(self._ours - wanted - {LISTING}))
        if not is_listed(self._out, wanted):
            self._ours |= {LISTING}
            self.put(LISTING, listing_of(wanted))
        if not self._files and not self._folders and not removals:
            return frozenset()
        stage = self._open_stage()
        journal = Journal((*((name, top) for top, name in self._folders.items()), *self._files), removals)
        self._make_sure(journal)
        write_journal(stage, journal)
        self._syncing.finish(stage)
        there = self._files_among(removals)
        with hold_signals():
            decide(stage)
            self._stage = None
            carry_out(self._out, journal)
        return there - self._files_among(removals)

    def _files_among(self, paths: Iterable[str]) -> frozenset[str]:
        """The paths at which a file stands, of these."""
        return frozenset(
            path for path in paths if has_mode(f"{self._out}/{path}", lambda it: not stat.S_ISDIR(it))
        )

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

    def _open_stage(self) -> Path:
        if self._stage is None:
            stage = self._out / STAGE
            with hold_signals():
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
                make_folder(f"{self._open_stage()}/{location}")
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
            for path in walk_leaves(Path(location)):
                if path.relative_to(self._out).as_posix() not in removals:
                    raise Foreign(path)
        elif target not in self._ours and os.path.lexists(location):
            raise Foreign(Path(location))
