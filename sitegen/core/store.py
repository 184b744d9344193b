"""What earlier builds found out: one SQLite file of sealed values, grouped in spaces.

It is only ever a shortcut: a store that is damaged, foreign or of another version is emptied, with one
warning. Values are plain bytes and are never executed, so that a restored or poisoned file can at worst be
useless.
"""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import msgspec

from sitegen.core.digest import digest

FORMAT = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS value (
  space TEXT NOT NULL, name TEXT NOT NULL, seal BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (space, name)
) WITHOUT ROWID
"""


class Store:
    """Sealed values by space and name. Changes are kept by `commit`; without it the file stays as it was.

    `discarded` tells why earlier contents were thrown away, None when they were not.
    """

    def __init__(self, path: Path | None) -> None:
        """Opens or creates the file; with None nothing is read and nothing is kept (`--no-cache`)."""
        self._path = path
        self.discarded: str | None = None
        self._connection = _connect(None)
        if path is not None:
            try:
                self._connection = _connect(path)
            except (sqlite3.Error, _Unusable) as problem:
                self.discard(str(problem))

    def read(self, space: str) -> dict[str, bytes]:
        """All values of a space by name; empty when the store turns out to be damaged."""
        query = "SELECT name, seal, value FROM value WHERE space = ?"
        return self._checked(space, query, [(space,)])

    def read_some(self, space: str, names: Iterable[str]) -> dict[str, bytes]:
        """Those of the named values that are there."""
        query = "SELECT name, seal, value FROM value WHERE space = ? AND name = ?"
        return self._checked(space, query, [(space, name) for name in names])

    def write(self, space: str, values: Mapping[str, bytes]) -> None:
        rows = [(space, name, _seal(space, name, value), value) for name, value in values.items()]
        self._change("INSERT OR REPLACE INTO value VALUES (?, ?, ?, ?)", rows)

    def remove(self, space: str, names: Iterable[str]) -> None:
        rows = [(space, name) for name in names]
        self._change("DELETE FROM value WHERE space = ? AND name = ?", rows)

    def names(self, space: str) -> set[str]:
        try:
            rows = self._connection.execute("SELECT name FROM value WHERE space = ?", (space,))
            return {name for (name,) in rows}
        except sqlite3.DatabaseError as problem:
            self.discard(str(problem))
            return set()

    def commit(self) -> None:
        try:
            self._connection.commit()
        except sqlite3.DatabaseError as problem:
            self.discard(str(problem))

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _checked(self, space: str, query: str, parameters: Iterable[tuple[str, ...]]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        try:
            for values in parameters:
                for name, seal, value in self._connection.execute(query, values):
                    if seal != _seal(space, name, value):
                        raise _Unusable(f"seal of {space}/{name} is broken")
                    found[name] = value
        except (sqlite3.DatabaseError, TypeError, AttributeError, UnicodeError, _Unusable) as problem:
            self.discard(str(problem))
            return {}
        return found

    def discard(self, reason: str) -> None:
        """Empties the store. Raises OSError when the file cannot be made anew."""
        self.discarded = reason
        self._connection.close()
        if self._path:
            for leftover in ("", "-journal", "-wal", "-shm"):
                self._path.with_name(self._path.name + leftover).unlink(missing_ok=True)
        try:
            self._connection = _connect(self._path)
        except sqlite3.Error as problem:
            raise OSError(errno.EIO, str(problem), str(self._path)) from problem

    def _change(self, statement: str, rows: Sequence[tuple[str | bytes, ...]]) -> None:
        """Tried again on an emptied store when the file turns out to be damaged."""
        try:
            self._connection.executemany(statement, rows)
        except sqlite3.DatabaseError as problem:
            self.discard(str(problem))
            try:
                self._connection.executemany(statement, rows)
            except sqlite3.Error as again:
                raise OSError(errno.EIO, str(again), str(self._path)) from again


def readable(kind: Any, values: Mapping[str, bytes]) -> dict[str, Any]:
    """The msgpack values that have this shape; another version of the program may have left others."""
    decoder = msgspec.msgpack.Decoder(kind)
    found = {}
    for name, value in values.items():
        with contextlib.suppress(msgspec.DecodeError):
            found[name] = decoder.decode(value)
    return found


class _Unusable(Exception):
    """The file is a database, but not one of ours, or its contents are damaged."""


def _connect(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:" if path is None else path, timeout=10)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        if tables and (version != FORMAT or tables != ["value"]):
            raise _Unusable("made by another version")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA user_version = {FORMAT}")  # first: a table without it looks foreign
        connection.execute(_SCHEMA)
        connection.commit()
    except (sqlite3.Error, _Unusable):
        connection.close()
        raise
    return connection


def _seal(space: str, name: str, value: bytes) -> bytes:
    return digest(space.encode(), name.encode(), value)[:8]
