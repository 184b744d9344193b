"""Traces: what the languages of an entry must have in common, which is numbers, links, pictures and blocks.

They are read from the Markdown, passage by passage, since a difference is reported at its line and column.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

import msgspec

from sitegen.content.wording import Passage, blank
from sitegen.language.quantities import quantities

TITLE, SUMMARY = "title", "summary"


class Trace(msgspec.Struct, frozen=True, array_like=True):
    """One quantity (`number`, `date`, `month`, `amount`, `percent`), `link`, `picture` or `note` in a text.
    `written` is the text itself, `line` and `column` count in the whole file. A `loose` trace may be missing
    in the other language; for an `excused` one the editors have given a reason.
    """

    kind: str
    value: str
    written: str
    line: int
    column: int
    unit: str = ""
    loose: bool = False
    excused: bool = False


class Capital(msgspec.Struct, frozen=True, array_like=True):
    """A word with a capital letter and up to two words after it, or a person with an initial. The records
    tell whether it is a name."""

    written: str
    line: int
    column: int


class Block(msgspec.Struct, frozen=True, array_like=True):
    """The `title`, the `summary` or a passage of the text."""

    kind: str
    line: int
    column: int
    traces: tuple[Trace, ...] = ()
    capitals: tuple[Capital, ...] = ()


# A pattern begins with a sign, to which `re` skips quickly, and only then looks behind it.
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)[^)]*\)")
_LINK = re.compile(r"\[(?<!!\[)[^\]]*\]\(([^)\s]+)[^)]*\)|<(https?://[^>\s]+)>")
_NOTE = re.compile(r"\[\^([^\]]+)\](?!:)")
_UPPER, _LETTER = "A-ZА-ЯЁӨҮ", r"[^\W\d_]"
_CAPITAL = re.compile(
    rf"[{_UPPER}](?<![\w’'-][{_UPPER}])"
    rf"(?=((?<=(?!Dr|Mr|Ms|No|St|Др).)[^\W\d_{_UPPER}]?\.\s?[{_UPPER}]{_LETTER}+(?:-{_LETTER}+)*"
    rf"|[\w’'-]*(?:\s+[\w’'-]+){{0,2}}))"
)
_LANGUAGE = re.compile(r"(^|/)index\.[a-z]{2}\.md$")


def blocks_of_head(
    lang: str, heads: Iterable[tuple[str, str, int, int]], excused: tuple[str, ...]
) -> Iterator[Block]:
    """The blocks of title and summary, which come as (kind, text, line, column); `excused` are passages that
    may differ."""
    for kind, text, line, column in heads:
        lines = [(line, column, text)]
        yield Block(kind, line, column, tuple(_traces(text, lines, lang, excused)), _capitals(lines, excused))


def blocks_of_body(
    lang: str,
    body: str,
    words: str,
    passages: Iterable[Passage],
    first_line: int,
    excused: tuple[str, ...],
) -> Iterator[Block]:
    """The blocks of a body that begins at `first_line` of its file; `words` has blanks for what no reader
    reads."""
    written, seen = body.split("\n"), words.split("\n")
    for passage in passages:
        spans = list(enumerate(passage.spans, passage.line))
        lines = [(first_line + number, start + 1, seen[number][start:end]) for number, (start, end) in spans]
        text = "\n".join(passage.texts(written))
        traces = tuple(_traces(text, lines, lang, excused))
        yield Block(passage.kind, first_line + passage.line, 1, traces, _capitals(lines, excused))


def in_common(found: tuple[Block, ...]) -> list[tuple[str, list[tuple[object, ...]], list[str]]]:
    """The blocks without positions, as values to compare: equal if an edit only moved them."""
    return [
        (
            block.kind,
            [(t.kind, t.value, t.unit, t.loose, t.excused) for t in block.traces],
            [capital.written for capital in block.capitals],
        )
        for block in found
    ]


def stated_amounts(found: tuple[Block, ...]) -> list[tuple[str, str]]:
    """The amounts of money in a text, with their currencies."""
    return [(t.value, t.unit) for block in found for t in block.traces if t.kind == "amount"]


def _traces(
    text: str, lines: list[tuple[int, int, str]], lang: str, passages: tuple[str, ...]
) -> Iterator[Trace]:
    """The traces of a text that stands in `lines`: (number, column, words). A quantity may go on in the next
    line."""
    found: list[tuple[str, str, int, int, str, bool]] = []
    if "[" in text or "<" in text:
        found += (("picture", match[2], *match.span(), "", False) for match in _PICTURE.finditer(text))
        for match in _LINK.finditer(text):
            found.append(("link", _target(match[1] or match[2]), *match.span(), "", False))
        found += (("note", match[1], *match.span(), "", False) for match in _NOTE.finditer(text))
    for item in quantities("\n".join(words for *_, words in lines), lang):
        found.append((item.kind, item.value, item.start, item.end, item.unit, item.loose))
    if not found:
        return
    excused = [
        each.span()
        for passage in passages
        for each in re.finditer(r"\s+".join(map(re.escape, passage.split())), text)
    ]
    for kind, value, start, end, unit, loose in found:
        spared = any(first <= start and end <= last for first, last in excused)
        line, column, _ = lines[text.count("\n", 0, start)]
        column += start - text.rfind("\n", 0, start) - 1
        yield Trace(kind, value, " ".join(text[start:end].split()), line, column, unit, loose, spared)


def _capitals(lines: list[tuple[int, int, str]], passages: tuple[str, ...]) -> tuple[Capital, ...]:
    """The capitals of `lines`: (number, column, words). A name may go on in the next line."""
    text = "\n".join(words for *_, words in lines)
    for passage in passages:
        text = text.replace(passage, blank(passage))
    found = []
    for match in _CAPITAL.finditer(text):
        number, column, _ = lines[text.count("\n", 0, match.start())]
        at = match.start() - text.rfind("\n", 0, match.start()) - 1
        found.append(Capital(" ".join((match[0] + match[1]).split()), number, column + at))
    return tuple(found)


def _target(target: str) -> str:
    """A link target in a form that both languages share: without anchor and language; of another site only
    the host."""
    name = target.partition("#")[0]
    outside = re.match(r"(?:https?:)?//(?:www\.)?([^/]+)", name)
    if outside:
        return outside[1].lower()
    return posixpath.normpath(_LANGUAGE.sub(r"\1index", name)) if name else "#"
