"""A file opened for editing, in the program its user likes."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path


def open_file(path: Path) -> bool:
    """Opens the file with $VISUAL or $EDITOR and waits, or with the program that the system opens such files
    with. Tells whether there was one."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        program, *options = shlex.split(chosen, posix=os.name == "posix")
        return _start([program, *options, str(path)])
    if sys.platform == "win32":
        os.startfile(path)
        return True
    if sys.platform == "darwin":
        return _start(["open", "-t", str(path)])
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and _start(
        ["xdg-open", str(path)]
    )


def _start(command: list[str]) -> bool:
    return shutil.which(command[0]) is not None and subprocess.run(command, check=False).returncode == 0
