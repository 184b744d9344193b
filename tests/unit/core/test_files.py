"""How far a time stamp can be believed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.core.files import COARSE, FINE, SECOND, Signature, is_settled, signature

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
