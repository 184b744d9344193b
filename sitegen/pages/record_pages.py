"""Pages of places, organisations and topics: what names them, gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from sitegen.content.records import Organisation, Place, Soum, Term
from sitegen.language.collation import first_letter
from sitegen.pages import views
from sitegen.pages.cards import by_time, by_title, cards
from sitegen.pages.edition import Edition, phrase, required_phrase
from sitegen.pages.edition import by_title as links_by_title
from sitegen.pages.frame import frame, section_link
from sitegen.pages.planned import PlannedPage, made
from sitegen.pages.project_lists import grant_total

ROLES = {
    "funder": "funder",
    "implementers": "implementer",
    "partners": "partner",
    "organisers": "organiser",
    "recipient": "recipient",
    "organisations": "mentioned",
}


def place_pages(edition: Edition) -> Iterator[PlannedPage]:
    places = edition.archive.records.places
    heading = edition._("Places")
    page = views.PlacesPage(
        frame=frame(edition, ("places",), heading, section="places"),
        aimags=links_by_title(edition, (_place_link(edition, place, None) for place in places)),
        shapes=tuple(_shape(edition, place) for place in places if place.iso),
    )
    yield made(edition.path("places"), "places.html", edition.lang, page)
    for place in places:
        yield _place(edition, place, None)
        for soum in place.soums:
            yield _place(edition, place, soum)


def _place(edition: Edition, place: Place, soum: Soum | None) -> PlannedPage:
    archive = edition.archive
    ident = f"{place.id}/{soum.id}" if soum else place.id
    parts = ("places", *ident.split("/"))
    name = required_phrase(edition, soum.name if soum else place.name).text
    above = section_link(edition, "places")
    parent = edition.records["place", place.id] if soum else None
    projects = by_title(edition.lang, archive.here(ident, "project"))
    centre = phrase(edition, place.centre) if not soum else None
    page = views.PlacePage(
        frame=frame(edition, parts, name, section="places", above=(above, parent) if parent else (above,)),
        name=name,
        level="soum" if soum else place.kind,
        centre=centre.text if centre else None,
        iso=None if soum else place.iso,
        parent=parent,
        soums=links_by_title(edition, (_place_link(edition, place, item) for item in place.soums))
        if not soum
        else (),
        projects=cards(edition, projects),
        programmes=cards(edition, by_title(edition.lang, archive.here(ident, "programme"))),
        forums=cards(edition, by_time(archive.here(ident, "forum"))),
        news=cards(edition, archive.here(ident, "article")),
        total=grant_total(projects) if projects else None,
    )
    return made(edition.path(*parts), "place.html", edition.lang, page)


def _place_link(edition: Edition, place: Place, soum: Soum | None) -> views.Link:
    ident = f"{place.id}/{soum.id}" if soum else place.id
    name = required_phrase(edition, soum.name if soum else place.name)
    count = len(edition.archive.here(ident, "project"))
    return views.Link(title=name.text, url=edition.url("places", ident), lang=name.lang, count=count)


def _shape(edition: Edition, place: Place) -> views.AimagShape:
    link = _place_link(edition, place, None)
    return views.AimagShape(iso=place.iso or "", title=link.title, url=link.url, projects=link.count or 0)


def organisation_pages(edition: Edition) -> Iterator[PlannedPage]:
    heading = edition._("Organisations")
    links = [_organisation_link(edition, item) for item in edition.archive.records.organisations]
    index = _index(edition, "organisations", heading, links)
    yield made(edition.path("organisations"), "index.html", edition.lang, index)
    for item in edition.archive.records.organisations:
        yield _organisation(edition, item)


def _organisation_link(edition: Edition, item: Organisation) -> views.Link:
    name = required_phrase(edition, item.name)
    count = len(edition.archive.naming("organisation", item.id))
    url = edition.url("organisations", item.id)
    return views.Link(title=name.text, url=url, lang=name.lang, count=count)


def _organisation(edition: Edition, item: Organisation) -> PlannedPage:
    name = required_phrase(edition, item.name)
    others = [
        views.Phrase(text=text, lang=lang)
        for lang, text in item.name.texts
        if lang != edition.lang and text != name.text
    ]
    parts = ("organisations", item.id)
    page = views.OrganisationPage(
        frame=frame(
            edition,
            parts,
            name.text,
            section="organisations",
            above=(section_link(edition, "organisations"),),
        ),
        name=name,
        short=phrase(edition, item.short),
        other_name=others[0] if others else None,
        description=phrase(edition, item.description),
        website=item.url,
        roles=tuple(_roles(edition, item.id)),
    )
    return made(edition.path(*parts), "organisation.html", edition.lang, page)


def _roles(edition: Edition, ident: str) -> Iterator[views.Role]:
    """What the organisation is to entries; it is `mentioned` only where it has no other role."""
    shown: set[tuple[str, str]] = set()
    for field, role in ROLES.items():
        found = edition.archive.naming("organisation", ident, field=field)
        entries = [entry for entry in found if role != "mentioned" or entry.key not in shown]
        shown |= {entry.key for entry in entries}
        if entries:
            yield views.Role(role=role, items=cards(edition, entries))


def term_pages(edition: Edition) -> Iterator[PlannedPage]:
    heading = edition._("Topics")
    links = [_term_link(edition, term) for term in edition.archive.records.terms]
    index = _index(edition, "tags", heading, links)
    yield made(edition.path("tags"), "index.html", edition.lang, index)
    for term in edition.archive.records.terms:
        name = required_phrase(edition, term.name)
        parts = ("tags", term.id)
        page = views.TermPage(
            frame=frame(edition, parts, name.text, section="tags", above=(section_link(edition, "tags"),)),
            name=name,
            description=phrase(edition, term.description),
            items=cards(edition, edition.archive.naming("term", term.id)),
        )
        yield made(edition.path(*parts), "term.html", edition.lang, page)


def _term_link(edition: Edition, term: Term) -> views.Link:
    name = required_phrase(edition, term.name)
    count = len(edition.archive.naming("term", term.id))
    return views.Link(title=name.text, url=edition.url("tags", term.id), lang=name.lang, count=count)


def _index(edition: Edition, section: str, heading: str, links: Iterable[views.Link]) -> views.IndexPage:
    """Groups by first letter; names in the other language come under their own letters."""
    ordered = links_by_title(edition, links)
    groups = groupby(ordered, key=lambda link: first_letter(link.title, edition.lang))
    return views.IndexPage(
        frame=frame(edition, (section,), heading, section=section),
        heading=heading,
        groups=tuple((letter, tuple(found)) for letter, found in groups),
    )
