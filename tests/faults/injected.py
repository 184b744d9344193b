"""Builds whose n-th system call fails or is their last, by strace's injection."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from tests.command import Run
from tests.faults.forked import Order
from tests.literal import TODAY

ROOT = Path(__file__).resolve().parents[2]
NIGHTLY = os.environ.get("SITEGEN_PROFILE") == "nightly"
REQUIRED = bool(os.environ.get("SITEGEN_REQUIRE_FAULTS"))


def needs(*tools: str) -> pytest.MarkDecorator:
    """Skips where a program is missing, unless SITEGEN_REQUIRE_FAULTS is set: then the test fails on it."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    return pytest.mark.skipif(bool(missing) and not REQUIRED, reason=f"{', '.join(missing)} not installed")


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells so much of its processes")


class Builder:
    """Builds sites in processes of their own, one at a time."""

    def __init__(self, folder: Path, before: tuple[str, ...] = ()) -> None:
        """`before` are words of a command that runs it."""
        folder.mkdir()
        self._said = folder / "out", folder / "err"
        self._trace = folder / "trace"
        self._server = subprocess.Popen(
            [*before, sys.executable, "-m", "tests.faults.forked"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer() == "ready"

    def build(
        self,
        site: Path,
        *arguments: str | Path,
        strace: Iterable[str] = (),
        open_files: int | None = None,
        err: str = "",
    ) -> Run:
        """`sitegen build` as in `tests.command`; under strace if it is given options for it."""
        fixed = ("--site", site, "--today", TODAY.isoformat(), "--jobs", "1", "--lang", "en")
        return self.command("build", *fixed, *arguments, strace=strace, open_files=open_files, err=err)

    def command(
        self,
        *arguments: str | Path,
        strace: Iterable[str] = (),
        open_files: int | None = None,
        err: str = "",
    ) -> Run:
        """Any command. `open_files` is how many it may have; `err` takes what it says, instead of the run."""
        for path in self._said:
            path.write_bytes(b"")
        assert self._server.stdin
        order = Order(tuple(map(str, arguments)), str(self._said[0]), err or str(self._said[1]), open_files)
        print(msgspec.json.encode(order).decode(), file=self._server.stdin, flush=True)
        process = int(self._answer())
        tracer = self._traced(process, [*strace]) if strace else None
        os.kill(process, signal.SIGCONT)
        code = int(self._answer())
        if tracer:
            tracer.communicate()
        return Run(code, *(path.read_text("utf-8") for path in self._said))

    def calls(self, site: Path, names: Iterable[str]) -> Counter[str]:
        """How often a build makes each of these system calls."""
        return Counter(self.sequence(site, names))

    def sequence(self, site: Path, names: Iterable[str]) -> list[str]:
        """The names of those of these system calls that a build makes, in order."""
        self._trace.unlink(missing_ok=True)
        options = ("-o", str(self._trace), "-e", f"trace={','.join(names)}", "-e", "signal=none")
        run = self.build(site, strace=options)
        assert run.code == 0, run
        lines = (line.split(maxsplit=1)[1] for line in self._trace.read_text("utf-8").splitlines())
        return [line.partition("(")[0] for line in lines if "(" in line]

    def close(self) -> None:
        self._server.communicate()

    def _answer(self) -> str:
        assert self._server.stdout
        return self._server.stdout.readline().strip()

    def _traced(self, process: int, options: list[str]) -> subprocess.Popen[str]:
        if "-o" not in options:
            options = ["-o", os.devnull, *options]
        tracer = subprocess.Popen(
            ["strace", "-f", *options, "-p", str(process)], stderr=subprocess.PIPE, text=True
        )
        assert tracer.stderr
        told = tracer.stderr.readline()
        if "attached" not in told:
            os.kill(process, signal.SIGKILL)
            self._answer()
            raise RuntimeError(told.strip())
        return tracer


def killed_at(name: str, number: int) -> tuple[str, ...]:
    """The process ends as it begins its n-th call of this name."""
    return ("-e", f"trace={name}", "-e", f"inject={name}:signal=KILL:when={number}")


def delayed(name: str, microseconds: int) -> tuple[str, ...]:
    """Every call of this name takes longer, so that others get in between."""
    return ("-e", f"trace={name}", "-e", f"inject={name}:delay_exit={microseconds}")


def signalled_at(name: str, number: int, signal: str) -> tuple[str, ...]:
    """The signal comes with the n-th call of this name."""
    return ("-e", f"trace={name}", "-e", f"inject={name}:signal={signal}:when={number}")


def failing_at(name: str, number: int, error: str, onwards: bool = False) -> tuple[str, ...]:
    """The n-th call of this name fails with this error, and all later ones if told so."""
    return ("-e", f"trace={name}", "-e", f"inject={name}:error={error}:when={number}{'+' if onwards else ''}")
