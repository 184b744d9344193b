"""All projects, and the same list narrowed by one facet at a time: links, no JavaScript."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from sitegen.archive.model import Entry
from sitegen.content.kinds import ProjectFacts
from sitegen.language.dates import format_year
from sitegen.pages import views
from sitegen.pages.charts import bars
from sitegen.pages.edition import (
    STATUS_NAMES,
    Edition,
    by_title,
    cards,
    dates_of,
    link_to,
    sort_titled,
    total,
)
from sitegen.pages.frame import frame, section_link
from sitegen.pages.planned import Outline, PlannedPage, generated_page, outline
from sitegen.pages.questions import NAMED_BY, NOT_KNOWN, section_questions

_UNKNOWN = {
    "programme": "programme not known",
    "aimag": "aimag not known",
    "year": "year not known",
    "status": "status not known",
}


class _Value(msgspec.Struct, frozen=True):
    """One value of a facet, with its part of the address, its name, and the projects that have it."""

    value: str
    slug: str
    title: str
    entries: tuple[Entry, ...]


Facets = dict[str, list[_Value]]
# By facet: (value, number of projects).
_Counts = Mapping[str, Sequence[tuple[str, int]]]


def project_outlines(edition: Edition) -> Iterator[Outline]:
    """The outlines of all lists of projects. Each shows its projects, and the programmes that narrow the
    list."""
    projects = by_title(edition.lang, edition.archive.of_kind("project"))
    facets = _facets(edition, projects)
    counts = {name: [(item.value, len(item.entries)) for item in found] for name, found in facets.items()}
    entries = edition.archive.entries
    programmes = [
        entries["programme", item.value]
        for item in facets["programme"]
        if ("programme", item.value) in entries
    ]
    lists: list[tuple[tuple[str, str] | None, Sequence[Entry]]] = [(None, projects)]
    lists += [((name, item.value), item.entries) for name, found in facets.items() for item in found]
    size = edition.archive.config.entries_per_page
    for chosen, found_in in lists:
        pages = [found_in[start : start + size] for start in range(0, len(found_in), size)] or [()]
        total = grant_total(found_in)
        for number, entries_of_page in enumerate(pages, 1):
            name = f"{chosen[0]} {_slug(chosen[1])}" if chosen else ""
            shown = (*entries_of_page, *programmes)
            call = (counts, chosen, (number, len(pages)), total)
            yield outline(project_list, edition.lang, f"{name} {number}", shown, *call)


def project_list(
    edition: Edition,
    entries: list[Entry],
    counts: _Counts,
    chosen: tuple[str, str] | None,
    position: tuple[int, int],
    total: Any,
) -> Iterator[PlannedPage]:
    """A page of a list of projects. `position` is (number of the page, number of pages), `total` an encoded
    Total of the whole list."""
    number, of = position
    heading = edition._("Projects")
    front: tuple[str, ...] = ("projects",)
    narrowed = None
    if chosen:
        name, value = chosen
        narrowed = (name, _heading(edition, name, value))
        front = ("projects", "by", name, _slug(value))
    parts = _page(front, number)
    title = f"{heading}: {narrowed[1]}" if narrowed else heading
    is_first = number == 1
    whole = is_first and not chosen
    items = cards(edition, (entry for entry in entries if entry.kind == "project"))
    page = views.ProjectListPage(
        frame=frame(
            edition,
            parts,
            title if is_first else f"{title} · {number}",
            section="projects",
            above=(section_link(edition, "projects"),) if narrowed or not is_first else (),
            shows=items,
            translated=is_first,
        ),
        items=items,
        total=msgspec.convert(total, views.Total),
        facets=tuple(_links(edition, counts, chosen)),
        narrowed=narrowed,
        all_url=edition.url("projects"),
        pages=_pages(edition, front, number, of) if of > 1 else None,
        years=_bars(edition, counts, "year") if whole else (),
        programmes=_bars(edition, counts, "programme") if whole else (),
        asking=section_questions(edition, "projects", len(items)) if whole else None,
    )
    yield generated_page(edition.path(*parts), "projects.html", edition.lang, page)


def _page(front: tuple[str, ...], number: int) -> tuple[str, ...]:
    return front if number == 1 else (*front, "page", str(number))


def _pages(edition: Edition, front: tuple[str, ...], number: int, of: int) -> views.Pages:
    return views.Pages(
        number=number,
        of=of,
        previous=edition.url(*_page(front, number - 1)) if number > 1 else None,
        next=edition.url(*_page(front, number + 1)) if number < of else None,
    )


def _bars(edition: Edition, counts: _Counts, facet: str) -> tuple[views.Bar, ...]:
    """Bars of the numbers by value of a facet; none if there are fewer than two values."""
    values = counts.get(facet, ())
    if sum(value != NOT_KNOWN for value, _ in values) < 2:
        return ()
    return bars((_option(edition, facet, value), count) for value, count in values)


def _option(edition: Edition, facet: str, value: str) -> views.Link:
    url = edition.url("projects", "by", facet, _slug(value))
    return views.Link(title=_title(edition, facet, value), url=url)


def grant_total(entries: Iterable[Entry]) -> views.Total:
    return total(entry.facts.amount for entry in entries if isinstance(entry.facts, ProjectFacts))


def _links(edition: Edition, counts: _Counts, chosen: tuple[str, str] | None) -> Iterator[views.Facet]:
    for name, values in counts.items():
        options = (
            views.Link(
                title=_title(edition, name, value),
                url=edition.url("projects", "by", name, _slug(value)),
                count=count,
                current=chosen is not None and (name, value) == tuple(chosen),
            )
            for value, count in values
        )
        yield views.Facet(name=name, options=tuple(options))


def _slug(value: str) -> str:
    return value.replace("/", "-")


def _heading(edition: Edition, facet: str, value: str) -> str:
    if value == NOT_KNOWN:
        return edition._(_UNKNOWN[facet])
    if facet == "year":
        return format_year(int(value), edition.lang)
    return _title(edition, facet, value)


def _title(edition: Edition, facet: str, value: str) -> str:
    if value == NOT_KNOWN:
        return edition._("Unknown")
    if facet == "status":
        return edition._(STATUS_NAMES[value])
    kind = NAMED_BY.get(facet)
    link = link_to(edition, kind, value) if kind else None
    return link.title if link else value


def _facets(edition: Edition, projects: list[Entry]) -> Facets:
    """The facets with the values in use: names in alphabetical order, years newest first, unknown last."""
    programme = _values(edition, projects, "programme", _programme)
    aimag = _values(edition, projects, "aimag", _aimag)
    year = _values(edition, projects, "year", _year)
    status = _values(edition, projects, "status", _status)
    order = list(STATUS_NAMES)
    found = {
        "programme": _unknown_last(sort_titled(programme)),
        "aimag": _unknown_last(sort_titled(aimag)),
        "year": _unknown_last(sorted(year, key=lambda value: value.slug, reverse=True)),
        "status": sorted(status, key=lambda v: order.index(v.slug) if v.slug in order else len(order)),
    }
    # A single year or status narrows nothing. The pages of programmes and aimags exist anyway: others link to
    # them.
    return {
        name: values for name, values in found.items() if len(values) > 1 or name not in ("year", "status")
    }


def _values(edition: Edition, projects: list[Entry], facet: str, key: Callable[[Entry], str]) -> list[_Value]:
    stated = {key(entry) for entry in projects}
    if kind := NAMED_BY.get(facet):  # an unknown programme or place was reported, and has no page
        stated = {value for value in stated if value and link_to(edition, kind, value)}
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in projects:
        value = key(entry)
        groups[value if value in stated and value else NOT_KNOWN].append(entry)
    return [
        _Value(value, _slug(value), _title(edition, facet, value), tuple(entries))
        for value, entries in groups.items()
    ]


def _unknown_last(values: list[_Value]) -> list[_Value]:
    return sorted(values, key=lambda value: value.slug == NOT_KNOWN)


def _programme(entry: Entry) -> str:
    return _facts(entry).programme or ""


def _aimag(entry: Entry) -> str:
    return (_facts(entry).place or "").partition("/")[0]


def _year(entry: Entry) -> str:
    dates = dates_of(entry)
    return f"{dates[0].year:04}" if dates else ""


def _status(entry: Entry) -> str:
    return _facts(entry).status or ""


def _facts(entry: Entry) -> ProjectFacts:
    assert isinstance(entry.facts, ProjectFacts)
    return entry.facts
