"""Print views: an entry as a document for paper; the print view of a programme is a dossier of its
projects."""

from __future__ import annotations

from itertools import count

import msgspec

from sitegen.pages import views
from sitegen.pages.cards import by_title
from sitegen.pages.edition import Edition, entry_path
from sitegen.pages.frame import entry_frame
from sitegen.pages.kinds import entry_view
from sitegen.pages.nearby import Nearby
from sitegen.pages.pictures import on_paper
from sitegen.pages.planned import PlannedPage

# Lists that are not printed; without them a print view does not change when other entries are renamed.
ON_SCREEN_ONLY = ("contents", "tags", "places", "organisations", "forums", "programmes", "projects")


def print_page(edition: Edition, nearby: Nearby) -> PlannedPage | None:
    """The print view of an entry; None if the entry has no text in this language."""
    entry = nearby.entry
    document = entry.document(edition.lang)
    if document is None:
        return None
    page = _print_page(edition, nearby)
    bodies = tuple(chapter.entry.prose.body for chapter in (page.main, *page.chapters))
    path = entry_path(edition, entry) + "print/"
    return PlannedPage(path, f"print-{entry.kind}.html", edition.lang, page, document.path, bodies)


def _print_page(edition: Edition, nearby: Nearby) -> views.PrintPage:
    frame = entry_frame(edition, nearby.entry, print_view=False)
    notes: dict[str, int] = {}
    main = views.Chapter(id="", entry=_numbered(edition, entry_view(edition, nearby.entry), "", notes))
    chapters = []
    for other in by_title(edition.lang, nearby.members):
        ident = f"{other.kind}:{other.ref}"
        view = _numbered(edition, entry_view(edition, other), f"{ident}:", notes)
        chapters.append(views.Chapter(id=ident, entry=view))
    return views.PrintPage(
        frame=views.Frame(
            lang=frame.lang, url=frame.url, canonical=frame.canonical, title=frame.title, indexed=False
        ),
        main=main,
        chapters=tuple(chapters),
        endnotes=tuple(views.Endnote(number=number, url=url) for url, number in notes.items()),
        trail=tuple(link.title for link in frame.breadcrumb),
    )


def _numbered(
    edition: Edition, view: views.AnyEntryView, prefix: str, notes: dict[str, int]
) -> views.AnyEntryView:
    """The view with endnote numbers for its links; an address that occurs again has the same number."""
    numbers = []
    following = count(len(notes) + 1)
    for target in view.prose.links:
        address = _full(edition, target)
        if address and address not in notes:
            notes[address] = next(following)
        numbers.append(notes.get(address, 0))
    figures = tuple(map(on_paper, view.prose.figures))
    prose = msgspec.structs.replace(view.prose, prefix=prefix, endnotes=tuple(numbers), figures=figures)
    on_screen = {name: () for name in ON_SCREEN_ONLY if name in view.__struct_fields__}
    return msgspec.structs.replace(
        view,
        prose=prose,
        lead=on_paper(view.lead) if view.lead else None,
        gallery=tuple(map(on_paper, view.gallery)),
        pair=tuple(map(on_paper, view.pair)),
        **on_screen,
    )


def _full(edition: Edition, target: views.Target) -> str:
    """The full address of a link, for paper; "" for a link to what is not published."""
    if target.external or not target.url:
        return target.url
    addresses = edition.archive.addresses
    return addresses.base + target.url.removeprefix(addresses.mount)
