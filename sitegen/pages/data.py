"""Data to take away: every entry and record as rows of tables, in all languages at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sitegen.archive.model import Archive, Entry
from sitegen.archive.standards import KINDS_OF_ACTIVITY, grant_identifier, iati_identifier
from sitegen.content.config import SiteConfig
from sitegen.content.kinds import Money, Planned
from sitegen.core.diagnostics import marked
from sitegen.language.words import Words
from sitegen.pages.data_fields import (
    BETWEEN,
    COMMON,
    CONFLICTS,
    ENTRIES,
    NOTES,
    PARTS,
    RECORDS,
    REF,
    TITLE,
    DataField,
)
from sitegen.pages.edition import Edition
from sitegen.pages.views.data import Cell, Column, Table, Type

_Said = tuple[tuple[str, str], ...]  # by language


def entry_table(editions: Sequence[Edition], kind: str, entries: Iterable[Entry]) -> Table:
    """The entries of a kind, by their refs."""
    name, label, own = ENTRIES[kind]
    fields, config = (REF, *TITLE, *own, *COMMON), editions[0].archive.config
    rows = tuple(
        (*_row(editions, fields, entry), *_identifiers(config, entry), *_addresses(editions, entry))
        for entry in sorted(entries, key=lambda entry: entry.ref)
    )
    standard = _identifier_columns(editions, kind)
    columns = (*_columns(editions, fields), *standard, *_address_columns(editions))
    return Table(name=name, title=_said(editions, label), columns=columns, rows=rows, key=("ref",))


def _identifier_columns(editions: Sequence[Edition], kind: str) -> Iterator[Column]:
    """Columns for identifiers of IATI and 360Giving, if the settings have what they begin with."""
    config = editions[0].archive.config
    if config.organisation_id and kind in KINDS_OF_ACTIVITY:
        yield _column("iati_identifier", "string", _said(editions, marked("IATI identifier")))
    if config.grant_prefix and kind == "project":
        yield _column("grant_identifier", "string", _said(editions, marked("360Giving identifier")))


def _identifiers(config: SiteConfig, entry: Entry) -> Iterator[Cell]:
    yield from filter(None, (iati_identifier(config, entry), grant_identifier(config, entry)))


def _address_columns(editions: Sequence[Edition]) -> Iterator[Column]:
    for edition in editions:
        label = _said(editions, marked("Address"))
        yield Column(name=f"url_{edition.lang}", type="string", title=_in_language(edition, label))


def _addresses(editions: Sequence[Edition], entry: Entry) -> Iterator[Cell]:
    """The address of the entry in each edition; None where it has only a stub."""
    for edition in editions:
        there = entry.document(edition.lang)
        addresses = edition.archive.addresses
        yield addresses.full(addresses.entry(entry.kind, entry.ref, edition.lang)) if there else None


def has_parts(entry: Entry) -> bool:
    """Whether the entry has a row in one of the tables of parts."""
    return any(getattr(entry.facts, field, ()) for field in (*PARTS, "conflicts"))


def part_tables(editions: Sequence[Edition], entries: Iterable[Entry]) -> Iterator[Table]:
    """The tables of PARTS, such as budget lines and results, and of conflicts between sources."""
    there = list(entries)
    for field in PARTS:
        yield _part_table(editions, field, there)
    yield _conflict_table(editions, there)


def _part_table(editions: Sequence[Edition], field: str, entries: Iterable[Entry]) -> Table:
    name, label, own = PARTS[field]
    found = ((entry, getattr(entry.facts, field, ())) for entry in entries)
    return _table_of_parts(editions, name, label, own, found)


def _conflict_table(editions: Sequence[Edition], entries: Iterable[Entry]) -> Table:
    pairs = (
        (entry, [(conflict, claim) for conflict in entry.facts.conflicts for claim in conflict.claims])
        for entry in entries
    )
    return _table_of_parts(editions, "conflicts", marked("What sources disagree on"), CONFLICTS, pairs)


def _table_of_parts(
    editions: Sequence[Edition],
    name: str,
    label: str,
    fields: tuple[DataField, ...],
    found: Iterable[tuple[Entry, Sequence[Any]]],
) -> Table:
    """Rows with the kind and ref of their entry, and their number within it."""
    rows = [
        (entry.kind, entry.ref, number, *_row(editions, fields, item))
        for entry, items in found
        for number, item in enumerate(items, 1)
    ]
    first = (
        Column(name="entry_kind", type="string", title=_said(editions, marked("Kind of entry"))),
        Column(name="entry_ref", type="string", title=_said(editions, REF.label)),
        Column(name="row", type="integer", title=_said(editions, marked("Number in the entry"))),
    )
    return Table(
        name=name,
        title=_said(editions, label),
        columns=(*first, *_columns(editions, fields)),
        rows=tuple(sorted(rows, key=lambda row: row[:3])),
        key=("entry_kind", "entry_ref", "row"),
    )


def record_tables(editions: Sequence[Edition]) -> Iterator[Table]:
    archive = editions[0].archive
    for field, (name, label, own) in RECORDS.items():
        items = getattr(archive.records, field)
        yield _record_table(editions, name, label, own, [(item.id, item) for item in items])
    places = [
        (ident, soum or aimag, aimag.iso if soum is None else None)
        for ident, (aimag, soum) in archive.places.items()
    ]
    fields = (
        DataField("name", "words", marked("Name"), lambda pair: pair[0].name),
        DataField("iso", "string", marked("ISO 3166-2 code"), lambda pair: pair[1]),
    )
    pairs = [(ident, (place, iso)) for ident, place, iso in places]
    yield _record_table(editions, "places", marked("Places"), fields, pairs)


def _record_table(
    editions: Sequence[Edition],
    name: str,
    label: str,
    fields: tuple[DataField, ...],
    items: Iterable[tuple[str, Any]],
) -> Table:
    rows = ((ident, *_row(editions, fields, item)) for ident, item in items)
    first = Column(name="id", type="string", title=_said(editions, marked("Record id")))
    return Table(
        name=name,
        title=_said(editions, label),
        columns=(first, *_columns(editions, fields)),
        rows=tuple(sorted(rows, key=lambda row: str(row[0]))),
        key=("id",),
    )


def _columns(editions: Sequence[Edition], fields: Iterable[DataField]) -> Iterator[Column]:
    for field in fields:
        title = _said(editions, field.label)
        told = field.note or NOTES.get(field.form)
        note = _said(editions, told) if told else ()
        match field.form:
            case "words":
                for edition in editions:
                    yield _column(f"{field.name}_{edition.lang}", "string", _in_language(edition, title))
            case "money":
                yield _column(field.name, "number", title, note)
                currency = "currency" if field.name == "amount" else f"{field.name}_currency"
                code = _said(editions, marked("Code of ISO 4217"))
                yield _column(currency, "string", _said(editions, marked("Currency")), code)
            case "planned":
                planned, actual = (_said(editions, word) for word in (marked("planned"), marked("actual")))
                yield _column(f"{field.name}_planned", "date", _joined(title, planned), note)
                yield _column(f"{field.name}_actual", "date", _joined(title, actual), note)
            case "list":
                yield Column(name=field.name, type="string", title=title, description=note, between=BETWEEN)
            case "kept":
                yield _column(field.name, "string", title)
            case form:
                yield Column(name=field.name, type=form, title=title, description=note, names=field.names)


def _column(name: str, kind: Type, title: _Said, note: _Said = ()) -> Column:
    return Column(name=name, type=kind, title=title, description=note)


def _row(editions: Sequence[Edition], fields: Iterable[DataField], item: Any) -> Iterator[Cell]:
    for field in fields:
        value = field.value(item)
        match field.form:
            case "words":
                texts = value if isinstance(value, Words) else Words()
                yield from (texts.get(edition.lang) for edition in editions)
            case "money":
                money = value if isinstance(value, Money) else None
                yield from (format(money.amount, "f"), money.currency) if money else (None, None)
            case "planned":
                dates = value if isinstance(value, Planned) else Planned()
                yield from (str(day) if day else None for day in (dates.planned, dates.actual))
            case "date":
                yield str(value) if value else None
            case "list":
                yield BETWEEN.join(value) or None
            case "kept":
                yield kept_copy(editions[0].archive, value)
            case _:
                yield value


def kept_copy(archive: Archive, archived: str | None) -> str | None:
    """The full address of the kept copy of a source, elsewhere or in a file of this site; None if there is
    none."""
    if archived is None or "://" in archived:
        return archived
    return archive.addresses.full(f"/static/{archived}")


def _said(editions: Sequence[Edition], label: str) -> _Said:
    return tuple((edition.lang, edition._(label)) for edition in editions)


def _joined(*texts: _Said) -> _Said:
    return tuple((parts[0][0], ", ".join(text for _, text in parts)) for parts in zip(*texts, strict=True))


def _in_language(edition: Edition, title: _Said) -> _Said:
    """A column's title with the language of its values added."""
    return tuple((lang, f"{text} ({edition.lang})") for lang, text in title)
