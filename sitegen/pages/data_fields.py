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
from sitegen.core.diagnostics import marked
from sitegen.language.catalogue import Words

BETWEEN = ";"  # separates the values of a list in one cell
_Form = Literal["string", "integer", "date", "words", "money", "planned", "list", "kept"]
# Descriptions of the unit or form of values.
_DATE = marked("A year, a month or a day (ISO 8601), as much as is known")
NOTES: dict[_Form, str] = {
    "money": marked("A decimal number, in the currency of the next column"),
    "date": _DATE,
    "planned": _DATE,
    "list": marked("Several values, with ; between them"),
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


def _fact(name: str, form: _Form, label: str, names: str = "") -> DataField:
    return DataField(name, form, label, lambda entry: getattr(entry.facts, name), names)


def _own(name: str, form: _Form, label: str, names: str = "") -> DataField:
    return DataField(name, form, label, lambda item: getattr(item, name), names)


REF = DataField("ref", "string", marked("Name in the address"), lambda entry: entry.ref)
TITLE = (
    DataField("title", "words", marked("Title"), lambda entry: _texts(entry, "title")),
    DataField("summary", "words", marked("Summary"), lambda entry: _texts(entry, "summary")),
)
COMMON = (
    DataField("date", "date", marked("Published here"), lambda entry: entry.day),
    _fact("tags", "list", marked("Topics"), "topics"),
    _fact("organisations", "list", marked("Organisations"), "organisations"),
    _fact("sources", "list", marked("Sources"), "sources"),
    _fact("confidence", "string", marked("Confidence")),
    _fact("licence", "string", marked("Licence")),
)
ENTRIES: dict[str, tuple[str, str, tuple[DataField, ...]]] = {
    "project": (
        "projects",
        marked("Projects"),
        (
            _fact("programme", "string", marked("Programme"), "programmes"),
            _fact("status", "string", marked("Status")),
            _fact("sector", "string", marked("Sector (DAC code)")),
            _fact("place", "string", marked("Place"), "places"),
            _fact("place_note", "words", marked("Note on the place")),
            DataField(
                "coordinates",
                "string",
                marked("Coordinates"),
                lambda entry: entry.facts.coordinates,
                note=marked("Degrees of latitude and longitude (WGS 84), with a comma between them"),
            ),
            DataField("pta", "words", marked("PTA"), lambda entry: _recipient(entry, "pta")),
            DataField("school", "words", marked("School"), lambda entry: _recipient(entry, "school")),
            DataField(
                "recipient",
                "string",
                marked("Recipient"),
                lambda entry: _recipient(entry, "organisation"),
                "organisations",
            ),
            _fact("amount", "money", marked("Amount")),
            _fact("amount_note", "words", marked("Note on the amount")),
            _fact("award", "planned", marked("Award")),
            _fact("start", "planned", marked("Start")),
            _fact("end", "planned", marked("End")),
            _fact("funder", "string", marked("Funder"), "organisations"),
            _fact("forums", "list", marked("Forums"), "forums"),
        ),
    ),
    "programme": (
        "programmes",
        marked("Programmes"),
        (
            _fact("identifier", "string", marked("Identifier")),
            _fact("parent", "string", marked("Part of"), "programmes"),
            _fact("status", "string", marked("Status")),
            _fact("sector", "string", marked("Sector (DAC code)")),
            _fact("amount", "money", marked("Amount")),
            _fact("amount_note", "words", marked("Note on the amount")),
            _fact("start", "date", marked("Start")),
            _fact("end", "date", marked("End")),
            _fact("funder", "string", marked("Funder"), "organisations"),
            _fact("implementers", "list", marked("Implementers"), "organisations"),
            _fact("places", "list", marked("Places"), "places"),
        ),
    ),
    "forum": (
        "forums",
        marked("Forums"),
        (
            _fact("number", "integer", marked("Number")),
            _fact("start", "date", marked("Start")),
            _fact("end", "date", marked("End")),
            _fact("date_note", "words", marked("Note on the dates")),
            _fact("mode", "string", marked("Form of attendance")),
            _fact("city", "words", marked("City")),
            _fact("venue", "words", marked("Venue")),
            _fact("theme", "words", marked("Theme")),
            _fact("participants", "words", marked("Participants")),
            _fact("organisers", "list", marked("Organisers"), "organisations"),
            _fact("places", "list", marked("Places"), "places"),
        ),
    ),
    "article": (
        "articles",
        marked("News"),
        (
            DataField("authors", "list", marked("Authors"), lambda entry: entry.facts.written_by, "authors"),
            _fact("forums", "list", marked("Forums"), "forums"),
            _fact("programmes", "list", marked("Programmes"), "programmes"),
            _fact("projects", "list", marked("Projects"), "projects"),
            _fact("places", "list", marked("Places"), "places"),
        ),
    ),
}
# Tables of what one entry has several of: (kind of entry, field of its facts, columns).
PARTS: dict[str, tuple[str, str, tuple[DataField, ...]]] = {
    "budget": (
        "budget",
        marked("Budget lines"),
        (_own("item", "words", marked("Item")), _own("amount", "money", marked("Amount"))),
    ),
    "co_financing": (
        "co_financing",
        marked("Co-financing"),
        (_own("source", "words", marked("From")), _own("amount", "money", marked("Amount"))),
    ),
    "beneficiaries": (
        "beneficiaries",
        marked("Beneficiaries"),
        (
            _own("kind", "string", marked("Who")),
            _own("count", "integer", marked("Number")),
            _own("note", "words", marked("Note")),
        ),
    ),
    "components": (
        "components",
        marked("Components"),
        (_own("name", "words", marked("Name")), _own("amount", "money", marked("Amount"))),
    ),
    "milestones": (
        "milestones",
        marked("Milestones"),
        (_own("date", "date", marked("Date")), _own("what", "words", marked("What"))),
    ),
    "results": (
        "results",
        marked("Results"),
        (
            _own("indicator", "words", marked("Indicator")),
            _own("baseline", "words", marked("Baseline")),
            _own("target", "words", marked("Target")),
            _own("actual", "words", marked("Actual")),
            _own("source", "string", marked("Source"), "sources"),
        ),
    ),
    "grants_stated": (
        "stated_counts",
        marked("Numbers of grants that sources state"),
        (
            _own("count", "integer", marked("Number")),
            _own("note", "words", marked("Note")),
            _own("source", "string", marked("Source"), "sources"),
        ),
    ),
}
CONFLICTS = (
    DataField("topic", "words", marked("Topic"), lambda pair: pair[0].topic),
    DataField("claim", "words", marked("What the source says"), lambda pair: pair[1].value),
    DataField("source", "string", marked("Source"), lambda pair: pair[1].source, "sources"),
    DataField("reading", "words", marked("The editors' reading"), lambda pair: pair[0].reading),
)
RECORDS: dict[str, tuple[str, str, tuple[DataField, ...]]] = {
    "organisations": (
        "organisations",
        marked("Organisations"),
        (
            _own("name", "words", marked("Name")),
            _own("short", "words", marked("Short name")),
            _own("identifier", "string", marked("Identifier")),
            _own("url", "string", marked("Website")),
        ),
    ),
    "authors": (
        "authors",
        marked("Authors"),
        (
            _own("name", "words", marked("Name")),
            _own("role", "words", marked("Role")),
            _own("organisation", "string", marked("Organisation"), "organisations"),
            _own("url", "string", marked("Website")),
        ),
    ),
    "terms": (
        "topics",
        marked("Topics"),
        (_own("name", "words", marked("Name")), _own("description", "words", marked("Description"))),
    ),
    "sources": (
        "sources",
        marked("Sources"),
        (
            _own("title", "words", marked("Title")),
            _own("publisher", "words", marked("Publisher")),
            _own("url", "string", marked("Website")),
            _own("archived", "kept", marked("Archived copy")),
            _own("date", "date", marked("Date")),
            _own("language", "string", marked("Language")),
        ),
    ),
}


def _texts(entry: Entry, name: str) -> Words:
    found = ((document.lang, getattr(document.text, name)) for document in entry.documents)
    return Words(tuple((lang, text) for lang, text in found if text))


def _recipient(entry: Entry, name: str) -> Any:
    recipient = entry.facts.recipient if isinstance(entry.facts, ProjectFacts) else None
    return getattr(recipient, name) if recipient else None
