"""Having files on disk: in the end for certain, and meanwhile when there are many."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from sitegen.core import files as module
from sitegen.core.files import Syncing, sync_folder


@pytest.fixture
def syncing() -> Iterator[Syncing]:
    syncing = Syncing()
    yield syncing
    syncing.close()


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were synced; every second file begins a sync."""
    folders: list[Path] = []
    monkeypatch.setattr(module, "sync_folder", folders.append)
    monkeypatch.setattr(module, "FILES_BETWEEN_SYNCS", 2)
    return folders


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    sync_folder(tmp_path)
    with pytest.raises(FileNotFoundError) as caught:
        sync_folder(tmp_path / "gone")
    assert caught.value.filename == str(tmp_path / "gone")


def test_few_files_are_synced_once_in_the_end(tmp_path: Path, syncing: Syncing, synced: list[Path]) -> None:
    syncing.wrote(tmp_path)
    assert synced == []
    syncing.finish(tmp_path)
    assert synced == [tmp_path]


def test_many_files_are_synced_meanwhile_as_well(
    tmp_path: Path, syncing: Syncing, synced: list[Path]
) -> None:
    for _ in range(2):
        syncing.wrote(tmp_path)
    syncing.finish(tmp_path)
    assert synced == [tmp_path, tmp_path]


def test_nobody_waits_for_a_sync_that_goes_on(
    tmp_path: Path, syncing: Syncing, synced: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = Event()
    monkeypatch.setattr(module, "sync_folder", lambda folder: may_end.wait(60) and synced.append(folder))
    for _ in range(20):
        syncing.wrote(tmp_path)
    may_end.set()
    syncing.finish(tmp_path)
    assert synced == [tmp_path, tmp_path]  # the one that began it, and the last


def test_what_fails_meanwhile_is_told_in_the_end(
    tmp_path: Path, syncing: Syncing, synced: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path) -> None:
        raise OSError(errno.ENOSPC, "no space", str(folder))

    monkeypatch.setattr(module, "sync_folder", full)
    for _ in range(2):
        syncing.wrote(tmp_path)
    monkeypatch.setattr(module, "sync_folder", synced.append)
    with pytest.raises(OSError, match="no space"):
        syncing.finish(tmp_path)
    assert synced == []
