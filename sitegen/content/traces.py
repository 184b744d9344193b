"""What the languages of an entry must have in common: numbers, links, pictures, and how the text is built.

It is read from the Markdown itself, since what differs is told at its line and column.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

import msgspec

from sitegen.content.wording import HTML_COMMENT
from sitegen.language.quantities import quantities

TITLE, SUMMARY = "title", "summary"


class Trace(msgspec.Struct, frozen=True, array_like=True):
    """One thing in a text: a quantity (`number`, `date`, `month`, `amount`, `percent`), `link`, `picture`
    or `note`. `written` is the text itself, `line` and `column` count in the whole file. One that is `loose`
    calls for nothing in the other language; for one that is `excused` somebody has given a reason.
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
    """A word with a capital letter and up to two that follow it, or a person with an initial: whether it is a
    name only the records tell."""

    written: str
    line: int
    column: int


class Block(msgspec.Struct, frozen=True, array_like=True):
    """A piece of the text: `title`, `summary`, `h2`, `item`, `row`, `footnote` or `paragraph`."""

    kind: str
    line: int
    column: int
    traces: tuple[Trace, ...] = ()
    capitals: tuple[Capital, ...] = ()


_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+")
_ITEM = re.compile(r"\s*(?:[-*+•–]|[0-9]{1,3}[.)])\s+")
_ROW = re.compile(r"\s*\|")
_RULE = re.compile(r"\s*\|[\s:|-]+\|?\s*$")
_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]]+)\]:")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)[^)]*\)")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)[^)]*\)|<(https?://[^>\s]+)>")
_NOTE = re.compile(r"\[\^([^\]]+)\](?!:)")
_HIDDEN = re.compile(r"\]\([^)]*\)|<https?://[^>]*>|https?://\S+|`[^`]*`|\{[^}]*\}|\[\^[^\]]+\]:?")
_HIDES = re.compile(r"[\[`{]|://")
_UPPER, _LETTER = "A-ZА-ЯЁӨҮ", r"[^\W\d_]"
_CAPITAL = re.compile(
    rf"(?<![\w’'-])(?=((?!Dr|Mr|Ms|No|St|Др)[{_UPPER}][^\W\d_{_UPPER}]?\.\s?[{_UPPER}]{_LETTER}+(?:-{_LETTER}+)*"
    rf"|[{_UPPER}][\w’'-]*(?:\s+[\w’'-]+){{0,2}}))"
)
_LANGUAGE = re.compile(r"(^|/)index\.[a-z]{2}\.md$")


def blocks(
    lang: str,
    heads: Iterable[tuple[str, str, int, int]],
    body: str,
    first_line: int,
    passages: Iterable[str] = (),
) -> tuple[Block, ...]:
    """Of a whole file: `heads` are title and summary with their places, `passages` what may differ."""
    excused = tuple(passages)
    found = [
        Block(
            kind,
            line,
            column,
            tuple(_traces(text, lang, line, column, excused)),
            _capitals([(line, column, text)], excused),
        )
        for kind, text, line, column in heads
    ]
    return (*found, *_of_body(lang, body, first_line, excused))


def in_common(found: tuple[Block, ...]) -> list[tuple[str, list[tuple[object, ...]], list[str]]]:
    """What other languages are held against, wherever it stands in the file."""
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


def _of_body(lang: str, body: str, first_line: int, passages: tuple[str, ...]) -> Iterator[Block]:
    kind, start, traces, lines = "", 0, list[Trace](), list[tuple[int, int, str]]()
    fence = ""
    # A comment is told to nobody: the original above a translation, for example.
    seen = HTML_COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), body) if "<!--" in body else body
    for number, text in enumerate(seen.split("\n"), first_line):
        opened = _FENCE.match(text)
        if opened and (not fence or opened[1] == fence):
            fence = "" if fence else opened[1]
            continue
        begins, at = _begins(text)
        says_nothing = bool(fence) or not text.strip() or bool(_RULE.match(text))
        if says_nothing or begins:
            if kind:
                yield Block(kind, start, 1, tuple(traces), _capitals(lines, passages))
            kind, traces, lines = "", [], []
        if says_nothing:
            continue
        if not kind:
            kind, start = begins or "paragraph", number
        traces += _traces(text[at:], lang, number, at + 1, passages)
        lines.append((number, at + 1, text[at:]))
    if kind:
        yield Block(kind, start, 1, tuple(traces), _capitals(lines, passages))


def _begins(text: str) -> tuple[str, int]:
    """The kind of block that a line begins, and where its words do."""
    for kind, pattern in (("h", _HEADING), ("footnote", _FOOTNOTE), ("item", _ITEM), ("row", _ROW)):
        match = pattern.match(text)
        if match:
            return (f"h{len(match[1])}" if kind == "h" else kind), match.end()
    return "", 0


def _traces(text: str, lang: str, line: int, column: int, passages: tuple[str, ...]) -> Iterator[Trace]:
    excused = [
        (found.start(), found.end())
        for passage in passages
        for found in re.finditer(re.escape(passage), text)
    ]

    def trace(kind: str, value: str, start: int, end: int, unit: str = "", loose: bool = False) -> Trace:
        spared = any(first <= start and end <= last for first, last in excused)
        return Trace(kind, value, text[start:end], line, column + start, unit, loose, spared)

    if "[" in text or "<" in text:
        for match in _PICTURE.finditer(text):
            yield trace("picture", match[2], *match.span())
        for match in _LINK.finditer(text):
            yield trace("link", _target(match[1] or match[2]), *match.span())
        for match in _NOTE.finditer(text):
            yield trace("note", match[1], *match.span())
    plain = _HIDDEN.sub(lambda hidden: " " * len(hidden[0]), text) if _HIDES.search(text) else text
    for item in quantities(plain, lang):
        yield trace(item.kind, item.value, item.start, item.end, item.unit, item.loose)


def _capitals(lines: list[tuple[int, int, str]], passages: tuple[str, ...]) -> tuple[Capital, ...]:
    """Of lines with their numbers and the columns they begin in: a name may go on in the next one."""
    text = _HIDDEN.sub(lambda hidden: " " * len(hidden[0]), "\n".join(line for *_, line in lines))
    for passage in passages:
        text = text.replace(passage, re.sub(r"[^\n]", " ", passage))
    found = []
    for match in _CAPITAL.finditer(text):
        number, column, _ = lines[text.count("\n", 0, match.start())]
        at = match.start() - text.rfind("\n", 0, match.start()) - 1
        found.append(Capital(" ".join(match[1].split()), number, column + at))
    return tuple(found)


def _target(target: str) -> str:
    """The same for both languages: without heading and language; of another site, only which site it is."""
    name = target.partition("#")[0]
    outside = re.match(r"(?:https?:)?//(?:www\.)?([^/]+)", name)
    if outside:
        return outside[1].lower()
    return posixpath.normpath(_LANGUAGE.sub(r"\1index", name)) if name else "#"
