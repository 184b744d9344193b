"""How far a time stamp can be believed, and what a folder holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.core import files
from sitegen.core.files import COARSE, FINE, SECOND, Signature, content_of, is_settled, signature, walk_leaves

FRACTION = 5 * SECOND + 123_456_789
WHOLE = 5 * SECOND


@pytest.mark.parametrize(
    ("modified", "changed", "age", "settled"),
    [
        (FRACTION, FRACTION, FINE + 1, True),
        (FRACTION, FRACTION, FINE, False),
        (FRACTION, FRACTION, -SECOND, False),
        (WHOLE, WHOLE, FINE + 1, False),
        (WHOLE, WHOLE, COARSE + 1, True),
        (WHOLE, FRACTION, COARSE, False),
        (FRACTION, WHOLE, COARSE, False),
    ],
)
def test_a_stamp_is_believed_when_it_is_older_than_stamps_are_coarse(
    modified: int, changed: int, age: int, settled: bool
) -> None:
    now = max(modified, changed) + age
    assert is_settled(Signature(1, modified, changed, 1), now) is settled


def test_a_file_whose_time_was_set_back_is_as_young_as_the_change() -> None:
    assert not is_settled(Signature(1, 1, FRACTION, 1), FRACTION + FINE)


def test_a_signature_changes_with_size_inode_and_time(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"1")
    first = signature(file.stat())
    os.utime(file, ns=(0, 0))
    second = signature(file.stat())
    other = tmp_path / "b"
    other.write_bytes(b"1")
    os.utime(other, ns=(0, 0))
    os.replace(other, file)
    third = signature(file.stat())
    assert (first.modified, second.modified) == (file.stat().st_mtime_ns, 0) or first != second
    assert second.inode != third.inode
    assert len({first, second, third}) == 3


def test_the_leaves_of_a_folder_are_its_files_links_and_empty_folders(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/file").touch()
    (tmp_path / "a/link").symlink_to(tmp_path)
    assert sorted(walk_leaves(tmp_path)) == [tmp_path / "a/b", tmp_path / "a/file", tmp_path / "a/link"]
    assert list(walk_leaves(tmp_path / "missing")) == []


def test_a_folder_that_cannot_be_read_is_not_taken_for_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(files.os, "scandir", refused)
    with pytest.raises(PermissionError) as told:
        list(walk_leaves(tmp_path))
    assert told.value.filename == str(tmp_path)


def test_an_error_names_the_file_even_when_it_was_open(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="mem") as told:
        content_of(Path("/proc/self/mem"))  # can be opened, but its first page cannot be read
    assert told.value.filename == "/proc/self/mem"
