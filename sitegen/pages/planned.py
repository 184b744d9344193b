"""Planned pages, and outlines of pages that show many entries.

An outline is made before its pages are planned: it says which entries they show, in which order, and what
else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from sitegen.archive.model import Archive, Entry, Key
from sitegen.pages import views
from sitegen.pages.edition import Edition
from sitegen.pages.nearby import NamedContent

GENERATED = "sitegen"


class SourceFile(msgspec.Struct, frozen=True, array_like=True):
    """A file that a page is made from: its path in the site's folder, and the digest of its content."""

    path: str
    digest: bytes


class PlannedPage(msgspec.Struct, frozen=True):
    """A page with its view. `path` is the site path; `owner` the source file it comes from, or GENERATED, to
    report collisions.

    `template` is the name of a template, or of a maker in `output.makers`. `bodies` are the digests of the
    texts that the page shows, `files` the files it is made from.
    """

    path: str
    template: str
    lang: str
    page: views.View
    owner: str
    bodies: tuple[bytes, ...] = ()
    files: tuple[SourceFile, ...] = ()


class PageRecord(msgspec.Struct, frozen=True, array_like=True):
    """A planned page without its view, which is in the plan or the store, encoded, under `digest`."""

    path: str
    template: str
    lang: str
    owner: str
    bodies: tuple[bytes, ...]
    digest: bytes
    files: tuple[SourceFile, ...] = ()


def generated_page(path: str, template: str, lang: str, page: views.View) -> PlannedPage:
    """A page that comes from no single file."""
    return PlannedPage(path, template, lang, page, owner=GENERATED)


# A function of (edition that holds only the entries shown, these entries, *data) that gives pages.
PlanPages = Callable[..., Iterator[PlannedPage]]


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """A call of a function, written down. `name` is the name of its plan; `data` are arguments that msgpack
    can encode.

    `lang` is the language of the edition; if it is empty, the function gets all editions. The first `reads`
    entries of those that it `shows` come with their texts in this language.
    """

    name: str
    function: str
    lang: str
    shows: tuple[Key, ...]
    data: tuple[Any, ...] = ()
    reads: int = 0

    @property
    def read(self) -> tuple[Key, ...]:
        """The entries whose texts are shown."""
        return self.shows[: self.reads]


def outline(function: PlanPages, lang: str, name: str, shows: Iterable[Entry] = (), *data: Any) -> Outline:
    """`name` tells this outline from others of the same function and language."""
    keys = tuple(dict.fromkeys(entry.key for entry in shows))
    return Outline(f"{function.__name__} {lang} {name}", function.__name__, lang, keys, data)


def with_texts(outlined: Outline, count: int) -> Outline:
    """The outline, with the texts of its first `count` entries to be shown, too."""
    return msgspec.structs.replace(outlined, reads=count)


def pages_of(
    wanted: Outline,
    functions: Mapping[str, PlanPages],
    editions: tuple[Edition, ...],
    faces: Mapping[Key, Entry],
    named: NamedContent,
) -> Iterator[PlannedPage]:
    """The pages of an outline. `faces` has at least the entries that it shows, as others see them; `named` is
    what the texts that it reads can lead to."""
    entries = editions[0].archive.entries
    shown = {key: faces[key] for key in wanted.shows}
    shown |= {key: entries[key].as_read_in(wanted.lang) for key in wanted.read}
    there = {entry.key: faces[entry.key] for entry in named.entries} | shown
    narrow = [
        msgspec.structs.replace(edition, archive=_archive_of(edition.archive, there, named))
        for edition in editions
        if wanted.lang in ("", edition.lang)
    ]
    # Encoded and decoded, so that an outline just made and one from the store give the same types.
    data = msgspec.msgpack.decode(msgspec.msgpack.encode(wanted.data))
    plan_pages = functions[wanted.function]
    return plan_pages(narrow[0] if wanted.lang else tuple(narrow), list(shown.values()), *data)


def _archive_of(archive: Archive, entries: Mapping[Key, Entry], named: NamedContent) -> Archive:
    return msgspec.structs.replace(
        archive,
        entries=entries,
        kinds={},
        order={},
        mentions={},
        assets={asset.path: asset for asset in named.assets},
        hidden=frozenset(named.hidden),
    )
