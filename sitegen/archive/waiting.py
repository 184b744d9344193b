"""What is not published yet: the day on which it will be, and what it names that is not there, told before
it would stop publication.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from sitegen.archive.entries import DRAFT, EXPIRED
from sitegen.archive.files import files_not_there
from sitegen.archive.links import destinations
from sitegen.archive.model import Archive
from sitegen.archive.unknown import Names
from sitegen.content.document import Document
from sitegen.core.diagnostics import Diagnostic, diagnostic


def next_change(archive: Archive) -> str:
    """The next day on which an entry appears or expires (`2026-12-01`), or nothing: a build must run then."""
    days = [item.reason for item in archive.waiting if item.reason not in (DRAFT, EXPIRED)]
    expiries = (entry.facts.expires for entry in archive.entries.values())
    days += [day.isoformat() for day in expiries if day]
    return min((day for day in days if day > archive.today.isoformat()), default="")


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
