"""The page of each entry, its stub where the translation is missing, and its old addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from sitegen.archive.model import Entry
from sitegen.archive.urls import section as section_of
from sitegen.content.kinds import ProgrammeFacts, ProjectFacts
from sitegen.pages import views
from sitegen.pages.cards import by_time, by_title, cards
from sitegen.pages.edition import Edition, entry_link, entry_path
from sitegen.pages.frame import entry_frame, entry_switch, section_link, trail
from sitegen.pages.planned import PlannedPage

RELATED = 4


def entry_pages(edition: Edition, print_views: bool) -> Iterator[PlannedPage]:
    """A page, or a stub, for every entry of the archive."""
    around = _around(edition)
    for entry in edition.archive.entries.values():
        document = entry.document(edition.lang)
        path = entry_path(edition, entry)
        if document is None:
            yield PlannedPage(path, "stub.html", edition.lang, _stub(edition, entry), entry.documents[0].path)
            continue
        page = _page(edition, entry, around, print_views)
        template = f"{entry.kind}.html"
        yield PlannedPage(path, template, edition.lang, page, document.path, (document.body,))


def redirects(edition: Edition) -> Iterator[PlannedPage]:
    """A page at each old address that leads to the entry."""
    addresses = edition.archive.addresses
    for entry in edition.archive.entries.values():
        document = entry.document(edition.lang)
        for alias in document.text.aliases if document else ():
            assert document is not None
            path = entry_path(edition, entry)
            page = views.RedirectPage(
                lang=edition.lang,
                title=document.text.title,
                url=addresses.url(path),
                canonical=addresses.full(path),
            )
            yield PlannedPage(alias_path(alias), "redirect.html", edition.lang, page, document.path)


def alias_path(alias: str) -> str:
    """An old address as a page: `/post/r/96` is a folder here, `/old/page.html` stays a file."""
    last = alias.rsplit("/", 1)[-1]
    return alias if alias.endswith("/") or "." in last else alias + "/"


class Around(msgspec.Struct, frozen=True):
    """What stands near an entry, looked up once for all pages.

    `neighbours` are the next newer and older of articles and forums; `aimags` and `programmes` the projects
    of each, in alphabetical order.
    """

    neighbours: dict[tuple[str, str], tuple[views.Link | None, views.Link | None]]
    aimags: dict[str, list[Entry]]
    programmes: dict[str, list[Entry]]


def _around(edition: Edition) -> Around:
    neighbours: dict[tuple[str, str], tuple[views.Link | None, views.Link | None]] = {}
    for ordered in (edition.archive.of_kind("article"), by_time(edition.archive.of_kind("forum"))):
        links = [None, *(entry_link(edition, entry) for entry in ordered), None]
        for number, entry in enumerate(ordered):
            neighbours[entry.key] = (links[number], links[number + 2])
    aimags: dict[str, list[Entry]] = defaultdict(list)
    programmes: dict[str, list[Entry]] = defaultdict(list)
    for entry in by_title(edition, edition.archive.of_kind("project")):
        assert isinstance(entry.facts, ProjectFacts)
        aimags[_aimag(entry.facts)].append(entry)
        programmes[entry.facts.programme or ""].append(entry)
    return Around(neighbours, aimags, programmes)


def _aimag(facts: ProjectFacts) -> str:
    return (facts.place or "").partition("/")[0]


def _page(edition: Edition, entry: Entry, around: Around, print_views: bool) -> views.Page:
    frame = entry_frame(edition, entry, print_views)
    match edition.entries[entry.key]:
        case views.ArticleView() as view:
            newer, older = around.neighbours[entry.key]
            return views.ArticlePage(frame=frame, entry=view, newer=newer, older=older)
        case views.ForumView() as view:
            newer, older = around.neighbours[entry.key]
            news = cards(edition, edition.archive.naming("forum", entry.ref, "article"))
            projects = cards(
                edition, by_title(edition, edition.archive.naming("forum", entry.ref, "project"))
            )
            return views.ForumPage(
                frame=frame, entry=view, news=news, projects=projects, previous=older, next=newer
            )
        case views.ProgrammeView() as view:
            return _programme_page(edition, entry, frame, view)
        case views.ProjectView() as view:
            news = cards(edition, edition.archive.naming("project", entry.ref, "article"))
            return views.ProjectPage(
                frame=frame, entry=view, news=news, related=_related(edition, entry, around)
            )
        case view:
            return views.PlainPage(frame=frame, entry=view)


def _programme_page(
    edition: Edition, entry: Entry, frame: views.Frame, view: views.ProgrammeView
) -> views.ProgrammePage:
    archive = edition.archive
    parts = archive.naming("programme", entry.ref, "programme", field="parent")
    return views.ProgrammePage(
        frame=frame,
        entry=view,
        projects=cards(edition, programme_projects(edition, entry)),
        parts=cards(edition, by_title(edition, parts)),
        news=cards(edition, archive.naming("programme", entry.ref, "article")),
    )


def programme_projects(edition: Edition, programme: Entry) -> list[Entry]:
    """The documented projects of a programme, in alphabetical order."""
    assert isinstance(programme.facts, ProgrammeFacts)
    found = edition.archive.naming("programme", programme.ref, "project", field="programme")
    return by_title(edition, found)


def _related(edition: Edition, entry: Entry, around: Around) -> tuple[views.Card, ...]:
    """Other projects of the same aimag first, then of the same programme."""
    facts = entry.facts
    assert isinstance(facts, ProjectFacts)
    near = around.aimags[_aimag(facts)] if facts.place else []
    same = around.programmes[facts.programme] if facts.programme else []
    found = {other.key: other for other in (*near[: RELATED + 1], *same[: RELATED + 1])}
    found.pop(entry.key, None)
    return cards(edition, list(found.values())[:RELATED])


def _stub(edition: Edition, entry: Entry) -> views.StubPage:
    document = entry.documents[0]
    addresses = edition.archive.addresses
    path = entry_path(edition, entry)
    section = section_of(entry.kind)
    return views.StubPage(
        frame=views.Frame(
            lang=edition.lang,
            url=addresses.url(path),
            canonical=addresses.full(path),
            title=document.text.title,
            section=section or entry.ref,
            switch=entry_switch(edition, entry),
            breadcrumb=trail(edition, section_link(edition, section)) if section else trail(edition),
            indexed=False,
        ),
        title=document.text.title,
        lang=document.lang,
        date=entry.date,
        summary=document.text.summary,
        url=addresses.url(addresses.entry(entry.kind, entry.ref, document.lang)),
        kind=entry.kind,
    )
