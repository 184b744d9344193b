"""Publishing is all or nothing, and touches only what is ours."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest

from sitegen.core.files import Occupied, hold_folder
from sitegen.output import publish
from sitegen.output.journal import LISTING, STAGE, Journal, listed_files, recover
from sitegen.output.publish import Foreign, Publication, reserve_folder

FIRST = {"index.html": b"home", "news/index.html": b"news", "news/2018/x/index.html": b"x"}
SECOND = {"index.html": b"home 2", "news/index.html": b"news", "forums/index.html": b"forums"}


def put_all(out: Path, files: dict[str, bytes]) -> frozenset[str]:
    """A build: what differs is put, all is planned. Gives what was removed."""
    with reserve_folder(out):
        recover(out)
        return put_and_commit(out, files)


def put_and_commit(out: Path, files: dict[str, bytes]) -> frozenset[str]:
    with Publication(out) as publication:
        for path, content in files.items():
            if not (out / path).is_file() or (out / path).read_bytes() != content:
                publication.put(path, content)
        return publication.commit(files)


def files(out: Path) -> dict[str, bytes]:
    """Everything in the folder but the listing."""
    found = (path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in found if path.name != LISTING}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A published site."""
    put_all(tmp_path / "public", FIRST)
    return tmp_path / "public"


def test_the_folder_becomes_exactly_what_was_planned(out: Path) -> None:
    assert files(out) == FIRST
    assert listed_files(out) == FIRST.keys()
    assert put_all(out, SECOND) == {"news/2018/x/index.html"}
    assert files(out) == SECOND
    assert listed_files(out) == SECOND.keys()
    assert not (out / STAGE).exists()


def test_a_file_can_be_published_as_a_copy(out: Path, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    with Publication(out) as publication:
        publication.copy("photo.jpg", tmp_path / "photo.jpg")
        publication.commit([*FIRST, "photo.jpg"])
    assert (out / "photo.jpg").read_bytes() == b"\xff\xd8"


def test_a_folder_that_another_build_has_just_made_is_not_taken_away_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "public"

    def make_and_hold(folder: Path) -> None:
        folder.mkdir()
        other.enter_context(hold_folder(folder))

    monkeypatch.setattr(publish, "make_folders", make_and_hold)
    with ExitStack() as other:
        with pytest.raises(Occupied), reserve_folder(out):
            pass
        assert out.is_dir()


def test_nothing_happens_without_commit(out: Path) -> None:
    with Publication(out) as publication:
        publication.put("index.html", b"other")
    assert files(out) == FIRST
    assert not (out / STAGE).exists()


def publish_and_fail(out: Path) -> None:
    with Publication(out) as publication:
        publication.put("index.html", b"other")
        raise ZeroDivisionError


def test_an_exception_on_the_way_leaves_everything_as_it_was(out: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        publish_and_fail(out)
    assert files(out) == FIRST
    assert not (out / STAGE).exists()


def test_nothing_to_do_writes_nothing(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in [out, *out.rglob("*")]}
    put_all(out, FIRST)
    assert {path: path.stat().st_mtime_ns for path in [out, *out.rglob("*")]} == before


def test_folders_that_became_empty_go(out: Path) -> None:
    put_all(out, {"index.html": b"home"})
    assert sorted(path.name for path in out.iterdir()) == [LISTING, "index.html"]


def test_files_of_others_stay_and_so_do_their_folders(out: Path) -> None:
    (out / "CNAME").write_text("archive.example.org")
    (out / "news/2018/x/notes.txt").write_text("mine")
    put_all(out, {"index.html": b"home"})
    assert files(out) == {
        "index.html": b"home",
        "CNAME": b"archive.example.org",
        "news/2018/x/notes.txt": b"mine",
    }


def foreign_file(out: Path) -> str:
    (out / "about").mkdir()
    (out / "about/index.html").write_text("mine")
    return "about/index.html"


def foreign_link(out: Path) -> str:
    (out / "robots.txt").symlink_to("/nowhere")
    return "robots.txt"


def foreign_folder(out: Path) -> str:
    (out / "feed.xml").mkdir()
    (out / "feed.xml/mine").write_text("mine")
    return "feed.xml"


def empty_foreign_folder(out: Path) -> str:
    (out / "feed.xml").mkdir()
    return "feed.xml"


def file_in_place_of_a_folder(out: Path) -> str:
    (out / "about").write_text("mine")
    return "about/us/index.html"


def link_in_place_of_a_folder(out: Path) -> str:
    elsewhere = out.parent / "elsewhere"
    elsewhere.mkdir()
    (out / "about").symlink_to(elsewhere)
    return "about/index.html"


def folder_in_place_of_our_file(out: Path) -> str:
    (out / "index.html").unlink()
    (out / "index.html").mkdir()
    (out / "index.html/mine").write_text("mine")
    return "index.html"


IN_THE_WAY: tuple[Callable[[Path], str], ...] = (
    foreign_file,
    foreign_link,
    foreign_folder,
    empty_foreign_folder,
    file_in_place_of_a_folder,
    link_in_place_of_a_folder,
    folder_in_place_of_our_file,
)


@pytest.mark.parametrize("obstacle", IN_THE_WAY, ids=lambda obstacle: obstacle.__name__)
def test_what_is_not_ours_is_never_replaced(out: Path, obstacle: Callable[[Path], str]) -> None:
    path = obstacle(out)
    before = {item: item.lstat().st_ino for item in out.parent.rglob("*")}
    with pytest.raises(Foreign) as told:
        put_all(out, FIRST | {"aaa/index.html": b"new", path: b"new"})
    assert told.value.values["path"].is_relative_to(out)
    assert not (out / STAGE).exists()
    assert {item: item.lstat().st_ino for item in out.parent.rglob("*")} == before


def empty_folder(place: Path) -> None:
    place.mkdir()


def link_to_a_folder(place: Path) -> None:
    place.symlink_to("/")


@pytest.mark.parametrize("make", [empty_folder, link_to_a_folder], ids=lambda make: make.__name__)
def test_a_folder_of_ours_that_holds_something_else_never_becomes_a_file(
    out: Path, make: Callable[[Path], None]
) -> None:
    make(out / "news/2018/x/theirs")
    with pytest.raises(Foreign) as told:
        put_all(out, {"index.html": b"home", "news": b"a file"})
    assert told.value.values["path"] == out / "news/2018/x/theirs"
    assert files(out) == FIRST


def test_folders_left_empty_by_a_removal_that_was_cut_off_go(out: Path) -> None:
    stage = out / STAGE
    stage.mkdir()
    (stage / "journal").write_bytes(msgspec.json.encode(Journal((), ("news/2018/x/index.html",))))
    shutil.rmtree(out / "news/2018/x")
    recover(out)
    assert not (out / "news/2018").exists()
    assert (out / "news").exists()


def test_an_empty_folder_that_cannot_be_removed_for_now_is_removed_by_the_next_build(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    rest = {path: content for path, content in FIRST.items() if "2018" not in path}
    monkeypatch.setattr(Path, "rmdir", broken)
    with pytest.raises(OSError, match="x"):
        put_all(out, rest)
    monkeypatch.undo()
    put_all(out, rest)
    assert sorted(path.name for path in (out / "news").iterdir()) == ["index.html"]


def test_what_somebody_put_in_place_of_a_file_of_ours_is_not_removed_with_it(out: Path) -> None:
    elsewhere = out.parent / "elsewhere"
    shutil.move(out / "news", elsewhere)
    (out / "news").symlink_to(elsewhere)
    put_all(out, {"index.html": b"home"})
    assert (elsewhere / "2018/x/index.html").read_bytes() == b"x"
    (out / "index.html").unlink()
    (out / "index.html").mkdir()
    put_all(out, {"other.html": b"other"})
    assert (out / "index.html").is_dir()


def test_a_page_becomes_a_folder_of_pages_and_the_reverse(out: Path) -> None:
    as_file = {"index.html": b"home", "old": b"a file", "news/index.html": b"news"}
    as_folder = {
        "index.html": b"home",
        "old/index.html": b"a page",
        "old/deep/er/index.html": b"a page",
        "news": b"n",
    }
    for planned in (as_file, as_folder, as_file, as_folder):
        put_all(out, planned)
        assert files(out) == planned


def test_a_folder_that_also_holds_a_file_of_others_does_not_become_a_file(out: Path) -> None:
    (out / "news/mine.txt").write_text("mine")
    with pytest.raises(Foreign):
        put_all(out, {"index.html": b"home", "news": b"a file"})
    assert files(out) == FIRST | {"news/mine.txt": b"mine"}


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o000])
def test_everything_is_readable_by_others_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        put_all(tmp_path / "a/public", FIRST)
    finally:
        os.umask(before)
    out = tmp_path / "a/public"
    modes = {path.is_dir(): path.stat().st_mode & 0o7777 for path in [out, *out.rglob("*")]}
    assert modes == {True: 0o755, False: 0o644}


def test_a_site_can_be_published_into_a_folder_that_is_there(tmp_path: Path) -> None:
    out = tmp_path / "public"
    out.mkdir()
    (out / ".gitkeep").touch()
    put_all(out, FIRST)
    assert files(out) == FIRST | {".gitkeep": b""}


class Killed(BaseException):
    """As if the process had ended here."""


STEPS = ("open", "replace", "unlink", "rmdir", "mkdir", "rmtree")


@pytest.fixture
def kill_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[str]]:
    """Makes the n-th change of the file system the last: `kill_at(n)` gives the steps taken so far."""
    real = {
        "open": os.open,
        "replace": os.replace,
        "unlink": Path.unlink,
        "rmdir": Path.rmdir,
        "mkdir": Path.mkdir,
        "rmtree": shutil.rmtree,
    }

    def arm(number: int) -> list[str]:
        taken: list[str] = []

        def step(name: str) -> Callable[..., object]:
            def call(*args: object, **kwargs: object) -> object:
                if len(taken) == number:
                    raise Killed(name)
                taken.append(name)
                return real[name](*args, **kwargs)  # type: ignore[operator]

            return call

        monkeypatch.setattr(publish.os, "open", step("open"))
        monkeypatch.setattr(publish.os, "replace", step("replace"))
        monkeypatch.setattr(Path, "unlink", step("unlink"))
        monkeypatch.setattr(Path, "rmdir", step("rmdir"))
        monkeypatch.setattr(Path, "mkdir", step("mkdir"))
        monkeypatch.setattr(publish.shutil, "rmtree", step("rmtree"))
        return taken

    return arm


def test_cut_off_at_any_step_a_site_is_old_or_completed_never_torn(
    tmp_path: Path, kill_at: Callable[[int], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    third = {"index.html": b"home 3", "news": b"now a file", "forums/index.html/x": b"now a folder"}
    ends = set()
    for number in range(200):
        out = tmp_path / str(number)
        put_all(out, SECOND)
        taken = kill_at(number)
        try:
            put_all(out, third)
            finished = True
        except Killed:
            finished = False
        monkeypatch.undo()
        torn = {path: content for path, content in files(out).items() if STAGE not in path}
        assert set(torn.values()) <= {*SECOND.values(), *third.values()}
        recover(out)
        assert files(out) in (SECOND, third), taken
        assert listed_files(out) == files(out).keys()
        assert not (out / STAGE).exists()
        ends.add(files(out) == third)
        put_all(out, third)
        assert files(out) == third
        if finished:
            break
    else:
        raise AssertionError("never finished")
    assert ends == {False, True}


def test_cut_off_before_the_journal_the_old_site_stands(out: Path) -> None:
    (out / STAGE).mkdir()
    (out / STAGE / "0").write_bytes(b"half")
    (out / STAGE / "draft").write_bytes(msgspec.json.encode(Journal((("0", "index.html"),), ())))
    recover(out)
    assert files(out) == FIRST
    assert not (out / STAGE).exists()


def test_cut_off_after_the_journal_the_new_site_is_completed(out: Path) -> None:
    journal = Journal((("0", "index.html"), ("1", "new/index.html")), ("news/2018/x/index.html",))
    (out / STAGE).mkdir()
    (out / STAGE / "1").write_bytes(b"new")  # stage 0 was moved before the end
    (out / STAGE / "journal").write_bytes(msgspec.json.encode(journal))
    recover(out)
    assert files(out) == {"index.html": b"home", "news/index.html": b"news", "new/index.html": b"new"}


def test_a_file_that_cannot_be_replaced_is_named_and_replaced_as_soon_as_it_can_be(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def refused(source: str, target: str) -> None:
        if str(target).endswith("public/index.html"):
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), source, None, target)
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refused)
        with pytest.raises(PermissionError) as told:
            put_all(out, SECOND)
    assert told.value.filename == f"{out}/index.html"
    recover(out)
    assert files(out) == SECOND


def test_a_file_in_place_of_the_stage_is_named(out: Path) -> None:
    (out / STAGE).touch()
    with pytest.raises(FileExistsError) as told:
        put_all(out, SECOND)
    assert told.value.filename == str(out / STAGE)


def test_there_is_nothing_to_recover_in_an_empty_place(tmp_path: Path) -> None:
    recover(tmp_path / "public")
    assert list(tmp_path.iterdir()) == []
