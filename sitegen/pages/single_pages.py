"""The pages of which a language has one: the home page, the page to search from, the editors' translation
status, the 404 page; and the page of all parts of the theme, which only the preview shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

import msgspec

from sitegen.archive.assemble import DRAFT
from sitegen.archive.model import Archive, Entry, Key
from sitegen.content.addresses import kind_in
from sitegen.content.document import Document
from sitegen.content.kinds import ProgrammeFacts
from sitegen.core.diagnostics import mark_message
from sitegen.language.catalogue import say
from sitegen.language.dates import PartialDate
from sitegen.pages import views
from sitegen.pages.charts import aimag_links, aimag_map, bars, shares, spans
from sitegen.pages.edition import (
    STATUS_NAMES,
    Edition,
    Editions,
    by_time,
    by_title,
    cards,
    entry_link,
    sort_titled,
    status_view,
    text,
    total,
)
from sitegen.pages.entry import ALL_DOCUMENTS
from sitegen.pages.frame import FEED_SECTIONS, edit_address, frame, section_link, sections, year_link
from sitegen.pages.planned import Outline, PlannedPage, generated_page, outline
from sitegen.pages.project_lists import grant_total
from sitegen.pages.questions import listed_documents
from sitegen.pages.search import SEARCH
from sitegen.pages.views.files import SearchOther, SearchPage

HOME_NEWS = 6
HOME_ITEMS = 3


def home_outline(edition: Edition) -> Outline:
    archive, lang = edition.archive, edition.lang
    projects = by_title(lang, archive.of_kind("project"))
    shown = (
        *archive.of_kind("article")[:HOME_NEWS],
        *by_time(archive.of_kind("forum"))[:HOME_ITEMS],
        *by_title(lang, archive.of_kind("programme"))[:HOME_ITEMS],
        *projects[:HOME_ITEMS],
    )
    numbers = {section: len(archive.of_kind(kind_in(section))) for section in FEED_SECTIONS}
    numbers[ALL_DOCUMENTS] = sum(len(listed_documents(entry)) for entry in archive.entries.values())
    counts = {section: number for section, number in numbers.items() if number}
    aimags = {place.id: len(archive.here(place.id, "project")) for place in archive.records.places}
    return outline(home_page, lang, "", shown, grant_total(projects), _budgets(archive), counts, aimags)


def _budgets(archive: Archive) -> views.Total:
    """The sum of programmes' amounts, without programmes that are part of another: the whole's amount has
    theirs."""
    facts = [entry.facts for entry in archive.of_kind("programme")]
    return total(item.amount for item in facts if isinstance(item, ProgrammeFacts) and not item.parent)


def home_page(
    edition: Edition,
    entries: list[Entry],
    granted: Any,
    budgets: Any,
    counts: dict[str, int],
    aimags: dict[str, int],
) -> Iterator[PlannedPage]:
    """`granted` and `budgets` are encoded Totals; `aimags` the numbers of projects by id."""
    archive = edition.archive

    def of_kind(kind: str) -> tuple[views.Card, ...]:
        return cards(edition, [entry for entry in entries if entry.kind == kind])

    page = views.HomePage(
        frame=frame(
            edition, (), text(edition, archive.config.title), section="home",
            description=text(edition, archive.config.description),
        ),
        news=of_kind("article"),
        forums=of_kind("forum"),
        programmes=of_kind("programme"),
        projects=of_kind("project"),
        parts=archive.config.home,
        map=aimag_map(edition, aimags),
        aimags=aimag_links(edition, aimags),
        covered=sum(1 for number in aimags.values() if number),
        budgets=msgspec.convert(budgets, views.Total),
        project_total=msgspec.convert(granted, views.Total),
        counts=tuple(
            views.Link(title=_count_in_words(edition, section, count), url=edition.url(section), count=count)
            for section, count in counts.items()
        ),
        **_links_to_all(edition, counts),
    )  # fmt: skip
    yield generated_page(edition.path(), "home.html", edition.lang, page)


def _links_to_all(edition: Edition, counts: dict[str, int]) -> dict[str, views.Link]:
    """Links to the lists of the sections that have more entries than the home page shows, by section."""
    names = {
        "news": (edition._("All news"), HOME_NEWS),
        "forums": (edition._("All forums"), HOME_ITEMS),
        "programmes": (edition._("All programmes"), HOME_ITEMS),
        "projects": (edition._("All projects"), HOME_ITEMS),
    }
    return {
        f"all_{section}": views.Link(title=title, url=edition.url(section), count=counts[section])
        for section, (title, shown) in names.items()
        if counts.get(section, 0) > shown
    }


def _count_in_words(edition: Edition, section: str, count: int) -> str:
    """The number of a section's entries in words, singular or plural; Mongolian has no plural after a
    number."""
    of = edition.words.ngettext
    names = {
        "news": of("news item", "news items", count),
        "forums": of("forum", "forums", count),
        "programmes": of("programme", "programmes", count),
        "projects": of("project", "projects", count),
        ALL_DOCUMENTS: of("document", "documents", count),
    }
    return names[section]


def search_outline(archive: Archive) -> Iterator[Outline]:
    if archive.config.search:
        articles = archive.of_kind("article")
        years = sorted({entry.date.year for entry in articles if entry.date}, reverse=True)
        has_documents = any(listed_documents(entry) for entry in archive.entries.values())
        yield outline(search_pages, "", "", (), years, has_documents)


def search_pages(
    editions: Editions, _: list[Entry], years: list[int], has_documents: bool
) -> Iterator[PlannedPage]:
    documents = (ALL_DOCUMENTS,) if has_documents else ()
    for edition in editions:
        heading = edition._("Search (noun)")
        about = edition._("Search the whole archive by words, names, places and amounts.")
        page = SearchPage(
            frame=frame(edition, (SEARCH,), heading, section=SEARCH, description=about, indexed=False),
            heading=heading,
            url=edition.url(SEARCH),
            prints=edition.archive.config.print_views,
            others=tuple(_other_search(other) for other in editions if other.lang != edition.lang),
            sections=tuple(section_link(edition, name) for name in (*sections(edition.archive), *documents)),
            topics=_links_to_records(edition, "term"),
            places=tuple(link for link in _links_to_records(edition, "place") if _is_aimag(edition, link)),
            years=tuple(year_link(edition, year) for year in years),
        )
        yield generated_page(edition.path(SEARCH), "search.html", edition.lang, page)


def _other_search(other: Edition) -> SearchOther:
    """The search of another edition, with its words in its own language."""
    return SearchOther(
        lang=other.lang,
        url=other.url(SEARCH),
        one=other._("1 result in English") if other.lang == "en" else other._("1 result in Mongolian"),
        many=other._("%(num)s results in English")
        if other.lang == "en"
        else other._("%(num)s results in Mongolian"),
    )


def _links_to_records(edition: Edition, kind: str) -> tuple[views.Link, ...]:
    links = (link for (of, _), link in edition.records.items() if of == kind)
    return tuple(sort_titled(links))


def _is_aimag(edition: Edition, link: views.Link) -> bool:
    aimags = {edition.records["place", place.id].url for place in edition.archive.records.places}
    return link.url in aimags


def status_page(edition: Edition) -> PlannedPage:
    """The page for editors of what is translated, missing and out of date; no page of readers links to it."""
    drafts = {(item.key, item.lang) for item in edition.archive.waiting if item.reason == DRAFT}
    rows = [row for entry in with_status(edition.archive) for row in _rows(edition, entry, drafts)]
    states = [row.state for row in rows]
    parts = ("translations",)
    page = views.TranslationStatusPage(
        frame=frame(edition, parts, edition._("Translation status"), indexed=False),
        rows=tuple(row for row in rows if row.state != "translated"),
        complete=states.count("translated"),
        missing=states.count("missing"),
        outdated=states.count("outdated"),
        drafts=states.count("draft"),
    )
    return generated_page(edition.path(*parts), "translation-status.html", edition.lang, page)


def with_status(archive: Archive) -> Iterator[Entry]:
    """The entries that lack a language, or say what they were translated from."""
    for entry in archive.entries.values():
        lacks_one = len(entry.documents) < len(archive.languages)
        if lacks_one or any(document.text.translated_from for document in entry.documents):
            yield entry


def _rows(
    edition: Edition, entry: Entry, drafts: Collection[tuple[Key, str]]
) -> Iterator[views.TranslationRow]:
    """A row for each language that the entry has or lacks besides its first."""
    for lang in edition.archive.languages:
        document = entry.document(lang)
        others = [other for other in entry.documents if other.lang != lang]
        if not others or (document and not document.text.translated_from):
            continue
        is_draft = (entry.key, lang) in drafts
        state = "outdated" if lang in entry.outdated else "translated"
        if document is None:
            state = "draft" if is_draft else "missing"
        target = document.path if document else _path_for(others[0], lang)
        link = entry_link(edition, entry)
        yield views.TranslationRow(
            title=link.title,
            url=link.url,
            lang=link.lang,
            state=state,
            source=others[0].path,
            target=target,
            command=f"sitegen {'translate' if state == 'missing' else 'accept'} {entry.kind}:{entry.ref}",
            edit_source=edit_address(edition, others[0].path),
            edit_target=edit_address(edition, target) if state != "missing" else None,
        )


def _path_for(document: Document, lang: str) -> str:
    return document.path.removesuffix(f"{document.lang}.md") + f"{lang}.md"


def not_found_outline(archive: Archive) -> Outline:
    used = [section for section in FEED_SECTIONS if archive.of_kind(kind_in(section))]
    return outline(not_found_page, "", "", (), used)


def not_found_page(
    editions: tuple[Edition, ...], _: list[Entry], section_names: list[str]
) -> Iterator[PlannedPage]:
    """The 404 page, one file for all languages: the first is the page's own, the others are marked."""
    first = editions[0]
    addresses = first.archive.addresses
    page = views.NotFoundPage(
        frame=views.Frame(
            lang=first.lang,
            url=addresses.url("/404.html"),
            canonical=addresses.full("/404.html"),
            title=" · ".join(edition._("Page not found") for edition in editions),
            switch=frame(first, (), "").switch,
            indexed=False,
        ),
        sections=tuple(
            views.NotFoundSection(
                lang=edition.lang,
                home=edition.url(),
                menu=tuple(section_link(edition, section) for section in section_names),
            )
            for edition in editions
        ),
    )
    yield generated_page("/404.html", "404.html", first.lang, page)


COMPONENTS = "_components"
_SHORT_TITLE = mark_message("A sample title")
_LONG_TITLE = mark_message(
    "A sample of a long title that takes two or three lines: school, parents, soum and aimag together"
)
_SAMPLE_SUMMARY = mark_message("A sample summary. It is no news, but a text to look at the theme with.")


def components_page(edition: Edition) -> PlannedPage:
    """The page, at an address that no section has. No plan has it, so it is never published."""
    short, long = edition._(_SHORT_TITLE), edition._(_LONG_TITLE)
    page = views.ComponentsPage(
        frame=frame(edition, (COMPONENTS,), edition._("Parts of the theme"), indexed=False),
        statuses=tuple(status for code in STATUS_NAMES if (status := status_view(edition, code))),
        cards=tuple(_sample_cards(edition)),
        donors=(
            views.DonorView(
                name=views.Phrase(text=short),
                statement=views.Phrase(text=edition._(_SAMPLE_SUMMARY)),
                url="#page:text",
            ),
        ),
        map=aimag_map(
            edition,
            {place.id: number % 11 for number, place in enumerate(edition.archive.records.places)},
        ),
        bars=bars((_sample_link(str(year)), number) for year, number in ((2017, 3), (2018, 12), (2019, 7))),
        spans=spans(
            views.PlannedDate(planned=PartialDate(2018, 1), actual=PartialDate(2018, 4)),
            views.PlannedDate(planned=PartialDate(2018, 12), actual=PartialDate(2019, 6)),
        ),
        budget=shares([_sample_amount(short, 3_000_000), _sample_amount(long, 2_000_000)]),
        results=(
            views.ResultView(indicator=views.Phrase(text=long), target=views.Phrase(text="120")),
            views.ResultView(indicator=views.Phrase(text=short), actual=views.Phrase(text="1")),
        ),
        milestones=(
            views.MilestoneView(date=PartialDate(2018), what=views.Phrase(text=short)),
            views.MilestoneView(date=PartialDate(2018, 11, 2), what=views.Phrase(text=long)),
        ),
        chips=(
            _sample_link(short, 3),
            _sample_link(short, 12, current=True),
            _sample_link(long),
        ),
        pages=views.Pages(number=2, of=31, previous="#page:text", next="#page:text"),
    )
    return generated_page(edition.path(COMPONENTS), "components.html", edition.lang, page)


def _sample_cards(edition: Edition) -> list[views.Card]:
    lang = edition.lang
    short = edition._(_SHORT_TITLE)
    other = next((code for code in edition.archive.languages if code != lang), "")
    when = (PartialDate(2018), PartialDate(2019, 6))
    money = views.MoneyView(amount=Decimal(5_000_000), currency="MNT")
    return [
        views.Card(kind="article", title=short, url="#page:text"),
        views.Card(
            kind="project",
            title=edition._(_LONG_TITLE),
            url="#page:text",
            summary=edition._(_SAMPLE_SUMMARY),
            when=when,
            place=short,
            status=status_view(edition, "completed"),
            amount=money,
        ),
        views.Card(
            kind="forum", title=say(other or lang, _SHORT_TITLE), url="#page:text", lang=other, when=when
        ),
    ]


def _sample_link(title: str, count: int | None = None, *, current: bool = False) -> views.Link:
    return views.Link(title=title, url="#page:text", count=count, current=current)


def _sample_amount(label: str, amount: int) -> views.AmountView:
    money = views.MoneyView(amount=Decimal(amount), currency="MNT")
    return views.AmountView(label=views.Phrase(text=label), money=money)
