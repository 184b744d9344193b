"""Having what was written on disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.core.files import naming

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

OFTEN = 2000  # files


def sync(folder: Path) -> None:
    """Has all that was written to the file system of the folder on disk: syncfs(2) where there is one, else
    sync(2). Windows has neither for those who are no administrators."""
    if not hasattr(os, "sync"):
        return
    import ctypes

    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    with naming(folder):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if syncfs is None:
                os.sync()
            elif syncfs(descriptor) != 0:
                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number))
        finally:
            os.close(descriptor)


class Syncing:
    """Has many files on disk while more are written, so that little is left to wait for in the end."""

    def __init__(self) -> None:
        self._written = 0
        self._pool: ThreadPoolExecutor | None = None
        self._begun: list[Future[None]] = []

    def wrote(self, folder: Path) -> None:
        """Counts one more file in the folder."""
        self._written += 1
        if self._written % OFTEN == 0 and all(begun.done() for begun in self._begun):
            self._begun.append(self._thread().submit(sync, folder))

    def finish(self, folder: Path) -> None:
        """Has everything on disk. Raises OSError also for what failed meanwhile: the system tells it once."""
        for begun in self._begun:
            begun.result()
        sync(folder)

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown()

    def _thread(self) -> ThreadPoolExecutor:
        # Imported here, since most builds write few files.
        from concurrent.futures import ThreadPoolExecutor

        self._pool = self._pool or ThreadPoolExecutor(1)
        return self._pool
