"""Assembles all documents to one archive, with references and their inverses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

from sitegen.archive.entries import join
from sitegen.archive.model import Archive, Entry, Mention
from sitegen.archive.takedown import taken_down, without
from sitegen.archive.urls import addresses
from sitegen.content.assets import Asset
from sitegen.content.config import SITE_FILE as CONFIG
from sitegen.content.config import SiteConfig
from sitegen.content.document import Document, Mark, Reference, position_of, stating
from sitegen.content.kinds import BY_NAME
from sitegen.content.records import Place, Records, Soum
from sitegen.content.suggestions import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic


def assemble(
    config: SiteConfig,
    records: Records,
    documents: Iterable[Document],
    assets: Mapping[str, Asset],
    today: date,
    drafts: bool = False,
) -> tuple[Archive, Iterator[Diagnostic]]:
    """The archive as it is on `today`, and every problem between documents.

    `assets` are by path. A reference to an entry that is not published yet is left out, with a warning.
    Problems are looked for only when the iterator is read; an archive of some documents would report false
    ones.
    """
    languages = tuple(language.code for language in config.languages)
    taken = taken_down(records.takedowns, assets)
    if taken:
        documents = without(documents, taken)
        assets = {path: asset for path, asset in assets.items() if path not in taken}
    entries, waiting, problems = join(documents, languages, today, drafts, assets)
    known = {entry.key for entry in entries} | _recorded(records)
    mentions, unresolved = _mentioned(entries, known)
    archive = Archive(
        config=config,
        addresses=addresses(config.base_url, tuple((item.code, item.prefix) for item in config.languages)),
        records=records,
        entries={entry.key: entry for entry in entries},
        kinds={kind: tuple(entry for entry in entries if entry.kind == kind) for kind in BY_NAME},
        order={entry.key: number for number, entry in enumerate(entries)},
        mentions=mentions,
        assets=assets,
        terms={term.id: term for term in records.terms},
        places=dict(_places(records.places)),
        organisations={item.id: item for item in records.organisations},
        authors={item.id: item for item in records.authors},
        sources={item.id: item for item in records.sources},
        hidden=frozenset(item.key for item in waiting if not item.lang),
        today=today,
        waiting=waiting,
        taken_down=taken,
    )
    more = (
        _names_apart(documents, records),
        _unknown(archive, unresolved),
        _in_drafts(archive, documents, known),
    )
    return archive, chain(problems, *more)


def _names_apart(documents: Iterable[Document], records: Records) -> Iterator[Diagnostic]:
    # Imported here, since most builds find nothing changed.
    from sitegen.archive.known_names import names_apart

    yield from names_apart(documents, records)


def _mentioned(
    entries: Iterable[Entry], known: set[tuple[str, str]]
) -> tuple[dict[tuple[str, str], tuple[Mention, ...]], list[tuple[Entry, Reference]]]:
    """Mentions by (kind, id) of what is named, and the references to what is not `known`, each with its
    entry."""
    mentions: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    unresolved: list[tuple[Entry, Reference]] = []
    for entry in entries:
        for reference in entry.references:
            target = (reference.target, reference.ident)
            if target in known:
                mentions[target].append(Mention(reference.field.partition(".")[0], entry))
            else:
                unresolved.append((entry, reference))
    return {target: tuple(found) for target, found in mentions.items()}, unresolved


def _in_drafts(
    archive: Archive, documents: Iterable[Document], known: set[tuple[str, str]]
) -> Iterator[Diagnostic]:
    if not archive.waiting:
        return
    # Imported here, since most builds have no drafts.
    from sitegen.archive.entries import draft_problems

    yield from draft_problems(archive, documents, known)


def _recorded(records: Records) -> set[tuple[str, str]]:
    found = {("term", term.id) for term in records.terms}
    found |= {("place", ident) for ident, _ in _places(records.places)}
    found |= {("organisation", item.id) for item in records.organisations}
    found |= {("author", item.id) for item in records.authors}
    found |= {("source", item.id) for item in records.sources}
    return found


def _places(places: tuple[Place, ...]) -> Iterator[tuple[str, tuple[Place, Soum | None]]]:
    for place in places:
        yield place.id, (place, None)
        for soum in place.soums:
            yield f"{place.id}/{soum.id}", (place, soum)


def _unknown(archive: Archive, unresolved: list[tuple[Entry, Reference]]) -> Iterator[Diagnostic]:
    """A diagnostic for each reference that names nothing known, at the field in the file that states it."""
    if not unresolved:
        return
    # Imported here, since most builds have no unknown references.
    from sitegen.archive.known_names import Names

    names = Names(archive)
    for entry, reference in unresolved:
        document = stating(entry.documents, reference.field)
        kind, ident = reference.target, reference.ident
        line, column = document.mark(reference.field)
        if kind not in BY_NAME and archive.records.is_unread(kind, ident):
            continue  # reported at the record itself
        if (kind, ident) in archive.hidden:
            yield diagnostic("W410", document.path, line, column, kind=kind, id=ident)
        else:
            args: dict[str, Any] = names.hint(kind, ident)
            yield diagnostic("E411", document.path, line, column, kind=kind, id=ident, **args)


def missing_menu_pages(archive: Archive, marks: tuple[Mark, ...]) -> Iterator[Diagnostic]:
    """A diagnostic for each page that the menu names and the archive lacks; `marks` are those of the
    settings."""
    pages = [entry.ref for entry in archive.of_kind("page")]
    for number, item in enumerate(archive.config.menu):
        if item.page and item.page not in pages:
            place = position_of(f"menu.{number}.page", marks)
            yield diagnostic("E414", CONFIG, *place, id=item.page, suggestion=suggest(item.page, pages))
