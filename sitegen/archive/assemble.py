"""Assembles all documents to one archive: translations are joined to entries, facts merged, publication
decided; then come references and their inverses."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.archive.consistency import (
    circular_parents,
    impossible_facts,
    translation_differences,
    unstated_amounts,
)
from sitegen.archive.files import files_not_there, taken_down_files, without_files
from sitegen.archive.links import destinations
from sitegen.archive.model import Archive, Entry, Mention, WaitingText
from sitegen.content.addresses import make_addresses
from sitegen.content.assets import Asset, Size, thumbnails
from sitegen.content.config import SITE_FILE, SiteConfig
from sitegen.content.document import Document, Mark, document_stating, position_of, references
from sitegen.content.kinds import BY_NAME, AnyFacts, ArticleFacts, ProgrammeFacts, pictures_in_order
from sitegen.content.records import Place, Records, Soum
from sitegen.content.suggestions import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.digest import digest
from sitegen.language.catalogue import Words

if TYPE_CHECKING:
    from sitegen.archive.known_names import Names


DRAFT, EXPIRED = "draft", "expired"
# The problems of drafts that are reported: names of what is missing. A link to a heading that is missing is
# none of them, since headings of a published text come and go with its edits.
_TOLD = ("E411", "E412", "E420")


def assemble(
    config: SiteConfig,
    records: Records,
    documents: Iterable[Document],
    assets: Mapping[str, Asset],
    today: date,
    *,
    drafts: bool = False,
) -> tuple[Archive, list[Diagnostic]]:
    """The archive as it is on `today`, and what is wrong within entries, between the languages of each.

    `assets` are by path. A reference to an entry that is not published yet is left out.
    """
    languages = tuple(language.code for language in config.languages)
    taken = taken_down_files(records.takedowns, assets)
    if taken:
        documents = without_files(documents, taken)
        assets = {path: asset for path, asset in assets.items() if path not in taken}
    entries, waiting, problems = join_documents(documents, languages, today, assets, drafts=drafts)
    known = {entry.key for entry in entries} | _record_keys(records)
    archive = Archive(
        config=config,
        addresses=make_addresses(config.base_url, config.languages),
        records=records,
        entries={entry.key: entry for entry in entries},
        kinds={kind: tuple(entry for entry in entries if entry.kind == kind) for kind in BY_NAME},
        order={entry.key: number for number, entry in enumerate(entries)},
        mentions=_collect_mentions(entries, known),
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
    return archive, problems


def find_problems(archive: Archive, documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """What is wrong between entries, in an archive of all `documents`: one of some would show false
    problems."""
    # Imported here, since most builds find nothing changed.
    from sitegen.archive.known_names import unmatched_names

    known = archive.entries.keys() | _record_keys(archive.records)
    yield from unmatched_names(documents, archive.records)
    yield from _unknown_references(archive, known)
    yield from circular_parents(
        {
            entry.ref: (entry.facts.parent, document_stating(entry.documents, "parent"))
            for entry in archive.of_kind("programme")
            if isinstance(entry.facts, ProgrammeFacts) and entry.facts.parent
        }
    )
    if archive.waiting:
        yield from draft_problems(archive, documents, known)


def _collect_mentions(
    entries: Iterable[Entry], known: set[tuple[str, str]]
) -> dict[tuple[str, str], tuple[Mention, ...]]:
    """Mentions by (kind, id) of what is named and `known`."""
    mentions: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for entry in entries:
        for reference in entry.references:
            named = (reference.kind, reference.ident)
            if named in known:
                mentions[named].append(Mention(reference.field.partition(".")[0], entry))
    return {target: tuple(found) for target, found in mentions.items()}


def _record_keys(records: Records) -> set[tuple[str, str]]:
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


def _unknown_references(archive: Archive, known: set[tuple[str, str]]) -> Iterator[Diagnostic]:
    """A diagnostic for each reference that names nothing `known`, at the field in the file that states it."""
    unresolved = [
        (entry, reference)
        for entry in archive.entries.values()
        for reference in entry.references
        if (reference.kind, reference.ident) not in known
    ]
    if not unresolved:
        return
    # Imported here, since most builds have no unknown references.
    from sitegen.archive.known_names import Names

    names = Names(archive)
    for entry, reference in unresolved:
        document = document_stating(entry.documents, reference.field)
        kind, ident = reference.kind, reference.ident
        line, column = document.mark(reference.field)
        if kind not in BY_NAME and archive.records.is_unread(kind, ident):
            continue  # reported at the record itself
        if (kind, ident) in archive.hidden:
            yield diagnostic("W410", document.path, line, column, kind=kind, id=ident)
        else:
            args: dict[str, Any] = names.hint(kind, ident, _is_in_list(reference.field))
            yield diagnostic("E411", document.path, line, column, kind=kind, id=ident, **args)


def missing_menu_pages(archive: Archive, marks: tuple[Mark, ...]) -> Iterator[Diagnostic]:
    """A diagnostic for each page that the menu names and the archive lacks; `marks` are those of the
    settings."""
    pages = [entry.ref for entry in archive.of_kind("page")]
    for number, item in enumerate(archive.config.menu):
        if item.page and item.page not in pages:
            position = position_of(f"menu.{number}.page", marks)
            yield diagnostic("E414", SITE_FILE, *position, id=item.page, suggestion=suggest(item.page, pages))


def join_documents(
    documents: Iterable[Document],
    languages: tuple[str, ...],
    today: date,
    assets: Mapping[str, Asset],
    *,
    drafts: bool,
) -> tuple[list[Entry], tuple[WaitingText, ...], list[Diagnostic]]:
    """(entries published on `today`, newest first; what exists but is not published; problems).

    `drafts` publishes drafts and future entries too; `assets` are by path.
    """
    problems: list[Diagnostic] = []
    entries: list[Entry] = []
    waiting: list[WaitingText] = []
    by_entry = attrgetter("kind", "ref")
    for key, group in groupby(sorted(documents, key=by_entry), key=by_entry):
        whole = tuple(sorted(group, key=lambda d: languages.index(d.lang)))
        facts, found = _merge_facts(whole)
        problems += found
        problems += _missing_fields(whole, facts)
        problems += impossible_facts(whole, facts, today)
        problems += (*translation_differences(whole), *unstated_amounts(whole, facts))
        shown = tuple(document for document in whole if drafts or not document.text.draft)
        if shown and (drafts or _is_published(facts, today)):
            outdated = tuple(_outdated_languages(whole))
            small = _thumbnails(shown, facts, assets)
            names = _identity(whole, shown), _face(whole, shown, outdated, small)
            named = whole[0].references if facts is whole[0].facts else tuple(references(facts))
            entries.append(Entry(key, *key, facts, shown, *names, named, outdated, small))
            drafted = [document.lang for document in whole if document not in shown]
            waiting += [WaitingText(key, DRAFT, lang) for lang in drafted]
        else:
            waiting.append(WaitingText(key, _why_not(facts, today) if shown else DRAFT))
    entries.sort(key=lambda entry: entry.ref)
    entries.sort(key=lambda entry: entry.date.isoformat() if entry.date else "", reverse=True)
    return entries, tuple(waiting), problems


def _identity(whole: tuple[Document, ...], shown: tuple[Document, ...]) -> bytes:
    return digest(*(document.source + _sign(document, shown) for document in whole))


def _face(
    whole: tuple[Document, ...],
    shown: tuple[Document, ...],
    outdated: tuple[str, ...],
    small: tuple[Size, ...],
) -> bytes:
    faces = (document.face + _sign(document, shown) for document in whole)
    return digest(*faces, " ".join(outdated).encode(), msgspec.msgpack.encode(small) if small else b"")


def _sign(document: Document, shown: tuple[Document, ...]) -> bytes:
    """Whether a document is shown: with --drafts, a draft is, though its own digests are the same."""
    return b"+" if document in shown else b"-"


def _thumbnails(
    shown: tuple[Document, ...], facts: AnyFacts, assets: Mapping[str, Asset]
) -> tuple[Size, ...]:
    """The sizes of the first picture of an entry that can be a thumbnail: of the facts, else of the texts."""
    if not assets:
        return ()
    folder = posixpath.dirname(shown[0].path)
    placed = (slot.file for document in shown for slot in document.figures)
    for file in (*pictures_in_order(facts), *placed):
        asset = assets.get(f"{folder}/{file}")
        if asset and (small := thumbnails(asset)):
            return small
    return ()


def _merge_facts(documents: tuple[Document, ...]) -> tuple[AnyFacts, list[Diagnostic]]:
    """The facts of all files of an entry, and a problem for each fact that two files state differently."""
    first = documents[0]
    stated: dict[str, Document] = dict.fromkeys(first.stated, first)
    changes: dict[str, object] = {}
    problems = []
    for document in documents[1:]:
        for field in document.stated:
            value = getattr(document.facts, field)
            if field not in stated:
                stated[field] = document
                changes[field] = value
            elif joined := _join_words(changes.get(field, getattr(first.facts, field)), value):
                changes[field] = joined
            elif getattr(stated[field].facts, field) != value:
                earlier = stated[field]
                other = f"{earlier.path}:{earlier.mark(field)[0]}"
                problems.append(
                    diagnostic("E130", document.path, *document.mark(field), field=field, other=other)
                )
    return (msgspec.structs.replace(first.facts, **changes) if changes else first.facts), problems


def _join_words(before: object, after: object) -> Words | None:
    """Short texts of two files together, when each file wrote its own language only."""
    if not (isinstance(before, Words) and isinstance(after, Words)):
        return None
    repeated = {lang for lang, _ in before.texts} & {lang for lang, _ in after.texts}
    return None if repeated else Words(before.texts + after.texts)


def _missing_fields(documents: tuple[Document, ...], facts: AnyFacts) -> Iterator[Diagnostic]:
    """Problems for required fields that no file states. A field that is stated but could not be read has been
    reported already."""
    absent = [field for field in BY_NAME[documents[0].kind].required if getattr(facts, field) is None]
    if not absent or not all(document.marks for document in documents):
        return
    stated = {mark.field for document in documents for mark in document.marks}
    first = documents[0]
    mark = next((mark for mark in first.marks if mark.field == "title"), first.marks[0])
    for field in absent:
        if field not in stated:
            yield diagnostic("E131", first.path, mark.line, mark.column, field=field, paste=f"{field}: …")


def _first_day(facts: AnyFacts) -> date | None:
    """The day from which an entry is shown: that of `date`, or of `published` if that is later."""
    days = (facts.date, facts.published if isinstance(facts, ArticleFacts) else None)
    return max((day.date() for day in days if day), default=None)


def _is_published(facts: AnyFacts, today: date) -> bool:
    begins = _first_day(facts)
    return (begins is None or begins <= today) and (facts.expires is None or facts.expires > today)


def _why_not(facts: AnyFacts, today: date) -> str:
    """Why an entry without drafts is not published."""
    begins = _first_day(facts)
    return begins.isoformat() if begins and begins > today else EXPIRED


def _outdated_languages(documents: tuple[Document, ...]) -> Iterator[str]:
    """The languages whose translation was made from a text that its original no longer has."""
    for document in documents:
        made_from = document.text.translated_from
        if made_from and all(made_from != other.text_digest for other in documents if other is not document):
            yield document.lang


def draft_problems(
    archive: Archive, documents: Iterable[Document], known: set[tuple[str, str]]
) -> Iterator[Diagnostic]:
    """Warnings for what drafts name and is not there; `known` has the (kind, id) of all that can be named."""
    expired = {item.key for item in archive.waiting if item.reason == EXPIRED}
    shown = {document.path for entry in archive.entries.values() for document in entry.documents}
    waiting = [item for item in documents if item.path not in shown and (item.kind, item.ref) not in expired]
    # Imported here, since few builds have drafts.
    from sitegen.archive.known_names import Names

    names = cache(lambda: Names(archive))
    for document in waiting:
        found = (
            *_unknown_in_draft(archive, document, known, names),
            *destinations(archive, document)[1],
            *files_not_there((document,), document.facts, archive.assets),
        )
        for problem in found:
            if problem.code in _TOLD:
                yield msgspec.structs.replace(problem, waits=True)


def _is_in_list(field: str) -> bool:
    """Whether a dotted path leads to an item of a list."""
    return field.rpartition(".")[2].isdigit()


def let_drafts_wait(problems: Iterable[Diagnostic], archive: Archive) -> Iterator[Diagnostic]:
    """The problems in an archive with drafts: whatever a text that is not published today names and is not
    there waits, as it does in an archive without them. Facts that a draft states for an entry whose other
    text is published are published, too."""
    waiting: set[str] = set()
    published: set[tuple[str, int, int]] = set()
    for entry in archive.entries.values():
        ahead = not _is_published(entry.facts, archive.today)
        drafts = [document for document in entry.documents if ahead or document.text.draft]
        waiting.update(document.path for document in drafts)
        if len(drafts) < len(entry.documents):
            published.update((item.path, mark.line, mark.column) for item in drafts for mark in item.marks)
    for problem in problems:
        is_stated = (problem.path, problem.line, problem.column) in published
        waits = problem.code in _TOLD and problem.path in waiting and not is_stated
        yield msgspec.structs.replace(problem, waits=True) if waits else problem


def _unknown_in_draft(
    archive: Archive, document: Document, known: set[tuple[str, str]], names: Callable[[], Names]
) -> Iterator[Diagnostic]:
    for item in document.references:
        if archive.records.is_unread(item.kind, item.ident):
            continue
        if (item.kind, item.ident) not in known and (item.kind, item.ident) not in archive.hidden:
            hint: dict[str, Any] = names().hint(item.kind, item.ident, _is_in_list(item.field))
            position = document.mark(item.field)
            yield diagnostic("E411", document.path, *position, kind=item.kind, id=item.ident, **hint)
