"""Work cut into pieces of a size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

_Item = TypeVar("_Item")


def batches(items: Iterable[_Item], size: int) -> Iterator[tuple[_Item, ...]]:
    """The items in order, `size` at a time; the last batch may be smaller."""
    remaining = iter(items)
    while batch := tuple(islice(remaining, size)):
        yield batch
