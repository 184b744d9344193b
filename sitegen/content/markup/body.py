"""From a Markdown text to a body, within limits of size, time and depth."""

from __future__ import annotations

import math
import re

import msgspec

from sitegen.content.document import FigureSlot, Heading, LinkSlot
from sitegen.content.markup import MarkupOptions
from sitegen.content.markup.containers import TooDeep
from sitegen.content.markup.findings import findings
from sitegen.content.markup.parser import Positions, discard_parser, parser
from sitegen.content.markup.sanitise import sanitise
from sitegen.content.markup.targets import Targets, place_headings
from sitegen.content.markup.writer import Abbreviations, Writer
from sitegen.content.source import remove_unseen
from sitegen.content.wording import Passage, only_words
from sitegen.core.diagnostics import Diagnostic, diagnostic, in_order
from sitegen.core.interrupts import OverBudget, budget
from sitegen.language.typography import typeset_html

MAX_BYTES = 1024 * 1024
_SECONDS = 2.0
_MARKS = re.compile("[\x02\x03]")
_LINE_END = re.compile(r"\r\n?")


class Body(msgspec.Struct, frozen=True):
    """Finished HTML, and what its slots stand for, by number.

    `words` is the Markdown with blanks for all that no reader reads; `passages` tell how the text is built.
    """

    html: str
    words: str = ""
    passages: tuple[Passage, ...] = ()
    links: tuple[LinkSlot, ...] = ()
    figures: tuple[FigureSlot, ...] = ()
    headings: tuple[Heading, ...] = ()


def to_body(
    path: str, markdown: str, first_line: int, options: MarkupOptions
) -> tuple[Body | None, tuple[Diagnostic, ...]]:
    """The body of the file at `path`, whose Markdown begins at line `first_line` of the file.

    No body (None) when the text is too large (E204), takes too long (E201), is nested too
    deeply (E202) or breaks the Markdown library (E203).
    """
    size = len(markdown.encode(errors="replace"))
    if size > MAX_BYTES:
        shown, limit = (f"{math.ceil(number / 1024)} KiB" for number in (size, MAX_BYTES))
        return None, (diagnostic("E204", path, first_line, 1, size=shown, limit=limit),)
    try:
        with budget(_SECONDS):
            return _convert(path, markdown, first_line, options)
    except OverBudget:
        failure = diagnostic("E201", path, first_line, 1, seconds=f"{_SECONDS:g}")
    except (RecursionError, TooDeep):
        failure = diagnostic("E202", path, first_line, 1)
    except Exception as error:  # one page must never take the build down with it
        failure = diagnostic("E203", path, first_line, 1, problem=f"{type(error).__name__}: {error}")
    discard_parser()
    return None, (failure,)


def _convert(
    path: str, markdown: str, first_line: int, options: MarkupOptions
) -> tuple[Body | None, tuple[Diagnostic, ...]]:
    source = remove_unseen(_LINE_END.sub("\n", markdown) if "\r" in markdown else markdown)
    if not source.strip():
        return Body(""), ()
    tree = parser().parse(source)
    positions = Positions(tree.seen, first_line)
    headings = place_headings(tree.parts, options.lang)
    targets = Targets(path, headings, positions)
    abbreviations = Abbreviations(options.abbreviations, source)
    written = Writer(tree, targets, abbreviations, options).write()
    if left := _MARKS.search(written):
        raise ValueError(f"a mark of the library is left: {written[left.start() :][:20]!r}")
    body = Body(
        typeset_html(sanitise(written), options.lang).strip(),
        only_words(tree.seen),
        tree.passages,
        tuple(targets.links),
        tuple(targets.figures),
        headings.listed,
    )
    return body, in_order([*targets.diagnostics, *findings(path, tree, headings, positions)])
