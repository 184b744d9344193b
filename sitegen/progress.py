"""A progress bar for long work on a terminal. Imported only there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from rich.console import Console
from rich.progress import track

Item = TypeVar("Item")
Progress = Callable[[str, int, Iterable[Item]], Iterator[Item]]
SHORT = 200  # items; less work than this is over before a bar can be read


def bar(names: Mapping[str, str]) -> Progress[Item]:
    """`progress(stage, total, items)` hands the items through and shows how far they are."""
    console = Console(stderr=True)

    def show(stage: str, total: int, items: Iterable[Item]) -> Iterator[Item]:
        if total < SHORT:
            return iter(items)
        return iter(track(items, names[stage], total=total, console=console, transient=True))

    return show
