"""Pages for machines: feeds (Atom and JSON Feed) with whole texts, the sitemap, robots.txt, and the hosts'
files for redirects and headers.

Feeds of a language and its sections are few, so every build plans them. The feeds of what is new about a
programme, an aimag, a topic or an organisation are many: each is outlined, and planned again when a text in
it was edited.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

import msgspec

from sitegen.archive.links import destinations
from sitegen.archive.model import Archive, Entry, Key
from sitegen.content.addresses import Addresses, section_of
from sitegen.content.config import style_sheet
from sitegen.content.kinds import ArticleFacts
from sitegen.language.dates import format_date
from sitegen.pages import views
from sitegen.pages.addresses import gone_addresses, moves
from sitegen.pages.edition import Edition, entry_path, link_to, links_to, text
from sitegen.pages.entry import ALL_DOCUMENTS, corrections_in_order, last_change, prose
from sitegen.pages.frame import FEED_SECTIONS, PALETTE, SECTION_NAMES, alternates, sections
from sitegen.pages.pictures import on_paper
from sitegen.pages.planned import GENERATED, Outline, PlannedPage, generated_page, outline, with_texts
from sitegen.pages.questions import listed_documents

EPOCH = "1970-01-01T00:00:00Z"
_FEED_FILES = ("feed.xml", "feed.json")
NEWS = "article"


def feed_pages(edition: Edition) -> Iterator[PlannedPage]:
    """The feed of a language, which has its news, and the feeds of its sections; with texts in that language
    only."""
    items: dict[Key, views.FeedItem] = {}
    for section in ("", *FEED_SECTIONS):
        newest = _newest_entries(edition.archive, edition.lang, section)
        for entry in newest:
            if entry.key not in items:
                items[entry.key] = _feed_item(edition, entry)
        yield from _plan_feeds(edition, section, tuple(items[entry.key] for entry in newest))


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
    items = tuple(_feed_item(edition, entry) for entry in entries[:count])
    page = _feed_page(
        edition, path, "feed.xml", f"{text(edition, archive.config.title)}: {link.title}", items
    )
    if own:
        page = msgspec.structs.replace(page, id=_permanent_address(edition, own))
    former = own.document_for(edition.lang).text.aliases if own else ()
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


def _plan_feeds(edition: Edition, section: str, items: tuple[views.FeedItem, ...]) -> Iterator[PlannedPage]:
    config = edition.archive.config
    folder = edition.path(section) if section else edition.path()
    title = text(edition, config.title)
    if section:
        title = f"{title}: {edition._(SECTION_NAMES[section])}"
    for file in _FEED_FILES:
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


def _feed_item(edition: Edition, entry: Entry) -> views.FeedItem:
    document = entry.document_for(edition.lang)
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
    own = (alias for alias in entry.document_for(edition.lang).text.aliases if alias.startswith(section))
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
    document = entry.document_for(edition.lang)
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
_SitemapText = tuple[str, str, str, str | None]


def sitemap_outline(archive: Archive) -> Outline:
    texts: list[_SitemapText] = []
    for entry in archive.entries.values():
        for document in entry.documents:
            changed = _last_day(entry, document.text.updated)
            texts.append((*entry.key, document.lang, changed.isoformat() if changed else None))
    has_documents = any(listed_documents(entry) for entry in archive.entries.values())
    return outline(sitemap, "", "", (), texts, has_documents)


def sitemap(
    editions: tuple[Edition, ...], _: list[Entry], texts: list[_SitemapText], has_documents: bool
) -> Iterator[PlannedPage]:
    """The sitemap: texts with their translations, without stubs, and the front pages of lists."""
    addresses = editions[0].archive.addresses
    groups = groupby(texts, key=lambda text: tuple(text[:2]))
    found = (item for _, group in groups for item in _sitemap_texts(addresses, list(group)))
    entries = sorted((*_sitemap_lists(editions, has_documents), *found), key=lambda item: item.url)
    page = views.SitemapPage(entries=tuple(entries))
    yield generated_page("/sitemap.xml", "sitemap.xml", editions[0].lang, page)


def _sitemap_texts(addresses: Addresses, texts: list[_SitemapText]) -> Iterator[views.SitemapEntry]:
    """The lines of the sitemap for the texts of one entry."""
    there = tuple((lang, addresses.full(addresses.entry(kind, ref, lang))) for kind, ref, lang, _ in texts)
    alternates = (*there, ("x-default", there[0][1])) if len(there) > 1 else ()
    for (*_, updated), (_, url) in zip(texts, there, strict=True):
        yield views.SitemapEntry(url=url, updated=updated, alternates=alternates)


def _last_day(entry: Entry, updated: date | None) -> date | None:
    """The later of the days on which an entry was published and a text of it `updated`."""
    days = [day for day in (entry.day, updated) if day]
    return max(days) if days else None


def _sitemap_lists(editions: tuple[Edition, ...], has_documents: bool) -> Iterator[views.SitemapEntry]:
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

    def text_page(path: str, *lines: str) -> PlannedPage:
        return generated_page(path, "text", editions[0].lang, views.TextPage(lines=lines))

    yield text_page(
        "/robots.txt", "User-agent: *", "Allow: /", "", f"Sitemap: {addresses.full('/sitemap.xml')}"
    )
    look = editions[0].archive.config.look
    if look:
        yield text_page(PALETTE, *style_sheet(look))
    urls = [addresses.url(path) for path in gone]
    there, away = (f"{old} {new} 301" for _, old, new in moved), (f"{url} {url} 410!" for url in urls)
    yield text_page("/_redirects", *there, *away)
    static = addresses.url("/static/")
    yield text_page("/_headers", "/*", *_header_lines(HEADERS), f"{static}*", *_header_lines((CACHING,)))
    yield text_page("/.htaccess", *_for_apache(addresses, moved, gone))


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
