"""A pure function over many items, wherever it runs."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, Future

import pytest

from sitegen.core import jobs
from sitegen.core.jobs import AHEAD, BATCH, InlineExecutor, process_pool, run

POISON = 57


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
        assert list(run(pool, tripled, 3, items, lost)) == [item * 3 for item in items]
    assert list(run(InlineExecutor(), tripled, 3, items, lost)) == [item * 3 for item in items]


def test_no_items_are_no_results() -> None:
    assert list(run(InlineExecutor(), tripled, 3, (), lost)) == []


def test_a_worker_that_dies_loses_only_the_item_that_killed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 4)
    items = range(50, 62)
    with process_pool(2) as pool:
        found = list(run(pool, deadly, 2, items, lost))
    assert found == [-item if item == POISON else item * 2 for item in items]


def test_an_exception_of_the_function_reaches_the_caller() -> None:
    with pytest.raises(ArithmeticError, match="3"):
        list(run(InlineExecutor(), wrong, 3, (1,), lost))


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
    results = run(executor, tripled, 1, items(), lost)
    next(results)
    assert taken == (AHEAD + 1) * BATCH
    assert len(list(results)) == BATCH * AHEAD * 4 - 1
    assert executor.most == AHEAD + 1


def test_the_inline_executor_keeps_an_exception_for_whoever_asks() -> None:
    future = InlineExecutor().submit(wrong, 1, ())
    assert isinstance(future.exception(), ArithmeticError)
