"""The whole site as a plan: every page with what it shows, and every file, each at an address of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from sitegen.archive.assemble import nearest
from sitegen.archive.model import Archive
from sitegen.content.config import FILE as CONFIG
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.catalogue import Catalogue
from sitegen.pages import views
from sitegen.pages.cards import make_edition
from sitegen.pages.claims import collisions
from sitegen.pages.edition import Edition
from sitegen.pages.entry import asset_path
from sitegen.pages.entry_pages import redirects
from sitegen.pages.entry_plan import EntryPlan, Planner
from sitegen.pages.front import chrome, home_page, not_found_page, status_page
from sitegen.pages.lists import list_pages
from sitegen.pages.machine import feed_pages, sitemap_page, text_pages
from sitegen.pages.nearby import all_nearby
from sitegen.pages.planned import PageRecord, PlannedPage, record
from sitegen.pages.project_lists import project_pages
from sitegen.pages.record_pages import organisation_pages, place_pages, term_pages


class PlannedFile(msgspec.Struct, frozen=True):
    """A file copied as it is: `path` on the site, `source` relative to the site's folder."""

    path: str
    source: str


class Plan(msgspec.Struct, frozen=True):
    """`chromes` by language are the second input of every template.

    `shown` holds what pages show, encoded, by digest; that of the pages of entries which are as they were in
    `before` (the entry plans of an earlier build) is left out.
    """

    pages: tuple[PageRecord, ...]
    files: tuple[PlannedFile, ...]
    chromes: dict[str, views.Chrome]
    entries: dict[str, EntryPlan]
    shown: dict[bytes, bytes]


def plan(
    archive: Archive,
    catalogues: dict[str, Catalogue],
    engine: bytes = b"",
    before: Mapping[str, EntryPlan] | None = None,
) -> tuple[Plan, tuple[Diagnostic, ...]]:
    """Everything to publish, and what is wrong with links, pictures and addresses."""
    editions = tuple(make_edition(archive, lang, catalogues[lang]) for lang in archive.languages)
    shown: dict[bytes, bytes] = {}
    planner = Planner(archive, editions, engine, before or {}, shown)
    entries: dict[str, EntryPlan] = {}
    problems: list[Diagnostic] = []
    for nearby in all_nearby(archive):
        name = "/".join(nearby.entry.key)
        entries[name], wrong = planner.plan(nearby)
        problems += wrong
    problems += _missing_menu_pages(archive)
    encoder = msgspec.msgpack.Encoder()
    others = tuple(record(page, encoder, shown) for page in _pages(editions))
    pages = (*(page for entry in entries.values() for page in entry.pages), *others)
    files = tuple(_files(archive))
    claims = ((page.path, page.owner) for page in pages), ((file.path, file.source) for file in files)
    problems += collisions(claim for some in claims for claim in some)
    chromes = {edition.lang: chrome(edition) for edition in editions}
    return Plan(pages, files, chromes, entries, shown), tuple(problems)


def _pages(editions: tuple[Edition, ...]) -> Iterator[PlannedPage]:
    """Those that show the archive as a whole, and so are made on every build."""
    old: list[PlannedPage] = []
    for edition in editions:
        yield home_page(edition)
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
    if not archive.assets:
        return
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
