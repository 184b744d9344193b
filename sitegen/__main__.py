"""`python -m sitegen`, and the `sitegen` command."""

from __future__ import annotations

import codecs
import contextlib
import gc
import os
import signal
import sys


def run() -> None:
    """Runs `main` in a process of its own, which it ends at once.

    Until `main` is imported, Ctrl-C ends the process as other signals do, so nothing slow is imported above.
    The cycle collector is off: our values form no cycles, and it would look at all of them again and again
    (decision 16 has what that is worth).
    """
    is_ascii = codecs.lookup(sys.getfilesystemencoding()).name == "ascii"
    if is_ascii and os.environ.get("PYTHONUTF8") != "1":
        # The locale knows no letters but those of ASCII (LC_ALL=C): names and terminals are UTF-8 even so.
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1"})
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.disable()
    _fill_closed_streams()
    from sitegen.cli.main import main

    code: object = 1
    try:
        main()
    except SystemExit as end:
        code = end.code
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(code if isinstance(code, int) else 1)


def _fill_closed_streams() -> None:
    """Opens the null device for each closed standard stream, so that no file of ours gets its descriptor."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            mode = "w" if number else "r"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


if __name__ == "__main__":
    run()
