"""Numbers as drawings: the lengths of bars, and the four shades of areas on the map."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sitegen.content.records import Place
from sitegen.language.dates import PartialDate
from sitegen.pages import views
from sitegen.pages.edition import Edition, required_phrase, sort_titled

GOVISUMBER = "MN-064"  # too small for an outline, so drawn as a dot
# Degrees at the edges of the drawn map, which is 1000 wide and 479 high; fitted so that Choir stands right.
_WEST, _EAST, _NORTH, _SOUTH = 87.75, 119.93, 52.15, 41.57


def aimag_map(edition: Edition, counts: Mapping[str, int]) -> views.AimagMap:
    """All aimags that have an ISO code, shaded by the number of projects (`counts`, by id); no areas where
    none has a project."""
    places = [place for place in edition.archive.records.places if place.iso]
    numbers = [counts.get(place.id, 0) for place in places]
    if not any(numbers):
        return views.AimagMap(areas=(), steps=(), dot=False)
    bounds = _bounds(max(numbers, default=0))
    areas = tuple(
        _area(edition, place, number, bounds) for place, number in zip(places, numbers, strict=True)
    )
    steps = [views.MapStep(step=0, least=0, most=0)] if 0 in numbers else []
    steps += [views.MapStep(step=step, least=least, most=most) for step, least, most in bounds]
    dot = any(place.iso == GOVISUMBER for place in places)
    return views.AimagMap(areas=areas, steps=tuple(steps), dot=dot)


def aimag_links(edition: Edition, counts: Mapping[str, int]) -> tuple[views.Link, ...]:
    """All aimags in alphabetical order, with the number of projects."""
    places = edition.archive.records.places
    names = ((place, required_phrase(edition, place.name)) for place in places)
    links = (
        views.Link(
            title=name.text,
            url=edition.url("places", place.id),
            lang=name.lang,
            count=counts.get(place.id, 0) or None,
        )
        for place, name in names
    )
    return tuple(sort_titled(links))


def spot(coordinates: str) -> views.Spot:
    """A spot (`46.8, 91.6`) on the drawn map, and its address on OpenStreetMap."""
    north, east = coordinates.split(", ")
    return views.Spot(
        x=round((float(east) - _WEST) / (_EAST - _WEST) * 1000),
        y=round((_NORTH - float(north)) / (_NORTH - _SOUTH) * 479),
        coordinates=coordinates,
        url=f"https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=13/{north}/{east}",
    )


def _area(
    edition: Edition, place: Place, number: int, bounds: Sequence[tuple[int, int, int]]
) -> views.AimagShape:
    return views.AimagShape(
        iso=place.iso or "",
        title=required_phrase(edition, place.name).text,
        url=edition.url("places", place.id),
        projects=number,
        step=next((step for step, least, most in bounds if least <= number <= most), 0),
    )


def _bounds(most: int) -> list[tuple[int, int, int]]:
    """(step, from, to) of up to three steps above zero; each grows by the same factor."""
    if most <= 0:
        return []
    ends = sorted({max(1, round(most ** (part / 3))) for part in (1, 2)} | {most})
    starts = [1, *(end + 1 for end in ends[:-1])]
    first = 4 - len(ends)  # the largest numbers always get the darkest shade
    return [
        (first + number, start, end) for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def bars(rows: Iterable[tuple[views.Link, int]]) -> tuple[views.Bar, ...]:
    """Bars in the order of the rows; the longest has the full width."""
    found = list(rows)
    most = max((value for _, value in found), default=0)
    return tuple(views.Bar(name=name, value=value, share=round(100 * value / most)) for name, value in found)


def shares(lines: Sequence[views.AmountView]) -> tuple[views.AmountView, ...]:
    """The lines with their share of the sum in per cent; without shares unless all amounts are known and in
    one currency."""
    money = [line.money for line in lines if line.money]
    together = sum(item.amount for item in money)
    if (
        len(money) < len(lines)
        or len(lines) < 2
        or len({item.currency for item in money}) > 1
        or not together
    ):
        return tuple(lines)
    return tuple(
        views.AmountView(label=line.label, money=line.money, share=round(100 * item.amount / together))
        for line, item in zip(lines, money, strict=True)
    )


def spans(start: views.PlannedDate | None, end: views.PlannedDate | None) -> tuple[views.Span, ...]:
    """The planned and the actual time on one scale; empty unless both are known."""
    if not start or not end:
        return ()
    pairs = [(True, start.planned, end.planned), (False, start.actual, end.actual)]
    known = [(planned, first, last) for planned, first, last in pairs if first and last and first <= last]
    if len(known) < 2:
        return ()
    begin = min(_first_day(first) for _, first, _ in known)
    whole = max(1, max(_last_day(last) for _, _, last in known) - begin)
    return tuple(
        views.Span(
            planned=planned,
            start=first,
            end=last,
            start_at=round(100 * (_first_day(first) - begin) / whole),
            share=max(1, round(100 * (_last_day(last) - _first_day(first)) / whole)),
        )
        for planned, first, last in known
    )


def _first_day(value: PartialDate) -> int:
    return date(value.year, value.month or 1, value.day or 1).toordinal()


def _last_day(value: PartialDate) -> int:
    month = value.month or 12
    return date(value.year, month, value.day or monthrange(value.year, month)[1]).toordinal()
