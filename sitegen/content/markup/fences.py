"""What is taken out of a text before it is parsed: fenced code, and comments on lines of their own.

Our own reading of fences and not the library's: it is linear, knows its lines, and lets only allowed
attributes through. As in CommonMark 0.31 (4.5) a fence that is never closed runs to the end.
"""

from __future__ import annotations

import re

import msgspec
from markdown.extensions.attr_list import get_attrs_and_remainder

from sitegen.content.markup.attributes import allowed_attributes

# Cannot stand in a text: it is removed with the other control characters.
MARK = "\x02"
_OPENING = re.compile(r"(?P<fence>`{3,}|~{3,})[ ]*(?P<info>[^`]*)")
_ATTRIBUTES = re.compile(r"\{:?(?P<list>.*)\}[ ]*")
_LANGUAGE = re.compile(r"\.?(?P<name>[A-Za-z][\w+#.-]{0,30})")
_COMMENT = re.compile(r" {0,3}<!--")


class Fence(msgspec.Struct, frozen=True):
    """Fenced code; `line` counts from 0 in the text."""

    code: str
    language: str
    id: str
    line: int
    refused: tuple[str, ...]
    is_closed: bool


class Prepared(msgspec.Struct, frozen=True):
    """`text` is for the parser, with a marked line for each fence; `seen` has the lines of the source with
    code and comments blank, to look up where something stands."""

    text: str
    seen: str
    fences: tuple[Fence, ...]


def prepare(source: str) -> Prepared:
    if "```" not in source and "~~~" not in source and "<!--" not in source:
        return Prepared(source, source, ())
    return _Cutter(source.split("\n")).cut()


class _Cutter:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.text: list[str] = []
        self.seen = list(lines)
        self.fences: list[Fence] = []
        self.comments_end = True

    def cut(self) -> Prepared:
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if opening := _OPENING.fullmatch(line):
                at = self._fence(at, opening)
            elif self.comments_end and (comment := _COMMENT.match(line)):
                at = self._comment(at, comment.end())
            else:
                self.text.append(line)
                at += 1
        return Prepared("\n".join(self.text), "\n".join(self.seen), tuple(self.fences))

    def _fence(self, start: int, opening: re.Match[str]) -> int:
        fence = opening["fence"]
        end = start + 1
        while end < len(self.lines) and not _closes(self.lines[end], fence):
            end += 1
        language, identifier, refused = _read_info(opening["info"].strip())
        code = "\n".join(self.lines[start + 1 : end])
        is_closed = end < len(self.lines)
        self.text += ["", f"{MARK}{len(self.fences)}", ""]
        self.fences.append(Fence(code, language, identifier, start, refused, is_closed))
        self._blank(start, end)
        return end + 1

    def _comment(self, start: int, after: int) -> int:
        """Drops a comment, or leaves its line as it is when no comment ends any more."""
        end = start
        while end < len(self.lines):
            found = self.lines[end].find("-->", after if end == start else 0)
            if found >= 0:
                self._blank(start, end)
                self.text.append(self.lines[end][found + 3 :])
                return end + 1
            end += 1
        self.comments_end = False
        return start

    def _blank(self, start: int, end: int) -> None:
        for number in range(start, min(end + 1, len(self.seen))):
            self.seen[number] = ""


def _closes(line: str, fence: str) -> bool:
    rest = line.rstrip(" ")
    return rest.startswith(fence) and not rest.strip(fence[0])


def _read_info(info: str) -> tuple[str, str, tuple[str, ...]]:
    """Language, id and refused attributes of the words after the opening fence."""
    attributes = _ATTRIBUTES.fullmatch(info)
    if not attributes:
        language = _LANGUAGE.match(info)
        return (language["name"] if language else ""), "", ()
    pairs, _ = get_attrs_and_remainder(attributes["list"])
    languages = [value or "" for name, value in pairs if name == "."]
    kept, refused = allowed_attributes(pair for pair in pairs if pair[0] != ".")
    language = _LANGUAGE.fullmatch(languages[0]) if languages else None
    return (language["name"] if language else ""), kept.get("id", ""), refused
