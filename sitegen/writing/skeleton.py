"""The body of a text to be translated: its form as it is, each passage in a comment above its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sitegen.content.wording import without_comments

PLACE = "…"

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"(?P<signs> {0,3}#{1,6}\s+)(?P<text>.*?)(?P<rest>\s*(?:\{[^{}]*\})?)$")
_UNDERLINE = re.compile(r"(?:=+|--+) *$")
_ITEM = re.compile(r"(?P<mark>\s*(?:[-*+]|[0-9]{1,3}[.)])\s+)(?P<text>.*)")
_FOOTNOTE = re.compile(r"(?P<mark> {0,3}\[\^[^\]]+\]:\s*)(?P<text>.*)")
_MEANING = re.compile(r"(?P<mark> {0,3}:\s+)(?P<text>.*)")
_QUOTE = re.compile(r" {0,3}> ?")
_AS_IT_IS = re.compile(r" {0,3}(?:\[[^\]^][^\]]*\]:\s|:::|(?:[-*_] *){3,}$)")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CELL = re.compile(r"(?<!\\)\|")
# What stays in its place: pictures, links of both forms, addresses and footnotes.
_KEPT = re.compile(
    r"!\[(?P<alt>[^\]]*)\](?P<picture>\([^()\s]+(?P<title>\s+\"[^\"]*\")?\)(?:\{[^{}]*\})?)"
    r"|\[(?P<words>[^\]^][^\]]*)\](?P<target>\([^()\s]+[^()]*\)|\[[^\]]*\])|<https?://[^>\s]+>|\[\^[^\]\s]+\]"
)


class Fill:
    """Fills in the `heading`, the `cell` and the words of a `link`, or gives "" for what it does not know.

    `notes` is what it has to say of a passage.
    """

    def __init__(
        self,
        heading: Callable[[str], str],
        cell: Callable[[str], str],
        link: Callable[[str, str], str],
        notes: Callable[[str], str],
    ) -> None:
        self.heading, self.cell, self.link, self.notes = heading, cell, link, notes


def skeleton(body: str, lang: str, fill: Fill) -> str:
    """The body in Markdown. A comment holds the original, and what `notes` has to say of it."""
    written = (_with_original(chunk, lang, fill) for chunk in _chunks(_without_comments(body).split("\n")))
    return "\n\n".join(written) + "\n" if body.strip() else ""


def _without_comments(body: str) -> str:
    """Comments of the original are for those who write it; what stands in code is none."""
    parts = re.split(r"(^ {0,3}(?:```|~~~).*?(?:^ {0,3}(?:```|~~~)[ ]*$|\Z))", body, flags=re.DOTALL | re.M)
    return "".join(part if number % 2 else without_comments(part) for number, part in enumerate(parts))


def _chunks(lines: list[str]) -> Iterator[list[str]]:
    """Lines that belong together: a paragraph, a table, a list with all its items, a footnote, code."""
    at = 0
    while at < len(lines):
        first, start = lines[at], at
        at += 1
        if not first.strip():
            continue
        if fence := _FENCE.match(first):
            while at < len(lines) and not lines[at].lstrip().startswith(fence[1]):
                at += 1
            at += 1
        elif _ITEM.match(first) and not _AS_IT_IS.match(first):
            at = _end_of_list(lines, at)
        elif _FOOTNOTE.match(first):
            while at < len(lines) and lines[at].strip() and not _FOOTNOTE.match(lines[at]):
                at += 1
        elif not _HEADING.match(first) and not _AS_IT_IS.match(first):
            while at < len(lines) and lines[at].strip() and not _begins(lines[at]):
                at += 1
                if _UNDERLINE.match(lines[at - 1]):
                    break
        yield lines[start:at]


def _begins(line: str) -> bool:
    forms = (_FENCE, _HEADING, _ITEM, _FOOTNOTE)
    return any(form.match(line) for form in forms) and not _UNDERLINE.match(line)


def _end_of_list(lines: list[str], at: int) -> int:
    while at < len(lines):
        if lines[at].strip():
            at += 1
            continue
        after = next((n for n in range(at, len(lines)) if lines[n].strip()), len(lines))
        if after == len(lines) or not (_ITEM.match(lines[after]) or lines[after].startswith(("  ", "\t"))):
            return at
        at = after
    return at


def _with_original(chunk: list[str], lang: str, fill: Fill) -> str:
    made = list(_made(chunk, fill))
    if made == chunk:
        return "\n".join(made)
    original = "\n".join(chunk).replace("-->", "-- >")
    notes = fill.notes(original)
    return f"<!-- {lang}: {original}{notes} -->\n" + "\n".join(made)


def _made(chunk: list[str], fill: Fill) -> Iterator[str]:
    first = chunk[0]
    if _FENCE.match(first) or _AS_IT_IS.match(first):
        yield from chunk
    elif heading := _HEADING.match(first):
        yield f"{heading['signs']}{fill.heading(heading['text']) or PLACE}{heading['rest']}"
    elif len(chunk) > 1 and "|" in first and _RULE.match(chunk[1]) and "-" in chunk[1]:
        yield from (line if _RULE.match(line) else _row(line, fill) for line in chunk)
    elif len(chunk) > 1 and _UNDERLINE.match(chunk[-1]):
        yield f"{'#' if chunk[-1][0] == '=' else '##'} {fill.heading(' '.join(chunk[:-1])) or PLACE}"
    elif _QUOTE.match(first):
        inner = [_QUOTE.sub("", line, count=1) for line in chunk]
        for number, part in enumerate(_chunks(inner)):
            yield from [">"] if number else []
            yield from (f"> {line}" for line in _made(part, fill))
    elif _ITEM.match(first) or _FOOTNOTE.match(first) or _MEANING.match(chunk[-1]):
        yield from _marked(chunk, fill)
    else:
        yield _place(" ".join(chunk), fill)


def _marked(chunk: list[str], fill: Fill) -> Iterator[str]:
    """Items and their like: each mark with one place, however many lines it had."""
    mark, words = "", list[str]()
    for line in chunk:
        begun = _ITEM.match(line) or _FOOTNOTE.match(line) or _MEANING.match(line)
        if words and (begun or not line.strip()):
            yield mark + _place(" ".join(words), fill)
            mark, words = "", []
        if begun:
            mark, words = begun["mark"], [begun["text"]]
        elif not line.strip():
            yield ""
        else:
            mark = mark if words else line[: len(line) - len(line.lstrip())]
            words.append(line.strip())
    if words:
        yield mark + _place(" ".join(words), fill)


def _place(text: str, fill: Fill) -> str:
    """Where the translation goes, with the links, pictures and footnotes of the original in their order."""
    kept = [_kept(match, fill) for match in _KEPT.finditer(text)]
    if kept and not re.sub(r"[\W_]", "", _KEPT.sub("", text)):
        return " ".join(kept)
    joined = PLACE
    for part in kept:
        joined += part if part.startswith("[^") else f" {part} {PLACE}"
    return joined


def _kept(match: re.Match[str], fill: Fill) -> str:
    if match["picture"]:
        picture = match["picture"]
        if match["title"]:
            picture = picture.replace(match["title"], f' "{PLACE}"')
        return f"![{PLACE if match['alt'] else ''}]{picture}"
    if match["target"]:
        return f"[{fill.link(match['words'], match['target'].strip('()')) or PLACE}]{match['target']}"
    return match[0]


def _row(line: str, fill: Fill) -> str:
    return "|".join(_cell(cell, fill) for cell in _CELL.split(line))


def _cell(cell: str, fill: Fill) -> str:
    text = cell.strip()
    if not text:
        return cell
    made = _place(text, fill) if _KEPT.search(text) else fill.cell(text) or PLACE
    before = cell[: len(cell) - len(cell.lstrip())]
    return f"{before}{made}{cell[len(cell.rstrip()) :]}"
