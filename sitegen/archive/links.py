"""Where a link in a text leads, in the reader's language."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import msgspec

from sitegen.archive.model import Archive
from sitegen.content.addresses import entry_named, file_named, is_external, mend_address
from sitegen.content.document import Document, LinkSlot
from sitegen.content.kinds import BY_NAME
from sitegen.content.suggestions import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.alphabet import slugify

# Paths that are not checked: pages of long lists and of the archive by time are known only when they are
# planned.
_FREE = re.compile(r"(?:archive|search|status|data|map|static)(?:/|\Z)|(?:.*/)?(?:page/)?[0-9]+\Z")


class Destination(msgspec.Struct, frozen=True):
    """A site path with its anchor, or a whole external address; `lang` is the language of the page there.

    An empty `path` means that what the link names is not published yet.
    """

    path: str
    anchor: str = ""
    lang: str = ""
    external: bool = False


def resolve_link(
    archive: Archive, document: Document, slot: LinkSlot
) -> tuple[Destination, Diagnostic | None]:
    """The destination of one link, and a diagnostic if it leads nowhere or to what is not published."""
    address = slot.address
    if is_external(address):
        path = archive.addresses.own(address)
        if path is not None:
            return _resolve_own_address(archive, document, slot, path)
        found = Destination(f"https:{address}" if address.startswith("//") else address, external=True)
        meant = mend_address(address)
        return found, _unknown_address(document, slot, suggestion=meant) if meant else None
    name, _, anchor = address.partition("#")
    scheme, colon, ident = name.partition(":")
    if colon and scheme in BY_NAME:
        return _resolve_entry(archive, document, slot, (scheme, ident.strip("/")), anchor)
    if colon:
        return _resolve_record(archive, document, slot, scheme, ident.strip("/"))
    return _resolve_file(archive, document, slot, name, anchor)


def _resolve_entry(
    archive: Archive, document: Document, slot: LinkSlot, key: tuple[str, str], anchor: str
) -> tuple[Destination, Diagnostic | None]:
    if key in archive.hidden:
        return Destination(""), _warn_of_hidden(document, slot, key)
    entry = archive.entries.get(key)
    if entry is None:
        return Destination(""), _unknown_address(document, slot, suggestion=_nearest_entry(archive, *key))
    shown = entry.document_for(document.lang)
    return _resolve_heading(document, slot, shown, archive.addresses.entry(*key, shown.lang), anchor)


def _resolve_heading(
    document: Document, slot: LinkSlot, shown: Document, path: str, anchor: str
) -> tuple[Destination, Diagnostic | None]:
    """The destination within the page of a text, or the page alone, with a problem when it has no such
    heading. While either text is a draft, that waits: a translation begins without the names of headings."""
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
    waits = document.text.draft or shown.text.draft
    return Destination(path, lang=shown.lang), msgspec.structs.replace(problem, waits=waits)


def _resolve_own_address(
    archive: Archive, document: Document, slot: LinkSlot, path: str
) -> tuple[Destination, Diagnostic | None]:
    """The destination of a link by a full address of this site; unlike other links it keeps its language."""
    lang, kind, ref = archive.addresses.parse_path(path)
    anchor = slot.address.partition("#")[2]
    ref, printed = ref.removesuffix("/print"), ref.endswith("/print")
    shown = archive.entries[kind, ref].document(lang) if (kind, ref) in archive.entries else None
    if shown:
        path = path if path.endswith("/") else f"{path}/"
        if printed:  # whose headings have other ids, too
            return Destination(path, anchor, lang), None
        return _resolve_heading(document, slot, shown, path, anchor)
    if (kind, ref) in archive.entries or (kind, ref) in archive.hidden:
        return _resolve_entry(archive, document, slot, (kind, ref), anchor)
    if archive.taken_down and _file_beside(archive, kind, ref) in archive.taken_down:
        return Destination(""), None
    is_known = not ref or _is_record(archive, kind, ref) or _FREE.match(ref) or _is_file(archive, kind, ref)
    if is_known:
        return Destination(path, anchor, lang), None
    return Destination(""), _unknown_address(
        document, slot, suggestion=_likely_address(archive, document, path)
    )


def own_entries(archive: Archive, document: Document) -> Iterator[tuple[str, str]]:
    """(kind, ref) of the entries that links of a document name by full addresses of this site."""
    for slot in document.links:
        path = archive.addresses.own(slot.address)
        if path is not None:
            _, kind, ref = archive.addresses.parse_path(path)
            yield kind, ref.removesuffix("/print")
            yield kind, posixpath.dirname(ref)


def _records(archive: Archive) -> dict[str, Iterable[str]]:
    """The ids of the records that have pages, by the prefix that names their kind in a link."""
    return {
        "place": archive.places,
        "organisation": archive.organisations,
        "author": archive.authors,
        "term": archive.terms,
    }


def _is_record(archive: Archive, kind: str, ref: str) -> bool:
    known = _records(archive)
    return ref in known.get(kind, ())


def _is_file(archive: Archive, kind: str, ref: str) -> bool:
    """Whether a site path means a file: one beside an entry, or one that is no content."""
    file = _file_beside(archive, kind, ref)
    return file in archive.assets if file else kind == "page" and "." in ref


def _file_beside(archive: Archive, kind: str, ref: str) -> str:
    folder, file = posixpath.split(ref)
    entry = archive.entries.get((kind, folder))
    return f"{posixpath.dirname(entry.documents[0].path)}/{file}" if entry else ""


def own_files(archive: Archive, document: Document) -> Iterator[str]:
    """The source paths of files that links of a document may name by full addresses of this site."""
    for slot in document.links:
        path = archive.addresses.own(slot.address)
        if path is not None:
            yield _file_beside(archive, *archive.addresses.parse_path(path)[1:])


def _resolve_record(
    archive: Archive, document: Document, slot: LinkSlot, scheme: str, ident: str
) -> tuple[Destination, Diagnostic | None]:
    known = _records(archive)
    if ident in known.get(scheme, ()):
        return Destination(archive.addresses.entry(scheme, ident, document.lang), lang=document.lang), None
    if archive.records.is_unread(scheme, ident):
        return Destination(""), None
    suggestion = _id_of(archive, scheme, ident) or suggest(ident, known.get(scheme, ()))
    return Destination(""), _unknown_address(document, slot, prefix=f"{scheme}:", suggestion=suggestion)


def _id_of(archive: Archive, kind: str, name: str) -> str:
    """The id of the only record or entry of this name or title; empty if there is none."""
    # Imported here, since most builds find every link right.
    from sitegen.archive.known_names import Names

    return Names(archive).hint(kind, unquote(name)).get("named", "")


def _resolve_file(
    archive: Archive, document: Document, slot: LinkSlot, name: str, anchor: str
) -> tuple[Destination, Diagnostic | None]:
    """The destination of a link by a relative source path: of a document in any language, of its folder, or
    of a file beside a document."""
    path = file_named(document.path, name)
    if path in archive.taken_down:
        return Destination(""), None
    if path in archive.assets:
        folder, file = posixpath.split(path)
        key = entry_named(folder)
        if key in archive.entries:
            return Destination(archive.addresses.asset(*key, file)), None
        if key in archive.hidden:
            return Destination(""), _warn_of_hidden(document, slot, key)
    key = entry_named(path)
    if (key in archive.entries or key in archive.hidden) and not name.startswith("/"):
        return _resolve_entry(archive, document, slot, key, anchor)
    if unicodedata.normalize("NFC", path) != path and unicodedata.normalize("NFC", path) in archive.assets:
        return Destination(""), None
    return Destination(""), _unknown_address(
        document, slot, suggestion=_likely_address(archive, document, slot.address)
    )


def _likely_address(archive: Archive, document: Document, address: str) -> str:
    """The whole link that was probably meant; empty if none is near."""
    if mended := mend_address(address):
        return mended
    path, _, anchor = address.replace("\\", "/").partition("#")
    if path.startswith("/"):
        _, kind, ref = archive.addresses.parse_path(unquote(path))
        found = _nearest_entry(archive, kind, ref) if ref else ""
        found = found or _entry_in(archive, path)
        return f"{found}#{anchor}" if found and anchor else found
    return _nearest_path(archive, document, file_named(document.path, path)) or _entry_in(archive, path)


def _entry_in(archive: Archive, path: str) -> str:
    """`kind:ref` of the only entry whose folder has the name with which a path ends, wherever it begins;
    empty if there is none."""
    folder = re.sub(r"/?index(?:\.\w+)?\.(?:md|html?)\Z", "", path.strip("/"))
    found = [key for key in archive.entries if key[1].rpartition("/")[2] == posixpath.basename(folder)]
    return ":".join(found[0]) if len(found) == 1 else ""


def _nearest_entry(archive: Archive, kind: str, ref: str) -> str:
    """`kind:ref` of the entry or record with this ref, of the entry that had it before, or of one with a
    similar name; empty if there is none."""
    known: Iterable[str] = (entry.ref for entry in archive.entries.values() if entry.kind == kind)
    if kind not in BY_NAME:
        known = _records(archive)[kind]
    known = set(known)
    if ref in known or (kind, ref) in archive.hidden:
        return f"{kind}:{ref}"
    if before := archive.find_renamed(kind, ref):
        return ":".join(before.key)
    beside = [other for other in known if other.rpartition("/")[2] == ref]  # without its year
    near = suggest(ref, known) or (beside[0] if len(beside) == 1 else _id_of(archive, kind, ref))
    return f"{kind}:{near}" if near else ""


def _nearest_path(archive: Archive, document: Document, path: str) -> str:
    """The relative path of the document or file that was probably meant; a file only if it has the same
    type."""
    if before := archive.find_renamed(*entry_named(path)):
        return posixpath.relpath(before.document_for(document.lang).path, posixpath.dirname(document.path))
    extension = posixpath.splitext(path)[1].lower()
    texts = (text for entry in archive.entries.values() for text in entry.documents)
    others = (text.path for text in texts if text.path != document.path)
    if extension not in ("", ".md", ".html"):
        others = (other for other in archive.assets if other.lower().endswith(extension))
    found = suggest(path, others, enough=0.6)
    return posixpath.relpath(found, posixpath.dirname(document.path)) if found else ""


def _warn_of_hidden(document: Document, slot: LinkSlot, key: tuple[str, str]) -> Diagnostic:
    """The warning for a link to an entry that is not published. It is no error: the day on which an entry
    expires must not stop the whole site."""
    return diagnostic("W410", document.path, slot.line, slot.column, kind=key[0], id=key[1])


def _unknown_address(
    document: Document, slot: LinkSlot, prefix: str = "", suggestion: str = ""
) -> Diagnostic:
    return diagnostic(
        "E412", document.path, slot.line, slot.column,
        target=slot.address, suggestion=prefix + suggestion if suggestion else "",
    )  # fmt: skip


def destinations(
    archive: Archive, document: Document
) -> tuple[tuple[Destination, ...], tuple[Diagnostic, ...]]:
    """The destinations of all links of a document, in the order of its slots, and their problems."""
    if not document.links:
        return (), ()
    found = [resolve_link(archive, document, slot) for slot in document.links]
    problems = tuple(problem for _, problem in found if problem)
    return tuple(destination for destination, _ in found), problems
