"""What was written for another program, or left behind by one: it would be shown to readers as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.content.markup.positions import Positions
from sitegen.core.diagnostics import Diagnostic, diagnostic

# Without one of these a text has nothing of the sort.
_SIGNS = ("{{", "{%", "{:", "[[", "[!", "[/", "[TOC", "[toc", "[Toc", "*[", ":::", "!!!", "???", '="', "='")
_FOREIGN = re.compile(
    r"""\{\{(?P<hugo>[<%][^\n]*?[%>])\}\}
    | \{\{[^{}\n]+\}\}
    | \{%[^\n]*?%\}
    | ^[ ]*\[\[?_?(?P<toc>toc)_?\]\]?[ ]*$
    | ^[ ]*\{:[ ]*(?P<kramdown>toc)[^}\n]*\}
    | ^[> ]*\[!(?P<alert>[A-Za-z]+)\][+-]?
    | ^\*\[(?P<short>[^\]\n]+)\]:[ ]*[^\n]*
    | ^[ ]*:::+[ ]*(?P<admonition>[a-z]+|\{)[^\n]*
    | ^[ ]*(?:!!!|\?\?\?)[+]?[ ]+(?P<note>[a-z]+)\b[^\n]*
    | \[\[(?P<wiki>[^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\](?!\()
    | \[(?P<wordpress>[a-z][a-z_-]*)(?:[ ][a-z_-]+=["'][^"'\n]*["'])+[ ]*/?\](?![(\[:])
    | \[/(?P<end>caption|gallery|embed|video|audio|quote|button|row|column)\]
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_VIDEO = re.compile(r"(?P<site>youtube|vimeo)(?:\s+id=|\s+)[\"']?(?P<id>[\w-]{6,20})[\"']?", re.IGNORECASE)
_FIGURE = re.compile(r"(?:figure|img)\s[^\n]*?src=[\"'](?P<src>[^\"'\n]+)[\"']")
_TEXT = re.compile(r"(?:alt|caption|title)=[\"'](?P<text>[^\"'\n]+)[\"']")
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}


def foreign_syntax(path: str, positions: Positions) -> Iterator[Diagnostic]:
    """One for each tag of another program; its end tags are not told."""
    text = positions.text
    if not [sign for sign in _SIGNS if sign in text]:
        return
    begun: set[str] = set()
    for found in _FOREIGN.finditer(text):
        name = _name(found)
        if found["end"] and found["end"].lower() in begun:
            continue
        begun.add(name)
        start = found.end() - len(found[0].lstrip(" >"))
        line, column = positions.at(start)
        yield diagnostic("W221", path, line, column, text=found[0].strip(" >"), **_hint(found))


def _name(found: re.Match[str]) -> str:
    return (found["wordpress"] or "").lower()


def _hint(found: re.Match[str]) -> dict[str, str]:
    """What to write instead, if that is certain."""
    written = found[0]
    if video := _VIDEO.search(written):
        return {"instead": _VIDEOS[video["site"].lower()].format(video["id"])}
    if figure := _FIGURE.search(written):
        text = _TEXT.search(written)
        return {"instead": f"![{text['text'] if text else ''}]({figure['src']})"}
    if found["toc"] or found["kramdown"]:
        return {"toc": written.strip()}
    if found["short"]:
        return {"short": found["short"]}
    return {"note": "{: .note}"} if found["alert"] or found["admonition"] or found["note"] else {}
