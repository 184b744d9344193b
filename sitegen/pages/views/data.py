"""Data to take away: tables, and the files that hold them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sitegen.pages.views.entries import Page
from sitegen.pages.views.values import Link, View

# A date known to the year or month only is text, as is all that has no exact value.
Type = Literal["string", "integer", "number", "date"]
# None is not known, and never 0. A number is written out, since it may be larger or finer than any float.
Cell = str | int | None


class Column(View, frozen=True, kw_only=True):
    """`title` and `description` by language, in the order of the site's languages. `names` is the table whose
    `ref` or `id` the column holds. A column with something `between` its values holds lists."""

    name: str
    type: Type
    title: tuple[tuple[str, str], ...]
    description: tuple[tuple[str, str], ...] = ()
    names: str = ""
    between: str = ""


class Table(View, frozen=True, kw_only=True):
    """`key` are the names of the columns that name a row."""

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
    """A table with its files. `rows` is None where they are not counted."""

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
    """The file of a standard, if a record has all that it requires: how many have, of how many."""

    name: str
    url: str | None
    told: int
    of: int


class DataPage(Page, frozen=True, kw_only=True):
    """What there is to take away. `notes` tell units and forms, each with the columns that have it; `changed`
    is the day of the last change."""

    heading: str
    files: tuple[DataFile, ...]
    database: str
    package: str
    notes: tuple[tuple[str, tuple[str, ...]], ...]
    changed: date | None = None
    standards: tuple[StandardData, ...] = ()
    programmes: tuple[ProgrammeData, ...] = ()


class Question(View, frozen=True, kw_only=True):
    """What a list can be asked for: values in order, each with its name and its feed, if it has one."""

    name: str
    values: tuple[tuple[str, str, str], ...]


class Asked(View, frozen=True, kw_only=True):
    """What stands in a list; `values` are those of each question, none where it is not known. A document has
    the `entry` that it belongs to: its title, address and language, where that is not the reader's."""

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
    """A list as it is asked, in the first of its orders. `currencies` have the names that they have at an
    amount; `texts` are what number the index of the search has each row's text by, none where it has none."""

    questions: tuple[Question, ...]
    rows: tuple[Asked, ...]
    currencies: tuple[tuple[str, str], ...] = ()
    texts: tuple[int | None, ...] = ()
