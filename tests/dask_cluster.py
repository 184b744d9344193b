"""A Dask cluster on this machine: a scheduler and two workers, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.meta.source import ROOT


class Cluster(NamedTuple):
    """Its address as `--executor` takes it, and the process of its scheduler."""

    address: str
    scheduler: int


@contextmanager
def dask_cluster(workers: int = 2) -> Iterator[Cluster]:
    """Runs in other processes, as clusters do: what is patched here is not patched there.

    A task over which a worker dies is given up at once; by default Dask sacrifices three more workers.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, str(workers)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Cluster(process.stdout.readline().strip(), process.pid)
        finally:
            process.stdin.close()


def serve(workers: int) -> None:
    """Until nobody holds the other end of our input."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
    ) as local:
        print(local.scheduler_address.replace("tcp:", "dask:"), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
