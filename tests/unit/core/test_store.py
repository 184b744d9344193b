"""The store is only a shortcut: whatever happens to its file, nothing wrong comes out of it."""

from __future__ import annotations

import json
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sitegen.core import store as store_module
from sitegen.core.store import STORE_FORMAT, Damaged, Store, on_sound_store, read_beside

VALUES = {f"name-{number}": bytes([number]) * (900 + number) for number in range(60)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with values, as an earlier build left it."""
    file = tmp_path / "store"
    with Store(file) as store:
        store.write("page", VALUES)
        store.write("other", {"name-1": b"elsewhere"})
        store.commit()
    return file


def contents(path: Path | None) -> tuple[dict[str, bytes], bool]:
    """What the store gives now, and whether it says that it was emptied."""
    with Store(path) as store:
        found = on_sound_store(store, lambda: store.read("page"))
        return found, store.discarded is not None


def test_what_was_written_is_read_by_the_next_build(path: Path) -> None:
    assert contents(path) == (VALUES, False)


def test_spaces_do_not_mix(path: Path) -> None:
    with Store(path) as store:
        assert store.read("other") == {"name-1": b"elsewhere"}
        assert store.read("nowhere") == {}
        store.remove("other", ["name-1"])
        assert store.names("page") == set(VALUES)


def test_some_values_can_be_asked_for_by_name(path: Path) -> None:
    with Store(path) as store:
        assert store.read_some("page", ["name-3", "missing"]) == {"name-3": VALUES["name-3"]}


def test_any_number_of_values_can_be_asked_for(path: Path) -> None:
    names = [f"name-{number}" for number in range(40_000)]
    with Store(path) as store:
        assert store.read_some("page", names) == VALUES
        assert store.read_some("page", []) == {}


def test_a_later_value_stands_in_for_an_earlier_one(path: Path) -> None:
    with Store(path) as store:
        store.write("page", {"name-1": b"new"})
        assert store.read("page")["name-1"] == b"new"


def test_without_commit_the_file_stays_as_it_was(path: Path) -> None:
    with Store(path) as store:
        store.write("page", {"name-1": b"new"})
        store.remove("page", ["name-2"])
    assert contents(path) == (VALUES, False)


def test_without_a_file_nothing_is_read_and_nothing_is_kept(tmp_path: Path) -> None:
    with Store(None) as store:
        store.write("page", VALUES)
        store.commit()
        assert store.read("page") == VALUES
    assert contents(None) == ({}, False)
    assert list(tmp_path.iterdir()) == []


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "garbage": lambda raw: b"\x00\xff garbage" * 1000,
    "JSON cut short": lambda raw: json.dumps({"page": 1}).encode()[:-3],
    "the end cut off": lambda raw: raw[: len(raw) // 2],
    "all but the header cut off": lambda raw: raw[:100],
    "zeroes after the header": lambda raw: raw[:100] + bytes(len(raw) - 100),
    "another header": lambda raw: b"X" + raw[1:],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_emptied_and_works_again(path: Path, damage: Callable[[bytes], bytes]) -> None:
    path.write_bytes(damage(path.read_bytes()))
    with Store(path) as store:
        assert on_sound_store(store, lambda: store.read("page")) == {}
        assert store.discarded
        store.write("page", {"a": b"1"})
        store.commit()
    assert contents(path) == ({"a": b"1"}, False)


@pytest.mark.parametrize("raw", [b"", b"x"])
def test_a_file_without_a_database_is_a_new_store(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    assert contents(path) == ({}, False)


def test_no_flipped_bit_ever_changes_a_value(path: Path) -> None:
    sound = path.read_bytes()
    emptied = 0
    for number in range(250):
        place = number * 7919 % len(sound)
        raw = bytearray(sound)
        raw[place] ^= 1 << (number % 8)
        path.write_bytes(bytes(raw))
        found, discarded = contents(path)
        assert found.items() <= VALUES.items(), f"byte {place}"
        emptied += discarded
    assert emptied > 50


def test_a_build_on_a_store_with_a_flipped_bit_can_be_written_to(path: Path) -> None:
    sound = path.read_bytes()
    for number in range(120):
        place = number * 104_729 % len(sound)
        raw = bytearray(sound)
        raw[place] ^= 1 << (number % 8)
        path.write_bytes(bytes(raw))
        with Store(path) as store:
            on_sound_store(store, lambda: half_of_it_replaced(store))
        found, _ = contents(path)
        assert {name: value for name, value in found.items() if name in VALUES}.items() <= VALUES.items()


def half_of_it_replaced(store: Store) -> None:
    store.remove("page", list(VALUES)[::2])
    store.write("page", {f"new-{index}": b"n" * 500 for index in range(40)})
    store.commit()


def change(path: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement, values)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("UPDATE page SET value = ? WHERE name = 'name-7'", (b"forged",)),
        ("UPDATE page SET name = 'name-99' WHERE name = 'name-7'", ()),
        ("INSERT INTO page SELECT 'x', seal, value FROM other", ()),
        ("UPDATE page SET value = ? WHERE name = 'name-7'", ("text",)),
        ("UPDATE page SET value = 12 WHERE name = 'name-7'", ()),
        ("UPDATE page SET seal = NULL, value = NULL WHERE name = 'name-7'", ()),
        ("UPDATE page SET name = x'ff' WHERE name = 'name-7'", ()),
    ],
)
def test_a_value_that_was_changed_by_hand_is_never_believed(
    path: Path, statement: str, values: tuple[object, ...]
) -> None:
    """Nor is one that the table could not hold, if somebody has other rules for it."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '')")
    connection.close()
    change(path, statement, *values)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'TEXT', 'TEXT NOT NULL')")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'INTEGER', 'INTEGER NOT NULL')")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'BLOB', 'BLOB NOT NULL')")
    connection.close()
    assert contents(path) == ({}, True)


def test_a_store_of_another_version_is_emptied(path: Path) -> None:
    change(path, f"PRAGMA user_version = {STORE_FORMAT + 1}")
    assert contents(path) == ({}, True)
    assert contents(path) == ({}, False)


def test_the_database_of_another_program_is_not_taken_for_a_store(path: Path) -> None:
    path.unlink()
    change(path, "CREATE TABLE moz_places (id INTEGER PRIMARY KEY)")
    change(path, f"PRAGMA user_version = {STORE_FORMAT}")
    assert contents(path) == ({}, True)


class Planted:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.mark,))


def test_a_poisoned_file_is_never_executed(path: Path, tmp_path: Path) -> None:
    mark = tmp_path / "executed"
    poison = pickle.dumps(Planted(mark))
    change(path, "UPDATE page SET value = ? WHERE name = 'name-7'", poison)
    assert contents(path) == ({}, True)
    path.write_bytes(poison)
    assert contents(path) == ({}, True)
    assert not mark.exists()


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER planted AFTER INSERT ON page BEGIN DELETE FROM other; END",
        "CREATE VIEW planted AS SELECT * FROM page",
        "CREATE INDEX planted ON page (name) WHERE abs(seal) > 0",
        "CREATE TABLE planted (name TEXT NOT NULL PRIMARY KEY, value GENERATED ALWAYS AS (hex(name)))",
    ],
)
def test_a_store_with_sql_of_somebody_else_is_emptied_before_it_can_run(path: Path, planted: str) -> None:
    change(path, planted)
    assert contents(path) == ({}, True)


def test_a_store_that_somebody_else_is_using_is_not_thrown_away(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_PATIENCE", 0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OSError, match="locked") as raised:
            Store(path)
    assert raised.value.filename == str(path)
    assert contents(path) == (VALUES, False)


def test_a_store_that_has_no_room_to_grow_is_not_thrown_away(path: Path) -> None:
    resource: Any = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Store(path) as store:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, limits[1]))
            with pytest.raises(OSError, match="disk") as raised:
                store.write("page", {f"more-{number}": bytes(100_000) for number in range(100)})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert raised.value.filename == str(path)
    assert contents(path) == (VALUES, False)


def test_leftovers_of_a_damaged_store_go_with_it(path: Path) -> None:
    leftover = path.with_name("store-journal")
    path.write_bytes(b"garbage" * 999)
    leftover.write_bytes(b"garbage")
    contents(path)
    assert not leftover.exists()


def test_work_that_meets_damage_is_done_again_on_an_emptied_store(path: Path) -> None:
    change(path, "UPDATE other SET value = ?", b"forged")
    with Store(path) as store:
        read = []

        def work() -> None:
            read.append(store.read("page"))
            store.write("page", {"name-1": b"from damage"})
            store.read("other")

        on_sound_store(store, work)
        assert read == [VALUES, {}]
        assert store.discarded == "seal of other/name-1 is broken"


def test_a_store_that_is_damaged_again_at_once_is_not_tried_for_ever(path: Path) -> None:
    def work() -> None:
        raise Damaged("again")

    with Store(path) as store, pytest.raises(Damaged, match="again"):
        on_sound_store(store, work)


def test_a_store_that_is_being_written_can_be_read_beside_that(path: Path) -> None:
    with Store(path) as store:
        store.write("page", {"name-1": b"not committed"})
        assert read_beside(path, "page", ["name-1", "nothing"]) == {"name-1": VALUES["name-1"]}
        store.commit()
    assert read_beside(path, "page", ["name-1"]) == {"name-1": b"not committed"}


def test_what_cannot_be_read_beside_a_build_is_damaged(path: Path) -> None:
    with pytest.raises(Damaged):
        read_beside(path, "no such space", ["x"])
    change(path, "UPDATE page SET value = ?", b"forged")
    with pytest.raises(Damaged, match="seal of page/name-1 is broken"):
        read_beside(path, "page", ["name-1"])
