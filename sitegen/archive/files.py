"""Files beside entries, which are published if an entry names them, and files for the root of the site."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter

from sitegen.archive.model import Archive, Entry
from sitegen.content.assets import Asset
from sitegen.content.document import Document, stating
from sitegen.content.kinds import AnyFacts, ProgrammeFacts
from sitegen.content.link_targets import file_named
from sitegen.content.pictures import fields_of_pictures, files_of_videos
from sitegen.content.pixels import PICTURES
from sitegen.content.root_files import ROOT, is_root_file
from sitegen.content.suggest import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.files import NOTES_FOLDER


def named_files(document: Document, facts: AnyFacts | None = None) -> frozenset[str]:
    """The paths of all files that a document names: files beside it in facts and pictures, any files in
    links.

    `facts` are by default the document's own; an entry's facts are those of all its documents.
    """
    stated = facts or document.facts
    beside = {image.file for image in stated.images}
    beside.update(file for _, file in fields_of_pictures(stated))
    beside.update(file for _, file in files_of_videos(stated))
    beside.update(item.file for item in stated.documents if item.file)
    if isinstance(stated, ProgrammeFacts):
        beside.update(donor.logo for donor in stated.donors if donor.logo)
    beside.update(figure.file for figure in document.figures)
    folder = posixpath.dirname(document.path)
    return frozenset({*document.files, *(f"{folder}/{file}" for file in beside)})


def published_files(archive: Archive) -> Iterator[tuple[str, str]]:
    """(site path, source path) of every file beside an entry that a published entry names, and of the files
    for the root of the site. Documents, which are quoted, stay at old addresses of their entry, too."""
    if not archive.assets:
        return
    entries = archive.entries.values()
    folders = {posixpath.dirname(entry.documents[0].path): entry.key for entry in entries}
    named: set[str] = set()
    for entry in entries:
        for document in entry.documents:
            named |= named_files(document, entry.facts)
    for path in archive.assets:
        folder, _, name = path.rpartition("/")
        if is_root_file(path):
            yield path.removeprefix(ROOT), path
        elif path in named and folder in folders:
            yield archive.addresses.asset(*folders[folder], name), path
            entry = archive.entries[folders[folder]]
            if any(item.file == name for item in entry.facts.documents):
                yield from ((old, path) for old in _former(archive, entry, name))


def _former(archive: Archive, entry: Entry, name: str) -> Iterator[str]:
    aliases = [alias for document in entry.documents for alias in document.text.aliases]
    refs = (archive.addresses.former_ref(entry.kind, alias) for alias in aliases)
    yield from dict.fromkeys(archive.addresses.asset(entry.kind, ref, name) for ref in refs if ref)


def files_not_there(
    documents: tuple[Document, ...], facts: AnyFacts, assets: Mapping[str, Asset]
) -> Iterator[Diagnostic]:
    """A diagnostic for each file that texts or facts of an entry name and that does not lie beside it."""
    folder = posixpath.dirname(documents[0].path) + "/"
    for document, file, line, column in _stated_files(documents, facts):
        if folder + file not in assets:
            there = [path.removeprefix(folder) for path in assets if path.startswith(folder)]
            if any(normal_path(name) == file for name in there):
                continue  # reported at the file itself, which has a wrong name
            # Without a folder, `images/a.jpg`, and a size, which other programs write so: `a.jpg =300x200`.
            bare = re.sub(r"\s+=\d*x\d*\Z", "", posixpath.basename(file))
            near = suggest(bare, there)
            args = {"suggestion": near, "bare": bare if bare != file else ""}
            yield diagnostic("E420", document.path, line, column, file=file, **args)


def without_consequences(problems: Iterable[Diagnostic], told: Collection[str]) -> Iterator[Diagnostic]:
    """The problems without those of files that are there and have one of their own: these are `told`."""
    named = frozenset(map(normal_path, told))
    for problem in problems:
        args = dict(problem.args)
        path = ""
        if problem.code == "E420":
            path = f"{posixpath.dirname(problem.path)}/{args['file']}"
        elif problem.code == "E412":
            path = file_named(problem.path, args["target"].partition("#")[0])
        if path not in named:
            yield problem


def lying_elsewhere(
    problems: Iterable[Diagnostic], strays: Iterable[str], others: Iterable[str]
) -> Iterator[Diagnostic]:
    """The problems; a problem of a file that is not there says where a file of its name lies. One of `strays`
    belongs to no entry and is to be moved, one of `others` is used elsewhere and is to be copied."""
    by_name: dict[str, dict[str, str]] = {}
    for does, paths in (("move", strays), ("copy", others)):
        for path in paths:
            by_name.setdefault(_folded_name(path), {"from": path, "does": does})
    for problem in problems:
        args = dict(problem.args)
        found = (
            by_name.get(_folded_name(args.get("bare") or args.get("file", "")))
            if problem.code == "E420"
            else None
        )
        if found and not args["suggestion"]:
            name = found["from"].rpartition("/")[2]
            into = f"{posixpath.dirname(problem.path)}/{name}"
            args |= {found["does"]: found["from"], "into": into, "name": name if name != args["file"] else ""}
            problem = diagnostic("E420", problem.path, problem.line, problem.column, **args)
        yield problem


def _folded_name(path: str) -> str:
    return normal_path(posixpath.basename(path)).casefold()


def _stated_files(
    documents: tuple[Document, ...], facts: AnyFacts
) -> Iterator[tuple[Document, str, int, int]]:
    """(document, file name, line, column) for each file that an entry names."""
    fields = [
        (f"images.{number}.file", image.file) for number, image in enumerate(facts.images) if image.file
    ]
    fields += [
        (f"documents.{number}.file", item.file) for number, item in enumerate(facts.documents) if item.file
    ]
    if isinstance(facts, ProgrammeFacts):
        fields += [
            (f"donors.{number}.logo", item.logo) for number, item in enumerate(facts.donors) if item.logo
        ]
    fields += (*fields_of_pictures(facts), *files_of_videos(facts))
    for field, file in fields:
        document = stating(documents, field)
        yield document, file, *document.mark(field)
    for document in documents:
        for slot in filter(attrgetter("file"), document.figures):
            yield document, slot.file, slot.line, slot.column


def unnamed_files(
    documents: Iterable[Document], assets: Mapping[str, Asset], unread: Collection[str]
) -> Iterator[Diagnostic]:
    """A warning for each file that no document names; none in `unread` folders, where a text that could not
    be read may name it."""
    if not assets:
        return
    named = {normal_path(path) for document in documents for path in named_files(document)}
    for path in assets:
        folder, _, name = path.rpartition("/")
        if normal_path(path) not in named and folder not in unread and not is_root_file(path):
            is_picture = name.rpartition(".")[2].lower() in (*PICTURES, "svg")
            written = f"<{name}>" if set(" ()") & set(name) else name
            yield diagnostic(
                "W317",
                path,
                name=name,
                picture=written if is_picture else "",
                notes=f"{folder}/{NOTES_FOLDER}/",
            )


def normal_path(path: str) -> str:
    return unicodedata.normalize("NFC", path)
