"""How far a time stamp can be believed, what a folder holds, and who may build: one at a time."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.core import files
from sitegen.core.files import (
    COARSE_STAMP,
    FINE_STAMP,
    SECOND,
    Locked,
    Occupied,
    Signature,
    content_of,
    hold_folder,
    hold_lock,
    is_settled,
    signature,
    walk_leaves,
)

FRACTION = 5 * SECOND + 123_456_789
WHOLE = 5 * SECOND


@pytest.mark.parametrize(
    ("modified", "changed", "age", "settled"),
    [
        (FRACTION, FRACTION, FINE_STAMP + 1, True),
        (FRACTION, FRACTION, FINE_STAMP, False),
        (FRACTION, FRACTION, -SECOND, False),
        (WHOLE, WHOLE, FINE_STAMP + 1, False),
        (WHOLE, WHOLE, COARSE_STAMP + 1, True),
        (WHOLE, FRACTION, COARSE_STAMP, False),
        (FRACTION, WHOLE, COARSE_STAMP, False),
    ],
)
def test_a_stamp_is_believed_when_it_is_older_than_stamps_are_coarse(
    modified: int, changed: int, age: int, settled: bool
) -> None:
    now = max(modified, changed) + age
    assert is_settled(Signature(1, modified, changed, 1), now) is settled


def test_a_file_whose_time_was_set_back_is_as_young_as_the_change() -> None:
    assert not is_settled(Signature(1, 1, FRACTION, 1), FRACTION + FINE_STAMP)


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


HOLDER = """
import sys
from pathlib import Path
from sitegen.core.files import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_is_told_at_once_who_holds_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold_lock(path):
        with pytest.raises(Locked) as told, hold_lock(path):
            pass
        assert told.value.values["holder"] == str(os.getpid())


def test_a_lock_is_free_again_after_its_block_even_when_that_failed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with pytest.raises(ZeroDivisionError), hold_lock(path):
        raise ZeroDivisionError
    with hold_lock(path):
        pass


def test_the_lock_of_another_process_names_it_and_is_freed_when_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    process = holder(path)
    with pytest.raises(Locked) as told, hold_lock(path):
        pass
    assert told.value.values["holder"] == str(process.pid)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with hold_lock(path):
        assert path.read_text() == f"{os.getpid()}\n"


def test_a_holder_that_has_not_said_its_name_is_a_question_mark(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold_lock(path):
        path.write_bytes(b"")
        with pytest.raises(Locked) as told, hold_lock(path):
            pass
    assert told.value.values["holder"] == "?"


def test_a_folder_is_held_without_a_trace_in_it(tmp_path: Path) -> None:
    with hold_folder(tmp_path):
        with pytest.raises(Occupied) as told, hold_folder(tmp_path):
            pass
        assert told.value.values["path"] == tmp_path
        assert list(tmp_path.iterdir()) == []
    with hold_folder(tmp_path):
        pass


def test_where_folders_cannot_be_locked_nobody_is_kept_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(*_: object) -> None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    monkeypatch.setattr(pytest.importorskip("fcntl"), "flock", flock)
    with hold_folder(tmp_path), hold_folder(tmp_path):
        pass


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_in_place_of_the_folder_is_no_folder_and_waited_for_by_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "public")
    with pytest.raises(NotADirectoryError), hold_folder(tmp_path / "public"):
        pass
