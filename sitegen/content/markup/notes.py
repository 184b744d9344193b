"""Footnotes: `text[^1]` and, anywhere, `[^1]: what the note says`."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import msgspec
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

# The tag of a reference in the tree, until it is written.
REFERENCE = "noteref"


class Note(msgspec.Struct, frozen=True):
    """A footnote that the text refers to `times` times; `content` holds its blocks."""

    name: str
    content: Element
    times: int


class NoteReference(InlineProcessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(r"\[\^([^\[\]\n\x02]{1,64})\]", md)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        reference = Element(REFERENCE)
        reference.set("name", m[1])
        return reference, m.start(0), m.end(0)


def number_notes(root: Element, definitions: dict[str, Element]) -> tuple[Note, ...]:
    """The notes that `root` refers to, or a note before them does, in the order of the first reference.

    Each reference gets its `number` and which `time` it is; one to a note that nobody wrote gets neither.
    """
    numbers: dict[str, int] = {}
    times: dict[str, int] = {}
    parts = [root]
    for part in parts:
        for reference in part.iter(REFERENCE):
            name = reference.get("name", "")
            if name not in definitions:
                continue
            if name not in numbers:
                numbers[name] = len(numbers) + 1
                parts.append(definitions[name])
            times[name] = times.get(name, 0) + 1
            reference.set("number", str(numbers[name]))
            reference.set("time", str(times[name]))
    return tuple(Note(name, definitions[name], times[name]) for name in numbers)
