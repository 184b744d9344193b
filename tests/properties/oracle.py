"""What a clean build of the same files makes: the truth that every incremental build is held against."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs
from msgspec.msgpack import encode

from sitegen.build import BuildOptions, build
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest

SHM = Path("/dev/shm")
MOST_REMEMBERED = 300

Tree = dict[str, tuple[int, bytes]]  # path -> (mode, digest of the content); a folder ends in "/"
Stamps = dict[str, tuple[int, int]]  # path -> (time of the last write in ns, inode); a folder ends in "/"


def fresh_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="sitegen-test-", dir=SHM if SHM.is_dir() else None))


def tree(out: Path) -> Tree:
    """Everything below the folder with its rights; links are told from what they lead to."""
    return state(out)[0]


def stamps(out: Path) -> Stamps:
    """When each file and folder below the folder was last written."""
    return {path: (found.st_mtime_ns, found.st_ino) for path, found in _below(out)}


def state(out: Path) -> tuple[Tree, Stamps]:
    """The contents of the folder, as `tree` has them, and its stamps."""
    now = dict(_below(out))
    contents = {path: (found.st_mode, _content(out / path, found)) for path, found in now.items()}
    return contents, {path: (found.st_mtime_ns, found.st_ino) for path, found in now.items()}


def _content(path: Path, found: os.stat_result) -> bytes:
    if stat.S_ISLNK(found.st_mode):
        return os.readlink(path).encode()
    if stat.S_ISDIR(found.st_mode):
        return b""
    with open(path, "rb") as file:
        return hashlib.blake2b(file.read(), digest_size=16).digest()


def _below(out: Path) -> Iterator[tuple[str, os.stat_result]]:
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        if not prefix and not out.is_dir():
            return
        with os.scandir(out / prefix) as entries:
            for entry in entries:
                place = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    place += "/"
                    waiting.append(place)
                yield place, entry.stat(follow_symlinks=False)


def different(one: Mapping[str, object], other: Mapping[str, object]) -> set[str]:
    """Names that are not the same in both."""
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


@dataclass(frozen=True)
class Clean:
    """What a clean build says and makes; nothing is made when it failed."""

    failed: bool
    diagnostics: tuple[Diagnostic, ...]
    tree: Tree


_known: dict[bytes, Clean] = {}


def clean(options: BuildOptions, files: Mapping[str, bytes], surroundings: bytes) -> Clean:
    """A build in a new folder, without a store; remembered by all that goes in.

    `files` are those of the site, `surroundings` what the test has changed besides.
    """
    asked = encode((options.today, options.drafts, options.publish))
    parts = itertools.chain.from_iterable((path.encode(), files[path]) for path in sorted(files))
    key = digest(asked, surroundings, *parts)
    if key not in _known:
        if len(_known) >= MOST_REMEMBERED:
            del _known[next(iter(_known))]
        _known[key] = _build_anew(options)
    return _known[key]


def _build_anew(options: BuildOptions) -> Clean:
    folder = fresh_folder()
    try:
        outcome = build(structs.replace(options, out=folder / "out", cache=False, jobs=1))
        made = {} if outcome.failed else tree(folder / "out")
        return Clean(outcome.failed, outcome.diagnostics, made)
    finally:
        shutil.rmtree(folder)


def forget_clean_builds() -> None:
    """For before sitegen itself is changed."""
    _known.clear()
