"""Markdown to a body: finished, sanitised HTML with slots for what only the whole archive knows.

The way of a text: cleaned of characters nobody types; read as blocks (blocks) and by Python-Markdown within
their lines, to a tree (parser); links and pictures get slots, headings ids (slots), footnotes numbers
(block_syntax); written as HTML, sanitised and typeset (body). The parser passes no HTML through, so the
sanitiser finds something to remove only if we made a mistake.
"""

from __future__ import annotations

import msgspec


class MarkupOptions(msgspec.Struct, frozen=True):
    """`abbreviations` are (short, long), `avoid` (a form not to use, the one to use). `footnote_backlink`
    names the way back from a footnote, with `{}` for its number. `table_label` names tables for screen
    readers, "Table" gives "Table 1"; empty for none.
    """

    lang: str
    abbreviations: tuple[tuple[str, str], ...] = ()
    footnote_backlink: str = ""
    table_label: str = ""
    avoid: tuple[tuple[str, str], ...] = ()


class ParseOptions(msgspec.Struct, frozen=True):
    """What parsing depends on besides the file: the Markdown options of each language, the time zone, and
    whether words are collected for a search."""

    markup: tuple[MarkupOptions, ...]
    zone: str = ""
    search: bool = False
