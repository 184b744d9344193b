"""Files that change while they are built: no build stumbles, and the next one sees every change."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sitegen import cli
from tests.faults.injected import NIGHTLY, Builder, delayed, needs
from tests.faults.sites import NEWS, Change, leftovers
from tests.literal import Site, article, codes, tree

ROUNDS = 60 if NIGHTLY else 4


class Writer:
    """An editor who never rests: writes over files, replaces them, removes them and puts them back."""

    def __init__(self, site: Site, seed: int) -> None:
        self._site = site
        self._chance = random.Random(seed)
        self.enough = threading.Event()
        self.edits = 0

    def write(self) -> None:
        while not self.enough.is_set() or self.edits == 0:
            self._chance.choice((self._over, self._instead, self._away, self._beside))()
            self.edits += 1
            self.enough.wait(0.002)

    def _text(self) -> str:
        return article(f"Засвар {self.edits % 10}", tags="[pta]")

    def _over(self) -> None:
        """The same file, and mostly of the same size."""
        self._site.write(f"{NEWS}/forum/index.mn.md", self._text())

    def _instead(self) -> None:
        """As most editors save: a file beside, renamed over the old one."""
        beside = self._site.root / NEWS / "forum/index.mn.md~"
        beside.write_text(self._text(), "utf-8")
        beside.replace(beside.with_name("index.mn.md"))

    def _away(self) -> None:
        other = self._site.root / NEWS / "brief/index.mn.md"
        if other.exists():
            self._site.remove_folder(f"{NEWS}/brief")
        else:
            self._site.write(f"{NEWS}/brief/index.mn.md", self._text())

    def _beside(self) -> None:
        """A file that is copied as it is."""
        self._site.write("static/reports", f"{self.edits}\n" * 1000)


@contextmanager
def edited_by(writer: Writer) -> Iterator[None]:
    thread = threading.Thread(target=writer.write)
    thread.start()
    try:
        yield
    finally:
        writer.enough.set()
        thread.join()


@needs("strace")
def test_the_next_build_equals_a_clean_one(edited: Change, builder: Builder) -> None:
    site = edited.site()
    for number in range(ROUNDS):
        writer = Writer(site, number)
        call = ("read", "openat", "newfstatat", "getdents64")[number % 4]
        with edited_by(writer):
            run = builder.build(site.root, strace=delayed(call, microseconds=1_000))
        assert run.code in (cli.FINE, cli.CONTENT, cli.MACHINE), run
        assert run.code != cli.MACHINE or "No such file" in run.err, run
        assert "Traceback" not in run.err
        assert leftovers(site) == []
        assert (codes(site.build()), site.build().written) == ([], 0)
        clean = site.root / f"clean-{number}"
        site.build(out=clean, cache=False)
        assert site.tree() == tree(clean), number
