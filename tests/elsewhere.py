"""The command where the system has nothing that only POSIX has: `python tests/elsewhere.py ARGUMENTS`.

What is taken away is what Windows has not. Its own way to lock is put in the place of the real one, and holds
real locks, so that one build can be seen to keep out another.
"""

from __future__ import annotations

# Here, since they cannot do without: they ask for the system once, and take the other way on Windows.
import asyncio  # noqa: F401
import errno
import importlib.abc
import os
import signal
import subprocess  # noqa: F401
import sys
import types
import zoneinfo
from fcntl import LOCK_EX, LOCK_NB, flock

MODULES = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "readline")
OF_OS = (
    "fork forkpty fchmod fchown chown lchown sync pwrite pread getuid geteuid getgid killpg getpgid setsid "
    "mkfifo mknod statvfs fstatvfs uname sched_getaffinity O_NOFOLLOW O_NONBLOCK O_DIRECTORY O_CLOEXEC "
    "posix_fadvise posix_fallocate sendfile getloadavg wait3 wait4"
)
OF_SIGNAL = "SIGHUP SIGPROF SIGALRM SIGUSR1 SIGUSR2 SIGPIPE SIGCHLD setitimer getitimer alarm pthread_kill"


class Nothing(importlib.abc.MetaPathFinder):
    """Finds that these modules are not there."""

    def find_spec(self, name: str, *_: object) -> None:
        if name in MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def locking(descriptor: int, mode: int, length: int) -> None:
    try:
        flock(descriptor, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None


def take_away() -> None:
    sys.meta_path.insert(0, Nothing())
    for module in MODULES:
        sys.modules.pop(module, None)
    for owner, names in ((os, OF_OS), (signal, OF_SIGNAL)):
        for name in names.split():
            if hasattr(owner, name):
                delattr(owner, name)
    windows = types.ModuleType("msvcrt")
    windows.locking, windows.LK_NBLCK = locking, 2  # type: ignore[attr-defined]
    sys.modules["msvcrt"] = windows
    zoneinfo.reset_tzpath(())  # Windows has no time zones of its own


take_away()

if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from sitegen.__main__ import run

    run()
