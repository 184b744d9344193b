"""All projects, and the same list narrowed by one facet at a time: links, no JavaScript."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import msgspec

from sitegen.archive.model import Entry
from sitegen.content.kinds import ProjectFacts
from sitegen.language.collation import sort_key
from sitegen.pages import views
from sitegen.pages.cards import by_title, cards, when
from sitegen.pages.edition import Edition, link_to, total
from sitegen.pages.frame import frame, section_link
from sitegen.pages.planned import PlannedPage, made

UNKNOWN = "unknown"
STATUS_NAMES = {
    "planned": "Planned",
    "approved": "Approved",
    "ongoing": "Ongoing",
    "completed": "Completed",
    "suspended": "Suspended",
    "cancelled": "Cancelled",
}


class _Value(msgspec.Struct, frozen=True):
    """One value of a facet: its address part, its name, and the projects that have it."""

    slug: str
    title: str
    entries: tuple[Entry, ...]


Facets = dict[str, list[_Value]]


def project_pages(edition: Edition) -> Iterator[PlannedPage]:
    projects = by_title(edition.lang, edition.archive.of_kind("project"))
    facets = _facets(edition, projects)
    heading = edition._("Projects")
    yield _list(edition, ("projects",), heading, projects, _links(edition, facets))
    for name, values in facets.items():
        for value in values:
            parts = ("projects", "by", name, value.slug)
            narrowed = _links(edition, facets, (name, value.slug))
            yield _list(
                edition,
                parts,
                f"{heading}: {value.title}",
                list(value.entries),
                narrowed,
                (name, value.title),
            )


def grant_total(entries: list[Entry]) -> views.Total:
    return total(entry.facts.amount for entry in entries if isinstance(entry.facts, ProjectFacts))


def _list(
    edition: Edition,
    parts: tuple[str, ...],
    title: str,
    entries: list[Entry],
    facets: tuple[views.Facet, ...],
    narrowed: tuple[str, str] | None = None,
) -> PlannedPage:
    above = (section_link(edition, "projects"),) if narrowed else ()
    page = views.ProjectListPage(
        frame=frame(edition, parts, title, section="projects", above=above),
        items=cards(edition, entries),
        total=grant_total(entries),
        facets=facets,
        narrowed=narrowed,
        all_url=edition.url("projects"),
    )
    return made(edition.path(*parts), "projects.html", edition.lang, page)


def _links(edition: Edition, facets: Facets, chosen: tuple[str, str] = ("", "")) -> tuple[views.Facet, ...]:
    return tuple(
        views.Facet(
            name=name,
            options=tuple(
                views.Link(
                    title=value.title,
                    url=edition.url("projects", "by", name, value.slug),
                    count=len(value.entries),
                    current=(name, value.slug) == chosen,
                )
                for value in values
            ),
        )
        for name, values in facets.items()
    )


def _facets(edition: Edition, projects: list[Entry]) -> Facets:
    """Values in use only; those with a name in alphabetical order, years newest first, unknown last."""

    def named(kind: str) -> Callable[[str], str]:
        def name(ref: str) -> str:
            link = link_to(edition, kind, ref)
            return link.title if link else ref

        return name

    def alphabetical(value: _Value) -> tuple[object, ...]:
        return sort_key(value.title, edition.lang)

    programme = _values(edition, projects, _programme, named("programme"))
    aimag = _values(edition, projects, _aimag, named("place"))
    year = _values(edition, projects, _year, str)
    status = _values(edition, projects, _status, lambda name: edition._(STATUS_NAMES[name]))
    order = list(STATUS_NAMES)
    return {
        "programme": _unknown_last(sorted(programme, key=alphabetical)),
        "aimag": _unknown_last(sorted(aimag, key=alphabetical)),
        "year": _unknown_last(sorted(year, key=lambda value: value.slug, reverse=True)),
        "status": sorted(status, key=lambda v: order.index(v.slug) if v.slug in order else len(order)),
    }


def _values(
    edition: Edition, projects: list[Entry], key: Callable[[Entry], str], name: Callable[[str], str]
) -> list[_Value]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in projects:
        groups[key(entry) or UNKNOWN].append(entry)
    return [
        _Value(
            slug=slug.replace("/", "-"),
            title=edition._("Not known") if slug == UNKNOWN else name(slug),
            entries=tuple(entries),
        )
        for slug, entries in groups.items()
    ]


def _unknown_last(values: list[_Value]) -> list[_Value]:
    return sorted(values, key=lambda value: value.slug == UNKNOWN)


def _programme(entry: Entry) -> str:
    return _facts(entry).programme or ""


def _aimag(entry: Entry) -> str:
    return (_facts(entry).place or "").partition("/")[0]


def _year(entry: Entry) -> str:
    dates = when(entry)
    return f"{dates[0].year:04}" if dates else ""


def _status(entry: Entry) -> str:
    return _facts(entry).status or ""


def _facts(entry: Entry) -> ProjectFacts:
    assert isinstance(entry.facts, ProjectFacts)
    return entry.facts
