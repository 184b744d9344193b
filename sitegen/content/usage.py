"""How words are used here: endings by the word that is spoken, and one form for one thing (glossary.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sitegen.content.document import position_of
from sitegen.content.frontmatter import FrontMatter
from sitegen.content.markup.options import MarkupOptions
from sitegen.content.source import position
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.endings import WITH_CASE, wrong_endings

_MOST_TOLD = 20  # of a kind in a file
# Code, addresses, HTML and remarks are not written in a language.
_NO_WORDS = re.compile(r"`[^`\n]*`|https?://\S+|\]\([^)\s]*|<[^<>\n]*>|\{[^{}\n]*\}|<!--.*?-->", re.DOTALL)


def usage_problems(path: str, front: FrontMatter, options: MarkupOptions) -> Iterator[Diagnostic]:
    """Warnings with what to write instead."""
    for field, text in (("title", front.text.title), ("summary", front.text.summary or "")):
        if text:
            for _, code, args in _found(text, options):
                yield diagnostic(code, path, *position_of(field, front.marks), **args)
    body = front.body
    if "`" in body or "<" in body or "://" in body or "](" in body or "{" in body:
        body = _NO_WORDS.sub(lambda hidden: re.sub(r"[^\n]", " ", hidden[0]), body)
    for offset, code, args in _found(body, options):
        line, column = position(body, offset)
        yield diagnostic(code, path, front.body_line + line - 1, column, **args)


def _found(text: str, options: MarkupOptions) -> list[tuple[int, str, dict[str, Any]]]:
    found: list[tuple[int, str, dict[str, Any]]] = []
    if options.lang == "mn":
        for wrong in wrong_endings(text, dict(options.abbreviations)):
            args = {"text": wrong.found, "near": wrong.suggestion, "spoken": wrong.spoken}
            found.append((wrong.offset, "W123", args))
    found += _avoided(text, options.lang, options.avoid)
    return found[:_MOST_TOLD]


def _avoided(
    text: str, lang: str, avoid: Iterable[tuple[str, str]]
) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Forms that are not to be used; one with an ending is told without the finished text."""
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
