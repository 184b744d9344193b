"""How things within a line are written: emphasis, `*a*`, `**a**`, `_a_`, and strikethrough, `~~a~~`, whose
signs are paired as in CommonMark 0.31 (6.2); addresses without brackets, `https://…`, `www.…`,
`name@example.org`.

The library's own pairing lets marks overlap, and may lose a link or write a text twice. Addresses are read as
GitHub reads them, but a Mongolian case ending is no part of an address: www.gic.mn-ээс.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_RE, AtomicString

_RUN = r"\*+|_+|~+"
_SIGN = re.compile(r"[*_~]")
_PLAIN = re.compile(r"(?<!\w)(\*\*?)(?!\*)([^\W_](?:[^*_~]*[^\W_])?)\1(?!\*)")
# The tag of an element around a text with all its emphasis; its content takes its place in the finished tree.
WHOLE = "whole"
# Marks may end after _CLOSING signs even if a letter follows, and begin before _OPENING signs even if a
# letter precedes: **«Төсөл»**ийн.
_CLOSING = frozenset(")]}»”’?!.,:;…%\x03")
_OPENING = frozenset("([{«“„‘№\x02")
# A character of an address, or the placeholder of one after a backslash; any other placeholder ends the
# address.
_CHARACTER = rf"(?:[^\s<>\x02\x03«»“”„‘’…|]|{INLINE_PLACEHOLDER_RE.pattern})"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# Begins with a set of characters, to which `re` skips quickly, and only then looks behind it.
_WEB = rf"[hHwW](?<![\w./@:+-].)(?i:(?<=h)ttps?://|(?<=w)ww\.(?=[^\s.]+\.))\w{_CHARACTER}*"
_MAIL = (
    rf"(?<![\w./@:+-])(?:mailto:)?[A-Za-z0-9][A-Za-z0-9._+-]{{0,63}}@(?:{_LABEL}\.)+[A-Za-z]{{2,}}(?![\w@])"
)
_BARE = rf"(?P<web>{_WEB})|(?P<mail>{_MAIL})"
_ONLY_WEB, _ONLY_MAIL = re.compile(_WEB), re.compile(_MAIL)
# A text without any of these signs has no bare address.
BARE_SIGNS = ("://", "www.", "WWW.", "@")
_ESCAPED = re.compile("\x02([0-9]+)\x03")
_END = re.compile(r"(?:[?!.,:;*_~'\"\\]|-[а-яёөү]{1,12})+\Z")
_BARE_CLOSING = {")": "(", "]": "[", "}": "{"}


class _Run:
    """A run of signs; those from `start` to `end` are not paired yet."""

    __slots__ = ("closes", "end", "length", "opens", "sign", "start")

    def __init__(self, text: str, found: re.Match[str]) -> None:
        self.start, self.end = found.span()
        self.sign = found[0][0]
        self.length = len(found[0])
        before, after = text[self.start - 1 : self.start], text[self.end : self.end + 1]
        left = _flanks(before, after, _OPENING if self.sign == "*" else frozenset())
        right = _flanks(after, before, _CLOSING if self.sign == "*" else frozenset())
        if self.sign == "_":
            is_gap = self.length > 3  # ____/____: a place to fill in
            self.opens = left and (not right or _is_punctuation(before)) and (after.isalnum() or not is_gap)
            self.closes = right and (not left or _is_punctuation(after)) and (before.isalnum() or not is_gap)
        elif self.sign == "*":
            is_times = self.length == 1 and before.isalnum() and after.isdigit()  # 4*6*2 м
            self.opens, self.closes = left and not is_times, right and not is_times
        else:
            self.opens = self.length == 2 and bool(after.strip())
            self.closes = self.length == 2 and bool(before.strip())

    def pairs_with(self, closer: _Run) -> bool:
        """Whether two runs may be paired: the rule of three (CommonMark 0.31, 6.2, rules 9 and 10)."""
        if not self.opens or self.sign != closer.sign or self.start == self.end:
            return False
        if not (self.closes or closer.opens):
            return True
        return (self.length + closer.length) % 3 != 0 or (self.length % 3 == 0 and closer.length % 3 == 0)


class _Pair(NamedTuple):
    """Two runs of signs, or parts of them: where each begins and ends."""

    start: int
    text: int
    text_end: int
    end: int
    tag: str


class Emphasis(InlineProcessor):
    """Takes a text from its first sign to its end, since the meaning of each sign depends on all signs.

    The library's own runner tries patterns on the content of a new element, too; `hides_signs` escapes the
    signs there.
    """

    def __init__(self, md: Markdown, *, hides_signs: bool) -> None:
        super().__init__(_RUN, md)
        self._hides_signs = hides_signs

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int, int]:
        pairs = _plain_pairs(data, m.start())
        if pairs and len(pairs) == 1:
            (pair,) = pairs
            element = Element(pair.tag)
            element.text = data[pair.text : pair.text_end]
            return element, pair.start, pair.end
        if pairs is None:
            pairs = _pairs([_Run(data, found) for found in self.compiled_re.finditer(data, m.start())])
        if not pairs:
            return None, m.start(), len(data)
        whole = _element(data, m.start(), pairs)
        if self._hides_signs:
            for element in whole.iter():
                if element.text:
                    element.text = _hide_signs(element.text)
                if element.tail:
                    element.tail = _hide_signs(element.tail)
            whole.text = AtomicString(whole.text or "")
        return whole, m.start(), len(data)


def without_signs(text: str) -> str:
    """The text without the signs that mark something."""
    pairs = _pairs([_Run(text, found) for found in re.finditer(_RUN, text)])
    marks = sorted([pair[0:2] for pair in pairs] + [pair[2:4] for pair in pairs])
    pieces = []
    done = 0
    for start, end in marks:
        pieces.append(text[done:start])
        done = end
    return "".join([*pieces, text[done:]])


def _plain_pairs(text: str, start: int) -> list[_Pair] | None:
    """The pairs of a text in which marks stand around whole words and not within each other, a shortcut; None
    for any other text."""
    pairs = []
    while start >= 0:
        found = _PLAIN.match(text, start)
        if not found:
            return None
        tag = "strong" if len(found[1]) == 2 else "em"
        pairs.append(_Pair(start, found.start(2), found.end(2), found.end(), tag))
        sign = _SIGN.search(text, found.end())
        start = sign.start() if sign else -1
    return pairs


def _pairs(runs: list[_Run]) -> list[_Pair]:
    """The pairs in the order of their beginnings. A search that failed once is not repeated, to stay
    linear."""
    pairs: list[_Pair] = []
    openers: list[_Run] = []
    bottom: dict[tuple[str, bool, int], int] = {}
    for run in runs:
        key = (run.sign, run.opens, run.length % 3)
        while run.closes and run.start < run.end:
            lowest = bottom.get(key, 0)
            at = next((n for n in range(len(openers) - 1, lowest - 1, -1) if openers[n].pairs_with(run)), -1)
            if at < 0:
                bottom[key] = len(openers)
                break
            opener = openers[at]
            del openers[at + 1 :]
            for each, number in bottom.items():
                bottom[each] = min(number, at + 1)
            size = 2 if min(run.end - run.start, opener.end - opener.start) > 1 else 1
            tag = "del" if run.sign == "~" else "strong" if size == 2 else "em"
            pairs.append(_Pair(opener.end - size, opener.end, run.start, run.start + size, tag))
            opener.end -= size
            run.start += size
            if opener.start == opener.end:
                del openers[at]
        if run.opens and run.start < run.end:
            openers.append(run)
    return sorted(pairs)


def _element(text: str, start: int, pairs: list[_Pair]) -> Element:
    """An element with the text from `start` on and its emphasis; patterns are not tried on it again."""
    whole = Element(WHOLE)
    whole.text = AtomicString("")
    around: list[tuple[Element, int, int]] = [(whole, len(text), len(text))]
    for pair in pairs:
        while pair.start >= around[-1][1]:
            start = _close(text, start, around)
        _add(around[-1][0], text[start : pair.start])
        around.append((SubElement(around[-1][0], pair.tag), pair.text_end, pair.end))
        start = pair.text
    while around:
        start = _close(text, start, around)
    return whole


def _hide_signs(text: str) -> str:
    """The text with its signs as the library stores them after a backslash."""
    return _SIGN.sub(lambda found: f"\x02{ord(found[0])}\x03", text)


def _close(text: str, start: int, around: list[tuple[Element, int, int]]) -> int:
    """Ends the last element; returns the offset of the text after it."""
    element, text_end, end = around.pop()
    _add(element, text[start:text_end])
    return end


def _add(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = text
    else:
        element.text = AtomicString(text) if element.tag == WHOLE else text


def _flanks(outer: str, inner: str, as_letters: frozenset[str]) -> bool:
    """Whether a run flanks a word: `inner` is the character on the word's side, `outer` the one beyond."""
    if not inner.strip():
        return False
    return inner in as_letters or not _is_punctuation(inner) or not outer.strip() or _is_punctuation(outer)


def _is_punctuation(sign: str) -> bool:
    return bool(sign) and not sign.isalnum() and (sign in "\x02\x03" or unicodedata.category(sign)[0] in "PS")


class BareAddress(InlineProcessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(_BARE, md)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int, int]:
        written = m[0] if m["mail"] else without_end(self._up_to_element(m[0]))
        text = _ESCAPED.sub(lambda found: chr(int(found[1])), self.unescape(written))
        if text.rstrip("/").endswith(":"):
            return None, m.start(), m.end()
        link = Element("a", {"href": with_scheme(text)})
        link.text = AtomicString(text.removeprefix("mailto:"))
        return link, m.start(), m.start() + len(written)

    def _up_to_element(self, text: str) -> str:
        stashed: dict[str, Element | str] = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]
        for found in INLINE_PLACEHOLDER_RE.finditer(text):
            if not isinstance(stashed.get(found[1]), str):
                return text[: found.start()]
        return text


def count_bare(text: str) -> int:
    """At most how many bare addresses a text has."""
    return sum(map(text.count, BARE_SIGNS))


def find_bare(text: str) -> Iterator[re.Match[str]]:
    """The matches in a text that may be bare addresses: first those of the web, then those of mail."""
    if any(sign in text for sign in BARE_SIGNS[:-1]):
        yield from _ONLY_WEB.finditer(text)
    if BARE_SIGNS[-1] in text:
        yield from _ONLY_MAIL.finditer(text)


def with_scheme(address: str) -> str:
    """The address with its scheme."""
    if "://" in address or address.startswith("mailto:"):
        return address
    return f"mailto:{address}" if "@" in address else f"https://{address}"


def without_end(address: str) -> str:
    """The address without signs that end a sentence, and without closing brackets that it does not open."""
    while True:
        shorter = _END.sub("", address)
        last = shorter[-1:]
        if last in _BARE_CLOSING and shorter.count(last) > shorter.count(_BARE_CLOSING[last]):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
