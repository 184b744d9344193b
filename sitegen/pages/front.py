"""The home page, the editors' translation status, the 404 page, and what pages of a language share."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import msgspec

from sitegen.archive.assemble import DRAFT
from sitegen.archive.model import Archive, Entry, Key
from sitegen.content.config import MenuEntry
from sitegen.content.document import Document
from sitegen.content.kinds import ProgrammeFacts
from sitegen.pages import views
from sitegen.pages.charts import aimag_links, aimag_map
from sitegen.pages.edition import Edition, by_time, by_title, cards, entry_link, link_to, text, total
from sitegen.pages.frame import edit_address, frame, identity, section_link, site_feed
from sitegen.pages.planned import Outline, PlannedPage, generated_page, outline
from sitegen.pages.project_lists import grant_total

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
    numbers = {section: len(archive.of_kind(kind)) for kind, section in _COUNTED.items()}
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


_COUNTED = {"article": "news", "forum": "forums", "programme": "programmes", "project": "projects"}


def _count_in_words(edition: Edition, section: str, count: int) -> str:
    """The number of a section's entries in words, singular or plural; Mongolian has no plural after a
    number."""
    of = edition.words.ngettext
    names = {
        "news": of("news item", "news items", count),
        "forums": of("forum", "forums", count),
        "programmes": of("programme", "programmes", count),
        "projects": of("project", "projects", count),
    }
    return names[section]


def chrome(edition: Edition) -> views.Chrome:
    """What all pages of the language share; whenever it changes, all of them are rendered again."""
    archive = edition.archive
    config = archive.config
    menu = [(item.section or item.page or "", _menu_link(edition, item)) for item in config.menu]
    shown = [(section, link) for section, link in menu if link]
    return views.Chrome(
        lang=edition.lang,
        title=text(edition, config.title),
        tagline=text(edition, config.tagline),
        description=text(edition, config.description),
        owner=text(edition, config.owner),
        base_url=archive.addresses.base,
        home=edition.url(),
        static=archive.addresses.url("/static/"),
        menu=tuple(link for _, link in shown),
        menu_sections=tuple(section for section, _ in shown),
        footer=tuple(section_link(edition, name) for name in _footer_sections(archive)),
        licence_name=text(edition, config.licence.name),
        licence_url=config.licence.url,
        corrections=config.corrections,
        feed=site_feed(edition),
        **identity(edition),
    )


def _footer_sections(archive: Archive) -> Iterator[str]:
    if archive.organisations:
        yield "organisations"
    if archive.authors:
        yield "authors"
    if archive.terms:
        yield "tags"
    yield "archive"
    if archive.config.data:
        yield "data"


def _menu_link(edition: Edition, item: MenuEntry) -> views.Link | None:
    """The link of a menu item; None if its page is missing, which is reported by missing_menu_pages."""
    link = section_link(edition, item.section) if item.section else link_to(edition, "page", item.page)
    if link is None or item.label is None:
        return link
    return msgspec.structs.replace(link, title=text(edition, item.label))


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
    return outline(not_found_page, "", "", (), [_COUNTED[kind] for kind in _COUNTED if archive.of_kind(kind)])


def not_found_page(
    editions: tuple[Edition, ...], _: list[Entry], sections: list[str]
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
                menu=tuple(section_link(edition, section) for section in sections),
            )
            for edition in editions
        ),
    )
    yield generated_page("/404.html", "404.html", first.lang, page)
