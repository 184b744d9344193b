"""A build that lacks room or rights says in one line where, and leaves the old site as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sitegen import cli
from tests.command import Run
from tests.faults.injected import Builder, needs, on_linux
from tests.faults.mounting import mounted, small_disk
from tests.faults.sites import Change, leftovers
from tests.literal import Site, tree


def is_told(run: Run, place: Path) -> bool:
    """One line, which begins with a path at this place, and the code of the machine."""
    return run.code == cli.MACHINE and run.err.startswith(str(place)) and run.err.count("\n") == 1


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


SMALL_DISKS = {"size": "size=2m", "inodes": "nr_inodes=300"}
TOO_MUCH = {"size": (1, 3_000_000), "inodes": (250, 10)}


@needs("mount")
@pytest.mark.parametrize("what", SMALL_DISKS)
def test_a_disk_that_is_full(
    stack: ExitStack, tmp_path: Path, builder: Builder, edited: Change, what: str
) -> None:
    site = edited.site()
    disk = stack.enter_context(mounted(tmp_path / "disk", "-t", "tmpfs", "-o", SMALL_DISKS[what], "tmpfs"))
    out = disk / "public"
    shutil.copytree(site.out, out)
    count, size = TOO_MUCH[what]
    for number in range(count):
        site.write(f"static/more/{number}.txt", b"x" * size)
    run = builder.build(site.root, "--out", out)
    assert is_told(run, out), run
    assert "No space left on device" in run.err
    assert tree(out) == edited.old
    site.remove_folder("static/more")
    assert builder.build(site.root, "--out", out).code == cli.FINE
    assert tree(out) == edited.new


@needs("mount")
def test_a_disk_that_was_full_for_the_store_too(
    stack: ExitStack, tmp_path: Path, builder: Builder, edited: Change
) -> None:
    disk = stack.enter_context(mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=6m", "tmpfs"))
    site = Site.copied(edited.site().root, disk / "site")
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    for left in (0, 20_000, 100_000, 300_000, *range(600_000, 1_000_000, 40_000)):
        (disk / "ballast").write_bytes(bytes(max(0, free - left)))
        run = builder.build(site.root)
        assert run.code == cli.FINE or is_told(run, site.root), (left, run)
        assert site.tree() == (edited.new if run.code == cli.FINE else edited.old), left
    (disk / "ballast").unlink()
    assert edited.is_mended(site)


@needs("mount")
def test_a_disk_that_became_read_only(
    stack: ExitStack, tmp_path: Path, builder: Builder, edited: Change
) -> None:
    site = edited.site()
    disk = stack.enter_context(mounted(tmp_path / "disk", "-t", "tmpfs", "tmpfs"))
    out = disk / "public"
    shutil.copytree(site.out, out)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    run = builder.build(site.root, "--out", out)
    assert is_told(run, out), run
    assert tree(out) == edited.old
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    assert builder.build(site.root, "--out", out).code == cli.FINE
    assert tree(out) == edited.new


WITHOUT_RIGHTS = {
    "public": 0o555,
    "public/news": 0o555,
    "public/news/2018/forum": 0o555,
    "public/index.html": 0o000,
    "public/.sitegen-files": 0o000,
    ".sitegen": 0o555,
    ".sitegen/lock": 0o000,
    ".sitegen/store": 0o000,
    "site.yaml": 0o000,
    "content": 0o000,
    "content/articles/2018/forum": 0o000,
    "content/articles/2018/forum/index.mn.md": 0o000,
    "content/terms.yaml": 0o000,
    "static": 0o000,
    "static/papers": 0o000,
    "static/papers/one.txt": 0o000,
    "templates": 0o000,
    "templates/entry.html": 0o000,
}


@needs("setpriv")
@pytest.mark.parametrize(("path", "rights"), WITHOUT_RIGHTS.items())
def test_rights_that_were_taken_away(edited: Change, powerless: Builder, path: str, rights: int) -> None:
    site = edited.site()
    (site.root / "templates").mkdir()
    (site.root / "templates/entry.html").touch()
    before = (site.root / path).stat().st_mode
    (site.root / path).chmod(rights)
    run = powerless.build(site.root)
    (site.root / path).chmod(before)
    shutil.rmtree(site.root / "templates")
    if run.code == cli.FINE:  # a file of ours is made anew, without a look at the old one
        assert site.tree() == edited.new
    elif run.code == cli.CONTENT:
        assert "E601" in run.err
        assert path.startswith("content")
        assert site.tree() == edited.old
    else:
        assert is_told(run, site.root / path), run
        assert "Permission denied" in run.err
        assert site.tree() == edited.old
    assert leftovers(site) == []
    assert edited.is_mended(site)


@needs("mount", "mkfs.ext4", "chattr")
@pytest.mark.parametrize("path", ["", "news", "news/2018/gone", "index.html", "news/2018/gone/index.html"])
def test_what_may_not_be_replaced_whatever_the_rights(
    stack: ExitStack, tmp_path: Path, builder: Builder, edited: Change, path: str
) -> None:
    disk = stack.enter_context(small_disk(tmp_path, 16 * 2**20))
    site = Site.copied(edited.site().root, disk / "site")
    subprocess.run(["chattr", "+i", site.out / path], check=True)
    run = builder.build(site.root)
    subprocess.run(["chattr", "-i", site.out / path], check=True)
    assert is_told(run, site.out / path), run
    assert site.tree() == edited.old
    assert leftovers(site) == []
    assert edited.is_mended(site)


@on_linux
@pytest.mark.parametrize("most", range(3, 11))
def test_too_few_files_that_may_be_open(edited: Change, builder: Builder, most: int) -> None:
    site = edited.site()
    run = builder.build(site.root, open_files=most)
    assert run.code == cli.FINE or (run.code == cli.MACHINE and run.err.count("\n") == 1), run
    assert site.tree() == (edited.new if run.code == cli.FINE else edited.old)
    assert edited.is_mended(site)
