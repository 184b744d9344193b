"""The first use of each abbreviation, explained with `<abbr>` (WCAG 2.2, technique H28)."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

_Pairs = tuple[tuple[str, str], ...]


class Abbreviations:
    """Marks the first use of each abbreviation in the texts of a body, given one after the other.

    `waiting` are the abbreviations that occur in `source`, the whole text, and are not marked yet.
    """

    def __init__(self, pairs: _Pairs, source: str) -> None:
        self.waiting = {short: long for short, long in pairs if short in source}
        self._pattern = _pattern(pairs) if self.waiting else None

    def mark(self, text: str) -> str:
        """The text as HTML. Whole words count, also with an ending after a hyphen: СЭЭБХ-ны."""
        if not self.waiting or self._pattern is None:
            return escape_text(text)
        parts: list[str] = []
        done = 0
        for found in self._pattern.finditer(text):
            short = found[0]
            if short in self.waiting and not _is_inside_a_word(text, found.start()):
                title = escape(self.waiting.pop(short))
                parts.append(escape_text(text[done : found.start()]))
                parts.append(f'<abbr title="{title}">{escape_text(short)}</abbr>')
                done = found.end()
        parts.append(escape_text(text[done:]))
        return "".join(parts)


def escape_text(text: str) -> str:
    """The text as HTML. Most texts have nothing to escape, so a quick test comes first."""
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def _is_inside_a_word(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    return before.isalnum() or before in ("-", "_")


@lru_cache(maxsize=8)
def _pattern(pairs: _Pairs) -> re.Pattern[str]:
    """A pattern of abbreviations. It begins with the words and only then looks behind, which keeps it
    fast."""
    longest_first = sorted((short for short, _ in pairs), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})(?!\\w)")
