"""`python -m sitegen`, and the `sitegen` command."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import NoReturn

from sitegen.cli import main


def run() -> NoReturn:
    """Runs `main` in a process of its own, which it ends at once.

    A build makes millions of values without circles: to look for these would take a third of its time.
    """
    gc.disable()
    code: object = 1
    try:
        main()
    except SystemExit as end:
        code = end.code
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    run()
