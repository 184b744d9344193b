"""The library's block parser, which knows ordinary blocks at sight and asks its processors about the others.

The library asks fifteen processors about each block, in order, several of them with a search through all of
it. A shortcut may only be taken where the answers are certain (tests/properties/test_markup_stock.py).
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.tables import TableProcessor

_BLOCK = r"[^\W\d_]|[«“„\"‘(№]|\*{1,3}+[^\s*]|\[[^\[\]\n|]*+\](?!:)"
# Lines that begin with a letter, a digit without the dot of a list, an opening quotation mark, emphasis or
# brackets that define nothing, and hold no cell border: nothing but a paragraph begins so.
_PLAIN_START = re.compile(rf"{_BLOCK}|\d++(?!\.)")
_PLAIN = re.compile(rf"(?:(?:{_PLAIN_START.pattern})[^\n|]*+(?:\n|\Z))++\Z")
_ITEM = rf"(?:{_PLAIN_START.pattern})[^\n|]*+"
_HEADING = re.compile(r"(#{1,6})([^\\#\n]+)\Z")
# Items that are plain themselves, and further lines of theirs.
_BULLETS, _NUMBERS = (
    re.compile(
        rf"{sign}[ ]++(?:{_BLOCK}|\d)[^\n|]*+(?:\n[ ]*+(?:{sign}[ ]++)?+(?:{_BLOCK}|\d++(?!\.))[^\n|]*+)*+\Z"
    )
    for sign in ("[-*+]", r"\d++\.")
)
# Lists of nothing but such items, each on one line.
_ONLY_BULLETS, _ONLY_NUMBERS = (
    re.compile(rf"{sign}[ ]++{_ITEM}(?:\n{sign}[ ]++{_ITEM})*+\Z") for sign in ("[-*+]", r"\d++\.")
)
_ITEMS = re.compile(r"^(?:[-*+]|(\d++)\.)[ ]++(.*)", re.MULTILINE)
_UNUSUAL_IN_ROW = re.compile(r"[\\`]")


class Blocks(BlockParser):
    """Takes the place of a library's parser, with its processors, once all of them are registered."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.blockprocessors = md.parser.blockprocessors
        for processor in self.blockprocessors:
            processor.parser = self
        self._processors: tuple[BlockProcessor, ...] = tuple(self.blockprocessors)
        self._paragraph, self._table, self._bullets, self._numbers = (
            self.blockprocessors[name] for name in ("paragraph", "table", "ulist", "olist")
        )

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        while blocks:
            if self._takes_ordinary(parent, blocks):
                continue
            for processor in self._processors:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break

    def _takes_ordinary(self, parent: Element, blocks: list[str]) -> bool:
        """Whether the first block is of an ordinary form, and has been taken."""
        block = blocks[0]
        sign = block[:1]
        is_one_line = "\n" not in block and "|" not in block
        if (_PLAIN_START if is_one_line else _PLAIN).match(block):
            self._paragraph.run(parent, blocks)
        elif sign == "#" and (heading := _HEADING.match(block)):
            del blocks[0]
            SubElement(parent, f"h{len(heading[1])}").text = heading[2].strip()
        elif sign == "|" and self._table.test(parent, block):
            self._table.run(parent, blocks)
        elif sign in ("-", "*", "+") and _BULLETS.match(block):
            if _ONLY_BULLETS.match(block) and _begins_list(parent, "ul"):
                _add_list(SubElement(parent, "ul"), blocks.pop(0))
            else:
                self._bullets.run(parent, blocks)
        elif sign.isdigit() and _NUMBERS.match(block):
            if _ONLY_NUMBERS.match(block) and _begins_list(parent, "ol"):
                _add_list(SubElement(parent, "ol"), blocks.pop(0))
            else:
                self._numbers.run(parent, blocks)
        else:
            return False
        return True


def _begins_list(parent: Element, tag: str) -> bool:
    """Whether a list of its own begins here; otherwise items join the list before them."""
    return parent.tag not in ("ol", "ul") and (not len(parent) or parent[-1].tag != tag)


def _add_list(element: Element, block: str) -> None:
    for number, text in _ITEMS.findall(block):
        if number not in ("", "1") and not len(element):
            element.set("start", number)
        SubElement(element, "li").text = text


class Tables(TableProcessor):
    """The library's tables; a row without code and escapes is parted without looking for them."""

    def test(self, parent: Element, block: str) -> bool:
        return "|" in block and super().test(parent, block)

    def _split_row(self, row: str) -> list[str]:
        if _UNUSUAL_IN_ROW.search(row):
            cells: list[str] = super()._split_row(row)  # type: ignore[misc]
            return cells
        return (row.removeprefix("|").removesuffix("|") if self.border else row).split("|")
