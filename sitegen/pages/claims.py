"""Every address has one owner."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from sitegen.archive.model import Archive
from sitegen.archive.urls import output_path
from sitegen.content.document import Document
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.pages.entry_pages import alias_path
from sitegen.pages.planned import GENERATED

STATIC = "static/"


def collisions(claims: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """Two claims (path, owner) on one address, also when they differ by case or Unicode form only.

    A file and a folder of one name are two claims too, and the theme has `static/` for itself.
    """
    owners: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path, owner in claims:
        key = _folded(output_path(path))
        if key in owners:
            yield _collision(path, owners[key], owner)
        elif key.startswith(STATIC):
            yield _collision(path, owner, STATIC)
        owners.setdefault(key, owner)
        folder = key.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = owner
            folder = folder.rpartition("/")[0]
    for folder in sorted(folders.keys() & owners.keys()):
        yield _collision(f"/{folder}", owners[folder], folders[folder])


def at_aliases(found: Iterable[Diagnostic], archive: Archive) -> Iterator[Diagnostic]:
    """The collisions, those of old addresses at the places where these are written."""
    documents: dict[str, Document] = {}
    for problem in found:
        if not documents:
            entries = archive.entries.values()
            documents = {document.path: document for entry in entries for document in entry.documents}
        named = dict(problem.args)
        owners = dict.fromkeys((named["first"], named["second"]))
        there = [documents[path] for path in owners if path in documents]
        claims = [claim for document in there for claim in _aliases(problem, document)]
        yield _at(problem, claims, archive) if claims else problem


def _aliases(problem: Diagnostic, document: Document) -> Iterator[tuple[Document, str, str]]:
    """The old addresses of a document that are claimed, each with its mark."""
    address = _folded(output_path(dict(problem.args)["address"]))
    for number, alias in enumerate(document.text.aliases):
        claimed = _folded(output_path(alias_path(alias)))
        if claimed == address or claimed.startswith(f"{address}/"):
            yield document, alias, f"aliases.{number}"


def _at(problem: Diagnostic, claims: list[tuple[Document, str, str]], archive: Archive) -> Diagnostic:
    (path, line, column), *others = ((document.path, *document.mark(mark)) for document, _, mark in claims)
    roots = ((archive.addresses.roots[document.lang], alias) for document, alias, _ in claims)
    near = next((root + alias[1:] for root, alias in roots if root != "/" and not alias.startswith(root)), "")
    named: dict[str, Any] = dict(problem.args) | {"alias": claims[0][1], "near": near if others else ""}
    also = tuple(":".join(map(str, place)) for place in others)
    return msgspec.structs.replace(diagnostic("E304", path, line, column, **named), also=also)


def _folded(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _collision(address: str, *owners: str) -> Diagnostic:
    """Reported at a file of the editor's, if one of them is."""
    first, second = sorted(owners, key=lambda name: name in (GENERATED, STATIC))
    return diagnostic("E304", first, 1, 1, address=address, first=first, second=second)
