"""Atom and JSON Feed, with the whole texts: the news of a language, and what is new in each section.

Feeds of a language and its sections hold whole texts, and are few, so every build plans them. The feeds of
what is new about a programme, an aimag, a topic or an organisation are many: each is outlined, and planned
again when a text in it was edited.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

import msgspec

from sitegen.archive.links import destinations
from sitegen.archive.model import Archive, Entry, Key
from sitegen.content.addresses import section_of
from sitegen.content.kinds import ArticleFacts
from sitegen.language.dates import format_date
from sitegen.pages import views
from sitegen.pages.edition import Edition, entry_path, link_to, links_to, text
from sitegen.pages.entry import corrections_in_order, last_change, prose
from sitegen.pages.frame import FEED_SECTIONS, SECTION_NAMES
from sitegen.pages.pictures import on_paper
from sitegen.pages.planned import GENERATED, Outline, PlannedPage, outline, with_texts

EPOCH = "1970-01-01T00:00:00Z"
_FILES = ("feed.xml", "feed.json")
NEWS = "article"


def feed_pages(edition: Edition) -> Iterator[PlannedPage]:
    """The feed of a language, which has its news, and the feeds of its sections; with texts in that language
    only."""
    items: dict[Key, views.FeedItem] = {}
    for section in ("", *FEED_SECTIONS):
        newest = _newest_entries(edition.archive, edition.lang, section)
        for entry in newest:
            if entry.key not in items:
                items[entry.key] = _item(edition, entry)
        yield from _feeds(edition, section, tuple(items[entry.key] for entry in newest))


def feed_entries(archive: Archive) -> tuple[Key, ...]:
    """The entries in any feed, and the entries that their texts link to."""
    keys: dict[Key, None] = {}
    for lang in archive.languages:
        for section in ("", *FEED_SECTIONS):
            for entry in _newest_entries(archive, lang, section):
                keys[entry.key] = None
                for document in entry.documents:
                    keys.update(dict.fromkeys(document.entries))
    return tuple(keys)


def followed_outlines(edition: Edition) -> Iterator[Outline]:
    """The outlines of a feed for each programme, aimag, topic and organisation, with the newest entries
    naming it."""
    archive = edition.archive
    for programme in archive.of_kind("programme"):
        if programme.document(edition.lang):
            naming = archive.naming("programme", programme.ref)
            yield _followed_outline(edition, "programme", programme.ref, naming, (programme,))
    for place in archive.records.places:
        kinds = (archive.here(place.id, kind) for kind in ("article", "forum", "programme", "project"))
        yield _followed_outline(edition, "place", place.id, (entry for found in kinds for entry in found))
    for kind, records in (("term", archive.terms), ("organisation", archive.organisations)):
        for ident in records:
            yield _followed_outline(edition, kind, ident, archive.naming(kind, ident))


def _followed_outline(
    edition: Edition, kind: str, ident: str, naming: Iterable[Entry], own: tuple[Entry, ...] = ()
) -> Outline:
    told = (entry for entry in naming if entry.published and entry.document(edition.lang))
    newest = heapq.nlargest(edition.archive.config.feed_items, told, key=_newness)
    count = len(newest)
    named = (kind, ident, count)
    return with_texts(outline(followed_feed, edition.lang, f"{kind} {ident}", (*newest, *own), *named), count)


def followed_feed(
    edition: Edition, entries: list[Entry], kind: str, ident: str, count: int
) -> Iterator[PlannedPage]:
    """The feed of the first `count` entries, beside the page of what is followed. Old addresses of a
    programme get the same feed: programs that read feeds do not follow the redirect of a page."""
    archive, addresses = edition.archive, edition.archive.addresses
    link = link_to(edition, kind, ident)
    assert link
    path = addresses.entry(kind, ident, edition.lang)
    own = archive.entries.get((kind, ident))
    items = tuple(_item(edition, entry) for entry in entries[:count])
    page = _feed_page(
        edition, path, "feed.xml", f"{text(edition, archive.config.title)}: {link.title}", items
    )
    if own:
        page = msgspec.structs.replace(page, id=_permanent_address(edition, own))
    former = own.shown(edition.lang).text.aliases if own else ()
    refs = dict.fromkeys((ident, *(addresses.former_ref(kind, alias) for alias in former)))
    for path in (addresses.entry(kind, ref, edition.lang) for ref in refs if ref):
        yield _plan_feed(edition, path + "feed.xml", "feed.xml", page)


def _newest_entries(archive: Archive, lang: str, section: str) -> list[Entry]:
    """The entries of a section in the order in which they were published here, the last one first."""
    wanted = (
        entry
        for entry in archive.entries.values()
        if entry.published
        and entry.document(lang)
        and (section_of(entry.kind) == section if section else entry.kind == NEWS)
    )
    return heapq.nlargest(archive.config.feed_items, wanted, key=_newness)


def _newness(entry: Entry) -> tuple[datetime, str]:
    return _first_published(entry), entry.ref


def _first_published(entry: Entry) -> datetime:
    assert entry.published is not None
    return entry.published


def _feeds(edition: Edition, section: str, items: tuple[views.FeedItem, ...]) -> Iterator[PlannedPage]:
    config = edition.archive.config
    folder = edition.path(section) if section else edition.path()
    title = text(edition, config.title)
    if section:
        title = f"{title}: {edition._(SECTION_NAMES[section])}"
    for file in _FILES:
        page = _feed_page(edition, folder, file, title, items)
        yield _plan_feed(edition, folder + file, file, page)


def _plan_feed(edition: Edition, path: str, template: str, page: views.FeedPage) -> PlannedPage:
    bodies = tuple(item.prose.body for item in page.items)
    return PlannedPage(path, template, edition.lang, page, GENERATED, bodies)


def _feed_page(
    edition: Edition, folder: str, file: str, title: str, items: tuple[views.FeedItem, ...]
) -> views.FeedPage:
    config, addresses = edition.archive.config, edition.archive.addresses
    return views.FeedPage(
        lang=edition.lang,
        title=title,
        subtitle=text(edition, config.tagline),
        id=_first_address(edition.archive, folder),
        url=addresses.full(folder + file),
        home=addresses.full(folder),
        author=text(edition, config.owner),
        updated=max((item.updated for item in items), default=EPOCH),
        items=items,
    )


def _item(edition: Edition, entry: Entry) -> views.FeedItem:
    document = entry.shown(edition.lang)
    zone = ZoneInfo(edition.archive.config.time_zone)
    published = _first_published(entry).replace(tzinfo=zone)
    updated = last_change(document.text)
    changed = datetime.combine(updated, time(), zone) if updated else published
    return views.FeedItem(
        id=_permanent_address(edition, entry),
        title=document.text.title,
        url=edition.archive.addresses.full(entry_path(edition, entry)),
        summary=document.text.summary,
        published=published.isoformat(),
        updated=max(published, changed).isoformat(),
        tags=tuple(link.title for link in links_to(edition, "term", entry.facts.tags)),
        authors=tuple(link.title for link in links_to(edition, "author", _writers(entry))),
        prose=_whole_text(edition, entry),
        corrections=tuple(
            f"{edition._('Corrected')} {format_date(item.date, edition.lang)}: {item.what}"
            for item in corrections_in_order(document.text)
        ),
    )


def _writers(entry: Entry) -> tuple[str, ...]:
    return entry.facts.written_by if isinstance(entry.facts, ArticleFacts) else ()


def _permanent_address(edition: Edition, entry: Entry) -> str:
    """The first address that the entry had here: it stays when the folder is renamed, or the site moves."""
    path = entry_path(edition, entry)
    section = path.removesuffix(f"{entry.ref}/")
    own = (alias for alias in entry.shown(edition.lang).text.aliases if alias.startswith(section))
    # Only aliases in the entry's section count. Plain pages have no section, but are in no feed.
    return _first_address(edition.archive, next(own, path))


def _first_address(archive: Archive, path: str) -> str:
    first = archive.config.first_base_url
    addresses = archive.addresses
    return (
        f"{first.rstrip('/')}{addresses.full(path).removeprefix(addresses.base)}"
        if first
        else addresses.full(path)
    )


def _whole_text(edition: Edition, entry: Entry) -> views.Prose:
    """The text of an entry with full addresses, since feeds are read elsewhere."""
    archive = edition.archive
    document = entry.shown(edition.lang)
    found, _ = destinations(archive, document)
    here = msgspec.structs.replace(edition, destinations={document.path: found})
    written = prose(here, entry, document)
    addresses = archive.addresses

    def full(url: str) -> str:
        return addresses.base + url.removeprefix(addresses.mount)

    return msgspec.structs.replace(
        written,
        links=tuple(
            target
            if target.external or not target.url
            else msgspec.structs.replace(target, url=full(target.url))
            for target in written.links
        ),
        figures=tuple(
            msgspec.structs.replace(on_paper(figure), src=full(figure.src)) if figure.src else figure
            for figure in written.figures
        ),
        page=addresses.full(entry_path(edition, entry)),
    )
