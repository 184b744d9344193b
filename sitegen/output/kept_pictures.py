"""Pictures that earlier builds made, for a published folder that has lost them: a fresh checkout, or CI.

Each picture is a file of its own beside the store, named by the key of all that it is made from, and sealed.
A damaged file counts as missing, and a picture that cannot be kept is made again next time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sitegen.core.digest import digest
from sitegen.core.files import content_of
from sitegen.output.standing import Wanted

TEMPLATE = "picture"  # only pictures are kept: everything else is made quickly
_SEAL = len(digest(b""))


class KeptPictures:
    """Keeps pictures in a folder, which may not exist yet; with None nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = None if folder and folder.is_symlink() else folder

    def find(self, page: Wanted) -> bytes | None:
        """The bytes of a picture that an earlier build made from the same; None if there is none."""
        if self._folder is None or page.page.template != TEMPLATE:
            return None
        with suppress(OSError):
            raw = content_of(self._folder / _name(page))
            if digest(raw[_SEAL:]) == raw[:_SEAL]:
                return raw[_SEAL:]
        return None

    def keep(self, page: Wanted, content: bytes) -> None:
        if self._folder is None or page.page.template != TEMPLATE or not content:
            return
        location = self._folder / _name(page)
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            written = location.with_suffix(".tmp")
            written.write_bytes(digest(content) + content)
            os.replace(written, location)

    def sweep(self, pages: Iterable[Wanted]) -> None:
        """Removes the pictures that belong to none of these pages."""
        if self._folder is None or not self._folder.is_dir():
            return
        wanted = {_name(page) for page in pages if page.page.template == TEMPLATE}
        with suppress(OSError):
            for path in list(self._folder.iterdir()):
                if path.name not in wanted:
                    path.unlink()


def _name(page: Wanted) -> str:
    return digest(page.key).hex()
