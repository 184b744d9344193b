"""Finished HTML as one plain text for typography: an image or code is one character, a separator parts
blocks.

Every regular expression of this module consumes whatever it has looked at, so one pass takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import accumulate

import msgspec

# The paragraph separator (Unicode, general category Zp).
BREAK = "\u2029"
# A quoted value may hold < and >.
_ATTRIBUTES = r"""(?:[^<>"']++|"[^"]*+"|'[^']*+')*+"""
_BROKEN_TAG = r"""<(?:[^<>"']++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*+>?"""
# A tag that ends or begins a block; all such tags between two texts are read as one piece.
_BLOCK_TAG = r"</?(?:p|li|[uo]l|t[hdr]|h[2-6])(?:\ (?:class|scope)=\"[a-z\ -]*+\")*+>"
# A text, and the piece that follows it; the third group finds the end of an element of which no text is read.
_PIECES = re.compile(
    rf"""
    ([^<&\ue000-\ue00f]*+)
    ( <!--.*?(?:-->|\Z)
    | <((?i:script|style|textarea|title))\b{_ATTRIBUTES}>.*?(?:</(?i:\3)\s*+>|\Z)
    | {_BLOCK_TAG}(?:\n?+{_BLOCK_TAG})*
    | </?[A-Za-z][A-Za-z0-9-]*+{_ATTRIBUTES}>
    | <(?![A-Za-z/!?])
    | {_BROKEN_TAG}
    | &(?:[A-Za-z][A-Za-z0-9]*+|\#[0-9]++|\#[xX][0-9A-Fa-f]++);
    | &
    | [\ue000-\ue003\ue005-\ue00f][0-9]*+\ue004
    | [\ue000-\ue00f]
    | \Z
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_BETWEEN = re.compile(rf"{_BLOCK_TAG}(?:\n?{_BLOCK_TAG})*")
_ANY_TAG = re.compile("<[^>]*>")
_TAG = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9-]*+){_ATTRIBUTES}>")

_INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "br",
            "cite",
            "data",
            "del",
            "dfn",
            "em",
            "i",
            "img",
            "ins",
            "mark",
        ),
        *("q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    }
)
_VOID = frozenset({"br", "img", "wbr"})
# Elements whose content typography leaves alone; those of _WORDS stand in a line like a word.
_WORDS = frozenset({"code", "kbd", "samp", "svg", "math"})
_UNTOUCHED = _WORDS | {"pre", "option"}
# Entities that typography looks at; any other entity is kept as it is and counts as one sign.
_ENTITIES = {
    **{"&quot;": '"', "&#34;": '"', "&#x22;": '"', "&apos;": "'", "&#39;": "'", "&#x27;": "'"},
    **{"&nbsp;": "\xa0", "&#160;": "\xa0", "&laquo;": "«", "&raquo;": "»"},
    **{"&ldquo;": "“", "&rdquo;": "”", "&lsquo;": "‘", "&rsquo;": "’"},
}
_SIGN = "\ufffc"


class _Role(msgspec.Struct, frozen=True):
    """How a piece of HTML is read: as text itself (`is_text`), or as the characters `reads`, often none.

    `opens` and `closes` name the inline element that a tag starts or ends; `holds` names an element whose
    content is not read.
    """

    reads: str
    opens: str = ""
    closes: str = ""
    holds: str = ""
    is_text: bool = False


_TEXT = _Role("", is_text=True)
_WORD = _Role(_SIGN)
_BLOCK = _Role(BREAK)
_UNREAD = _Role("")


class Reading:
    """HTML in pieces. `starts` are the offsets of the pieces in `text`, the plain text, `offsets` those in
    `html`; both have one more offset for the end.
    """

    def __init__(self, written: list[str], read: list[str], roles: list[_Role]) -> None:
        self.html = "".join(written)
        self.text = "".join(read)
        self._written = written
        self._read = read
        self.roles = roles

    # Computed when asked for: most texts need no edits, and no offsets.
    @cached_property
    def starts(self) -> list[int]:
        return list(accumulate(map(len, self._read), initial=0))

    @cached_property
    def offsets(self) -> list[int]:
        return list(accumulate(map(len, self._written), initial=0))


def read_html(html: str) -> Reading:
    """The HTML in pieces; in `text`, entities that typography looks at are the characters they stand for."""
    written: list[str] = []
    read: list[str] = []
    roles: list[_Role] = []
    pieces = iter(_PIECES.findall(html))
    for text, piece, _ in pieces:
        if text:
            written.append(text)
            read.append(text)
            roles.append(_TEXT)
        if piece:
            role = _role(piece)
            if role.holds:
                piece += _up_to_end(pieces, role.holds)
            written.append(role.reads if role.is_text else piece)
            read.append(role.reads)
            roles.append(role)
    return Reading(written, read, roles)


# Cached, since the same few tags make up most of a page.
@lru_cache(maxsize=1024)
def _role(piece: str) -> _Role:
    if piece[0] == "&":
        character = "&" if piece == "&" else _ENTITIES.get(piece)
        return _Role(character, is_text=True) if character else _WORD
    if piece[0] != "<":  # a slot
        return _UNREAD
    if _BETWEEN.fullmatch(piece):
        return _Role(_ANY_TAG.sub(BREAK, piece))
    tag = _TAG.fullmatch(piece)
    name = tag[2].lower() if tag else ""
    if tag and name in _UNTOUCHED and not tag[1]:
        return _Role(_SIGN if name in _WORDS else BREAK, holds=name)
    if not tag or name not in _INLINE:
        return _BLOCK
    if name == "br":
        return _Role("\n")
    if name in _VOID:
        return _UNREAD
    return _Role("", closes=name) if tag[1] else _Role("", opens=name)


def _up_to_end(pieces: Iterator[tuple[str, str, str]], name: str) -> str:
    """Everything up to the end tag of an element whose start tag has just been read."""
    kept: list[str] = []
    depth = 1
    for text, piece, _ in pieces:
        kept += (text, piece)
        tag = _TAG.fullmatch(piece)
        if tag and tag[2].lower() == name:
            depth += -1 if tag[1] else 1
            if not depth:
                break
    return "".join(kept)
