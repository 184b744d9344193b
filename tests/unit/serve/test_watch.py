"""However a file is changed, the preview is told."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from sitegen.serve import watch
from sitegen.serve.watch import Watch

NEWS = "content/articles/x/index.mn.md"
LONG = 20  # seconds; how quick it is says nothing here


class Told:
    """What a watch has told so far."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.all_again = 0
        self.reasons: list[str] = []
        self._came = threading.Condition()

    def changed(self, paths: frozenset[str]) -> None:
        with self._came:
            self.paths |= paths
            self.all_again += not paths
            self._came.notify_all()

    def wait_for(self, *paths: str) -> None:
        with self._came:
            found = self._came.wait_for(lambda: self.paths >= set(paths), LONG)
        assert found, (paths, self.paths)
        self.paths.clear()

    def wait_for_news_of(self, site: Path, path: str, text: str) -> None:
        """Writes the file: that is told, or that everything may have changed, since the watch began anew."""
        with self._came:
            looks = self.all_again
        (site / path).write_text(text)
        with self._came:
            assert self._came.wait_for(lambda: path in self.paths or self.all_again > looks, LONG)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path.resolve()
    (site / NEWS).parent.mkdir(parents=True)
    (site / NEWS).write_text("a")
    (site / "site.yaml").write_text("a")
    (site / "public").mkdir()
    return site


@pytest.fixture
def told(site: Path) -> Iterator[Told]:
    told = Told()
    running = Watch(site, told.changed, told.reasons.append)
    running.start()
    running.wait_until_ready()
    yield told
    running.stop()


def test_a_file_that_is_written_in_place(site: Path, told: Told) -> None:
    (site / NEWS).write_text("b")
    told.wait_for(NEWS)


def test_a_file_that_is_saved_by_renaming(site: Path, told: Told) -> None:
    (site / "content/articles/x/.index.mn.md.swp").write_text("b")
    os.replace(site / "content/articles/x/.index.mn.md.swp", site / NEWS)
    told.wait_for(NEWS)


def test_new_folders_and_what_is_in_them(site: Path, told: Told) -> None:
    (site / "content/projects/y").mkdir(parents=True)
    told.wait_for("content/projects")
    (site / "content/projects/y/index.mn.md").write_text("b")
    told.wait_for("content/projects/y/index.mn.md")


def test_a_burst_tells_all(site: Path, told: Told) -> None:
    names = [f"content/articles/x/{number}.jpg" for number in range(300)]
    for name in names:
        (site / name).write_text("b")
    told.wait_for(*names)


def test_the_settings_of_the_site(site: Path, told: Told) -> None:
    (site / "site.yaml.new").write_text("bb")
    os.replace(site / "site.yaml.new", site / "site.yaml")
    told.wait_for("site.yaml")


def test_a_deleted_folder_and_one_made_in_its_place(site: Path, told: Told) -> None:
    shutil.rmtree(site / "content")
    told.wait_for("content")
    (site / NEWS).parent.mkdir(parents=True)
    told.wait_for("content")
    told.wait_for_news_of(site, NEWS, "c")


def test_a_folder_made_in_place_of_another_is_watched_anew_even_with_the_same_number(site: Path) -> None:
    watch = Watch(site, lambda paths: None, lambda reason: None)
    top = watch._top()
    gone = iter([[str(site / "content")]])
    with patch.object(watch, "_changes", lambda folders: gone):
        assert watch._until_top_changes(top) == top
    unlike = iter([[str(site / NEWS)], [str(site / NEWS)]])
    with patch.object(watch, "_changes", lambda folders: unlike):
        watch._until_top_changes(top)
    assert next(unlike, None) is None


def test_a_folder_that_comes_back_as_soon_as_it_is_told_to_be_gone_is_told_to_be_back(site: Path) -> None:
    content = site / "content"
    watch = Watch(site, lambda paths: content.mkdir(exist_ok=True), lambda reason: None)
    gone = iter([[str(content)]])

    def top_with_the_same_numbers() -> dict[str, int]:
        return dict.fromkeys(watch._folders(), 1)

    with (
        patch.object(watch, "_changes", lambda folders: gone),
        patch.object(watch, "_top", top_with_the_same_numbers),
    ):
        before = watch._top()
        shutil.rmtree(content)
        assert watch._until_top_changes(before).keys() == before.keys() - {str(content)}


def test_a_folder_that_was_not_there_at_first(site: Path, told: Told) -> None:
    (site / "templates").mkdir()
    told.wait_for("templates")
    told.wait_for_news_of(site, "templates/base.html", "c")


def test_nothing_of_what_the_build_writes_or_editors_write_for_a_moment(site: Path, told: Told) -> None:
    (site / "public/index.html").write_text("b")
    (site / "content/articles/x/index.mn.md~").write_text("b")
    (site / "content/articles/x/.hidden").write_text("b")
    (site / NEWS).write_text("b")
    told.wait_for(NEWS)
    assert told.paths == set()


def test_where_the_system_cannot_tell_files_are_looked_at_again_and_again(site: Path) -> None:
    told = Told()

    def full(*_: str, ignore_permission_denied: bool, **__: object) -> Iterator[set[tuple[int, str]]]:
        if not ignore_permission_denied:
            raise OSError("OS file watch limit reached.")
        while True:  # watchfiles then takes a full table for a folder that may not be read, and is silent
            yield set()

    with patch.object(watch, "watch", full), patch.object(watch, "POLL", 50):
        running = Watch(site, told.changed, told.reasons.append)
        running.start()
        running.wait_until_ready()
        for text in ("b", "c", "d"):  # within a second, and of the same length
            (site / NEWS).write_text(text)
            told.wait_for(NEWS)
        (site / NEWS).unlink()
        told.wait_for(NEWS)
        running.stop()
    assert told.reasons == ["OS file watch limit reached."]
