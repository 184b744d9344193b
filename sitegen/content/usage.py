"""Warnings of usage: letters that only look right, endings after numbers and abbreviations, and the forms of
words that the site avoids (glossary.yaml, terms.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sitegen.content.document import position_of
from sitegen.content.frontmatter import FrontMatter
from sitegen.content.markup import MarkupOptions
from sitegen.content.markup.body import Body
from sitegen.content.source import position
from sitegen.content.wording import unfilled
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.spelling import WITH_CASE, decimal_commas, slips, wrong_endings

_MOST_TOLD = 20  # warnings of a code in a file
# By kind of slip; invisible characters are removed without a warning, see sitegen.content.source.
_SLIPS = {"mojibake": "W120", "mixed": "W121", "ukrainian": "W122", "fita": "W122"}

_Found = tuple[int, str, dict[str, Any]]  # offset, code and arguments


def usage_problems(path: str, front: FrontMatter, body: Body, options: MarkupOptions) -> Iterator[Diagnostic]:
    """Warnings with what to write instead."""
    for field, text in (("title", front.text.title), ("summary", front.text.summary or "")):
        if text:
            for _, code, args in _found(text, options):
                yield diagnostic(code, path, *position_of(field, front.marks), **args)
    for offset, code, args in _found(body.words, options):
        line, column = position(body.words, offset)
        yield diagnostic(code, path, front.body_line + line - 1, column, **args)
    places = [] if front.text.draft else list(unfilled(body.words, body.passages))
    for passage, text in places[:1]:
        line, column = front.body_line + passage.line, passage.spans[0][0] + 1
        yield diagnostic("W175", path, line, column, text=text, count=str(len(places)))


def _found(text: str, options: MarkupOptions) -> list[_Found]:
    found = [*islice(_wrong_letters(text, options.lang), _MOST_TOLD)]
    used: list[_Found] = []
    if options.lang == "mn":
        for wrong in wrong_endings(text, dict(options.abbreviations)):
            args = {"text": wrong.found, "near": wrong.suggestion, "spoken": wrong.spoken}
            used.append((wrong.offset, "W123", args))
        for offset, written, near in decimal_commas(text):
            used.append((offset, "W126", {"text": written, "near": near}))
    used += _avoided(text, options.lang, options.avoid)
    return found + used[:_MOST_TOLD]


def _wrong_letters(text: str, lang: str) -> Iterator[_Found]:
    """Letters that only look right and damaged encodings."""
    for slip in slips(text, lang):
        if slip.kind in _SLIPS:
            yield slip.offset, _SLIPS[slip.kind], {"text": slip.found, "near": slip.suggestion or ""}


def _avoided(text: str, lang: str, avoid: Iterable[tuple[str, str]]) -> Iterator[_Found]:
    """Forms that the site avoids. For a form with an ending there is no replacement to paste."""
    for form, use in avoid:
        if form[1:] not in text:
            continue
        first = f"[{re.escape(form[0].lower())}{re.escape(form[0].upper())}]" if form[1:].islower() else ""
        written = f"{first}{re.escape(form[1:])}" if first else re.escape(form)
        ending = WITH_CASE if lang == "mn" else "(?:[’']s|s)?"
        for match in re.finditer(rf"(?<![\w-]){written}(?P<ending>{ending})(?![\w-])", text):
            near = "" if match["ending"] else use
            if near and match[0][0].isupper() and not form[0].isupper():
                near = near[:1].upper() + near[1:]
            yield match.start(), "W124", {"text": match[0], "use": use, "near": near}
