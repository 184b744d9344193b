"""Bodies for the tests of the markup, and how to look at them."""

from __future__ import annotations

import re

from sitegen.content.markup import MarkupOptions
from sitegen.content.markup.body import Body, to_body
from sitegen.core.diagnostics import Diagnostic

PATH = "content/pages/about/index.mn.md"
FIRST_LINE = 10
MN = MarkupOptions(lang="mn", footnote_backlink="Бичвэр рүү буцах", table_label="Хүснэгт")
EN = MarkupOptions(lang="en", footnote_backlink="Back to the text", table_label="Table")
_SLOT = re.compile("([\ue000-\ue002])([0-9]+)\ue004")


def read(markdown: str, options: MarkupOptions = MN) -> tuple[Body, tuple[Diagnostic, ...]]:
    """The body of a text that begins in line 10 of its file."""
    body, found = to_body(PATH, markdown, FIRST_LINE, options)
    assert body is not None, found
    return body, found


def html(markdown: str, options: MarkupOptions = MN) -> str:
    """The HTML of a text that nothing is wrong with, as `shown`."""
    body, found = read(markdown, options)
    assert found == ()
    return shown(body)


def shown(body: Body) -> str:
    """The HTML on one line, its slots as {L0} {A0} {F0} {P}."""
    slots = _SLOT.sub(lambda slot: f"{{{'LAF'[ord(slot[1]) - 0xE000]}{slot[2]}}}", body.html)
    return slots.replace("\ue003", "{P}").replace("\n", "")
