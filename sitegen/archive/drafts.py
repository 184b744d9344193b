"""What is not published yet names what is not there: told before it would stop publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from sitegen.archive.entries import EXPIRED
from sitegen.archive.files import files_not_there
from sitegen.archive.links import destinations
from sitegen.archive.model import Archive
from sitegen.archive.unknown import Names
from sitegen.content.document import Document
from sitegen.core.diagnostics import Diagnostic, diagnostic

# A heading that is linked to may still come or go with any edit of a text that is published.
_TOLD = ("E411", "E412", "E420")


def draft_problems(
    archive: Archive, documents: Iterable[Document], known: set[tuple[str, str]]
) -> Iterator[Diagnostic]:
    """Warnings at the places in the drafts; `known` is all that can be named."""
    expired = {item.key for item in archive.waiting if item.reason == EXPIRED}
    shown = {document.path for entry in archive.entries.values() for document in entry.documents}
    waiting = [item for item in documents if item.path not in shown and (item.kind, item.ref) not in expired]
    names = cache(lambda: Names(archive))
    for document in waiting:
        found = (
            *_unknown(archive, document, known, names),
            *destinations(archive, document)[1],
            *files_not_there((document,), document.facts, archive.assets),
        )
        for problem in found:
            if problem.code in _TOLD:
                yield msgspec.structs.replace(problem, waits=True)


def _unknown(
    archive: Archive, document: Document, known: set[tuple[str, str]], names: Callable[[], Names]
) -> Iterator[Diagnostic]:
    for item in document.references:
        if (item.target, item.ident) not in known and (item.target, item.ident) not in archive.hidden:
            hint: dict[str, Any] = names().hint(item.target, item.ident)
            place = document.mark(item.field)
            yield diagnostic("E411", document.path, *place, kind=item.target, id=item.ident, **hint)
