"""The page of all documents of the archive, by year and by topic."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sitegen.archive.model import Entry
from sitegen.content.assets import Asset
from sitegen.pages import views
from sitegen.pages.ask import asking, listed_documents
from sitegen.pages.edition import Edition, asset_path, entry_link, links_to
from sitegen.pages.entry import ALL_DOCUMENTS, attachment
from sitegen.pages.frame import frame
from sitegen.pages.outlines import Outline, outline
from sitegen.pages.planned import PlannedPage, made

# Path, bytes, pages and checksum: what a list says of a file and no entry shows to others.
_File = tuple[str, int, int | None, str]


def documents_outline(edition: Edition) -> Iterator[Outline]:
    """Nothing where there are no documents."""
    archive = edition.archive
    shown = [entry for entry in archive.entries.values() if listed_documents(entry)]
    paths = (asset_path(entry, item.file) for entry in shown for item in entry.facts.documents if item.file)
    assets = (archive.assets[path] for path in paths if path in archive.assets)
    files = [(asset.path, asset.size, asset.pages, asset.checksum) for asset in assets]
    if shown:
        yield outline(documents_page, edition.lang, "", shown, files)


def documents_page(edition: Edition, entries: list[Entry], files: list[_File]) -> Iterator[PlannedPage]:
    assets = {file[0]: _asset(*file) for file in files}
    lines = [line for entry in entries for line in _lines(edition, entry, assets)]
    lines.sort(key=lambda line: line.year or 0, reverse=True)
    years = groupby(lines, key=lambda line: line.year)
    topics: dict[str, views.DocumentTopic] = {}
    for term in edition.archive.records.terms:
        (link,) = links_to(edition, "term", (term.id,))
        found = tuple(line for line in lines if link in line.topics)
        if found:
            topics[term.id] = views.DocumentTopic(topic=link, lines=found)
    heading = edition._("Documents")
    page = views.DocumentsPage(
        frame=frame(edition, (ALL_DOCUMENTS,), heading, section=ALL_DOCUMENTS),
        heading=heading,
        years=tuple(views.DocumentYear(year=year, lines=tuple(found)) for year, found in years),
        topics=tuple(sorted(topics.values(), key=lambda item: -len(item.lines))),
        asking=asking(edition, ALL_DOCUMENTS, len(lines)),
    )
    yield made(edition.path(ALL_DOCUMENTS), "documents.html", edition.lang, page)


def _asset(path: str, size: int, pages: int | None, checksum: str) -> Asset:
    return Asset(path, None, None, b"", size, checksum, pages=pages)


def _lines(edition: Edition, entry: Entry, assets: dict[str, Asset]) -> Iterator[views.DocumentLine]:
    topics = links_to(edition, "term", entry.facts.tags)
    for item in listed_documents(entry):
        asset = assets.get(asset_path(entry, item.file or ""))
        yield views.DocumentLine(
            document=attachment(edition, entry, item, asset),
            entry=entry_link(edition, entry),
            year=entry.date.year if entry.date else None,
            topics=topics,
        )
