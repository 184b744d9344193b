"""Pages of places, organisations, authors and topics, with the entries that name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.content.records import Place, Soum
from sitegen.language.alphabet import first_letter, is_native
from sitegen.language.catalogue import Words
from sitegen.pages import views
from sitegen.pages.charts import aimag_links, aimag_map
from sitegen.pages.edition import (
    Edition,
    by_time,
    by_title,
    cards,
    link_to,
    phrase,
    required_phrase,
    short_place,
    sort_titled,
)
from sitegen.pages.frame import feed_about, frame, logo_of, section_link
from sitegen.pages.lists import front_pager, numbered_outlines, paginate
from sitegen.pages.planned import Outline, PlannedPage, generated_page, outline
from sitegen.pages.project_lists import grant_total

_Counts = Mapping[str, int]
MENTIONED = "mentioned"  # the last role, since its list grows with the news and continues on numbered pages
ROLES = {
    "funder": "funder",
    "implementers": "implementer",
    "partners": "partner",
    "organisers": "organiser",
    "recipient": "recipient",
    "organisations": MENTIONED,
}


def place_outlines(edition: Edition) -> Iterator[Outline]:
    archive, lang = edition.archive, edition.lang
    places = archive.records.places
    projects = {ident: by_title(lang, archive.here(ident, "project")) for ident in archive.places}
    counts = {ident: len(found) for ident, found in projects.items()}
    yield outline(places_page, lang, "", (), {place.id: counts[place.id] for place in places})
    for ident, (place, soum) in archive.places.items():
        size = archive.config.entries_per_page
        newest, older = paginate(archive.here(ident, "article"), size)
        shown = (
            *projects[ident][:size],
            *by_title(lang, archive.here(ident, "programme")),
            *by_time(archive.here(ident, "forum")),
            *newest,
        )
        soums = {} if soum else {item.id: counts[f"{ident}/{item.id}"] for item in place.soums}
        total = grant_total(projects[ident]) if projects[ident] else None
        yield outline(place_page, lang, ident, shown, ident, soums, len(older), total)
        yield from numbered_outlines(edition, "places", ident, older)


def places_page(edition: Edition, _: list[Entry], counts: _Counts) -> Iterator[PlannedPage]:
    heading = edition._("Places")
    aimags = aimag_links(edition, counts)
    page = views.PlacesPage(
        frame=frame(edition, ("places",), heading, section="places", shows=aimags),
        aimags=aimags,
        map=aimag_map(edition, counts),
    )
    yield generated_page(edition.path("places"), "places.html", edition.lang, page)


def place_page(
    edition: Edition, entries: list[Entry], ident: str, soums: _Counts, older: int, total: Any
) -> Iterator[PlannedPage]:
    """The page of an aimag or soum, followed by `older` pages of news. `total` is an encoded Total of all
    projects, or None."""
    place, soum = edition.archive.places[ident]
    parts = ("places", *ident.split("/"))
    name = edition.records["place", ident].title
    parent = edition.records["place", place.id] if soum else None
    above = (section_link(edition, "places"), *([parent] if parent else []))
    projects = _entries_of_kind("project", entries)
    sum_of_all = msgspec.convert(total, views.Total) if total else None
    centre = phrase(edition, place.centre) if not soum else None
    within = (_place_link(edition, place, item, soums[item.id]) for item in place.soums if not soum)
    page = views.PlacePage(
        frame=frame(
            edition,
            parts,
            name,
            section="places",
            above=above,
            shows=cards(edition, entries),
            follow=None if soum else feed_about(edition, "place", ident, name),
        ),
        name=name,
        level="soum" if soum else place.kind,
        centre=centre.text if centre else None,
        iso=None if soum else place.iso,
        parent=short_place(edition, place.id) if parent else None,
        soums=tuple(sort_titled(within)),
        projects=cards(edition, projects),
        programmes=cards(edition, _entries_of_kind("programme", entries)),
        forums=cards(edition, _entries_of_kind("forum", entries)),
        news=cards(edition, _entries_of_kind("article", entries)),
        pager=front_pager(edition, "places", ident, older),
        total=sum_of_all,
        aimag=place.iso,
        more_projects=_all_projects(edition, place.id, len(projects), sum_of_all),
    )
    yield generated_page(edition.path(*parts), "place.html", edition.lang, page)


def _entries_of_kind(kind: str, entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.kind == kind]


def _place_link(edition: Edition, place: Place, soum: Soum | None, count: int) -> views.Link:
    ident = f"{place.id}/{soum.id}" if soum else place.id
    name = required_phrase(edition, soum.name if soum else place.name)
    return views.Link(title=name.text, url=edition.url("places", ident), lang=name.lang, count=count)


def _all_projects(edition: Edition, aimag: str, shown: int, total: views.Total | None) -> views.Link | None:
    """A link to the list of all projects of an aimag; None if its page shows all."""
    if total is None or total.count <= shown:
        return None
    return views.Link(
        title=edition._("All projects"), url=edition.url("projects", "by", "aimag", aimag), count=total.count
    )


def organisation_outlines(edition: Edition) -> Iterator[Outline]:
    archive, lang = edition.archive, edition.lang
    ids = list(archive.organisations)
    yield outline(
        organisations_page, lang, "", (), {ident: len(archive.naming("organisation", ident)) for ident in ids}
    )
    for ident in ids:
        roles = dict(_roles(archive, ident))
        newest, older = paginate(roles.get(MENTIONED, []), archive.config.entries_per_page)
        if newest:
            roles[MENTIONED] = newest
        shown = dict.fromkeys(entry.key for entries in roles.values() for entry in entries)
        places = {key: number for number, key in enumerate(shown)}
        yield outline(
            organisation_page,
            lang,
            ident,
            (archive.entries[key] for key in shown),
            ident,
            [(role, [places[entry.key] for entry in entries]) for role, entries in roles.items()],
            len(older),
        )
        yield from numbered_outlines(edition, "organisations", ident, older)


def organisations_page(edition: Edition, _: list[Entry], counts: _Counts) -> Iterator[PlannedPage]:
    heading = edition._("Organisations")
    links = [
        _record_link(edition, "organisations", item.id, item.name, counts)
        for item in edition.archive.records.organisations
    ]
    index = _index(edition, "organisations", heading, links)
    yield generated_page(edition.path("organisations"), "index.html", edition.lang, index)


def organisation_page(
    edition: Edition, entries: list[Entry], ident: str, roles: Sequence[tuple[str, list[int]]], older: int
) -> Iterator[PlannedPage]:
    """The page of an organisation. `roles` are (role, indexes of its entries); the last role has `older`
    pages."""
    item = edition.archive.organisations[ident]
    name = required_phrase(edition, item.name)
    parts = ("organisations", item.id)
    above = (section_link(edition, "organisations"),)
    description = phrase(edition, item.description)
    page = views.OrganisationPage(
        frame=frame(
            edition,
            parts,
            name.text,
            section="organisations",
            above=above,
            description=f"{name.text}: {description.text}" if description else None,
            shows=cards(edition, entries),
            follow=feed_about(edition, "organisation", ident, name.text, name.lang),
        ),
        name=name,
        short=phrase(edition, item.short),
        other_name=_other_name(edition, item.name),
        description=description,
        website=item.url,
        logo=logo_of(edition, item.logo),
        roles=tuple(
            views.Role(role=role, items=cards(edition, [entries[number] for number in numbers]))
            for role, numbers in roles
        ),
        pager=front_pager(edition, "organisations", ident, older),
    )
    yield generated_page(edition.path(*parts), "organisation.html", edition.lang, page)


def _roles(archive: Archive, ident: str) -> Iterator[tuple[str, list[Entry]]]:
    """(role, entries in which the organisation has it); it is `mentioned` only where it has no other role."""
    shown: set[tuple[str, str]] = set()
    for field, role in ROLES.items():
        found = archive.naming("organisation", ident, field=field)
        entries = [entry for entry in found if role != MENTIONED or entry.key not in shown]
        shown |= {entry.key for entry in entries}
        if entries:
            yield role, entries


def author_outlines(edition: Edition) -> Iterator[Outline]:
    archive, lang = edition.archive, edition.lang
    written = {ident: archive.naming("author", ident) for ident in archive.authors}
    if written:
        yield outline(authors_page, lang, "", (), {ident: len(entries) for ident, entries in written.items()})
    for ident, entries in written.items():
        newest, older = paginate(entries, archive.config.entries_per_page)
        yield outline(author_page, lang, ident, newest, ident, len(older))
        yield from numbered_outlines(edition, "authors", ident, older)


def authors_page(edition: Edition, _: list[Entry], counts: _Counts) -> Iterator[PlannedPage]:
    heading = edition._("Authors")
    authors = edition.archive.records.authors
    links = [_record_link(edition, "authors", author.id, author.name, counts) for author in authors]
    yield generated_page(
        edition.path("authors"), "index.html", edition.lang, _index(edition, "authors", heading, links)
    )


def author_page(edition: Edition, entries: list[Entry], ident: str, older: int) -> Iterator[PlannedPage]:
    author = edition.archive.authors[ident]
    name = required_phrase(edition, author.name)
    items = cards(edition, entries)
    parts = ("authors", ident)
    page = views.AuthorPage(
        frame=frame(
            edition,
            parts,
            name.text,
            section="authors",
            above=(section_link(edition, "authors"),),
            shows=items,
        ),
        name=name,
        other_name=_other_name(edition, author.name),
        role=phrase(edition, author.role),
        organisation=link_to(edition, "organisation", author.organisation),
        website=author.url,
        items=items,
        pager=front_pager(edition, "authors", ident, older),
    )
    yield generated_page(edition.path(*parts), "author.html", edition.lang, page)


def _other_name(edition: Edition, name: Words) -> views.Phrase | None:
    """The name in the other language; None if it is the same."""
    shown = required_phrase(edition, name).text
    others = (views.Phrase(text=text, lang=lang) for lang, text in name.texts if lang != edition.lang)
    return next((other for other in others if other.text != shown), None)


def term_outlines(edition: Edition) -> Iterator[Outline]:
    archive, lang = edition.archive, edition.lang
    named = {ident: archive.naming("term", ident) for ident in archive.terms}
    yield outline(terms_page, lang, "", (), {ident: len(entries) for ident, entries in named.items()})
    for ident, entries in named.items():
        newest, older = paginate(entries, archive.config.entries_per_page)
        yield outline(term_page, lang, ident, newest, ident, len(older))
        yield from numbered_outlines(edition, "tags", ident, older)


def terms_page(edition: Edition, _: list[Entry], counts: _Counts) -> Iterator[PlannedPage]:
    heading = edition._("Topics")
    terms = edition.archive.records.terms
    links = [_record_link(edition, "tags", term.id, term.name, counts) for term in terms]
    yield generated_page(
        edition.path("tags"), "index.html", edition.lang, _index(edition, "tags", heading, links)
    )


def term_page(edition: Edition, entries: list[Entry], ident: str, older: int) -> Iterator[PlannedPage]:
    term = edition.archive.terms[ident]
    name = required_phrase(edition, term.name)
    parts = ("tags", term.id)
    above = (section_link(edition, "tags"),)
    description = phrase(edition, term.description)
    items = cards(edition, entries)
    page = views.TermPage(
        frame=frame(
            edition,
            parts,
            name.text,
            section="tags",
            above=above,
            description=f"{name.text}: {description.text}" if description else None,
            shows=items,
            follow=feed_about(edition, "term", ident, name.text, name.lang),
        ),
        name=name,
        description=description,
        items=items,
        pager=front_pager(edition, "tags", ident, older),
    )
    yield generated_page(edition.path(*parts), "term.html", edition.lang, page)


def _record_link(edition: Edition, section: str, ident: str, words: Words, counts: _Counts) -> views.Link:
    name = required_phrase(edition, words)
    return views.Link(title=name.text, url=edition.url(section, ident), lang=name.lang, count=counts[ident])


def _index(edition: Edition, section: str, heading: str, links: Iterable[views.Link]) -> views.IndexPage:
    """An index in groups by first letter; names in another script than the page's are listed apart."""
    ordered = sort_titled(links)
    native = [link for link in ordered if is_native(link.title, edition.lang)]
    groups = groupby(native, key=lambda link: first_letter(link.title))
    return views.IndexPage(
        frame=frame(edition, (section,), heading, section=section, shows=ordered),
        heading=heading,
        groups=tuple((letter, tuple(found)) for letter, found in groups),
        others=tuple(link for link in ordered if link not in native),
    )
