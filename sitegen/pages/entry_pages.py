"""The page of each entry, its stub where the translation is missing, its print view, and the view of it that
both show.

The print view is an entry as a document for paper; that of a programme is a dossier of its projects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import msgspec

from sitegen.archive.files import consent_problems, description_problems, files_not_there, size_problems
from sitegen.archive.links import Destination, destinations
from sitegen.archive.model import Archive, Entry
from sitegen.content.addresses import section_of
from sitegen.content.config import PicturePolicy, missing_words
from sitegen.content.document import document_stating
from sitegen.content.kinds import (
    PROJECT_SECTIONS,
    ArticleFacts,
    ForumFacts,
    PageFacts,
    PlannedAndActual,
    ProgrammeFacts,
    ProjectFacts,
    Result,
)
from sitegen.core.diagnostics import Diagnostic
from sitegen.pages import views
from sitegen.pages.charts import aimag_links, aimag_map, bars, shares, spans, spot
from sitegen.pages.data import record_file
from sitegen.pages.edition import (
    Edition,
    amount_views,
    by_title,
    cards,
    dates_of,
    entry_link,
    entry_path,
    link_to,
    links_to,
    moment,
    money,
    phrase,
    required_phrase,
    short_place,
    status_view,
    total,
)
from sitegen.pages.entry import cited_sources, common_fields, partners
from sitegen.pages.frame import entry_frame, entry_switch, logo_of, section_link, trail
from sitegen.pages.pictures import entry_sharing_card, on_paper
from sitegen.pages.planned import Faces, Nearby, PlannedPage, narrow_archive
from sitegen.pages.standards import GIVING, IATI, grant_identifier, iati_identifier

# Lists that are not printed; without them a print view does not change when other entries are renamed.
ON_SCREEN_ONLY = ("contents", "tags", "places", "organisations", "forums", "programmes", "projects")
# A chapter of a dossier tells no version of its own, so the dossier does not change with it.
_OF_THE_DOSSIER = views.Citation(number=1, changed=None)
FEW_PROJECTS = 12  # shown on the page of a programme, which links to the list of all
# What the links of documents lead to, and what is wrong with them, by path of a document.
_LinksFound = Mapping[str, tuple[tuple[Destination, ...], tuple[Diagnostic, ...]]]
_Sources = Mapping[str, views.SourceView]


def entry_page(edition: Edition, nearby: Nearby) -> PlannedPage:
    """The page of an entry, or its stub. The edition must hold only what is nearby."""
    entry = nearby.entry
    document = entry.document(edition.lang)
    path = entry_path(edition, entry)
    if document is None:
        return PlannedPage(path, "stub.html", edition.lang, _stub(edition, entry), entry.documents[0].path)
    page = _page(edition, nearby)
    return PlannedPage(path, f"{entry.kind}.html", edition.lang, page, document.path, (document.body,))


def _page(edition: Edition, nearby: Nearby) -> views.Page:
    entry = nearby.entry
    frame = entry_frame(edition, entry, edition.archive.config.print_views)
    newer = entry_link(edition, nearby.newer) if nearby.newer else None
    older = entry_link(edition, nearby.older) if nearby.older else None
    match _entry_view(edition, entry):
        case views.ArticleView() as view:
            return views.ArticlePage(frame=frame, entry=view, newer=newer, older=older)
        case views.ForumView() as view:
            news = cards(edition, edition.archive.naming("forum", entry.ref, "article"))
            projects = cards(
                edition, by_title(edition.lang, edition.archive.naming("forum", entry.ref, "project"))
            )
            return views.ForumPage(
                frame=frame, entry=view, news=news, projects=projects, previous=older, next=newer
            )
        case views.ProgrammeView() as view:
            return _programme_page(edition, nearby, frame, view)
        case views.ProjectView() as view:
            news = cards(edition, edition.archive.naming("project", entry.ref, "article"))
            related = cards(edition, nearby.related[edition.lang])
            return views.ProjectPage(frame=frame, entry=view, news=news, related=related)
        case view:
            return views.PlainPage(frame=frame, entry=view)


def _programme_page(
    edition: Edition, nearby: Nearby, frame: views.Frame, view: views.ProgrammeView
) -> views.ProgrammePage:
    archive, ref = edition.archive, nearby.entry.ref
    members = by_title(edition.lang, nearby.members)
    all_of_them = views.Link(
        title=edition._("All projects"),
        url=edition.url("projects", "by", "programme", ref.replace("/", "-")),
        count=len(members),
    )
    aimags, years = _count_projects(members)
    return views.ProgrammePage(
        frame=frame,
        entry=view,
        projects=cards(edition, members[:FEW_PROJECTS]),
        more_projects=all_of_them if len(members) > FEW_PROJECTS else None,
        map=aimag_map(edition, aimags) if len(aimags) > 1 else None,
        aimags=tuple(link for link in aimag_links(edition, aimags) if link.count) if len(aimags) > 1 else (),
        years=bars((views.Link(title=year, url=""), years[year]) for year in sorted(years))
        if len(years) > 1
        else (),
        parts=cards(
            edition, by_title(edition.lang, archive.naming("programme", ref, "programme", field="parent"))
        ),
        news=cards(edition, archive.naming("programme", ref, "article")),
    )


def _count_projects(projects: list[Entry]) -> tuple[Counter[str], Counter[str]]:
    """The numbers of projects by aimag and by year, of those whose aimag or year is known."""
    facts = [entry.facts for entry in projects if isinstance(entry.facts, ProjectFacts)]
    aimags = Counter(item.place.partition("/")[0] for item in facts if item.place)
    years = Counter(f"{dates[0].year}" for entry in projects if (dates := dates_of(entry)))
    return aimags, years


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
        date=moment(edition, entry.date),
        summary=document.text.summary,
        url=addresses.url(addresses.entry(entry.kind, entry.ref, document.lang)),
        kind=entry.kind,
    )


def plan_entry(
    archive: Archive, editions: tuple[Edition, ...], nearby: Nearby, faces: Faces
) -> tuple[Iterator[PlannedPage], tuple[Diagnostic, ...]]:
    """The pages of an entry, made from editions that hold only what is nearby, and problems of its links and
    pictures."""
    near = narrow_archive(archive, nearby, faces)
    documents = [document for entry in nearby.whole() for document in entry.documents]
    found = {document.path: destinations(near, document) for document in documents}
    problems = tuple(_problems(archive, near, nearby.entry, found))
    return _pages(near, editions, nearby, found), problems


def _pages(
    near: Archive, editions: tuple[Edition, ...], nearby: Nearby, found: _LinksFound
) -> Iterator[PlannedPage]:
    links = {path: resolved for path, (resolved, _) in found.items()}
    for whole in editions:
        edition = msgspec.structs.replace(whole, archive=near, destinations=links)
        yield entry_page(edition, nearby)
        printed = print_page(edition, nearby) if near.config.print_views else None
        if printed:
            yield printed
        card = entry_sharing_card(edition, nearby) if near.config.cards else None
        if card:
            yield card
    if near.config.data and nearby.entry.kind == "project":
        yield record_file(editions, nearby.entry)


def _problems(archive: Archive, near: Archive, entry: Entry, found: _LinksFound) -> Iterator[Diagnostic]:
    for document in entry.documents:
        if found[document.path][1]:  # asked again of the whole archive, which knows what was probably meant
            yield from destinations(archive, document)[1]
    yield from files_not_there(entry.documents, entry.facts, near.assets)
    yield from _unsaid_statements(near, entry)
    yield from description_problems(entry, near.assets)
    policy = archive.config.pictures or PicturePolicy()
    yield from consent_problems(entry, policy)
    yield from size_problems(entry, near.assets, policy)


def _unsaid_statements(near: Archive, entry: Entry) -> Iterator[Diagnostic]:
    """Problems of programmes whose donors' statements lack a language of the site."""
    if isinstance(entry.facts, ProgrammeFacts):
        document = document_stating(entry.documents, "donors")
        said = (
            (f"donors.{number}.statement", donor.statement) for number, donor in enumerate(entry.facts.donors)
        )
        yield from missing_words(said, near.languages, document.path, document.marks)


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
    main = views.Chapter(id="", entry=_number_links(edition, _entry_view(edition, nearby.entry), "", notes))
    chapters = []
    for other in by_title(edition.lang, nearby.members):
        ident = f"{other.kind}:{other.ref}"
        view = _number_links(edition, _entry_view(edition, other), f"{ident}:", notes)
        chapters.append(
            views.Chapter(id=ident, entry=msgspec.structs.replace(view, citation=_OF_THE_DOSSIER))
        )
    return views.PrintPage(
        frame=views.Frame(
            lang=frame.lang, url=frame.url, canonical=frame.canonical, title=frame.title, indexed=False
        ),
        main=main,
        chapters=tuple(chapters),
        endnotes=tuple(views.Endnote(number=number, url=url) for url, number in notes.items()),
        trail=tuple(link.title for link in frame.breadcrumb),
    )


def _number_links(
    edition: Edition, view: views.AnyEntryView, prefix: str, notes: dict[str, int]
) -> views.AnyEntryView:
    """The view with endnote numbers for its links; an address that occurs again has the same number."""
    numbers = []
    following = count(len(notes) + 1)
    for target in view.prose.links:
        address = _full_address(edition, target)
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


def _full_address(edition: Edition, target: views.Target) -> str:
    """The full address of a link, for paper; "" for a link to what is not published."""
    if target.external or not target.url:
        return target.url
    addresses = edition.archive.addresses
    return addresses.base + target.url.removeprefix(addresses.mount)


def _entry_view(edition: Edition, entry: Entry) -> views.AnyEntryView:
    """The view of an entry, in the edition's language where it has one."""
    sources = cited_sources(edition, entry)
    shared = common_fields(edition, entry, sources)
    facts = entry.facts
    match facts:
        case ArticleFacts():
            return _article_view(edition, facts, shared)
        case ForumFacts():
            return _forum_view(edition, facts, shared)
        case ProgrammeFacts():
            return _programme_view(edition, entry, facts, sources, shared)
        case ProjectFacts():
            return _project_view(edition, entry, facts, sources, shared)
        case PageFacts():
            return views.PlainView(**shared)


def _article_view(edition: Edition, facts: ArticleFacts, shared: dict[str, Any]) -> views.ArticleView:
    return views.ArticleView(
        **shared,
        published=moment(edition, facts.published),
        authors=tuple(
            _byline(edition, ident) for ident in facts.written_by if ident in edition.archive.authors
        ),
        forums=links_to(edition, "forum", facts.forums),
        programmes=links_to(edition, "programme", facts.programmes),
        projects=links_to(edition, "project", facts.projects),
    )


def _logo(edition: Edition, ident: str | None) -> views.LogoView | None:
    organisation = edition.archive.organisations.get(ident or "")
    return logo_of(edition, organisation.logo) if organisation else None


def _byline(edition: Edition, ident: str) -> views.Byline:
    author = edition.archive.authors[ident]
    return views.Byline(
        name=edition.records["author", ident],
        role=phrase(edition, author.role),
        organisation=link_to(edition, "organisation", author.organisation),
    )


def _forum_view(edition: Edition, facts: ForumFacts, shared: dict[str, Any]) -> views.ForumView:
    return views.ForumView(
        **shared,
        number=facts.number,
        start=facts.start,
        end=facts.end,
        date_note=phrase(edition, facts.date_note),
        mode=facts.mode,
        city=phrase(edition, facts.city),
        venue=phrase(edition, facts.venue),
        theme=phrase(edition, facts.theme),
        participants=phrase(edition, facts.participants),
        sessions=phrase(edition, facts.sessions),
        organisers=links_to(edition, "organisation", facts.organisers),
        partners=partners(edition, facts.partners),
    )


def _programme_view(
    edition: Edition, entry: Entry, facts: ProgrammeFacts, sources: _Sources, shared: dict[str, Any]
) -> views.ProgrammeView:
    projects = edition.archive.naming("programme", entry.ref, "project", field="programme")
    grants = [item.facts.amount for item in projects if isinstance(item.facts, ProjectFacts)]
    return views.ProgrammeView(
        **shared,
        identifiers=_identifiers(edition, entry),
        identifier=facts.identifier,
        parent=link_to(edition, "programme", facts.parent),
        status=status_view(edition, facts.status),
        amount=money(facts.amount),
        amount_note=phrase(edition, facts.amount_note),
        start=facts.start,
        end=facts.end,
        milestones=tuple(
            views.MilestoneView(date=item.date, what=required_phrase(edition, item.what))
            for item in sorted(facts.milestones, key=lambda item: item.date)
        ),
        funder=link_to(edition, "organisation", facts.funder),
        funder_logo=_logo(edition, facts.funder),
        implementers=links_to(edition, "organisation", facts.implementers),
        partners=partners(edition, facts.partners),
        components=shares(
            [
                views.AmountView(label=required_phrase(edition, item.name), money=money(item.amount))
                for item in facts.components
            ]
        ),
        grants_stated=tuple(
            views.StatedCountView(
                count=item.count, note=required_phrase(edition, item.note), source=sources[item.source]
            )
            for item in facts.grants_stated
            if item.source in sources
        ),
        results=_results(edition, facts.results, sources),
        documented=len(projects),
        granted=total(grants) if projects else None,
    )


def _project_view(
    edition: Edition, entry: Entry, facts: ProjectFacts, sources: _Sources, shared: dict[str, Any]
) -> views.ProjectView:
    aimag, _, soum = (facts.place or "").partition("/")
    recipient = facts.recipient
    return views.ProjectView(
        **shared,
        identifiers=_identifiers(edition, entry),
        programme=link_to(edition, "programme", facts.programme),
        status=status_view(edition, facts.status),
        aimag=short_place(edition, aimag) if aimag else None,
        soum=short_place(edition, facts.place) if soum else None,
        place_note=phrase(edition, facts.place_note),
        pta=phrase(edition, recipient.pta) if recipient else None,
        school=phrase(edition, recipient.school) if recipient else None,
        recipient=link_to(edition, "organisation", recipient.organisation) if recipient else None,
        amount=money(facts.amount),
        amount_note=phrase(edition, facts.amount_note),
        award=_planned_date(facts.award),
        start=_planned_date(facts.start),
        end=_planned_date(facts.end),
        funder=link_to(edition, "organisation", facts.funder),
        funder_logo=_logo(edition, facts.funder),
        partners=partners(edition, facts.partners),
        co_financing=amount_views(edition, facts.co_financing),
        beneficiaries=tuple(
            views.BeneficiariesView(kind=item.kind, count=item.count, note=phrase(edition, item.note))
            for item in facts.beneficiaries
        ),
        budget=shares(
            [
                views.AmountView(label=required_phrase(edition, line.item), money=money(line.amount))
                for line in facts.budget
            ]
        ),
        budget_total=total(line.amount for line in facts.budget) if facts.budget else None,
        results=_results(edition, facts.results, sources),
        forums=links_to(edition, "forum", facts.forums),
        area=edition.archive.places[aimag][0].iso if aimag in edition.archive.places else None,
        spot=spot(facts.coordinates) if facts.coordinates else None,
        spans=spans(_planned_date(facts.start), _planned_date(facts.end)),
        missing=_missing_sections(edition, entry),
    )


def _identifiers(edition: Edition, entry: Entry) -> tuple[tuple[str, str], ...]:
    config = edition.archive.config
    found = ((GIVING, grant_identifier(config, entry)), (IATI, iati_identifier(config, entry)))
    return tuple((standard, identifier) for standard, identifier in found if identifier)


def _planned_date(value: PlannedAndActual | None) -> views.PlannedDate | None:
    return views.PlannedDate(planned=value.planned, actual=value.actual) if value else None


def _results(
    edition: Edition, results: tuple[Result, ...], sources: _Sources
) -> tuple[views.ResultView, ...]:
    return tuple(
        views.ResultView(
            indicator=required_phrase(edition, item.indicator),
            baseline=phrase(edition, item.baseline),
            target=phrase(edition, item.target),
            actual=phrase(edition, item.actual),
            source=sources.get(item.source or ""),
        )
        for item in results
    )


def _missing_sections(edition: Edition, entry: Entry) -> tuple[str, ...]:
    """The sections of PROJECT_SECTIONS for which the text has no heading."""
    document = entry.document_for(edition.lang)
    if document.lang != edition.lang:
        return ()
    headings = {heading.text.strip().lower() for heading in document.headings}
    return tuple(
        name
        for name, titles in PROJECT_SECTIONS.items()
        if headings.isdisjoint(title.lower() for title in titles.get(edition.lang, titles["en"]))
    )
