"""Pages for programs: the sitemap, robots.txt, and the hosts' files for redirects and headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from sitegen.archive.model import Archive, Entry
from sitegen.content.addresses import Addresses
from sitegen.content.config import style_sheet
from sitegen.pages import views
from sitegen.pages.addresses import gone_addresses, moves
from sitegen.pages.edition import Edition
from sitegen.pages.entry import ALL_DOCUMENTS
from sitegen.pages.frame import PALETTE, alternates, sections
from sitegen.pages.planned import Outline, PlannedPage, generated_page, outline
from sitegen.pages.questions import listed_documents

SECURITY_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; script-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = (
    ("Content-Security-Policy", SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
)
# Static files keep their names when they change (decision 21): for an hour browsers use them without asking,
# and for a week they use them while they ask (RFC 5861).
_HOUR = "public, max-age=3600"
CACHING = ("Cache-Control", f"{_HOUR}, stale-while-revalidate=604800")
COMPRESSED = (
    "text/html", "text/css", "text/plain", "text/xml", "text/javascript", "application/javascript",
    "application/json", "application/feed+json", "application/xml", "application/atom+xml", "image/svg+xml",
)  # fmt: skip


# A text of an entry: (kind, ref, language, day of its last change or None).
_Text = tuple[str, str, str, str | None]


def sitemap_outline(archive: Archive) -> Outline:
    texts: list[_Text] = []
    for entry in archive.entries.values():
        for document in entry.documents:
            changed = _last_change(entry, document.text.updated)
            texts.append((*entry.key, document.lang, changed.isoformat() if changed else None))
    has_documents = any(listed_documents(entry) for entry in archive.entries.values())
    return outline(sitemap, "", "", (), texts, has_documents)


def sitemap(
    editions: tuple[Edition, ...], _: list[Entry], texts: list[_Text], has_documents: bool
) -> Iterator[PlannedPage]:
    """The sitemap: texts with their translations, without stubs, and the front pages of lists."""
    addresses = editions[0].archive.addresses
    groups = groupby(texts, key=lambda text: tuple(text[:2]))
    found = (item for _, group in groups for item in _texts(addresses, list(group)))
    entries = sorted((*_list_entries(editions, has_documents), *found), key=lambda item: item.url)
    page = views.SitemapPage(entries=tuple(entries))
    yield generated_page("/sitemap.xml", "sitemap.xml", editions[0].lang, page)


def _texts(addresses: Addresses, texts: list[_Text]) -> Iterator[views.SitemapEntry]:
    """The lines of the sitemap for the texts of one entry."""
    there = tuple((lang, addresses.full(addresses.entry(kind, ref, lang))) for kind, ref, lang, _ in texts)
    alternates = (*there, ("x-default", there[0][1])) if len(there) > 1 else ()
    for (*_, updated), (_, url) in zip(texts, there, strict=True):
        yield views.SitemapEntry(url=url, updated=updated, alternates=alternates)


def _last_change(entry: Entry, updated: date | None) -> date | None:
    days = [day for day in (entry.day, updated) if day]
    return max(days) if days else None


def _list_entries(editions: tuple[Edition, ...], has_documents: bool) -> Iterator[views.SitemapEntry]:
    archive = editions[0].archive
    records = archive.records
    organisations = (("organisations", item.id) for item in records.organisations)
    terms = (("tags", item.id) for item in records.terms)
    data = ["data"] if archive.config.data else []
    data += [ALL_DOCUMENTS] if has_documents else []
    lists: Iterable[tuple[str, ...]] = [(), *((section,) for section in (*sections(archive), *data))]
    for parts in (
        *lists,
        *(("places", ident) for ident in editions[0].archive.places),
        *organisations,
        *(("authors", item.id) for item in records.authors),
        *terms,
    ):
        for edition in editions:
            addresses = edition.archive.addresses
            url = addresses.full(edition.path(*parts))
            yield views.SitemapEntry(url=url, updated=None, alternates=alternates(edition, parts))


def text_outline(editions: tuple[Edition, ...]) -> Outline:
    addresses = editions[0].archive.addresses
    rules = [
        (addresses.mount + old.rstrip("/"), addresses.url(old).rstrip("/"), addresses.url(new))
        for edition in editions
        for old, new in moves(edition)
    ]
    return outline(text_pages, "", "", (), sorted(rules), gone_addresses(editions[0].archive))


def text_pages(
    editions: tuple[Edition, ...], _: list[Entry], moved: list[tuple[str, str, str]], gone: list[str]
) -> Iterator[PlannedPage]:
    """robots.txt, and what hosts read: `_redirects` and `_headers` (Netlify, Cloudflare Pages), `.htaccess`
    (Apache). `moved` are old paths as they are and as addresses, with the new addresses; `gone` are paths
    with the answer that they are gone (RFC 9110, 15.5.11)."""
    addresses = editions[0].archive.addresses

    def text(path: str, *lines: str) -> PlannedPage:
        return generated_page(path, "text", editions[0].lang, views.TextPage(lines=lines))

    yield text("/robots.txt", "User-agent: *", "Allow: /", "", f"Sitemap: {addresses.full('/sitemap.xml')}")
    look = editions[0].archive.config.look
    if look:
        yield text(PALETTE, *style_sheet(look))
    urls = [addresses.url(path) for path in gone]
    there, away = (f"{old} {new} 301" for _, old, new in moved), (f"{url} {url} 410!" for url in urls)
    yield text("/_redirects", *there, *away)
    static = addresses.url("/static/")
    yield text("/_headers", "/*", *_header_lines(HEADERS), f"{static}*", *_header_lines((CACHING,)))
    yield text("/.htaccess", *_for_apache(addresses, moved, gone))


def _header_lines(headers: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"  {name}: {value}" for name, value in headers)


def _for_apache(addresses: Addresses, moved: list[tuple[str, str, str]], gone: list[str]) -> Iterator[str]:
    """The lines of .htaccess, with only such directives as `AllowOverride FileInfo` permits."""
    yield f"ErrorDocument 404 {addresses.url('/404.html')}"
    if gone:  # our page at the address says since when it is gone; Apache's own page would not
        yield "ErrorDocument 410 /%{REQUEST_URI}index.html"
    yield "AddDefaultCharset utf-8"
    yield "<IfModule mod_headers.c>"
    yield from (f'Header always set {name} "{value}"' for name, value in HEADERS)
    # No `stale-while-revalidate` for pictures: one may have been replaced because somebody must not be seen.
    for endings, told in (("png|jpe?g|webp|gif|avif", _HOUR), ("css|js|svg|woff2|ico", CACHING[1])):
        yield f'<FilesMatch "\\.({endings})$">'
        yield f'Header set {CACHING[0]} "{told}"'
        yield "</FilesMatch>"
    yield "</IfModule>"
    yield "<IfModule mod_deflate.c>"
    yield f"AddOutputFilterByType DEFLATE {' '.join(COMPRESSED)}"
    yield "</IfModule>"
    yield "<IfModule mod_alias.c>"
    yield r'RedirectMatch 404 "/\.(?!well-known/)"'  # as our list of files
    yield from (f'RedirectMatch 301 "^{re.escape(old)}/?$" "{new}"' for old, _, new in moved)
    yield from (f'RedirectMatch 410 "^{re.escape(addresses.mount + path)}$"' for path in gone)
    yield "</IfModule>"
