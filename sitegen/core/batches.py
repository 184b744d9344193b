"""Work cut into pieces of a size, and shown as it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

_Item = TypeVar("_Item")
# Hands the items of a stage through (its name, how many there are, the items) and shows how far they are.
Progress = Callable[[str, int, Iterable[Any]], Iterator[Any]]


def batches(items: Iterable[_Item], size: int) -> Iterator[tuple[_Item, ...]]:
    """The items in order, `size` at a time; the last batch may be smaller."""
    remaining = iter(items)
    while batch := tuple(islice(remaining, size)):
        yield batch
