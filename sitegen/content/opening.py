"""How a text begins, in plain words: what search engines show of a page that has no summary."""

from __future__ import annotations

import re
from html import unescape

from sitegen.content.document import AFTER, END, FIGURE, PREFIX

_LONGEST = 200  # characters; they show no more
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
TAG_OR_SLOT = re.compile(f"<[^>]*>|[{AFTER}{FIGURE}][0-9]+{END}|{PREFIX}")


def first_paragraph(html: str) -> str:
    """The first paragraph that has words, whole or cut between words; nothing where there is none."""
    for paragraph in _PARAGRAPH.finditer(html):
        words = " ".join(unescape(TAG_OR_SLOT.sub("", paragraph[1])).split())
        if words:
            return shortened(words)
    return ""


def shortened(text: str) -> str:
    """At most so many characters, cut between words."""
    if len(text) <= _LONGEST:
        return text
    cut = text[:_LONGEST].rpartition(" ")[0] or text[: _LONGEST - 1]
    return cut.rstrip(",;:–— ") + "…"
