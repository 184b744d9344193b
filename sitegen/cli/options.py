"""The options that commands share, and the readers of their values, which raise Misuse."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from sitegen.cli.command import Misuse, Option
from sitegen.language.catalogue import LANGUAGES

LAST_SECOND = 253_402_000_000  # a second (since 1970) in the last days of the year 9999, Python's last
_LONGEST = len(str(LAST_SECOND))
# The folders of a site that hold its sources and what builds remember: nobody may publish into them.
_SOURCES = ("content", "templates", "static", "root", ".sitegen")


def existing_folder(option: str, value: str) -> Path:
    if not os.path.lexists(value):
        raise Misuse("{option}: there is no folder “{value}”. Check its path.", option=option, value=value)
    return _readable_folder(option, value)


def _readable_folder(option: str, value: str) -> Path:
    if not os.path.isdir(value) or not os.access(value, os.R_OK):
        raise Misuse(
            "{option}: “{value}” is not a folder that can be read. Write the path of a folder.",
            option=option,
            value=value,
        )
    return Path(value)


def _output(option: str, value: str | None) -> Path | None:
    if value == "":
        raise Misuse("--out is empty: name a folder, or leave --out away.")
    if value is None or not os.path.exists(value):
        return Path(value) if value else None
    return _readable_folder(option, value)


def number(least: int, most: int) -> Callable[[str, str], int]:
    """A reader of whole numbers from `least` to `most`."""

    def read(option: str, value: str) -> int:
        try:
            found = int(value)
        except ValueError:
            found = least - 1
        if not least <= found <= most:
            raise Misuse(
                "{option}: “{value}” will not do. Write a number from {least} to {most}.",
                option=option,
                value=value,
                least=least,
                most=most,
            )
        return found

    return read


def _day(_: str, value: str | None) -> date | None:
    """Reads a date. Without one the build takes SOURCE_DATE_EPOCH, so that is checked here."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value and epoch and not _is_moment(epoch):
        raise Misuse(
            "SOURCE_DATE_EPOCH is “{value}”: it must be a number of seconds since 1970.",
            value=epoch if len(epoch) < 50 else f"{epoch[:_LONGEST]}…",
        )
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Misuse("--today: “{value}” is not a date: write 2026-11-24.", value=value) from None


def _is_moment(epoch: str) -> bool:
    """Whether a text is a second since 1970. The length comes first: Python refuses very long numbers."""
    return epoch.isascii() and epoch.isdigit() and len(epoch) <= _LONGEST and int(epoch) <= LAST_SECOND


def site_address(option: str, value: str | None) -> str | None:
    """Reads the address of a site, which may have a path."""
    if value and not _names_a_site(value):
        raise Misuse(
            "{option}: “{value}” is not the address of a site: write one like “https://example.org”.",
            option=option,
            value=value,
        )
    return value


def _names_a_site(address: str) -> bool:
    # Imported here, since few commands are given an address.
    from sitegen.content.values import read_site_address

    return isinstance(read_site_address(address), str)


def _cluster(_: str, value: str | None) -> str | None:
    if value and not _names_a_cluster(value):
        raise Misuse(
            "--executor: “{value}” is not the address of a cluster: write dask://127.0.0.1:8786.", value=value
        )
    return value


def _names_a_cluster(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return (
            bool(parts.hostname and parts.port) and address == f"dask://{parts.netloc}" and "@" not in address
        )
    except ValueError:
        return False


SITE = Option(
    name="--site",
    help="The site's folder (where site.yaml is).",
    metavar="FOLDER",
    default=".",
    read=existing_folder,
)
LANG = Option(name="--lang", help="The language of messages.", choices=LANGUAGES)
TODAY = Option(
    name="--today", help="The date to take for today, such as 2026-11-24.", metavar="DATE", read=_day
)
DRAFTS = Option(name="--drafts", help="Publish drafts and entries of a later date too.")
BASE_URL = Option(
    name="--base-url",
    help="The site's address, instead of the one in site.yaml.",
    metavar="ADDRESS",
    read=site_address,
)
JOBS = Option(
    name="--jobs",
    help="How many processes work at once.",
    metavar="NUMBER",
    default=str(os.cpu_count() or 1),
    read=number(1, 256),
)
EXECUTOR = Option(
    name="--executor",
    help="A Dask cluster to work on, instead of processes here.",
    metavar="dask://HOST:PORT",
    read=_cluster,
)
STRICT = Option(name="--strict", help="Count warnings as errors.")
NO_CACHE = Option(name="--no-cache", help="Use nothing from earlier builds.")
OUTPUT_FORMAT = Option(
    name="--format",
    help="How problems are told.",
    choices=("text", "json", "github"),
    default="text",
    as_name="style",
)
EXCERPTS = Option(
    name="--excerpts", help="Show the lines of the files too, as on a terminal, also where there is none."
)
OUT = Option(
    name="--out",
    help="The folder for the finished site; by default public, inside the site's folder.",
    metavar="FOLDER",
    read=_output,
)
LOOKING = (SITE, LANG, TODAY, DRAFTS, BASE_URL)


def output_folder(site: Path, out: Path | None) -> Path:
    """Where to publish: `public` in the site's folder unless told otherwise. Raises Misuse for a folder that
    holds the site or belongs to what it is made from."""
    chosen = out or site / "public"
    place = _real(chosen)
    sources = [_real(site / name) for name in _SOURCES]
    if any(_is_within(folder, place) for folder in (_real(site), *sources)):
        raise Misuse(
            "--out {path}: this folder holds what the site is made from. "
            "Choose a folder of its own, such as public.",
            path=chosen,
        )
    for name, source in zip(_SOURCES, sources, strict=True):
        if _is_within(place, source):
            raise Misuse(
                "--out {path}: this is the site's own {source} folder, or lies in it. "
                "Choose a folder of its own, such as public.",
                path=chosen,
                source=name,
            )
    return chosen


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _is_within(inner: Path, outer: Path) -> bool:
    """Whether a folder is another one or lies in it, also where one folder has two names, as `Content` and
    `content` are one on macOS."""
    if not outer.exists():
        return inner.is_relative_to(outer)
    return any(folder.exists() and folder.samefile(outer) for folder in (inner, *inner.parents))
