"""Every address has one owner."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from sitegen.archive.urls import output_path
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.pages.planned import GENERATED

STATIC = "static/"


def collisions(claims: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """Two claims (path, owner) on one address, also when they differ by case or Unicode form only.

    A file and a folder of one name are two claims too, and the theme has `static/` for itself.
    """
    owners: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path, owner in claims:
        key = _folded(output_path(path))
        if key in owners:
            yield _collision(path, owners[key], owner)
        elif key.startswith(STATIC):
            yield _collision(path, owner, STATIC)
        owners.setdefault(key, owner)
        folder = key.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = owner
            folder = folder.rpartition("/")[0]
    for folder in sorted(folders.keys() & owners.keys()):
        yield _collision(f"/{folder}", owners[folder], folders[folder])


def _folded(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _collision(address: str, *owners: str) -> Diagnostic:
    """Reported at a file of the editor's, if one of them is."""
    first, second = sorted(owners, key=lambda name: name in (GENERATED, STATIC))
    return diagnostic("E304", first, 1, 1, address=address, first=first, second=second)
