"""Diagnostics for the editor of a text, from its tree: syntax that we do not know or that is nearly right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, takewhile
from typing import Any

from markdown.extensions.attr_list import get_attrs_and_remainder

from sitegen.content.markup.block_syntax import (
    DELIMITERS,
    REFERENCE,
    allowed_attributes,
    normal_label,
    split_row,
    table_lines,
)
from sitegen.content.markup.inline import RAW
from sitegen.content.markup.inline_syntax import with_scheme, without_end
from sitegen.content.markup.parser import Positions, Tree
from sitegen.content.markup.slots import Headings
from sitegen.content.suggestions import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic

# Signs of other programs' syntax; a text without any of them is not searched further.
_SIGNS = ("{{", "{%", "{:", "[[", "[!", "[/", "[TOC", "[toc", "[Toc", "*[", ":::", "!!!", "???", '="', "='",
          "==", "$$", "^[", "<%", "%%", "[youtube", "[vimeo")  # fmt: skip
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
    | (?<![=\w])==(?P<marked>[^=\s](?:[^=\n]*[^=\s])?)==(?![=\w])
    | (?<!\$)\$\$(?=\S)[^$\n]+\$\$(?!\$)
    | \^\[(?P<inline>[^\[\]\n]+)\](?![(\[:])
    | <%[^\n]*?%>
    | (?<![%\w])%%(?=[^%\n]*[^\s%])[^%\n]+%%(?!%)
    | \[(?:youtube|vimeo)[ =:][^\]\n]*\](?![(\[:])
    | \[/(?P<end>caption|gallery|embed|video|audio|quote|button|row|column)\]
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_VIDEO = re.compile(r"(?P<site>youtube|vimeo)(?:\s+id=|\s+)[\"']?(?P<id>[\w-]{6,20})[\"']?", re.IGNORECASE)
_FIGURE = re.compile(r"(?:figure|img)\s[^\n]*?src=[\"'](?P<src>[^\"'\n]+)[\"']")
_TEXT = re.compile(r"(?:alt|caption|title)=[\"'](?P<text>[^\"'\n]+)[\"']")
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}
_REFERENCE = re.compile(r"(?<![\\\]!])\[(?P<text>[^\[\]\n^][^\[\]\n]*)\]\[(?P<name>[^\[\]\n^]*)\](?![(\[:])")
_TAG_NAME = re.compile(r"<(/?)([A-Za-z][^\s<>/]*|!--|!\[CDATA\[|[!?])")
# A list sign without a space after it, and text without `*`, which could be emphasis.
_TIGHT_ITEM = re.compile(r"(?P<sign>[-–—+*])(?P<text>(?=[^\W_])[^*\n]+)\Z")
_BARRED = re.compile(r"\|.*[^\\]\|\Z")
_FRAME = re.compile(r"\+(?:[-=]+\+)+\Z")
_BETWEEN_CELLS = (re.compile(r"(?<=\S)[ \xa0]+\|[ \xa0]+(?=\S)"), re.compile(r"(?<=\S)[ \xa0]{3,}(?=\S)"),
                  re.compile(r";(?=\S)"))  # fmt: skip
_ALMOST_LINK = re.compile(
    r"""(?<![\\\]])!?\[(?P<text>[^\[\]\n^]+)\][ \xa0]+
        \((?P<address>(?:https?://|www\.|mailto:)[^\s()]+|[\w./-]+\.(?:pdf|jpe?g|png|docx?))\)
    | \((?P<reversed>[^()\n]+)\)\[(?P<target>(?:https?://|www\.)[^\s\[\]]+)\]
    | !\((?P<file>[\w.-]+\.(?:jpe?g|png|webp|gif))\)\[(?P<seen>[^\[\]\n]+)\]
    | (?<![\\\]!])\[(?P<words>[^\[\]\n^]+)\](?P<bare>(?:https?://|www\.)[^\s()\[\]<>«»“”]+)""",
    re.VERBOSE,
)
_NOTE_WITHOUT_COLON = re.compile(
    r"^[ ]*(?P<sign>\[)\^(?P<name>[^\[\]\n]{1,64})\][ \xa0]+(?P<text>\S[^\n]*)$", re.MULTILINE
)
# Attribute lists as Kramdown and Pandoc read them anywhere; we read them only where an element can have them.
_ATTRIBUTES = re.compile(
    r"(?<!\{)(?<!::: )\{(?!:[ ]*toc\b)(?P<list>:(?!/)[^{}\n]*|[ ]*[.#][A-Za-z][^{}\n]*)\}(?!\})"
    r"(?P<rest>\s*\S)?"
)
# The beginning of a link whose bracket is never closed.
_OPEN_LINK = re.compile(r"!?\[[^\[\]\n]+\]\(")
_OPEN_ADDRESS = re.compile(r"[^\s()\[\]<>]+")
# Underscores mark nothing where a letter follows.
_ALMOST_MARKED = re.compile(
    r"(?<!\w)(?P<sign>__?)(?P<words>[^\W_](?:[^_\n]*[^\s_])?)(?P=sign)(?P<next>[а-яёөү]{2,})"
)
_ALMOST_BOLD = re.compile(r"\*\*[ \xa0]*(?P<words>[^*\s][^*\n]*?)(?P<blank>[ \xa0]*)\*\*(?P<next>\w*)")


def foreign_syntax(path: str, positions: Positions) -> Iterator[Diagnostic]:
    """A diagnostic for each tag of another program, but not for its end tags."""
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
        line, column = positions.locate(start)
        yield diagnostic("W221", path, line, column, text=found[0].lstrip(" >").rstrip(), **_hint(found))


def _name(found: re.Match[str]) -> str:
    return (found["wordpress"] or "").lower()


def _hint(found: re.Match[str]) -> dict[str, str]:
    """The arguments with what to write instead, if it is certain; else none."""
    written = found[0]
    if video := _VIDEO.search(written):
        return {"instead": _VIDEOS[video["site"].lower()].format(video["id"])}
    if (wiki := found["wiki"]) and found.string[max(found.start() - 1, 0)] == "!" and "." in wiki:
        return {"instead": f"![]({wiki})"}
    if found["marked"]:
        return {"instead": f"**{found['marked']}**"}
    if found["inline"]:
        return {"inline": found["inline"]}
    if figure := _FIGURE.search(written):
        text = _TEXT.search(written)
        return {"instead": f"![{text['text'] if text else ''}]({figure['src']})"}
    if found["toc"] or found["kramdown"]:
        return {"toc": written.strip()}
    if found["short"]:
        return {"short": found["short"]}
    return {"note": "{: .note}"} if found["alert"] or found["admonition"] or found["note"] else {}


def findings(path: str, tree: Tree, headings: Headings, positions: Positions) -> Iterator[Diagnostic]:
    """All diagnostics of a text but those of the addresses of links and pictures."""
    yield from foreign_syntax(path, positions)
    yield from _names(path, tree, positions)
    yield from _almost_lists_and_tables(path, tree, positions)
    yield from _almost_inline(path, tree, positions)
    yield from _attributes_without_place(path, tree, positions)
    yield from _raw_html(path, tree, positions)
    yield from _fences(path, tree, positions)
    yield from _notes(path, tree, positions)
    for attributes, refused in tree.refused:
        line, column = positions.of_attributes(attributes)
        for attribute in (name for name in refused if name != "toc"):  # `toc` is reported as foreign syntax
            offset = max(attributes.find(attribute.partition("=")[0]), 0)
            yield diagnostic("E212", path, line, column + offset, value=attribute)
    for text, line in headings.too_high:
        yield diagnostic("W216", path, *positions.of_line(line), text=text)
    if tree.open_comment is not None:
        yield diagnostic("W224", path, *positions.of_line(tree.open_comment))


def _almost_lists_and_tables(path: str, tree: Tree, positions: Positions) -> Iterator[Diagnostic]:
    """Lines shown as one paragraph that were probably meant as a list or a table: with what to write."""
    lines = tree.seen.split("\n")
    alone: list[tuple[int, str]] = []
    for passage in tree.passages:
        texts = [text.strip() for text in passage.texts(lines)]
        if len(texts) == 1 and passage.kind == "paragraph" and _BARRED.match(texts[0]):
            alone.append((passage.line, texts[0]))
            continue
        yield from _rows_apart(path, alone, positions)
        alone = []
        first, items = _tight_items(texts)
        if items:
            position = positions.of_line(passage.line + first)
            yield diagnostic("W226", path, *position, list=texts[first], lines="\n".join(items))
        elif len(texts) > 1 and (rows := _rows(texts)):
            yield diagnostic("W226", path, *positions.of_line(passage.line), table=texts[0], lines=rows)
    yield from _rows_apart(path, alone, positions)


def _rows_apart(path: str, rows: list[tuple[int, str]], positions: Positions) -> Iterator[Diagnostic]:
    """Rows of a table with empty lines between them."""
    if len(rows) > 1:
        cells = [split_row(text) for _, text in rows if not DELIMITERS.match(text)]
        position = positions.of_line(rows[0][0])
        yield diagnostic("W226", path, *position, table=rows[0][1], lines="\n".join(table_lines(cells)))


def _tight_items(texts: Sequence[str]) -> tuple[int, list[str]]:
    """(number of the first of several lines that begin with the same sign, the lines with a space after
    it)."""
    for first, text in enumerate(texts[:-1]):
        sign = text[:1]
        found = list(takewhile(bool, (_TIGHT_ITEM.match(other) for other in texts[first:])))
        if len(found) > 1 and all(item and item["sign"] == sign for item in found):
            return first, [f"- {item['text']}" for item in found if item]
    return 0, []


def _rows(texts: Sequence[str]) -> str:
    """The lines as a table, if all have the same number of cells; else ""."""
    framed = [text for text in texts if not _FRAME.match(text)]
    if len(framed) < len(texts) and len(framed) > 1 and all(map(_BARRED.match, framed)):
        return "\n".join(table_lines([split_row(text) for text in framed]))
    for number, between in enumerate(_BETWEEN_CELLS):
        cells = [between.split(text) for text in texts]
        widths = {len(row) for row in cells}
        # Semicolons may also part a sentence; three lines with the same number of them are no chance.
        if len(cells) > 1 + (number == 2) and len(widths) == 1 and widths.pop() > 1:
            return "\n".join(table_lines(cells))
    return ""


def _almost_inline(path: str, tree: Tree, positions: Positions) -> Iterator[Diagnostic]:
    """Links and marked words that a space or a sign in the wrong place makes plain text: with what to
    write."""
    text = positions.text
    if "]" in text:
        yield from _almost_links(path, tree, positions)
    almost = {"_": _ALMOST_MARKED, "**": _ALMOST_BOLD}
    for sign, pattern in almost.items():
        words = _texts_with_sign(tree, sign) if sign in text else ()
        for found in chain.from_iterable(pattern.finditer(part) for _, part in words):
            near, at = _with_stars(found), text.find(found[0])
            if near != found[0] and at >= 0:
                yield diagnostic("W227", path, *positions.locate(at), written=found[0], near=near)


def _with_stars(found: re.Match[str]) -> str:
    """The words of a match of an almost marked text, with stars close around them."""
    parts = found.groupdict("")
    sign = "*" * len(parts.get("sign", "**"))
    space = " " if parts.get("blank") and parts["next"] else ""
    return f"{sign}{parts['words']}{sign}{space}{parts['next']}"


def _almost_links(path: str, tree: Tree, positions: Positions) -> Iterator[Diagnostic]:
    text = positions.text
    for found in _ALMOST_LINK.finditer(text):
        sign = "!" if found[0].startswith("!") else ""
        address = found["address"] or found["target"] or found["file"] or found["bare"]
        bare = without_end(address) if found["bare"] else address
        written = found[0].removesuffix(address.removeprefix(bare))
        address = with_scheme(bare) if bare.startswith("www.") else bare
        words = found["text"] or found["reversed"] or found["seen"] or found["words"]
        near = f"{sign}[{words}]({address})"
        yield diagnostic("W227", path, *positions.locate(found.start()), written=written, near=near)
    for _, words in _texts_with_sign(tree, "]("):
        for found in _OPEN_LINK.finditer(words):
            at = text.find(found[0] + words[found.end() : found.end() + 9])
            opened = _OPEN_ADDRESS.match(text, at + len(found[0])) if at >= 0 else None
            if opened and text[at - 1 : at] != "\\":
                written = found[0] + opened[0]
                yield diagnostic("W227", path, *positions.locate(at), written=written, near=f"{written})")


def _texts_with_sign(tree: Tree, sign: str) -> Iterator[tuple[str, str]]:
    """(text with a sign in it, tag of the element that it begins or "") outside code."""
    for part in tree.parts:
        for element in part.iter():
            if element.text and sign in element.text and element.tag not in ("code", RAW):
                yield element.tag, element.text
            if element.tail and sign in element.tail:
                yield "", element.tail


def _attributes_without_place(path: str, tree: Tree, positions: Positions) -> Iterator[Diagnostic]:
    """Attribute lists shown as they are written, with the line to write where one ends a paragraph."""
    text, at = positions.text, 0
    if "{" not in text:
        return
    for tag, words in _texts_with_sign(tree, "{"):
        for found in _ATTRIBUTES.finditer(words):
            written = f"{{{found['list']}}}"
            start = text.find(written, at)
            if start < 0 or text[start - 1 : start] == "\\":
                continue
            at = start + len(written)
            pairs, unread = get_attrs_and_remainder(found["list"].removeprefix(":"))
            is_ours = bool(pairs) and not unread and not allowed_attributes(pairs)[1]
            before = words[: found.start()]
            is_last = before.strip() and before[-1].isspace() and not found["rest"]
            has_place = is_ours and is_last and tag in ("p", "li")
            below = f"{{: {found['list'].lstrip(':').strip()}}}" if has_place else ""
            yield diagnostic("W221", path, *positions.locate(start), text=written, below=below)


def _raw_html(path: str, tree: Tree, positions: Positions) -> Iterator[Diagnostic]:
    """A diagnostic for each HTML tag; for an end tag only if no element of its name is open."""
    tags = [element for part in tree.parts for element in part.iter(RAW)]
    if not tags:
        return
    begun: set[str] = set()
    rows = {positions.of_line(passage.line)[0] for passage in tree.passages if passage.kind == "row"}
    for element in tags:
        raw = element.text or ""
        found = _TAG_NAME.match(raw)
        closing, name = (found[1], found[2]) if found else ("", raw)
        position = positions.of_tag(raw)
        if not closing or name not in begun:
            comment = raw if name == "!--" else ""
            tag = "<!-- -->" if comment else f"<{closing}{name}>"
            yield diagnostic(
                "W211",
                path,
                *position,
                tag=tag,
                comment=comment,
                **_instead_of(name.lower(), in_row=position[0] in rows),
            )
        begun.add(name)


def _instead_of(tag: str, *, in_row: bool) -> dict[str, Any]:
    """The argument of the hint that says what is written here in place of an HTML tag."""
    if tag in ("iframe", "embed", "object", "video"):
        return {"film": "videos"}
    return {"cell" if in_row else "br": "<br>"} if tag == "br" else {}


def _names(path: str, tree: Tree, positions: Positions) -> Iterator[Diagnostic]:
    """Diagnostics for names of notes and addresses that are defined twice, and for undefined names of
    addresses."""
    for twice in tree.twice:
        name = f"[^{twice.name}]" if twice.is_note else f"[{twice.name}]"
        yield diagnostic("W222", path, *positions.of_line(twice.line), name=name)
    if "][" in positions.text:
        for found in _REFERENCE.finditer(positions.text):
            name = normal_label(found["name"] or found["text"])
            if name not in tree.names:
                yield diagnostic(
                    "W223", path, *positions.locate(found.start()), written=found[0], text=found["text"],
                    name=found["name"] or found["text"], near=suggest(name, tree.names),
                )  # fmt: skip


def _fences(path: str, tree: Tree, positions: Positions) -> Iterator[Diagnostic]:
    for fence in tree.fences:
        position = positions.of_line(fence.line)
        for refused in fence.refused:
            yield diagnostic("E212", path, *position, value=refused)
        if not fence.is_closed:
            yield diagnostic("W219", path, *position)


def _notes(path: str, tree: Tree, positions: Positions) -> Iterator[Diagnostic]:
    """Diagnostics for notes without a text, or without a place in the text; a note whose colon is missing is
    told at its own line, and not also where the text refers to it."""
    text, written = positions.text, {*tree.unused_notes, *(note.name for note in tree.notes)}
    lines = {
        found["name"]: found
        for found in (_NOTE_WITHOUT_COLON.finditer(text) if "[^" in text else ())
        if found["name"] not in written and text.count(f"[^{found['name']}]") > 1
    }
    for part in tree.parts:
        for element in part.iter(REFERENCE):
            name = element.get("name", "")
            position = positions.of_note(name)
            if element.get("number") is None and name not in lines:
                yield diagnostic("W217", path, *position, name=name)
    for name, found in lines.items():
        colon = f"[^{name}]: {found['text']}"
        yield diagnostic("W217", path, *positions.locate(found.start("sign")), name=name, colon=colon)
    for name in tree.unused_notes:
        yield diagnostic("W218", path, *positions.of_note(name), name=name)
