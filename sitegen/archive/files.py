"""Files beside entries, which are published if an entry names them, and files for the root of the site.

Problems of pictures among them: consent of the people on them, size, description. What documents say of files
that were taken down is removed before anything is made of them.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.content.addresses import NOWHERE, entry_named, file_named
from sitegen.content.assets import Asset, published_sizes
from sitegen.content.config import PicturePolicy
from sitegen.content.document import Document, FigureSlot, document_stating
from sitegen.content.kinds import (
    AnyFacts,
    Attachment,
    Image,
    ProgrammeFacts,
    fields_of_pictures,
    files_of_videos,
    pair_of,
)
from sitegen.content.pixels import PICTURES
from sitegen.content.records import TAKEDOWN, Takedown
from sitegen.content.suggestions import suggest
from sitegen.content.tree import ROOT, is_root_file
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.files import NOTES_FOLDER
from sitegen.language.catalogue import Words

_NO = frozenset(("no", "false", "үгүй"))
_YES = frozenset(("yes", "true", "тийм"))
_LISTED = re.compile(r"images\.\d+\.file")
_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|webp|gif|heic|heif|svg)|(?:img|dsc|dscn|pxl|image|photo)[_-]?\d+\w*", re.I
)
_FOLDER = "content/"
_NOTHING = Words(())


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
                yield from ((old, path) for old in _former_paths(archive, entry, name))


def _former_paths(archive: Archive, entry: Entry, name: str) -> Iterator[str]:
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


def drop_consequences(problems: Iterable[Diagnostic], reported: Collection[str]) -> Iterator[Diagnostic]:
    """The problems without those of files that are there and have one of their own: these are `reported`; and
    without unnamed files that an entry probably means by a name that it has wrong."""
    problems = tuple(problems)
    named = frozenset(map(normal_path, reported))
    meant = {
        file_named(problem.path, near)
        for problem in problems
        if problem.code in ("E412", "E420") and (near := dict(problem.args).get("suggestion", ""))
    }
    for problem in problems:
        if problem.code == "W317" and problem.path in meant:
            continue
        args = dict(problem.args)
        path = ""
        if problem.code == "E420":
            path = f"{posixpath.dirname(problem.path)}/{args['file']}"
        elif problem.code == "E412":
            path = file_named(problem.path, args["target"].partition("#")[0])
        if path not in named:
            yield problem


def suggest_locations(
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
            problem = msgspec.structs.replace(problem, args=tuple(sorted(args.items())))
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
        document = document_stating(documents, field)
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


def consent_problems(entry: Entry, policy: PicturePolicy) -> Iterator[Diagnostic]:
    """A diagnostic for each picture without what the policy asks to say of people on it: at its field, or
    where the text shows it."""
    document = document_stating(entry.documents, "images")
    images = entry.facts.images
    for number, image in enumerate(images):
        if image.file:
            yield from _consent_problem(
                image, policy, (document.path, *document.mark(f"images.{number}.file"))
            )
    if policy.people:
        described = {image.file for image in images}
        for field, file in fields_of_pictures(entry.facts):
            if file not in described:
                stated = document_stating(entry.documents, field)
                yield diagnostic("W811", stated.path, *stated.mark(field), beside=file)
        for written in entry.documents:
            for slot in written.figures:
                if slot.file and slot.file not in described:
                    yield diagnostic("W811", written.path, slot.line, slot.column, beside=slot.file)


def _consent_problem(
    image: Image, policy: PicturePolicy, position: tuple[str, int, int]
) -> Iterator[Diagnostic]:
    consent = (image.consent or "").lower().strip(" .")
    if image.people == "children" and (not consent or consent in _NO):
        if policy.children == "error":
            yield diagnostic("E812", *position, file=image.file)
        else:
            yield diagnostic("W811", *position, children=image.file)
    elif consent in _YES:
        yield diagnostic("W811", *position, paper=image.file)
    elif policy.people and image.people in (None, "unknown"):
        yield diagnostic("W811", *position, file=image.file)


def size_problems(entry: Entry, assets: Mapping[str, Asset], policy: PicturePolicy) -> Iterator[Diagnostic]:
    """A diagnostic for each picture of the entry whose file is larger than the policy allows."""
    named = {path for document in entry.documents for path in named_files(document, entry.facts)}
    for path in sorted(named & assets.keys()):
        asset = assets[path]
        if not published_sizes(asset):
            continue
        name = path.rpartition("/")[2]
        if max(asset.width or 0, asset.height or 0) > policy.largest_side:
            size = f"{asset.width} × {asset.height}"
            yield diagnostic("E817", path, name=name, size=size, limit=f"{policy.largest_side}")
        elif asset.size > policy.largest_megabytes * 1_000_000:
            size, limit = f"{asset.size / 1e6:.1f} MB", f"{policy.largest_megabytes} MB"
            yield diagnostic("E817", path, name=name, size=size, limit=limit)


def description_problems(entry: Entry, assets: Mapping[str, Asset]) -> Iterator[Diagnostic]:
    """Diagnostics for pictures and films without a description, or with a useless one, where it is written. A
    file that is not there is reported by files_not_there."""
    yield from _undescribed_pictures(entry, assets)
    for number, image in enumerate(entry.facts.images):
        if image.file:
            yield from _image_problems(entry, image, f"images.{number}")
    yield from _pictures_shown_twice(entry)
    for number, video in enumerate(entry.facts.videos):
        document = document_stating(entry.documents, "videos")
        # A field that is stated but could not be read has been reported already.
        stated = {mark.field for mark in document.marks} & {f"videos.{number}.url", f"videos.{number}.file"}
        if (video.url and video.file) or not stated:
            yield diagnostic("E820", document.path, *document.mark(f"videos.{number}.title"))


def _undescribed_pictures(entry: Entry, assets: Mapping[str, Asset]) -> Iterator[Diagnostic]:
    """Diagnostics for pictures that neither the text nor the entry's `images` describe."""
    described = {image.file for image in entry.facts.images}
    for document in entry.documents:
        for slot in document.figures:
            if slot.file and not slot.alt and slot.file not in described:
                yield diagnostic("W215", document.path, slot.line, slot.column, file=slot.file)
            elif slot.file and _FILE_NAME.fullmatch(slot.alt):
                yield diagnostic(
                    "W813", document.path, slot.line, slot.column, file=slot.file, named=slot.alt
                )
            elif slot.file and slot.alt and _is_same(slot.alt, slot.title):
                yield diagnostic("W813", document.path, slot.line, slot.column, file=slot.file, same=slot.alt)
    folder = posixpath.dirname(entry.documents[0].path)
    marks = document_stating(entry.documents, "images").marks
    if sum(bool(_LISTED.fullmatch(mark.field)) for mark in marks) > len(entry.facts.images):
        return  # one of them could not be read, which has been reported already
    for field, file in fields_of_pictures(entry.facts):
        if file not in described and f"{folder}/{file}" in assets:
            document = document_stating(entry.documents, field)
            paste = "{" + ", ".join(f"{item.lang}: …" for item in entry.documents) + "}"
            yield diagnostic(
                "W813", document.path, *document.mark(field), field=field, file=file, paste=paste
            )


def _image_problems(entry: Entry, image: Image, field: str) -> Iterator[Diagnostic]:
    document = document_stating(entry.documents, field)
    position = (document.path, *document.mark(f"{field}.alt"))
    for lang, text in image.alt.texts:
        if _FILE_NAME.fullmatch(text):
            yield diagnostic("W813", *position, file=image.file, named=text)
        elif _is_same(text, (image.caption or Words(())).get(lang)):
            yield diagnostic("W813", *position, file=image.file, same=text)
    for shown in entry.documents:
        in_text = any(slot.file == image.file and slot.alt for slot in shown.figures)
        if not image.alt.get(shown.lang) and not in_text:
            yield diagnostic("W813", *position, file=image.file, lang=shown.lang)


def _is_same(one: str, other: str | None) -> bool:
    return bool(other) and one.casefold().strip(" .") == (other or "").casefold().strip(" .")


def _pictures_shown_twice(entry: Entry) -> Iterator[Diagnostic]:
    facts = entry.facts
    listed = Counter(image.file for image in facts.images if image.file)
    for number, image in enumerate(facts.images):
        if listed[image.file] > 1 and image.file in {other.file for other in facts.images[:number]}:
            document = document_stating(entry.documents, "images")
            yield diagnostic(
                "W818", document.path, *document.mark(f"images.{number}.file"), listed=image.file
            )
    for document in entry.documents:
        seen: set[str] = set()
        for slot in document.figures:
            if slot.file and slot.file == facts.lead:
                yield diagnostic("W818", document.path, slot.line, slot.column, lead=slot.file)
            elif slot.file in seen:
                yield diagnostic("W818", document.path, slot.line, slot.column, again=slot.file)
            seen |= {slot.file} if slot.file else set()
    if not pair_of(facts):
        for field, file in fields_of_pictures(facts):
            if field != "lead":
                document = document_stating(entry.documents, field)
                other = "after" if field == "before" else "before"
                if other in {mark.field for mark in document.marks}:
                    continue  # taken down, or reported by files_not_there
                yield diagnostic(
                    "W818", document.path, *document.mark(field), alone=file, paste=f"{other}: …"
                )


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
