"""Work in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import closing

import pytest

from sitegen.core.executors import Child
from sitegen.core.interrupts import OverBudget, budget

PATIENCE = 60  # seconds until what hangs is a failure, however slow the machine


def doubled(number: int) -> int:
    return 2 * number


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse() -> None:
    raise EOFError("on purpose")


def overrun() -> str:
    try:
        with budget(0.01):
            while True:
                pass
    except OverBudget:
        return "stopped"


def work_long() -> None:
    print("busy", flush=True)
    time.sleep(2 * PATIENCE)


@pytest.fixture
def child() -> Iterator[Child]:
    with closing(Child()) as made:
        yield made


def test_a_function_is_called_in_another_process(child: Child) -> None:
    assert child.call(os.getpid) not in (os.getpid(), os.getppid())
    assert [child.call(doubled, number) for number in (1, 2)] == [2, 4]


def test_what_the_function_raises_is_raised_here_and_the_process_stays(child: Child) -> None:
    with pytest.raises(EOFError, match="on purpose"):
        child.call(refuse)
    assert child.call(doubled, 1) == 2


def test_a_process_that_dies_is_a_broken_executor_from_then_on(child: Child) -> None:
    for _ in range(2):
        with pytest.raises(BrokenExecutor):
            child.call(die)


def test_a_budget_can_stop_work_there_even_when_it_is_called_from_a_thread(child: Child) -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(child.call(overrun)))
    thread.start()
    thread.join()
    assert found == ["stopped"]


def test_a_closed_child_has_ended() -> None:
    child = Child()
    number = child.call(os.getpid)
    child.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_process_ends_with_a_parent_that_was_killed_whatever_it_is_busy_with() -> None:
    script = f"from {__name__} import Child, work_long; Child().call(work_long)"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"busy\n"
        process.kill()
        process.communicate(timeout=PATIENCE)  # the child has its output too
