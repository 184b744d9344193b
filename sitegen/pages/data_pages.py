"""The files under /data/, and the page that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.language.words import Words
from sitegen.pages.cards import by_title
from sitegen.pages.data import entry_table, has_parts, part_tables, record_tables
from sitegen.pages.data_fields import ENTRIES
from sitegen.pages.edition import Edition, Editions, entry_link
from sitegen.pages.frame import frame
from sitegen.pages.planned import GENERATED, Outline, PlannedPage, outline
from sitegen.pages.standards import standard_outlines, standards_of
from sitegen.pages.views.data import (
    Database,
    DataFile,
    DataPackage,
    DataPage,
    ProgrammeData,
    Record,
    StandardData,
    Table,
)

_FOLDER = "/data/"
DATABASE = f"{_FOLDER}archive.sqlite"
_PACKAGE = "datapackage.json"
_Texts = tuple[tuple[str, str], ...]  # by language


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
    programmes = _with_projects(archive)
    yield outline(data_page, "", "", programmes, rows, changed, standards_of(archive))


def _with_projects(archive: Archive) -> list[Entry]:
    programmes = by_title(archive.languages[0], archive.of_kind("programme"))
    return [entry for entry in programmes if _projects_of(archive, entry)]


def _projects_of(archive: Archive, programme: Entry) -> list[Entry]:
    return archive.naming("programme", programme.ref, "project", field="programme")


def _last_change(entries: Iterable[Entry]) -> str:
    return max((day for entry in entries for day in _days(entry)), default="")


def _days(entry: Entry) -> Iterator[str]:
    """The days on which an entry was published or changed (ISO 8601)."""
    for day in (entry.day, *(document.text.updated for document in entry.documents)):
        if day:
            yield day.isoformat()


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


def _texts(editions: Editions, words: Words) -> _Texts:
    found = ((edition.lang, words.get(edition.lang)) for edition in editions)
    return tuple((lang, text) for lang, text in found if text)


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
    editions: Editions, folder: str, title: _Texts, tables: tuple[Table, ...], changed: str
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
        description=_texts(editions, config.description) if config.description else (),
        homepage=addresses.full(first.path()),
        licence_id=config.licence.id,
        licence_title=_texts(editions, config.licence.name),
        licence_url=config.licence.url,
        owner=_texts(editions, config.owner),
        changed=changed,
        sources=tuple(
            (_texts(editions, source.title), source.url) for source in first.archive.records.sources
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
