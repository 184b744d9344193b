"""The command line, run in this process."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from sitegen.cli.main import main
from sitegen.core.interrupts import SIGNALS
from tests.literal import TODAY, templates_looked_at_once


class Run(msgspec.Struct, frozen=True):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


@contextmanager
def own_signals() -> Iterator[None]:
    """What the command does with signals ends with the block."""
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    hook = sys.unraisablehook
    try:
        yield
    finally:
        sys.unraisablehook = hook
        for number, handler in handlers.items():
            signal.signal(number, handler)


def sitegen(*arguments: str | Path) -> Run:
    """Runs the command with these arguments, as a terminal that is none would see it."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with (
            own_signals(),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            templates_looked_at_once(),
        ):
            main([str(argument) for argument in arguments])
    except SystemExit as end:
        code = end.code
    finally:
        gc.enable()
    assert isinstance(code, int)
    return Run(code, out.getvalue(), err.getvalue())


def on_a_terminal(
    answers: Sequence[str], *arguments: str, environment: Mapping[str, str] = os.environ
) -> Run:
    """What the command shows on a terminal whose user types each line once a question stands there."""
    ours, its = pytest.importorskip("pty").openpty()
    pytest.importorskip("termios").tcsetwinsize(its, (50, 200))
    argv = [sys.executable, "-m", "sitegen", *arguments]
    settings = {"LC_ALL": "C.UTF-8", **environment, "TERM": "dumb", "COLUMNS": "100"}
    process = subprocess.Popen(argv, stdin=its, stdout=its, stderr=its, env=settings)
    os.close(its)
    shown, left = b"", list(answers)
    with contextlib.suppress(OSError):  # the terminal has no other end any more
        while more := os.read(ours, 4096):
            shown += more
            if shown.endswith((b"]: ", b"): ")) and left:  # the end of a question, which may come in parts
                os.write(ours, f"{left.pop(0)}\n".encode())
    os.close(ours)
    code = process.wait(timeout=60)
    assert not left, shown.decode()
    return Run(code, shown.decode("utf-8", "replace").replace("\r\n", "\n"), "")


def build(site: Path, *arguments: str | Path) -> Run:
    """`sitegen build` on the day of the tests, in English unless told otherwise."""
    fixed = ("--today", TODAY.isoformat(), "--jobs", "1", "--lang", "en")
    return sitegen("build", "--site", site, *fixed, *arguments)
