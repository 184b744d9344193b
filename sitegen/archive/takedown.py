"""Takedowns: files that must no longer be shown are removed from documents before anything is made of
them."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from sitegen.archive.files import normal_path
from sitegen.archive.model import Archive
from sitegen.content.assets import Asset
from sitegen.content.document import Document, FigureSlot
from sitegen.content.kinds import AnyFacts, Attachment, Image, ProgrammeFacts
from sitegen.content.link_targets import NOWHERE, entry_named
from sitegen.content.pictures import fields_of_pictures
from sitegen.content.records import TAKEDOWN, Takedown
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.catalogue import Words

_FOLDER = "content/"
_NOTHING = Words(())


def taken_down_files(takedowns: Iterable[Takedown], assets: Mapping[str, Asset]) -> frozenset[str]:
    """The paths of files that are not to be shown: named ones, whatever they hold now, and any file with the
    content that a takedown gives instead of a name."""
    takedowns = tuple(takedowns)
    if not takedowns:
        return frozenset()
    named = {_FOLDER + item.file for item in takedowns if item.file}
    anywhere = {item.digest for item in takedowns if item.digest and not item.file}
    return frozenset(
        (
            *named,
            *(path for path in assets if normal_path(path) in named or assets[path].checksum in anywhere),
        )
    )


def taken_addresses(archive: Archive) -> Iterator[str]:
    """The addresses of the files that were taken down, which are meant to be gone."""
    for path in archive.taken_down:
        folder, file = posixpath.split(path)
        key = entry_named(folder)
        if key != NOWHERE:
            yield archive.addresses.asset(*key, file)


def takedown_problems(takedowns: Iterable[Takedown], assets: Mapping[str, Asset]) -> Iterator[Diagnostic]:
    """Diagnostics for files that were taken down and are back under another name, and for takedowns without
    the digest that would show it."""
    takedowns = tuple(takedowns)
    if not takedowns:
        return
    taken = taken_down_files(takedowns, assets)
    there = {normal_path(path): asset for path, asset in assets.items()}
    known = {item.digest: item.file for item in takedowns if item.digest and item.file}
    for item in takedowns:
        asset = there.get(_FOLDER + item.file) if item.file else None
        if asset and not item.digest:
            known[asset.checksum] = item.file
            yield diagnostic("W816", asset.path, paste=f"digest: {asset.checksum}")
        elif asset:
            yield diagnostic("W816", asset.path, left=item.file)
        elif not item.file and not item.digest:
            yield diagnostic("E821", TAKEDOWN, file="", digest="")
        elif not item.digest:
            yield diagnostic("W816", TAKEDOWN, file=item.file)
    for path, asset in assets.items():
        if path not in taken and asset.checksum in known:
            yield diagnostic("E815", path, name=path.rpartition("/")[2], file=known[asset.checksum])


def without_files(documents: Iterable[Document], taken: Collection[str]) -> Iterator[Document]:
    """The documents without all that they say of the files; an empty slot or field is left for each."""
    folders = {posixpath.dirname(path) for path in taken}
    documents = tuple(documents)
    described = {
        (posixpath.dirname(document.path), image.file)
        for document in documents
        for image in document.facts.images
    }
    for document in documents:
        folder = posixpath.dirname(document.path)
        if folder not in folders:
            yield document
            continue
        names = {normal_path(path.rpartition("/")[2]) for path in taken if posixpath.dirname(path) == folder}
        yield msgspec.structs.replace(
            document,
            facts=_facts_without(document.facts, names),
            figures=tuple(
                FigureSlot("", "", "", slot.line, slot.column, is_described=(folder, slot.file) in described)
                if slot.file in names
                else slot
                for slot in document.figures
            ),
        )


def _facts_without(facts: AnyFacts, names: Collection[str]) -> AnyFacts:
    facts = msgspec.structs.replace(
        facts,
        images=tuple(Image("", _NOTHING) if item.file in names else item for item in facts.images),
        documents=tuple(Attachment(_NOTHING) if item.file in names else item for item in facts.documents),
    )
    films = (
        msgspec.structs.replace(film, poster=None) if film.poster in names else film
        for film in facts.videos
        if film.file not in names
    )
    facts = msgspec.structs.replace(facts, videos=tuple(films))
    gone = {field: None for field, file in fields_of_pictures(facts) if file in names}
    facts = msgspec.structs.replace(facts, **gone)
    if not isinstance(facts, ProgrammeFacts):
        return facts
    donors = (
        msgspec.structs.replace(item, logo=None) if item.logo in names else item for item in facts.donors
    )
    return msgspec.structs.replace(facts, donors=tuple(donors))
