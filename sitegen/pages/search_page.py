"""The page to search from: without JavaScript it leads to topics, places, years and lists."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.archive.model import Archive, Entry
from sitegen.pages import views
from sitegen.pages.edition import Edition, Editions, links_by_title
from sitegen.pages.frame import frame, section_link, sections, year_link
from sitegen.pages.planned import Outline, PlannedPage, made, outline
from sitegen.pages.search import SEARCH
from sitegen.pages.views.machine import SearchOther, SearchPage


def search_outline(archive: Archive) -> Iterator[Outline]:
    if archive.config.search:
        articles = archive.of_kind("article")
        years = sorted({entry.date.year for entry in articles if entry.date}, reverse=True)
        yield outline(search_pages, "", "", (), years)


def search_pages(editions: Editions, _: list[Entry], years: list[int]) -> Iterator[PlannedPage]:
    for edition in editions:
        heading = edition._("Search (noun)")
        about = edition._("Search the whole archive by words, names, places and amounts.")
        page = SearchPage(
            frame=frame(edition, (SEARCH,), heading, section=SEARCH, description=about, indexed=False),
            heading=heading,
            url=edition.url(SEARCH),
            prints=edition.archive.config.print_views,
            others=tuple(_other(edition, other) for other in editions if other.lang != edition.lang),
            sections=tuple(section_link(edition, name) for name in sections(edition.archive)),
            topics=_records(edition, "term"),
            places=tuple(link for link in _records(edition, "place") if _is_aimag(edition, link)),
            years=tuple(year_link(edition, year) for year in years),
        )
        yield made(edition.path(SEARCH), "search.html", edition.lang, page)


def _other(edition: Edition, other: Edition) -> SearchOther:
    """The search of another edition, with its words in its own language."""
    return SearchOther(
        lang=other.lang,
        url=other.url(SEARCH),
        one=other._("1 result in English") if other.lang == "en" else other._("1 result in Mongolian"),
        many=other._("%(num)s results in English")
        if other.lang == "en"
        else other._("%(num)s results in Mongolian"),
    )


def _records(edition: Edition, kind: str) -> tuple[views.Link, ...]:
    return links_by_title(edition, (link for (of, _), link in edition.records.items() if of == kind))


def _is_aimag(edition: Edition, link: views.Link) -> bool:
    aimags = {edition.records["place", place.id].url for place in edition.archive.records.places}
    return link.url in aimags
