"""The whole site as a plan: every page with what it shows, and every file, each at an address of its own.
Plans of an earlier build that still hold are kept, the rest is planned anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec

from sitegen.archive.files import published_files
from sitegen.archive.model import Archive, Entry, Key
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import LookUp, digest
from sitegen.language.catalogue import Catalogue
from sitegen.pages.addresses import (
    collisions,
    gone_outline,
    gone_pages,
    locate_at_aliases,
    redirect_outlines,
    redirects,
)
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
from sitegen.pages.edition import Edition, record_links
from sitegen.pages.entry_pages import plan_entry
from sitegen.pages.frame import all_feeds, chrome
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
from sitegen.pages.machine_pages import (
    feed_entries,
    feed_pages,
    followed_feed,
    followed_outlines,
    sitemap,
    sitemap_outline,
    text_outline,
    text_pages,
)
from sitegen.pages.pictures import is_made, picture_pages, sharing_card_outlines, sharing_cards_of_lists
from sitegen.pages.planned import (
    Faces,
    KeptPage,
    NamedContent,
    NearbyFinder,
    Outline,
    PlannedPage,
    PlanPages,
    pages_of,
)
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
from sitegen.pages.search import (
    INDEXES,
    SEARCH,
    Basis,
    RememberedTexts,
    changed_files,
    index_files,
    index_name,
)
from sitegen.pages.single_pages import (
    home_outline,
    home_page,
    not_found_outline,
    not_found_page,
    search_outline,
    search_pages,
    status_page,
    with_status,
)
from sitegen.pages.standards import giving_file, iati_file, organisation_file
from sitegen.pages.views import Chrome

LINKS = "links"
STATUS_PAGE = "status"
FEEDS = "feeds"
PICTURE_FILES = "pictures"
_FUNCTIONS: tuple[PlanPages, ...] = (
    home_page, programme_list, forum_list, news_front, numbered_page,
    archive_front, archive_year, archive_month, project_list, asked_list,
    places_page, place_page, organisations_page, organisation_page, authors_page, author_page,
    terms_page, term_page, redirects, documents_page, gone_pages, not_found_page, sitemap, text_pages,
    sharing_cards_of_lists, search_pages,
    entry_files, programme_files, part_files, record_files, database_file, package_file, data_page,
    iati_file, organisation_file, giving_file, followed_feed,
)  # fmt: skip
# The functions that outlines call, by name.
OUTLINED: dict[str, PlanPages] = {function.__name__: function for function in _FUNCTIONS}


class KeptPlan(msgspec.Struct, frozen=True, array_like=True):
    """Pages planned together: those of an entry, or of an outline.

    `key` is the digest of what they are made from; a plan that `is_faulty` is always made anew. `shows` are
    the keys of the entries that the pages can show. For the pages of an entry the entry itself comes first
    there, and `identity` and `face` are the entry's. `outline` is an encoded Outline, or the Basis of a
    search index; it leaves out its own `shows`, unless it reads texts, which can name more entries.
    """

    key: bytes
    pages: tuple[KeptPage, ...] = ()
    identity: bytes = b""
    face: bytes = b""
    shows: tuple[Key, ...] = ()
    outline: bytes = b""
    is_faulty: bool = False

    def as_outline(self) -> Outline:
        outline = msgspec.msgpack.decode(self.outline, type=Outline)
        return outline if outline.reads else msgspec.structs.replace(outline, shows=self.shows)


class PlannedFile(msgspec.Struct, frozen=True, array_like=True):
    """A file copied as it is: `path` on the site, `source` relative to the site's folder, the digest of its
    content."""

    path: str
    source: str
    digest: bytes


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be published, complete before anything is rendered.

    `chromes` by language are the second input of every template. `plans` are the plans of which `pages` are
    made, by name; `views` has encoded views by digest, without those of pages that the store has already.
    `problems` are those of links, pictures and addresses.

    If the rest `stays`, every file of the last build that is not planned here is left as it is.
    """

    chromes: dict[str, Chrome]
    pages: tuple[KeptPage, ...] = ()
    files: tuple[PlannedFile, ...] = ()
    plans: dict[str, KeptPlan] = {}
    views: dict[bytes, bytes] = {}
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
    problems = planner.plan_entries()
    for wanted in _outlines(archive, planner.editions):
        planner.plan_outline(wanted)
    planner.plan_feeds()
    planner.plan_status()
    planner.plan_pictures()
    if archive.config.search:
        planner.plan_search(words)
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
        views=planner.views,
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
            planner.plan_status()
        elif name == FEEDS:
            planner.plan_feeds()
        elif name in INDEXES:
            planner.plan_search_again(name.removeprefix(f"{SEARCH} "), kept, remembered)
        elif kept.outline:
            planner.plan_outline(kept.as_outline())
        elif kept.shows[0] in archive.entries:
            problems += planner.plan_pages_of(archive.entries[kept.shows[0]], same_links=False)
    return Plan(
        chromes=planner.chromes(),
        pages=tuple(_pages(planner.plans)),
        plans=planner.plans,
        views=planner.views,
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
        yield from sharing_card_outlines(edition)
        yield from documents_outline(edition)
        yield from redirect_outlines(edition)
        if archive.gone:
            yield gone_outline(edition)
    yield from data_outlines(archive)
    yield from search_outline(archive)
    yield not_found_outline(archive)
    yield sitemap_outline(archive)
    yield text_outline(editions)


def _pages(plans: Mapping[str, KeptPlan]) -> Iterator[KeptPage]:
    for kept in plans.values():
        yield from kept.pages


def _claims(pages: tuple[KeptPage, ...], files: tuple[PlannedFile, ...]) -> Iterator[tuple[str, str]]:
    yield from ((page.path, page.owner) for page in pages)
    yield from ((file.path, file.source) for file in files)


def plan_name(key: Key) -> str:
    """The name of the plan of an entry's pages."""
    return "/".join(key)


class Planner:
    """Plans page by page. `before` are the plans of an earlier build, by name; `engine` is the digest of the
    program.

    The encoded views of newly planned pages are put into `views`, by digest.
    """

    def __init__(
        self,
        archive: Archive,
        catalogues: Mapping[str, Catalogue],
        engine: bytes,
        before: Mapping[str, KeptPlan],
    ) -> None:
        self.archive = archive
        self.views: dict[bytes, bytes] = {}
        self.plans: dict[str, KeptPlan] = {}
        self._catalogues = catalogues
        self._before = before
        self._encoder = msgspec.msgpack.Encoder()
        self._faces = Faces(archive)
        words = [catalogues[lang] for lang in archive.languages]
        self._shared = digest(engine, *map(self._encoder.encode, (archive.config, archive.records, words)))

    def plan_entries(self) -> list[Diagnostic]:
        """Plans the pages of all entries; returns their problems."""
        links = KeptPlan(digest(self._shared, self._nearby_finder.encode_links()))
        same_links = self._keep(LINKS, links)
        entries = self.archive.entries.values()
        return [problem for entry in entries for problem in self.plan_pages_of(entry, same_links)]

    def _keep(self, name: str, plan: KeptPlan) -> bool:
        """Keeps the plan. If the earlier build had an equal one, keeps that and returns True: it is stored
        already."""
        known = self._before.get(name)
        self.plans[name] = known if known == plan else plan
        return known == plan

    def plan_pages_of(self, entry: Entry, same_links: bool) -> tuple[Diagnostic, ...]:
        """Plans the pages of an entry; returns their problems. `same_links` tells that the entries near each
        other are those of the earlier build."""
        name = plan_name(entry.key)
        known = self._before.get(name)
        if known and same_links and self._holds(known, entry):
            self.plans[name] = known
            return ()
        nearby = self._nearby_finder.find_nearby(entry)
        key = nearby.key(self._shared)
        if known and known.key == key:
            self.plans[name] = known
            return ()
        pages, problems = plan_entry(self.archive, self.editions, nearby, self._faces)
        kept_pages = tuple(map(self._keep_view, pages))
        shows = (*(other.key for other in (*nearby.whole(), *nearby.others())), *nearby.hidden)
        kept = KeptPlan(key, kept_pages, entry.identity, entry.face, shows)
        self.plans[name] = KeptPlan(b"", kept_pages, shows=shows, is_faulty=True) if problems else kept
        return problems

    def _holds(self, known: KeptPlan, entry: Entry) -> bool:
        """Whether nothing that an entry's pages are made from has changed, as long as the same entries are
        near it: a quick test before their key is made."""
        shows_texts_of_others = entry.kind == "programme"
        if known.identity != entry.identity or shows_texts_of_others:
            return False
        return self._changed.isdisjoint(known.shows)

    @cached_property
    def _changed(self) -> frozenset[Key]:
        """The keys of entries whose face has changed since the earlier build."""
        before = self._before
        entries = self.archive.entries.values()
        return frozenset(
            entry.key
            for entry in entries
            if (known := before.get(plan_name(entry.key))) is None or known.face != entry.face
        )

    def plan_outline(self, outline: Outline) -> None:
        """Plans the pages of an outline."""
        entries = [self.archive.entries[key] for key in outline.shows]
        call = self._encoder.encode(outline if outline.reads else msgspec.structs.replace(outline, shows=()))
        made_from = [self._shared, self._encoder.encode(outline.shows), call]
        made_from.append(b"".join([entry.face for entry in entries]))
        shows, named = outline.shows, NamedContent()
        if outline.reads:
            texts = [entry.document_for(outline.lang) for entry in entries[: outline.reads]]
            named = self._nearby_finder.find_named(texts)
            made_from += [b"".join([text.source for text in texts]), named.key()]
            shows = (*shows, *(entry.key for entry in named.entries), *named.hidden)
        key = digest(*made_from)
        known = self._before.get(outline.name)
        if known and known.key == key:
            self.plans[outline.name] = known
            return
        pages = pages_of(outline, OUTLINED, self.editions, self._faces, named)
        self.plans[outline.name] = KeptPlan(
            key, tuple(map(self._keep_view, pages)), shows=shows, outline=call
        )

    def plan_pictures(self) -> None:
        """Plans the published pictures, each in its sizes. These plans show no entry."""
        pages = [
            self._keep_view(page)
            for path, source in published_files(self.archive)
            for page in picture_pages(path, self.archive.assets[source])
        ]
        self._keep(PICTURE_FILES, KeptPlan(b"", tuple(pages)))

    def plan_status(self) -> None:
        """Plans the editors' lists of translations, in every build: they show more than the faces of
        entries."""
        pages = tuple(self._keep_view(status_page(edition)) for edition in self.editions)
        shows = tuple(entry.key for entry in with_status(self.archive))
        self._keep(STATUS_PAGE, KeptPlan(b"", pages, shows=shows))

    def plan_feeds(self) -> None:
        """Plans the feeds of languages and sections, in every build: they show whole texts."""
        pages = tuple(self._keep_view(page) for edition in self.editions for page in feed_pages(edition))
        self._keep(FEEDS, KeptPlan(b"", pages, shows=feed_entries(self.archive)))

    def plan_search(self, words: LookUp) -> None:
        """Plans the search index of each language; `words` looks up encoded StemLevels."""
        for edition in self.editions:
            name = index_name(edition.lang)
            every = self.archive.entries.values()
            parts = [(entry.key, entry.face, entry.document_for(edition.lang).words) for entry in every]
            key = digest(self._shared, self._encoder.encode(parts))
            known = self._before.get(name)
            if known and known.key == key:
                self.plans[name] = known
                continue
            files, basis = index_files(edition, words)
            self.plans[name] = KeptPlan(
                key, tuple(map(self._keep_view, files)), outline=self._encoder.encode(basis)
            )

    def plan_search_again(self, lang: str, known: KeptPlan, remembered: RememberedTexts) -> None:
        """Plans the search index of a language from the index of the last build."""
        edition = next(item for item in self.editions if item.lang == lang)
        basis = msgspec.msgpack.decode(known.outline, type=Basis)
        changed, basis = changed_files(edition, known.pages, basis, remembered)
        made = {page.path: self._keep_view(page) for page in changed}
        pages = tuple(made.get(page.path, page) for page in known.pages)
        # Without a key, since the digest of all that it is made from is not known here: the next plan of
        # everything makes it again.
        self.plans[index_name(lang)] = KeptPlan(b"", pages, outline=self._encoder.encode(basis))

    def _keep_view(self, page: PlannedPage) -> KeptPage:
        """Puts the view of a page into `views`; returns what is left of the page."""
        encoded = self._encoder.encode(page.view)
        name = digest(encoded)
        self.views[name] = encoded
        return KeptPage(page.path, page.template, page.lang, page.owner, page.bodies, name, page.files)

    def chromes(self) -> dict[str, Chrome]:
        """The second input of every template, by language."""
        return {edition.lang: chrome(edition) for edition in self.editions}

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        archive = self.archive
        return tuple(make_edition(archive, lang, self._catalogues[lang]) for lang in archive.languages)

    @cached_property
    def _nearby_finder(self) -> NearbyFinder:
        return NearbyFinder(self.archive)


def make_edition(archive: Archive, lang: str, words: Catalogue) -> Edition:
    bare = Edition(archive, lang, words, record_links(archive, lang))
    return msgspec.structs.replace(bare, feeds=all_feeds(bare))
