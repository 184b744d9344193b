"""One of any number of builds at once works, the others name it and end; the site equals a clean build."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from sitegen import cli
from tests.faults.injected import NIGHTLY, Builder, killed_at, needs
from tests.faults.running import PATIENCE, running
from tests.faults.sites import Change
from tests.literal import tree

ROUNDS, AT_ONCE = (10, 6) if NIGHTLY else (1, 4)
OCCUPIED = "another build is publishing into this folder. Wait for it to end and try again."
HOLDER = re.compile(r"Another build is running \(process (\d+)\)\.")


def test_at_least_one_publishes_and_the_others_name_it(edited: Change) -> None:
    for _ in range(ROUNDS):
        site = edited.site()
        with ExitStack() as stack:
            processes = [stack.enter_context(running(site.root, "--jobs", "1")) for _ in range(AT_ONCE)]
            said = {process.pid: process.communicate(timeout=PATIENCE)[1] for process in processes}
            codes = {process.pid: process.returncode for process in processes}
        assert cli.FINE in codes.values(), said
        for pid, code in codes.items():
            assert code in (cli.FINE, cli.LOCKED), said
            if code == cli.LOCKED:
                holder = HOLDER.match(said[pid])
                assert holder, said
                assert int(holder[1]) in codes.keys() - {pid}
        assert site.tree() == edited.new
        assert edited.is_mended(site)


def test_of_two_sites_that_are_published_into_one_folder_one_is_told_so(
    edited: Change, unbuilt: Change, tmp_path: Path
) -> None:
    sites, out = (edited.site(), unbuilt.site()), tmp_path / "public"
    for _ in range(ROUNDS):
        with ExitStack() as stack:
            processes = [stack.enter_context(running(site.root, "--out", out)) for site in sites]
            said = [process.communicate(timeout=PATIENCE)[1] for process in processes]
        codes = [process.returncode for process in processes]
        assert cli.FINE in codes, said
        for code, words in zip(codes, said, strict=True):
            assert code == cli.FINE or (code, words) == (cli.LOCKED, f"{out}: {OCCUPIED}\n"), said
        assert tree(out) in (edited.new, unbuilt.new)


@needs("strace")
@pytest.mark.parametrize("command", ["build", "check", "clean"])
def test_a_command_that_waits_for_nobody_works_after_a_killed_build(
    edited: Change, builder: Builder, command: str
) -> None:
    site = edited.site()
    assert builder.build(site.root, strace=killed_at("rename", 3)).code < 0
    assert (site.root / ".sitegen/lock").read_text().strip().isdigit()
    assert builder.command(command, "--site", site.root).code == cli.FINE
    assert edited.is_mended(site)
