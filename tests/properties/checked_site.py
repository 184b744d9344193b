"""A site on disk, each build of which is held against a clean build and against what it had to do."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from sitegen.build import BuildOptions, Outcome, build
from sitegen.output.journal import LISTING
from tests.properties.oracle import Clean, Stamps, Tree, clean, different, fresh_folder, stamps, state
from tests.properties.surroundings import SURROUNDINGS

LOST_STORE = "W701"


class Difference(AssertionError):
    """An incremental build is not what a clean one is, or did what it had no reason to do."""


def same(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise Difference(f"{what}: {found!r}, expected {expected!r}")


def none_but(what: str, found: Collection[str], allowed: Collection[str]) -> None:
    if more := sorted(set(found) - set(allowed)):
        raise Difference(f"{what}: {', '.join(more)}")


class CheckedSite:
    """Files by path, and what is known of the builds made of them.

    `documents` are all that ever were, `unread` those written since they were last read, `forgotten` those of
    which the store may have lost something, of one state or another, `damaged` the outputs that somebody
    changed, `foreign` the files of somebody else in the published folder. The other marks say what the next
    build is excused for: reading every document, rendering every page, having lost its store.
    """

    def __init__(self, today: date) -> None:
        self.folder = fresh_folder()
        self.site, self.out = self.folder / "site", self.folder / "site" / "public"
        self.disk: dict[str, bytes] = {}
        self.today = today
        self.drafts = False
        self.published: Tree = {}
        self.documents: set[str] = set()
        self.unread: set[str] = set()
        self.forgotten: set[str] = set()
        self.damaged: set[str] = set()
        self.foreign: set[str] = set()
        self.all_may_be_read = self.all_may_be_rendered = self.store_is_lost = True
        self.store_is_doubtful = False
        self.tally: Counter[str] = Counter()

    def copied(self) -> CheckedSite:
        """The same site elsewhere, with all that its builds remember."""
        copy = CheckedSite(self.today)
        shutil.copytree(self.site, copy.site, symlinks=True)
        copy.disk, copy.published, copy.documents = dict(self.disk), dict(self.published), set(self.documents)
        copy.all_may_be_read = copy.all_may_be_rendered = copy.store_is_lost = False
        return copy

    def remove(self) -> None:
        shutil.rmtree(self.folder)

    # Files

    def save(self, wanted: Mapping[str, bytes]) -> list[str]:
        """Brings the files on disk to these, and gives those that were written."""
        for path in self.disk.keys() - wanted.keys():
            self.put(path, None)
        written = [path for path, content in wanted.items() if self.disk.get(path) != content]
        for path in written:
            self.put(path, wanted[path])
        return written

    def put(self, path: str, content: bytes | None) -> None:
        target = self.site / path
        self._mark(path)
        if content is None:
            target.unlink()
            del self.disk[path]
            self._remove_empty(target.parent)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.disk[path] = content

    def move(self, folder: str, to: str) -> None:
        """Moves a folder as an editor does: its files keep their times and inodes."""
        moved = [path for path in self.disk if path.startswith(f"{folder}/")]
        if moved:
            (self.site / to).parent.mkdir(parents=True, exist_ok=True)
            (self.site / folder).rename(self.site / to)
            self._remove_empty((self.site / folder).parent)
        for path in moved:
            place = to + path.removeprefix(folder)
            self.disk[place] = self.disk.pop(path)
            self._mark(place)

    def _mark(self, path: str) -> None:
        """What is written to this path has to be read again, perhaps with everything that depends on it."""
        if path.endswith(".md"):
            self.documents.add(path)
            self.unread.add(path)
        elif path.endswith(".yaml"):
            self.all_may_be_read = True

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.site and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    # Builds

    def options(self, jobs: int = 1, publish: bool = True) -> BuildOptions:
        return BuildOptions(
            site=self.site, out=self.out, today=self.today, drafts=self.drafts, jobs=jobs, publish=publish
        )

    def build(self, jobs: int = 1) -> bool:
        """Builds, holds the result against a clean build, and builds again. Tells whether all went well."""
        options = self.options(jobs)
        expected = clean(options, self.disk, SURROUNDINGS.named())
        before = state(self.out) if expected.failed else ({}, stamps(self.out))
        around_before = around(self.out)
        outcome = build(options)
        self.tally["edits published in part"] += bool(outcome.written and not outcome.planned_all)
        after = state(self.out)
        self.all_may_be_rendered |= around(self.out) != around_before
        self.check_found(outcome, expected)
        if expected.failed:
            self.check_untouched(outcome, before[1], after[1])
            # What is read of a text with a mistake, or under settings that do not last, takes the place of
            # what was remembered, and what is deleted is forgotten: the text as it was before is read again
            # when it is back and needed.
            gone = self.documents - self.disk.keys()
            self.forgotten |= self.documents if self.all_may_be_read else {*outcome.parsed, *gone}
            same("changed in spite of errors", different(after[0], before[0]), set())
        else:
            self.published = self.check_published(outcome, expected, before[1], after)
        self.build_again(options, expected, after[1])
        self.tally.update(("builds", f"builds with {jobs} jobs", f"builds with errors: {expected.failed}"))
        self.tally["builds held to their bound"] += not (expected.failed or self.all_may_be_rendered)
        if not expected.failed:
            self.all_may_be_read = self.all_may_be_rendered = self.store_is_lost = False
            self.unread.clear()
            self.damaged.clear()
        return not expected.failed

    def check(self) -> None:
        """Checks the site as `sitegen check` does, which publishes nothing."""
        options = self.options(publish=False)
        before = stamps(self.out)
        outcome = build(options)
        self.check_found(outcome, clean(options, self.disk, SURROUNDINGS.named()))
        self.check_untouched(outcome, before, stamps(self.out))

    def check_found(self, outcome: Outcome, expected: Clean) -> None:
        lost = any(item.code == LOST_STORE for item in outcome.diagnostics)
        if lost and not (self.store_is_lost or self.store_is_doubtful):
            raise Difference("the store was lost without any damage to it")
        if lost:
            self.store_is_lost, self.store_is_doubtful = True, False
        told = tuple(item for item in outcome.diagnostics if item.code != LOST_STORE)
        same("diagnostics", told, expected.diagnostics)
        same("failed", outcome.failed, expected.failed)
        if not (self.all_may_be_read or self.store_is_lost):
            none_but("read needlessly", outcome.parsed, self.unread | self.forgotten)
        self.unread -= set(outcome.parsed)

    def check_untouched(self, outcome: Outcome, before: Stamps, after: Stamps) -> None:
        same("done", (outcome.rendered, outcome.written, outcome.removed), ((), 0, 0))
        same("touched", different(after, before), set())

    def check_published(
        self, outcome: Outcome, expected: Clean, before: Stamps, now: tuple[Tree, Stamps]
    ) -> Tree:
        """Gives what is published."""
        found, after = now
        none_but("somebody else's files are gone", self.foreign, found)
        ours = {path: item for path, item in found.items() if path not in self.foreign}
        none_but("not as in a clean build", different(ours, expected.tree), ())
        written = {path for path in after if before.get(path) != after[path]}
        written = {path for path in written if not path.endswith("/") and path != LISTING}
        gone = {path for path in before.keys() - after.keys() if not path.endswith("/")}
        same("number of files written", outcome.written, len(written))
        same("number of files removed", outcome.removed, len(gone))
        changed = different(ours, self.published) | self.damaged
        # Both forms of a feed are made from one value, of which JSON says less.
        changed |= {path.replace("feed.xml", "feed.json") for path in changed}
        if not self.store_is_lost:
            none_but("written needlessly", written, changed)
        if not (self.store_is_lost or self.all_may_be_rendered):
            none_but("rendered needlessly", outcome.rendered, changed)
        return ours

    def build_again(self, options: BuildOptions, expected: Clean, before: Stamps) -> None:
        again = build(options)
        same("diagnostics of a second build", again.diagnostics, expected.diagnostics)
        same("read by a second build", again.parsed, ())
        self.check_untouched(again, before, stamps(self.out))


def around(out: Path) -> list[bytes]:
    """Menu and footer of every home page: with others, all that may show them is rendered, also what does
    not."""
    homes = [path.read_bytes() for path in (out / "index.html", out / "en/index.html") if path.exists()]
    return [
        part
        for home in homes
        for part in (home.partition(b"<body>")[2].partition(b"<main")[0], home.partition(b"</main>")[2])
    ]
