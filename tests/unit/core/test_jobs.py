"""A pure function over many items, wherever it runs."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from pathlib import Path

import pytest

from sitegen.core import jobs
from sitegen.core.jobs import AHEAD, BATCH, InlineExecutor, process_pool, run_batches

POISON = 57
PATIENCE = 60  # seconds until what hangs is a failure, however slow the machine
METHODS = ("fork", "forkserver", "spawn") if sys.platform == "linux" else ("forkserver", "spawn")


def tripled(context: int, batch: tuple[int, ...]) -> list[int]:
    return [item * context for item in batch]


def deadly(context: int, batch: tuple[int, ...]) -> list[int]:
    """As if the system had killed the process for its memory."""
    if POISON in batch:
        os.kill(os.getpid(), signal.SIGKILL)
    return tripled(context, batch)


def wrong(context: int, batch: tuple[int, ...]) -> list[int]:
    raise ArithmeticError(str(context))


def lost(item: int) -> int:
    return -item


def test_a_pool_gives_what_one_process_gives_in_the_same_order() -> None:
    items = range(BATCH * 3 + 5)
    with process_pool(2) as pool:
        assert list(run_batches(pool, tripled, 3, items, lost)) == [item * 3 for item in items]
    assert list(run_batches(InlineExecutor(), tripled, 3, items, lost)) == [item * 3 for item in items]


def test_no_items_are_no_results() -> None:
    assert list(run_batches(InlineExecutor(), tripled, 3, (), lost)) == []


def test_a_worker_that_dies_loses_only_the_item_that_killed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 4)
    items = range(50, 62)
    with process_pool(2) as pool:
        found = list(run_batches(pool, deadly, 2, items, lost))
    assert found == [-item if item == POISON else item * 2 for item in items]


def test_an_exception_of_the_function_reaches_the_caller() -> None:
    with pytest.raises(ArithmeticError, match="3"):
        list(run_batches(InlineExecutor(), wrong, 3, (1,), lost))


class Patient(Executor):
    """Runs nothing before its result is asked for, and counts what waits."""

    def __init__(self) -> None:
        self.waiting = self.most = 0

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        executor = self

        class Later(Future):  # type: ignore[type-arg]
            def result(self, timeout: float | None = None) -> object:
                executor.waiting -= 1
                return fn(*args, **kwargs)

        return Later()


def test_only_a_few_batches_are_under_way_at_a_time() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(BATCH * AHEAD * 4):
            taken += 1
            yield number

    executor = Patient()
    results = run_batches(executor, tripled, 1, items(), lost)
    next(results)
    assert taken == (AHEAD + 1) * BATCH
    assert len(list(results)) == BATCH * AHEAD * 4 - 1
    assert executor.most == AHEAD + 1


def test_the_inline_executor_keeps_an_exception_for_whoever_asks() -> None:
    future = InlineExecutor().submit(wrong, 1, ())
    assert isinstance(future.exception(), ArithmeticError)


def interrupt_and_work_on(parent: int, done: Path) -> None:
    """As if Ctrl-C were pressed in the midst of a long page."""
    os.kill(parent, signal.SIGINT)
    time.sleep(5)
    done.touch()


def interrupt_among_others(pool: Executor, futures: list[Future[None]], done: Path) -> None:
    futures.append(pool.submit(time.sleep, 5))
    futures.append(pool.submit(interrupt_and_work_on, os.getpid(), done))
    futures.append(pool.submit(done.touch))
    futures[1].result()


def die_or_work_on(folder: Path, batch: tuple[int, ...]) -> list[int]:
    """The first worker dies over it; the one that it is given to then is interrupted."""
    if (folder / "died").exists():
        interrupt_and_work_on(batch[0], folder / "done")
    (folder / "died").touch()
    os._exit(9)


class TestAStoppedPool:
    @pytest.mark.parametrize("method", METHODS)
    def test_waits_for_no_worker_and_drops_what_waits(self, method: str, tmp_path: Path) -> None:
        done = tmp_path / "done"
        futures: list[Future[None]] = []
        with pytest.raises(KeyboardInterrupt), process_pool(2, method) as pool:
            interrupt_among_others(pool, futures, done)
        assert multiprocessing.active_children() == []
        assert all(future.done() for future in futures)
        assert not done.exists()

    def test_takes_along_the_process_for_what_broke_a_worker(self, tmp_path: Path) -> None:
        with pytest.raises(KeyboardInterrupt), process_pool(2) as pool:
            list(run_batches(pool, die_or_work_on, tmp_path, [os.getpid()], lost))
        assert multiprocessing.active_children() == []
        assert (tmp_path / "died").exists()
        assert not (tmp_path / "done").exists()

    def test_ends_in_the_midst_of_a_large_result_and_says_nothing(self) -> None:
        script = """
from sitegen.core.jobs import process_pool
with process_pool(2) as pool:
    results = [pool.submit(bytes, 50_000_000) for _ in range(6)]
    results[0].result()
    raise SystemExit(5)
"""
        ended = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=PATIENCE)
        assert (ended.returncode, ended.stdout, ended.stderr) == (5, b"", b"")

    def test_is_no_reason_why_another_should_not_work(self) -> None:
        with process_pool(1) as outer:
            with pytest.raises(ArithmeticError), process_pool(1) as inner:
                inner.submit(wrong, 1, ()).result()
            assert outer.submit(tripled, 3, (1,)).result() == [3]


@pytest.mark.parametrize("method", METHODS)
def test_workers_end_with_a_parent_that_was_killed_even_if_nobody_buries_it(method: str) -> None:
    script = f"""
import os, time
from sitegen.core.jobs import process_pool
with process_pool(2, {method!r}) as pool:
    work = [pool.submit(time.sleep, {2 * PATIENCE}) for _ in range(2)]
    while not all(future.running() for future in work):
        pass
    print("busy", flush=True)
    work[0].result()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with process:
        assert process.stdout
        assert process.stdout.readline() == b"busy\n"
        process.kill()
        process.communicate(timeout=PATIENCE)  # workers have its output too, which ends with the last of them
