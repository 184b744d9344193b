"""The whole site as a plan: every page with what it shows, and every file, each at an address of its own."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sitegen.archive.model import Archive
from sitegen.core.diagnostics import Diagnostic
from sitegen.pages.claims import collisions
from sitegen.pages.drafts import Draft, Make
from sitegen.pages.edition import Edition, asset_path
from sitegen.pages.entry_pages import redirect_drafts, redirects
from sitegen.pages.front import home_draft, home_page, not_found_draft, not_found_page
from sitegen.pages.lists import (
    archive_front,
    archive_month,
    archive_year,
    list_drafts,
    news_front,
    plain_list,
)
from sitegen.pages.machine import feed_drafts, feeds, sitemap, sitemap_draft, text_draft, text_pages
from sitegen.pages.numbered import numbered_page
from sitegen.pages.planned import PageRecord
from sitegen.pages.planner import Planner, plan_name
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

_MAKERS: tuple[Make, ...] = (
    home_page, plain_list, news_front, numbered_page, archive_front, archive_year, archive_month,
    project_list, places_page, place_page, organisations_page, organisation_page, terms_page, term_page,
    feeds, redirects, not_found_page, sitemap, text_pages,
)  # fmt: skip
MAKERS: dict[str, Make] = {make.__name__: make for make in _MAKERS}


class PlannedFile(msgspec.Struct, frozen=True):
    """A file copied as it is: `path` on the site, `source` relative to the site's folder."""

    path: str
    source: str


class Plan:
    """Everything to publish, planned page by page.

    `chromes` by language, the second input of every template, and `files` are known at once. When `pages` has
    come to its end, `plans` are the pages by what they were planned from, and `problems` tell what is wrong
    with links, pictures and addresses. `shown` holds what pages show, encoded, by digest; without the pages
    of plans that are as they were before.
    """

    def __init__(self, planner: Planner) -> None:
        self.problems: list[Diagnostic] = []
        self.files = tuple(_files(planner.archive))
        self.plans, self.shown, self.chromes = planner.plans, planner.shown, planner.chromes()
        self._planner = planner

    def pages(self) -> Iterator[PageRecord]:
        """The pages of entries come as they are planned: their files can stand in no other's way. The others
        come when all are planned, and the problems are known."""
        planner, archive = self._planner, self._planner.archive
        planner.links()
        for entry in archive.entries.values():
            self.problems += planner.entry(entry)
            yield from self.plans[plan_name(entry.key)].pages
        entries = frozenset(self.plans)
        for wanted in _drafts(archive, planner.editions):
            planner.draft(wanted, MAKERS)
        planner.status()
        self.problems += collisions(self._claims())
        for name, kept in self.plans.items():
            if name not in entries:
                yield from kept.pages

    @property
    def number(self) -> int:
        """Of pages planned so far."""
        return sum(len(kept.pages) for kept in self.plans.values())

    def _claims(self) -> Iterator[tuple[str, str]]:
        yield from ((page.path, page.owner) for kept in self.plans.values() for page in kept.pages)
        yield from ((file.path, file.source) for file in self.files)


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
    yield not_found_draft(archive)
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
