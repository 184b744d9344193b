"""What earlier builds found out about files, so that a file is read and worked on only when it changed.

A file is read again unless the file system says that nobody wrote it, and worked on again unless its content,
the options and the engine are the same. A time stamp so recent that a second write could leave the same one
is not believed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Set
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from sitegen.core.digest import digest
from sitegen.core.files import Signature, content_of, digest_of, is_settled
from sitegen.core.jobs import batches
from sitegen.core.store import Store, decode_values

_Value = TypeVar("_Value")
INDEX = "index"
_AT_ONCE = 256


class SeenFile(msgspec.Struct, frozen=True, array_like=True):
    """The state of a file; `digest` is of its path and content (`name_content`)."""

    signature: Signature
    settled: bool
    digest: bytes


class ChangedFile(msgspec.Struct, frozen=True):
    """A file to work on; `content` is empty where contents may be large."""

    path: str
    content: bytes
    digest: bytes


class Snapshot(msgspec.Struct, frozen=True):
    """The files of a space as they are now, by path in order.

    `base` is the digest of what else the values of files depend on, `before` the files as the last build saw
    them. `contents` has the files that had to be read; None in a space whose files may be large.
    """

    space: str
    root: Path
    base: bytes
    seen: dict[str, SeenFile]
    before: dict[str, SeenFile]
    contents: dict[str, bytes] | None

    def digest(self) -> bytes:
        """The digest of the content of all files, and of all that their values depend on."""
        return digest(self.base, *(item.digest for item in self.seen.values()))

    def digest_before(self) -> bytes:
        """What `digest` gave to the last build that kept a snapshot, if `base` was the same."""
        return digest(self.base, *(item.digest for item in self.before.values()))

    def edited(self) -> tuple[str, ...]:
        """The paths of files that changed, came or went since the last build."""
        now = {path: item.digest for path, item in self.seen.items()}
        before = {path: item.digest for path, item in self.before.items()}
        return tuple(path for path in now | before if now.get(path) != before.get(path))

    def name(self, path: str) -> str:
        """The name in the store of the value of a file."""
        return (self.base + self.seen[path].digest).hex()

    def name_before(self, path: str) -> str:
        """The name in the store of the value that the file had for the last build."""
        return (self.base + self.before[path].digest).hex()


class Memory(msgspec.Struct, Generic[_Value], frozen=True):
    """The values that are `known`, and the files to work on for the others (`changed`)."""

    snapshot: Snapshot
    known: dict[str, _Value]
    changed: tuple[ChangedFile, ...]


def take_snapshot(
    store: Store,
    space: str,
    root: Path,
    files: Iterable[tuple[str, Signature]],
    base: bytes,
    now: int,
    large: bool = False,
) -> Snapshot:
    """The files now and as the last build saw them. `now` is the file system's time in nanoseconds; `files`
    come in the order of their paths, `large` ones are read in pieces. Raises OSError."""
    before: dict[str, SeenFile] = decode_values(dict[str, SeenFile], store.read_some(INDEX, [space])).get(
        space, {}
    )
    seen: dict[str, SeenFile] = {}
    contents: dict[str, bytes] | None = None if large else {}
    for path, signature in files:
        old = before.get(path)
        if old and old.settled and old.signature == signature:
            seen[path] = old
            continue
        location = os.path.join(root, path)
        if contents is None:
            name = digest_of(location)
        else:
            contents[path] = content_of(location)
            name = digest(contents[path])
        seen[path] = SeenFile(signature, is_settled(signature, now), name_content(path, name))
    return Snapshot(space, root, base, seen, before, contents)


def name_content(path: str, content: bytes) -> bytes:
    """The digest of a file's path and of `content`, the digest of its content."""
    return digest(path.encode(), content)


def keep_snapshot(store: Store, found: Snapshot) -> None:
    """Spares the next build the reading of files that are as they were."""
    if found.seen != found.before:
        store.write(INDEX, {found.space: msgspec.msgpack.encode(found.seen)})


def recall(
    store: Store,
    found: Snapshot,
    kind: type[_Value],
    paths: Collection[str] | None = None,
    is_whole: Callable[[_Value], bool] = lambda _: True,
) -> Memory[_Value]:
    """The stored values of all files, or of those at `paths`. Files without one, or whose value is not whole,
    come back as `changed`, to be worked on."""
    names = {path: found.name(path) for path in (found.seen if paths is None else paths)}
    if paths is None:
        stored = store.read(found.space, found.base.hex())
    else:
        stored = store.read_some(found.space, names.values())
    there = decode_values(kind, {path: stored[name] for path, name in names.items() if name in stored})
    values = {path: value for path, value in there.items() if is_whole(value)}
    changed = []
    seen = dict(found.seen)
    for path in names.keys() - values.keys():
        if found.contents is None:
            changed.append(ChangedFile(path, b"", seen[path].digest))
            continue
        content = found.contents.get(path)
        if content is None:  # read only now, when the file may already have changed again
            content = content_of(found.root / path)
            now = name_content(path, digest(content))
            seen[path] = SeenFile(seen[path].signature, seen[path].settled and now == seen[path].digest, now)
        changed.append(ChangedFile(path, content, seen[path].digest))
    changed.sort(key=lambda item: item.path)
    return Memory(msgspec.structs.replace(found, seen=seen), values, tuple(changed))


def remember(
    store: Store, memory: Memory[_Value], values: Iterable[tuple[str, _Value, bytes | None]]
) -> dict[str, _Value]:
    """All values, known and new, by path in order; keeps the new ones: (path, value, value as msgpack).

    A value that comes without msgpack (None) is not kept.
    """
    found = dict(memory.known)
    for some in batches(values, _AT_ONCE):
        found |= {path: value for path, value, _ in some}
        new = {memory.snapshot.name(path): raw for path, _, raw in some if raw is not None}
        store.write(memory.snapshot.space, new)
    keep_snapshot(store, memory.snapshot)
    return {path: found[path] for path in memory.snapshot.seen if path in found}


def sweep(store: Store, space: str, used: Set[str], besides: Callable[[], Iterable[str]] = tuple) -> None:
    """Drops the unused values of a space, once there are more of them than of used ones: an edit that is soon
    taken back still finds its value. Values that `besides` names stay, too."""
    names = store.names(space)
    if len(names) > 2 * len(used):
        store.remove(space, names.difference(used, besides()))


def memoize(
    store: Store, space: str, name: str, key: bytes, kind: type[_Value], work: Callable[[], _Value]
) -> _Value:
    """The value that `work` gives, from the store if `key`, the digest of all it depends on, is unchanged."""
    found = store.read_some(space, [name]).get(name, b"")
    if found.startswith(key):
        with suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(found[len(key) :], type=kind)
    value = work()
    store.write(space, {name: key + msgspec.msgpack.encode(value)})
    return value
