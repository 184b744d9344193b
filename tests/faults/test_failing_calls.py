"""A system call that fails ends a build with one line that names the path; the site is the old or the new."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sitegen import cli
from tests.command import Run
from tests.faults.injected import NIGHTLY, Builder, failing_at, needs
from tests.faults.sites import Change

pytestmark = needs("strace")

NO_SPACE, BROKEN, REFUSED = ("ENOSPC", "EDQUOT"), ("EIO",), ("EACCES", "EROFS")
NO_MORE_FILES = ("EMFILE",)

# What each call may be answered with, by the manual pages.
FAILURES: dict[str, tuple[str, ...]] = {
    "openat": (*NO_SPACE, *BROKEN, *REFUSED, *NO_MORE_FILES),
    "read": BROKEN,
    "write": (*NO_SPACE, *BROKEN),
    "close": (*NO_SPACE, *BROKEN),
    "fchmod": (*BROKEN, "EROFS"),
    "mkdir": (*NO_SPACE, *BROKEN, *REFUSED),
    "chmod": (*BROKEN, "EROFS"),
    "rename": (*NO_SPACE, *BROKEN, *REFUSED),
    "unlink": (*BROKEN, *REFUSED),
    "rmdir": (*BROKEN, "EROFS"),  # a folder that we may not remove is left
    "syncfs": (*NO_SPACE, *BROKEN),
    "fdatasync": (*NO_SPACE, *BROKEN),
    "pwrite64": (*NO_SPACE, *BROKEN),
    "pread64": BROKEN,
    "ftruncate": (*BROKEN, "EROFS"),
    "flock": ("ENOLCK",),
    "utimensat": (*BROKEN, "EROFS"),
    "newfstatat": (*BROKEN, "EACCES"),
    "getdents64": BROKEN,
}
BEFORE_PUBLICATION = ("openat", "write", "mkdir", "syncfs")


READING = ("read", "close", "newfstatat", "getdents64")
OFTEN = ("openat", "write", "rename")


def places(name: str, count: int) -> list[int]:
    """The calls that fail: all in the nightly run, else one in the middle, or the first and the last too."""
    middle = (count + 1) // 2
    if NIGHTLY:
        return [*range(1, count + 1)]
    return sorted({1, middle, count}) if name in OFTEN else [middle]


def chosen(counts: dict[str, int]) -> Iterator[tuple[str, int, str]]:
    """(call, its how-manieth, error); calls that change something fail in every way in the nightly run."""
    for name, errors in FAILURES.items():
        for number, place in enumerate(places(name, counts[name])):
            every_way = NIGHTLY and name not in READING
            for error in errors if every_way else (errors[number % len(errors)],):
                yield name, place, error


def is_told(run: Run) -> bool:
    """Whether one line with the path tells of it, or nothing has to be told: the build could do without the
    call."""
    if run.code == cli.FINE:
        return True
    if run.code == cli.CONTENT:
        return "E601" in run.err
    if run.code == cli.USAGE:  # a folder that cannot be looked at is none
        return run.err.startswith("--site: “/")
    return run.code == cli.MACHINE and run.err.startswith("/") and run.err.count("\n") == 1


def is_sound(change: Change, builder: Builder, name: str, number: int, error: str, onwards: bool) -> bool:
    site = change.site()
    run = builder.build(site.root, strace=failing_at(name, number, error, onwards))
    stands = site.tree() == change.new if run.code == cli.FINE else change.is_whole(site)
    nothing_can_be_told = name == "write" and onwards
    return (
        (is_told(run) or nothing_can_be_told)
        and stands
        and change.is_decided(site)
        and change.is_mended(site)
    )


def test_of_any_kind_at_any_time_leaves_the_old_site_or_the_new_one(edited: Change, builder: Builder) -> None:
    counts = builder.calls(edited.site().root, FAILURES)
    assert sorted(counts) == sorted(FAILURES)
    assert [at for at in chosen(counts) if not is_sound(edited, builder, *at, onwards=False)] == []


@pytest.mark.parametrize("name", BEFORE_PUBLICATION)
def test_before_the_publication_leaves_the_old_site_and_nothing_besides(
    edited: Change, builder: Builder, name: str
) -> None:
    calls = builder.sequence(edited.site().root, [name, "rename"])
    count = calls.index("rename")
    for number in [*range(1, count + 1)] if NIGHTLY else [(count + 1) // 2]:
        site = edited.site()
        run = builder.build(site.root, strace=failing_at(name, number, "EIO"))
        if run.code == cli.FINE:  # the libraries' own files are looked for in several places
            continue
        assert site.tree() == edited.old, (name, number)


@pytest.mark.parametrize(("name", "error"), [("write", "ENOSPC"), ("openat", "EMFILE"), ("rename", "EROFS")])
def test_that_goes_on_failing_is_told_just_so(
    edited: Change, builder: Builder, name: str, error: str
) -> None:
    counts = builder.calls(edited.site().root, [name])
    for number in places(name, counts[name]):
        assert is_sound(edited, builder, name, number, error, onwards=True), number
