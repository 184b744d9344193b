"""Data to take away, as files: tables as CSV, JSON and one SQLite database, with the Data Package that
describes them; entries in two standards, IATI 2.03 (XML) and 360Giving 1.4 (JSON). Unknown facts are left
out."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from sitegen.language.alphabet import slugify
from sitegen.pages.views.files import (
    AskedList,
    Cell,
    Column,
    Database,
    DataPackage,
    Location,
    Party,
    Record,
    StandardFile,
    Table,
    Undertaking,
)

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
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_Texts = Iterable[tuple[str, str]]
# IATI, code list ActivityDateType.
_DATES = (("planned_start", "1"), ("actual_start", "2"), ("planned_end", "3"), ("actual_end", "4"))
# IATI, code list ActivityStatus.
_STATUSES = {
    "planned": "1",
    "approved": "1",
    "ongoing": "2",
    "completed": "4",
    "cancelled": "5",
    "suspended": "6",
}
_MONGOLIA = "MN"
_WHOLE_DAY = len("2018-11-02")


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
    questions = [
        (item.name, [(choice.value, choice.title, choice.feed) for choice in item.choices])
        for item in asked.questions
    ]
    texts = {"texts": asked.texts} if asked.texts else {}
    return compact_json({"questions": questions, "rows": rows, "currencies": dict(asked.currencies), **texts})


def compact_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def make_json(table: Table) -> bytes:
    """A table as JSON: a list of objects, one for each row; unknown values are left out."""
    return _json([_as_object(table, row) for row in table.rows])


def make_json_record(record: Record) -> bytes:
    """An entry as a JSON object, with a list of objects for each of its tables of parts."""
    table = record.table
    parts = {part.name: [_part_as_object(part, row) for row in part.rows] for part in record.parts}
    return _json(_as_object(table, table.rows[0]) | parts)


def _part_as_object(table: Table, row: tuple[Cell, ...]) -> dict[str, Any]:
    """A row of a table of parts as an object, without the columns that name its entry and number."""
    return {name: value for name, value in _as_object(table, row).items() if name not in table.key}


def _as_object(table: Table, row: tuple[Cell, ...]) -> dict[str, Any]:
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
            connection.execute(_table_statement(table))
            blanks = ", ".join("?" * len(table.columns))
            rows = (list(map(_value, table.columns, row)) for row in table.rows)
            connection.executemany(f'INSERT INTO "{table.name}" VALUES ({blanks})', rows)
        if "projects" in {table.name for table in database.tables}:
            for name, query in VIEWS.items():
                connection.execute(f"CREATE VIEW {name} AS {query}")
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        return connection.serialize()


def _table_statement(table: Table) -> str:
    columns = [f'"{column.name}" {SQL_TYPES[column.type]}' for column in table.columns]
    if table.key:
        columns.append(_primary_key(table))
    return f'CREATE TABLE "{table.name}" ({", ".join(columns)})'


def _primary_key(table: Table) -> str:
    names = ", ".join(f'"{name}"' for name in table.key)
    return f"PRIMARY KEY ({names})"


def make_data_package(package: DataPackage) -> bytes:
    return _json(
        _drop_empty(
            {
                "profile": PROFILE,
                "name": slugify(package.name, "en"),
                "id": package.id,
                **_title_fields(package.title),
                "description": _first_text(package.description),
                "descriptions": dict(package.description),
                "homepage": package.homepage,
                "version": package.changed,
                "licenses": [
                    _drop_empty(
                        {
                            "name": package.licence_id,
                            **_title_fields(package.licence_title),
                            "path": package.licence_url,
                        }
                    )
                ],
                "contributors": [{**_title_fields(package.owner), "role": "publisher"}],
                "sources": [
                    _drop_empty({**_title_fields(title), "path": path}) for title, path in package.sources
                ],
                "resources": [_resource(table, package) for table in package.resources],
            }
        )
    )


def _resource(table: Table, package: DataPackage) -> Mapping[str, Any]:
    there = {item.name for item in package.resources}
    return _drop_empty(
        {
            "profile": "tabular-data-resource",
            "name": table.name,
            **_title_fields(table.title),
            "path": f"{table.name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": _drop_empty(
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
    return _drop_empty(
        {
            "name": column.name,
            "type": "string" if column.type == "date" else column.type,
            **_title_fields(column.title),
            "description": _first_text(column.description) if column.description else None,
            "descriptions": dict(column.description),
        }
    )


def _drop_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, {}, [], "")}


def _title_fields(texts: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """The title in the first language, and the titles by language."""
    return {"title": _first_text(texts), "titles": dict(texts)}


def _first_text(texts: Iterable[tuple[str, str]]) -> str:
    return next((text for _, text in texts), "")


def make_iati(file: StandardFile) -> bytes:
    """The activities as XML, by https://iatistandard.org/en/iati-standard/203/activity-standard/ , with
    elements in the order of its schema."""
    root = Element("iati-activities", {"version": "2.03"})
    if file.changed:
        root.set("generated-datetime", _moment(file.changed, file))
    for item in file.items:
        _add_activity(root, item, file)
    return _document(root)


def make_iati_organisation(file: StandardFile) -> bytes:
    """The publisher as XML, by https://iatistandard.org/en/iati-standard/203/organisation-standard/ ."""
    root = Element("iati-organisations", {"version": "2.03"})
    publisher = file.publisher
    organisation = SubElement(root, "iati-organisation", {_LANG: publisher.names[0][0]})
    if file.changed:
        root.set("generated-datetime", _moment(file.changed, file))
        organisation.set("last-updated-datetime", _moment(file.changed, file))
    SubElement(organisation, "organisation-identifier").text = publisher.id
    _add_narrative(organisation, "name", publisher.names)
    _add_narrative(organisation, "reporting-org", publisher.names, ref=publisher.id, type=publisher.type)
    return _document(root)


def _document(root: Element) -> bytes:
    ElementTree.indent(root, " ")
    text: str = ElementTree.tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _add_activity(root: Element, item: Undertaking, file: StandardFile) -> None:
    activity = SubElement(root, "iati-activity", {_LANG: item.names[0][0], "hierarchy": str(item.level)})
    if item.changed:
        activity.set("last-updated-datetime", _moment(item.changed, file))
    if item.currency:
        activity.set("default-currency", item.currency)
    SubElement(activity, "iati-identifier").text = item.id
    _add_reporter(activity, item, file)
    _add_narrative(activity, "title", item.names)
    _add_narrative(activity, "description", item.summaries, type="1")
    for party in item.parties:
        _add_party(activity, party)
    if item.other_id:
        SubElement(activity, "other-identifier", {"ref": item.other_id, "type": "A9"})
    if item.status:
        SubElement(activity, "activity-status", {"code": _STATUSES[item.status]})
    for name, code in _DATES:
        day = getattr(item.times, name)
        if day and len(day) == _WHOLE_DAY:
            SubElement(activity, "activity-date", {"type": code, "iso-date": day})
    if item.places:
        SubElement(activity, "recipient-country", {"code": _MONGOLIA})
    for place in item.places:
        _add_narrative(SubElement(activity, "location", {"ref": place.id}), "name", place.names)
    if item.sector:
        SubElement(activity, "sector", {"vocabulary": "1", "code": item.sector})
    _add_commitment(activity, item)
    for lang, url in item.pages:
        _add_page(activity, lang, url, dict(item.names).get(lang, item.names[0][1]))
    if item.parent:
        SubElement(activity, "related-activity", {"ref": item.parent, "type": "1"})
    for part in item.parts:
        SubElement(activity, "related-activity", {"ref": part, "type": "2"})


def _add_reporter(activity: Element, item: Undertaking, file: StandardFile) -> None:
    """Adds the reporting organisation; a secondary reporter neither pays for the activity nor carries it
    out."""
    publisher = file.publisher
    takes_part = publisher.id in {party.id for party in item.parties}
    attributes = {"ref": publisher.id, "type": publisher.type}
    _add_narrative(
        activity,
        "reporting-org",
        publisher.names,
        **attributes,
        **({} if takes_part else {"secondary-reporter": "1"}),
    )


def _add_party(activity: Element, party: Party) -> None:
    attributes = {"ref": party.id, "role": party.role} if party.id else {"role": party.role}
    _add_narrative(activity, "participating-org", party.names, **attributes)


def _add_commitment(activity: Element, item: Undertaking) -> None:
    if not (item.amount and item.currency and item.award):
        return
    transaction = SubElement(activity, "transaction")
    SubElement(transaction, "transaction-type", {"code": "2"})
    SubElement(transaction, "transaction-date", {"iso-date": item.award})
    value = SubElement(transaction, "value", {"currency": item.currency, "value-date": item.award})
    value.text = item.amount


def _add_page(activity: Element, lang: str, url: str, title: str) -> None:
    link = SubElement(activity, "document-link", {"format": "text/html", "url": url})
    _add_narrative(link, "title", [(lang, title)])
    SubElement(link, "category", {"code": "A12"})
    SubElement(link, "language", {"code": lang})


def _add_narrative(parent: Element, name: str, texts: _Texts, **attributes: str) -> None:
    """Adds an element with a narrative in each language."""
    element = SubElement(parent, name, attributes)
    for lang, text in texts:
        SubElement(element, "narrative", {_LANG: lang}).text = text


def _moment(day: str, file: StandardFile) -> str:
    return f"{day}T00:00:00{file.zone}"


def make_360giving(file: StandardFile) -> bytes:
    """The grants as JSON, by https://standard.threesixtygiving.org/ . A text is in the first language that
    has it; further fields, which the standard permits, have it in each language (`title_mn`), and the
    project's status.
    """
    publisher = file.publisher
    package = {
        "version": "1.4",
        "title": file.title,
        "identifier": file.url,
        "issued": file.changed,
        "modified": _moment(file.changed, file) if file.changed else None,
        "publisher": {
            "name": publisher.names[0][1],
            "website": publisher.website,
            "identifier": publisher.id,
        },
        "license": file.licence_url,
        "downloadURL": file.url,
        "grants": [_grant(item, file) for item in file.items],
    }
    return (json.dumps(_drop_empty(package), ensure_ascii=False, indent=1) + "\n").encode()


def _grant(item: Undertaking, file: StandardFile) -> dict[str, Any]:
    times, programme = item.times, item.programme
    return _drop_empty(
        {
            "id": item.id,
            **_text_fields("title", item.names),
            **_text_fields("description", item.summaries),
            "currency": item.currency,
            "amountAwarded": exact_number(item.amount) if item.amount else None,
            "awardDate": item.award,
            "status": item.status,
            "url": item.pages[0][1],
            "plannedDates": _span(times.planned_start, times.planned_end),
            "actualDates": _span(times.actual_start, times.actual_end),
            "recipientOrganization": [_organisation(party) for party in item.parties if party.role == "4"],
            "beneficiaryLocation": [_location(place) for place in item.places],
            "fundingOrganization": [_organisation(party) for party in item.parties if party.role == "1"],
            "grantProgramme": [
                {"code": programme.ref, **_text_fields("title", programme.names), "url": programme.url}
            ]
            if programme
            else None,
            "dateModified": _moment(item.changed, file) if item.changed else None,
            "dataSource": file.url,
        }
    )


def _organisation(party: Party) -> dict[str, Any]:
    return _drop_empty({"id": party.id, **_text_fields("name", party.names), "url": party.url})


def _location(place: Location) -> dict[str, Any]:
    return _drop_empty(
        {"id": place.id, **_text_fields("name", place.names), "countryCode": _MONGOLIA, "geoCode": place.iso}
    )


def _span(start: str | None, end: str | None) -> list[dict[str, str]] | None:
    return [_drop_empty({"startDate": start, "endDate": end})] if start or end else None


def _text_fields(name: str, texts: tuple[tuple[str, str], ...]) -> dict[str, str]:
    first = {name: texts[0][1]} if texts else {}
    return first | {f"{name}_{lang}": text for lang, text in texts}
