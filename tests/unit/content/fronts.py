"""Front matter for tests, and how to look at what was found in it."""

from __future__ import annotations

import textwrap

from sitegen.content.document import FileToParse
from sitegen.content.kinds import BY_NAME
from sitegen.content.markup import MarkupOptions, ParseOptions
from sitegen.content.parse import FrontMatter, parse_document, parse_front_matter
from sitegen.content.source import Source
from sitegen.core.diagnostics import Diagnostic

PATH = "content/articles/2024/x/index.mn.md"


def front(
    lines: str, kind: str = "article", lang: str = "mn", body: str = ""
) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    """What is read from these lines between two `---`; the first of them is line 2 of the file."""
    text = f"---\n{textwrap.dedent(lines).strip(chr(10))}\n---\n{body}"
    return parse_front_matter(Source(PATH, text), BY_NAME[kind], lang)


def told_of_file(lines: str, lang: str = "mn", body: str = "") -> tuple[Diagnostic, ...]:
    """What is told of a whole file."""
    text = f"---\n{textwrap.dedent(lines).strip(chr(10))}\n---\n{body}"
    options = ParseOptions((MarkupOptions(lang=lang),), "Asia/Ulaanbaatar")
    return parse_document(
        options, FileToParse(PATH, "article", "2024/x", lang, text.encode(), b"")
    ).diagnostics


def problems(lines: str, kind: str = "article", lang: str = "mn") -> list[tuple[str, int, int]]:
    """Code, line and column of every problem, in the order of the file."""
    return sorted(
        ((item.code, item.line, item.column) for item in front(lines, kind, lang)[1]),
        key=lambda item: item[1:],
    )


def only(lines: str, kind: str = "article", lang: str = "mn") -> Diagnostic:
    """The one problem of these lines."""
    found = front(lines, kind, lang)[1]
    assert len(found) == 1, found
    return found[0]


def argument(item: Diagnostic, name: str) -> str:
    return dict(item.args)[name]
