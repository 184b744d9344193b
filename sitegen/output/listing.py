"""The list of our files that stands in the published folder: only those are ever replaced or removed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sitegen.core.digest import text_digest
from sitegen.core.files import NotOrdinary, content_of, refuse_link
from sitegen.output.places import is_file

OWN = ".sitegen"  # what we write into the folder for ourselves begins so
LISTING = f"{OWN}-files"
_ODD = frozenset(("", ".", ".."))  # the first part of what begins with a slash is empty


def listed(out: Path) -> frozenset[str]:
    """The files that builds of ours have put into the folder; none if the listing is damaged."""
    try:
        refuse_link(out / LISTING)
        seal, _, listing = content_of(out / LISTING).decode().partition("\n")
    except (FileNotFoundError, NotADirectoryError, NotOrdinary, UnicodeDecodeError):
        return frozenset()
    return frozenset(filter(is_of_site, listing.split("\n"))) if seal == text_digest(listing) else frozenset()


def is_listed(out: Path, planned: Iterable[str]) -> bool:
    """Whether the listing names exactly these files."""
    return is_file(out / LISTING, listing_of(planned))


def listing_of(planned: Iterable[str]) -> bytes:
    lines = "".join(f"{path}\n" for path in sorted(planned))
    return f"{text_digest(lines)}\n{lines}".encode()


def is_inside(path: str) -> bool:
    """What comes from the disk may have been written by anybody: it must not lead out of the folder."""
    return _ODD.isdisjoint(path.split("/")) and "\0" not in path


def is_of_site(path: str) -> bool:
    """Whether a file of a site may stand at the path, which may come from a store that anybody wrote: inside,
    and not where we keep our own."""
    return is_inside(path) and not path.startswith(OWN)
