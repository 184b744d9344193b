"""The wording of a text: what it says, whatever its typography, which decides whether a translation is
current; and its traces: what the languages of an entry must have in common, which is numbers, links, pictures
and blocks.

Traces are read from the Markdown, passage by passage, since a difference is reported at its line and column.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from sitegen.language.quantities import quantities

# Signs that only change how a text looks, and the plain ones that they count as.
_TYPOGRAPHY = dict.fromkeys("“”„«»‘’‚‹›'", '"') | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "...", "\u00ad": ""}
_SIGN = re.compile(f"[{''.join(_TYPOGRAPHY)}]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# The address of a link is no part of the wording: its target may be renamed, and the targets of both
# languages are compared as traces. The pattern begins with the sign before it, to which `re` skips quickly.
_ADDRESS = re.compile(r"\((?<=\]\()[^()\s]+|:(?<=\]:)[ \t]*(?:<[^<>\n]*>|(?:https?:|mailto:|[a-z]+:)\S+)")
_DASHES = re.compile("--+")
# Parts of a text for the program and not for readers: code, addresses of links, names of footnotes, lists of
# attributes, HTML and bare addresses.
_FOR_THE_PROGRAM = (
    r"`(?<!``)(?P<ticks>`*+)[^`\n]+`(?P=ticks)(?!`)|\((?<=\]\()[^)\n]*\)|\[\^[^\]\n]+\]:?|\{[^{}\n]*\}"
    r"|<[^<>\n]+>|https?://\S+|www\.\S+"
)
_SIGNS = re.compile(_FOR_THE_PROGRAM)
_MAY_HAVE_SIGNS = re.compile(r"[`\[{<]|://|www\.")
# Private-use characters, which no rule of words changes: _HIDDEN, and after it one for each part that is
# hidden.
_HIDDEN, _FIRST_HIDDEN, _MOST_HIDDEN = "\ue000", 0xE100, 0x1700
GAP = "…"  # stands where something is to be written in a translation that was begun
# The whole text of a new entry until somebody writes one, by language.
NOTHING_YET = {"mn": "Бичвэрээ энд бичнэ.", "en": "Write the text here."}
_WORD = re.compile(r"[^\W\d_]")
_IN_BRACKETS = re.compile(r"!?\[[^\]\n]*\]")
_LETTER = re.compile(r"[^\n]")
TITLE, SUMMARY = "title", "summary"


class Passage(msgspec.Struct, frozen=True, array_like=True):
    """Words that stand together: a heading (`h2`), an `item`, `row`, `term`, `meaning`, `footnote` or
    `paragraph`. Lines and columns count from 0; `spans` are the columns of its words in each line from `line`
    on, without the signs of the blocks that they stand in. Passages of one list, table or quotation have the
    same `block`.
    """

    kind: str
    block: int
    line: int
    spans: tuple[tuple[int, int], ...]

    def texts(self, lines: Sequence[str]) -> Iterator[str]:
        """The words of the passage in each of its lines; `lines` are all lines of the text."""
        return (lines[number][start:end] for number, (start, end) in enumerate(self.spans, self.line))

    @property
    def end(self) -> int:
        """The number of the line after the passage."""
        return self.line + len(self.spans)

    @property
    def is_heading(self) -> bool:
        return self.kind[0] == "h"


class Difference(msgspec.Struct, frozen=True):
    """A passage of this text that need not agree with the other language, and why."""

    passage: str
    reason: str


class Correction(msgspec.Struct, frozen=True):
    """The record of a mistake in a published text that was corrected."""

    date: datetime.date
    what: str


def only_words(text: str) -> str:
    """The text with blanks for all that no reader reads, so that words keep their positions."""
    if not _MAY_HAVE_SIGNS.search(text):
        return text
    return _SIGNS.sub(lambda found: " " * len(found[0]), replace_comments(text, blank_out))


def around_signs(text: str, change: Callable[[str], str]) -> str:
    """The text after `change` has been applied to its words; what no reader reads stays as it is."""
    kept: list[str] = []

    def hide(written: str) -> str:
        kept.append(written)
        return f"{_HIDDEN}{chr(_FIRST_HIDDEN + len(kept) - 1)}"

    if _HIDDEN in text:
        return text
    hidden = _SIGNS.sub(lambda found: hide(found[0]), replace_comments(text, hide))
    if len(kept) > _MOST_HIDDEN:
        return text
    text = change(hidden)
    for _ in range(2):  # a comment may be hidden within code
        text = re.sub(f"{_HIDDEN}(.)", lambda found: kept[ord(found[1]) - _FIRST_HIDDEN], text)
    return text


def blank_out(text: str) -> str:
    """Blanks for all characters of a text but its line feeds."""
    return _LETTER.sub(" ", text)


def replace_comments(text: str, by: Callable[[str], str]) -> str:
    """The text with each comment replaced by `by(comment)`; a comment that never ends is kept as text."""
    end = text.rfind("-->") + 3
    return _COMMENT.sub(lambda found: by(found[0]), text[:end]) + text[end:] if "<!--" in text else text


def unfilled_gaps(words: str, passages: Iterable[Passage]) -> Iterator[tuple[Passage, str]]:
    """(passage, text of the gap) for each passage that nobody has written yet; `words` is what `only_words`
    gives of the whole text."""
    if GAP not in words and not any(text in words for text in NOTHING_YET.values()):
        return
    lines = words.split("\n")
    for passage in passages:
        text = " ".join(passage.texts(lines))
        parts = text.split("|") if passage.kind == "row" else [text]
        if text.strip() in NOTHING_YET.values():
            yield passage, text.strip()
        elif any(map(_is_gap, parts)):
            yield passage, GAP


def _is_gap(text: str) -> bool:
    """Whether a passage has no words but a gap, or a link whose text is a gap: blanks stand for its
    address."""
    rest = _IN_BRACKETS.sub("", text)
    return f"[{GAP}]   " in text or (GAP in rest and not _WORD.search(rest))


def without_comments(text: str) -> str:
    return replace_comments(text, lambda _: "")


def plain_wording(*texts: str) -> str:
    """Texts joined to one, without comments, typography and the addresses of links."""
    whole = without_comments("\n".join(texts))
    if "](" in whole or "]:" in whole:
        whole = _ADDRESS.sub(lambda address: address[0][0], whole)
    # Not by `str.translate`, which looks up each letter and takes twice as long.
    plain = " ".join(_SIGN.sub(lambda sign: _TYPOGRAPHY[sign[0]], whole).split())
    return _DASHES.sub("-", plain)


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
_UPPER, _ANY_LETTER = "A-ZА-ЯЁӨҮ", r"[^\W\d_]"
_CAPITAL = re.compile(
    rf"[{_UPPER}](?<![\w’'-][{_UPPER}])"
    rf"(?=((?<=(?!Dr|Mr|Ms|No|St|Др).)[^\W\d_{_UPPER}]?\.\s?[{_UPPER}]{_ANY_LETTER}+(?:-{_ANY_LETTER}+)*"
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
    *,
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


def comparable_blocks(blocks: tuple[Block, ...]) -> list[tuple[str, list[tuple[object, ...]], list[str]]]:
    """The blocks without positions, as values to compare: equal if an edit only moved them."""
    return [
        (
            block.kind,
            [(t.kind, t.value, t.unit, t.loose, t.excused) for t in block.traces],
            [capital.written for capital in block.capitals],
        )
        for block in blocks
    ]


def stated_amounts(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    """The amounts of money in a text, with their currencies."""
    return [(t.value, t.unit) for block in blocks for t in block.traces if t.kind == "amount"]


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
        text = text.replace(passage, blank_out(passage))
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
