"""The whole site as a plan: every page with what it shows, and every file, each at an address of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from sitegen.archive.assemble import nearest
from sitegen.archive.links import Destination, destinations
from sitegen.archive.model import Archive, Entry
from sitegen.archive.urls import output_path
from sitegen.content.config import FILE as CONFIG
from sitegen.content.document import Document
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.catalogue import Catalogue
from sitegen.pages import views
from sitegen.pages.cards import make_edition
from sitegen.pages.edition import Edition
from sitegen.pages.entry import asset_path
from sitegen.pages.entry_pages import entry_pages, redirects
from sitegen.pages.frame import all_feeds
from sitegen.pages.front import chrome, home_page, not_found_page, status_page
from sitegen.pages.kinds import entry_view
from sitegen.pages.lists import list_pages
from sitegen.pages.machine import feed_pages, sitemap_page, text_pages
from sitegen.pages.planned import GENERATED, PlannedPage
from sitegen.pages.print_views import print_pages
from sitegen.pages.project_lists import project_pages
from sitegen.pages.record_pages import organisation_pages, place_pages, term_pages

STATIC = "static/"


class PlannedFile(msgspec.Struct, frozen=True):
    """A file copied as it is: `path` on the site, `source` relative to the site's folder."""

    path: str
    source: str


class Plan(msgspec.Struct, frozen=True):
    """`chromes` by language are the second input of every template."""

    pages: tuple[PlannedPage, ...]
    files: tuple[PlannedFile, ...]
    chromes: dict[str, views.Chrome]


def plan(archive: Archive, catalogues: dict[str, Catalogue]) -> tuple[Plan, tuple[Diagnostic, ...]]:
    """Everything to publish, and what is wrong with links, pictures and addresses."""
    problems: list[Diagnostic] = []
    found = {}
    for entry in archive.entries.values():
        for document in entry.documents:
            found[document.path], wrong = destinations(archive, document)
            problems += wrong
    problems += _missing_files(archive)
    problems += _undescribed_pictures(archive)
    problems += _missing_menu_pages(archive)
    editions = tuple(_edition(archive, lang, catalogues[lang], found) for lang in archive.languages)
    pages = tuple(_pages(editions))
    files = tuple(_files(archive))
    problems += _collisions(pages, files)
    return Plan(pages, files, {edition.lang: chrome(edition) for edition in editions}), tuple(problems)


def _edition(
    archive: Archive, lang: str, words: Catalogue, found: dict[str, tuple[Destination, ...]]
) -> Edition:
    edition = make_edition(archive, lang, words, found)
    said = {key: entry_view(edition, entry) for key, entry in archive.entries.items()}
    return msgspec.structs.replace(edition, entries=said, feeds=all_feeds(edition))


def _pages(editions: tuple[Edition, ...]) -> Iterator[PlannedPage]:
    old: list[PlannedPage] = []
    print_views = editions[0].archive.config.print_views
    for edition in editions:
        yield home_page(edition)
        yield from entry_pages(edition, print_views)
        if print_views:
            yield from print_pages(edition)
        yield from list_pages(edition)
        yield from project_pages(edition)
        yield from place_pages(edition)
        yield from organisation_pages(edition)
        yield from term_pages(edition)
        yield status_page(edition)
        yield from feed_pages(edition)
        old += redirects(edition)
    yield not_found_page(editions)
    yield from old
    yield sitemap_page(editions)
    yield from text_pages(editions, tuple(old))


def _files(archive: Archive) -> Iterator[PlannedFile]:
    """The files beside published entries."""
    folders = {asset_path(entry, ""): entry for entry in archive.entries.values()}
    for path in archive.assets:
        folder, _, name = path.rpartition("/")
        entry = folders.get(f"{folder}/")
        if entry:
            yield PlannedFile(archive.addresses.asset(entry.kind, entry.ref, name), path)


def _missing_menu_pages(archive: Archive) -> Iterator[Diagnostic]:
    pages = [entry.ref for entry in archive.of_kind("page")]
    for item in archive.config.menu:
        if item.page and item.page not in pages:
            yield diagnostic("E414", CONFIG, 1, 1, id=item.page, suggestion=nearest(item.page, pages))


def _missing_files(archive: Archive) -> Iterator[Diagnostic]:
    """Pictures and documents that an entry names and that do not lie beside it."""
    for entry in archive.entries.values():
        folder = asset_path(entry, "")
        for document, file, line, column in _named_files(entry):
            if folder + file not in archive.assets:
                there = [path.removeprefix(folder) for path in archive.assets if path.startswith(folder)]
                near = nearest(file, there)
                yield diagnostic("E420", document.path, line, column, file=file, suggestion=near)


def _undescribed_pictures(archive: Archive) -> Iterator[Diagnostic]:
    """Pictures in a text that neither the text nor the entry's `images` describe."""
    for entry in archive.entries.values():
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


def _collisions(pages: Iterable[PlannedPage], files: Iterable[PlannedFile]) -> Iterator[Diagnostic]:
    """Two claims on one address, also when they differ by case or Unicode form only.

    A file and a folder of one name are two claims too, and the theme has `static/` for itself.
    """
    owners: dict[str, str] = {}
    folders: dict[str, str] = {}
    claims = [(page.path, page.owner) for page in pages] + [(file.path, file.source) for file in files]
    for path, owner in claims:
        key = unicodedata.normalize("NFC", output_path(path)).casefold()
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


def _collision(address: str, *owners: str) -> Diagnostic:
    """Reported at a file of the editor's, if one of them is."""
    first, second = sorted(owners, key=lambda name: name in (GENERATED, STATIC))
    return diagnostic("E304", first, 1, 1, address=address, first=first, second=second)
