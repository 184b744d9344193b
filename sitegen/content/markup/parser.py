"""Python-Markdown, set up so that it is safe, linear where it can be, and fast on ordinary pages."""

from __future__ import annotations

import re
import threading
from xml.etree.ElementTree import Element, SubElement

import markdown
import msgspec
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from sitegen.content.markup.attributes import allowed_attributes
from sitegen.content.markup.blocks import Blocks, Tables
from sitegen.content.markup.fences import MARK, Fence, Prepared
from sitegen.content.markup.inline import register_inline_patterns
from sitegen.content.markup.inline_run import InlineRun
from sitegen.content.markup.notes import Footnotes, Note, number_notes
from sitegen.core.engine import is_tested

# The tag of fenced code in the tree, until it is written.
FENCE = "fence"
# Elements within elements; a list within a list takes two. Far below where Python's own limit ends the
# parsing, so that a page ends the same way however deep the caller is.
MAX_DEPTH = 200
_TAB = 4
_BLANK_LINE = re.compile(r"\n +(?=\n)")


class TooDeep(Exception):
    """The text has more elements within elements than MAX_DEPTH."""


class Tree(msgspec.Struct, frozen=True):
    """A parsed text. `refused` are attribute lists, each with the attributes in it that may not be there."""

    root: Element
    fences: tuple[Fence, ...]
    notes: tuple[Note, ...]
    unused_notes: tuple[str, ...]
    refused: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def parts(self) -> tuple[Element, ...]:
        """Everything that is shown, in its order."""
        return (self.root, *(note.content for note in self.notes))


class Parser:
    """One Python-Markdown, used again and again; after an exception it must be thrown away.

    Without `shortcuts` it is the library's own way through a text, slower and with the same result. That is
    also the way of any version of the library whose insides we have not seen.
    """

    def __init__(self, *, shortcuts: bool | None = None) -> None:
        if shortcuts is None:
            shortcuts = is_tested("markdown", markdown.__version__)
        self._footnotes = Footnotes()
        tables = TableExtension(use_align_attribute=True)
        extensions = [tables, DefListExtension(), SaneListExtension(), self._footnotes]
        self._markdown = md = Markdown(extensions=extensions)
        self._attributes = _Attributes(md)
        self._fenced = _FencedCode(md.parser)
        md.parser.blockprocessors.register(self._fenced, "fence", 200)
        register_inline_patterns(md)
        if shortcuts:
            md.parser.blockprocessors.register(Tables(md.parser, tables.getConfigs()), "table", 75)
            md.parser = Blocks(md)
            self._footnotes.parser = md.parser
            md.treeprocessors.register(InlineRun(md), "inline", 20)

    def parse(self, prepared: Prepared) -> Tree:
        """The tree of a text, with the tags and attributes that editors may write and none besides."""
        self._markdown.reset()
        self._fenced.fences = prepared.fences
        root = Element("div")
        self._markdown.parser.parseChunk(root, _normalised(prepared.text))
        notes = SubElement(root, "div")
        definitions = self._footnotes.parse_definitions(notes)
        _check_depth(root)
        self._parse_inline(root, prepared.text)
        root.remove(notes)
        numbered = number_notes(root, definitions)
        used = {note.name for note in numbered}
        unused = tuple(name for name in definitions if name not in used)
        return Tree(root, prepared.fences, numbered, unused, tuple(self._attributes.refused))

    def _parse_inline(self, root: Element, text: str) -> None:
        processors = self._markdown.treeprocessors
        processors["inline"].run(root)
        self._attributes.refused = []
        if "{" in text:
            self._attributes.run(root)
        if "\\" in text:
            processors["unescape"].run(root)


class _Attributes(AttrListTreeprocessor):
    """Sets only what editors may write; everything else is remembered as refused."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.refused: list[tuple[str, tuple[str, ...]]] = []

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        pairs, remainder = get_attrs_and_remainder(attrs_string)
        if strict and remainder:
            return remainder
        kept, refused = allowed_attributes(pairs, elem.tag)
        for name, value in kept.items():
            elem.set(name, value)
        if refused:
            self.refused.append((attrs_string, refused))
        return remainder


class _FencedCode(BlockProcessor):
    fences: tuple[Fence, ...] = ()

    def test(self, parent: Element, block: str) -> bool:
        return block.startswith(MARK)

    def run(self, parent: Element, blocks: list[str]) -> None:
        mark, _, rest = blocks.pop(0).partition("\n")
        number = mark.removeprefix(MARK)
        element = SubElement(parent, FENCE, {"number": number})
        if identifier := self.fences[int(number)].id:
            element.set("id", identifier)
        if rest:
            blocks.insert(0, rest)


def _normalised(text: str) -> str:
    """Without tabs, and with nothing in empty lines, as the library wants its input."""
    if "\t" in text:
        text = text.expandtabs(_TAB)
    return _BLANK_LINE.sub("\n", f"{text}\n\n")


def _check_depth(root: Element) -> None:
    if len(list(root.iter())) < MAX_DEPTH:
        return
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise TooDeep
        level = [child for element in level for child in element]


_of_thread = threading.local()


def parser() -> Parser:
    """The parser of this thread: making one costs more than parsing a page, and it keeps state."""
    found: Parser | None = getattr(_of_thread, "parser", None)
    if found is None:
        found = _of_thread.parser = Parser()
    return found


def discard_parser() -> None:
    """After work that was broken off, whose state nobody knows."""
    _of_thread.parser = None
