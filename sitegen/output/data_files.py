"""Tables as files: CSV, JSON, one SQLite database, and the Data Package that describes them."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from decimal import Decimal
from typing import Any

from sitegen.language.slugs import slugify
from sitegen.pages.views.data import AskedList, Cell, Column, Database, DataPackage, Record, Table

BOM = "\ufeff"  # without a BOM Excel takes UTF-8 for the code page of the machine
# First characters that a spreadsheet may take for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
PROFILE = "tabular-data-package"
SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "NUMERIC", "date": "TEXT"}

# Questions that readers ask; each is a view of the database.
VIEWS = {
    "projects_by_aimag": (
        "SELECT substr(place, 1, instr(place || '/', '/') - 1) AS aimag, currency, count(*) AS projects, "
        "count(amount) AS amounts_known, sum(amount) AS total FROM projects GROUP BY 1, 2 ORDER BY 1, 2"
    ),
    "projects_by_year": (
        "SELECT substr(coalesce(award_actual, award_planned, start_actual, start_planned), 1, 4) AS year, "
        "currency, count(*) AS projects, count(amount) AS amounts_known, sum(amount) AS total "
        "FROM projects GROUP BY 1, 2 ORDER BY 1, 2"
    ),
    "projects_by_programme": (
        "SELECT programme, currency, count(*) AS projects, count(amount) AS amounts_known, "
        "sum(amount) AS total FROM projects GROUP BY 1, 2 ORDER BY 1, 2"
    ),
}


def make_csv(table: Table) -> bytes:
    """A table as CSV (RFC 4180) in UTF-8 with a BOM; an unknown value is empty. Text that a spreadsheet would
    run gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in table.columns])
    writer.writerows(map(_csv_cell, table.columns, row) for row in table.rows)
    return (BOM + text.getvalue()).encode()


def _csv_cell(column: Column, cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if column.type == "string" and text.startswith(FORMULA) else text


def make_asked(asked: AskedList) -> bytes:
    """A list that browsers ask, as JSON with a list for each row, which is short for telephones."""
    rows = [
        (
            *(row.ref, row.title, row.url, row.lang, row.date, row.amount, row.currency, row.place),
            row.values,
            *((row.entry,) if row.entry else ()),
        )
        for row in asked.rows
    ]
    questions = [(item.name, item.values) for item in asked.questions]
    texts = {"texts": asked.texts} if asked.texts else {}
    return compact_json({"questions": questions, "rows": rows, "currencies": dict(asked.currencies), **texts})


def compact_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def make_json(table: Table) -> bytes:
    """A table as JSON: a list of objects, one for each row; unknown values are left out."""
    return _json([_record(table, row) for row in table.rows])


def make_json_record(record: Record) -> bytes:
    """An entry as a JSON object, with a list of objects for each of its tables of parts."""
    table = record.table
    parts = {part.name: [_part(part, row) for row in part.rows] for part in record.parts}
    return _json(_record(table, table.rows[0]) | parts)


def _part(table: Table, row: tuple[Cell, ...]) -> dict[str, Any]:
    """A row of a table of parts as an object, without the columns that name its entry and number."""
    return {name: value for name, value in _record(table, row).items() if name not in table.key}


def _record(table: Table, row: tuple[Cell, ...]) -> dict[str, Any]:
    cells = zip(table.columns, row, strict=True)
    return {
        column.name: str(cell).split(column.between) if column.between else _value(column, cell)
        for column, cell in cells
        if cell is not None
    }


def _value(column: Column, cell: Cell) -> str | int | float | None:
    return exact_number(str(cell)) if column.type == "number" and cell is not None else cell


def exact_number(text: str) -> int | float:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def make_sqlite(database: Database) -> bytes:
    """An SQLite file with all tables of the data, and VIEWS."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("BEGIN")
        for table in database.tables:
            connection.execute(_create(table))
            places = ", ".join("?" * len(table.columns))
            rows = (list(map(_value, table.columns, row)) for row in table.rows)
            connection.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', rows)
        if "projects" in {table.name for table in database.tables}:
            for name, query in VIEWS.items():
                connection.execute(f"CREATE VIEW {name} AS {query}")
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        return connection.serialize()


def _create(table: Table) -> str:
    columns = [f'"{column.name}" {SQL_TYPES[column.type]}' for column in table.columns]
    if table.key:
        columns.append(_key(table))
    return f'CREATE TABLE "{table.name}" ({", ".join(columns)})'


def _key(table: Table) -> str:
    names = ", ".join(f'"{name}"' for name in table.key)
    return f"PRIMARY KEY ({names})"


def make_data_package(package: DataPackage) -> bytes:
    return _json(
        _known(
            {
                "profile": PROFILE,
                "name": slugify(package.name, "en"),
                "id": package.id,
                **_titled(package.title),
                "description": _first(package.description),
                "descriptions": dict(package.description),
                "homepage": package.homepage,
                "version": package.changed,
                "licenses": [
                    _known(
                        {
                            "name": package.licence_id,
                            **_titled(package.licence_title),
                            "path": package.licence_url,
                        }
                    )
                ],
                "contributors": [{**_titled(package.owner), "role": "publisher"}],
                "sources": [_known({**_titled(title), "path": path}) for title, path in package.sources],
                "resources": [_resource(table, package) for table in package.resources],
            }
        )
    )


def _resource(table: Table, package: DataPackage) -> Mapping[str, Any]:
    there = {item.name for item in package.resources}
    return _known(
        {
            "profile": "tabular-data-resource",
            "name": table.name,
            **_titled(table.title),
            "path": f"{table.name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": _known(
                {
                    "fields": [_field(column) for column in table.columns],
                    "missingValues": [""],
                    "primaryKey": list(table.key),
                    "foreignKeys": [
                        {
                            "fields": column.name,
                            "reference": {"resource": column.names, "fields": _key_of(column.names)},
                        }
                        for column in table.columns
                        if column.names in there
                    ],
                }
            ),
        }
    )


def _key_of(table: str) -> str:
    return "ref" if table in ("projects", "programmes", "forums", "articles") else "id"


def _field(column: Column) -> Mapping[str, Any]:
    return _known(
        {
            "name": column.name,
            "type": "string" if column.type == "date" else column.type,
            **_titled(column.title),
            "description": _first(column.description) if column.description else None,
            "descriptions": dict(column.description),
        }
    )


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, {}, [], "")}


def _titled(texts: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """The title in the first language, and the titles by language."""
    return {"title": _first(texts), "titles": dict(texts)}


def _first(texts: Iterable[tuple[str, str]]) -> str:
    return next((text for _, text in texts), "")
