"""What the target of a link names, as far as the file it stands in tells."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from sitegen.content.document import LinkSlot
from sitegen.content.kinds import BY_FOLDER, BY_NAME

EXTERNAL = ("http:", "https:", "mailto:", "tel:")
NOWHERE = ("", "")


def is_external(target: str) -> bool:
    return target.startswith("//") or target.lower().startswith(EXTERNAL)


def file_named(document: str, name: str) -> str:
    """The path in the site's folder of a relative address in the document at a path."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(document), name))


def entry_named(path: str) -> tuple[str, str]:
    """('project', 'x') for `content/projects/x` and for a document in it."""
    parts = (posixpath.dirname(path) if path.endswith(".md") else path).split("/", 2)
    if len(parts) == 3 and parts[0] == "content" and parts[1] in BY_FOLDER:
        return BY_FOLDER[parts[1]].name, parts[2]
    return NOWHERE


def leads_to(document: str, links: Iterable[LinkSlot]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """All that it takes to know where the links of a document lead: entries, and files beside entries."""
    entries: dict[tuple[str, str], None] = {}
    files: dict[str, None] = {}
    for slot in links:
        name = slot.target.partition("#")[0]
        scheme, colon, ident = name.partition(":")
        if colon and scheme in BY_NAME:
            entries[scheme, ident.strip("/")] = None
        elif not colon and not is_external(slot.target):
            path = file_named(document, name)
            files[path] = None
            entries[entry_named(path)] = None
            entries[entry_named(posixpath.dirname(path))] = None
    entries.pop(NOWHERE, None)
    return tuple(entries), tuple(files)
