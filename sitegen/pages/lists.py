"""Lists: news with its numbered pages, forums, programmes, and the archive by year and month."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import msgspec

from sitegen.archive.model import Entry
from sitegen.language.dates import format_month
from sitegen.pages import views
from sitegen.pages.cards import by_time, by_title, cards
from sitegen.pages.edition import Edition
from sitegen.pages.frame import frame, section_link, year_link
from sitegen.pages.planned import PlannedPage, made


def list_pages(edition: Edition) -> Iterator[PlannedPage]:
    yield from _news(edition)
    yield _plain_list(edition, "forums", "Forums", by_time(edition.archive.of_kind("forum")))
    programmes = by_title(edition.lang, edition.archive.of_kind("programme"))
    yield _plain_list(edition, "programmes", "Programmes", programmes)
    yield from _archive(edition)


def _plain_list(edition: Edition, section: str, title: str, entries: list[Entry]) -> PlannedPage:
    heading = edition._(title)
    page = views.ListPage(
        frame=frame(edition, (section,), heading, section=section),
        heading=heading,
        items=cards(edition, entries),
    )
    return made(edition.path(section), "list.html", edition.lang, page)


def _news(edition: Edition) -> Iterator[PlannedPage]:
    """The front page shows the newest; older ones are on full pages, numbered from the oldest.

    So a new article changes the front page only, and what stands on page 3 stays on page 3.
    """
    articles = _dated(edition)
    size = edition.archive.config.articles_per_page
    full = max(0, len(articles) // size - 1)
    oldest_first = articles[::-1]
    years = _years(edition, articles)
    heading = edition._("News")
    older = edition.url("news", "page", str(full)) if full else None
    front = views.ListPage(
        frame=frame(edition, ("news",), heading, section="news"),
        heading=heading,
        items=cards(edition, oldest_first[full * size :][::-1]),
        pager=views.Pager(older=older) if older else None,
        years=years,
    )
    yield made(edition.path("news"), "list.html", edition.lang, front)
    for number in range(1, full + 1):
        yield _numbered(edition, oldest_first[(number - 1) * size : number * size][::-1], number, full)


def _numbered(edition: Edition, entries: list[Entry], number: int, last: int) -> PlannedPage:
    parts = ("news", "page", str(number))
    heading = edition._("News")
    title = f"{heading} · {number}"
    newer = edition.url("news", "page", str(number + 1)) if number < last else edition.url("news")
    page = views.ListPage(
        frame=frame(edition, parts, title, section="news", above=(section_link(edition, "news"),)),
        heading=title,
        items=cards(edition, entries),
        pager=views.Pager(
            number=number,
            newer=newer,
            older=edition.url("news", "page", str(number - 1)) if number > 1 else None,
        ),
    )
    return made(edition.path(*parts), "list.html", edition.lang, page)


def _dated(edition: Edition) -> list[Entry]:
    """Those without a date have been reported, and are left out here to find what else is wrong."""
    return [entry for entry in edition.archive.of_kind("article") if entry.date]


def _years(edition: Edition, articles: list[Entry]) -> tuple[views.Link, ...]:
    """Newest first, with the number of articles."""
    return tuple(
        views.Link(title=str(year), url=edition.url("archive", f"{year:04}"), count=len(list(group)))
        for year, group in groupby(articles, key=_year)
    )


def _year(entry: Entry) -> int:
    return entry.date.year if entry.date else 0


def _month(entry: Entry) -> int:
    return entry.date.month if entry.date else 0


def _archive(edition: Edition) -> Iterator[PlannedPage]:
    articles = _dated(edition)
    years = _years(edition, articles)
    heading = edition._("News archive")
    front = views.ArchivePage(
        frame=frame(edition, ("archive",), heading, section="archive"), heading=heading, periods=years
    )
    yield made(edition.path("archive"), "archive.html", edition.lang, front)
    by_year = {year: list(group) for year, group in groupby(articles, key=_year)}
    ordered = list(by_year)
    for number, year in enumerate(ordered):
        newer = year_link(edition, ordered[number - 1]) if number else None
        older = year_link(edition, ordered[number + 1]) if number + 1 < len(ordered) else None
        yield from _archive_year(edition, year, by_year[year], newer, older)


def _archive_year(
    edition: Edition, year: int, entries: list[Entry], newer: views.Link | None, older: views.Link | None
) -> Iterator[PlannedPage]:
    parts = ("archive", f"{year:04}")
    months = {month: list(group) for month, group in groupby(entries, key=_month)}
    links = {month: _month_link(edition, year, month) for month in months}
    above = section_link(edition, "archive")
    heading = f"{edition._('News archive')}: {year}"
    page = views.ArchivePage(
        frame=frame(edition, parts, heading, section="archive", above=(above,)),
        heading=heading,
        periods=tuple(
            msgspec.structs.replace(link, count=len(months[month])) for month, link in links.items()
        ),
        items=cards(edition, entries),
        newer=newer,
        older=older,
    )
    yield made(edition.path(*parts), "archive.html", edition.lang, page)
    ordered = list(months)
    for number, month in enumerate(ordered):
        own = (*parts, f"{month:02}")
        month_page = views.ArchivePage(
            frame=frame(
                edition, own, links[month].title, section="archive", above=(above, year_link(edition, year))
            ),
            heading=links[month].title,
            items=cards(edition, months[month]),
            newer=links[ordered[number - 1]] if number else None,
            older=links[ordered[number + 1]] if number + 1 < len(ordered) else None,
        )
        yield made(edition.path(*own), "archive.html", edition.lang, month_page)


def _month_link(edition: Edition, year: int, month: int) -> views.Link:
    """Without the number of articles, so that one more of them leaves the months around it alone."""
    url = edition.url("archive", f"{year:04}", f"{month:02}")
    return views.Link(title=format_month(year, month, edition.lang), url=url)
