"""A progress bar for long work on a terminal. Imported only there."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from click.termui import progressbar

from sitegen.core.batches import Progress

_Item = TypeVar("_Item")
_SHORT = 200  # items; less work than this is over before a bar can be read


def bar(names: Mapping[str, str]) -> Progress:
    """`progress(stage, total, items)` hands the items through and shows how far they are."""

    def show(stage: str, total: int, items: Iterable[_Item]) -> Iterator[_Item]:
        return iter(items) if total < _SHORT else _shown(names[stage], total, items)

    return show


def _shown(name: str, total: int, items: Iterable[_Item]) -> Iterator[_Item]:
    with progressbar(
        items,
        length=total,
        label=name,
        file=sys.stderr,
        update_min_steps=max(1, total // 200),
    ) as shown:
        yield from shown
