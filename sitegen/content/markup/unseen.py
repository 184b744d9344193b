"""Characters that no editor means to write."""

from __future__ import annotations

import html
import re

from sitegen.content.document import AFTER, END, FIGURE, LINK, PREFIX
from sitegen.content.source import is_plain

# Control characters but tab and line feed, the byte order mark, surrogates, noncharacters (all of them errors
# in HTML, 13.2.3.5), and the characters of our own slots.
_UNSEEN = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff{LINK}{AFTER}{FIGURE}{PREFIX}{END}]"
)
# Only with a semicolon: "?a=1&copy=2" is an address, not a copyright sign.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def remove_unseen(text: str) -> str:
    """The text without them."""
    return text if is_plain(text) else _UNSEEN.sub("", text)


def decode_references(text: str) -> str:
    """The text with character references (`&laquo;`, `&#171;`) as the characters they stand for."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda found: remove_unseen(html.unescape(found[0])), text)
