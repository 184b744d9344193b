"""Texts whose only markup is plain links and plain emphasis, beside one another: read in one pass.

The library's patterns leave a placeholder in the text for each thing they find, one pattern after the other.
That is needed only where one thing may stand in another (tests/properties/test_markup_stock.py).
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

_PLAIN = r"[^\[\]*_`\\<&\x02]"
# Up to a sign; what it begins, or the end of the text. A `!` before a bracket would make it a picture, a `^`
# after it a footnote.
_PIECE = re.compile(
    rf"""({_PLAIN}*+)(?:
      (?<!!)\[(?!\^)({_PLAIN}++)\]\(([^\s()<>"'\\\x02\[\]`]{{1,500}}+)\)
    | (\*\*?+)(?![\s*])({_PLAIN}*[^\[\]*_`\\<&\x02\s])\4(?!\*)
    | \Z
    )""",
    re.VERBOSE,
)


def ordinary_elements(text: str) -> tuple[str | None, list[Element]] | None:
    """The text before the first element, and the elements, each with the text after it; None for others."""
    if "  \n" in text:
        return None
    start: str | None = None
    elements: list[Element] = []
    at = 0
    while found := _PIECE.match(text, at):
        before, linked, address, sign, emphasised = found.groups()
        if not before:
            pass
        elif elements:
            elements[-1].tail = before
        else:
            start = before
        if linked:
            element = Element("a", {"href": address})
            element.text = linked
        elif sign:
            element = Element("strong" if len(sign) == 2 else "em")
            element.text = emphasised
        else:
            return start, elements
        elements.append(element)
        at = found.end()
    return None
