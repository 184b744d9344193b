"""The whole site as a plan: every page with what it shows, and every file, each at an address of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from sitegen.archive.links import destinations
from sitegen.archive.model import Archive
from sitegen.archive.urls import output_path
from sitegen.content.kinds import AnyFacts
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.catalogue import Catalogue
from sitegen.pages import views
from sitegen.pages.edition import Edition
from sitegen.pages.entry import asset_path
from sitegen.pages.entry_pages import entry_pages, redirects
from sitegen.pages.front import chrome, home_page, not_found_page, status_page
from sitegen.pages.lists import list_pages
from sitegen.pages.machine import feed_pages, sitemap_page, text_pages
from sitegen.pages.planned import GENERATED, PlannedPage
from sitegen.pages.print_views import print_pages
from sitegen.pages.project_lists import project_pages
from sitegen.pages.record_pages import organisation_pages, place_pages, term_pages


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
    editions = tuple(Edition(archive, lang, catalogues[lang], found) for lang in archive.languages)
    pages = tuple(_pages(editions))
    files = tuple(_files(archive))
    problems += _collisions(pages, files)
    return Plan(pages, files, {edition.lang: chrome(edition) for edition in editions}), tuple(problems)


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


def _missing_files(archive: Archive) -> Iterator[Diagnostic]:
    """Pictures and documents that an entry names and that do not lie beside it."""
    for entry in archive.entries.values():
        for field, file in _named_files(entry.facts):
            if asset_path(entry, file) not in archive.assets:
                document = next(item for item in entry.documents if field.partition(".")[0] in item.given)
                yield diagnostic("E420", document.path, *document.mark(field), file=file)
        for document in entry.documents:
            for slot in document.figures:
                if asset_path(entry, slot.file) not in archive.assets:
                    yield diagnostic("E420", document.path, slot.line, slot.column, file=slot.file)


def _named_files(facts: AnyFacts) -> Iterator[tuple[str, str]]:
    for number, image in enumerate(facts.images):
        yield f"images.{number}.file", image.file
    for number, item in enumerate(facts.documents):
        if item.file:
            yield f"documents.{number}.file", item.file


def _collisions(pages: Iterable[PlannedPage], files: Iterable[PlannedFile]) -> Iterator[Diagnostic]:
    """Two claims on one address, also when they differ by case or Unicode form only."""
    owners: dict[str, str] = {}
    claims = [(page.path, page.owner) for page in pages] + [(file.path, file.source) for file in files]
    for path, owner in claims:
        key = unicodedata.normalize("NFC", output_path(path)).casefold()
        if key in owners:
            first, second = sorted((owners[key], owner), key=lambda name: name == GENERATED)
            yield diagnostic("E304", first, 1, 1, other=second, url=path)
        owners.setdefault(key, owner)
