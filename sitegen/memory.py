"""What one build remembers for the next, and nothing else does: texts, plans, and what they were made from.

Everything here is in the store, sealed, and only ever spares work: what is missing is read, parsed or planned
again. What stands in the published folder is remembered by output/standing.py.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.archive.model import Waiting
from sitegen.content.assets import Asset, check_asset
from sitegen.content.document import Document, FileToParse, ReadDocument
from sitegen.content.tree import FileTree
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import LookUp, digest
from sitegen.core.files import naming, open_ordinary
from sitegen.core.jobs import Progress
from sitegen.core.memo import (
    Changed,
    Snapshot,
    keep_snapshot,
    name_content,
    recall,
    remember,
    sweep,
    take_snapshot,
)
from sitegen.core.store import Damaged, Store, readable
from sitegen.output.standing import models_before
from sitegen.pages.plan import Plan, PlannedFile
from sitegen.pages.views import Chrome

if TYPE_CHECKING:
    from concurrent.futures import Executor

DOCUMENTS = "document"
ASSETS = "asset"
BODIES = "body"
INTERFACE_WORDS = "words"
SHOWN = "page"
LAST = "last build"
# Tried again every time: another moment may judge a page over its time or a dead worker differently.
PASSING = frozenset({"E201", "E202", "E203", "E205"})


class ReadAsset(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of a file beside a document."""

    asset: Asset | None
    diagnostics: tuple[Diagnostic, ...]


class Surveyed(msgspec.Struct, frozen=True):
    """The files of content/ as they are now; `options` are encoded ParseOptions."""

    tree: FileTree
    options: bytes
    documents: Snapshot
    assets: Snapshot


class Content(msgspec.Struct, frozen=True):
    """What was read; bodies are in the store. `parsed` names the documents that were parsed this time."""

    documents: tuple[Document, ...]
    assets: dict[str, Asset]
    diagnostics: tuple[Diagnostic, ...]
    parsed: tuple[str, ...] = ()


class Inputs(msgspec.Struct, frozen=True):
    """Names what a site is made from: the content of `documents`; all else that the plan depends on
    (`around`); what pages and published files depend on besides the plan (`style`)."""

    documents: bytes
    around: bytes
    style: bytes

    @property
    def basis(self) -> bytes:
        """Names all that the plan is made from."""
        return digest(self.documents, self.around)


class LastBuild(msgspec.Struct, frozen=True):
    """The last build that published: what it was made from; what was wrong with its content; how many pages
    there were; what all of them share; the files beside entries; what was not to be published yet; when the
    site changes by itself; how many samples keep addresses out of the ledger."""

    inputs: Inputs
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    chromes: dict[str, Chrome]
    files: tuple[PlannedFile, ...]
    waiting: tuple[Waiting, ...] = ()
    next_change: str = ""
    samples: int = 0


def survey(root: Path, tree: FileTree, options: bytes, engine: bytes, store: Store, now: int) -> Surveyed:
    """Looks at all files and reads those that may have changed; `now` is the file system's time (ns)."""
    documents = ((file.path, file.signature) for file in tree.documents)
    assets = ((file.path, file.signature) for file in tree.assets)
    return Surveyed(
        tree,
        options,
        take_snapshot(store, DOCUMENTS, root, documents, digest(engine, options), now),
        take_snapshot(store, ASSETS, root, assets, engine, now, large=True),
    )


def is_surveyed(surveyed: Surveyed, path: str, content: bytes) -> bool:
    """Whether a file beside an entry has content of this digest. Stored plans may name any other file."""
    seen = surveyed.assets.seen.get(path)
    return seen is not None and seen.digest == name_content(path, content)


def keep_survey(store: Store, surveyed: Surveyed) -> None:
    """Spares the next build the reading of files that are as they were."""
    keep_snapshot(store, surveyed.documents)
    keep_snapshot(store, surveyed.assets)


def read_content(
    surveyed: Surveyed, store: Store, executor: Callable[[int], Executor], progress: Progress
) -> Content:
    """Everything. `executor` gives one fit for that many files."""
    read, parsed = read_documents(surveyed, None, store, executor, progress)
    assets = _read_assets(surveyed.assets, store)
    return Content(
        documents=tuple(item.document for item in read.values() if item.document),
        assets={path: item.asset for path, item in assets.items() if item.asset},
        diagnostics=(
            *(problem for item in read.values() for problem in item.diagnostics),
            *(problem for item in assets.values() for problem in item.diagnostics),
        ),
        parsed=parsed,
    )


def read_documents(
    surveyed: Surveyed,
    paths: Collection[str] | None,
    store: Store,
    executor: Callable[[int], Executor],
    progress: Progress,
) -> tuple[dict[str, ReadDocument], tuple[str, ...]]:
    """All documents, or those at some paths, which must be all that were edited; and which were parsed."""
    memory = recall(store, surveyed.documents, ReadDocument, paths, _has_body(store))
    files = {file.path: file for file in surveyed.tree.documents} if memory.changed else {}
    to_parse = [
        FileToParse(item.path, file.kind, file.ref, file.lang, item.content, item.digest)
        for item in memory.changed
        for file in (files[item.path],)
    ]
    read = remember(store, memory, _parse(to_parse, surveyed.options, store, executor, progress))
    return read, tuple(file.path for file in to_parse)


def stored_documents(surveyed: Surveyed, paths: Collection[str], store: Store) -> tuple[Document, ...] | None:
    """The documents at these paths as they were read before; None if the store has lost one of them."""
    known = recall(store, surveyed.documents, ReadDocument, paths, _has_body(store)).known
    documents = tuple(item.document for item in known.values() if item.document)
    return documents if len(documents) == len(paths) else None


def stored_assets(surveyed: Surveyed, paths: Collection[str], store: Store) -> dict[str, Asset]:
    """Those of the files at these paths that were read before."""
    known = recall(store, surveyed.assets, ReadAsset, paths).known
    return {path: item.asset for path, item in known.items() if item.asset}


def documents_before(surveyed: Surveyed, paths: Collection[str], store: Store) -> dict[str, Document]:
    """The documents that stood at these paths for the last build, as far as they are still known."""
    names = {surveyed.documents.name_before(path): path for path in paths}
    found = readable(ReadDocument, store.read_some(DOCUMENTS, names))
    return {names[name]: item.document for name, item in found.items() if item.document}


def _has_body(store: Store) -> Callable[[ReadDocument], bool]:
    """Tells whether body and words of a document are still there; one without has to be parsed again."""
    bodies, words = store.names(BODIES), {"", *store.names(INTERFACE_WORDS)}
    return lambda read: (
        not read.document or (read.document.body.hex() in bodies and read.document.words.hex() in words)
    )


def _parse(
    files: list[FileToParse],
    options: bytes,
    store: Store,
    executor: Callable[[int], Executor],
    progress: Progress,
) -> Iterator[tuple[str, ReadDocument, bytes | None]]:
    """Parses, and puts the bodies into the store as they come."""
    if not files:
        return
    # Imported here, since most builds parse nothing.
    from sitegen.content.parse import lost_document, parse_batch
    from sitegen.core.jobs import run_batches

    results = run_batches(executor(len(files)), parse_batch, options, files, lost_document)
    decoder = msgspec.msgpack.Decoder(ReadDocument)
    for file, encoded in zip(files, progress("reading", len(files), results), strict=True):
        read = decoder.decode(encoded.document)
        if read.document:
            store.write(BODIES, {read.document.body.hex(): encoded.html})
            if read.document.words:
                store.write(INTERFACE_WORDS, {read.document.words.hex(): encoded.words})
        repeatable = not any(item.code in PASSING for item in read.diagnostics)
        yield file.path, read, encoded.document if repeatable else None


def _read_assets(found: Snapshot, store: Store) -> dict[str, ReadAsset]:
    memory = recall(store, found, ReadAsset)
    return remember(store, memory, (_read_asset(found.root, item) for item in memory.changed))


def _read_asset(root: Path, file: Changed) -> tuple[str, ReadAsset, bytes | None]:
    """A file that was written since the look at it is not remembered."""
    place = root / file.path
    with naming(place), open(place, "rb", opener=open_ordinary) as opened:
        asset, problems = check_asset(file.path, opened)
    read = ReadAsset(asset, problems)
    is_same = name_content(file.path, asset.digest) == file.digest
    return file.path, read, msgspec.msgpack.encode(read) if is_same else None


def stored_texts(store: Store, space: str) -> LookUp:
    """Looks up the HTML (UTF-8) of texts, or what they are found by, encoded. The look-up raises Damaged."""
    return lambda wanted: _stored(store, space, wanted)


def shown_pages(store: Store, planned: Mapping[bytes, bytes]) -> LookUp:
    """Looks up what pages show, planned now or before. The look-up raises Damaged."""

    def look_up(wanted: tuple[bytes, ...]) -> dict[bytes, bytes]:
        found = {name: planned[name] for name in wanted if name in planned}
        return found | _stored(store, SHOWN, [name for name in wanted if name not in found])

    return look_up


def models(store: Store, plan: Plan, names: Iterable[bytes]) -> dict[bytes, bytes]:
    """What pages show or showed, encoded, by digest: those of the names that are still known."""
    wanted = set(names)
    found = store.read_some(SHOWN, [name.hex() for name in wanted])
    planned = {name: raw for name, raw in plan.shown.items() if name in wanted}
    return planned | {bytes.fromhex(name): raw for name, raw in found.items()}


def _stored(store: Store, space: str, wanted: Collection[bytes]) -> dict[bytes, bytes]:
    names = {name.hex() for name in wanted}
    found = store.read_some(space, names)
    if len(found) < len(names):
        raise Damaged(f"{space} {', '.join(sorted(names - found.keys()))}")
    return {bytes.fromhex(name): raw for name, raw in found.items()}


def last_build(store: Store) -> LastBuild | None:
    return readable(LastBuild, store.read(LAST)).get(LAST)


def keep_last(store: Store, last: LastBuild) -> None:
    store.write(LAST, {LAST: msgspec.msgpack.encode(last)})


def sweep_all(store: Store, surveyed: Surveyed, documents: Iterable[Document], plan: Plan) -> None:
    """Drops what nothing names any more, once it is as much as the rest. What pages showed before they were
    last rendered stays, for `explain`."""
    for space, found in ((DOCUMENTS, surveyed.documents), (ASSETS, surveyed.assets)):
        sweep(store, space, {found.name(path) for path in found.seen})
    there = tuple(documents)
    sweep(store, BODIES, {document.body.hex() for document in there})
    sweep(store, INTERFACE_WORDS, {document.words.hex() for document in there if document.words})
    shown = {page.digest.hex() for page in plan.pages}
    sweep(store, SHOWN, shown, lambda: (name.hex() for name in models_before(store)))
