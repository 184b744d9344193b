"""Data to take away: every entry and record as rows of tables, in all languages at once; the files under
/data/, and the page that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.content.kinds import Money, PlannedAndActual
from sitegen.core.diagnostics import mark_message
from sitegen.language.catalogue import Words
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
from sitegen.pages.edition import Edition, Editions, by_title, entry_link
from sitegen.pages.frame import frame
from sitegen.pages.planned import GENERATED, Outline, PlannedPage, outline
from sitegen.pages.standards import (
    KINDS_OF_ACTIVITY,
    grant_identifier,
    iati_identifier,
    standard_outlines,
    standards_of,
    texts_of,
)
from sitegen.pages.views.files import (
    Cell,
    Column,
    Database,
    DataFile,
    DataPackage,
    DataPage,
    ProgrammeData,
    Record,
    StandardData,
    Table,
    Type,
)

_Said = tuple[tuple[str, str], ...]  # by language
_FOLDER = "/data/"
DATABASE = f"{_FOLDER}archive.sqlite"
_PACKAGE = "datapackage.json"


def data_outlines(archive: Archive) -> Iterator[Outline]:
    if not archive.config.data:
        return
    entries = [entry for kind in ENTRIES for entry in archive.of_kind(kind)]
    for kind in ENTRIES:
        yield outline(entry_files, "", kind, archive.of_kind(kind), kind)
    for entry in archive.of_kind("programme"):
        members = _projects_of(archive, entry)
        if members:
            shown = (*members, entry)
            yield outline(programme_files, "", entry.ref, shown, entry.ref, _last_change(members))
    yield outline(part_files, "", "", filter(has_parts, entries))
    yield outline(record_files, "", "")
    yield outline(database_file, "", "", entries)
    changed = _last_change(entries)
    yield outline(package_file, "", "", (), changed)
    rows = {kind: len(archive.of_kind(kind)) for kind in ENTRIES}
    yield from standard_outlines(archive, changed)
    programmes = by_title(archive.languages[0], archive.of_kind("programme"))
    programmes = [entry for entry in programmes if _projects_of(archive, entry)]
    yield outline(data_page, "", "", programmes, rows, changed, standards_of(archive))


def _projects_of(archive: Archive, programme: Entry) -> list[Entry]:
    return archive.naming("programme", programme.ref, "project", field="programme")


def _last_change(entries: Iterable[Entry]) -> str:
    return max((day for entry in entries for day in _days(entry)), default="")


def _days(entry: Entry) -> Iterator[str]:
    """The days on which an entry was published or changed (ISO 8601)."""
    for day in (entry.day, *(document.text.updated for document in entry.documents)):
        if day:
            yield day.isoformat()


def entry_table(editions: Sequence[Edition], kind: str, entries: Iterable[Entry]) -> Table:
    """The entries of a kind, by their refs."""
    name, label, own = ENTRIES[kind]
    fields, config = (REF, *TITLE, *own, *COMMON), editions[0].archive.config
    rows = tuple(
        (
            *_row(editions, fields, entry),
            *filter(None, (iati_identifier(config, entry), grant_identifier(config, entry))),
            *_addresses(editions, entry),
        )
        for entry in sorted(entries, key=lambda entry: entry.ref)
    )
    standard = _identifier_columns(editions, kind)
    columns = (*_columns(editions, fields), *standard, *_address_columns(editions))
    return Table(name=name, title=_label_texts(editions, label), columns=columns, rows=rows, key=("ref",))


def _identifier_columns(editions: Sequence[Edition], kind: str) -> Iterator[Column]:
    """Columns for identifiers of IATI and 360Giving, if the settings have what they begin with."""
    config = editions[0].archive.config
    if config.organisation_id and kind in KINDS_OF_ACTIVITY:
        yield _column("iati_identifier", "string", _label_texts(editions, mark_message("IATI identifier")))
    if config.grant_prefix and kind == "project":
        yield _column(
            "grant_identifier", "string", _label_texts(editions, mark_message("360Giving identifier"))
        )


def _address_columns(editions: Sequence[Edition]) -> Iterator[Column]:
    for edition in editions:
        label = _label_texts(editions, mark_message("Address"))
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
    for field, (name, label, own) in PARTS.items():
        found = ((entry, getattr(entry.facts, field, ())) for entry in there)
        yield _table_of_parts(editions, name, label, own, found)
    pairs = (
        (entry, [(conflict, claim) for conflict in entry.facts.conflicts for claim in conflict.claims])
        for entry in there
    )
    yield _table_of_parts(editions, "conflicts", mark_message("What sources disagree on"), CONFLICTS, pairs)


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
        Column(name="entry_kind", type="string", title=_label_texts(editions, mark_message("Kind of entry"))),
        Column(name="entry_ref", type="string", title=_label_texts(editions, REF.label)),
        Column(name="row", type="integer", title=_label_texts(editions, mark_message("Number in the entry"))),
    )
    return Table(
        name=name,
        title=_label_texts(editions, label),
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
        DataField("name", "words", mark_message("Name"), lambda pair: pair[0].name),
        DataField("iso", "string", mark_message("ISO 3166-2 code"), lambda pair: pair[1]),
    )
    pairs = [(ident, (place, iso)) for ident, place, iso in places]
    yield _record_table(editions, "places", mark_message("Places"), fields, pairs)


def _record_table(
    editions: Sequence[Edition],
    name: str,
    label: str,
    fields: tuple[DataField, ...],
    items: Iterable[tuple[str, Any]],
) -> Table:
    rows = ((ident, *_row(editions, fields, item)) for ident, item in items)
    first = Column(name="id", type="string", title=_label_texts(editions, mark_message("Record id")))
    return Table(
        name=name,
        title=_label_texts(editions, label),
        columns=(first, *_columns(editions, fields)),
        rows=tuple(sorted(rows, key=lambda row: str(row[0]))),
        key=("id",),
    )


def _columns(editions: Sequence[Edition], fields: Iterable[DataField]) -> Iterator[Column]:
    for field in fields:
        title = _label_texts(editions, field.label)
        told = field.note or NOTES.get(field.form)
        note = _label_texts(editions, told) if told else ()
        match field.form:
            case "words":
                for edition in editions:
                    yield _column(f"{field.name}_{edition.lang}", "string", _in_language(edition, title))
            case "money":
                yield _column(field.name, "number", title, note)
                currency = "currency" if field.name == "amount" else f"{field.name}_currency"
                code = _label_texts(editions, mark_message("Code of ISO 4217"))
                yield _column(currency, "string", _label_texts(editions, mark_message("Currency")), code)
            case "planned":
                planned, actual = (
                    _label_texts(editions, word) for word in (mark_message("planned"), mark_message("actual"))
                )
                yield _column(f"{field.name}_planned", "date", _join_texts(title, planned), note)
                yield _column(f"{field.name}_actual", "date", _join_texts(title, actual), note)
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
                dates = value if isinstance(value, PlannedAndActual) else PlannedAndActual()
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


def _label_texts(editions: Sequence[Edition], label: str) -> _Said:
    return tuple((edition.lang, edition._(label)) for edition in editions)


def _join_texts(*texts: _Said) -> _Said:
    return tuple((parts[0][0], ", ".join(text for _, text in parts)) for parts in zip(*texts, strict=True))


def _in_language(edition: Edition, title: _Said) -> _Said:
    """A column's title with the language of its values added."""
    return tuple((lang, f"{text} ({edition.lang})") for lang, text in title)


def entry_files(editions: Editions, entries: list[Entry], kind: str) -> Iterator[PlannedPage]:
    yield from _files(_FOLDER, entry_table(editions, kind, entries))


def programme_files(
    editions: Editions, entries: list[Entry], ref: str, changed: str
) -> Iterator[PlannedPage]:
    """The files with the projects of one programme; the last of `entries` is the programme."""
    *projects, programme = entries
    table = entry_table(editions, "project", projects)
    folder = f"{_FOLDER}programmes/{ref}/"
    yield from _files(folder, table)
    title = tuple((edition.lang, entry_link(edition, programme).title) for edition in editions)
    columns = msgspec.structs.replace(table, rows=())
    package = _package(editions, folder, title, (columns,), changed)
    yield PlannedPage(f"{folder}{_PACKAGE}", "datapackage.json", "", package, GENERATED)


def part_files(editions: Editions, entries: list[Entry]) -> Iterator[PlannedPage]:
    for table in part_tables(editions, entries):
        yield from _files(_FOLDER, table)


def record_files(editions: Editions, _: list[Entry]) -> Iterator[PlannedPage]:
    for table in record_tables(editions):
        yield from _files(_FOLDER, table)


def _files(folder: str, table: Table) -> Iterator[PlannedPage]:
    for ending in ("csv", "json"):
        yield PlannedPage(f"{folder}{table.name}.{ending}", f"table.{ending}", "", table, GENERATED)


def database_file(editions: Editions, entries: list[Entry]) -> Iterator[PlannedPage]:
    page = Database(tables=tuple(_tables(editions, entries)))
    yield PlannedPage(DATABASE, "sqlite", "", page, GENERATED)


def _columns_only(editions: Editions) -> tuple[Table, ...]:
    """The tables without rows."""
    return tuple(msgspec.structs.replace(table, rows=()) for table in _tables(editions, []))


def _tables(editions: Editions, entries: list[Entry]) -> Iterator[Table]:
    for kind in ENTRIES:
        yield entry_table(editions, kind, [entry for entry in entries if entry.kind == kind])
    yield from part_tables(editions, entries)
    yield from record_tables(editions)


def package_file(editions: Editions, _: list[Entry], changed: str) -> Iterator[PlannedPage]:
    page = _package(
        editions, _FOLDER, editions[0].archive.config.title.texts, _columns_only(editions), changed
    )
    yield PlannedPage(f"{_FOLDER}{_PACKAGE}", "datapackage.json", "", page, GENERATED)


def _package(
    editions: Editions, folder: str, title: _Said, tables: tuple[Table, ...], changed: str
) -> DataPackage:
    """The Data Package that describes the tables in a folder."""
    first = editions[0]
    config, addresses = first.archive.config, first.archive.addresses
    slug = folder.removeprefix(_FOLDER).strip("/").replace("/", "-")
    name = config.title.pick("en", first.archive.languages)[0]
    return DataPackage(
        name=f"{name} {slug}".strip(),
        id=addresses.full(folder),
        title=title,
        description=texts_of(editions, config.description) if config.description else (),
        homepage=addresses.full(first.path()),
        licence_id=config.licence.id,
        licence_title=texts_of(editions, config.licence.name),
        licence_url=config.licence.url,
        owner=texts_of(editions, config.owner),
        changed=changed,
        sources=tuple(
            (texts_of(editions, source.title), source.url) for source in first.archive.records.sources
        ),
        resources=tables,
    )


def data_page(
    editions: Editions,
    programmes: list[Entry],
    rows: Mapping[str, int],
    changed: str,
    standards: Sequence[tuple[str, str, int, int]],
) -> Iterator[PlannedPage]:
    """The page of data in each language."""
    counts = {ENTRIES[kind][0]: count for kind, count in rows.items()}
    url = editions[0].archive.addresses.url
    files = tuple(
        DataFile(
            table=table,
            rows=counts.get(table.name),
            csv=url(f"{_FOLDER}{table.name}.csv"),
            json=url(f"{_FOLDER}{table.name}.json"),
        )
        for table in _columns_only(editions)
    )
    for edition in editions:
        heading = edition._("Data")
        about = edition._("The facts of the archive as tables: what there is, and how to cite it.")
        page = DataPage(
            frame=frame(edition, ("data",), heading, section="data", description=about),
            heading=heading,
            files=files,
            database=url(DATABASE),
            package=url(f"{_FOLDER}{_PACKAGE}"),
            programmes=tuple(_programme_data(edition, programme) for programme in programmes),
            notes=tuple(_notes(edition, files)),
            changed=date.fromisoformat(changed) if changed else None,
            standards=tuple(
                StandardData(name=edition._(name), url=url(path) if path else None, told=told, of=of)
                for name, path, told, of in standards
            ),
        )
        yield PlannedPage(edition.path("data"), "data.html", edition.lang, page, GENERATED)


def _programme_data(edition: Edition, programme: Entry) -> ProgrammeData:
    url, folder = edition.archive.addresses.url, f"{_FOLDER}programmes/{programme.ref}/"
    return ProgrammeData(
        programme=entry_link(edition, programme),
        csv=url(f"{folder}projects.csv"),
        json=url(f"{folder}projects.json"),
        package=url(f"{folder}{_PACKAGE}"),
    )


def _notes(edition: Edition, files: tuple[DataFile, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(note on a unit or form, names of the columns it holds for), each note once."""
    names: dict[str, list[str]] = {}
    for column in (column for file in files for column in file.table.columns):
        for lang, note in column.description:
            if lang == edition.lang:
                names.setdefault(note, []).append(column.name)
    yield from ((note, tuple(dict.fromkeys(having))) for note, having in names.items())


def record_file(editions: Editions, entry: Entry) -> PlannedPage:
    """The JSON file of one entry, beside its page."""
    page = Record(
        table=entry_table(editions, entry.kind, [entry]),
        parts=tuple(table for table in part_tables(editions, [entry]) if table.rows),
    )
    owner = entry.documents[0].path
    return PlannedPage(record_path(editions[0], entry), "record.json", "", page, owner)


def record_path(edition: Edition, entry: Entry) -> str:
    return edition.archive.addresses.asset(entry.kind, entry.ref, "index.json")
