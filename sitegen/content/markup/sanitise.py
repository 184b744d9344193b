"""The last wall: HTML cut down to an allow-list by a parser that works as browsers do (html5ever).

The writer's HTML is safe by construction; the sanitiser is there in case the construction fails. Every body
passes it (docs/decisions/0016).
"""

from __future__ import annotations

import nh3

_EVERYWHERE = {"id", "class", "lang", "title"}
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", *_HEADINGS, "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr")
_TABLES = ("div", "table", "thead", "tbody", "tr", "th", "td")
_INLINE = ("a", "abbr", "br", "code", "del", "em", "strong", "sup")
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "a": {"href", "role", "aria-label"},
    "div": {"role", "aria-label", "tabindex"},
    "ol": {"start"},
    "th": {"scope"},
}
_CLEANER = nh3.Cleaner(
    tags={*_BLOCKS, *_TABLES, *_INLINE},
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    clean_content_tags={"script", "style"},
    strip_comments=True,
)


def sanitise(html: str) -> str:
    """The HTML with only allowed tags and attributes; slots stay as they are."""
    return _CLEANER.clean(html)
