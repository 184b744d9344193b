"""Watches a site's folder for changes: files saved in place or by renaming, deleted, moved."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic
from typing import Any

from watchfiles import watch

from sitegen.content.config import SITE_FILE
from sitegen.content.ledger import GONE
from sitegen.content.ledger import LEDGER_FILE as LEDGER
from sitegen.core.files import Signature, signature
from sitegen.core.interrupts import block_signals
from sitegen.output.theme import PACKAGED, REPOSITORY

# A message to the builder: paths that changed, or whether to show drafts.
Message = frozenset[str] | bool
_WAIT = 0.2  # seconds; not every system interrupts a longer wait for Ctrl-C
FOLDERS = ("content", "templates", "static", "root")
_STEP = 10  # ms without a further change, after which the gathered changes are told
AT_MOST = 60  # ms for which changes are gathered
LOOK_UP = 200  # ms between looks at the top of the site, where folders come and go
POLL = 1000  # ms between looks at all files, if the system cannot tell changes
SHARE = 10  # polling takes at most one in so many parts of the time
TOO_MANY = "watch limit"  # in the message of watchfiles when the system's table of watches is full
_Changed = Callable[[frozenset[str]], None]


class Inbox:
    """A queue of messages for the builder."""

    def __init__(self) -> None:
        self._messages: deque[Message] = deque()
        self._came = threading.Condition()

    def put(self, message: Message) -> None:
        with self._came:
            self._messages.append(message)
            self._came.notify()

    def waiting(self) -> tuple[Message, ...]:
        """The messages that nobody has taken yet."""
        return tuple(self._messages)

    def take(self, seconds: float) -> tuple[Message, ...]:
        """Takes all messages; waits up to `seconds` for the first one."""
        left = seconds
        with self._came:
            while not self._messages and left > 0:
                self._came.wait(min(left, _WAIT))
                left -= _WAIT
            found = tuple(self._messages)
            self._messages.clear()
        return found


class Watch:
    """Calls `changed` with paths relative to the site's folder: a hint, since more may have changed.

    `polls` is called with the reason if the system cannot tell changes, so that all files are looked at each
    second.
    """

    def __init__(self, site: Path, changed: _Changed, polls: Callable[[str], None]) -> None:
        self._site = site
        self._changed = changed
        self._polls = polls
        self._polling = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._ready = threading.Event()
        self._watched = False

    def start(self) -> None:
        with block_signals():
            self._thread.start()

    def wait_until_ready(self) -> None:
        """Returns when the watch has begun: from here on it misses no change."""
        self._ready.wait(10)

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(1)

    def _run(self) -> None:
        before = self._top()
        while not self._stopped.is_set():
            try:
                before = self._until_top_changes(before)
            except (OSError, RuntimeError) as problem:
                if self._polling:  # a folder was deleted while it was looked at
                    self._stopped.wait(POLL / 1000)
                elif self._folders() == list(before):
                    self._polling = True
                    self._polls(str(problem))
                before = self._top()

    def _until_top_changes(self, before: dict[str, Any]) -> dict[str, Any]:
        """Watches the folders that exist until the top of the site changes; returns the new top."""
        folders = [name for name in before if os.path.isdir(name)]
        self._watched = False
        for paths in self._changes(folders):
            self._begin()
            now = self._top()  # before anybody is told, who might make again what is gone
            if told := self._relative_paths(paths):
                self._changed(told)
            if now != before:
                other = (now.keys() ^ before.keys()) | _differing_files(before, now)
                self._changed(self._relative_paths(other))
                if any(name in folders or os.path.isdir(name) for name in other):
                    return now
                before = now
            # A folder made in the place of a deleted one may get its inode number, so `_top` would not
            # differ; the system tells it as a change of the folder itself.
            if not set(folders).isdisjoint(paths):
                return now
        return before

    def _begin(self) -> None:
        """Tells what may have changed between the end of the former watch and the beginning of this one."""
        if self._ready.is_set() and not self._watched:
            self._changed(frozenset())
        self._watched = True
        self._ready.set()

    def _changes(self, folders: list[str]) -> Generator[list[str], None, None]:
        """Lists of paths that changed below the folders; empty lists, again and again, while nothing
        changes."""
        if self._polling or not folders:
            yield from self._poll_changes(folders)
            return
        found = watch(
            *folders,
            watch_filter=None,
            debounce=AT_MOST,
            step=_STEP,
            stop_event=self._stopped,
            rust_timeout=LOOK_UP,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=False,
            ignore_permission_denied=False,  # True would also hide that the table of watches is full
        )
        with closing(found):
            for changes in found:
                yield [path for _, path in changes]

    def _poll_changes(self, folders: list[str]) -> Generator[list[str], None, None]:
        """As `_changes`, by polling every file: the polling of watchfiles misses a second edit within a
        second."""
        before = _states(folders)
        while not self._stopped.is_set():
            yield []
            begun = monotonic()
            now = _states(folders)
            changed = [path for path in now.keys() | before.keys() if now.get(path) != before.get(path)]
            before = now
            if changed:
                yield changed
            seconds = (POLL if self._polling else LOOK_UP) / 1000
            self._stopped.wait(max(seconds, SHARE * (monotonic() - begun)))

    def _folders(self) -> list[str]:
        return [name for name in map(str, self._watched_paths()) if os.path.exists(name)]

    def _watched_paths(self) -> Iterable[Path]:
        yield from (self._site / name for name in (SITE_FILE, LEDGER, GONE))
        yield from (self._site / name for name in FOLDERS)
        if not PACKAGED.is_dir() and self._site != REPOSITORY:  # in a checkout the theme itself may be edited
            yield from (REPOSITORY / name for name in ("templates", "static"))

    def _top(self) -> dict[str, Any]:
        """The entries at the top of the site with their identity: a folder deleted and made again differs."""
        found: dict[str, Any] = {}
        for path in self._watched_paths():
            try:
                status = os.stat(path)
            except OSError:
                continue
            is_folder = os.path.isdir(path)
            found[str(path)] = (status.st_ino, None if is_folder else (status.st_mtime_ns, status.st_size))
        return found

    def _relative_paths(self, paths: Iterable[str]) -> frozenset[str]:
        return frozenset(self._relative(path) for path in paths if not _is_passing(os.path.basename(path)))

    def _relative(self, path: str) -> str:
        try:
            return Path(path).relative_to(self._site).as_posix()
        except ValueError:
            return path


def _states(folders: Iterable[str]) -> dict[str, Signature]:
    """The signatures of all files below the folders, by path."""
    found = {}
    for folder in folders:
        for above, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(above, name)
                with suppress(OSError):
                    found[path] = signature(os.lstat(path))
    return found


def _differing_files(before: dict[str, Any], now: dict[str, Any]) -> set[str]:
    return {name for name in now if before.get(name) != now[name]}


def _is_passing(name: str) -> bool:
    """Whether a name is that of a temporary file that text editors write beside a file."""
    return name.startswith((".", "~$", "#")) or name.endswith(("~", ".swp", ".swx", ".tmp")) or name == "4913"
