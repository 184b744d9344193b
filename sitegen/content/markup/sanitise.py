"""What of HTML is allowed: the attributes that an editor may write, `{#id .class lang=en}`, and the last
wall, HTML cut down to an allow-list by a parser that works as browsers do (html5ever).

The writer's HTML is safe by construction; the sanitiser is there in case the construction fails. Every body
passes it (docs/decisions/0016).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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
CLASSES = frozenset({"lead", "note", "quote", "small", "wide"})
_ID = re.compile(r"\w[\w.-]{0,99}")
_LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
# Accepted and ignored: pictures are measured when the site is built.
_MEASURES = frozenset({"width", "height"})
# Elements of the tree that are written as something else, so that attributes have no element to stand on. The
# attributes of a picture may stand on its paragraph.
WITHOUT = frozenset({"img", "br", "hr", "raw", "noteref"})

_Pairs = Iterable[tuple[str, str | None]]


def sanitise(html: str) -> str:
    """The HTML with only allowed tags and attributes; slots stay as they are."""
    return _CLEANER.clean(html)


def allowed_attributes(pairs: _Pairs, tag: str = "") -> tuple[dict[str, str], tuple[str, ...]]:
    """The attributes to set on an element, and those refused as the editor wrote them.

    `pairs` are what Python-Markdown reads: `.x` gives (".", "x"), `#x` gives ("id", "x"), a bare word has
    the value None.
    """
    kept: dict[str, str] = {}
    refused = []
    for name, value in pairs:
        classes = (value or "").split() if name in (".", "class") else []
        if name in _MEASURES:
            continue
        if tag in WITHOUT:
            refused.append(_attribute_text(name, value))
        elif classes and CLASSES.issuperset(classes):
            kept["class"] = " ".join([*kept.get("class", "").split(), *classes])
        elif value is not None and _is_allowed(name, value):
            kept[name] = value
        else:
            refused.append(_attribute_text(name, value))
    return kept, tuple(refused)


def _is_allowed(name: str, value: str) -> bool:
    if name == "id":
        return bool(_ID.fullmatch(value))
    if name == "lang":
        return bool(_LANG.fullmatch(value))
    return name == "title"


def _attribute_text(name: str, value: str | None) -> str:
    if value is None:
        return name
    sign = {".": ".", "id": "#"}.get(name)
    return f"{sign}{value}" if sign else f"{name}={value}"
