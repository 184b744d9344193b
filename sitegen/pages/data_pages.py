"""The files under /data/, and the page that says what there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.pages.data import entry_table, has_parts, part_tables, record_tables
from sitegen.pages.data_fields import ENTRIES
from sitegen.pages.edition import Edition, Editions
from sitegen.pages.frame import frame
from sitegen.pages.planned import GENERATED, Outline, PlannedPage, outline
from sitegen.pages.standards import standard_outlines, standards_of
from sitegen.pages.views.data import Database, DataFile, DataPackage, DataPage, Resource, StandardData, Table

_FOLDER = "/data/"
DATABASE = f"{_FOLDER}archive.sqlite"
_PACKAGE = f"{_FOLDER}datapackage.json"


def data_outlines(archive: Archive) -> Iterator[Outline]:
    if not archive.config.data:
        return
    entries = [entry for kind in ENTRIES for entry in archive.of_kind(kind)]
    for kind in ENTRIES:
        yield outline(entry_files, "", kind, archive.of_kind(kind), kind)
    for entry in archive.of_kind("programme"):
        members = archive.naming("programme", entry.ref, "project", field="programme")
        if members:
            yield outline(programme_files, "", entry.ref, members, entry.ref)
    yield outline(part_files, "", "", filter(has_parts, entries))
    yield outline(record_files, "", "")
    yield outline(database_file, "", "", entries)
    changed = max((day for entry in entries for day in _days(entry)), default="")
    yield outline(package_file, "", "", (), changed)
    rows = {kind: len(archive.of_kind(kind)) for kind in ENTRIES}
    yield from standard_outlines(archive, changed)
    yield outline(data_page, "", "", (), rows, changed, standards_of(archive))


def _days(entry: Entry) -> Iterator[str]:
    """When the entry was published here or changed."""
    for day in (entry.day, *(document.text.updated for document in entry.documents)):
        if day:
            yield day.isoformat()


def entry_files(editions: Editions, entries: list[Entry], kind: str) -> Iterator[PlannedPage]:
    yield from _files(_FOLDER, entry_table(editions, kind, entries))


def programme_files(editions: Editions, entries: list[Entry], ref: str) -> Iterator[PlannedPage]:
    """The projects of a programme by themselves."""
    yield from _files(f"{_FOLDER}programmes/{ref}/", entry_table(editions, "project", entries))


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
    """The tables without what stands in them."""
    return tuple(msgspec.structs.replace(table, rows=()) for table in _tables(editions, []))


def _tables(editions: Editions, entries: list[Entry]) -> Iterator[Table]:
    for kind in ENTRIES:
        yield entry_table(editions, kind, [entry for entry in entries if entry.kind == kind])
    yield from part_tables(editions, entries)
    yield from record_tables(editions)


def package_file(editions: Editions, _: list[Entry], changed: str) -> Iterator[PlannedPage]:
    first = editions[0]
    config, addresses = first.archive.config, first.archive.addresses
    page = DataPackage(
        name=config.title.pick("en", first.archive.languages)[0],
        id=addresses.full(_FOLDER),
        title=config.title.texts,
        description=config.description.texts if config.description else (),
        homepage=addresses.full(first.path()),
        licence_id=config.licence.id,
        licence_title=config.licence.name.pick(first.lang, first.archive.languages)[0],
        licence_url=config.licence.url,
        owner=config.owner.pick(first.lang, first.archive.languages)[0],
        changed=changed,
        sources=tuple(
            (source.title.pick(first.lang, first.archive.languages)[0], source.url)
            for source in first.archive.records.sources
        ),
        resources=tuple(
            Resource(table=table, url=addresses.full(f"{_FOLDER}{table.name}.csv"))
            for table in _columns_only(editions)
        ),
    )
    yield PlannedPage(_PACKAGE, "datapackage.json", "", page, GENERATED)


def data_page(
    editions: Editions,
    _: list[Entry],
    rows: Mapping[str, int],
    changed: str,
    standards: Sequence[tuple[str, str, int, int]],
) -> Iterator[PlannedPage]:
    """In each language, what there is."""
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
            package=url(_PACKAGE),
            notes=tuple(_notes(edition, files)),
            changed=date.fromisoformat(changed) if changed else None,
            standards=tuple(
                StandardData(name=edition._(name), url=url(path) if path else None, told=told, of=of)
                for name, path, told, of in standards
            ),
        )
        yield PlannedPage(edition.path("data"), "data.html", edition.lang, page, GENERATED)


def _notes(edition: Edition, files: tuple[DataFile, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Units and forms, each once, with the names of the columns that have it."""
    names: dict[str, list[str]] = {}
    for column in (column for file in files for column in file.table.columns):
        for lang, note in column.description:
            if lang == edition.lang:
                names.setdefault(note, []).append(column.name)
    yield from ((note, tuple(dict.fromkeys(having))) for note, having in names.items())


def record_file(editions: Editions, entry: Entry) -> PlannedPage:
    """An entry by itself, beside its page."""
    table = entry_table(editions, entry.kind, [entry])
    owner = entry.documents[0].path
    return PlannedPage(record_path(editions[0], entry), "record.json", "", table, owner)


def record_path(edition: Edition, entry: Entry) -> str:
    return edition.archive.addresses.asset(entry.kind, entry.ref, "index.json")
