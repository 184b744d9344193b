"""Wherever, whenever and under whichever settings a site is built, it is the same site."""

from __future__ import annotations

import os
import random
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen import cli
from sitegen.core import files
from tests.faults.injected import NIGHTLY, needs
from tests.faults.mounting import small_disk
from tests.faults.running import PATIENCE, running
from tests.faults.sites import NEWS, Change
from tests.literal import Site, article, tree

# Each value of each setting stands in some line.
SETTINGS = (
    ("UTC", "C", "0", "077"),
    ("Asia/Ulaanbaatar", "mn_MN.UTF-8", "random", "000"),
    ("Pacific/Kiritimati", "tr_TR.ISO-8859-9", "2", "022"),
    ("America/New_York", "POSIX", "random", "077"),
    ("UTC", "mn_MN.UTF-8", "2", "002"),
    ("America/New_York", "tr_TR.ISO-8859-9", "1", "000"),
)


def modes(out: Path) -> dict[bool, int]:
    return {path.is_dir(): stat.S_IMODE(path.lstat().st_mode) for path in [out, *out.rglob("*")]}


def is_built(site: Site, change: Change, before: tuple[str, ...] = (), **env: str) -> bool:
    with running(site.root, "--jobs", "1", before=before, env=env) as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (cli.FINE, ""), err
    return site.tree() == change.new and modes(site.out) == {True: 0o755, False: 0o644}


@pytest.mark.parametrize(("zone", "locale", "seed", "umask"), SETTINGS if NIGHTLY else SETTINGS[1:2])
def test_settings_of_the_machine_do_not_matter(
    unbuilt: Change, zone: str, locale: str, seed: str, umask: str
) -> None:
    shell = ("sh", "-c", f'umask {umask}; exec "$@"', "sh")
    env = {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "HOME": "/nonexistent"}
    assert is_built(unbuilt.site(), unbuilt, before=shell, **env)


@needs("faketime")
@pytest.mark.parametrize("moment", ["1999-12-31 23:59:59", "2037-01-01 00:00:00"])
def test_a_clock_that_is_wrong_does_not_matter(edited: Change, moment: str) -> None:
    """The stamps of the files are right: they lie far ahead of the clock, or far behind it."""
    site = edited.site()
    assert is_built(site, edited, before=("faketime", moment))
    assert edited.is_mended(site)


@needs("unshare")
def test_a_machine_without_a_network_is_enough(unbuilt: Change) -> None:
    alone = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--user", "--net")
    if subprocess.run([*alone, "true"], check=False, capture_output=True).returncode != 0:
        pytest.skip("may not leave the network")
    assert is_built(unbuilt.site(), unbuilt, before=alone)


@pytest.mark.skipif(sys.platform != "linux" or not Path("/dev/fuse").exists(), reason="no FUSE here")
@needs("disorderfs")
def test_the_order_of_files_in_a_folder_does_not_matter(unbuilt: Change) -> None:
    site = unbuilt.site()
    sound = site.root.parent / "in order"
    shutil.rmtree(sound, ignore_errors=True)
    site.root.rename(sound)
    site.root.mkdir()
    shuffled = ["disorderfs", "--shuffle-dirents=yes", "--multi-user=no", sound, site.root]
    if (found := subprocess.run(shuffled, check=False, capture_output=True, text=True)).returncode != 0:
        pytest.skip(f"cannot mount here: {found.stderr.strip()}")
    try:
        assert is_built(site, unbuilt)
    finally:
        subprocess.run(["fusermount", "-u", site.root], check=True)


class Shuffled:
    """What os.scandir gives, in any order."""

    chance = random.Random(0)
    scandir = staticmethod(os.scandir)

    def __init__(self, path: str) -> None:
        with self.scandir(path) as listing:
            self._entries = list(listing)
        self.chance.shuffle(self._entries)

    def __iter__(self) -> Shuffled:
        return self

    def __next__(self) -> os.DirEntry[str]:
        if not self._entries:
            raise StopIteration
        return self._entries.pop()

    def __enter__(self) -> Shuffled:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._entries = []


def test_any_order_of_files_in_a_folder_gives_the_same(
    edited: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "scandir", Shuffled)
    for _ in range(20 if NIGHTLY else 3):
        site = edited.site()
        site.build()
        assert site.tree() == edited.new


class TestStampsOfWholeSeconds:
    """Within a second, a file that is written twice with as many bytes has the same stamp twice."""

    def edits_are_seen(self, site: Site) -> bool:
        for number in range(30 if NIGHTLY else 8):
            site.write(f"{NEWS}/forum/index.mn.md", article(f"Гарчиг {number % 10}"))
            site.build()
            if f"Гарчиг {number % 10}" not in site.page("/news/2018/forum/"):
                return False
            page = site.out / "news/2018/forum/index.html"
            page.write_bytes(page.read_bytes().replace("Гарчиг".encode(), "Ташаас".encode()))
            site.build()
            if "Ташаас" in site.page("/news/2018/forum/"):
                return False
        return True

    def test_by_any_file_system(self, edited: Change, monkeypatch: pytest.MonkeyPatch) -> None:
        real = files.signature

        def coarse(found: os.stat_result) -> files.Signature:
            exact = real(found)
            second = files.SECOND
            return files.Signature(
                exact.size, exact.modified // second * second, exact.changed // second * second, exact.inode
            )

        for place in ("core.files.signature", "content.tree.signature"):
            monkeypatch.setattr(f"sitegen.{place}", coarse)
        assert self.edits_are_seen(edited.site())

    @needs("mount", "mkfs.ext4")
    def test_by_one_that_has_no_others(self, edited: Change, tmp_path: Path) -> None:
        with small_disk(tmp_path, 16 * 2**20, "-I", "128", "-N", "2000") as disk:
            site = Site.copied(edited.site().root, disk / "site")
            assert (disk / "site/site.yaml").stat().st_ctime_ns % files.SECOND == 0
            assert self.edits_are_seen(site)
            assert tree(site.out).keys() == edited.new.keys()
