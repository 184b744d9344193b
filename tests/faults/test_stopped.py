"""Whoever stops a build finds the old site or the new one, one line about it, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sitegen import cli
from tests.faults.injected import NIGHTLY, ROOT, Builder, needs, on_linux, signalled_at
from tests.faults.running import PATIENCE, running, wait_until, workers
from tests.faults.sites import Change, leftovers
from tests.literal import Site, article

SAID = "Stopped. Nothing is half published.\n"
CODES = {"INT": cli.INTERRUPTED, "TERM": cli.TERMINATED, "HUP": cli.TERMINATED}
# Between them these calls are made all the time; every n-th is tried, and all of them in the nightly run.
CALLS = {"openat": 170, "write": 30, "rename": 25, "unlink": 10, "pwrite64": 70}
# Takes much longer than anybody waits for a build to stop, and less than a page is given.
SLOW = (
    "{% extends 'base.html' %}{% block main %}"
    + "".join(f"{{% for a{number} in 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' %}}" for number in range(6))
    + "{% endfor %}" * 6
    + "{% endblock %}"
)


@needs("strace")
@pytest.mark.parametrize("name", CODES)
def test_by_a_signal_at_any_moment_a_build_cleans_up(edited: Change, builder: Builder, name: str) -> None:
    counts = builder.calls(edited.site().root, CALLS)
    for call, step in CALLS.items():
        for number in range(1, counts[call] + 1, 1 if NIGHTLY else step):
            site = edited.site()
            run = builder.build(site.root, strace=signalled_at(call, number, name))
            at = (name, call, number)
            assert run.code == CODES[name], (at, run)
            summary, said, rest = run.err.partition(SAID)
            assert (said, rest) == (SAID, ""), (at, run)
            # Click ends the line on which ^C stands; the summary may have been told just before.
            assert summary.strip() == "" or " files written, " in summary.splitlines()[0], (at, run)
            assert summary.count("\n") <= 2, (at, run)
            assert leftovers(site) == [], at
            assert site.tree() in (edited.old, edited.new), at


@pytest.fixture
def many(tmp_path: Path) -> Site:
    """A site with enough entries for several processes."""
    return Site(tmp_path, {f"content/articles/2018/a{n}/index.mn.md": article() for n in range(200)})


@pytest.fixture
def few(tmp_path: Path) -> Site:
    return Site(tmp_path, {"content/articles/2018/a/index.mn.md": article(body="a <b>b</b>")})


@pytest.fixture
def slow(many: Site) -> Site:
    """A published site, with a template that has since become slow: processes are busy with nothing else."""
    assert not many.build().failed
    many.write("templates/article.html", SLOW)
    return many


def both_are_busy(process: subprocess.Popen[str]) -> bool:
    found = workers(process)
    return len(found) == 2 and all(map(is_busy, found))


def is_busy(process: int) -> bool:
    """Whether it has worked for a while, in ticks of processor time (utime of proc(5))."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()[11]) >= 20


@on_linux
@pytest.mark.parametrize("name", CODES)
def test_a_build_waits_for_no_slow_page(slow: Site, name: str) -> None:
    before = slow.tree()
    with running(slow.root, "--jobs", "2") as process:
        assert wait_until(lambda: both_are_busy(process), process)
        orphans = [Path(f"/proc/{number}") for number in workers(process)]
        process.send_signal(signal.Signals[f"SIG{name}"])
        out, err = process.communicate(timeout=PATIENCE)
        assert not any(map(is_alive, orphans))
    assert (process.returncode, out, err.lstrip("\n")) == (CODES[name], "", SAID)
    assert slow.tree() == before
    assert leftovers(slow) == []


@on_linux
@pytest.mark.parametrize("names", [("INT", "TERM"), ("TERM", "TERM"), ("HUP", "INT")])
def test_by_a_second_signal_nothing_is_cut_short(slow: Site, names: tuple[str, str]) -> None:
    before = slow.tree()
    for seconds in (0.001, 0.01, 0.03, 0.1):
        with running(slow.root, "--jobs", "2") as process:
            assert wait_until(lambda at=process: both_are_busy(at), process)
            orphans = [Path(f"/proc/{number}") for number in workers(process)]
            process.send_signal(signal.Signals[f"SIG{names[0]}"])
            time.sleep(seconds)
            process.send_signal(signal.Signals[f"SIG{names[1]}"])
            out, err = process.communicate(timeout=PATIENCE)
            assert not any(map(is_alive, orphans)), seconds
        assert process.returncode in {CODES[name] for name in names}, seconds
        assert (out, err.lstrip("\n")) == ("", SAID), seconds
        assert slow.tree() == before, seconds
        assert leftovers(slow) == [], seconds


@on_linux
@pytest.mark.parametrize("name", CODES)
def test_with_all_its_workers_a_build_still_says_one_line(many: Site, name: str) -> None:
    """Ctrl-C, and whoever ends a whole session, reaches every process of it."""
    with running(many.root, "--jobs", "2") as process:
        assert wait_until(lambda: len(workers(process)) == 2, process)
        os.killpg(process.pid, signal.Signals[f"SIG{name}"])
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err.lstrip("\n")) == (CODES[name], "", SAID)
    assert not many.out.exists() or many.tree() == {}
    assert leftovers(many) == []


@on_linux
def test_with_kill_9_a_build_takes_its_workers_along_and_frees_the_lock(many: Site) -> None:
    with running(many.root, "--jobs", "2") as process:
        assert wait_until(lambda: len(workers(process)) == 2, process)
        orphans = [Path(f"/proc/{number}") for number in workers(process)]
        process.kill()
        process.wait()
        assert wait_until(lambda: not any(map(is_alive, orphans)))
    assert not many.build().failed
    assert leftovers(many) == []


@on_linux
def test_with_kill_9_slow_pages_end_even_if_nobody_buries_the_build(slow: Site) -> None:
    with running(slow.root, "--jobs", "2") as process:
        assert wait_until(lambda: both_are_busy(process), process)
        orphans = [Path(f"/proc/{number}") for number in workers(process)]
        os.kill(process.pid, signal.SIGKILL)
        assert wait_until(lambda: not any(map(is_alive, orphans)))
        # The pipe to its workers is cut a moment before it is one of the dead.
        assert wait_until(lambda: not is_alive(Path(f"/proc/{process.pid}")))
        assert process.returncode is None
        slow.remove("templates/article.html")
        assert not slow.build().failed
    assert leftovers(slow) == []


def is_alive(process: Path) -> bool:
    try:
        return ") Z " not in (process / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


@on_linux
@pytest.mark.parametrize(
    ("before", "name"),
    [(("nohup",), "HUP"), (("sh", "-c", 'trap "" INT; exec "$@"', "sh"), "INT")],
)
def test_what_it_was_started_to_outlive_does_not_stop_it(
    few: Site, before: tuple[str, ...], name: str
) -> None:
    with running(few.root, before=before) as process:
        assert wait_until((few.root / ".sitegen/lock").exists, process)
        process.send_signal(signal.Signals[f"SIG{name}"])
        process.communicate(timeout=PATIENCE)
    assert process.returncode == cli.FINE
    assert (few.out / "index.html").exists()


WHILE_IT_STARTS = """
import os, signal, sys

# Whatever this program was itself started to outlive.
number = signal.{name}
signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)

class Sender:
    def find_spec(name, *_):
        if name == "sitegen.cli":
            os.kill(os.getpid(), number)

sys.meta_path.insert(0, Sender)
from sitegen.__main__ import run
run()
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_while_it_starts_it_ends_like_any_other_program(name: str) -> None:
    argv = [sys.executable, "-c", WHILE_IT_STARTS.format(name=name), "--version"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.Signals[name], "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
class TestNobodyIsThereToBeTold:
    def test_a_summary_that_cannot_be_written_is_no_failure_of_the_build(
        self, few: Site, builder: Builder
    ) -> None:
        few.write("content/articles/2018/a/index.mn.md", article())
        assert builder.build(few.root, err="/dev/full").code == cli.FINE
        assert (few.out / "index.html").exists()

    def test_problems_that_cannot_be_written_are_a_failure_of_the_machine(self, few: Site) -> None:
        shell = ("sh", "-c", 'exec "$@" >/dev/full', "sh")
        with running(few.root, "--format", "json", before=shell) as process:
            _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (cli.MACHINE, "<stdout>: No space left on device\n")
