"""Plans pages: plans of an earlier build that still hold are kept, the rest is planned anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec

from sitegen.archive.files import published_files
from sitegen.archive.model import Archive, Entry, Key
from sitegen.content.assets import DRAWING, Asset, Size, published_sizes
from sitegen.content.tree import is_root_file
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import LookUp, digest
from sitegen.language.catalogue import Catalogue
from sitegen.pages import views
from sitegen.pages.cards import make_edition
from sitegen.pages.edition import Edition
from sitegen.pages.entry_pages import plan_entry
from sitegen.pages.feeds import feed_entries, feed_pages
from sitegen.pages.front import chrome, status_page, with_status
from sitegen.pages.nearby import Faces, NamedContent, Surroundings
from sitegen.pages.planned import Make, Outline, PageRecord, PlannedPage, SourceFile, pages_of
from sitegen.pages.search import Basis, index_files, index_name
from sitegen.pages.search_again import RememberedTexts, changed_files
from sitegen.pages.views import Chrome

LINKS = "links"
STATUS_PAGE = "status"
FEEDS = "feeds"
PICTURE_FILES = "pictures"


class KeptPlan(msgspec.Struct, frozen=True, array_like=True):
    """Pages planned together: those of an entry, or of an outline.

    `key` is the digest of what they are made from; a plan that `is_faulty` is always made anew. `shows` are
    the keys of the entries that the pages can show. For the pages of an entry the entry itself comes first
    there, and `identity` and `face` are the entry's. `outline` is an encoded Outline, or the Basis of a
    search index; it leaves out its own `shows`, unless it reads texts, which can name more entries.
    """

    key: bytes
    pages: tuple[PageRecord, ...] = ()
    identity: bytes = b""
    face: bytes = b""
    shows: tuple[Key, ...] = ()
    outline: bytes = b""
    is_faulty: bool = False

    def as_outline(self) -> Outline:
        outline = msgspec.msgpack.decode(self.outline, type=Outline)
        return outline if outline.reads else msgspec.structs.replace(outline, shows=self.shows)


def plan_name(key: Key) -> str:
    """The name of the plan of an entry's pages."""
    return "/".join(key)


class Planner:
    """Plans page by page. `before` are the plans of an earlier build, by name; `engine` is the digest of the
    program.

    The encoded views of newly planned pages are put into `shown`, by digest.
    """

    def __init__(
        self,
        archive: Archive,
        catalogues: Mapping[str, Catalogue],
        engine: bytes,
        before: Mapping[str, KeptPlan],
    ) -> None:
        self.archive = archive
        self.shown: dict[bytes, bytes] = {}
        self.plans: dict[str, KeptPlan] = {}
        self._catalogues = catalogues
        self._before = before
        self._encoder = msgspec.msgpack.Encoder()
        self._faces = Faces(archive)
        self._same_links = False
        words = [catalogues[lang] for lang in archive.languages]
        self._shared = digest(engine, *map(self._encoder.encode, (archive.config, archive.records, words)))

    def links(self) -> None:
        """Compares which entries are near each other with the earlier build; `_holds` needs to know."""
        self._same_links = self._keep(LINKS, KeptPlan(digest(self._shared, self._surroundings.links())))

    def _keep(self, name: str, plan: KeptPlan) -> bool:
        """Records the plan. If the earlier build had an equal one, keeps that and returns True: it is stored
        already."""
        known = self._before.get(name)
        self.plans[name] = known if known == plan else plan
        return known == plan

    def entry(self, entry: Entry) -> tuple[Diagnostic, ...]:
        """Plans the pages of an entry; returns their problems."""
        name = plan_name(entry.key)
        known = self._before.get(name)
        if known and self._holds(known, entry):
            self.plans[name] = known
            return ()
        nearby = self._surroundings.of(entry)
        key = nearby.key(self._shared)
        if known and known.key == key:
            self.plans[name] = known
            return ()
        pages, problems = plan_entry(self.archive, self.editions, nearby, self._faces)
        records = tuple(map(self.record, pages))
        shows = (*(other.key for other in (*nearby.whole(), *nearby.others())), *nearby.hidden)
        kept = KeptPlan(key, records, entry.identity, entry.face, shows)
        self.plans[name] = KeptPlan(b"", records, shows=shows, is_faulty=True) if problems else kept
        return problems

    def _holds(self, known: KeptPlan, entry: Entry) -> bool:
        """Whether nothing that an entry's pages are made from has changed: a quick test before their key is
        made."""
        shows_texts_of_others = entry.kind == "programme"
        if known.identity != entry.identity or shows_texts_of_others:
            return False
        return self._same_links and self._changed.isdisjoint(known.shows)

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

    def plan_outline(self, outline: Outline, makers: Mapping[str, Make]) -> None:
        """Plans the pages of an outline."""
        entries = [self.archive.entries[key] for key in outline.shows]
        call = self._encoder.encode(outline if outline.reads else msgspec.structs.replace(outline, shows=()))
        made_from = [self._shared, self._encoder.encode(outline.shows), call]
        made_from.append(b"".join([entry.face for entry in entries]))
        shows, named = outline.shows, NamedContent()
        if outline.reads:
            texts = [entry.shown(outline.lang) for entry in entries[: outline.reads]]
            named = self._surroundings.named_by(texts)
            made_from += [b"".join([text.source for text in texts]), named.key()]
            shows = (*shows, *(entry.key for entry in named.entries), *named.hidden)
        key = digest(*made_from)
        known = self._before.get(outline.name)
        if known and known.key == key:
            self.plans[outline.name] = known
            return
        pages = pages_of(outline, makers, self.editions, self._faces, named)
        self.plans[outline.name] = KeptPlan(key, tuple(map(self.record, pages)), shows=shows, outline=call)

    def pictures(self) -> None:
        """Plans the published pictures, each in its sizes. These plans show no entry."""
        pages = [
            self.record(page)
            for path, source in published_files(self.archive)
            for page in _picture_pages(path, self.archive.assets[source])
        ]
        self._keep(PICTURE_FILES, KeptPlan(b"", tuple(pages)))

    def status(self) -> None:
        """Plans the editors' lists of translations, in every build: they show more than the faces of
        entries."""
        pages = tuple(self.record(status_page(edition)) for edition in self.editions)
        shows = tuple(entry.key for entry in with_status(self.archive))
        self._keep(STATUS_PAGE, KeptPlan(b"", pages, shows=shows))

    def feeds(self) -> None:
        """Plans the feeds of languages and sections, in every build: they show whole texts."""
        pages = tuple(self.record(page) for edition in self.editions for page in feed_pages(edition))
        self._keep(FEEDS, KeptPlan(b"", pages, shows=feed_entries(self.archive)))

    def search(self, words: LookUp) -> None:
        """Plans the search index of each language; `words` looks up encoded StemLevels."""
        for edition in self.editions:
            name = index_name(edition.lang)
            every = self.archive.entries.values()
            parts = [(entry.key, entry.face, entry.shown(edition.lang).words) for entry in every]
            key = digest(self._shared, self._encoder.encode(parts))
            known = self._before.get(name)
            if known and known.key == key:
                self.plans[name] = known
                continue
            files, basis = index_files(edition, words)
            self.plans[name] = KeptPlan(
                key, tuple(map(self.record, files)), outline=self._encoder.encode(basis)
            )

    def search_again(self, lang: str, known: KeptPlan, remembered: RememberedTexts) -> None:
        """Plans the search index of a language from the index of the last build."""
        edition = next(item for item in self.editions if item.lang == lang)
        basis = msgspec.msgpack.decode(known.outline, type=Basis)
        changed, basis = changed_files(edition, known.pages, basis, remembered)
        records = {page.path: self.record(page) for page in changed}
        pages = tuple(records.get(page.path, page) for page in known.pages)
        # Without a key, since the digest of all that it is made from is not known here: the next plan of
        # everything makes it again.
        self.plans[index_name(lang)] = KeptPlan(b"", pages, outline=self._encoder.encode(basis))

    def record(self, page: PlannedPage) -> PageRecord:
        encoded = self._encoder.encode(page.page)
        name = digest(encoded)
        self.shown[name] = encoded
        return PageRecord(page.path, page.template, page.lang, page.owner, page.bodies, name, page.files)

    def chromes(self) -> dict[str, Chrome]:
        """The second input of every template, by language."""
        return {edition.lang: chrome(edition) for edition in self.editions}

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        archive = self.archive
        return tuple(make_edition(archive, lang, self._catalogues[lang]) for lang in archive.languages)

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self.archive)


def is_made(asset: Asset) -> bool:
    """Whether a file is not published as it is: a picture is made in its sizes, a drawing without
    comments."""
    return bool(published_sizes(asset)) or _is_drawing(asset)


def _is_drawing(asset: Asset) -> bool:
    return asset.path.lower().endswith(".svg") and not is_root_file(asset.path)


def _picture_pages(path: str, asset: Asset) -> Iterator[PlannedPage]:
    """The pages for a picture in its sizes, or a drawing, that is published at a path of the site."""
    folder, _, name = path.rpartition("/")
    sizes = published_sizes(asset)
    if _is_drawing(asset):
        sizes = (Size(name, asset.width or 0, asset.height or 0, DRAWING),)
    for size in sizes:
        page = views.PicturePage(width=size.width, height=size.height, format=size.format)
        file = SourceFile(asset.path, asset.digest)
        yield PlannedPage(f"{folder}/{size.name}", "picture", "", page, asset.path, files=(file,))
