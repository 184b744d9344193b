"""Positions in the file of what the parser has found, since the parser keeps none.

The source is searched once for each sort of thing. Things that occur several times come in the same order in
the tree, so their positions are handed out from the first to the last, in linear time. What cannot be found
again (an address with unusual escapes) gets the position where the body begins.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable
from functools import cached_property

from sitegen.content.markup.bare import complete, count_bare, find_bare, without_end

Position = tuple[int, int]

# An address is looked up by its beginning, up to a character that may be part of other syntax.
_BEGINNING = r"[^\s()<>\"']{1,200}"
_ADDRESS = re.compile(_BEGINNING)
# After `]:` stands an address or the text of a footnote, which may hold links itself. All alternatives begin
# with one of two signs, to which `re` skips quickly.
_LINKS = re.compile(
    rf"[\]<](?:(?<=\])(?:\(\s*<?({_BEGINNING})|:[ ]*<?(?=({_BEGINNING})))|(?<=<)(?![/!?])({_BEGINNING}))"
    r"|\]\([ ]*(?:<>)?()\)"
)
_TAG = re.compile(r"<[/!?]?[^\s<>]*")
_TAGS = re.compile(r"(<[/!?]?[A-Za-z\[-][^\s<>]*)")
_LISTS = re.compile(r"\{:?[ ]*([^\n}]*)")
_NOTES = re.compile(r"\[\^([^\]\n]{1,64})\]")
_CODE_SPAN = re.compile(r"(?<!`)(`++)[^`\n]+\1")
_LINE_END = re.compile(r"\n")

_Index = dict[str, deque[int]]


class Positions:
    """Positions in a body that begins at `first_line` of its file; lines and columns count from 1."""

    def __init__(self, seen: str, first_line: int) -> None:
        self._seen = seen
        self._first_line = first_line

    def of_link(self, address: str) -> Position:
        wanted = address.removeprefix("mailto:") if "@" in address else address
        key = _beginning(wanted)
        return self._next(self._links, key if key in self._links else _beginning(address))

    def of_tag(self, raw: str) -> Position:
        found = _TAG.match(raw)
        return self._next(self._tags, found[0] if found else raw)

    def of_attributes(self, attributes: str) -> Position:
        return self._next(self._lists, attributes.partition("}")[0])

    def of_note(self, name: str) -> Position:
        return self._next(self._notes, name)

    def of_line(self, number: int) -> Position:
        """The position of a line, counted from 0 in the body."""
        return self._first_line + number, 1

    @cached_property
    def text(self) -> str:
        """The source with code spans blank."""
        if "`" not in self._seen:
            return self._seen
        return _CODE_SPAN.sub(lambda span: " " * len(span[0]), self._seen)

    @cached_property
    def _links(self) -> _Index:
        """The addresses of links and bare addresses; not those in the text of a link, which leads
        elsewhere."""
        text = self.text
        found = {
            match.start(match.lastindex or 0): match[match.lastindex or 0] for match in _LINKS.finditer(text)
        }
        in_brackets = sum(map(count_bare, found.values()))
        bare: Iterable[re.Match[str]] = find_bare(text) if count_bare(text) > in_brackets else ()
        for match in bare:
            if match.start() not in found and text[match.start() - 1 : match.start()] != "[":
                found[match.start()] = complete(without_end(match[0])).removeprefix("mailto:")
        index: _Index = {}
        for offset in sorted(found):
            index.setdefault(_beginning(found[offset]), deque()).append(offset)
        return index

    @cached_property
    def _tags(self) -> _Index:
        return self._index(_TAGS)

    @cached_property
    def _lists(self) -> _Index:
        return self._index(_LISTS)

    @cached_property
    def _notes(self) -> _Index:
        return self._index(_NOTES)

    def _index(self, pattern: re.Pattern[str], key: Callable[[str], str] = str) -> _Index:
        index: _Index = {}
        for found in pattern.finditer(self.text):
            group = found.lastindex or 0
            index.setdefault(key(found[group]), deque()).append(found.start(group))
        return index

    def _next(self, index: _Index, key: str) -> Position:
        offsets = index.get(key)
        if not offsets:
            return self._first_line, 1
        offset = offsets.popleft() if len(offsets) > 1 else offsets[0]
        return self.at(offset)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self._seen))]

    def at(self, offset: int) -> Position:
        number = bisect_right(self._line_starts, offset) - 1
        return self._first_line + number, offset - self._line_starts[number] + 1


def _beginning(address: str) -> str:
    found = _ADDRESS.match(address)
    return found[0].replace("\\", "") if found else ""
