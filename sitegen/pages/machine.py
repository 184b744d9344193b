"""Pages for programs: the sitemap, robots.txt, and the hosts' files for redirects and headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from sitegen.archive.model import Archive, Entry
from sitegen.archive.urls import Addresses
from sitegen.content.identity import style_sheet
from sitegen.pages import views
from sitegen.pages.drafts import Draft, draft
from sitegen.pages.edition import Edition
from sitegen.pages.entry_pages import moves
from sitegen.pages.frame import SECTION_NAMES, alternates
from sitegen.pages.identity import PALETTE
from sitegen.pages.ledger import gone_rules
from sitegen.pages.planned import PlannedPage, made

SECURITY_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
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
    data = ["data"] if editions[0].archive.config.data else []
    sections: Iterable[tuple[str, ...]] = [(), *((section,) for section in (*SECTION_NAMES, *data))]
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
    return draft(text_pages, "", "", (), [*sorted(rules), *gone_rules(editions[0].archive)])


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
