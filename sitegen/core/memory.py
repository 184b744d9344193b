"""What earlier builds found out about files, so that a file is read and worked on only when it changed.

A file is read again unless the file system says that nobody wrote it; worked on again unless content, options
and engine are the same. Time stamps that a quick second write could repeat are never believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from sitegen.core.digest import digest
from sitegen.core.files import Signature, content_of, is_settled
from sitegen.core.store import Store, readable

Value = TypeVar("Value")


class Remembered(msgspec.Struct, Generic[Value], frozen=True, array_like=True):
    """What was found out about a file, and about which state of it."""

    signature: Signature
    settled: bool
    key: bytes
    value: Value


class Changed(msgspec.Struct, frozen=True):
    """A file to work on."""

    path: str
    content: bytes


class Memory(msgspec.Struct, Generic[Value], frozen=True):
    """What the store knew (`before`), what still holds (`known`), and the files to work on (`changed`)."""

    space: str
    known: dict[str, Remembered[Value]]
    changed: tuple[Changed, ...]
    fresh: dict[str, tuple[Signature, bool, bytes]]
    before: frozenset[str]
    touched: frozenset[str]

    def digest(self) -> bytes:
        """Names the content of all files, and all that their values depend on."""
        keys = {path: item.key for path, item in self.known.items()}
        keys |= {path: key for path, (_, _, key) in self.fresh.items()}
        return digest(*(part for path in sorted(keys) for part in (path.encode(), keys[path])))


def recall(
    store: Store,
    space: str,
    kind: type[Value],
    root: Path,
    files: Iterable[tuple[str, Signature]],
    base: bytes,
    now: int,
) -> Memory[Value]:
    """`base` names what else the value depends on; `now` is the file system's time (ns)."""
    before = readable(Remembered[kind], store.read(space))  # type: ignore[valid-type]
    known: dict[str, Remembered[Value]] = {}
    changed: list[Changed] = []
    fresh: dict[str, tuple[Signature, bool, bytes]] = {}
    touched: set[str] = set()
    for path, signature in files:
        old = before.get(path)
        if old and old.settled and old.signature == signature and old.key.startswith(base):
            known[path] = old
            continue
        content = content_of(root / path)
        key = base + digest(path.encode(), content)
        settled = is_settled(signature, now)
        if old and old.key == key:
            known[path] = Remembered(signature, settled, key, old.value)
            touched.add(path)
        else:
            fresh[path] = (signature, settled, key)
            changed.append(Changed(path, content))
    return Memory(space, known, tuple(changed), fresh, frozenset(before), frozenset(touched))


def remember(
    store: Store, memory: Memory[Value], values: Iterable[tuple[str, Value, bool]]
) -> dict[str, Value]:
    """Keeps new values (path, value, whether to keep it); gives all values, old and new, by path in order."""
    found = {path: item.value for path, item in memory.known.items()}
    encoder = msgspec.msgpack.Encoder()
    kept = {path: encoder.encode(memory.known[path]) for path in memory.touched}
    for path, value, repeatable in values:
        found[path] = value
        if repeatable:
            kept[path] = encoder.encode(Remembered(*memory.fresh[path], value))
    store.write(memory.space, kept)
    store.remove(memory.space, memory.before - memory.known.keys() - kept.keys())
    return dict(sorted(found.items()))


def once(
    store: Store, space: str, name: str, key: bytes, kind: type[Value], work: Callable[[], Value]
) -> Value:
    """The value that `work` gave when `key`, the digest of everything it depends on, was last the same."""
    found = store.read_some(space, [name]).get(name, b"")
    if found.startswith(key):
        return msgspec.msgpack.decode(found[len(key) :], type=kind)
    value = work()
    store.write(space, {name: key + msgspec.msgpack.encode(value)})
    return value
