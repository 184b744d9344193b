"""Data to take away: tables, entries in the terms of IATI and 360Giving, and the files that hold them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sitegen.pages.views.entries import Page
from sitegen.pages.views.values import Link, View

# A date known to the year or month only is a string.
Type = Literal["string", "integer", "number", "date"]
# None means unknown, never 0. A decimal number is text, since no float may hold it exactly.
Cell = str | int | None
_Texts = tuple[tuple[str, str], ...]  # by language, in the order of the site's languages


class Column(View, frozen=True, kw_only=True):
    """A column; `title` and `description` by language, in the order of the site's languages. `names` is the
    table whose `ref` or `id` the column holds. If `between` is not empty, it separates several values in a
    cell."""

    name: str
    type: Type
    title: tuple[tuple[str, str], ...]
    description: tuple[tuple[str, str], ...] = ()
    names: str = ""
    between: str = ""


class Table(View, frozen=True, kw_only=True):
    """A table of data; `key` has the names of the columns that identify a row."""

    name: str
    title: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: tuple[str, ...] = ()


class Record(View, frozen=True, kw_only=True):
    """An entry by itself: a table of one row, and those of what it has several of."""

    table: Table
    parts: tuple[Table, ...]


class Database(View, frozen=True, kw_only=True):
    tables: tuple[Table, ...]


class DataPackage(View, frozen=True, kw_only=True):
    """Data Package 1.0 (specs.frictionlessdata.io), of the tables beside it, whose rows are not used.
    `sources` are titles, and addresses if there are any; texts are by language."""

    name: str
    id: str
    title: tuple[tuple[str, str], ...]
    description: tuple[tuple[str, str], ...]
    homepage: str
    licence_id: str
    licence_title: tuple[tuple[str, str], ...]
    licence_url: str | None
    owner: tuple[tuple[str, str], ...]
    changed: str
    sources: tuple[tuple[tuple[tuple[str, str], ...], str | None], ...]
    resources: tuple[Table, ...]


class DataFile(View, frozen=True, kw_only=True):
    """A table with the addresses of its files. `rows` is their number; None if it is not counted."""

    table: Table
    csv: str
    json: str
    rows: int | None = None


class ProgrammeData(View, frozen=True, kw_only=True):
    """The files of a programme's projects."""

    programme: Link
    csv: str
    json: str
    package: str


class StandardData(View, frozen=True, kw_only=True):
    """The file of a standard, None if no entry has all that it requires; `told` of `of` entries have it."""

    name: str
    url: str | None
    told: int
    of: int


class DataPage(Page, frozen=True, kw_only=True):
    """The page of data to take away. `notes` are (note on a unit or form, names of columns with it);
    `changed` is the day of the last change."""

    heading: str
    files: tuple[DataFile, ...]
    database: str
    package: str
    notes: tuple[tuple[str, tuple[str, ...]], ...]
    changed: date | None = None
    standards: tuple[StandardData, ...] = ()
    programmes: tuple[ProgrammeData, ...] = ()


class Question(View, frozen=True, kw_only=True):
    """A question to a list; `values` are (value, name, address of its feed or ""), in order."""

    name: str
    values: tuple[tuple[str, str, str], ...]


class Asked(View, frozen=True, kw_only=True):
    """A line of a list; `values` are its values for each question, none if unknown. A document to download
    has its `entry`: (title, address, language if not the reader's)."""

    ref: str
    title: str
    url: str
    lang: str
    date: str
    amount: str
    currency: str
    place: str
    values: tuple[tuple[str, ...], ...]
    entry: tuple[str, str, str] | None = None


class AskedList(View, frozen=True, kw_only=True):
    """A list that browsers ask, in the first of its orders. `currencies` are (code, name at an amount);
    `texts` has the number of each row's text in the search index, None if it has no text."""

    questions: tuple[Question, ...]
    rows: tuple[Asked, ...]
    currencies: tuple[tuple[str, str], ...] = ()
    texts: tuple[int | None, ...] = ()


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
