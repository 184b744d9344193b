"""Builds that run by themselves, several at once or to be stopped from outside."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.faults.injected import ROOT
from tests.literal import TODAY

PATIENCE = 60  # seconds until a process that does not end is a failure, however slow the machine


def command(site: Path, *arguments: str | Path) -> list[str]:
    fixed = ("--today", TODAY.isoformat(), "--lang", "en")
    return [
        sys.executable,
        "-m",
        "sitegen",
        "build",
        "--lang",
        "en",
        "--site",
        str(site),
        *fixed,
        *map(str, arguments),
    ]


@contextmanager
def running(
    site: Path, *arguments: str | Path, before: tuple[str, ...] = (), env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A build in a process group of its own, as a shell starts it; `before` are words of another command."""
    process = subprocess.Popen(
        [*before, *command(site, *arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # whatever these tests run under
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_until(happened: Callable[[], bool], process: subprocess.Popen[str] | None = None) -> bool:
    """Whether it happens in good time, and before the process ends."""
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end or (process and process.poll() is not None):
            return happened()
        time.sleep(0.001)
    return True


def workers(process: subprocess.Popen[str]) -> list[int]:
    """The processes that it has started."""
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(number) for number in path.read_text().split()] if path.exists() else []
