"""A text to a tree: `blocks` reads the blocks, Python-Markdown what is in their lines."""

from __future__ import annotations

import threading
from xml.etree.ElementTree import Element, SubElement

import markdown
import msgspec
from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder

from sitegen.content.markup.attributes import allowed_attributes
from sitegen.content.markup.block_syntax import Fence, Note, number_notes
from sitegen.content.markup.blocks import MAX_DEPTH, read_blocks
from sitegen.content.markup.containers import TooDeep, Twice
from sitegen.content.markup.emphasis import WHOLE
from sitegen.content.markup.inline import register_inline_patterns
from sitegen.content.markup.inline_run import InlineRun
from sitegen.content.wording import Passage
from sitegen.core.engine import is_tested


class Tree(msgspec.Struct, frozen=True):
    """A parsed text. `refused` are (attribute list as written, attributes in it that are not allowed).

    `names` are the names of defined addresses; the other fields are those of Blocks.
    """

    root: Element
    passages: tuple[Passage, ...]
    fences: tuple[Fence, ...]
    notes: tuple[Note, ...]
    unused_notes: tuple[str, ...]
    refused: tuple[tuple[str, tuple[str, ...]], ...]
    twice: tuple[Twice, ...]
    names: frozenset[str]
    open_comment: int | None
    seen: str

    @property
    def parts(self) -> tuple[Element, ...]:
        """The roots of all that is shown: the text, then its notes."""
        return (self.root, *(note.content for note in self.notes))


class Parser:
    """One Python-Markdown, used again and again; after an exception it must be thrown away.

    Without `shortcuts` the library's own runner is used, slower and with the same result; so it is with any
    version of the library that is not in `engine.TESTED`.
    """

    def __init__(self, *, shortcuts: bool | None = None) -> None:
        if shortcuts is None:
            shortcuts = is_tested("markdown", markdown.__version__)
        self._markdown = md = Markdown()
        self._attributes = _Attributes(md)
        register_inline_patterns(md, is_run_by_us=shortcuts)
        self._is_quick = shortcuts
        if shortcuts:
            md.treeprocessors.register(InlineRun(md), "inline", 20)

    def parse(self, text: str) -> Tree:
        """The tree of a text, with only the tags and attributes that editors may write. Raises TooDeep."""
        blocks = read_blocks(text)
        self._markdown.references = blocks.references
        root = blocks.root
        notes = SubElement(root, "div")
        notes.extend(blocks.notes.values())
        _check_depth(root)
        self._parse_inline(root, text)
        root.remove(notes)
        numbered = number_notes(root, blocks.notes)
        used = {note.name for note in numbered}
        unused = tuple(name for name in blocks.notes if name not in used)
        refused = tuple(self._attributes.refused)
        return Tree(
            root=root,
            passages=blocks.passages,
            fences=blocks.fences,
            notes=numbered,
            unused_notes=unused,
            refused=refused,
            twice=blocks.twice,
            names=frozenset(blocks.references),
            open_comment=blocks.open_comment,
            seen=blocks.seen,
        )

    def _parse_inline(self, root: Element, text: str) -> None:
        processors = self._markdown.treeprocessors
        processors["inline"].run(root)
        if not self._is_quick:
            _dissolve(root)
        self._attributes.refused = []
        if "{" in text:
            self._attributes.run(root)
        if "\\" in text or not self._is_quick:
            processors["unescape"].run(root)


def read_passages(text: str) -> tuple[Passage, ...]:
    """The passages of a text; none if it is nested too deeply."""
    try:
        return read_blocks(text).passages
    except TooDeep:
        return ()


class _Attributes(AttrListTreeprocessor):
    """Sets only the attributes that editors may write, and keeps the rest as refused."""

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


def _dissolve(parent: Element) -> None:
    """Puts the content of each WHOLE element in the place of the element; our own runner has done so
    already."""
    for child in list(parent):
        _dissolve(child)
        if child.tag == WHOLE:
            at = list(parent).index(child)
            before = parent[at - 1] if at else None
            if before is None:
                parent.text = f"{parent.text or ''}{child.text or ''}" or None
            else:
                before.tail = f"{before.tail or ''}{child.text or ''}"
            parent[at : at + 1] = list(child)
            if child.tail:
                last = list(child)[-1]
                last.tail = f"{last.tail or ''}{child.tail}"


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
    """Forgets this thread's parser, whose state is unknown after an exception."""
    _of_thread.parser = None
