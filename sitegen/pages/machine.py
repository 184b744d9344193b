"""Pages for programs: feeds, the sitemap, robots.txt, and the hosts' files for redirects and headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from sitegen.archive.model import Archive, Entry
from sitegen.archive.urls import Addresses
from sitegen.archive.urls import section as section_of
from sitegen.content.identity import style_sheet
from sitegen.pages import views
from sitegen.pages.drafts import Draft, draft
from sitegen.pages.edition import Edition, entry_path, links_to
from sitegen.pages.entry_pages import moves
from sitegen.pages.frame import FEED_SECTIONS, SECTION_NAMES, alternates
from sitegen.pages.front import text
from sitegen.pages.identity import PALETTE
from sitegen.pages.planned import PlannedPage, made

EPOCH = "1970-01-01T00:00:00Z"
SECURITY_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def feed_drafts(edition: Edition) -> Iterator[Draft]:
    """Atom and JSON Feed of the whole language and of each section; only what is written in the language."""
    entries = [entry for entry in edition.archive.entries.values() if entry.document(edition.lang)]
    dated = [entry for entry in entries if entry.date and entry.kind != "page"]
    newest = edition.archive.config.feed_items
    yield draft(feeds, edition.lang, "", dated[:newest], "")
    for section in FEED_SECTIONS:
        own = [entry for entry in dated if section_of(entry.kind) == section]
        yield draft(feeds, edition.lang, section, own[:newest], section)


def feeds(edition: Edition, entries: list[Entry], section: str) -> Iterator[PlannedPage]:
    config = edition.archive.config
    addresses = edition.archive.addresses
    folder = edition.path(section) if section else edition.path()
    title = text(edition, config.title)
    if section:
        title = f"{title}: {edition._(SECTION_NAMES[section])}"
    items = tuple(_item(edition, entry) for entry in entries)
    for file in ("feed.xml", "feed.json"):
        page = views.FeedPage(
            lang=edition.lang,
            title=title,
            subtitle=text(edition, config.tagline),
            id=addresses.full(folder),
            url=addresses.full(folder + file),
            home=addresses.full(folder),
            author=text(edition, config.owner),
            updated=max((item.updated for item in items), default=EPOCH),
            items=items,
        )
        yield made(folder + file, file, edition.lang, page)


def _item(edition: Edition, entry: Entry) -> views.FeedItem:
    document = entry.shown(edition.lang)
    assert entry.date is not None
    zone = ZoneInfo(edition.archive.config.time_zone)
    published = entry.date.replace(tzinfo=zone)
    updated = document.text.updated
    changed = datetime.combine(updated, time(), zone) if updated else published
    url = edition.archive.addresses.full(entry_path(edition, entry))
    return views.FeedItem(
        id=url,
        title=document.text.title,
        url=url,
        summary=document.text.summary,
        published=published.isoformat(),
        updated=max(published, changed).isoformat(),
        tags=tuple(link.title for link in links_to(edition, "term", entry.facts.tags)),
    )


# A text: kind and ref of its entry, its language, and the day of its last change.
_Text = tuple[str, str, str, str | None]


def sitemap_draft(archive: Archive) -> Draft:
    texts: list[_Text] = []
    for entry in archive.entries.values():
        for document in entry.documents:
            changed = _changed(entry, document.text.updated)
            texts.append((*entry.key, document.lang, changed.isoformat() if changed else None))
    return draft(sitemap, "", "", (), texts)


def sitemap(editions: tuple[Edition, ...], _: list[Entry], texts: list[_Text]) -> Iterator[PlannedPage]:
    """What a reader may want to find: real texts with their translations, and the front pages of lists."""
    addresses = editions[0].archive.addresses
    groups = groupby(texts, key=lambda text: tuple(text[:2]))
    found = (item for _, group in groups for item in _texts(addresses, list(group)))
    entries = sorted((*_list_entries(editions), *found), key=lambda item: item.url)
    page = views.SitemapPage(entries=tuple(entries))
    yield made("/sitemap.xml", "sitemap.xml", editions[0].lang, page)


def _texts(addresses: Addresses, texts: list[_Text]) -> Iterator[views.SitemapEntry]:
    """Those of one entry."""
    there = tuple((lang, addresses.full(addresses.entry(kind, ref, lang))) for kind, ref, lang, _ in texts)
    alternates = (*there, ("x-default", there[0][1])) if len(there) > 1 else ()
    for (*_, updated), (_, url) in zip(texts, there, strict=True):
        yield views.SitemapEntry(url=url, updated=updated, alternates=alternates)


def _changed(entry: Entry, updated: date | None) -> date | None:
    days = [day for day in (entry.day, updated) if day]
    return max(days) if days else None


def _list_entries(editions: tuple[Edition, ...]) -> Iterator[views.SitemapEntry]:
    records = editions[0].archive.records
    organisations = (("organisations", item.id) for item in records.organisations)
    terms = (("tags", item.id) for item in records.terms)
    sections: Iterable[tuple[str, ...]] = [(), *((section,) for section in SECTION_NAMES)]
    for parts in (
        *sections,
        *(("places", ident) for ident in editions[0].archive.places),
        *organisations,
        *terms,
    ):
        for edition in editions:
            addresses = edition.archive.addresses
            url = addresses.full(edition.path(*parts))
            yield views.SitemapEntry(url=url, updated=None, alternates=alternates(edition, parts))


def text_draft(editions: tuple[Edition, ...]) -> Draft:
    rules = [
        f"{edition.archive.addresses.url(old).rstrip('/')} {edition.archive.addresses.url(new)} 301"
        for edition in editions
        for old, new in moves(edition)
    ]
    return draft(text_pages, "", "", (), sorted(rules))


def text_pages(editions: tuple[Edition, ...], _: list[Entry], redirects: list[str]) -> Iterator[PlannedPage]:
    """robots.txt, and `_redirects` and `_headers` for hosts that read them (Netlify, Cloudflare Pages)."""
    lang = editions[0].lang
    addresses = editions[0].archive.addresses
    robots = ("User-agent: *", "Allow: /", "", f"Sitemap: {addresses.full('/sitemap.xml')}")
    yield made("/robots.txt", "text", lang, views.TextPage(lines=robots))
    yield made("/_redirects", "text", lang, views.TextPage(lines=tuple(redirects)))
    look = editions[0].archive.config.look
    if look:
        yield made(PALETTE, "text", lang, views.TextPage(lines=style_sheet(look)))
    headers = (
        "/*",
        f"  Content-Security-Policy: {SECURITY_POLICY}",
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: strict-origin-when-cross-origin",
    )
    yield made("/_headers", "text", lang, views.TextPage(lines=headers))
