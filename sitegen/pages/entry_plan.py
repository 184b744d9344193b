"""The pages of one entry, planned again only when something they can show has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from sitegen.archive.assemble import nearest
from sitegen.archive.links import Destination, destinations
from sitegen.archive.model import Archive, Entry
from sitegen.content.document import Document
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.digest import digest
from sitegen.pages.edition import Edition, record_links
from sitegen.pages.entry import asset_path
from sitegen.pages.entry_pages import entry_page
from sitegen.pages.nearby import Nearby, narrowed
from sitegen.pages.planned import PageRecord, PlannedPage, record
from sitegen.pages.print_views import print_page


class EntryPlan(msgspec.Struct, frozen=True, array_like=True):
    """The pages of an entry; `key` names all that they are made from, and is empty if that is faulty."""

    key: bytes
    pages: tuple[PageRecord, ...]


class Planner:
    """Plans entries one by one. `before` are the plans of an earlier build, by kind and ref.

    What newly planned pages show is put into `shown`, encoded, by digest.
    """

    def __init__(
        self,
        archive: Archive,
        editions: tuple[Edition, ...],
        engine: bytes,
        before: Mapping[str, EntryPlan],
        shown: dict[bytes, bytes],
    ) -> None:
        self._archive = archive
        self._editions = editions
        self._before = before
        self._shown = shown
        self._encoder = msgspec.msgpack.Encoder()
        words = [edition.words for edition in editions]
        parts = (archive.config, archive.records, words)
        self._shared = digest(engine, *map(self._encoder.encode, parts))
        self._records = [record_links(archive, edition.lang) for edition in editions]

    def plan(self, nearby: Nearby) -> tuple[EntryPlan, tuple[Diagnostic, ...]]:
        key = nearby.key(self._shared)
        known = self._before.get("/".join(nearby.entry.key))
        if known and known.key == key:
            return known, ()
        archive = narrowed(self._archive, nearby)
        found = {
            document.path: destinations(archive, document)
            for entry in (nearby.entry, *nearby.members)
            for document in entry.documents
        }
        links = {path: resolved for path, (resolved, _) in found.items()}
        problems = tuple(self._problems(archive, nearby.entry, found))
        pages = tuple(
            record(page, self._encoder, self._shown) for page in self._pages(archive, nearby, links)
        )
        return EntryPlan(b"" if problems else key, pages), problems

    def _pages(
        self, archive: Archive, nearby: Nearby, links: Mapping[str, tuple[Destination, ...]]
    ) -> Iterator[PlannedPage]:
        for edition, records in zip(self._editions, self._records, strict=True):
            near = msgspec.structs.replace(
                edition,
                archive=archive,
                links=records | {key: edition.links[key] for key in archive.entries},
                cards={key: edition.cards[key] for key in archive.entries},
                destinations=links,
            )
            yield entry_page(near, nearby)
            printed = print_page(near, nearby) if archive.config.print_views else None
            if printed:
                yield printed

    def _problems(
        self,
        archive: Archive,
        entry: Entry,
        found: Mapping[str, tuple[tuple[Destination, ...], tuple[Diagnostic, ...]]],
    ) -> Iterator[Diagnostic]:
        for document in entry.documents:
            if found[document.path][1]:  # the whole archive knows what was probably meant
                yield from destinations(self._archive, document)[1]
        yield from _missing_files(archive, entry)
        yield from _undescribed_pictures(entry)


def _missing_files(archive: Archive, entry: Entry) -> Iterator[Diagnostic]:
    """Pictures and documents that an entry names and that do not lie beside it."""
    folder = asset_path(entry, "")
    for document, file, line, column in _named_files(entry):
        if folder + file not in archive.assets:
            there = [path.removeprefix(folder) for path in archive.assets if path.startswith(folder)]
            near = nearest(file, there)
            yield diagnostic("E420", document.path, line, column, file=file, suggestion=near)


def _undescribed_pictures(entry: Entry) -> Iterator[Diagnostic]:
    """Pictures in a text that neither the text nor the entry's `images` describe."""
    described = {image.file for image in entry.facts.images}
    for document in entry.documents:
        for slot in document.figures:
            if not slot.alt and slot.file not in described:
                yield diagnostic("W215", document.path, slot.line, slot.column, file=slot.file)


def _named_files(entry: Entry) -> Iterator[tuple[Document, str, int, int]]:
    """Each file name an entry states, with where it states it."""
    facts = entry.facts
    fields = [(f"images.{number}.file", image.file) for number, image in enumerate(facts.images)]
    fields += [
        (f"documents.{number}.file", item.file) for number, item in enumerate(facts.documents) if item.file
    ]
    for field, file in fields:
        root = field.partition(".")[0]
        document = next((item for item in entry.documents if root in item.given), entry.documents[0])
        yield document, file, *document.mark(field)
    for document in entry.documents:
        for slot in document.figures:
            yield document, slot.file, slot.line, slot.column
