"""Entries in the terms of IATI and 360Giving, before they are written as XML or JSON."""

from __future__ import annotations

from sitegen.pages.views.values import View

_Texts = tuple[tuple[str, str], ...]  # by language, in the order of the site's languages


class Party(View, frozen=True, kw_only=True):
    """An organisation that takes part; `role` is its code in IATI. `id` is its identifier, if it has any."""

    names: _Texts
    id: str | None = None
    role: str = ""
    url: str | None = None


class Location(View, frozen=True, kw_only=True):
    """A place in Mongolia; `iso` is the code of an aimag (ISO 3166-2)."""

    id: str
    names: _Texts
    iso: str | None = None


class AtTime(View, frozen=True, kw_only=True):
    """The planned and actual start and end: days, months or years (ISO 8601)."""

    planned_start: str | None = None
    actual_start: str | None = None
    planned_end: str | None = None
    actual_end: str | None = None


class GrantProgramme(View, frozen=True, kw_only=True):
    ref: str
    names: _Texts
    url: str


class Undertaking(View, frozen=True, kw_only=True):
    """A programme, or a project under its `parent`. Amount and award are both known, or both None.

    `changed` is the day of the last change.
    """

    id: str
    names: _Texts
    summaries: _Texts
    parties: tuple[Party, ...]
    times: AtTime
    pages: _Texts  # addresses
    status: str | None = None
    level: int = 2
    other_id: str | None = None
    parent: str | None = None
    parts: tuple[str, ...] = ()
    places: tuple[Location, ...] = ()
    sector: str | None = None
    amount: str | None = None
    currency: str | None = None
    award: str | None = None
    changed: str | None = None
    programme: GrantProgramme | None = None


class Publisher(View, frozen=True, kw_only=True):
    """The publisher of the data; `type` is a code of IATI's list OrganisationType."""

    id: str
    names: _Texts
    website: str
    type: str = ""


class StandardFile(View, frozen=True, kw_only=True):
    """The content of a standard's file. Times are in `zone` (`+08:00`)."""

    publisher: Publisher
    url: str
    zone: str
    items: tuple[Undertaking, ...]
    title: str = ""
    licence_url: str | None = None
    changed: str | None = None
