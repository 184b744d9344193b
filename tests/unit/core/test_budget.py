"""A budget ends work that takes too much processor time, and leaves no trace of itself."""

from __future__ import annotations

import re
import signal
import threading
import time

import pytest

from sitegen.core.interrupts import OverBudget, budget, budget_handler

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="this system has no processor timer")


def work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def work_without_end() -> None:
    while True:
        pass


def test_work_within_the_budget_is_done() -> None:
    with budget(10):
        done = sum(range(1000))
    assert done == 499500


def test_work_without_end_is_stopped() -> None:
    with pytest.raises(OverBudget), budget(0.02):
        work_without_end()


def test_a_regular_expression_without_end_is_stopped() -> None:
    with pytest.raises(OverBudget), budget(0.02):
        re.match(r"(a+)+b", "a" * 60)


def test_waiting_is_not_work() -> None:
    with budget(0.02):
        time.sleep(0.1)


def test_a_library_cannot_take_it_for_an_error_of_its_own() -> None:
    def library() -> None:
        try:
            work_without_end()
        except Exception:
            pytest.fail("caught as an Exception")

    with pytest.raises(OverBudget), budget(0.02):
        library()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_work_is_stopped_though_the_budget_ended_where_python_drops_exceptions() -> None:
    class Dropping:
        def __del__(self) -> None:
            work_without_end()

    def work_and_drop() -> None:
        dropping = Dropping()
        del dropping
        work_without_end()

    with pytest.raises(OverBudget), budget(0.02):
        work_and_drop()


@pytest.mark.parametrize("seconds", [10, 0.02])
def test_the_signal_is_handled_as_before(seconds: float) -> None:
    def mine(number: int, frame: object) -> None: ...

    before = signal.signal(signal.SIGPROF, mine)
    try:
        try:
            with budget(seconds):
                work(0.1)
        except OverBudget:
            assert seconds < 0.1
        assert signal.getsignal(signal.SIGPROF) is mine
        assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    finally:
        signal.signal(signal.SIGPROF, before)


def test_many_budgets_share_one_handler_which_goes_after_the_last() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with budget_handler():
        shared = signal.getsignal(signal.SIGPROF)
        for _ in range(2):
            with pytest.raises(OverBudget), budget(0.02):
                work_without_end()
            assert signal.getsignal(signal.SIGPROF) is shared is not before
    assert signal.getsignal(signal.SIGPROF) is before
    with pytest.raises(OverBudget), budget(0.02):
        work_without_end()


def test_an_error_in_the_work_comes_through_and_stops_the_timer() -> None:
    with pytest.raises(ValueError, match="mine"), budget(10):
        raise ValueError("mine")
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0


def test_an_inner_budget_ends_and_the_outer_one_goes_on() -> None:
    ended = []

    def outer() -> None:
        try:
            with budget(0.02):
                work_without_end()
        except OverBudget:
            ended.append("inner")
        work_without_end()

    with pytest.raises(OverBudget), budget(0.2):
        outer()
    assert ended == ["inner"]


def test_an_inner_budget_does_not_lengthen_the_outer_one() -> None:
    with pytest.raises(OverBudget), budget(0.05), budget(60):
        work_without_end()


def test_time_spent_within_an_inner_budget_counts_for_the_outer_one() -> None:
    with budget(10):
        with budget(5):
            work(0.1)
        left = signal.getitimer(signal.ITIMER_PROF)[0]
    assert 0 < left < 9.95


def test_outside_the_main_thread_work_is_done_without_a_limit() -> None:
    done = []

    def in_thread() -> None:
        with budget(0.01):
            work(0.05)
        done.append(True)

    thread = threading.Thread(target=in_thread)
    thread.start()
    thread.join()
    assert done == [True]
