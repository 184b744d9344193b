"""Patterns inside a line: the library's, with ours in place of some of them, and how they are applied to a
tree.

Raw HTML stays text. Autolinks are `<https://…>`, `<mailto:…>`, `<tel:…>` and `<name@example.org>`; whether an
address is allowed is decided where all links are written. Brackets are paired once for a text: the library
searches anew from each bracket, so that 4 KB of `[` took 3 seconds.

The library tries every pattern on every text and keeps the ancestors of every element, which no pattern of
ours needs. The result is the same, element by element (tests/properties/test_markup_stock.py).
"""

from __future__ import annotations

import re
import string
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import (
    HTML_RE,
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    LINK_RE,
    REFERENCE_RE,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.treeprocessors import Treeprocessor
from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, INLINE_PLACEHOLDER_RE, AtomicString

from sitegen.content.markup.block_syntax import NoteReference, normal_label
from sitegen.content.markup.inline_syntax import BARE_SIGNS, WHOLE, BareAddress, Emphasis, without_signs
from sitegen.content.source import decode_references

# The tag of raw HTML in the tree, which the writer shows as text.
RAW = "raw"
_AUTOLINK = r"<((?:[A-Za-z][A-Za-z0-9+.-]*://|(?:(?i:mailto|tel)):)[^<>\s]*)>"
_EMAIL = r"<([^\s<>@:]+@[^\s<>@:]+)>"
_REFERENCE = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
_BRACKET = re.compile(r"[\[\]]")
# An address without escapes, quotes or brackets, a shortcut: the library is slow with long addresses.
_PLAIN_ADDRESS = re.compile(r"\(([^\s()<>\"'\\\x02]{1,500})\)")
# A link with such an address and a text without brackets.
_PLAIN_LINK = re.compile(rf"\[([^\[\]]*)\]{_PLAIN_ADDRESS.pattern}")
# An address with a title, in one of three sorts of quotation marks.
_TITLED = re.compile(
    r"""\([ \n]*<?([^\s()<>"'\x02]{1,500})>?[ \n]+(?:"([^"\x02]*)"|'([^'\x02]*)'|\(([^()\x02]*)\))[ \n]*\)"""
)
_ESCAPED = re.compile("\x02([0-9]+)\x03")
# How a relative path begins that Windows gave: ..\\index.mn.md, whose backslash may be one before a dot.
_WINDOWS_PATH = (".\\", "..\\", ".\x02", "..\x02")
_SHOWN_WITHOUT = re.compile(r"\A(?:mailto|tel):", re.IGNORECASE)
_SPACE = re.compile(r"\s")
_LONGEST_NAME = 1000
# Characters; no address with its title is longer.
_LONGEST_ADDRESS = 4096
# By pattern, the signs without which it finds nothing; it is tried only on texts with one of them.
_SIGNS = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n", "\\\n"),
    "html": ("<",),
    "bare": BARE_SIGNS,
    "entity": ("&",),
    "em_strong": ("*", "_", "~~"),
}
# Patterns that look up a definition, `[name]: address`, and are not tried in texts without definitions.
_NEED_DEFINITIONS = ("reference", "image_reference", "short_reference", "short_image_ref")
# The signs of one character; a text without them, and without the longer ones of _SIGNS, stays as it is.
_SIGN = re.compile(r"[\\`\[<&*_@]")


def register_inline_patterns(md: Markdown, *, is_run_by_us: bool) -> None:
    patterns = md.inlinePatterns
    brackets = Brackets()
    for name, processor, pattern, priority in (
        ("reference", _ReferenceLink, REFERENCE_RE, 170),
        ("link", _Link, LINK_RE, 160),
        ("image_link", _Image, IMAGE_LINK_RE, 150),
        ("image_reference", _ReferenceImage, IMAGE_REFERENCE_RE, 140),
        ("short_reference", _ShortReferenceLink, REFERENCE_RE, 130),
        ("short_image_ref", _ShortReferenceImage, IMAGE_REFERENCE_RE, 125),
    ):
        patterns.register(processor(pattern, md, brackets), name, priority)
    patterns.register(Emphasis(md, hides_signs=not is_run_by_us), "em_strong", 60)
    patterns.register(NoteReference(md), "footnote", 175)
    patterns.register(SubstituteTagInlineProcessor(r"(?: {2,}|\\)\n", "br"), "linebreak", 100)
    patterns.register(BareAddress(md), "bare", 85)
    patterns.register(_Autolink(_AUTOLINK, md), "autolink", 120)
    patterns.register(_Autolink(_EMAIL, md), "automail", 110)
    patterns.register(_RawHtml(HTML_RE, md), "html", 90)
    patterns.register(_CharacterReference(_REFERENCE, md), "entity", 80)
    md.ESCAPED_CHARS[:] = string.punctuation  # CommonMark 0.31, 2.4


class Brackets:
    """The closing bracket of each opening one, in the last text asked about.

    A bracket's partner depends only on the text after the bracket. That text stays the same while the links
    before it are replaced one by one, so offsets are counted from the end and kept.
    """

    def __init__(self) -> None:
        self._paired = ""
        self._ends: dict[int, int] = {}
        self._text = ""
        self._start = 0

    def end(self, text: str, start: int) -> int | None:
        if text is not self._text or start < self._start:
            self._look_at(text, start)
        end = self._ends.get(len(text) - start)
        return None if end is None else len(text) - end

    def _look_at(self, text: str, start: int) -> None:
        if not self._paired.endswith(text[start:]):
            self._paired, self._ends, start = text, _pair(text), 0
        self._text, self._start = text, start


def _pair(text: str) -> dict[int, int]:
    """Each opening bracket with the bracket that closes it, counted from the end of the text."""
    ends = {}
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        distance = len(text) - found.start()
        if found[0] == "[":
            opened.append(distance)
        elif opened:
            ends[opened.pop()] = distance
    return ends


class _BracketPattern(LinkInlineProcessor):
    """The base of links and pictures: a text in brackets, then an address in parentheses."""

    def __init__(self, pattern: str, md: Markdown, brackets: Brackets) -> None:
        super().__init__(pattern, md)
        self.brackets = brackets

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        end = self.brackets.end(data, index - 1)
        if end is None or not self.may_follow(data, index, end + 1):
            return "", index, False
        return data[index:end], end + 1, True

    def may_follow(self, data: str, start: int, end: int) -> bool:
        return data.startswith("(", end)

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        if data.find(")", index, index + _LONGEST_ADDRESS) < 0:
            return "", None, index, False
        if plain := _PLAIN_ADDRESS.match(data, index):
            return plain[1], None, plain.end(), True
        if titled := _TITLED.match(data, index):
            title = titled[2] or titled[3] or titled[4] or ""
            return titled[1], _SPACE.sub(" ", title), titled.end(), True
        href, title, end, is_link = super().getLink(data[: index + _LONGEST_ADDRESS], index)
        if href.startswith(_WINDOWS_PATH):
            href = _with_backslashes(href)
        # Where a bracket opens in a title that never ends, the library gives an offset before the text.
        return (href, title, end, is_link) if end > index else ("", None, index, False)


class _FullReference(_BracketPattern, ReferenceInlineProcessor):
    """Links `[text][name]` and `[name][]`, whose address is defined elsewhere in the text."""

    RE_LINK = re.compile(r"\[([^\]]*)\]")

    def may_follow(self, data: str, start: int, end: int) -> bool:
        return data.startswith("[", end)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """As in the library; but if a bracket begins no link, the brackets within it may still do so."""
        found, _, end = super().handleMatch(m, data)
        return (found, m.start(), end) if isinstance(found, Element) else (None, m.start(), m.end())

    def evalId(self, data: str, index: int, text: str) -> tuple[str | None, int, bool]:
        name, end, is_name = super().evalId(data, index, text)
        return (normal_label(_unescape(self.unescape(name))) if name else name), end, is_name


class _ShortReference(_FullReference):
    """Links `[name]`, whose address is defined elsewhere in the text."""

    def may_follow(self, data: str, start: int, end: int) -> bool:
        return end - start < _LONGEST_NAME

    def evalId(self, data: str, index: int, text: str) -> tuple[str, int, bool]:
        return normal_label(_unescape(self.unescape(text))), index, True


class _PicturePattern(_BracketPattern):
    """Pictures. Their text becomes an attribute, so it is kept as plain text without marks."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        text, end, is_text = super().getText(data, index)
        return without_signs(text), end, is_text


class _ReferenceLink(_FullReference):
    pass


class _Link(_BracketPattern):
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        plain = _PLAIN_LINK.match(data, m.start())
        if not plain:
            found, start, end = super().handleMatch(m, data)
            return (found if isinstance(found, Element) else None), start, end
        element = Element("a", {"href": plain[2]})
        element.text = plain[1]
        return element, plain.start(), plain.end()


class _Image(_PicturePattern, ImageInlineProcessor):
    pass


class _ReferenceImage(_PicturePattern, _FullReference, ImageReferenceInlineProcessor):
    pass


class _ShortReferenceLink(_ShortReference):
    pass


class _ShortReferenceImage(_PicturePattern, _ShortReference, ImageReferenceInlineProcessor):
    pass


class _Autolink(InlineProcessor):
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int, int]:
        if _holds_more_than_text(self, m[1]):
            return None, m.start(0), m.start(0) + 1
        address = _with_backslashes(self.unescape(m[1]))
        link = Element("a")
        link.set("href", address if ":" in address else f"mailto:{address}")
        link.text = AtomicString(_SHOWN_WITHOUT.sub("", address))
        return link, m.start(0), m.end(0)


class _RawHtml(InlineProcessor):
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int, int]:
        if _holds_more_than_text(self, m[0]):
            return None, m.start(0), m.start(0) + 1
        raw = Element(RAW)
        raw.text = AtomicString(_with_backslashes(self.unescape(m[0])))
        return raw, m.start(0), m.end(0)


def _stashed_node(pattern: InlineProcessor, placeholder: re.Match[str]) -> Element | str | None:
    """What a placeholder in the text of a pattern stands for."""
    nodes: dict[str, Element | str] = pattern.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]
    return nodes.get(placeholder[1])


def _holds_more_than_text(pattern: InlineProcessor, text: str) -> bool:
    """Whether the text holds a link, a picture or a note, which plain text would lose."""
    if "\x02" not in text:
        return False
    nodes = (_stashed_node(pattern, found) for found in INLINE_PLACEHOLDER_RE.finditer(text))
    return any(isinstance(node, Element) and node.tag != "code" for node in nodes)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1])), text) if "\x02" in text else text


def _with_backslashes(text: str) -> str:
    """The text with backslashes restored: they escape nothing in autolinks and raw HTML (CommonMark 0.31,
    2.4)."""
    if "\x02" not in text:
        return text
    return _ESCAPED.sub(lambda found: f"\\{chr(int(found[1]))}", text)


class _CharacterReference(InlineProcessor):
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return decode_references(m[0]), m.start(0), m.end(0)


class _Step(NamedTuple):
    number: int
    pattern: InlineProcessor
    signs: tuple[str, ...]


# For each step, the tuple of all steps from it on.
_Steps = tuple[tuple[_Step, ...], ...]


class InlineRun(Treeprocessor):
    """Takes the place of the library's processor `inline`, once all patterns are registered."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        # The library's patterns look up placeholders in an attribute of this name.
        self.stashed_nodes: dict[str, Element | str] = {}
        names = {md.inlinePatterns[name]: name for name in _SIGNS}
        patterns: list[Any] = list(md.inlinePatterns)
        if any(pattern.ANCESTOR_EXCLUDES for pattern in patterns) or len(patterns) != len(names):
            raise ValueError("the library has patterns that are not known here")
        steps = [_Step(n, pattern, _SIGNS[names[pattern]]) for n, pattern in enumerate(patterns)]
        self._all = _steps_by_first(steps)
        self._without_definitions = _steps_by_first(
            [step for step in steps if names[step.pattern] not in _NEED_DEFINITIONS]
        )
        self._steps = self._all

    def run(self, root: Element) -> None:
        """Replaces the text and the tail of every element by what the patterns make of them."""
        self.stashed_nodes = {}
        self._steps = self._all if self.md.references else self._without_definitions
        for parent, child in [(element, child) for element in root.iter() for child in element]:
            text, tail = child.text, child.tail
            if text and _is_marked(text) and not isinstance(text, AtomicString):
                child.text = None
                child[0:0] = self._place_elements(self._stash_patterns(text), child)
            if tail and _is_marked(tail):
                self._place_tail(parent, child, self._stash_patterns(tail))

    def _stash_patterns(self, text: str, first: int = 0) -> str:
        """The text with placeholders for all that the patterns from number `first` on find in it."""
        if isinstance(text, AtomicString):
            return text
        for number, pattern, signs in self._steps[first]:
            for sign in signs:
                if sign in text:
                    text = self._apply(number, pattern, text)
                    break
        return text

    def _apply(self, number: int, pattern: InlineProcessor, text: str) -> str:
        """The text with placeholders for everything that one pattern finds in it."""
        find = pattern.getCompiledRegExp().finditer
        start = 0
        while True:
            for match in find(text, start):
                node, begin, end = pattern.handleMatch(match, text)
                if begin is not None and end is not None:
                    break
            else:
                return text
            if node is None:
                start = end
                continue
            if not isinstance(node, str) and node.text and _is_marked(node.text):
                node.text = self._stash_patterns(node.text, number)
            key = f"{len(self.stashed_nodes):04d}"
            self.stashed_nodes[key] = node
            placeholder = INLINE_PLACEHOLDER % key
            text = f"{text[:begin]}{placeholder}{text[end:]}"
            start = begin + len(placeholder)

    def _place_elements(self, text: str, parent: Element, *, is_tail: bool = False) -> list[Element]:
        """The elements that the placeholders in a text stand for; `parent` gets the text before the first
        one."""
        elements: list[Element] = []

        def add(piece: str) -> None:
            if not piece:
                return
            if elements:
                elements[-1].tail = elements[-1].tail + piece if elements[-1].tail else piece
            elif is_tail:
                parent.tail = parent.tail + piece if parent.tail else piece
            else:
                parent.text = parent.text + piece if parent.text else piece

        done = 0
        for found in INLINE_PLACEHOLDER_RE.finditer(text):
            add(text[done : found.start()])
            done = found.end()
            node = self.stashed_nodes[found[1]]
            if isinstance(node, str):
                add(node)
                continue
            self._place_inside(node)
            if node.tag == WHOLE:
                add(str(node.text or ""))
                elements += node
            else:
                elements.append(node)
        add(text[done:])
        return elements

    def _place_inside(self, node: Element) -> None:
        """Replaces the placeholders in the texts of an element by elements, at all depths."""
        for child in list(node):
            self._place_inside(child)
            if (tail := child.tail) and INLINE_PLACEHOLDER_PREFIX in tail:
                self._place_tail(node, child, tail)
        if (text := node.text) and INLINE_PLACEHOLDER_PREFIX in text:
            node.text = None
            node[0:0] = self._place_elements(text, node)

    def _place_tail(self, parent: Element, child: Element, tail: str) -> None:
        child.tail = None
        after = list(parent).index(child) + 1
        parent[after:after] = self._place_elements(tail, child, is_tail=True)


def _is_marked(text: str) -> bool:
    if _SIGN.search(text):
        return True
    return "://" in text or "  \n" in text or "www." in text or "~~" in text or "WWW." in text


def _steps_by_first(steps: list[_Step]) -> _Steps:
    return tuple(tuple(step for step in steps if step.number >= first) for first in range(len(_SIGNS) + 1))
