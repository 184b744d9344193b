"""Where a link in a text leads, in the reader's language."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.content.document import Document, LinkSlot
from sitegen.content.kinds import BY_NAME
from sitegen.content.link_targets import entry_named, file_named, is_external
from sitegen.content.suggest import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.slugs import slugify


class Destination(msgspec.Struct, frozen=True):
    """A site path with its anchor, or a whole external address; `lang` is that of the page it shows.

    An empty `path` means that nothing can be linked to yet.
    """

    path: str
    anchor: str = ""
    lang: str = ""
    external: bool = False


def resolve(archive: Archive, document: Document, slot: LinkSlot) -> tuple[Destination, Diagnostic | None]:
    """The destination of one link, with a problem when it names nothing that is there."""
    target = slot.target
    if is_external(target):
        return Destination(f"https:{target}" if target.startswith("//") else target, external=True), None
    name, _, anchor = target.partition("#")
    scheme, colon, ident = name.partition(":")
    if colon and scheme in BY_NAME:
        return _to_entry(archive, document, slot, (scheme, ident.strip("/")), anchor)
    if colon:
        return _to_record(archive, document, slot, scheme, ident.strip("/"))
    return _to_file(archive, document, slot, name, anchor)


def _to_entry(
    archive: Archive, document: Document, slot: LinkSlot, key: tuple[str, str], anchor: str
) -> tuple[Destination, Diagnostic | None]:
    if key in archive.hidden:
        return Destination(""), _hidden(document, slot, key)
    entry = archive.entries.get(key)
    if entry is None:
        refs = (ref for kind, ref in archive.entries if kind == key[0])
        return Destination(""), _unknown(
            document, slot, prefix=f"{key[0]}:", suggestion=suggest(key[1], refs)
        )
    shown = entry.shown(document.lang)
    path = archive.addresses.entry(*key, shown.lang)
    if not anchor:
        return Destination(path, lang=shown.lang), None
    ids = [heading.id for heading in shown.headings]
    found = anchor if anchor in ids else slugify(anchor, shown.lang)
    if found in ids:
        return Destination(path, found, shown.lang), None
    problem = diagnostic(
        "E413", document.path, slot.line, slot.column,
        anchor=anchor, target=shown.path, suggestion=suggest(anchor, ids),
    )  # fmt: skip
    return Destination(path, lang=shown.lang), problem


def _to_record(
    archive: Archive, document: Document, slot: LinkSlot, scheme: str, ident: str
) -> tuple[Destination, Diagnostic | None]:
    known = {"place": archive.places, "organisation": archive.organisations, "term": archive.terms}
    if ident in known.get(scheme, ()):
        return Destination(archive.addresses.entry(scheme, ident, document.lang), lang=document.lang), None
    suggestion = suggest(ident, known.get(scheme, ()))
    return Destination(""), _unknown(document, slot, prefix=f"{scheme}:", suggestion=suggestion)


def _to_file(
    archive: Archive, document: Document, slot: LinkSlot, name: str, anchor: str
) -> tuple[Destination, Diagnostic | None]:
    """A relative source path: a document of any language, its folder, or a file beside one."""
    path = file_named(document.path, name)
    if path in archive.assets:
        folder, file = posixpath.split(path)
        key = entry_named(folder)
        if key in archive.entries:
            return Destination(archive.addresses.asset(*key, file)), None
        if key in archive.hidden:
            return Destination(""), _hidden(document, slot, key)
    key = entry_named(path)
    if (key in archive.entries or key in archive.hidden) and not name.startswith("/"):
        return _to_entry(archive, document, slot, key, anchor)
    return Destination(""), _unknown(document, slot, suggestion=_nearest_path(archive, document, path))


def _nearest_path(archive: Archive, document: Document, path: str) -> str:
    others = (other for other in _paths(archive.entries.values()) if other != document.path)
    found = suggest(path, others, enough=0.6)
    return posixpath.relpath(found, posixpath.dirname(document.path)) if found else ""


def _paths(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        for document in entry.documents:
            yield document.path


def _hidden(document: Document, slot: LinkSlot, key: tuple[str, str]) -> Diagnostic:
    """Not an error: an entry that expires must not stop the site of those who link to it."""
    return diagnostic("W410", document.path, slot.line, slot.column, kind=key[0], id=key[1])


def _unknown(document: Document, slot: LinkSlot, prefix: str = "", suggestion: str = "") -> Diagnostic:
    return diagnostic(
        "E412", document.path, slot.line, slot.column,
        target=slot.target, suggestion=prefix + suggestion if suggestion else "",
    )  # fmt: skip


def destinations(
    archive: Archive, document: Document
) -> tuple[tuple[Destination, ...], tuple[Diagnostic, ...]]:
    """All links of a document, in the order of its slots."""
    if not document.links:
        return (), ()
    found = [resolve(archive, document, slot) for slot in document.links]
    problems = tuple(problem for _, problem in found if problem)
    return tuple(destination for destination, _ in found), problems
