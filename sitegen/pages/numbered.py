"""Lists that grow with the years, in pages.

The front page shows the newest entries; older entries are on full pages, numbered from the oldest. So a new
entry changes the front page only, and what stands on page 3 stays on page 3.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.archive.model import Entry
from sitegen.archive.urls import SECTIONS
from sitegen.pages import views
from sitegen.pages.cards import cards
from sitegen.pages.edition import Edition
from sitegen.pages.frame import frame, section_link
from sitegen.pages.planned import Outline, PlannedPage, made, outline

_KINDS = {section.rstrip("/"): kind for kind, section in SECTIONS.items()}


def cut(newest_first: list[Entry], size: int) -> tuple[list[Entry], list[list[Entry]]]:
    """(entries of the front page, at least `size` and less than twice as many if there are; entries of each
    older page, from page 1 on). On each page the newest come first."""
    oldest_first = newest_first[::-1]
    full = max(0, len(newest_first) // size - 1)
    pages = [oldest_first[start : start + size][::-1] for start in range(0, full * size, size)]
    return newest_first[: len(newest_first) - full * size], pages


def numbered_outlines(
    edition: Edition, section: str, ident: str, pages: list[list[Entry]]
) -> Iterator[Outline]:
    """The outlines of the older pages of a section's own list, or of the list of one of its records
    (`ident`).

    Only the last page knows that it is the last, so that one more page leaves the others alone.
    """
    for number, entries in enumerate(pages, 1):
        name = f"{section} {ident} {number}"
        yield outline(
            numbered_page, edition.lang, name, entries, section, ident, number, number == len(pages)
        )


def numbered_page(
    edition: Edition, entries: list[Entry], section: str, ident: str, number: int, is_last: bool
) -> Iterator[PlannedPage]:
    front = _list(section, ident)
    own = (*front, "page", str(number))
    above = _above(edition, section, ident)
    heading = f"{_heading(edition, section, above[-1])} · {number}"
    items = cards(edition, entries)
    page = views.ListPage(
        # Not translated: the page of this number in the other language may have other entries.
        frame=frame(edition, own, heading, section=section, above=above, shows=items, translated=False),
        heading=heading,
        heading_lang=above[-1].lang,
        items=items,
        mixed=section in ("organisations", "tags"),
        pager=views.Pager(
            number=number,
            newer=edition.url(*front) if is_last else edition.url(*front, "page", str(number + 1)),
            older=edition.url(*front, "page", str(number - 1)) if number > 1 else None,
        ),
    )
    yield made(edition.path(*own), "list.html", edition.lang, page)


def front_pager(edition: Edition, section: str, ident: str, older: int) -> views.Pager | None:
    """The pager on the front page of a list with `older` pages; None if there are none."""
    return views.Pager(older=edition.url(*_list(section, ident), "page", str(older))) if older else None


def _list(section: str, ident: str) -> tuple[str, ...]:
    """The address parts of a list's front page."""
    return (section, *ident.split("/")) if ident else (section,)


def _above(edition: Edition, section: str, ident: str) -> tuple[views.Link, ...]:
    """Links to the pages above an older page; the last is the front page of its list."""
    outer, _, inner = ident.partition("/")
    idents = (outer, ident) if inner else (ident,) if ident else ()
    records = (edition.records[_KINDS[section], each] for each in idents)
    return (section_link(edition, section), *records)


def _heading(edition: Edition, section: str, front: views.Link) -> str:
    """The heading of an older page. On the further pages of a place there is only news, and the heading says
    so."""
    return f"{front.title}: {edition._('News')}" if section == "places" else front.title
