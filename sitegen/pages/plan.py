"""The whole site as a plan: every page with what it shows, and every file, each at an address of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from sitegen.archive.files import published_files
from sitegen.archive.model import Archive
from sitegen.archive.urls import output_path
from sitegen.content.document import Document
from sitegen.content.ledger import GONE
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.digest import LookUp
from sitegen.language.catalogue import Catalogue
from sitegen.pages.data import (
    data_outlines,
    data_page,
    database_file,
    entry_files,
    package_file,
    part_files,
    programme_files,
    record_files,
)
from sitegen.pages.edition import Edition
from sitegen.pages.entry_pages import alias_path, redirect_outlines, redirects
from sitegen.pages.feeds import followed_feed, followed_outlines
from sitegen.pages.front import home_outline, home_page, not_found_outline, not_found_page
from sitegen.pages.ledger import gone_outline, gone_pages
from sitegen.pages.lists import (
    archive_front,
    archive_month,
    archive_year,
    documents_outline,
    documents_page,
    forum_list,
    list_outlines,
    news_front,
    numbered_page,
    programme_list,
)
from sitegen.pages.machine import sitemap, sitemap_outline, text_outline, text_pages
from sitegen.pages.planned import GENERATED, Make, Outline, PageRecord
from sitegen.pages.planner import FEEDS, STATUS_PAGE, KeptPlan, Planner, is_made
from sitegen.pages.project_lists import project_list, project_outlines
from sitegen.pages.questions import asked_list, asking_outlines
from sitegen.pages.record_pages import (
    author_outlines,
    author_page,
    authors_page,
    organisation_outlines,
    organisation_page,
    organisations_page,
    place_outlines,
    place_page,
    places_page,
    term_outlines,
    term_page,
    terms_page,
)
from sitegen.pages.search import INDEXES, SEARCH, search_outline, search_pages
from sitegen.pages.search_again import RememberedTexts
from sitegen.pages.sharing import card_outlines, cards_of_lists
from sitegen.pages.standards import giving_file, iati_file, organisation_file
from sitegen.pages.views import Chrome

STATIC = "static/"
_MAKERS: tuple[Make, ...] = (
    home_page, programme_list, forum_list, news_front, numbered_page, archive_front, archive_year,
    archive_month,
    project_list, asked_list, places_page, place_page, organisations_page, organisation_page,
    authors_page, author_page, terms_page, term_page,
    redirects, documents_page, gone_pages, not_found_page, sitemap, text_pages, cards_of_lists, search_pages,
    entry_files, programme_files, part_files, record_files, database_file, package_file, data_page,
    iati_file, organisation_file, giving_file, followed_feed,
)  # fmt: skip
LIST_MAKERS: dict[str, Make] = {make.__name__: make for make in _MAKERS}


def collisions(claims: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """Diagnostics for two claims (path, owner) on one address, also if they differ by case or Unicode form
    only.

    A file and a folder of one name are two such claims, and so is anything in `static/`, which is the
    theme's.
    """
    owners: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path, owner in claims:
        key = _fold_path(output_path(path))
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


def locate_at_aliases(found: Iterable[Diagnostic], archive: Archive) -> Iterator[Diagnostic]:
    """The collisions; one of an old address is reported where that address is written."""
    documents: dict[str, Document] = {}
    for problem in found:
        if not documents:
            entries = archive.entries.values()
            documents = {document.path: document for entry in entries for document in entry.documents}
        named = dict(problem.args)
        owners = dict.fromkeys((named["first"], named["second"]))
        there = [documents[path] for path in owners if path in documents]
        claims = [claim for document in there for claim in _aliases(problem, document)]
        yield _locate_collision(problem, claims, archive) if claims else problem


def _aliases(problem: Diagnostic, document: Document) -> Iterator[tuple[Document, str, str]]:
    """(document, alias, field) for each alias of a document that the collision is about."""
    address = _fold_path(output_path(dict(problem.args)["address"]))
    for number, alias in enumerate(document.text.aliases):
        claimed = _fold_path(output_path(alias_path(alias)))
        if claimed == address or claimed.startswith(f"{address}/"):
            yield document, alias, f"aliases.{number}"


def _locate_collision(
    problem: Diagnostic, claims: list[tuple[Document, str, str]], archive: Archive
) -> Diagnostic:
    (path, line, column), *others = ((document.path, *document.mark(mark)) for document, _, mark in claims)
    roots = ((archive.addresses.roots[document.lang], alias) for document, alias, _ in claims)
    near = next((root + alias[1:] for root, alias in roots if root != "/" and not alias.startswith(root)), "")
    named: dict[str, Any] = dict(problem.args) | {"alias": claims[0][1], "near": near if others else ""}
    also = tuple(":".join(map(str, place)) for place in others)
    return msgspec.structs.replace(diagnostic("E304", path, line, column, **named), also=also)


def _fold_path(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _collision(address: str, *owners: str) -> Diagnostic:
    """The diagnostic of a collision, at an owner that is a file of the editor's, if there is one."""
    first, second = sorted(owners, key=lambda name: name in (GENERATED, STATIC))
    gone = {"file": GONE} if GONE in owners else {}
    return diagnostic("E304", first, 1, 1, address=address, first=first, second=second, **gone)


class PlannedFile(msgspec.Struct, frozen=True, array_like=True):
    """A file copied as it is: `path` on the site, `source` relative to the site's folder, the digest of its
    content."""

    path: str
    source: str
    digest: bytes


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be published, complete before anything is rendered.

    `chromes` by language are the second input of every template. `plans` are the plans of which `pages` are
    made, by name; `shown` has encoded views by digest, without those of pages that the store has already.
    `problems` are those of links, pictures and addresses.

    If the rest `stays`, every file of the last build that is not planned here is left as it is.
    """

    chromes: dict[str, Chrome]
    pages: tuple[PageRecord, ...] = ()
    files: tuple[PlannedFile, ...] = ()
    plans: dict[str, KeptPlan] = {}
    shown: dict[bytes, bytes] = {}
    problems: tuple[Diagnostic, ...] = ()
    stays: bool = False


def plan_all(
    archive: Archive,
    catalogues: Mapping[str, Catalogue],
    engine: bytes,
    before: Mapping[str, KeptPlan],
    words: LookUp,
) -> Plan:
    """The plan of the whole site. `before` are the plans of an earlier build by name, of which those that
    still hold are kept; `engine` is the digest of the program; `words` looks up encoded StemLevels of
    documents."""
    planner = Planner(archive, catalogues, engine, before)
    planner.links()
    problems = [problem for entry in archive.entries.values() for problem in planner.entry(entry)]
    for wanted in _outlines(archive, planner.editions):
        planner.plan_outline(wanted, LIST_MAKERS)
    planner.feeds()
    planner.status()
    planner.pictures()
    if archive.config.search:
        planner.search(words)
    pages = tuple(_pages(planner.plans))
    files = tuple(
        PlannedFile(path, source, archive.assets[source].digest)
        for path, source in published_files(archive)
        if not is_made(archive.assets[source])
    )
    problems += locate_at_aliases(collisions(_claims(pages, files)), archive)
    return Plan(
        chromes=planner.chromes(),
        pages=pages,
        files=files,
        plans=planner.plans,
        shown=planner.shown,
        problems=tuple(problems),
    )


def plan_again(
    archive: Archive,
    catalogues: Mapping[str, Catalogue],
    engine: bytes,
    plans: Mapping[str, KeptPlan],
    remembered: RememberedTexts,
) -> Plan:
    """The plan of only some `plans` of an earlier build, made anew from an archive with all that they can
    show."""
    planner = Planner(archive, catalogues, engine, {})
    problems: list[Diagnostic] = []
    for name, kept in plans.items():
        if name == STATUS_PAGE:
            planner.status()
        elif name == FEEDS:
            planner.feeds()
        elif name in INDEXES:
            planner.search_again(name.removeprefix(f"{SEARCH} "), kept, remembered)
        elif kept.outline:
            planner.plan_outline(kept.as_outline(), LIST_MAKERS)
        elif kept.shows[0] in archive.entries:
            problems += planner.entry(archive.entries[kept.shows[0]])
    return Plan(
        chromes=planner.chromes(),
        pages=tuple(_pages(planner.plans)),
        plans=planner.plans,
        shown=planner.shown,
        problems=tuple(problems),
        stays=True,
    )


def _outlines(archive: Archive, editions: tuple[Edition, ...]) -> Iterator[Outline]:
    for edition in editions:
        yield home_outline(edition)
        yield from list_outlines(edition)
        yield from project_outlines(edition)
        yield from asking_outlines(edition)
        yield from place_outlines(edition)
        yield from organisation_outlines(edition)
        yield from author_outlines(edition)
        yield from term_outlines(edition)
        yield from followed_outlines(edition)
        yield from card_outlines(edition)
        yield from documents_outline(edition)
        yield from redirect_outlines(edition)
        if archive.gone:
            yield gone_outline(edition)
    yield from data_outlines(archive)
    yield from search_outline(archive)
    yield not_found_outline(archive)
    yield sitemap_outline(archive)
    yield text_outline(editions)


def _pages(plans: Mapping[str, KeptPlan]) -> Iterator[PageRecord]:
    for kept in plans.values():
        yield from kept.pages


def _claims(pages: tuple[PageRecord, ...], files: tuple[PlannedFile, ...]) -> Iterator[tuple[str, str]]:
    yield from ((page.path, page.owner) for page in pages)
    yield from ((file.path, file.source) for file in files)
