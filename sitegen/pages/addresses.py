"""What stands at the addresses of the site: no two pages claim one, and none vanishes that the ledger has;
pages at old addresses of entries lead on, and at those of what is gone they say so."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from sitegen.archive.assemble import EXPIRED
from sitegen.archive.model import Archive, Entry, Key
from sitegen.content.addresses import output_path
from sitegen.content.document import Document, position_of
from sitegen.content.kinds import BY_NAME
from sitegen.content.ledger import BELOW, GONE, LEDGER_FILE, Ledger, ListedAddress, Tombstone
from sitegen.content.suggestions import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.catalogue import Words
from sitegen.pages import views
from sitegen.pages.edition import Edition, entry_path, place_name, required_phrase
from sitegen.pages.frame import frame, trail
from sitegen.pages.planned import GENERATED, KeptPage, Outline, PlannedPage, outline

STATIC = "static/"
GONE_TEMPLATE = "gone.html"
# Templates of pages that nobody quotes, so that the ledger leaves them out: redirects, and files for programs
# and editors.
_NOT_KEPT = frozenset(("redirect.html", "404.html", "translation-status.html", "asked.json", GONE_TEMPLATE))
_MOVING = ("/page/", "/by/", "/archive/")  # addresses of parts of lists, which come and go with their entries
_FEEDS = ("feed.xml", "feed.json")


def redirect_outlines(edition: Edition) -> Iterator[Outline]:
    for entry in edition.archive.entries.values():
        document = entry.document(edition.lang)
        if document and document.text.aliases:
            yield outline(redirects, edition.lang, "/".join(entry.key), [entry])


def redirects(edition: Edition, entries: list[Entry]) -> Iterator[PlannedPage]:
    """The pages at old addresses of entries that lead to the new ones."""
    addresses = edition.archive.addresses
    for entry in entries:
        document = entry.document_for(edition.lang)
        path = entry_path(edition, entry)
        page = views.RedirectPage(
            lang=edition.lang,
            title=document.text.title,
            url=addresses.url(path),
            canonical=addresses.full(path),
        )
        for alias in document.text.aliases:
            yield PlannedPage(alias_path(alias), "redirect.html", edition.lang, page, document.path)


def moves(edition: Edition) -> Iterator[tuple[str, str]]:
    """(old path, new path) of all renamed entries."""
    for entry in edition.archive.entries.values():
        document = entry.document(edition.lang)
        for alias in document.text.aliases if document else ():
            yield alias_path(alias), entry_path(edition, entry)


def alias_path(alias: str) -> str:
    """The path of a page at an old address: `/post/r/96` becomes a folder, `/old/page.html` stays a file."""
    last = alias.rsplit("/", 1)[-1]
    return alias if alias.endswith("/") or "." in last else alias + "/"


def gone_outline(edition: Edition) -> Outline:
    """The outline of the pages for what is gone, of addresses in this language. An address of a file that is
    no page gets none."""
    named = edition.archive.addresses.parse_path
    pages = (stone for stone in edition.archive.gone if stone.address.endswith(("/", ".html", ".htm")))
    stones = [msgspec.to_builtins(stone) for stone in pages if named(stone.address)[0] == edition.lang]
    return outline(gone_pages, edition.lang, "", (), stones)


def gone_pages(edition: Edition, _: list[Entry], stones: list[Any]) -> Iterator[PlannedPage]:
    addresses = edition.archive.addresses
    for stone in msgspec.convert(stones, list[Tombstone]):
        title = (
            required_phrase(edition, stone.title) if stone.title else views.Phrase(text=stone.former_title)
        )
        page = views.GonePage(
            frame=views.Frame(
                lang=edition.lang,
                url=addresses.url(stone.address),
                canonical=addresses.full(stone.address),
                title=title.text or addresses.full(stone.address),
                switch=frame(edition, (), "").switch,
                breadcrumb=trail(edition),
                indexed=False,
            ),
            title=title if title.text else None,
            since=stone.since,
            reason=required_phrase(edition, stone.reason) if stone.reason else None,
            instead=addresses.url(stone.instead) if stone.instead else None,
        )
        yield PlannedPage(stone.address, GONE_TEMPLATE, edition.lang, page, "gone.yaml")


def gone_addresses(archive: Archive) -> list[str]:
    """The addresses at which a page says that something is gone."""
    return [stone.address for stone in archive.gone]


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


def locate_at_aliases(problems: Iterable[Diagnostic], archive: Archive) -> Iterator[Diagnostic]:
    """The collisions; one of an old address is reported where that address is written."""
    documents: dict[str, Document] = {}
    for problem in problems:
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
    also = tuple(":".join(map(str, position)) for position in others)
    return msgspec.structs.replace(diagnostic("E304", path, line, column, **named), also=also)


def _fold_path(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _collision(address: str, *owners: str) -> Diagnostic:
    """The diagnostic of a collision, at an owner that is a file of the editor's, if there is one."""
    first, second = sorted(owners, key=lambda name: name in (GENERATED, STATIC))
    gone = {"file": GONE} if GONE in owners else {}
    return diagnostic("E304", first, 1, 1, address=address, first=first, second=second, **gone)


def kept_addresses(archive: Archive, pages: Iterable[KeptPage], files: Iterable[str]) -> dict[str, str]:
    """The addresses that readers may quote, each with what it is (`what_is`)."""
    found = {page.path: what_is(archive, page.path) for page in pages if _is_kept(page)}
    return found | {path: f"file {posixpath.basename(path)}" for path in files if _is_document(path)}


def _is_kept(page: KeptPage) -> bool:
    template = page.template
    if template in _NOT_KEPT:
        return False
    if template in _FEEDS or page.path.startswith("/data/"):
        return "/programmes/" not in page.path or template in _FEEDS
    is_page = template.endswith(".html") and not template.startswith("print-")
    return is_page and not any(part in page.path for part in _MOVING)


def _is_document(path: str) -> bool:
    return not path.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg", ".heic", ".avif"))


def what_is(archive: Archive, path: str) -> str:
    """The kind and title of what stands at an address, as the ledger writes them."""
    if path.endswith(_FEEDS):
        return "feed"
    if path.startswith("/data/") and not path.endswith("/"):
        return "data"
    lang, kind, ref = archive.addresses.parse_path(path)
    if entry := archive.entries.get((kind, ref)):
        return f"{kind} {entry.document_for(lang).text.title}"
    name = _record_name(archive, kind, ref)
    return f"{kind} {name.pick(lang, archive.languages)[0]}" if name else "list"


def _record_name(archive: Archive, kind: str, ref: str) -> Words | None:
    if kind == "place" and ref in archive.places:
        return place_name(*archive.places[ref])
    if kind == "organisation" and ref in archive.organisations:
        return archive.organisations[ref].name
    if kind == "author" and ref in archive.authors:
        return archive.authors[ref].name
    return archive.terms[ref].name if kind == "term" and ref in archive.terms else None


def lost_addresses(
    archive: Archive,
    ledger: Ledger,
    planned: Collection[str],
    unlisted: Mapping[str, str],
    unread: Collection[str],
) -> Iterator[Diagnostic]:
    """An error for each listed address at which nothing would be any more, or one for all below a folder.

    `planned` are all planned addresses, `unlisted` those not listed yet. No error for entries in `unread`,
    folders with a text that could not be read, for expired entries, nor for an address that differs from a
    planned one in case only (E302 reports the folder).
    """
    gone = ledger.let_go()
    same = {path.lower() for path in planned if path.endswith("/")}
    expired = {item.key for item in archive.waiting if item.reason == EXPIRED}
    missing = [
        (item, archive.addresses.parse_path(item.address))
        for item in ledger.listed
        if item.address not in planned and item.address not in gone and item.address.lower() not in same
    ]
    moved = _moved_entries(archive, [(item, (kind, ref)) for item, (_, kind, ref) in missing], unlisted)
    folders = {} if unread else _folders([item for item, _ in missing], planned)
    for folder, below in folders.items():
        gone_all = f"- {{address: {folder.address}{BELOW[1:]}, since: {archive.today.isoformat()}}}"
        args = {"address": folder.address, "count": len(below), "gone": gone_all}
        yield diagnostic("E330", LEDGER_FILE, folder.line, 1, **args)
    told = {item.address for below in folders.values() for item in below}
    pages = {item.address for item, _ in missing if item.address.endswith("/")}
    # A feed or a document goes where its page goes.
    told |= {item.address for item, _ in missing if _folder(item.address) in pages - {item.address}}
    for item, (lang, kind, ref) in missing:
        key = (kind, ref)
        if item.address in told or key in expired or (unread and _is_unread(item, key, unread)):
            continue
        has_more = any(_folder(other.address) == item.address for other, _ in missing if other is not item)
        yield _lost_address(archive, item, lang, moved.get(key), unlisted, BELOW[1:] if has_more else "")


def useless_hints(ledger: Ledger, planned: Collection[str]) -> Iterator[Diagnostic]:
    """What gone.yaml says is of use now, and is not there."""
    for number, gone in enumerate(ledger.gone):
        address = gone.instead
        if address and address not in planned and f"{address}/" not in planned:
            position = position_of(f"{number}.instead", ledger.marks)
            near = suggest(address, planned)
            yield diagnostic("E412", GONE, *position, target=address, suggestion=near, file=GONE)


def _folder(address: str) -> str:
    return address[: address.rindex("/") + 1]


def _folders(
    missing: list[ListedAddress], planned: Collection[str]
) -> dict[ListedAddress, list[ListedAddress]]:
    """The listed addresses that are lost with everything below them, such as a language or the data, each
    with all that is missing below it."""
    fronts = [item for item in missing if item.what == "list" and item.address.count("/") == 2]
    empty = [item for item in fronts if not any(path.startswith(item.address) for path in planned)]
    below = {front: [item for item in missing if item.address.startswith(front.address)] for front in empty}
    return {front: found for front, found in below.items() if len(found) > 1}


def _is_unread(item: ListedAddress, key: Key, unread: Collection[str]) -> bool:
    """Whether an address may be missing only because a text could not be read: an entry because of a text of
    its own, anything else because of any text."""
    kind, ref = key
    return item.what.partition(" ")[0] not in BY_NAME or f"content/{BY_NAME[kind].folder}/{ref}" in unread


def _moved_entries(
    archive: Archive, missing: list[tuple[ListedAddress, Key]], unlisted: Mapping[str, str]
) -> dict[Key, Entry]:
    """The new entries that missing ones seem to have become: with the same title, or nearly the same ref."""
    named = (archive.addresses.parse_path(path) for path in unlisted)
    fresh = dict.fromkeys((kind, ref) for _, kind, ref in named if (kind, ref) in archive.entries)
    by_title = {(key[0], item.text.title): key for key in fresh for item in archive.entries[key].documents}
    found: dict[Key, Entry] = {}
    for item, (kind, ref) in missing:
        if (kind, ref) in found or (kind, ref) in archive.entries:
            continue
        near = suggest(ref, [other for of, other in fresh if of == kind])
        key = by_title.get((kind, item.title)) or ((kind, near) if near else None)
        if key:
            found[(kind, ref)] = archive.entries[key]
    return found


def _lost_address(
    archive: Archive,
    item: ListedAddress,
    lang: str,
    entry: Entry | None,
    unlisted: Mapping[str, str],
    below: str,
) -> Diagnostic:
    """The problem of a listed address that would vanish; `entry` is what its own seems to have become.
    `below` ends the address in gone.yaml where what lies below it vanishes, too."""
    # Imported here, since most builds lose nothing.
    from sitegen.archive.known_names import FILES_OF_RECORDS

    address, kind = item.address, item.what.partition(" ")[0]
    where = f"address: {address}{below}, since: {archive.today.isoformat()}"
    args = {"address": address, "title": item.title}
    document = entry.document(lang) if entry else None
    if document and address.endswith("/"):
        aliases = ", ".join((*document.text.aliases, address))
        args |= {"target": document.path, "alias": f"aliases: [{aliases}]"}
    elif kind in FILES_OF_RECORDS:
        same = [path for path, what in unlisted.items() if what == item.what and path.endswith("/")]
        here = [path for path in same if archive.addresses.parse_path(path)[0] == lang]
        where += f", instead: {here[0]}" if len(here) == 1 else ""
        args |= {"id": archive.addresses.parse_path(address)[2], "file": f"content/{FILES_OF_RECORDS[kind]}"}
    elif address.endswith("/") and kind != "list":
        args |= {"elsewhere": address}
    return diagnostic("E327", LEDGER_FILE, item.line, 1, **args, gone=f"- {{{where}}}")


def unlisted_addresses(unlisted: Mapping[str, str]) -> Iterator[Diagnostic]:
    """One warning for all addresses that a build in CI publishes and nobody has added to the ledger."""
    if unlisted:
        some = sorted(unlisted)
        more = f" … +{len(some) - 3}" if len(some) > 3 else ""
        yield diagnostic("W328", LEDGER_FILE, count=len(some), addresses=", ".join(some[:3]) + more)
