"""Whatever befell the store: at most one warning, the site of a clean build, and a sound store after it."""

from __future__ import annotations

import json
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sitegen.core.store import PAGE_SIZE, Store
from tests.faults.injected import NIGHTLY
from tests.faults.sites import Change, leftovers
from tests.literal import Site, codes

BLOCK = 512
PRIME = 104_729  # a stride that meets every part of the file before it comes back
DIRECTORY = 300  # bytes at the beginning of a page (sqlite.org/fileformat.html, section 1.6)
FLIPS, CUTS, ZEROED, MISPLACED = (200, 200, 100, 600) if NIGHTLY else (6, 4, 4, 8)


def store_of(site: Site) -> Path:
    return site.root / ".sitegen/store"


def is_mended(change: Change, site: Site, told: set[tuple[str, ...]]) -> bool:
    """Two builds; `told` are the warnings that the first may give, of which it is given at most one."""
    first, second = site.build(), site.build()
    return (
        tuple(codes(first)) in told
        and (codes(second), second.written, leftovers(site)) == ([], 0, [])
        and site.tree() == change.new
    )


def flipped(raw: bytes) -> Iterator[bytes]:
    for number in range(FLIPS):
        damaged = bytearray(raw)
        damaged[number * PRIME % len(raw)] ^= 1 << number % 8
        yield bytes(damaged)


def cut(raw: bytes) -> Iterator[bytes]:
    for number in range(CUTS):
        yield raw[: number * PRIME % len(raw)]


def misplaced(raw: bytes) -> Iterator[bytes]:
    """Where a page says what lies where in it: some of this is met only when something is written."""
    for number in range(MISPLACED):
        damaged = bytearray(raw)
        damaged[number * 7 * PAGE_SIZE % len(raw) + number * 11 % DIRECTORY] ^= 1 << number % 8
        yield bytes(damaged)


def zeroed(raw: bytes) -> Iterator[bytes]:
    for number in range(ZEROED):
        at = number * PRIME % len(raw) // BLOCK * BLOCK
        yield raw[:at] + bytes(BLOCK) + raw[at + BLOCK :]


@pytest.mark.parametrize("damage", [flipped, cut, zeroed, misplaced], ids=lambda damage: damage.__name__)
def test_a_file_of_which_a_part_is_lost(edited: Change, damage: Callable[[bytes], Iterator[bytes]]) -> None:
    raw = store_of(edited.site()).read_bytes()
    for number, damaged in enumerate(damage(raw)):
        site = edited.site()
        store_of(site).write_bytes(damaged)
        assert is_mended(edited, site, {(), ("W701",)}), number


class Trap:
    """Writes a file as soon as somebody unpickles it."""

    def __init__(self, sprung: Path) -> None:
        self._sprung = str(sprung)

    def __reduce__(self) -> tuple[object, ...]:
        return (open, (self._sprung, "w"))


def foreign(sprung: Path) -> dict[str, bytes]:
    return {
        "garbage": b"\xff\x00garbage" * 1000,
        "text": json.dumps({"version": 1}).encode(),
        "a pickle": pickle.dumps(Trap(sprung)),
    }


@pytest.mark.parametrize("name", foreign(Path()))
def test_a_file_of_somebody_else_is_a_warning_and_never_run(
    edited: Change, tmp_path: Path, name: str
) -> None:
    site = edited.site()
    store_of(site).write_bytes(foreign(tmp_path / "sprung")[name])
    assert is_mended(edited, site, {("W701",)})
    assert not (tmp_path / "sprung").exists()


OTHER_STORES = {
    "another version": "PRAGMA user_version = 7",
    "another table": "CREATE TABLE more (name TEXT)",
    "other columns": "ALTER TABLE document RENAME COLUMN seal TO mark",
    "a broken seal": "UPDATE document SET seal = seal + 1",
    "other types": "UPDATE document SET value = 5",
}


@pytest.mark.parametrize("name", OTHER_STORES)
def test_a_store_that_is_not_as_we_left_it_is_a_warning(edited: Change, name: str) -> None:
    site = edited.site()
    with closing(sqlite3.connect(store_of(site))) as connection, connection:
        connection.execute(OTHER_STORES[name])
    assert is_mended(edited, site, {("W701",)})


def test_values_that_are_pickles_are_never_run(edited: Change, tmp_path: Path) -> None:
    """Sealed as ours, as somebody could who knows how."""
    site = edited.site()
    trap = pickle.dumps(Trap(tmp_path / "sprung"))
    with closing(sqlite3.connect(store_of(site))) as connection:
        spaces = [
            space for (space,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
    assert len(spaces) > 5
    with Store(store_of(site)) as store:
        for space in spaces:
            store.write(space, dict.fromkeys(store.names(space), trap))
        store.commit()
    assert is_mended(edited, site, {(), ("W701",)})
    assert not (tmp_path / "sprung").exists()


def test_an_unfinished_change_of_another_store_is_not_carried_out(edited: Change) -> None:
    """SQLite's own journal, as a restored backup may bring it along."""
    site = edited.site()
    for suffix in ("-journal", "-wal", "-shm"):
        store_of(site).with_name(f"store{suffix}").write_bytes(
            b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600)
        )
    assert site.build().failed is False
    assert site.tree() == edited.new
    assert site.build().written == 0


def test_a_folder_in_place_of_the_store_is_a_failure_of_the_machine(edited: Change) -> None:
    site = edited.site()
    store_of(site).unlink()
    store_of(site).mkdir()
    with pytest.raises(OSError, match="store"):
        site.build()
    assert site.tree() == edited.old


def test_a_store_from_elsewhere_is_used_or_not_but_never_wrong(edited: Change, unbuilt: Change) -> None:
    site, other = edited.site(), unbuilt.site()
    other.build()
    store_of(site).write_bytes(store_of(other).read_bytes())
    assert is_mended(edited, site, {()})
