"""The skeleton of a translation: the body's form, with a gap for each passage and the original in a
comment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, pairwise

from sitegen.content.markup.block_syntax import Fence
from sitegen.content.markup.blocks import read_blocks
from sitegen.content.wording import GAP, Passage, without_comments

_ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}\s*$")
_BETWEEN_CELLS = re.compile(r"((?<!\\)\||\t+)")
# What a translation keeps from the original: pictures, links of both forms, addresses and footnotes.
_KEPT = re.compile(
    r"!\[(?P<alt>[^\]]*)\](?P<picture>\([^()\s]+(?P<title>\s+\"[^\"]*\")?\)(?:\{[^{}]*\})?)"
    r"|\[(?P<words>[^\]^][^\]]*)\](?P<target>\([^()\s]+[^()]*\)|\[[^\]]*\])|<https?://[^>\s]+>|\[\^[^\]\s]+\]"
)


class Fill:
    """Functions that translate a `heading`, a `cell` and the words of a `link`, or give "" if they cannot.

    `notes` gives a line with the counterparts in a passage, or "".
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
    """The body of a translation to be written, in Markdown. Above each passage stands a comment with the
    original and its `notes`."""
    blocks = read_blocks(body)
    lines = body.split("\n")
    written: list[str] = []
    at = 0
    for _, group in groupby(blocks.passages, key=lambda passage: passage.block):
        passages = tuple(group)
        written += _between(lines, at, passages[0].line, blocks.fences)
        at = passages[-1].end
        original = lines[passages[0].line : at]
        made = list(_made(lines, passages, fill))
        if made != original:
            if written and written[-1].strip():
                written.append("")
            text = "\n".join(original).replace("-->", "-- >")
            written.append(f"<!-- {lang}: {text}{fill.notes(text)} -->")
        written += made
    written += _between(lines, at, len(lines), blocks.fences)
    return "\n".join(written).strip("\n") + "\n" if body.strip() else ""


def _between(lines: list[str], start: int, end: int, fences: Iterable[Fence]) -> Iterator[str]:
    """The lines between passages: code, rules and definitions as they are, without comments of the
    original."""
    for fence in fences:
        if start <= fence.line < end:
            yield from _uncommented(lines[start : fence.line])
            yield from lines[fence.line : fence.end]
            start = fence.end
    yield from _uncommented(lines[start:end])


def _uncommented(lines: list[str]) -> Iterator[str]:
    """The lines without comments, which the author of the original wrote for his or her own use."""
    left = without_comments("\n".join(lines)).split("\n") if lines else []
    return (line for before, line in pairwise(("x", *left)) if line.strip() or before.strip())


def _made(lines: list[str], passages: Iterable[Passage], fill: Fill) -> Iterator[str]:
    """The lines of a block with one gap for each passage, however many lines the passage had."""
    at: int | None = None
    for passage in passages:
        yield from lines[passage.line if at is None else at : passage.line]
        at = passage.end
        start, end = passage.spans[0]
        text = " ".join(passage.texts(lines))
        first, last = lines[passage.line], lines[at - 1]
        if passage.is_heading:
            heading = _ATTRIBUTES.sub("", text)
            rest = text[len(heading) :] + last[passage.spans[-1][1] :]
            yield first[:start] + (fill.heading(heading) or GAP) + rest
        elif passage.kind == "row":
            yield first[:start] + _row(first[start:end], fill) + first[end:]
        else:
            yield first[:start] + _gap(text, fill)


def _gap(text: str, fill: Fill) -> str:
    """A gap for the translation of a passage, with the original's links, pictures and footnotes in their
    order."""
    kept = [_kept(match, fill) for match in _KEPT.finditer(text)]
    if kept and not re.sub(r"[\W_]", "", _KEPT.sub("", text)):
        return " ".join(kept)
    joined = GAP
    for part in kept:
        joined += part if part.startswith("[^") else f" {part} {GAP}"
    return joined


def _kept(match: re.Match[str], fill: Fill) -> str:
    if match["picture"]:
        picture = match["picture"]
        if match["title"]:
            picture = picture.replace(match["title"], f' "{GAP}"')
        return f"![{GAP if match['alt'] else ''}]{picture}"
    if match["target"]:
        return f"[{fill.link(match['words'], match['target'].strip('()')) or GAP}]{match['target']}"
    return match[0]


def _row(line: str, fill: Fill) -> str:
    parts = _BETWEEN_CELLS.split(line)
    return "".join(part if number % 2 else _cell(part, fill) for number, part in enumerate(parts))


def _cell(cell: str, fill: Fill) -> str:
    text = cell.strip()
    if not text:
        return cell
    made = _gap(text, fill) if _KEPT.search(text) else fill.cell(text) or GAP
    before = cell[: len(cell) - len(cell.lstrip())]
    return f"{before}{made}{cell[len(cell.rstrip()) :]}"
