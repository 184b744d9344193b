"""A text to a tree: `blocks` reads the blocks, Python-Markdown what is in their lines; and positions in the
file of what was found, since the library keeps none.

For positions the source is searched once for each sort of thing. Things that occur several times come in the
same order in the tree, so their positions are handed out from the first to the last, in linear time. What
cannot be found again (an address with unusual escapes) gets the position where the body begins.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable
from functools import cached_property
from xml.etree.ElementTree import Element, SubElement

import markdown
import msgspec
from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder

from sitegen.content.markup.block_syntax import Fence, Note, allowed_attributes, number_notes
from sitegen.content.markup.blocks import MAX_DEPTH, read_blocks
from sitegen.content.markup.containers import TooDeep, Twice
from sitegen.content.markup.inline import InlineRun, register_inline_patterns
from sitegen.content.markup.inline_syntax import WHOLE, count_bare, find_bare, with_scheme, without_end
from sitegen.content.wording import Passage
from sitegen.core.digest import is_tested

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


class Positions:
    """Positions in a body that begins at `first_line` of its file; lines and columns count from 1."""

    def __init__(self, seen: str, first_line: int) -> None:
        self._seen = seen
        self._first_line = first_line

    def of_link(self, address: str) -> Position:
        wanted = address.removeprefix("mailto:") if "@" in address else address
        key = _address_start(wanted)
        return self._next(self._links, key if key in self._links else _address_start(address))

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
                found[match.start()] = with_scheme(without_end(match[0])).removeprefix("mailto:")
        index: _Index = {}
        for offset in sorted(found):
            index.setdefault(_address_start(found[offset]), deque()).append(offset)
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
        return self.locate(offset)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self._seen))]

    def locate(self, offset: int) -> Position:
        number = bisect_right(self._line_starts, offset) - 1
        return self._first_line + number, offset - self._line_starts[number] + 1


def _address_start(address: str) -> str:
    found = _ADDRESS.match(address)
    return found[0].replace("\\", "") if found else ""
