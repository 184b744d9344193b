"""The open containers while blocks are read, and the result of reading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

import msgspec

from sitegen.content.markup import block_syntax as syntax
from sitegen.content.markup.block_syntax import Fence, add_table, find_pasted_table
from sitegen.content.wording import Passage

TAB = syntax.TAB_STOP
_LINE_START = re.compile(r"^[ \xa0]+", re.MULTILINE)
_FIRST_IN = {"item": "item", "note": "footnote", "meaning": "meaning"}


class TooDeep(Exception):
    """The text has more levels of elements than `blocks.MAX_DEPTH`."""


class Twice(msgspec.Struct, frozen=True):
    """A second definition of a note or an address; `line` counts from 0."""

    name: str
    is_note: bool
    line: int


class Blocks(msgspec.Struct, frozen=True):
    """The blocks of a text.

    `passages` are in the order of the text; `notes` are by name; `references` are (address, title) by label;
    `seen` is the text with code and comments blank, in which positions are looked up; `open_comment` is the
    line of a comment that never ends.
    """

    root: Element
    passages: tuple[Passage, ...]
    notes: dict[str, Element]
    references: dict[str, tuple[str, str]]
    fences: tuple[Fence, ...]
    twice: tuple[Twice, ...]
    open_comment: int | None
    seen: str


class OpenList:
    """A list that goes on while items with its sign follow. It is loose if blank lines part its content."""

    __slots__ = ("element", "is_loose", "sign")

    def __init__(self, element: Element, sign: str) -> None:
        self.element = element
        self.sign = sign
        self.is_loose = False


class Container:
    """An open container. Its text is indented by `indent`; by at least `least` if the sign is
    unmistakable."""

    __slots__ = ("element", "indent", "is_loose", "kind", "least", "list")

    def __init__(
        self,
        kind: Literal["text", "quote", "item", "note", "meaning"],
        element: Element,
        least: int = 0,
        indent: int = 0,
    ) -> None:
        self.kind = kind
        self.element = element
        self.least = least
        self.indent = indent
        self.list: OpenList | None = None  # the list that is its last child
        self.is_loose = False


def _text_of(lines: Sequence[str]) -> str:
    """The text of lines, without what indents them."""
    text = "\n".join(lines)
    if "\t" in text:
        text = text.expandtabs(TAB)
    if "\n" in text:
        text = _LINE_START.sub("", text)
    return text.strip(" \xa0\n")


def _span(line: str, text: str) -> tuple[int, int]:
    """The columns of `text`, the rest of a line, in which spaces may stand for tabs."""
    words = text.strip(" \xa0")
    start = line.find(words)
    if start >= 0:
        return start, start + len(words)
    return max(line.find(words.split(" ", 1)[0]), 0), len(line.rstrip())


def wrap(item: Element) -> None:
    """Puts the text of a loose item into a paragraph."""
    if item.text:
        paragraph = Element("p")
        paragraph.text, item.text = item.text, None
        item.insert(0, paragraph)


def unwrap(item: Element) -> None:
    """Takes the paragraphs of a tight item away, and leaves their texts."""
    last: Element | None = None
    for child in list(item):
        if child.tag != "p":
            last = child
            continue
        item.remove(child)
        if last is None:
            item.text = f"{item.text}\n{child.text}" if item.text else child.text
        else:
            last.tail = f"{last.tail}\n{child.text}" if last.tail else child.text


class OpenContainers:
    """What is open while a text is read: containers, and a paragraph in the last of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.at = 0  # the line after the one that is read
        self.root = Element("div")
        self.open = [Container("text", self.root)]
        self.paragraph: list[str] = []
        self.paragraph_line = 0
        self.passages: list[Passage] = []
        # The depth from which on a blank line came before this line; None if none did.
        self.blank_from: int | None = None
        self.lists: list[OpenList] = []
        self.meanings: list[Container] = []
        self.notes: dict[str, Element] = {}
        self.references: dict[str, tuple[str, str]] = {}
        self.fences: list[Fence] = []
        self.twice: list[Twice] = []
        self.seen: list[str] | None = None
        self.open_comment: int | None = None

    def match(self, line: str) -> tuple[int, str]:
        """How many of the open containers the line continues, and what it says in the last of them."""
        depth = 1
        for container in self.open[1:]:
            indent = len(line) - len(line.lstrip(" "))
            if container.kind == "quote":
                if line[indent : indent + 1] != ">":
                    break
                line = line[indent + 1 :].removeprefix(" ")
            elif indent == len(line) and (len(container.element) or self.paragraph):
                pass  # an empty line in a quotation
            elif indent >= container.indent or (
                indent >= container.least and not self._is_next_item(depth, line)
            ):
                line = line[min(indent, container.indent) :]
            else:
                break
            depth += 1
        return depth, line

    def _is_next_item(self, depth: int, line: str) -> bool:
        """Whether a line indented too little is the next item of the numbered list around it."""
        around = self.open[depth - 1].list
        found = syntax.ITEM.match(line)
        if not around or not found or not found["number"]:
            return False
        return found["number"] != "1" and found["mark"][-1] == around.sign

    def blank(self) -> None:
        if len(self.open) > 1:
            self.close_to(self._depth_of_blank())
        self.end_paragraph()
        self.blank_from = 0

    def _depth_of_blank(self) -> int:
        """How many containers a blank line leaves open. An item without text ends at its second blank
        line."""
        for depth, container in enumerate(self.open[1:], start=1):
            if container.kind == "quote":
                return depth
            if container.kind == "item" and not len(container.element) and not self.paragraph:
                return depth
        return len(self.open)

    def close_to(self, depth: int) -> None:
        """Closes the containers beyond a depth, and a paragraph in them."""
        if depth < len(self.open):
            self.end_paragraph()
            del self.open[depth:]

    def end_blank(self) -> None:
        """Notes that a block begins: if a blank line came before it, the list around it is loose."""
        if self.blank_from is None:
            return
        container = self.open[-1]
        if len(self.open) - 1 >= self.blank_from and len(container.element):
            container.is_loose = True
            if container.kind == "item" and (around := self.open[-2].list):
                around.is_loose = True
        self.blank_from = None

    def add(self, tag: str, attributes: dict[str, str] | None = None) -> Element:
        """A new block in the last container."""
        self.end_blank()
        self.open[-1].list = None
        return SubElement(self.open[-1].element, tag, attributes or {})

    def end_paragraph(self) -> None:
        if not self.paragraph:
            return
        self.take_definitions()
        lines, self.paragraph = self.paragraph, []
        text = "\n".join(lines) if len(lines) > 1 else lines[0] if lines else ""
        if ("|" in text or "\t" in text) and (pasted := find_pasted_table(lines)):
            start, end, rows = pasted
            self._add_paragraph(lines[:start])
            first = self.paragraph_line + start
            for number, _ in rows:
                self.keep_passage("row", first + number, (lines[start + number],))
            add_table(self.add("table"), (), [row for _, row in rows])
            self.paragraph, self.paragraph_line = lines[end:], self.paragraph_line + end
            self.end_paragraph()
        elif len(lines) > 1 and (items := syntax.labelled_lines(lines)):
            self._add_labelled(lines, items)
        else:
            self._add_paragraph(lines)

    def _add_labelled(self, lines: Sequence[str], items: Sequence[int]) -> None:
        """A list whose labels are left as they are written."""
        self._add_paragraph(lines[: items[0]])
        parent = self.add("ul", {"class": "labelled"})
        for first, after in pairwise((*items, len(lines))):
            self.keep_passage("item", self.paragraph_line + first, lines[first:after], is_added=True)
            SubElement(parent, "li").text = _text_of(lines[first:after])

    def depth_of(self, mark: str, depth: int) -> int:
        """The depth of an item without indentation whose sign belongs to a list within a list."""
        level = syntax.BULLET_LEVELS.get(mark, 0)
        while depth < len(self.open) and self.open[depth].kind == "item":
            around = self.open[depth - 1].list
            if not around or syntax.BULLET_LEVELS.get(around.sign, level) >= level:
                break
            depth += 1
        return depth

    def keep_passage(self, kind: str, number: int, lines: Sequence[str], *, is_added: bool = False) -> None:
        """Records the passage of these lines; `is_added` if the tree has their block already."""
        if len(self.open) == 1:
            block = len(self.root) - is_added
        else:
            block = -len(self.notes) if self.open[1].kind == "note" else len(self.root) - 1
        spans = tuple(map(_span, self.lines[number : number + len(lines)], lines))
        self.passages.append(Passage(kind, block, number, spans))

    def _add_paragraph(self, lines: Sequence[str]) -> None:
        if lines:
            container = self.open[-1]
            is_first = not len(container.element) and not container.element.text
            kind = _FIRST_IN.get(container.kind, "paragraph") if is_first else "paragraph"
            self.keep_passage(kind, self.paragraph_line, lines)
        if text := _text_of(lines):
            self.add("p").text = text

    def take_definitions(self) -> None:
        """Takes the definitions of addresses from the beginning of the paragraph."""
        if not self.paragraph or self.paragraph[0].lstrip(" ")[:1] != "[":
            return
        text, done = "\n".join(self.paragraph), 0
        while found := syntax.read_definition(text, done):
            name, address, title, end = found
            if name in self.references:
                line = self.paragraph_line + text.count("\n", 0, done)
                self.twice.append(Twice(name, is_note=False, line=line))
            self.references.setdefault(name, (address, title))
            done = end
        if done:
            left = text[done:]
            self.paragraph_line += text.count("\n", 0, done)
            self.paragraph = left.split("\n") if left.strip() else []

    def hide(self, start: int, end: int) -> None:
        if self.seen is None:
            self.seen = list(self.lines)
        self.seen[start:end] = [""] * (end - start)

    def is_followed_by(self, mark: str | int) -> bool:
        """Whether the next line begins with a mark of a list or a number."""
        following = self.lines[self.at] if self.at < len(self.lines) else ""
        found = syntax.ITEM.match(syntax.with_spaces(following))
        return found is not None and (found["mark"] == mark or found["number"] == str(mark))

    def settle(self) -> None:
        """Wraps the items of loose lists in paragraphs: only at the end of the text are they known."""
        for each in self.lists:
            for item in each.element:
                if each.is_loose:
                    wrap(item)
                else:
                    unwrap(item)
        for meaning in self.meanings:
            if not meaning.is_loose:
                unwrap(meaning.element)
