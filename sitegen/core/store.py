"""What earlier builds found out: one SQLite file of sealed values, grouped in spaces; and what they found out
about files, so that a file is read and worked on only when it changed.

The store only spares work: one that is damaged, foreign or of another version is emptied, with one warning.
Values are plain bytes and are never executed. A seal is a checksum (CRC-32) against damage, not against
forgery: a stored value is input like any other, and `docs/architecture.md` says what a forged store can do.

A file is read again unless the file system says that nobody wrote it, and worked on again unless its content,
the options and the engine are the same. A time stamp so recent that a second write could leave the same one
is not believed.

`take_snapshot` looks at files and reads those that may have changed, `recall` finds their values, and
`remember` keeps the values that the caller has made of the others. The state of the files, the index, is kept
by `keep_snapshot`, which `remember` calls: so a build that is killed later has not to read them again.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

import msgspec

from sitegen.core.digest import digest, digest_of
from sitegen.core.files import NOT_ORDINARY, Signature, content_of, is_settled, refuse_link
from sitegen.core.jobs import batches

_Value = TypeVar("_Value")
STORE_FORMAT = 3
INDEX = "index"  # the space of the files that the last build saw
_AT_ONCE = 500  # names in a query; some builds of SQLite take no more than 999
_PATIENCE = 10  # seconds to wait while somebody else reads or writes the file
PAGE_SIZE = 16384  # most values fit into a page: reading all is twice as quick as with 4096
# Errors of the machine, not of the file: the lower eight bits of a result code (sqlite.org/rescode.html).
_OF_THE_MACHINE = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
)
_BESIDE = ("-journal", "-wal", "-shm")
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
# A table for each space, so that all values of one lie together.
_TABLE = 'CREATE TABLE "{}" (name TEXT NOT NULL PRIMARY KEY, seal INTEGER NOT NULL, value BLOB NOT NULL)'


class Store:
    """Sealed values by space and name. Changes are kept by `commit`; without it the file stays as it was.

    `discarded` says why the earlier contents were thrown away, None if they were not. `unkept` says what
    stopped writing after `tolerate_failures`, None if nothing did.
    """

    def __init__(self, path: Path | None) -> None:
        """Opens or creates the file; with None the store begins empty and is not kept (`--no-cache`)."""
        self._path = path
        self.discarded: str | None = None
        self.unkept: str | None = None
        self._tolerates = False
        self._connection, self._tables = _connect(None)
        if path is not None:
            for location in _locations(path):
                refuse_link(location)
            try:
                self._connection, self._tables = _connect(path)
            except (sqlite3.Error, UnicodeError, Damaged) as problem:
                if _is_of_the_machine(problem):
                    self._give_up(problem)
                else:
                    self.discard(str(problem))

    def read(self, space: str, prefix: str = "") -> dict[str, bytes]:
        """All values of a space whose names begin with the prefix, by name.

        Like all methods below, raises Damaged, and OSError when the file cannot be read or written.
        """
        if prefix:
            return self._read_checked(
                space, " WHERE name >= ? AND name < ?", [(prefix, f"{prefix}\U0010ffff")]
            )
        return self._read_checked(space, "", [()])

    def read_some(self, space: str, names: Iterable[str]) -> dict[str, bytes]:
        """The values with these names, by name, without those that the store lacks."""
        found: dict[str, bytes] = {}
        for some in batches(names, _AT_ONCE):
            marks = ", ".join("?" * len(some))
            found |= self._read_checked(space, f" WHERE name IN ({marks})", [some])
        return found

    def write(self, space: str, values: Mapping[str, bytes]) -> None:
        rows = [(name, _seal(space, name, value), value) for name, value in values.items()]
        self._change("INSERT OR REPLACE INTO {} VALUES (?, ?, ?)", space, rows)

    def remove(self, space: str, names: Iterable[str]) -> None:
        self._change("DELETE FROM {} WHERE name = ?", space, [(name,) for name in names])

    def names(self, space: str) -> set[str]:
        with self._tell_faults_apart():
            return {name for (name,) in self._connection.execute(f"SELECT name FROM {self._table(space)}")}
        return set()

    def tolerate_failures(self) -> None:
        """From here on, a file that cannot be written is no error: the store just keeps nothing more."""
        self._tolerates = True

    def commit(self) -> None:
        with self._tell_faults_apart():
            self._connection.commit()

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _table(self, space: str) -> str:
        """The quoted name of the space's table, which is created if it is missing."""
        if space not in self._tables:
            self._connection.execute(_TABLE.format(space))
            self._tables.add(space)
        return f'"{space}"'

    def _read_checked(
        self, space: str, where: str, parameters: Iterable[tuple[str, ...]]
    ) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        with self._tell_faults_apart():
            query = f"SELECT name, seal, value FROM {self._table(space)}{where}"
            for values in parameters:
                found |= _sound_values(space, self._connection.execute(query, values))
        return found

    @contextmanager
    def _tell_faults_apart(self) -> Iterator[None]:
        """Turns an error of SQLite in the block into Damaged, and one of the machine (a full disk) into
        OSError; after `tolerate_failures` an error of the machine is not raised."""
        try:
            yield
        except (sqlite3.DatabaseError, TypeError, AttributeError, UnicodeError) as problem:
            if not _is_of_the_machine(problem):
                raise Damaged(str(problem)) from problem
            self._give_up(problem)

    def _give_up(self, problem: Exception) -> None:
        if not self._tolerates:
            if self._path:
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT))  # raises the system's own reason
            raise OSError(errno.EIO, str(problem), str(self._path)) from problem
        self.unkept, self._path = str(problem), None
        self._connection.close()
        self._connection, self._tables = _connect(None)

    def discard(self, reason: str) -> None:
        """Empties the store. Raises OSError when the file cannot be made anew."""
        self.discarded = reason
        self._connection.close()
        if self._path:
            for location in _locations(self._path):
                location.unlink(missing_ok=True)
        try:
            self._connection, self._tables = _connect(self._path)
        except sqlite3.Error as problem:
            self._give_up(problem)

    def _change(self, statement: str, space: str, rows: Sequence[tuple[str | bytes | int, ...]]) -> None:
        with self._tell_faults_apart():
            self._connection.executemany(statement.format(self._table(space)), rows)


def read_beside(path: Path, space: str, names: Iterable[str]) -> dict[str, bytes]:
    """The values with these names, as `read_some` gives them, from a store that a build may be writing just
    now; the file is not changed. Raises Damaged if it cannot be read, and FileNotFoundError."""
    path.stat()
    _make_sure(path)
    wanted = tuple(names)
    query = f'SELECT name, seal, value FROM "{space}" WHERE name IN ({", ".join("?" * len(wanted))})'
    try:
        reading = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)
        with closing(reading):
            return _sound_values(space, reading.execute(query, wanted))
    except (sqlite3.Error, TypeError, AttributeError, UnicodeError) as problem:
        raise Damaged(str(problem)) from problem


def _sound_values(space: str, rows: Iterable[tuple[str, int, bytes]]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, seal, value in rows:
        if seal != _seal(space, name, value):
            raise Damaged(f"seal of {space}/{name} is broken")
        found[name] = value
    return found


def decode_values(kind: Any, values: Mapping[str, bytes]) -> dict[str, Any]:
    """The msgpack values decoded as `kind`, by name, without those of another shape, which another
    version of the program or a forger may have left."""
    decoder = msgspec.msgpack.Decoder(kind)
    found = {}
    for name, value in values.items():
        try:
            found[name] = decoder.decode(value)
        except msgspec.DecodeError:
            continue
    return found


def on_sound_store(store: Store, work: Callable[[], _Value]) -> _Value:
    """The result of the work; if the store turns out to be damaged, it is emptied and the work done again."""
    try:
        return work()
    except Damaged as problem:
        store.discard(str(problem))
        return work()


class Damaged(Exception):
    """The store is not as we left it, or lacks a value that other values in it refer to."""


def _locations(path: Path) -> Iterator[Path]:
    """The path of the store, and of the files that SQLite may leave beside it."""
    for ending in ("", *_BESIDE):
        yield path.with_name(path.name + ending)


def _make_sure(path: Path) -> None:
    """Raises Damaged for a file that is not ordinary, such as a pipe, which SQLite would wait for, and for a
    journal that names a super-journal: SQLite would remove both files, wherever they lie
    (sqlite.org/fileformat2.html, section 3). Journals of ours name none."""
    for location in _locations(path):
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(os.lstat(location).st_mode):
                raise Damaged(f"{location.name} is {NOT_ORDINARY}")
    with suppress(FileNotFoundError), open(path.with_name(f"{path.name}-journal"), "rb") as journal:
        journal.seek(0, os.SEEK_END)
        journal.seek(max(journal.tell() - len(_JOURNAL), 0))
        if journal.read() == _JOURNAL:
            raise Damaged("its journal names another")


def _is_of_the_machine(problem: Exception) -> bool:
    return getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in _OF_THE_MACHINE


def _connect(path: Path | None) -> tuple[sqlite3.Connection, set[str]]:
    """A connection, and the names of the tables in the file. Raises Damaged for tables that are not ours."""
    if path is not None:
        _make_sure(path)
    connection = sqlite3.connect(":memory:" if path is None else path, timeout=_PATIENCE)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        # Everything in the file must be a table of ours: a foreign trigger would run as soon as we write.
        tables = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        if tables and (
            version != STORE_FORMAT or any(sql != _TABLE.format(name) for name, sql in tables.items())
        ):
            raise Damaged("made by another version")
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        connection.execute("PRAGMA synchronous = NORMAL")
        # Committed before any table, since a table without the version looks foreign.
        connection.execute(f"PRAGMA user_version = {STORE_FORMAT}")
        connection.commit()
    except (sqlite3.Error, UnicodeError, Damaged):
        connection.close()
        raise
    return connection, set(tables)


def _seal(space: str, name: str, value: bytes) -> int:
    return zlib.crc32(value, zlib.crc32(f"{space}/{name}".encode()))


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

    def edited_paths(self) -> tuple[str, ...]:
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
    *,
    base: bytes,
    now: int,
    large: bool = False,
) -> Snapshot:
    """The files now and as the last build saw them. `base` is the digest of what else their values are made
    from, `now` the file system's time in nanoseconds; `files` come in the order of their paths, `large` ones
    are read in pieces. Raises OSError."""
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


def keep_snapshot(store: Store, snapshot: Snapshot) -> None:
    """Writes the index of a space, which spares the next build the reading of files that are as they were."""
    if snapshot.seen != snapshot.before:
        store.write(INDEX, {snapshot.space: msgspec.msgpack.encode(snapshot.seen)})


def recall(
    store: Store,
    snapshot: Snapshot,
    kind: type[_Value],
    paths: Collection[str] | None = None,
    is_whole: Callable[[_Value], bool] = lambda _: True,
) -> Memory[_Value]:
    """The stored values of all files, or of those at `paths`. Files without one, or whose value is not whole,
    come back as `changed`, to be worked on."""
    names = {path: snapshot.name(path) for path in (snapshot.seen if paths is None else paths)}
    if paths is None:
        stored = store.read(snapshot.space, snapshot.base.hex())
    else:
        stored = store.read_some(snapshot.space, names.values())
    there = decode_values(kind, {path: stored[name] for path, name in names.items() if name in stored})
    values = {path: value for path, value in there.items() if is_whole(value)}
    changed = []
    seen = dict(snapshot.seen)
    for path in names.keys() - values.keys():
        if snapshot.contents is None:
            changed.append(ChangedFile(path, b"", seen[path].digest))
            continue
        content = snapshot.contents.get(path)
        if content is None:  # read only now, when the file may already have changed again
            content = content_of(snapshot.root / path)
            now = name_content(path, digest(content))
            seen[path] = SeenFile(seen[path].signature, seen[path].settled and now == seen[path].digest, now)
        changed.append(ChangedFile(path, content, seen[path].digest))
    changed.sort(key=lambda item: item.path)
    return Memory(msgspec.structs.replace(snapshot, seen=seen), values, tuple(changed))


def remember(
    store: Store, memory: Memory[_Value], values: Iterable[tuple[str, _Value, bytes | None]]
) -> dict[str, _Value]:
    """All values, known and new, by path in order; keeps the new ones, (path, value, value as msgpack), and
    the index.

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
    store: Store,
    space: str,
    name: str,
    key: bytes,
    kind: type[_Value],
    work: Callable[[], _Value],
) -> _Value:
    """The value that `work` gives, from the store if `key`, the digest of all it depends on, is unchanged."""
    found = store.read_some(space, [name]).get(name, b"")
    if found.startswith(key):
        with suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(found[len(key) :], type=kind)
    value = work()
    store.write(space, {name: key + msgspec.msgpack.encode(value)})
    return value
