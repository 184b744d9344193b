"""The columns of the tables of data.

Columns are named as in front matter; a text has a column for each language (`title_mn`), an amount another
for its currency, a planned date another for the actual one. An unknown value is empty.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from sitegen.archive.model import Entry
from sitegen.content.kinds import ProjectFacts
from sitegen.core.diagnostics import mark_message
from sitegen.language.catalogue import Words

BETWEEN = ";"  # separates the values of a list in one cell
_Form = Literal["string", "integer", "date", "words", "money", "planned", "list", "kept"]
# Descriptions of the unit or form of values.
_DATE = mark_message("A year, a month or a day (ISO 8601), as much as is known")
NOTES: dict[_Form, str] = {
    "money": mark_message("A decimal number, in the currency of the next column"),
    "date": _DATE,
    "planned": _DATE,
    "list": mark_message("Several values, with ; between them"),
}


class DataField(msgspec.Struct, frozen=True):
    """A field of a table. `value` gets what the row is of (an entry, a record, a part), and gives the value.
    `names` is the table whose rows it refers to; `note` tells the unit, if the form does not."""

    name: str
    form: _Form
    label: str
    value: Callable[[Any], Any]
    names: str = ""
    note: str = ""


def _fact_field(name: str, form: _Form, label: str, names: str = "") -> DataField:
    return DataField(name, form, label, lambda entry: getattr(entry.facts, name), names)


def _own_field(name: str, form: _Form, label: str, names: str = "") -> DataField:
    return DataField(name, form, label, lambda item: getattr(item, name), names)


REF = DataField("ref", "string", mark_message("Name in the address"), lambda entry: entry.ref)
TITLE = (
    DataField("title", "words", mark_message("Title"), lambda entry: _texts(entry, "title")),
    DataField("summary", "words", mark_message("Summary"), lambda entry: _texts(entry, "summary")),
)
COMMON = (
    DataField("date", "date", mark_message("Published here"), lambda entry: entry.day),
    _fact_field("tags", "list", mark_message("Topics"), "topics"),
    _fact_field("organisations", "list", mark_message("Organisations"), "organisations"),
    _fact_field("sources", "list", mark_message("Sources"), "sources"),
    _fact_field("confidence", "string", mark_message("Confidence")),
    _fact_field("licence", "string", mark_message("Licence")),
)
ENTRIES: dict[str, tuple[str, str, tuple[DataField, ...]]] = {
    "project": (
        "projects",
        mark_message("Projects"),
        (
            _fact_field("programme", "string", mark_message("Programme"), "programmes"),
            _fact_field("status", "string", mark_message("Status")),
            _fact_field("sector", "string", mark_message("Sector (DAC code)")),
            _fact_field("place", "string", mark_message("Place"), "places"),
            _fact_field("place_note", "words", mark_message("Note on the place")),
            DataField(
                "coordinates",
                "string",
                mark_message("Coordinates"),
                lambda entry: entry.facts.coordinates,
                note=mark_message("Degrees of latitude and longitude (WGS 84), with a comma between them"),
            ),
            DataField("pta", "words", mark_message("PTA"), lambda entry: _recipient(entry, "pta")),
            DataField("school", "words", mark_message("School"), lambda entry: _recipient(entry, "school")),
            DataField(
                "recipient",
                "string",
                mark_message("Recipient"),
                lambda entry: _recipient(entry, "organisation"),
                "organisations",
            ),
            _fact_field("amount", "money", mark_message("Amount")),
            _fact_field("amount_note", "words", mark_message("Note on the amount")),
            _fact_field("award", "planned", mark_message("Award")),
            _fact_field("start", "planned", mark_message("Start")),
            _fact_field("end", "planned", mark_message("End")),
            _fact_field("funder", "string", mark_message("Funder"), "organisations"),
            _fact_field("forums", "list", mark_message("Forums"), "forums"),
        ),
    ),
    "programme": (
        "programmes",
        mark_message("Programmes"),
        (
            _fact_field("identifier", "string", mark_message("Identifier")),
            _fact_field("parent", "string", mark_message("Part of"), "programmes"),
            _fact_field("status", "string", mark_message("Status")),
            _fact_field("sector", "string", mark_message("Sector (DAC code)")),
            _fact_field("amount", "money", mark_message("Amount")),
            _fact_field("amount_note", "words", mark_message("Note on the amount")),
            _fact_field("start", "date", mark_message("Start")),
            _fact_field("end", "date", mark_message("End")),
            _fact_field("funder", "string", mark_message("Funder"), "organisations"),
            _fact_field("implementers", "list", mark_message("Implementers"), "organisations"),
            _fact_field("places", "list", mark_message("Places"), "places"),
        ),
    ),
    "forum": (
        "forums",
        mark_message("Forums"),
        (
            _fact_field("number", "integer", mark_message("Number")),
            _fact_field("start", "date", mark_message("Start")),
            _fact_field("end", "date", mark_message("End")),
            _fact_field("date_note", "words", mark_message("Note on the dates")),
            _fact_field("mode", "string", mark_message("Form of attendance")),
            _fact_field("city", "words", mark_message("City")),
            _fact_field("venue", "words", mark_message("Venue")),
            _fact_field("theme", "words", mark_message("Theme")),
            _fact_field("participants", "words", mark_message("Participants")),
            _fact_field("organisers", "list", mark_message("Organisers"), "organisations"),
            _fact_field("places", "list", mark_message("Places"), "places"),
        ),
    ),
    "article": (
        "articles",
        mark_message("News"),
        (
            DataField(
                "authors", "list", mark_message("Authors"), lambda entry: entry.facts.written_by, "authors"
            ),
            _fact_field("forums", "list", mark_message("Forums"), "forums"),
            _fact_field("programmes", "list", mark_message("Programmes"), "programmes"),
            _fact_field("projects", "list", mark_message("Projects"), "projects"),
            _fact_field("places", "list", mark_message("Places"), "places"),
        ),
    ),
}
# Tables of what one entry has several of: (kind of entry, field of its facts, columns).
PARTS: dict[str, tuple[str, str, tuple[DataField, ...]]] = {
    "budget": (
        "budget",
        mark_message("Budget lines"),
        (
            _own_field("item", "words", mark_message("Item")),
            _own_field("amount", "money", mark_message("Amount")),
        ),
    ),
    "co_financing": (
        "co_financing",
        mark_message("Co-financing"),
        (
            _own_field("source", "words", mark_message("From")),
            _own_field("amount", "money", mark_message("Amount")),
        ),
    ),
    "beneficiaries": (
        "beneficiaries",
        mark_message("Beneficiaries"),
        (
            _own_field("kind", "string", mark_message("Who")),
            _own_field("count", "integer", mark_message("Number")),
            _own_field("note", "words", mark_message("Note")),
        ),
    ),
    "components": (
        "components",
        mark_message("Components"),
        (
            _own_field("name", "words", mark_message("Name")),
            _own_field("amount", "money", mark_message("Amount")),
        ),
    ),
    "milestones": (
        "milestones",
        mark_message("Milestones"),
        (_own_field("date", "date", mark_message("Date")), _own_field("what", "words", mark_message("What"))),
    ),
    "results": (
        "results",
        mark_message("Results"),
        (
            _own_field("indicator", "words", mark_message("Indicator")),
            _own_field("baseline", "words", mark_message("Baseline")),
            _own_field("target", "words", mark_message("Target")),
            _own_field("actual", "words", mark_message("Actual")),
            _own_field("source", "string", mark_message("Source"), "sources"),
        ),
    ),
    "grants_stated": (
        "stated_counts",
        mark_message("Numbers of grants that sources state"),
        (
            _own_field("count", "integer", mark_message("Number")),
            _own_field("note", "words", mark_message("Note")),
            _own_field("source", "string", mark_message("Source"), "sources"),
        ),
    ),
}
CONFLICTS = (
    DataField("topic", "words", mark_message("Topic"), lambda pair: pair[0].topic),
    DataField("claim", "words", mark_message("What the source says"), lambda pair: pair[1].value),
    DataField("source", "string", mark_message("Source"), lambda pair: pair[1].source, "sources"),
    DataField("reading", "words", mark_message("The editors' reading"), lambda pair: pair[0].reading),
)
RECORDS: dict[str, tuple[str, str, tuple[DataField, ...]]] = {
    "organisations": (
        "organisations",
        mark_message("Organisations"),
        (
            _own_field("name", "words", mark_message("Name")),
            _own_field("short", "words", mark_message("Short name")),
            _own_field("identifier", "string", mark_message("Identifier")),
            _own_field("url", "string", mark_message("Website")),
        ),
    ),
    "authors": (
        "authors",
        mark_message("Authors"),
        (
            _own_field("name", "words", mark_message("Name")),
            _own_field("role", "words", mark_message("Role")),
            _own_field("organisation", "string", mark_message("Organisation"), "organisations"),
            _own_field("url", "string", mark_message("Website")),
        ),
    ),
    "terms": (
        "topics",
        mark_message("Topics"),
        (
            _own_field("name", "words", mark_message("Name")),
            _own_field("description", "words", mark_message("Description")),
        ),
    ),
    "sources": (
        "sources",
        mark_message("Sources"),
        (
            _own_field("title", "words", mark_message("Title")),
            _own_field("publisher", "words", mark_message("Publisher")),
            _own_field("url", "string", mark_message("Website")),
            _own_field("archived", "kept", mark_message("Archived copy")),
            _own_field("date", "date", mark_message("Date")),
            _own_field("language", "string", mark_message("Language")),
        ),
    ),
}


def _texts(entry: Entry, name: str) -> Words:
    found = ((document.lang, getattr(document.text, name)) for document in entry.documents)
    return Words(tuple((lang, text) for lang, text in found if text))


def _recipient(entry: Entry, name: str) -> Any:
    recipient = entry.facts.recipient if isinstance(entry.facts, ProjectFacts) else None
    return getattr(recipient, name) if recipient else None
