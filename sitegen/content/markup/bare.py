"""Addresses that stand in a text without brackets: `https://…`, `www.…`, `name@example.org`.

They are read as GitHub reads them, but a Mongolian case ending is no part of an address: www.gic.mn-ээс.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_RE, AtomicString

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
_CLOSING = {")": "(", "]": "[", "}": "{"}


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
        link = Element("a", {"href": complete(text)})
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


def complete(address: str) -> str:
    """The address with its scheme."""
    if "://" in address or address.startswith("mailto:"):
        return address
    return f"mailto:{address}" if "@" in address else f"https://{address}"


def without_end(address: str) -> str:
    """The address without signs that end a sentence, and without closing brackets that it does not open."""
    while True:
        shorter = _END.sub("", address)
        last = shorter[-1:]
        if last in _CLOSING and shorter.count(last) > shorter.count(_CLOSING[last]):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
