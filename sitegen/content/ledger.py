"""What was ever published: `addresses.txt`, the ledger, and `gone.yaml`, what was taken away on purpose.

Both stand beside site.yaml and are committed. Without addresses.txt nothing is kept or asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, unquote

import msgspec

from sitegen.content.document import Mark
from sitegen.content.kinds import Alias, Form
from sitegen.content.source import without_merge_marks
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.digest import digest
from sitegen.core.files import NotOrdinary, content_of, refuse_link, replace_file
from sitegen.core.store import Store, memoize
from sitegen.language.catalogue import Words
from sitegen.language.dates import PartialDate

LEDGER_FILE = "addresses.txt"
GONE = "gone.yaml"
BELOW = "/*"  # ends an address that stands for itself and all addresses below it
_UNQUOTED = "/:@!$&'()*+,;=~-._"


class ListedAddress(msgspec.Struct, frozen=True, array_like=True):
    """An address that was published, and what it was: a kind and a title."""

    address: str
    what: str
    line: int

    @property
    def title(self) -> str:
        return self.what.partition(" ")[2]


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """An address that was taken away on purpose (gone.yaml). A page there says what it was and since when it
    is gone."""

    address: Annotated[str, Form("gone")]
    since: PartialDate
    title: Words | None = None
    reason: Words | None = None
    instead: Alias | None = None  # an address of the site to use instead


class Ledger(msgspec.Struct, frozen=True):
    """The ledger of a site; `kept` tells whether it has an addresses.txt. `marks` are of gone.yaml."""

    kept: bool = False
    listed: tuple[ListedAddress, ...] = ()
    gone: tuple[Gone, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    marks: tuple[Mark, ...] = ()

    def let_go(self) -> dict[str, tuple[Gone, str]]:
        """Every listed address that is gone on purpose: its record, and what it was ("" if unknown)."""
        titles = {item.address: item.title for item in self.listed}
        found: dict[str, tuple[Gone, str]] = {}
        for gone in self.gone:
            above = gone.address.removesuffix("*")
            if above == gone.address:
                found[gone.address] = gone, titles.get(gone.address, "")
            else:
                found |= {path: (gone, titles[path]) for path in titles if path.startswith(above)}
        return found


class Tombstone(msgspec.Struct, frozen=True, array_like=True):
    """The page at an address that is gone. It shows `title`, or else `former_title`, a title in the address's
    language."""

    address: str
    title: Words | None
    former_title: str
    since: PartialDate
    reason: Words | None
    instead: str | None


def tombstones(ledger: Ledger) -> tuple[Tombstone, ...]:
    return tuple(
        Tombstone(address, gone.title, was, gone.since, gone.reason, gone.instead)
        for address, (gone, was) in sorted(ledger.let_go().items())
    )


def read_ledger(site: Path, engine: bytes, store: Store) -> Ledger:
    raw: dict[str, bytes] = {}
    for name in (LEDGER_FILE, GONE):
        try:
            refuse_link(site / name)
            raw[name] = content_of(site / name)
        except FileNotFoundError:
            continue
        except (NotOrdinary, IsADirectoryError):
            return Ledger(diagnostics=(diagnostic("E311", name, name=name),))
    if not raw:
        return Ledger()
    key = digest(engine, *(part for name, content in raw.items() for part in (name.encode(), content)))
    return memoize(store, "settings", LEDGER_FILE, key, Ledger, lambda: parse_ledger(raw))


def parse_ledger(files: dict[str, bytes]) -> Ledger:
    """The ledger from the contents of its files, by name; a file may be missing."""
    # Imported here, since most builds find the files unchanged.
    from sitegen.content.load_settings import parse_list

    listed, problems = parse_addresses(files.get(LEDGER_FILE, b""))
    gone: list[Gone] = []
    marks: tuple[Mark, ...] = ()
    if GONE in files:
        gone, found, marks = parse_list(GONE, files[GONE], Gone)
        problems += found
    return Ledger(LEDGER_FILE in files, listed, tuple(gone), tuple(problems), tuple(marks))


def parse_addresses(raw: bytes) -> tuple[tuple[ListedAddress, ...], list[Diagnostic]]:
    """The listed addresses, one on a line with what it was, and what is wrong; a repeated address counts
    once."""
    listed: dict[str, ListedAddress] = {}
    text, unmerged = without_merge_marks(LEDGER_FILE, raw.decode("utf-8-sig", "replace"))
    problems = list(unmerged)
    for number, line in enumerate(text.splitlines(), 1):
        address, _, what = line.strip().partition(" ")
        if not address or address.startswith("#"):
            continue
        if not address.startswith("/"):
            problems.append(diagnostic("E329", LEDGER_FILE, number, 1, text=line[:80]))
            continue
        path = unquote(address)
        listed.setdefault(path, ListedAddress(path, what.strip(), number))
    return tuple(listed.values()), problems


def with_addresses(raw: bytes, new: dict[str, str]) -> bytes:
    """The text of addresses.txt with new addresses (each with what it is): first the remarks, then all
    addresses in order."""
    lines = raw.decode("utf-8-sig", "replace").splitlines()
    remarks = [line for line in lines if line.startswith("#")]
    listed = {item.address: item.what for item in parse_addresses(raw)[0]}
    return "".join(f"{line}\n" for line in (*remarks, *_lines(new | listed))).encode()


def _lines(listed: dict[str, str]) -> Iterator[str]:
    for address in sorted(listed):
        yield f"{quote(address, safe=_UNQUOTED)} {' '.join(listed[address].split())}".rstrip()


def list_addresses(site: Path, new: Mapping[str, str]) -> None:
    """Adds addresses, each with what it is, to addresses.txt. Raises OSError."""
    ledger = site / LEDGER_FILE
    refuse_link(ledger)
    # Written beside the ledger and renamed, so that a build that is stopped here leaves the ledger whole.
    beside = site / f".{LEDGER_FILE}.tmp"
    beside.unlink(missing_ok=True)  # if a link stood here, writing would change another file
    beside.write_bytes(with_addresses(content_of(ledger), dict(new)))
    replace_file(beside, ledger)
