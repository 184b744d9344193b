"""The last wall: HTML cut down to an allow-list by a parser that works as browsers do (html5ever).

What is written is safe by construction; this holds if the construction ever fails. Most pages are of a form
in which a look at their pieces tells that the parser would change nothing (docs/decisions/0013).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import count

import nh3

from sitegen.content.document import AFTER, FIGURE, LINK

_EVERYWHERE = {"id", "class", "lang", "title"}
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("p", *_HEADINGS, "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr")
_TABLES = ("div", "table", "thead", "tbody", "tr", "th", "td")
_INLINE = ("a", "abbr", "br", "code", "em", "strong", "sup")
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

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"&<>\x00-\x1f\x7f-\xa0\ud800-\udfff]*")*)>\n?')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
# What would be markup in a text, and what a parser drops or writes in another way.
_NO_TEXT = re.compile(r"[&<>\x00-\x09\x0b-\x1f\x7f-\xa0\ud800-\udfff\ufeff]")
_SLOTS = frozenset({AFTER, FIGURE})
_IN_LINE = frozenset({"a", "abbr", "em", "strong"})
# A start tag as two signs, of which an end tag has the letter in capitals. Elements that stand in the same
# places have the same letter.
_SIGNS = {
    **{"a": "a-", "em": "ie", "strong": "is", "abbr": "ia", "br": "x-", "hr": "y-"},
    **{name: f"b{name[-1]}" for name in ("p", *_HEADINGS)},
    **{"ul": "lu", "ol": "lo", "li": "m-"},
    **{"div": "d-", "table": "t-", "thead": "gh", "tbody": "gb", "tr": "r-", "th": "ch", "td": "cd"},
}
_WORDS = r"_(?!_)|~|x-"  # texts, of which none follows another, slots and ends of lines
_groups = count()


def _element(letter: str, content: str) -> str:
    """A pattern of signs: an element with any number of such contents, ended by the same sign in capitals."""
    kind = f"kind{next(_groups)}"
    return rf"{letter}(?P<{kind}>.)(?:{content})*+{letter.upper()}(?P={kind})"


def _phrases() -> str:
    marked, in_marked = (_element("i", _WORDS) for _ in range(2))
    links = _element("a", f"{_WORDS}|{marked}")
    return f"{_WORDS}|{links}|{in_marked}"


def _list(content: str) -> str:
    return _element("l", _element("m", content))


def _ordinary() -> re.Pattern[str]:
    table = _element("d", _element("t", _element("g", _element("r", _element("c", _phrases())))))
    paragraph, in_list = (_element("b", _phrases()) for _ in range(2))
    nested = _list(f"{_phrases()}|{in_list}|{_list(_phrases())}")
    return re.compile(f"(?:{paragraph}|{nested}|{table}|{_WORDS}|y-)*+")


# Nestings that a parser leaves as they are.
_ORDINARY = _ordinary()


def sanitise(html: str) -> str:
    """Only allowed tags and attributes; slots stay as they are."""
    return _CLEANER.clean(html)


def is_ordinary(pieces: Sequence[str]) -> bool:
    """Whether sanitising the pieces, put together, would change nothing, for reasons that are easily seen.

    Then each is a slot, a tag (with its end of line unless it is part of a line), or a text that has no
    character reference and follows no other.
    """
    if "" in pieces or _NO_TEXT.search("".join([piece for piece in pieces if piece[0] != "<"])):
        return False
    signs = [_signs(piece) if piece[0] == "<" else "~" if piece[0] in _SLOTS else "_" for piece in pieces]
    return _ORDINARY.fullmatch("".join(signs)) is not None


@lru_cache(maxsize=1024)
def _signs(tag: str) -> str:
    """The signs of a tag, `?` for what is no tag, or none that is allowed."""
    found = _TAG.fullmatch(tag)
    if not found:
        return "?"
    end, name, attributes = found.groups()
    pairs = _ATTRIBUTE.findall(attributes)
    given = {attribute for attribute, _ in pairs}
    is_allowed = (
        len(given) == len(pairs)
        and given <= _EVERYWHERE | _ATTRIBUTES.get(name, set())
        and all(attribute != "href" or value[:1] in (LINK, "#") for attribute, value in pairs)
        and not (end and pairs)
        and not (name in _IN_LINE and tag.endswith("\n"))
    )
    signs = _SIGNS.get(name, "?") if is_allowed else "?"
    return signs[0].upper() + signs[1:] if end else signs
