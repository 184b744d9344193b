"""Front matter of ordinary lines, read without a YAML parser.

`key: "text"`, `key: text` and `key: [a, b]`, in any order, each key once: most files have nothing else, and
the parser takes five times as long. What is read is what it would give; for anything else it is asked.
"""

from __future__ import annotations

import re

from sitegen.content.source import is_plain
from sitegen.content.yaml_nodes import MAX_EVENTS, Mapping, Node, Scalar, Sequence

# Nothing that YAML would look at: no escapes, comments, colons or quotation marks within plain text.
_ITEM = r"[^\W_][\w/.-]*+"
_LINE = re.compile(
    rf"""([a-z_]++):[ ](?:
      "([^"\\]*+)"
    | ([^\W_](?:[^:\#]*[^:\#\s])?+)
    | \[({_ITEM}(?:,[ ]{_ITEM})*+)\]
    )""",
    re.VERBOSE,
)


def read_lines(text: str, first_line: int) -> Mapping | None:
    """The mapping of a text that begins in `first_line` of its file; None if there is more to it."""
    if not is_plain(text) or len(text) > MAX_EVENTS:
        return None
    entries: dict[str, tuple[Scalar, Node]] = {}
    for number, line in enumerate(text.split("\n"), start=first_line):
        found = _LINE.fullmatch(line)
        if not found or found[1] in entries:
            return None
        key, quoted, plain, items = found.groups()
        column = len(key) + 3
        value: Node
        if items is not None:
            value = _sequence(items, number, column)
        elif quoted is not None:
            value = Scalar(quoted, False, number, column)
        else:
            value = Scalar(plain, True, number, column)
        entries[key] = Scalar(key, True, number, 1), value
    return Mapping(tuple(entries.values()), first_line, 1)


def _sequence(items: str, line: int, column: int) -> Sequence:
    scalars = []
    at = column + 1
    for item in items.split(", "):
        scalars.append(Scalar(item, True, line, at))
        at += len(item) + 2
    return Sequence(tuple(scalars), line, column)
