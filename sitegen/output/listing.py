"""The list of our files that stands in the published folder: only those are ever replaced or removed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sitegen.core.digest import text_digest
from sitegen.core.files import content_of
from sitegen.output.places import is_file

LISTING = ".sitegen-files"


def listed(out: Path) -> frozenset[str]:
    """The files that builds of ours have put into the folder; none if the listing is damaged."""
    try:
        seal, _, listing = content_of(out / LISTING).decode().partition("\n")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return frozenset()
    return frozenset(filter(is_inside, listing.split("\n"))) if seal == text_digest(listing) else frozenset()


def is_listed(out: Path, planned: Iterable[str]) -> bool:
    """Whether the listing names exactly these files."""
    return is_file(out / LISTING, listing_of(planned))


def listing_of(planned: Iterable[str]) -> bytes:
    lines = "".join(f"{path}\n" for path in sorted(planned))
    return f"{text_digest(lines)}\n{lines}".encode()


def is_inside(path: str) -> bool:
    """What comes from the disk may have been written by anybody: it must not lead out of the folder."""
    return not path.startswith("/") and not {"", ".", ".."} & set(path.split("/"))
