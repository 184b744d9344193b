"""Whoever reads the site while it is published gets a whole page, the old or the new one, and never none."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.injected import NIGHTLY
from tests.faults.sites import Change
from tests.literal import article
from tests.unit.output.test_publish import put_all

PUBLICATIONS, BUILDS = (1_000, 100) if NIGHTLY else (60, 6)


class Reader:
    """Reads the same files again and again; `wrong` are those that were missing or neither old nor new."""

    def __init__(self, out: Path, right: dict[str, set[bytes]]) -> None:
        self._out = out
        self._right = right
        self.wrong: list[str] = []
        self.rounds = 0
        self.enough = threading.Event()

    def read(self) -> None:
        while not self.enough.is_set() or self.rounds == 0:
            for path, right in self._right.items():
                try:
                    found = (self._out / path).read_bytes()
                except OSError as problem:
                    self.wrong.append(f"{path}: {problem.strerror}")
                else:
                    self.wrong += [path] if found not in right else []
            self.rounds += 1


@contextmanager
def reading(out: Path, right: dict[str, set[bytes]]) -> Iterator[Reader]:
    reader = Reader(out, right)
    thread = threading.Thread(target=reader.read)
    thread.start()
    try:
        yield reader
    finally:
        reader.enough.set()
        thread.join()


def test_while_files_are_replaced_again_and_again(memory: Path) -> None:
    paths = [f"{folder}/{number}/index.html" for folder in ("news", "en/news") for number in range(10)]
    states = [dict.fromkeys(paths, mark * 50_000) for mark in (b"old", b"new")]
    out = memory / "read meanwhile"
    put_all(out, states[0])
    with reading(out, {path: {state[path] for state in states} for path in paths}) as reader:
        for number in range(PUBLICATIONS):
            put_all(out, states[(number + 1) % 2])
    assert reader.rounds
    assert reader.wrong == []


def test_while_the_site_is_built_again_and_again(edited: Change) -> None:
    site = edited.site()
    states = []
    for title in ("Нэг", "Хоёр"):
        site.write("content/articles/2018/forum/index.mn.md", article(title))
        site.build()
        states.append(site.tree())
    right = {path: {state[path] for state in states} for path in states[0]}
    assert sum(len(found) == 2 for found in right.values()) > 5
    with reading(site.out, right) as reader:
        for number in range(BUILDS):
            site.write("content/articles/2018/forum/index.mn.md", article(("Нэг", "Хоёр")[number % 2]))
            site.build()
    assert reader.rounds
    assert reader.wrong == []
