"""Runs commands in processes of their own for the price of a fork: everything is imported here already.

Reads one order a line; answers with the process id once the new process waits to be continued, so that a
tracer can take hold of it first, then with its exit code, negative for a signal.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import msgspec

from sitegen.cli.main import main
from sitegen.core.digest import engine_digest
from sitegen.steps import sources as pipeline
from tests.command import build
from tests.literal import Site, article, templates_looked_at_once

MAY_BE_TRACED = 0x59616D61  # prctl's PR_SET_PTRACER; kernels with Yama allow only parents otherwise


class Order(msgspec.Struct, frozen=True):
    """A command's arguments, and the files that take what it says."""

    arguments: tuple[str, ...]
    out: str
    err: str
    open_files: int | None = None


@contextmanager
def program_looked_at_once() -> Iterator[None]:
    """To read sitegen's own source for each of many builds would be a third of a small one."""
    with patch.object(pipeline, "engine_digest", return_value=engine_digest()):
        yield


def serve() -> None:
    _warm_up()
    print("ready", flush=True)
    for line in sys.stdin:
        order = msgspec.json.decode(line, type=Order)
        child = os.fork()
        if child == 0:
            _obey(order)
        os.waitpid(child, os.WUNTRACED)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _warm_up() -> None:
    """Imports what a command imports on its way, and looks at the templates."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), {"content/articles/2018/x/index.mn.md": article(body="a <b>b</b>")})
        assert build(site.root).code == 0
        assert build(site.root).code == 0
    gc.freeze()


def _obey(order: Order) -> None:
    code = 1
    try:
        for number, path in enumerate((os.devnull, order.out, order.err)):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            os.dup2(descriptor, number)
            os.close(descriptor)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the shell has set
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        if order.open_files:
            resource.setrlimit(resource.RLIMIT_NOFILE, (order.open_files, order.open_files))
        ctypes.CDLL(None).prctl(MAY_BE_TRACED, ctypes.c_ulong(-1))
        os.kill(os.getpid(), signal.SIGSTOP)
        with templates_looked_at_once():
            main(list(order.arguments))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)


if __name__ == "__main__":
    with program_looked_at_once():
        serve()
