"""Patterns inside a line: the library's, and ours in place of some of them.

Raw HTML stays text. Autolinks are `<https://…>`, `<mailto:…>`, `<tel:…>` and `<name@example.org>`; whether
an address is allowed is decided where all links are written. Brackets are paired once for a text: the library
searches anew from each bracket, so that 4 KB of `[` took 3 seconds.
"""

from __future__ import annotations

import re
import string
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
from markdown.util import INLINE_PLACEHOLDER_RE, AtomicString

from sitegen.content.markup.bare import BareAddress
from sitegen.content.markup.block_syntax import NoteReference, label
from sitegen.content.markup.emphasis import Emphasis, without_signs
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
_SHOWN_WITHOUT = re.compile(r"\A(?:mailto|tel):", re.IGNORECASE)
_SPACE = re.compile(r"\s")
_LONGEST_NAME = 1000
# Characters; no address with its title is longer.
_LONGEST_ADDRESS = 4096


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
        place = len(text) - found.start()
        if found[0] == "[":
            opened.append(place)
        elif opened:
            ends[opened.pop()] = place
    return ends


class _Paired(LinkInlineProcessor):
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
        # Where a bracket opens in a title that never ends, the library takes a place before the text.
        return (href, title, end, is_link) if end > index else ("", None, index, False)


class _Referring(_Paired, ReferenceInlineProcessor):
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
        return (label(_plain(self.unescape(name))) if name else name), end, is_name


class _Naming(_Referring):
    """Links `[name]`, whose address is defined elsewhere in the text."""

    def may_follow(self, data: str, start: int, end: int) -> bool:
        return end - start < _LONGEST_NAME

    def evalId(self, data: str, index: int, text: str) -> tuple[str, int, bool]:
        return label(_plain(self.unescape(text))), index, True


class _Picturing(_Paired):
    """Pictures. Their text becomes an attribute, so it is kept as plain text without marks."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        text, end, is_text = super().getText(data, index)
        return without_signs(text), end, is_text


class _ReferenceLink(_Referring):
    pass


class _Link(_Paired):
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


class _Image(_Picturing, ImageInlineProcessor):
    pass


class _ReferenceImage(_Picturing, _Referring, ImageReferenceInlineProcessor):
    pass


class _ShortReferenceLink(_Naming):
    pass


class _ShortReferenceImage(_Picturing, _Naming, ImageReferenceInlineProcessor):
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


def _stashed(pattern: InlineProcessor, placeholder: re.Match[str]) -> Element | str | None:
    """What a placeholder in the text of a pattern stands for."""
    nodes: dict[str, Element | str] = pattern.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]
    return nodes.get(placeholder[1])


def _holds_more_than_text(pattern: InlineProcessor, text: str) -> bool:
    """Whether the text holds a link, a picture or a note, which plain text would lose."""
    if "\x02" not in text:
        return False
    nodes = (_stashed(pattern, found) for found in INLINE_PLACEHOLDER_RE.finditer(text))
    return any(isinstance(node, Element) and node.tag != "code" for node in nodes)


def _plain(text: str) -> str:
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
