"""A Dask cluster as an executor: what travels, what is refused, and what happens when parts of it die."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from sitegen.core import executors as module
from sitegen.core import jobs
from sitegen.core.executors import (
    CLUSTER_LOST,
    NO_DASK,
    NO_SCHEDULER,
    NO_WORKERS,
    OTHER_VERSION,
    ClusterExecutor,
    NoCluster,
    cluster,
)
from sitegen.core.jobs import run_batches
from tests.dask_cluster import Cluster, dask_cluster
from tests.meta.source import ROOT

SPARED = "SITEGEN_TEST_SPARED"  # only in our own environment, not in the workers'


@pytest.fixture(scope="module")
def running() -> Iterator[Cluster]:
    with dask_cluster() as found:
        yield found


@pytest.fixture
def executor(running: Cluster) -> Iterator[ClusterExecutor]:
    with cluster(running.address) as found:
        assert isinstance(found, ClusterExecutor)
        yield found


def tripled(context: bytes, batch: tuple[int, ...]) -> list[int]:
    return [item * len(context) for item in batch]


def lost(item: int) -> int:
    return -item


def processes(context: bytes, batch: tuple[int, ...]) -> list[tuple[int, int]]:
    return [(os.getppid(), os.getpid())] * len(batch)


def wrong(context: bytes, batch: tuple[int, ...]) -> list[int]:
    raise ArithmeticError(context.decode())


def kill_the_worker(context: bytes, batch: tuple[int, ...]) -> list[int]:
    """The Dask worker that we are a child of, wherever the batch goes."""
    if 57 in batch:
        if SPARED not in os.environ:
            os.kill(os.getppid(), signal.SIGKILL)
        os._exit(9)
    return tripled(context, batch)


def kill_one_worker(marker: bytes, batch: tuple[int, ...]) -> list[int]:
    try:
        Path(marker.decode()).touch(exist_ok=False)
    except FileExistsError:
        return list(batch)
    os.kill(os.getppid(), signal.SIGKILL)
    os._exit(9)


def kill(number: bytes, batch: tuple[int, ...]) -> list[int]:
    os.kill(int(number), signal.SIGKILL)
    return list(batch)


def test_results_come_in_the_order_of_the_items(executor: ClusterExecutor) -> None:
    items = range(jobs.BATCH * 3 + 5)
    assert list(run_batches(executor, tripled, b"abc", items, lost)) == [item * 3 for item in items]


def test_work_is_done_by_children_of_the_workers(
    executor: ClusterExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 1)
    found = set(run_batches(executor, processes, b"", range(40), lambda item: (0, 0)))
    assert len(found) == len({worker for worker, _ in found}) == 2
    assert os.getpid() not in {process for pair in found for process in pair}


def test_children_end_with_the_build(running: Cluster) -> None:
    with cluster(running.address) as executor:
        [(_, child)] = run_batches(executor, processes, b"", (1,), lambda item: (0, 0))
        os.kill(child, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_the_context_is_sent_once_for_all_batches(
    executor: ClusterExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 1)
    sent: list[object] = []
    submit = executor._client.submit

    def counted(function: object, *given: object, **how: object) -> object:
        sent.extend(value for value in given if value == b"context")
        return submit(function, *given, **how)

    monkeypatch.setattr(executor._client, "submit", counted)
    list(run_batches(executor, tripled, b"context", range(40), lost))
    assert sent == [b"context"]


def test_what_the_function_raises_reaches_the_caller(executor: ClusterExecutor) -> None:
    with pytest.raises(ArithmeticError, match="on purpose"):
        list(run_batches(executor, wrong, b"on purpose", (1,), lost))


def test_an_item_that_kills_the_worker_itself_costs_that_item(
    executor: ClusterExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SPARED, "us")
    monkeypatch.setattr(jobs, "BATCH", 4)
    found = list(run_batches(executor, kill_the_worker, b"ab", range(50, 62), lost))
    assert found == [-item if item == 57 else item * 2 for item in range(50, 62)]


def test_a_worker_that_is_killed_for_other_reasons_costs_nothing(
    executor: ClusterExecutor, tmp_path: Path
) -> None:
    marker = str(tmp_path / "marker").encode()
    assert list(run_batches(executor, kill_one_worker, marker, range(10), lost)) == list(range(10))


def test_the_executor_of_dask_itself_can_be_given_too(executor: ClusterExecutor) -> None:
    plain = executor._client.get_executor()
    assert list(run_batches(plain, tripled, b"ab", range(100), lost)) == [item * 2 for item in range(100)]


def test_a_worker_with_another_version_is_refused(running: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    class Another(ClusterExecutor):
        def __init__(self, *given: str) -> None:
            super().__init__(*given)
            self._engine = b"another"

    monkeypatch.setattr(module, "ClusterExecutor", Another)
    with pytest.raises(NoCluster) as refusal, cluster(running.address):
        pass
    assert refusal.value.message == OTHER_VERSION
    assert str(refusal.value.values["address"]).startswith("tcp://127.0.0.1:")
    assert str(refusal.value.values["address"]) != running.address.replace("dask:", "tcp:")


def test_a_worker_that_comes_later_with_another_version_is_refused(
    executor: ClusterExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor, "_engine", b"another")
    with pytest.raises(NoCluster) as refusal:
        list(run_batches(executor, tripled, b"", (1,), lost))
    assert refusal.value.message == OTHER_VERSION


@pytest.mark.long
def test_a_cluster_without_workers_is_refused() -> None:
    with dask_cluster(workers=0) as empty, pytest.raises(NoCluster) as refusal, cluster(empty.address):
        pass
    assert (refusal.value.message, refusal.value.values["address"]) == (NO_WORKERS, empty.address)


@pytest.mark.long
def test_a_cluster_that_goes_away_ends_the_work() -> None:
    with (
        dask_cluster(workers=1) as short,
        cluster(short.address) as executor,
        pytest.raises(NoCluster) as refusal,
    ):
        list(run_batches(executor, kill, str(short.scheduler).encode(), range(100), lost))
    assert (refusal.value.message, refusal.value.values["address"]) == (CLUSTER_LOST, short.address)


@pytest.mark.long
def test_an_address_where_nothing_that_is_dask_answers_is_refused() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        number = silent.getsockname()[1]
        for listening in (False, True):
            if listening:
                silent.listen()
            with pytest.raises(NoCluster) as refusal, cluster(f"dask://127.0.0.1:{number}"):
                pass
            assert refusal.value.message == NO_SCHEDULER


def test_an_address_where_something_else_answers_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            line, _ = server.accept()
            with line:
                line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                line.recv(1)

        threading.Thread(target=answer, daemon=True).start()
        number = server.getsockname()[1]
        with pytest.raises(NoCluster) as refusal, cluster(f"dask://127.0.0.1:{number}"):
            pass
    assert refusal.value.message == NO_SCHEDULER


def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoCluster) as refusal, cluster("dask://127.0.0.1:1"):
        pass
    assert refusal.value.message == NO_DASK


def test_nothing_of_dask_is_imported_by_a_build_without_it() -> None:
    code = "import sys, sitegen.cli.main, sitegen.build; sys.exit('distributed' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert ended.returncode == 0


def test_a_lost_child_is_a_broken_executor_and_the_next_call_has_a_new_one() -> None:
    try:
        result, problem = module.do_work("one", module.engine_digest(), os._exit, 9)
        assert (result, type(problem)) == (None, BrokenExecutor)
        assert module.do_work("one", module.engine_digest(), len, b"abc") == (3, None)
    finally:
        module.dismiss("one")


def test_a_build_that_has_ended_gets_no_more_children() -> None:
    module.dismiss("two")
    _, problem = module.do_work("two", module.engine_digest(), len, b"abc")
    assert isinstance(problem, BrokenExecutor)
    assert module._children == {}
