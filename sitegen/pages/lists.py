"""Lists: news, forums, programmes, and the archive by year and month. Lists that grow with the years are in
pages.

The front page shows the newest entries; older entries are on full pages, numbered from the oldest. So a new
entry changes the front page only, and what stands on page 3 stays on page 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from sitegen.archive.model import Entry
from sitegen.content.addresses import kind_in, section_of
from sitegen.content.assets import Asset
from sitegen.language.dates import format_month, format_year, month_name
from sitegen.pages import views
from sitegen.pages.charts import bars
from sitegen.pages.edition import Edition, asset_path, by_time, by_title, cards, entry_link, links_to
from sitegen.pages.entry import ALL_DOCUMENTS, attachment
from sitegen.pages.frame import frame, section_link, year_link
from sitegen.pages.planned import Outline, PlannedPage, generated_page, outline
from sitegen.pages.questions import (
    NOT_KNOWN,
    Item,
    Narrowed,
    count_facets,
    date_of,
    facets,
    listed_documents,
    section_questions,
)

# (path, bytes, pages, checksum) of a file: what the list of documents shows besides what entries show to
# others.
_File = tuple[str, int, int | None, str]
_Counts = Sequence[tuple[int, int]]  # (year or month, number of articles), newest first


def documents_outline(edition: Edition) -> Iterator[Outline]:
    """The outline of the list of all documents; none if there are no documents."""
    archive = edition.archive
    shown = [entry for entry in archive.entries.values() if listed_documents(entry)]
    paths = (asset_path(entry, item.file) for entry in shown for item in entry.facts.documents if item.file)
    assets = (archive.assets[path] for path in paths if path in archive.assets)
    files = [(asset.path, asset.size, asset.pages, asset.checksum) for asset in assets]
    if shown:
        yield outline(documents_page, edition.lang, "", shown, files)


def documents_page(edition: Edition, entries: list[Entry], files: list[_File]) -> Iterator[PlannedPage]:
    assets = {
        path: Asset(path, None, None, b"", size, checksum, pages=pages)
        for path, size, pages, checksum in files
    }
    lines = [line for entry in entries for line in _lines(edition, entry, assets)]
    lines.sort(key=lambda line: line.year or 0, reverse=True)
    years = groupby(lines, key=lambda line: line.year)
    topics: dict[str, views.DocumentTopic] = {}
    for term in edition.archive.records.terms:
        (link,) = links_to(edition, "term", (term.id,))
        found = tuple(line for line in lines if link in line.topics)
        if found:
            topics[term.id] = views.DocumentTopic(topic=link, lines=found)
    heading = edition._("Documents")
    page = views.DocumentsPage(
        frame=frame(edition, (ALL_DOCUMENTS,), heading, section=ALL_DOCUMENTS),
        heading=heading,
        years=tuple(views.DocumentYear(year=year, lines=tuple(found)) for year, found in years),
        topics=tuple(sorted(topics.values(), key=lambda item: -len(item.lines))),
        asking=section_questions(edition, ALL_DOCUMENTS, len(lines)),
    )
    yield generated_page(edition.path(ALL_DOCUMENTS), "documents.html", edition.lang, page)


def _lines(edition: Edition, entry: Entry, assets: dict[str, Asset]) -> Iterator[views.DocumentLine]:
    topics = links_to(edition, "term", entry.facts.tags)
    for item in listed_documents(entry):
        asset = assets.get(asset_path(entry, item.file or ""))
        yield views.DocumentLine(
            document=attachment(edition, entry, item, asset),
            entry=entry_link(edition, entry),
            year=entry.date.year if entry.date else None,
            topics=topics,
        )


def list_outlines(edition: Edition) -> Iterator[Outline]:
    yield from _news_outlines(edition)
    yield from _forum_outlines(edition)
    programmes = by_title(edition.lang, edition.archive.of_kind("programme"))
    yield outline(programme_list, edition.lang, "", programmes)
    yield from _archive_outlines(edition)


def programme_list(edition: Edition, entries: list[Entry]) -> Iterator[PlannedPage]:
    heading = edition._("Programmes")
    items = cards(edition, entries)
    page = views.ListPage(
        frame=frame(edition, ("programmes",), heading, section="programmes", shows=items),
        heading=heading,
        items=items,
    )
    yield generated_page(edition.path("programmes"), "list.html", edition.lang, page)


def _forum_outlines(edition: Edition) -> Iterator[Outline]:
    """The outlines of the list of all forums, and, if there are several years, of each year's."""
    forums = by_time(edition.archive.of_kind("forum"))
    counts, programmes = count_facets(edition.archive, "forums", forums)
    by_year: dict[str, list[Entry]] = {}
    for entry in forums:
        by_year.setdefault(date_of(Item(entry))[:4] or NOT_KNOWN, []).append(entry)
    several = by_year if len(by_year) > 1 else {}
    years = [(year, len(several[year])) for year in sorted(several, key=_newest_first)]
    yield outline(forum_list, edition.lang, "", (*forums, *programmes), years, None, counts)
    for year, _ in years:
        yield outline(forum_list, edition.lang, year, several[year], years, year, ())


def _newest_first(year: str) -> tuple[bool, int]:
    return (True, 0) if year == NOT_KNOWN else (False, -int(year))


def forum_list(
    edition: Edition,
    entries: list[Entry],
    years: Sequence[tuple[str, int]],
    chosen: str | None,
    counts: Narrowed,
) -> Iterator[PlannedPage]:
    """The list of all forums, or of the chosen year's; `years` has the number of each year."""
    heading = edition._("Forums")
    if chosen:
        heading = f"{heading}: {_forum_year(edition, chosen)}"
    parts = _forums_of(chosen)
    items = cards(edition, _section_entries(entries, "forums"))
    above = (section_link(edition, "forums"),) if chosen else ()
    page = views.ListPage(
        frame=frame(edition, parts, heading, section="forums", above=above, shows=items),
        heading=heading,
        items=items,
        years=tuple(
            views.Link(
                title=edition._("Unknown") if year == NOT_KNOWN else year,
                url=edition.url(*_forums_of(year)),
                count=count,
                current=year == chosen,
            )
            for year, count in years
        ),
        asking=None if chosen else section_questions(edition, "forums", len(items)),
        facets=facets(edition, counts) if len(items) > 1 else (),
    )
    yield generated_page(edition.path(*parts), "list.html", edition.lang, page)


def _forums_of(year: str | None) -> tuple[str, ...]:
    return ("forums", "by", "year", year) if year else ("forums",)


def _forum_year(edition: Edition, year: str) -> str:
    return edition._("year not known") if year == NOT_KNOWN else format_year(int(year), edition.lang)


def _section_entries(entries: list[Entry], section: str) -> list[Entry]:
    """The entries in the list of a section; `entries` also has those that only facets name."""
    return [entry for entry in entries if section_of(entry.kind) == section]


def _news_outlines(edition: Edition) -> Iterator[Outline]:
    articles = _dated_articles(edition)
    newest, older = paginate(articles, edition.archive.config.articles_per_page)
    counts, programmes = count_facets(edition.archive, "news", articles)
    shown = (*newest, *programmes)
    call = (len(older), len(articles), _counts(articles, _year), counts)
    yield outline(news_front, edition.lang, "", shown, *call)
    yield from numbered_outlines(edition, "news", "", older)


def news_front(
    edition: Edition, entries: list[Entry], older: int, count: int, years: _Counts, counts: Narrowed
) -> Iterator[PlannedPage]:
    """The front page of the news: the newest of `count` articles, followed by `older` pages."""
    heading = edition._("News")
    items = cards(edition, _section_entries(entries, "news"))
    page = views.ListPage(
        frame=frame(edition, ("news",), heading, section="news", shows=items),
        heading=heading,
        items=items,
        pager=front_pager(edition, "news", "", older),
        years=_years(edition, years) if len(years) > 1 else (),
        asking=section_questions(edition, "news", count),
        facets=facets(edition, counts) if len(items) > 1 else (),
    )
    yield generated_page(edition.path("news"), "list.html", edition.lang, page)


def _dated_articles(edition: Edition) -> list[Entry]:
    """The articles that have a date. One without has been reported as an error, and planning goes on."""
    return [entry for entry in edition.archive.of_kind("article") if entry.date]


def _year(entry: Entry) -> int:
    return entry.date.year if entry.date else 0


def _month(entry: Entry) -> int:
    return entry.date.month if entry.date else 0


def _counts(articles: list[Entry], key: Callable[[Entry], int]) -> _Counts:
    return [(number, len(list(group))) for number, group in groupby(articles, key=key)]


def _years(edition: Edition, years: _Counts) -> tuple[views.Link, ...]:
    """Links to the years, with the numbers of articles."""
    return tuple(msgspec.structs.replace(year_link(edition, year), count=count) for year, count in years)


def _archive_outlines(edition: Edition) -> Iterator[Outline]:
    archive, lang, articles = edition.archive, edition.lang, _dated_articles(edition)
    by_year = {year: list(group) for year, group in groupby(articles, key=_year)}
    yield outline(archive_front, lang, "", (), _counts(articles, _year))
    for year, newer, older in _with_neighbours(by_year):
        entries = by_year[year]
        # The articles of a year with too many for one page stand on the pages of its months.
        shown = entries if len(entries) < 2 * archive.config.entries_per_page else ()
        yield outline(archive_year, lang, str(year), shown, year, _counts(entries, _month), newer, older)
        by_month = {month: list(group) for month, group in groupby(entries, key=_month)}
        for month, after, before in _with_neighbours(by_month):
            name = f"{year}-{month}"
            yield outline(archive_month, lang, name, by_month[month], year, month, after, before)


def _with_neighbours(numbers: Iterable[int]) -> Iterator[tuple[int, int | None, int | None]]:
    ordered = [None, *numbers, None]
    for number, this in enumerate(ordered[1:-1], 1):
        assert this is not None
        yield this, ordered[number - 1], ordered[number + 1]


def archive_front(edition: Edition, _: list[Entry], years: _Counts) -> Iterator[PlannedPage]:
    heading = edition._("News archive")
    drawn = bars((year_link(edition, year), count) for year, count in years)
    page = views.ArchivePage(
        frame=frame(edition, ("archive",), heading, section="archive", shows=(row.name for row in drawn)),
        heading=heading,
        years=drawn,
    )
    yield generated_page(edition.path("archive"), "archive.html", edition.lang, page)


def archive_year(
    edition: Edition, entries: list[Entry], year: int, months: _Counts, newer: int | None, older: int | None
) -> Iterator[PlannedPage]:
    parts = ("archive", f"{year:04}")
    heading = f"{edition._('News archive')}: {format_year(year, edition.lang)}"
    above = (section_link(edition, "archive"),)
    periods = tuple(
        msgspec.structs.replace(
            _month_link(edition, year, month), title=month_name(month, edition.lang), count=count
        )
        for month, count in months
    )
    items = cards(edition, entries)
    page = views.ArchivePage(
        frame=frame(edition, parts, heading, section="archive", above=above, shows=items or periods),
        heading=heading,
        periods=periods,
        items=items,
        newer=year_link(edition, newer) if newer is not None else None,
        older=year_link(edition, older) if older is not None else None,
    )
    yield generated_page(edition.path(*parts), "archive.html", edition.lang, page)


def archive_month(
    edition: Edition, entries: list[Entry], year: int, month: int, newer: int | None, older: int | None
) -> Iterator[PlannedPage]:
    parts = ("archive", f"{year:04}", f"{month:02}")
    title = format_month(year, month, edition.lang)
    above = (section_link(edition, "archive"), year_link(edition, year))
    items = cards(edition, entries)
    page = views.ArchivePage(
        frame=frame(edition, parts, title, section="archive", above=above, shows=items),
        heading=title,
        items=items,
        newer=_month_link(edition, year, newer) if newer is not None else None,
        older=_month_link(edition, year, older) if older is not None else None,
    )
    yield generated_page(edition.path(*parts), "archive.html", edition.lang, page)


def _month_link(edition: Edition, year: int, month: int) -> views.Link:
    """A link to a month, without its number of articles: a new article must not change the months beside
    it."""
    url = edition.url("archive", f"{year:04}", f"{month:02}")
    return views.Link(title=format_month(year, month, edition.lang), url=url)


def paginate(newest_first: list[Entry], size: int) -> tuple[list[Entry], list[list[Entry]]]:
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
    above = _links_above(edition, section, ident)
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
    yield generated_page(edition.path(*own), "list.html", edition.lang, page)


def front_pager(edition: Edition, section: str, ident: str, older: int) -> views.Pager | None:
    """The pager on the front page of a list with `older` pages; None if there are none."""
    return views.Pager(older=edition.url(*_list(section, ident), "page", str(older))) if older else None


def _list(section: str, ident: str) -> tuple[str, ...]:
    """The address parts of a list's front page."""
    return (section, *ident.split("/")) if ident else (section,)


def _links_above(edition: Edition, section: str, ident: str) -> tuple[views.Link, ...]:
    """Links to the pages above an older page; the last is the front page of its list."""
    outer, _, inner = ident.partition("/")
    idents = (outer, ident) if inner else (ident,) if ident else ()
    records = (edition.records[kind_in(section), each] for each in idents)
    return (section_link(edition, section), *records)


def _heading(edition: Edition, section: str, front: views.Link) -> str:
    """The heading of an older page. On the further pages of a place there is only news, and the heading says
    so."""
    return f"{front.title}: {edition._('News')}" if section == "places" else front.title
