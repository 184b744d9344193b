"""The views of the five kinds of entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sitegen.archive.model import Entry
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
from sitegen.pages import views
from sitegen.pages.charts import shares, spans, spot
from sitegen.pages.edition import (
    Edition,
    amount_views,
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
from sitegen.pages.frame import logo_of
from sitegen.pages.standards import GIVING, IATI, grant_identifier, iati_identifier

_Sources = Mapping[str, views.SourceView]


def entry_view(edition: Edition, entry: Entry) -> views.AnyEntryView:
    """The view of an entry, in the edition's language where it has one."""
    sources = cited_sources(edition, entry)
    shared = common_fields(edition, entry, sources)
    facts = entry.facts
    match facts:
        case ArticleFacts():
            return _article(edition, facts, shared)
        case ForumFacts():
            return _forum(edition, facts, shared)
        case ProgrammeFacts():
            return _programme(edition, entry, facts, sources, shared)
        case ProjectFacts():
            return _project(edition, entry, facts, sources, shared)
        case PageFacts():
            return views.PlainView(**shared)


def _article(edition: Edition, facts: ArticleFacts, shared: dict[str, Any]) -> views.ArticleView:
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


def _forum(edition: Edition, facts: ForumFacts, shared: dict[str, Any]) -> views.ForumView:
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


def _programme(
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


def _project(
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
