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
from sitegen.pages.claims import collisions
from sitegen.pages.drafts import Draft, Make, draft
from sitegen.pages.edition import Edition
from sitegen.pages.entry import asset_path
from sitegen.pages.entry_pages import redirect_drafts, redirects
from sitegen.pages.front import chrome, home_draft, home_page, not_found_page, status_page
from sitegen.pages.lists import (
    archive_front,
    archive_month,
    archive_year,
    list_drafts,
    news_front,
    news_page,
    plain_list,
)
from sitegen.pages.machine import feed_drafts, feeds, sitemap, sitemap_draft, text_draft, text_pages
from sitegen.pages.planned import PageRecord
from sitegen.pages.planner import KeptPlan, Planner
from sitegen.pages.project_lists import project_drafts, project_list
from sitegen.pages.record_pages import (
    organisation_drafts,
    organisation_page,
    organisations_page,
    place_drafts,
    place_page,
    places_page,
    term_drafts,
    term_page,
    terms_page,
)

STATUS = "status"
_MAKERS: tuple[Make, ...] = (
    home_page, plain_list, news_front, news_page, archive_front, archive_year, archive_month, project_list,
    places_page, place_page, organisations_page, organisation_page, terms_page, term_page, feeds, redirects,
    not_found_page, sitemap, text_pages,
)  # fmt: skip
MAKERS: dict[str, Make] = {make.__name__: make for make in _MAKERS}


class PlannedFile(msgspec.Struct, frozen=True):
    """A file copied as it is: `path` on the site, `source` relative to the site's folder."""

    path: str
    source: str


class Plan(msgspec.Struct, frozen=True):
    """`chromes` by language are the second input of every template.

    `plans` are the pages by what they were planned from. `shown` holds what pages show, encoded, by digest;
    without the pages of plans that are as they were before.
    """

    pages: tuple[PageRecord, ...]
    files: tuple[PlannedFile, ...]
    chromes: dict[str, views.Chrome]
    plans: dict[str, KeptPlan]
    shown: dict[bytes, bytes]


def plan(
    archive: Archive,
    catalogues: Mapping[str, Catalogue],
    engine: bytes,
    before: Mapping[str, KeptPlan],
) -> tuple[Plan, tuple[Diagnostic, ...]]:
    """Everything to publish, and what is wrong with links, pictures and addresses.

    `before` are the plans of an earlier build, by name; `engine` names the program.
    """
    planner = Planner(archive, catalogues, engine, before)
    planner.links()
    problems = [problem for entry in archive.entries.values() for problem in planner.entry(entry)]
    for wanted in _drafts(archive, planner.editions):
        planner.draft(wanted, MAKERS)
    problems += _missing_menu_pages(archive)
    planner.add(STATUS, [status_page(edition) for edition in planner.editions])
    pages = tuple(page for plan in planner.plans.values() for page in plan.pages)
    files = tuple(_files(archive))
    claims = [(page.path, page.owner) for page in pages] + [(file.path, file.source) for file in files]
    problems += collisions(claims)
    chromes = {edition.lang: chrome(edition) for edition in planner.editions}
    return Plan(pages, files, chromes, planner.plans, planner.shown), tuple(problems)


def _drafts(archive: Archive, editions: tuple[Edition, ...]) -> Iterator[Draft]:
    for edition in editions:
        yield home_draft(edition)
        yield from list_drafts(edition)
        yield from project_drafts(edition)
        yield from place_drafts(edition)
        yield from organisation_drafts(edition)
        yield from term_drafts(edition)
        yield from feed_drafts(edition)
        yield from redirect_drafts(edition)
    yield draft(not_found_page, "", "")
    yield sitemap_draft(archive)
    yield text_draft(editions)


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
