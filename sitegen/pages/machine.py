"""Pages for programs: feeds, the sitemap, robots.txt, and the hosts' files for redirects and headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sitegen.archive.model import Entry
from sitegen.archive.urls import Addresses
from sitegen.archive.urls import section as section_of
from sitegen.pages import views
from sitegen.pages.edition import Edition, entry_path, links_to
from sitegen.pages.frame import FEED_SECTIONS, SECTION_NAMES, alternates
from sitegen.pages.front import text
from sitegen.pages.planned import PlannedPage, made

EPOCH = "1970-01-01T00:00:00Z"
SECURITY_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def feed_pages(edition: Edition) -> Iterator[PlannedPage]:
    """Atom and JSON Feed of the whole language and of each section; only what is written in the language."""
    entries = [entry for entry in edition.archive.entries.values() if entry.document(edition.lang)]
    dated = [entry for entry in entries if entry.date and entry.kind != "page"]
    title = text(edition, edition.archive.config.title)
    yield from _feed(edition, (), title, dated)
    for section in FEED_SECTIONS:
        own = [entry for entry in dated if section_of(entry.kind) == section]
        yield from _feed(edition, (section,), f"{title}: {edition._(SECTION_NAMES[section])}", own)


def _feed(
    edition: Edition, parts: tuple[str, ...], title: str, entries: list[Entry]
) -> Iterator[PlannedPage]:
    config = edition.archive.config
    addresses = edition.archive.addresses
    folder = edition.path(*parts)
    items = tuple(_item(edition, entry) for entry in entries[: config.feed_items])
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


def sitemap_page(editions: tuple[Edition, ...]) -> PlannedPage:
    """What a reader may want to find: real texts with their translations, and the front pages of lists."""
    archive = editions[0].archive
    texts = (item for entry in archive.entries.values() for item in _texts(archive.addresses, entry))
    entries = sorted((*_list_entries(editions), *texts), key=lambda item: item.url)
    page = views.SitemapPage(entries=tuple(entries))
    return made("/sitemap.xml", "sitemap.xml", editions[0].lang, page)


def _texts(addresses: Addresses, entry: Entry) -> Iterator[views.SitemapEntry]:
    there = tuple(
        (document.lang, addresses.full(addresses.entry(entry.kind, entry.ref, document.lang)))
        for document in entry.documents
    )
    alternates = (*there, ("x-default", there[0][1])) if len(there) > 1 else ()
    for document, (_, url) in zip(entry.documents, there, strict=True):
        changed = _changed(entry, document.text.updated)
        updated = changed.isoformat() if changed else None
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


def text_pages(editions: tuple[Edition, ...], redirects: tuple[PlannedPage, ...]) -> Iterator[PlannedPage]:
    """robots.txt, and `_redirects` and `_headers` for hosts that read them (Netlify, Cloudflare Pages)."""
    lang = editions[0].lang
    addresses = editions[0].archive.addresses
    robots = ("User-agent: *", "Allow: /", "", f"Sitemap: {addresses.full('/sitemap.xml')}")
    yield made("/robots.txt", "", lang, views.TextPage(lines=robots))
    rules = [
        f"{addresses.url(page.path).rstrip('/')} {page.page.url} 301"
        for page in redirects
        if isinstance(page.page, views.RedirectPage)
    ]
    yield made("/_redirects", "", lang, views.TextPage(lines=tuple(sorted(rules))))
    headers = (
        "/*",
        f"  Content-Security-Policy: {SECURITY_POLICY}",
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: strict-origin-when-cross-origin",
    )
    yield made("/_headers", "", lang, views.TextPage(lines=headers))
