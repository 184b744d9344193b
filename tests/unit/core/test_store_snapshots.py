"""A file is read and worked on again only when it changed; a change is never missed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sitegen.core.files import SECOND, signature
from sitegen.core.store import Memory, Store, recall, remember, sweep, take_snapshot

BASE = b"engine and options.."
LATER = 3_600 * SECOND


class Finding(msgspec.Struct, frozen=True, array_like=True):
    text: str


class Folder:
    """Files, and builds that upper-case them."""

    def __init__(self, root: Path, store: Store) -> None:
        self.root = root
        self.store = store

    def write(self, name: str, content: str) -> None:
        (self.root / name).write_text(content)

    def build(
        self, base: bytes = BASE, age: int = LATER, repeatable: bool = True
    ) -> tuple[list[str], dict[str, str]]:
        """The files worked on and everything found; `age` is how long ago the last write seems to be."""
        memory = self.recall(base, age)
        values = [(item.path, Finding(item.content.decode().upper())) for item in memory.changed]
        found = remember(
            self.store,
            memory,
            [(path, value, msgspec.msgpack.encode(value) if repeatable else None) for path, value in values],
        )
        return [item.path for item in memory.changed], {path: item.text for path, item in found.items()}

    def recall(self, base: bytes = BASE, age: int = LATER) -> Memory[Finding]:
        files = [(path.name, signature(path.stat())) for path in sorted(self.root.iterdir())]
        now = max((found.changed for _, found in files), default=0) + age
        found = take_snapshot(self.store, "finding", self.root, files, base=base, now=now)
        return recall(self.store, found, Finding)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    (tmp_path / "files").mkdir()
    with Store(tmp_path / "store") as store:
        folder = Folder(tmp_path / "files", store)
        folder.write("a", "one")
        folder.write("b", "two")
        folder.build()
        yield folder


def test_nothing_is_worked_on_twice(folder: Folder) -> None:
    assert folder.build() == ([], {"a": "ONE", "b": "TWO"})


def test_a_settled_file_is_not_even_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def unexpected(path: Path) -> bytes:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr("sitegen.core.store.content_of", unexpected)
    assert folder.build() == ([], {"a": "ONE", "b": "TWO"})


def test_only_what_changed_is_worked_on(folder: Folder) -> None:
    folder.write("b", "three")
    assert folder.build() == (["b"], {"a": "ONE", "b": "THREE"})
    assert folder.build()[0] == []


def test_a_file_that_was_only_touched_is_read_but_not_worked_on(folder: Folder) -> None:
    os.utime(folder.root / "a", ns=(0, 0))
    memory = folder.recall()
    assert (memory.changed, memory.snapshot.contents.keys()) == ((), {"a"})
    assert folder.build() == ([], {"a": "ONE", "b": "TWO"})


def test_an_edit_that_keeps_size_and_time_is_found(folder: Folder) -> None:
    before = (folder.root / "a").stat()
    folder.write("a", "uno")
    os.utime(folder.root / "a", ns=(before.st_atime_ns, before.st_mtime_ns))
    after = (folder.root / "a").stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert folder.build() == (["a"], {"a": "UNO", "b": "TWO"})


def test_an_edit_too_quick_for_the_time_stamps_is_found(folder: Folder) -> None:
    folder.write("a", "new")
    folder.build(age=0)
    quick = signature((folder.root / "a").stat())
    folder.write("a", "now")
    files = [("a", quick), ("b", signature((folder.root / "b").stat()))]
    found = take_snapshot(folder.store, "finding", folder.root, files, base=BASE, now=quick.changed + LATER)
    assert [item.path for item in recall(folder.store, found, Finding).changed] == ["a"]


def test_another_engine_or_other_options_mean_working_on_everything(folder: Folder) -> None:
    assert folder.build(base=b"another engine......")[0] == ["a", "b"]


def test_a_deleted_file_is_forgotten(folder: Folder) -> None:
    (folder.root / "a").unlink()
    assert folder.build() == ([], {"b": "TWO"})


def test_an_edit_that_is_taken_back_soon_finds_what_was_found_out_before(folder: Folder) -> None:
    for text in ("two", "three", "one"):
        folder.write("a", text)
        found = folder.build()
    assert found == ([], {"a": "ONE", "b": "TWO"})


def test_what_is_not_used_is_swept_once_it_is_more_than_the_rest(folder: Folder) -> None:
    store = folder.store
    names = {f"{number}" for number in range(5)}
    store.write("others", dict.fromkeys(names, b"x"))
    used = {"0", "1", "2"}
    sweep(store, "others", used)
    assert store.names("others") == names
    sweep(store, "others", {"0", "1"}, lambda: ["4"])
    assert store.names("others") == {"0", "1", "4"}


def test_a_file_written_after_the_look_is_worked_on_as_it_is_when_it_is_read(folder: Folder) -> None:
    folder.build()
    folder.store.remove("finding", folder.store.names("finding"))
    memory = folder.recall()
    folder.write("a", "uno")
    late = recall(folder.store, memory.snapshot, Finding)
    values = [(item.path, Finding(item.content.decode())) for item in late.changed]
    remember(folder.store, late, [(path, value, msgspec.msgpack.encode(value)) for path, value in values])
    folder.write("a", "one")
    assert folder.build()[1]["a"] == "ONE"


def test_a_renamed_file_is_worked_on_under_its_new_name(folder: Folder) -> None:
    (folder.root / "a").rename(folder.root / "c")
    assert folder.build() == (["c"], {"b": "TWO", "c": "ONE"})


def test_the_name_of_a_file_is_part_of_what_it_is(folder: Folder) -> None:
    """A document's address comes from its path, so that two files of one content differ."""
    (folder.root / "a").rename(folder.root / "c")
    (folder.root / "b").rename(folder.root / "a")
    (folder.root / "c").rename(folder.root / "b")
    assert folder.build() == (["a", "b"], {"a": "TWO", "b": "ONE"})


def test_a_finding_that_may_differ_next_time_is_not_kept(folder: Folder) -> None:
    folder.write("a", "slow")
    assert folder.build(repeatable=False) == (["a"], {"a": "SLOW", "b": "TWO"})
    assert folder.build() == (["a"], {"a": "SLOW", "b": "TWO"})


def test_findings_come_in_the_order_of_paths(folder: Folder) -> None:
    folder.write("0", "zero")
    assert list(folder.build()[1]) == ["0", "a", "b"]


@pytest.mark.parametrize(
    "value",
    [
        msgspec.msgpack.encode({"of": "another shape"}),
        msgspec.msgpack.encode([7]),
        b"\xc1",
        b"",
    ],
)
def test_what_another_version_wrote_is_worked_on_again(folder: Folder, value: bytes) -> None:
    folder.store.write("finding", {folder.recall().snapshot.name("a"): value})
    assert folder.build() == (["a"], {"a": "ONE", "b": "TWO"})
    assert folder.build()[0] == []
