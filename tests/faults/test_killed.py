"""Killed at any moment, a build leaves the old site or the new, and the next build equals a clean one.

What a process leaves on the disk when it is killed is what its system calls had done, so every call that
changes the disk is tried as the last: all of them in the nightly run, a fixed choice of them otherwise.
"""

from __future__ import annotations

import signal
import time
from collections import Counter

import pytest

from sitegen.core.files import FINE_STAMP
from tests.faults.injected import NIGHTLY, Builder, killed_at, needs
from tests.faults.sites import Change
from tests.literal import Site

pytestmark = needs("strace")

MOVING = ("rename", "unlink", "mkdir", "rmdir", "chmod")
WRITING = ("openat", "write", "fchmod", "syncfs")
STORING = ("pwrite64", "fdatasync", "ftruncate", "utimensat", "flock")
CHANGING = (*MOVING, *WRITING, *STORING)


def points(counts: Counter[str], every: int) -> list[tuple[str, int]]:
    """(name of a system call, its how-manieth call)."""
    found = [(name, number + 1) for name, count in sorted(counts.items()) for number in range(count)]
    return found if NIGHTLY else found[every // 2 :: every]


def is_sound_after(change: Change, builder: Builder, name: str, number: int, site: Site) -> bool:
    run = builder.build(site.root, strace=killed_at(name, number))
    assert (run.code, run.err) == (-signal.SIGKILL, ""), (name, number)
    return change.is_whole(site) and change.is_decided(site) and change.is_mended(site)


@pytest.mark.parametrize(("names", "every"), [(MOVING, 13), (WRITING, 90), (STORING, 30)])
def test_while_an_edit_is_published_the_site_is_the_old_or_the_new_one(
    edited: Change, builder: Builder, names: tuple[str, ...], every: int
) -> None:
    counts = builder.calls(edited.site().root, names)
    assert sorted(counts) == sorted(names)
    chosen = points(counts, every)
    assert [at for at in chosen if not is_sound_after(edited, builder, *at, edited.site())] == []


def test_all_is_on_the_disk_before_anything_is_moved_and_nothing_is_written_after(
    edited: Change, builder: Builder
) -> None:
    """Otherwise a machine that loses its power may keep a move, and lose what was moved."""
    calls = builder.sequence(edited.site().root, ("write", "mkdir", "syncfs", "rename"))
    *staged, summary = calls
    assert summary == "write"
    written, moved = staged[: staged.index("syncfs")], staged[staged.index("syncfs") + 1 :]
    assert set(written) == {"write", "mkdir"}
    assert set(moved) == {"rename"}


def test_while_a_site_is_first_published_there_is_none_or_all_of_it(
    unbuilt: Change, builder: Builder
) -> None:
    chosen = points(builder.calls(unbuilt.site().root, CHANGING), 300)
    assert [at for at in chosen if not is_sound_after(unbuilt, builder, *at, unbuilt.site())] == []


def test_a_store_of_which_only_the_beginning_was_made_is_no_reason_for_a_warning(
    unbuilt: Change, builder: Builder
) -> None:
    beginning = [("fdatasync", number) for number in range(1, 9, 1 if NIGHTLY else 3)]
    assert [at for at in beginning if not is_sound_after(unbuilt, builder, *at, unbuilt.site())] == []


FIRST = (("rename", 5), ("unlink", 6), ("rename", 20), ("unlink", 16))  # the last one of all is the journal


@pytest.mark.parametrize("first", FIRST if NIGHTLY else FIRST[:2])
def test_while_another_killed_build_is_completed_it_can_be_completed_again(
    edited: Change, builder: Builder, first: tuple[str, int]
) -> None:
    def half_done() -> Site:
        site = edited.site()
        # Without a pause it is chance whether the build to be killed takes the copied files for settled, and
        # whether the next one has one thing more to keep.
        time.sleep(2 * FINE_STAMP / 1e9)
        assert builder.build(site.root, strace=killed_at(*first)).code == -signal.SIGKILL
        return site

    chosen = points(builder.calls(half_done().root, MOVING), 50)
    assert [at for at in chosen if not is_sound_after(edited, builder, *at, half_done())] == []
