"""What earlier builds found out: one SQLite file of sealed values, grouped in spaces.

It is only ever a shortcut: a store that is damaged, foreign or of another version is emptied, with one
warning. Values are plain bytes and are never executed, so that a restored or poisoned file can at worst be
useless.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

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
                self._discard(str(problem))

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
        self._connection.executemany("INSERT OR REPLACE INTO value VALUES (?, ?, ?, ?)", rows)

    def remove(self, space: str, names: Iterable[str]) -> None:
        rows = [(space, name) for name in names]
        self._connection.executemany("DELETE FROM value WHERE space = ? AND name = ?", rows)

    def names(self, space: str) -> set[str]:
        try:
            rows = self._connection.execute("SELECT name FROM value WHERE space = ?", (space,))
            return {name for (name,) in rows}
        except sqlite3.DatabaseError as problem:
            self._discard(str(problem))
            return set()

    def commit(self) -> None:
        self._connection.commit()

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
            self._discard(str(problem))
            return {}
        return found

    def _discard(self, reason: str) -> None:
        self.discarded = reason
        self._connection.close()
        assert self._path is not None
        for leftover in ("", "-journal", "-wal", "-shm"):
            self._path.with_name(self._path.name + leftover).unlink(missing_ok=True)
        self._connection = _connect(self._path)


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
        connection.execute(_SCHEMA)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.commit()
    except (sqlite3.Error, _Unusable):
        connection.close()
        raise
    return connection


def _seal(space: str, name: str, value: bytes) -> bytes:
    return digest(space.encode(), name.encode(), value)[:8]
