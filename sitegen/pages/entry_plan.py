"""The pages of one entry, planned again only when something they can show has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from sitegen.archive.files import files_not_there
from sitegen.archive.links import Destination, destinations
from sitegen.archive.model import Archive, Entry
from sitegen.archive.pictures import consent_problems, description_problems, size_problems
from sitegen.content.config import PicturePolicy
from sitegen.content.document import stating
from sitegen.content.identity import missing_words
from sitegen.content.kinds import ProgrammeFacts
from sitegen.core.diagnostics import Diagnostic
from sitegen.pages.data_pages import record_file
from sitegen.pages.edition import Edition
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
    yield from files_not_there(entry.documents, entry.facts, near.assets)
    yield from _unsaid(near, entry)
    yield from description_problems(entry, near.assets)
    policy = archive.config.pictures or PicturePolicy()
    yield from consent_problems(entry, policy)
    yield from size_problems(entry, near.assets, policy)


def _unsaid(near: Archive, entry: Entry) -> Iterator[Diagnostic]:
    """What the donors of a programme ask to be said, in each language of the site."""
    if isinstance(entry.facts, ProgrammeFacts):
        document = stating(entry.documents, "donors")
        said = (
            (f"donors.{number}.statement", donor.statement) for number, donor in enumerate(entry.facts.donors)
        )
        yield from missing_words(said, near.languages, document.path, document.marks)
