"""Whatever is edited in whatever order, an incremental build gives what a clean build gives."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from msgspec import structs
from msgspec.msgpack import encode

from sitegen import build as pipeline
from sitegen.build import BuildOptions, Outcome, build
from sitegen.content import tree as tree_of_files
from sitegen.core import memory
from sitegen.core.files import Signature
from sitegen.output import publish, rendering
from sitegen.output.rendering import Wanted
from sitegen.output.theme import Theme
from sitegen.pages.views import ListPage
from tests.properties.oracle import (
    Clean,
    Surroundings,
    Tree,
    changeable,
    clean,
    different,
    forget_words,
    fresh_folder,
    stamps,
    tree,
)
from tests.properties.small_site import (
    BODIES,
    BROKEN,
    DATES,
    NAMES,
    PLACES,
    SHARED,
    TERMS,
    TITLES,
    Entry,
    Facts,
    Name,
    Text,
    at_first,
    files_of,
)

NIGHTLY = os.environ.get("SITEGEN_PROFILE") == "nightly"
DAYS = (date(2026, 11, 24), date(2026, 12, 1), date(2018, 11, 20))
FOREIGN = ("more.txt", "news/more.txt")

SURROUNDINGS = Surroundings()

names = st.sampled_from(NAMES)
numbers = st.sampled_from(range(12))  # of an entry that is there
langs = st.sampled_from(("mn", "en"))
texts = st.builds(
    Text,
    title=st.sampled_from(TITLES),
    body=st.sampled_from(BODIES),
    summary=st.sampled_from(("", "Товч.")),
    draft=st.sampled_from((False, False, False, True)),
    alias=st.booleans(),
    stale=st.sampled_from((False, False, True)),
)
facts = st.builds(
    Facts,
    date=st.sampled_from(DATES),
    tags=st.sampled_from(((), TERMS[:1], TERMS[1:], TERMS)),
    place=st.sampled_from(PLACES),
    project=st.sampled_from(("", "p")),
    expires=st.sampled_from(("", "", "2026-11-28")),
)
builds = st.sampled_from((True, True, True, False))


def states_of(prefix: str) -> st.SearchStrategy[tuple[str, int]]:
    """The files that begin so, each in each of its states."""
    paths = [path for path in SHARED if path.startswith(prefix)]
    return st.sampled_from([(path, state) for path in paths for state in range(len(SHARED[path]))])


many = st.integers(0, 200)


EDITS: list[st.SearchStrategy[Step]] = []
Edit = TypeVar("Edit", bound=Callable[..., None])


@dataclass(frozen=True)
class Step:
    """An edit by name, with what it is given."""

    name: str
    given: dict[str, Any]


def edit(**given: st.SearchStrategy[Any]) -> Callable[[Edit], Edit]:
    """Makes a method one of the edits. All are equally likely, unlike the rules of a state machine."""

    def register(method: Edit) -> Edit:
        EDITS.append(st.fixed_dictionaries(given).map(partial(Step, method.__name__)))
        return method

    return register


class Edits(RuleBasedStateMachine):
    """A small site that is edited; most edits are built at once, some together with the next."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = fresh_folder()
        self.site, self.out = self.folder / "site", self.folder / "site" / "public"
        self.entries: dict[Name, Entry] = at_first()
        self.shared: dict[str, int] = {}
        self.today = DAYS[0]
        self.disk: dict[str, bytes] = {}
        self.good: tuple[dict[Name, Entry], dict[str, int]] = (dict(self.entries), {})
        self.published: Tree = {}
        self.store_is_sound = True
        self.failures = 0
        self.damaged: set[str] = set()
        self.foreign: set[str] = set()
        self.all_may_be_rendered = True
        SURROUNDINGS.engine = SURROUNDINGS.words = 0
        forget_words()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # Edits of content

    @edit(name=names, lang=langs, text=texts, facts=facts, now=builds)
    def write(self, name: Name, lang: str, text: Text, facts: Facts, now: bool) -> None:
        before = self.entries.get(name, Entry(texts={}))
        self.entries[name] = replace(before, facts=facts, texts={**before.texts, lang: text})
        self.edited(now)

    @edit(number=numbers, now=builds)
    def delete(self, number: int, now: bool) -> None:
        self.entries.pop(self.existing(number))
        self.edited(now)

    @edit(number=numbers, slug=st.sampled_from(("z", "a", "b", "q")), now=builds)
    def rename(self, number: int, slug: str, now: bool) -> None:
        before = self.existing(number)
        self.entries[(before[0], slug)] = self.entries.pop(before)
        self.edited(now)

    @edit(one=numbers, other=numbers, now=builds)
    def swap(self, one: int, other: int, now: bool) -> None:
        first, second = self.existing(one), self.existing(other)
        self.entries[first], self.entries[second] = self.entries[second], self.entries[first]
        self.edited(now)

    @edit(number=numbers, lang=langs, title=st.sampled_from(TITLES), now=builds)
    def retitle(self, number: int, lang: str, title: str, now: bool) -> None:
        self.change_text(self.existing(number), lang, title=title)
        self.edited(now)

    @edit(number=numbers, lang=langs, body=st.sampled_from(BODIES), now=builds)
    def edit_body(self, number: int, lang: str, body: str, now: bool) -> None:
        self.change_text(self.existing(number), lang, body=body)
        self.edited(now)

    @edit(number=numbers, lang=langs, now=builds)
    def translate(self, number: int, lang: str, now: bool) -> None:
        """Or the reverse: a text goes that has another beside it."""
        name = self.existing(number)
        texts = dict(self.entries[name].texts)
        if len(texts) > 1:
            del texts[lang]
        else:
            texts |= {other: Text(title=TITLES[2]) for other in ("mn", "en") if other not in texts}
        self.entries[name] = replace(self.entries[name], texts=texts)
        self.edited(now)

    @edit(number=numbers, facts=facts, now=builds)
    def change_facts(self, number: int, facts: Facts, now: bool) -> None:
        name = self.existing(number)
        self.entries[name] = replace(self.entries[name], facts=facts)
        self.edited(now)

    @edit(number=numbers, colour=st.sampled_from((0, 1, 2)), now=builds)
    def change_picture(self, number: int, colour: int, now: bool) -> None:
        name = self.existing(number)
        self.entries[name] = replace(self.entries[name], picture=colour)
        self.edited(now)

    # Edits of what pages share

    @edit(choice=states_of("content/"), now=builds)
    def change_records(self, choice: tuple[str, int], now: bool) -> None:
        self.shared |= [choice]
        self.edited(now)

    @edit(choice=states_of("templates/") | states_of("static/"), now=builds)
    def change_theme(self, choice: tuple[str, int], now: bool) -> None:
        self.shared |= [choice]
        self.all_may_be_rendered = True
        self.edited(now)

    @edit(choice=states_of("site.yaml"), now=builds)
    def change_settings(self, choice: tuple[str, int], now: bool) -> None:
        self.shared |= [choice]
        self.all_may_be_rendered = True
        self.edited(now)

    @edit(now=builds)
    def rename_static_file(self, now: bool) -> None:
        one, other = "static/more.txt", "static/most.txt"
        self.shared[one] = 1 - self.shared.get(one, 0)
        self.shared[other] = 1 - self.shared[one]
        self.edited(now)

    @edit(words=st.sampled_from((0, 1, 2)))
    def change_version_or_words(self, words: int) -> None:
        if words:
            SURROUNDINGS.words = (SURROUNDINGS.words + words) % 3
            forget_words()
        else:
            SURROUNDINGS.engine = 1 - SURROUNDINGS.engine
        self.all_may_be_rendered = True
        self.build()

    @edit(days=st.sampled_from((1, 2)))
    def another_day(self, days: int) -> None:
        self.today = DAYS[(DAYS.index(self.today) + days) % len(DAYS)]
        self.build()

    # What should change nothing, or be noticed all the same

    @edit(number=many)
    def touch(self, number: int) -> None:
        os.utime(self.site / sorted(self.disk)[number % len(self.disk)])
        self.build()

    @edit(number=numbers)
    def write_the_same_size_at_the_same_time(self, number: int) -> None:
        """As a program does that keeps time stamps: one title for another of the same length."""
        name = self.existing(number)
        lang, text = sorted(self.entries[name].texts.items())[0]
        before = {path: (self.site / path).stat().st_mtime_ns for path in self.disk}
        self.change_text(name, lang, title=text.title[:-1] + ("а" if text.title[-1] != "а" else "о"))
        for path in self.save():
            if path in before:
                os.utime(self.site / path, ns=(before[path], before[path]))
        self.build(saved=True)

    @edit(
        how=st.sampled_from(("gone", "cut", "flipped", "of another version", "of another program")),
        at=st.floats(0, 1),
    )
    def damage_store(self, how: str, at: float) -> None:
        store = self.site / ".sitegen" / "store"
        raw = bytearray(store.read_bytes())
        place = min(int(at * len(raw)), len(raw) - 1)
        if how == "gone":
            store.unlink()
        elif how == "cut":
            store.write_bytes(raw[:place])
        elif how == "flipped":
            raw[place] ^= 1
            store.write_bytes(raw)
        elif how == "of another version":
            raw[60:64] = (999).to_bytes(4, "big")  # user_version, sqlite.org/fileformat2.html 1.3
            store.write_bytes(raw)
        else:
            store.write_bytes(b"somebody else's\n" * place)
        self.store_is_sound = False
        self.all_may_be_rendered = True
        self.build()

    @edit(number=many, how=st.sampled_from(("gone", "cut", "longer", "unreadable", "a link")))
    def damage_output(self, number: int, how: str) -> None:
        paths = [path for path in sorted(self.published) if not path.endswith("/")]
        path = paths[number % len(paths)]
        target = self.out / path
        if target.exists():
            _damage(target, how, self.folder / "elsewhere")
            self.damaged.add(path)
            self.build()

    @edit(path=st.sampled_from(FOREIGN))
    def add_a_file_of_somebody_else(self, path: str) -> None:
        if (self.out / path).parent.is_dir():
            (self.out / path).write_text("mine")
            self.foreign.add(path)
            self.build()

    @edit(broken=st.sampled_from(sorted(BROKEN)), kept=st.booleans())
    def make_a_mistake(self, broken: str, kept: bool) -> None:
        """Mended afterwards, or overwritten by a later edit of the same file."""
        self.save()
        self.put(broken, BROKEN[broken])
        self.all_may_be_rendered |= not broken.startswith("content/")
        self.build(saved=True)
        if not kept:
            self.build()

    @edit(number=numbers, body=st.sampled_from(BODIES))
    def build_with_two_processes(self, number: int, body: str) -> None:
        self.change_text(self.existing(number), "mn", body=body)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pipeline, "WORTH_A_POOL", 1)
            self.build(jobs=2)

    # The machinery

    def existing(self, number: int) -> Name:
        """The entry of that number; there is always one."""
        if not self.entries:
            self.entries.update(at_first())
        return sorted(self.entries)[number % len(self.entries)]

    def change_text(self, name: Name, lang: str, **changes: Any) -> None:
        entry = self.entries[name]
        if lang in entry.texts:
            texts = {**entry.texts, lang: replace(entry.texts[lang], **changes)}
            self.entries[name] = replace(entry, texts=texts)

    def edited(self, now: bool) -> None:
        if now:
            self.build()

    def save(self) -> list[str]:
        """Brings the files on disk to what the entries say, and gives those that were written."""
        wanted = files_of(self.entries, self.shared)
        for path in self.disk.keys() - wanted.keys():
            self.put(path, None)
        written = [path for path, content in wanted.items() if self.disk.get(path) != content]
        for path in written:
            self.put(path, wanted[path])
        return written

    def put(self, path: str, content: bytes | None) -> None:
        target = self.site / path
        if content is None:
            target.unlink()
            del self.disk[path]
            parent = target.parent
            while not any(parent.iterdir()):
                parent.rmdir()
                parent = parent.parent
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.disk[path] = content

    def run(self, jobs: int) -> Outcome:
        return build(BuildOptions(site=self.site, out=self.out, today=self.today, jobs=jobs))

    @initialize()
    def first_build(self) -> None:
        self.build()

    @rule(step=st.deferred(lambda: st.one_of(EDITS)))
    def step(self, step: Step) -> None:
        getattr(self, step.name)(**step.given)

    def build(self, jobs: int = 1, saved: bool = False) -> None:
        """Builds, holds the result against a clean build, and builds again."""
        if not saved:
            self.save()
        expected = clean(self.site, self.disk, self.today, SURROUNDINGS.named())
        before = (tree(self.out), stamps(self.out)) if expected.failed else None
        outcome = build(self.options(jobs))
        assert outcome.failed == expected.failed
        self.compare_diagnostics(outcome, expected)
        if before:
            assert (tree(self.out), stamps(self.out)) == before
        else:
            self.compare_trees(outcome, expected)
        self.build_again(expected, jobs)
        self.mend_what_has_failed_twice(expected.failed)

    def options(self, jobs: int) -> BuildOptions:
        return BuildOptions(site=self.site, out=self.out, today=self.today, jobs=jobs)

    def compare_diagnostics(self, outcome: Outcome, expected: Clean) -> None:
        lost = [item for item in outcome.diagnostics if item.code == "W701"]
        assert tuple(item for item in outcome.diagnostics if item not in lost) == expected.diagnostics
        assert not (lost and self.store_is_sound)
        if lost:
            self.store_is_sound = self.all_may_be_rendered = True

    def compare_trees(self, outcome: Outcome, expected: Clean) -> None:
        found = tree(self.out)
        assert self.foreign <= found.keys()
        now = {path: found[path] for path in found.keys() - self.foreign}
        assert different(now, expected.tree) == []
        if self.store_is_sound and not self.all_may_be_rendered:
            changed = {*different(now, self.published), *self.damaged}
            assert set(outcome.rendered) - changed == set()
        self.good = (dict(self.entries), dict(self.shared))
        self.published, self.damaged, self.all_may_be_rendered = now, set(), False

    def build_again(self, expected: Clean, jobs: int) -> None:
        before = stamps(self.out)
        again = build(self.options(jobs))
        self.compare_diagnostics(again, expected)
        assert stamps(self.out) == before
        assert (again.parsed, again.rendered, again.written, again.removed) == ((), (), 0, 0)

    def mend_what_has_failed_twice(self, failed: bool) -> None:
        """So that one mistake does not hide everything that comes after it."""
        self.failures = self.failures + 1 if failed else 0
        if self.failures == 2:
            self.entries, self.shared = dict(self.good[0]), dict(self.good[1])
            self.build()


def _damage(target: Path, how: str, elsewhere: Path) -> None:
    if how == "gone":
        target.unlink()
    elif how == "cut":
        target.write_bytes(target.read_bytes()[:-1])
    elif how == "longer":
        target.write_bytes(target.read_bytes() + b" ")
    elif how == "unreadable":
        target.chmod(0o600)
    else:
        elsewhere.write_bytes(target.read_bytes())
        target.unlink()
        target.symlink_to(elsewhere)


def profile(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=12 if NIGHTLY else 6,
        derandomize=not NIGHTLY,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def run(examples: int, **changes: Any) -> None:
    with changeable(SURROUNDINGS, remember=not NIGHTLY):
        run_state_machine_as_test(Edits, settings=settings(profile(examples), **changes))


def test_an_incremental_build_equals_a_clean_one() -> None:
    run(5_000 if NIGHTLY else 200)


# A test of the test: each of these bugs, planted, must be found.


def keep_outputs_of_deleted_sources(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(publish, "_remove", lambda out, path: None)


def believe_size_and_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tree_of_files, "signature", lambda found: Signature(found.st_size, found.st_mtime_ns, 0, 0))
    patch.setattr(memory, "is_settled", lambda found, now: True)


def leave_templates_out_of_the_key(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Theme, "closure_digest", lambda self, name: b"")


def forget_the_titles_in_lists(patch: pytest.MonkeyPatch) -> None:
    """The key of a list names the entries it shows, but not what they are called."""
    wanted_pages = rendering.wanted_pages

    def planted(*given: Any) -> list[Wanted]:
        return [_without_titles(page) for page in wanted_pages(*given)]

    patch.setattr(pipeline, "wanted_pages", planted)


def _without_titles(wanted: Wanted) -> Wanted:
    page = wanted.planned.page
    if not isinstance(page, ListPage):
        return wanted
    items = tuple(structs.replace(item, title="") for item in page.items)
    return structs.replace(wanted, key=encode((wanted.surroundings, structs.replace(page, items=items))))


BUGS = (
    keep_outputs_of_deleted_sources,
    believe_size_and_time,
    leave_templates_out_of_the_key,
    forget_the_titles_in_lists,
)


@pytest.mark.parametrize("plant", BUGS, ids=lambda plant: plant.__name__)
def test_a_planted_bug_is_found(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        run(300, phases=[Phase.generate])
