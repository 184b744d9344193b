"""Lists that grow with the years, in pages.

The front page shows the newest; the older ones are on full pages, numbered from the oldest. So a new entry
changes the front page only, and what stands on page 3 stays on page 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.archive.model import Entry
from sitegen.archive.urls import SECTIONS
from sitegen.pages import views
from sitegen.pages.cards import cards
from sitegen.pages.drafts import Draft, draft
from sitegen.pages.edition import Edition
from sitegen.pages.frame import frame, section_link
from sitegen.pages.planned import PlannedPage, made

_KINDS = {section.rstrip("/"): kind for kind, section in SECTIONS.items()}


def cut(newest_first: Sequence[Entry], size: int) -> tuple[list[Entry], list[list[Entry]]]:
    """What the front page shows, at least `size` of them and less than twice as many, and the older pages
    from the first on; on each page, the newest come first."""
    oldest_first = newest_first[::-1]
    full = max(0, len(newest_first) // size - 1)
    pages = [list(oldest_first[start : start + size][::-1]) for start in range(0, full * size, size)]
    return list(newest_first[: len(newest_first) - full * size]), pages


def numbered_drafts(
    edition: Edition, section: str, ident: str, pages: Sequence[Sequence[Entry]]
) -> Iterator[Draft]:
    """The older pages of the section's own list, or of one of its records."""
    for number, entries in enumerate(pages, 1):
        name = f"{section} {ident} {number}"
        yield draft(numbered_page, edition.lang, name, entries, section, ident, number, len(pages))


def numbered_page(
    edition: Edition, entries: list[Entry], section: str, ident: str, number: int, last: int
) -> Iterator[PlannedPage]:
    own = (*_list(section, ident), "page", str(number))
    above = _above(edition, section, ident)
    heading = f"{_heading(edition, section, above[-1])} · {number}"
    page = views.ListPage(
        frame=frame(edition, own, heading, section=section, above=above),
        heading=heading,
        heading_lang=above[-1].lang,
        items=cards(edition, entries),
        mixed=section in ("organisations", "tags"),
        pager=pager(edition, section, ident, last, number),
    )
    yield made(edition.path(*own), "list.html", edition.lang, page)


def pager(
    edition: Edition, section: str, ident: str, last: int, number: int | None = None
) -> views.Pager | None:
    """On page `number` of `last`, or on the front page; None when that is all."""
    if not last:
        return None
    front = _list(section, ident)

    def url(page: int) -> str:
        return edition.url(*front, "page", str(page))

    if number is None:
        return views.Pager(older=url(last))
    newer = url(number + 1) if number < last else edition.url(*front)
    return views.Pager(number=number, newer=newer, older=url(number - 1) if number > 1 else None)


def _list(section: str, ident: str) -> tuple[str, ...]:
    """The address parts of the front page."""
    return (section, *ident.split("/")) if ident else (section,)


def _above(edition: Edition, section: str, ident: str) -> tuple[views.Link, ...]:
    """The pages above an older one; the last is the front page of its list."""
    outer, _, inner = ident.partition("/")
    idents = (outer, ident) if inner else (ident,) if ident else ()
    records = (edition.records[_KINDS[section], each] for each in idents)
    return (section_link(edition, section), *records)


def _heading(edition: Edition, section: str, front: views.Link) -> str:
    """Of a place, only the news is on further pages."""
    return f"{front.title}: {edition._('News')}" if section == "places" else front.title
