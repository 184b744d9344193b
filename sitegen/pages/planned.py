"""One page of the plan: what to render, with what, to where.

Pages that show many entries are outlined before they are planned: which entries, in which order, what else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from sitegen.archive.model import Archive, Entry, Key
from sitegen.pages import views
from sitegen.pages.edition import Edition
from sitegen.pages.nearby import Named

GENERATED = "sitegen"


class SourceFile(msgspec.Struct, frozen=True, array_like=True):
    """A file that a page is made from: its path in the site's folder, and the digest of its content."""

    path: str
    digest: bytes


class PlannedPage(msgspec.Struct, frozen=True):
    """`path` is the site path; `owner` the source file it comes from, or GENERATED, for collisions.

    `template` is a template's name, or the name in `output.makers` of the function that makes the file.
    `bodies` are the digests of the texts it shows, `files` the files it is made from.
    """

    path: str
    template: str
    lang: str
    page: views.View
    owner: str
    bodies: tuple[bytes, ...] = ()
    files: tuple[SourceFile, ...] = ()


class PageRecord(msgspec.Struct, frozen=True, array_like=True):
    """A planned page without what it shows: that is, encoded, in the plan or the store, named by `digest`."""

    path: str
    template: str
    lang: str
    owner: str
    bodies: tuple[bytes, ...]
    digest: bytes
    files: tuple[SourceFile, ...] = ()


def made(path: str, template: str, lang: str, page: views.View) -> PlannedPage:
    """A page that comes from no single file."""
    return PlannedPage(path, template, lang, page, owner=GENERATED)


# Gets an edition that holds the entries shown and no others, these entries, and the data.
Make = Callable[..., Iterator[PlannedPage]]


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """A call of the function named `make`. `name` is the plan's; `data` holds what msgpack can hold.

    `lang` is the language of the edition; with none, the function gets all editions. Of the first entries it
    `shows`, as many as it `reads` come with their texts in this language.
    """

    name: str
    make: str
    lang: str
    shows: tuple[Key, ...]
    data: tuple[Any, ...] = ()
    reads: int = 0

    @property
    def read(self) -> tuple[Key, ...]:
        """The entries whose texts are shown."""
        return self.shows[: self.reads]


def outline(make: Make, lang: str, name: str, shows: Iterable[Entry] = (), *data: Any) -> Outline:
    """`name` tells this outline from others of the same function and language."""
    keys = tuple(dict.fromkeys(entry.key for entry in shows))
    return Outline(f"{make.__name__} {lang} {name}", make.__name__, lang, keys, data)


def reading(outlined: Outline, count: int) -> Outline:
    """The outline of pages that show the texts of the first `count` entries, too."""
    return msgspec.structs.replace(outlined, reads=count)


def pages_of(
    wanted: Outline,
    makers: Mapping[str, Make],
    editions: tuple[Edition, ...],
    faces: Mapping[Key, Entry],
    named: Named,
) -> Iterator[PlannedPage]:
    """The pages of an outline. `faces` are entries as others see them: at least those it shows, and what is
    `named` by the texts that it reads."""
    entries = editions[0].archive.entries
    shown = {key: faces[key] for key in wanted.shows}
    shown |= {key: entries[key].as_read_in(wanted.lang) for key in wanted.read}
    there = {entry.key: faces[entry.key] for entry in named.entries} | shown
    narrow = [
        msgspec.structs.replace(edition, archive=_holding(edition.archive, there, named))
        for edition in editions
        if wanted.lang in ("", edition.lang)
    ]
    # As it will be read from the store, so that it makes no difference which of them is at hand.
    data = msgspec.msgpack.decode(msgspec.msgpack.encode(wanted.data))
    return makers[wanted.make](narrow[0] if wanted.lang else tuple(narrow), list(shown.values()), *data)


def _holding(archive: Archive, entries: Mapping[Key, Entry], named: Named) -> Archive:
    return msgspec.structs.replace(
        archive,
        entries=entries,
        kinds={},
        order={},
        mentions={},
        assets={asset.path: asset for asset in named.assets},
        hidden=frozenset(named.hidden),
    )
