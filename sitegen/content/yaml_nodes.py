"""What YAML can say in our files: mappings, lists and text."""

from __future__ import annotations

import msgspec

MAX_EVENTS = 5000  # beginnings and ends of values in a file


class Scalar(msgspec.Struct, frozen=True):
    """A text; `plain` if it stands without quotes. Line and column count from 1 in the whole file."""

    value: str
    plain: bool
    line: int
    column: int

    @property
    def is_empty(self) -> bool:
        """Nothing is said: no text, `~` or `null`."""
        return not self.value.strip() or (self.plain and self.value in ("~", "null"))


class Sequence(msgspec.Struct, frozen=True):
    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(msgspec.Struct, frozen=True):
    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping
