"""The pages of one entry, planned again only when something they can show has changed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from operator import attrgetter

import msgspec

from sitegen.archive.consent import consent_problems
from sitegen.archive.descriptions import description_problems, stating
from sitegen.archive.links import Destination, destinations
from sitegen.archive.model import Archive, Entry
from sitegen.content.config import PicturePolicy
from sitegen.content.document import Document
from sitegen.content.identity import missing_words
from sitegen.content.kinds import ProgrammeFacts
from sitegen.content.pictures import fields_of_pictures
from sitegen.content.suggest import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.pages.data_pages import record_file
from sitegen.pages.edition import Edition, asset_path
from sitegen.pages.entry_pages import entry_page
from sitegen.pages.nearby import Faces, Nearby, narrowed
from sitegen.pages.planned import PlannedPage
from sitegen.pages.print_views import print_page
from sitegen.pages.sharing import entry_card

_Found = Mapping[str, tuple[tuple[Destination, ...], tuple[Diagnostic, ...]]]


def plan_entry(
    archive: Archive, editions: tuple[Edition, ...], nearby: Nearby, faces: Faces
) -> tuple[Iterator[PlannedPage], tuple[Diagnostic, ...]]:
    """The pages, made from an edition of what is nearby, and what is wrong with links and pictures."""
    near = narrowed(archive, nearby, faces)
    documents = [document for entry in nearby.whole() for document in entry.documents]
    found = {document.path: destinations(near, document) for document in documents}
    problems = tuple(_problems(archive, near, nearby.entry, found))
    return _pages(near, editions, nearby, found), problems


def _pages(
    archive: Archive, editions: tuple[Edition, ...], nearby: Nearby, found: _Found
) -> Iterator[PlannedPage]:
    links = {path: resolved for path, (resolved, _) in found.items()}
    for edition in editions:
        near = msgspec.structs.replace(edition, archive=archive, destinations=links)
        yield entry_page(near, nearby)
        printed = print_page(near, nearby) if archive.config.print_views else None
        if printed:
            yield printed
        card = entry_card(near, nearby) if archive.config.cards else None
        if card:
            yield card
    if archive.config.data and nearby.entry.kind == "project":
        yield record_file(editions, nearby.entry)


def _problems(archive: Archive, near: Archive, entry: Entry, found: _Found) -> Iterator[Diagnostic]:
    for document in entry.documents:
        if found[document.path][1]:  # only the whole archive knows what was probably meant
            yield from destinations(archive, document)[1]
    yield from _missing_files(near, entry)
    yield from _unsaid(near, entry)
    yield from description_problems(entry)
    yield from consent_problems(entry, archive.config.pictures or PicturePolicy())


def _missing_files(archive: Archive, entry: Entry) -> Iterator[Diagnostic]:
    """Pictures and documents that an entry names and that do not lie beside it."""
    folder = asset_path(entry, "")
    for document, file, line, column in _named_files(entry):
        if folder + file not in archive.assets:
            there = [path.removeprefix(folder) for path in archive.assets if path.startswith(folder)]
            if any(unicodedata.normalize("NFC", name) == file for name in there):
                continue  # told at the file
            near = suggest(file, there)
            yield diagnostic("E420", document.path, line, column, file=file, suggestion=near)


def _unsaid(near: Archive, entry: Entry) -> Iterator[Diagnostic]:
    """What the donors of a programme ask to be said, in each language of the site."""
    if isinstance(entry.facts, ProgrammeFacts):
        document = next((item for item in entry.documents if "donors" in item.given), entry.documents[0])
        said = (
            (f"donors.{number}.statement", donor.statement) for number, donor in enumerate(entry.facts.donors)
        )
        yield from missing_words(said, near.languages, document.path, document.marks)


def _named_files(entry: Entry) -> Iterator[tuple[Document, str, int, int]]:
    """Each file name an entry states, with where it states it."""
    facts = entry.facts
    fields = [
        (f"images.{number}.file", image.file) for number, image in enumerate(facts.images) if image.file
    ]
    fields += fields_of_pictures(facts)
    fields += [
        (f"documents.{number}.file", item.file) for number, item in enumerate(facts.documents) if item.file
    ]
    if isinstance(facts, ProgrammeFacts):
        fields += [
            (f"donors.{number}.logo", item.logo) for number, item in enumerate(facts.donors) if item.logo
        ]
    for field, file in fields:
        document = stating(entry, field)
        yield document, file, *document.mark(field)
    for document in entry.documents:
        for slot in filter(attrgetter("file"), document.figures):
            yield document, slot.file, slot.line, slot.column
