"""What the tree of a text tells about the text, for its editor."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from sitegen.content.markup.block_syntax import label
from sitegen.content.markup.headings import Headings
from sitegen.content.markup.inline import RAW
from sitegen.content.markup.notes import REFERENCE
from sitegen.content.markup.parser import Tree
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


_REFERENCE = re.compile(r"(?<![\\\]!])\[(?P<text>[^\[\]\n^][^\[\]\n]*)\]\[(?P<name>[^\[\]\n^]*)\](?![(\[:])")
_TAG_NAME = re.compile(r"<(/?)([A-Za-z][^\s<>/]*|!--|!\[CDATA\[|[!?])")


def findings(path: str, tree: Tree, headings: Headings, positions: Positions) -> Iterator[Diagnostic]:
    """All but what is wrong with the targets of links and pictures."""
    yield from foreign_syntax(path, positions)
    yield from _names(path, tree, positions)
    yield from _raw_html(path, tree, positions)
    yield from _fences(path, tree, positions)
    yield from _notes(path, tree, positions)
    for attributes, refused in tree.refused:
        line, column = positions.of_attributes(attributes)
        for attribute in refused:
            offset = max(attributes.find(attribute.partition("=")[0]), 0)
            yield diagnostic("E212", path, line, column + offset, value=attribute)
    for text, line in headings.too_high:
        yield diagnostic("W216", path, *positions.of_line(line), text=text)
    if tree.open_comment is not None:
        yield diagnostic("W224", path, *positions.of_line(tree.open_comment))


def _raw_html(path: str, tree: Tree, positions: Positions) -> Iterator[Diagnostic]:
    """One for each tag; an end tag counts only where nothing of its name was begun."""
    begun: set[str] = set()
    for part in tree.parts:
        for element in part.iter(RAW):
            raw = element.text or ""
            found = _TAG_NAME.match(raw)
            closing, name = (found[1], found[2]) if found else ("", raw)
            position = positions.of_tag(raw)
            if not closing or name not in begun:
                comment = raw if name == "!--" else ""
                tag = "<!-- -->" if comment else f"<{closing}{name}>"
                yield diagnostic("W211", path, *position, tag=tag, comment=comment)
            begun.add(name)


def _names(path: str, tree: Tree, positions: Positions) -> Iterator[Diagnostic]:
    """Names of notes and addresses that are defined twice, and of addresses that are not at all."""
    for twice in tree.twice:
        name = f"[^{twice.name}]" if twice.is_note else f"[{twice.name}]"
        yield diagnostic("W222", path, *positions.of_line(twice.line), name=name)
    if "][" in positions.text:
        for found in _REFERENCE.finditer(positions.text):
            name = label(found["name"] or found["text"])
            if name not in tree.names:
                near = difflib.get_close_matches(name, sorted(tree.names), n=1)
                yield diagnostic(
                    "W223", path, *positions.at(found.start()), written=found[0], text=found["text"],
                    name=found["name"] or found["text"], near=near[0] if near else "",
                )  # fmt: skip


def _fences(path: str, tree: Tree, positions: Positions) -> Iterator[Diagnostic]:
    for fence in tree.fences:
        position = positions.of_line(fence.line)
        for refused in fence.refused:
            yield diagnostic("E212", path, *position, value=refused)
        if not fence.is_closed:
            yield diagnostic("W219", path, *position)


def _notes(path: str, tree: Tree, positions: Positions) -> Iterator[Diagnostic]:
    for part in tree.parts:
        for element in part.iter(REFERENCE):
            name = element.get("name", "")
            position = positions.of_note(name)
            if element.get("number") is None:
                yield diagnostic("W217", path, *position, name=name)
    for name in tree.unused_notes:
        yield diagnostic("W218", path, *positions.of_note(name), name=name)
