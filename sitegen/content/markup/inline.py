"""Patterns inside a line: which of the library's are used, and ours in place of the others.

Raw HTML stays text. Autolinks are `<https://…>`, `<mailto:…>`, `<tel:…>` and `<name@example.org>`; whether
their address is allowed is decided where all links are written. Brackets are paired once for a text: the
library walks on from each of them anew, which made 4 KB of `[` take 3 seconds.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import (
    HTML_RE,
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    LINK_RE,
    REFERENCE_RE,
    DelimiterProcessor,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)
from markdown.util import AtomicString

from sitegen.content.markup.unseen import decode_references

# The tag of raw HTML in the tree, until it is written as text.
RAW = "raw"
_AUTOLINK = r"<((?:[A-Za-z][A-Za-z0-9+.-]*://|(?:mailto|tel):)[^<>\s]*)>"
_EMAIL = r"<([^\s<>@:]+@[^\s<>@:]+)>"
_REFERENCE = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
_BRACKET = re.compile(r"[\[\]]")
# An address with nothing that the library would have to look at; a search through one takes it long.
_PLAIN_ADDRESS = re.compile(r"\(([^\s()<>\"'\\\x02]{1,500})\)")
# Emphasis with no other sign of emphasis in it, nor a further one at its ends.
_PLAIN_EMPHASIS = re.compile(r"(?<!\*)(\*\*?)(?![\s*_])([^*_]*[^\s*_])\1(?!\*)")
# Longer than any address with its title.
_LONGEST_ADDRESS = 4096


def register_inline_patterns(md: Markdown) -> None:
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
    emphasis = _Emphasis("*", "strong,em", md)
    emphasis.add("_", "strong,em", smart=True)
    patterns.register(emphasis, "em_strong", 60)
    patterns.register(_Autolink(_AUTOLINK, md), "autolink", 120)
    patterns.register(_Autolink(_EMAIL, md), "automail", 110)
    patterns.register(_RawHtml(HTML_RE, md), "html", 90)
    patterns.register(_CharacterReference(_REFERENCE, md), "entity", 80)
    # So that an editor can write \<b> and \&amp;, or \| outside of tables.
    md.ESCAPED_CHARS.extend(character for character in "<&|~" if character not in md.ESCAPED_CHARS)


class Brackets:
    """Where each bracket closes, in the text last asked about.

    That depends only on what follows the bracket, and while the links of a text are replaced one by one
    what follows stays the same: so places are counted from the end, and kept as long as they hold.
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
    """What all links and pictures share: the text in brackets, then the address in parentheses."""

    def __init__(self, pattern: str, md: Markdown, brackets: Brackets) -> None:
        super().__init__(pattern, md)
        self.brackets = brackets

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        end = self.brackets.end(data, index - 1)
        return ("", index, False) if end is None else (data[index:end], end + 1, True)

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        if not data.startswith("(", index) or data.find(")", index, index + _LONGEST_ADDRESS) < 0:
            return "", None, index, False
        if plain := _PLAIN_ADDRESS.match(data, index):
            return plain[1], None, plain.end(), True
        return super().getLink(data[: index + _LONGEST_ADDRESS], index)


class _ReferenceLink(_Paired, ReferenceInlineProcessor):
    pass


class _Link(_Paired):
    pass


class _Image(_Paired, ImageInlineProcessor):
    pass


class _ReferenceImage(_Paired, ImageReferenceInlineProcessor):
    pass


class _ShortReferenceLink(_Paired, ShortReferenceInlineProcessor):
    pass


class _ShortReferenceImage(_Paired, ShortImageReferenceInlineProcessor):
    pass


class _Emphasis(DelimiterProcessor):
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        if self.regions or not (plain := _PLAIN_EMPHASIS.match(data, m.start())):
            return super().handleMatch(m, data)
        element = Element("strong" if len(plain[1]) == 2 else "em")
        element.text = plain[2]
        return element, plain.start(), plain.end()


class _Autolink(InlineProcessor):
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        address = self.unescape(m[1])
        link = Element("a")
        link.set("href", address if ":" in address else f"mailto:{address}")
        link.text = AtomicString(address.removeprefix("mailto:").removeprefix("tel:"))
        return link, m.start(0), m.end(0)


class _RawHtml(InlineProcessor):
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        raw = Element(RAW)
        raw.text = AtomicString(self.unescape(m[0]))
        return raw, m.start(0), m.end(0)


class _CharacterReference(InlineProcessor):
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return decode_references(m[0]), m.start(0), m.end(0)
