"""Finished HTML as runs of text: a run is what stands between two block tags, read as one line.

Every regular expression here consumes whatever it has looked at, so one pass takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

# A quoted value may hold < and >.
_ATTRIBUTES = r"""(?:[^<>"']|"[^"]*+"|'[^']*+')*+"""
_BROKEN_TAG = r"""<(?:[^<>"']|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*+>?"""
_TOKEN = re.compile(
    rf"""
      <!--.*?(?:-->|\Z)
    | <(?P<raw>script|style|textarea|title)\b{_ATTRIBUTES}>.*?(?:</(?P=raw)\s*+>|\Z)
    | <(?P<slash>/?)(?P<name>[a-z][a-z0-9-]*+){_ATTRIBUTES}>
    | {_BROKEN_TAG}
    | (?P<entity>&(?:[a-z][a-z0-9]*+|\#[0-9]++|\#x[0-9a-f]++);)
    | (?P<slot>[\ue000-\ue003\ue005-\ue00f][0-9]*+\ue004|[\ue000-\ue00f])
    | (?P<text>[^<&\ue000-\ue00f]++|&)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)

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
# What is inside these is shown as it was written; the first ones stand in a line like a word.
_WORDS = frozenset({"code", "kbd", "samp", "svg", "math"})
_UNTOUCHED = _WORDS | {"pre", "option"}
# Entities that typography looks at; any other is kept as it is and counts as a sign.
_ENTITIES = {
    **{"&quot;": '"', "&#34;": '"', "&#x22;": '"', "&apos;": "'", "&#39;": "'", "&#x27;": "'"},
    **{"&nbsp;": "\xa0", "&#160;": "\xa0", "&laquo;": "«", "&raquo;": "»"},
    **{"&ldquo;": "“", "&rdquo;": "”", "&lsquo;": "‘", "&rsquo;": "’"},
}
_SIGN = "\ufffc"


class Inline(msgspec.Struct, frozen=True):
    """Markup at an offset of a run's text.

    `width` is 1 when a character of the text stands for it, 0 when it takes no place. `opens` and `closes`
    name the element that it starts or ends.
    """

    at: int
    markup: str
    width: int = 0
    opens: str = ""
    closes: str = ""


class Run(msgspec.Struct, frozen=True):
    """Text with its inline markup, in order."""

    text: str
    inlines: tuple[Inline, ...]


class _Reader:
    """Collects the run being read."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._inlines: list[Inline] = []
        self._length = 0

    def text(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)

    def sign(self, markup: str, character: str = _SIGN) -> None:
        self._inlines.append(Inline(self._length, markup, width=1))
        self.text(character)

    def mark(self, markup: str, opens: str = "", closes: str = "") -> None:
        self._inlines.append(Inline(self._length, markup, opens=opens, closes=closes))

    def run(self) -> Run:
        return Run("".join(self._texts), tuple(self._inlines))


def runs(html: str) -> Iterator[Run | str]:
    """The runs of a piece of HTML, and between them, as plain strings, the markup to keep as it is."""
    reader = _Reader()
    tokens = _TOKEN.finditer(html)
    for token in tokens:
        name = (token["name"] or "").lower()
        if token["text"]:
            reader.text(token[0])
        elif token["entity"]:
            _entity(reader, token[0])
        elif token["slot"]:
            reader.mark(token[0])
        elif name in _UNTOUCHED and not token["slash"]:
            kept = token[0] + _up_to_end(tokens, name)
            if name in _WORDS:
                reader.sign(kept)
            else:
                yield from (reader.run(), kept)
                reader = _Reader()
        elif name in _INLINE:
            _inline(reader, token, name)
        else:
            yield from (reader.run(), token[0])
            reader = _Reader()
    yield reader.run()


def _entity(reader: _Reader, entity: str) -> None:
    character = _ENTITIES.get(entity)
    if character:
        reader.text(character)
    else:
        reader.sign(entity)


def _inline(reader: _Reader, token: re.Match[str], name: str) -> None:
    if name == "br":
        reader.sign(token[0], "\n")
    elif name in _VOID:
        reader.mark(token[0])
    elif token["slash"]:
        reader.mark(token[0], closes=name)
    else:
        reader.mark(token[0], opens=name)


def _up_to_end(tokens: Iterator[re.Match[str]], name: str) -> str:
    """Everything up to the end tag of an element whose start tag has just been read."""
    kept = []
    depth = 1
    for token in tokens:
        kept.append(token[0])
        if (token["name"] or "").lower() == name:
            depth += -1 if token["slash"] else 1
            if not depth:
                break
    return "".join(kept)
