"""The board: the state that browsers see now, and who waits for news of it. Only builder and server share
it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec

from sitegen.serve.desk import Desk


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A diagnostic in the editor's language; `file` is the full path of its file on this computer."""

    path: str
    line: int
    column: int
    code: str
    error: bool
    message: str
    hint: str
    file: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The state that browsers see.

    `targets` are the files that the last good build listed, under `mount`; `files` counts how often files
    changed that are neither page nor style sheet. `failed` means that problems kept the last edit from being
    built. `trouble` says in words what is wrong besides the content. `ahead` are pages, by target, that the
    build under way has not written yet; `step` is its progress: (stage, done, total). `pictures` is the
    encoded plan of pictures that the last good build left to be made on request.
    """

    mount: str = ""
    targets: frozenset[str] = frozenset()
    ahead: Mapping[str, bytes] = {}
    files: int = 0
    problems: tuple[Problem, ...] = ()
    failed: bool = False
    working: bool = True
    step: tuple[str, int, int] | None = None
    pictures: bytes = b""
    drafts: bool = True
    trouble: str = ""
    desk: Desk = Desk()


class Board:
    """Holds the state that is shown. Any thread may read it; only the builder changes it."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self._lock = threading.Lock()
        self._listeners: set[Callable[[], None]] = set()
        self._watched: Counter[str] = Counter()

    @property
    def shown(self) -> Shown:
        return self._shown

    def show(self, **changes: Any) -> None:
        """Changes fields of what is shown, and calls the listeners."""
        self._shown = msgspec.structs.replace(self._shown, **changes)
        with self._lock:
            listeners = tuple(self._listeners)
        for listen in listeners:
            listen()

    def listen(self, listener: Callable[[], None]) -> None:
        """Has the listener called after every change, in the builder's thread."""
        with self._lock:
            self._listeners.add(listener)

    @contextmanager
    def watching(self, target: str) -> Iterator[None]:
        """Notes, during the block, that somebody looks at the page at `target`."""
        with self._lock:
            self._watched[target] += 1
        try:
            yield
        finally:
            with self._lock:
                self._watched[target] -= 1

    def watched(self) -> frozenset[str]:
        """The targets of all pages that somebody looks at."""
        with self._lock:
            return frozenset(target for target, number in self._watched.items() if number)
