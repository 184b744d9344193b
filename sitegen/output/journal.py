"""The two lists that publishing keeps in the published folder.

The listing names our files: only those are ever replaced or removed. The journal names every move and removal
that is left to do when a publication is decided. The moves are renames, which readers never see half done;
new files come before removals, so that nothing linked is missing. It can be cut off anywhere and is completed
by the next build.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

import msgspec

from sitegen.core.digest import text_digest
from sitegen.core.files import NotOrdinary, content_of, leaves, naming, refuse_link, remove, replace
from sitegen.core.interrupts import held_back
from sitegen.output.places import has_mode, is_file, make_folders, write_file

OWN = ".sitegen"  # what we write into the folder for ourselves begins so
LISTING = f"{OWN}-files"
_ODD = frozenset(("", ".", ".."))  # the first part of what begins with a slash is empty
STAGE = f"{OWN}-stage"
# Why a folder that held files of ours is not removed with them: it holds others, or is not ours to remove.
_STAYS = (errno.ENOTEMPTY, errno.EEXIST, errno.EBUSY, errno.EACCES, errno.EPERM)


def listed(out: Path) -> frozenset[str]:
    """The files that builds of ours have put into the folder; none if the listing is damaged."""
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
    """What comes from the disk may have been written by anybody: it must not lead out of the folder."""
    return _ODD.isdisjoint(path.split("/")) and "\0" not in path


def is_of_site(path: str) -> bool:
    """Whether a file of a site may stand at the path, which may come from a store that anybody wrote: inside,
    and not where we keep our own."""
    return is_inside(path) and not path.startswith(OWN)


class Journal(msgspec.Struct, frozen=True):
    """`moves` are (name in the stage, target), `removals` targets; all relative to the published folder.

    A folder that is not there yet is moved whole.
    """

    moves: tuple[tuple[str, str], ...]
    removals: tuple[str, ...]


def write_journal(stage: Path, journal: Journal) -> None:
    with naming(stage):
        write_file(stage / "draft", msgspec.json.encode(journal))


def decide(stage: Path) -> None:
    """From here on the new site stands, or is about to."""
    replace(stage / "draft", stage / "journal")


def carry_out(out: Path, journal: Journal) -> None:
    """What was decided. An OSError names what it fails at; the next build goes on from there."""
    _apply(out, journal)
    _clear(out / STAGE)


def recover(out: Path) -> None:
    """Completes a publication that was cut off after its journal, forgets one that was cut off before."""
    stage = out / STAGE
    if not has_mode(stage, stat.S_ISDIR):
        return
    journal = _decided(stage)
    with held_back():
        if journal:
            carry_out(out, journal)
        else:
            _clear(stage)


def _decided(stage: Path) -> Journal | None:
    """The journal; None also for one that is damaged: then the next publication mends what was half done."""
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
    """Whether a link would be moved into the folder, or a file through one out of it."""
    out = stage.parent
    on_the_way = (*(stage / part for part in (*_above(name), name)), *map(out.joinpath, _above(target)))
    staged = stage / name
    inside = leaves(staged) if has_mode(staged, stat.S_ISDIR) else ()
    return any(map(os.path.islink, (*on_the_way, *inside)))


def _apply(out: Path, journal: Journal) -> None:
    """Can be cut off and repeated at any point."""
    if journal.removals:
        _make_room(out, journal)
    for name, target in journal.moves:
        staged, place = f"{out}/{STAGE}/{name}", f"{out}/{target}"
        try:
            replace(staged, place)
        except OSError as problem:  # made before, without its folder, or to be joined with one
            are_folders = os.path.isdir(staged) and os.path.isdir(place)  # on Windows EACCES
            if problem.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST) and not are_folders:
                problem.filename = place
                raise
            if has_mode(staged, bool):
                make_folders(Path(place).parent)
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
    if staged.is_dir() and has_mode(target, stat.S_ISDIR):
        for inner in sorted(staged.iterdir()):
            _move(inner, target / inner.name)
    else:
        replace(staged, target)


def _above(path: str) -> list[str]:
    """The folders that hold the path, from the outside, as relative paths."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:number]) for number in range(1, len(parts) + 1)]


def _remove(out: Path, path: str) -> None:
    """Leaves alone what is no file, and what a link leads to: neither is ours."""
    target = out / path
    if any(os.path.islink(out / folder) for folder in _above(path)) or has_mode(target, stat.S_ISDIR):
        return
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        remove(target)
    for folder in map(out.joinpath, reversed(_above(path))):
        try:
            folder.rmdir()
        except (FileNotFoundError, NotADirectoryError):
            continue  # removed before the journal was cut off
        except OSError as problem:
            if problem.errno not in _STAYS:
                raise
            return


def _clear(stage: Path) -> None:
    try:  # all there is when everything was moved; opens no file, as there may be too many open
        (stage / "journal").unlink(missing_ok=True)
        stage.rmdir()
    except OSError:
        with naming(stage):
            shutil.rmtree(stage)
