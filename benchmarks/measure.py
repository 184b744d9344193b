"""Runs a command as a fresh process and measures its time, its processor time and its peak memory.

Processor time is what the kernel adds up for the process and all its children that were waited for.
Memory is added up over the process and all its descendants every 50 ms from /proc (Linux). Two measures:
resident sets (statm: cheap, but memory that processes share is counted for each of them), and proportional
sets (smaps_rollup: shared memory is divided among its users, but reading it holds up a large process).
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

INTERVAL = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


class Measured(msgspec.Struct, frozen=True):
    """Seconds, and bytes at the peak; `status` is the first exit code that was not 0."""

    wall: float
    cpu: float
    memory: int
    status: int


def measure(
    commands: list[list[str]],
    folder: Path,
    environment: Mapping[str, str],
    log: Path,
    exact_memory: bool = False,
) -> Measured:
    """Runs the commands one after the other in the folder; what they print goes to the log.

    `exact_memory` takes proportional sets; the times of such a run are not to be compared.
    """
    wall = cpu = 0.0
    memory = status = 0
    with log.open("ab") as output:
        for argv in commands:
            output.write(f"$ {' '.join(argv)}\n".encode())
            output.flush()
            begun = time.perf_counter()
            process = subprocess.Popen(
                argv,
                cwd=folder,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
            sampler = Sampler(process.pid, proportional if exact_memory else resident)
            sampler.start()
            _, code, usage = os.wait4(process.pid, 0)
            wall += time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(code)
            cpu += usage.ru_utime + usage.ru_stime
            memory = max(memory, sampler.finish())
            status = status or process.returncode
    return Measured(wall, cpu, memory, status)


class Sampler(threading.Thread):
    """Adds up the memory of a process and its descendants until told to finish."""

    def __init__(self, pid: int, size: Callable[[int], int]) -> None:
        super().__init__(daemon=True)
        self.root, self.size = pid, size
        self.known = {pid}  # children of a process that has ended are found no other way
        self.peak = 0
        self.stopped = threading.Event()

    def run(self) -> None:
        while True:
            self.known |= set(descendants(self.root))
            self.peak = max(self.peak, sum(map(self.size, self.known)))
            if self.stopped.wait(INTERVAL):
                return

    def finish(self) -> int:
        self.stopped.set()
        self.join()
        return self.peak


def descendants(pid: int) -> Iterator[int]:
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return
    for thread in threads:
        for child in _read(f"/proc/{pid}/task/{thread}/children").split():
            yield int(child)
            yield from descendants(int(child))


def resident(pid: int) -> int:
    fields = _read(f"/proc/{pid}/statm").split()
    return int(fields[1]) * PAGE if len(fields) > 1 else 0


def proportional(pid: int) -> int:
    for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):  # ended between two looks
        return ""
