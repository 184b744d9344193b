"""One build at a time."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.core.lock import Locked, Occupied, hold_folder, hold_lock

HOLDER = """
import sys
from pathlib import Path
from sitegen.core.lock import hold_lock
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
