"""Pages that show many entries, before they are planned: which entries, in which order, and what else.

An outline is a call that can be written down. It is all that its pages are made from besides what the whole
site shares and what the entries show to others, and so it is also what is compared to know whether the pages
have to be made again; and the call can be repeated with a few entries at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from sitegen.archive.model import Archive, Entry, Key
from sitegen.pages.edition import Edition
from sitegen.pages.planned import PlannedPage

# Gets an edition that holds the entries shown and no others, these entries, and the data.
Make = Callable[..., Iterator[PlannedPage]]


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """A call of the function named `make`. `name` is the plan's; `data` holds what msgpack can hold.

    `lang` is the language of the edition; with none, the function gets all editions.
    """

    name: str
    make: str
    lang: str
    shows: tuple[Key, ...]
    data: tuple[Any, ...] = ()


def outline(make: Make, lang: str, name: str, shows: Iterable[Entry] = (), *data: Any) -> Outline:
    """`name` tells this outline from others of the same function and language."""
    keys = tuple(dict.fromkeys(entry.key for entry in shows))
    return Outline(f"{make.__name__} {lang} {name}", make.__name__, lang, keys, data)


def pages_of(
    wanted: Outline, makers: Mapping[str, Make], editions: tuple[Edition, ...], faces: Mapping[Key, Entry]
) -> Iterator[PlannedPage]:
    """The pages of an outline. `faces` are entries as others see them: at least those it shows."""
    shown = {key: faces[key] for key in wanted.shows}
    narrow = [
        msgspec.structs.replace(edition, archive=_holding(edition.archive, shown))
        for edition in editions
        if wanted.lang in ("", edition.lang)
    ]
    # As it will be read from the store, so that it makes no difference which of them is at hand.
    data = msgspec.msgpack.decode(msgspec.msgpack.encode(wanted.data))
    return makers[wanted.make](narrow[0] if wanted.lang else tuple(narrow), list(shown.values()), *data)


def _holding(archive: Archive, entries: Mapping[Key, Entry]) -> Archive:
    return msgspec.structs.replace(
        archive, entries=entries, kinds={}, order={}, mentions={}, assets={}, hidden=frozenset()
    )
