"""Everything in content/ read: documents and the files beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.assets import Asset, check_asset
from sitegen.content.document import Document, Encoded, FileToParse, ReadDocument
from sitegen.content.tree import Tree
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest
from sitegen.core.memory import Look, drop_unused, keep_look, look, recall, remember, use_again
from sitegen.core.store import Damaged, Store, readable

if TYPE_CHECKING:
    from concurrent.futures import Executor

DOCUMENTS = "document"
ASSETS = "asset"
BODIES = "body"
# Tried again every time: another moment may judge a page over its time or a dead worker differently.
PASSING = frozenset({"E201", "E202", "E203", "E205"})

Progress = Callable[[str, int, Iterable[Encoded]], Iterator[Encoded]]


class ReadAsset(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of a file beside a document."""

    asset: Asset | None
    diagnostics: tuple[Diagnostic, ...]


class Surveyed(msgspec.Struct, frozen=True):
    """The files of content/ as they are now; `options` are encoded ParseOptions."""

    tree: Tree
    options: bytes
    documents: Look
    assets: Look


class Content(msgspec.Struct, frozen=True):
    """What was read; bodies are in the store. `parsed` names the documents that were parsed this time."""

    documents: tuple[Document, ...]
    assets: dict[str, Asset]
    diagnostics: tuple[Diagnostic, ...]
    parsed: tuple[str, ...]


def survey(root: Path, tree: Tree, options: bytes, engine: bytes, store: Store, now: int) -> Surveyed:
    """Looks at all files and reads those that may have changed; `now` is the file system's time (ns)."""
    documents = ((file.path, file.signature) for file in tree.documents)
    assets = ((file.path, file.signature) for file in tree.assets)
    return Surveyed(
        tree,
        options,
        look(store, DOCUMENTS, root, documents, digest(engine, options), now),
        look(store, ASSETS, root, assets, engine, now),
    )


def keep_survey(store: Store, surveyed: Surveyed) -> None:
    """For a build that does not look at the values of files, since all files are as they were published.

    What was edited and is back is in use again.
    """
    documents, assets = _back(surveyed.documents), _back(surveyed.assets)
    read = readable(ReadDocument, store.read_some(DOCUMENTS, documents)).values()
    bodies = {item.document.body.hex() for item in read if item.document}
    for space, back in ((DOCUMENTS, documents), (surveyed.assets.space, assets), (BODIES, bodies)):
        use_again(store, space, back)
    keep_look(store, surveyed.documents)
    keep_look(store, surveyed.assets)


def _back(found: Look) -> list[str]:
    """The names of values of files that are otherwise now, or there again."""
    if found.seen == found.before:  # nearly always, and quicker to see
        return []
    return [found.name(path) for path in found.edited() if path in found.seen]


def read_content(
    surveyed: Surveyed, store: Store, executor: Callable[[int], Executor], progress: Progress
) -> Content:
    """`executor` gives one fit for that many files."""
    read, parsed = read_documents(surveyed, None, store, executor, progress)
    documents = tuple(item.document for item in read.values() if item.document)
    # As often as documents are dropped: their bodies stay for as long as they do.
    was_edited = parsed or surveyed.documents.edited()
    (drop_unused if was_edited else use_again)(store, BODIES, {item.body.hex() for item in documents})
    assets = _read_assets(surveyed.assets, store)
    return Content(
        documents=documents,
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
    """The documents at these paths as they were read before; None if one of them was not."""
    memory = recall(store, surveyed.documents, ReadDocument, paths, _has_body(store))
    documents = tuple(item.document for item in memory.known.values() if item.document)
    return documents if len(documents) == len(paths) else None


def _has_body(store: Store) -> Callable[[ReadDocument], bool]:
    """Tells whether the body of a document is still there; one without has to be parsed again."""
    there = store.names(BODIES)
    return lambda read: read.document is None or read.document.body.hex() in there


def documents_before(surveyed: Surveyed, paths: Collection[str], store: Store) -> dict[str, Document]:
    """The documents that stood at these paths for the last build, as far as they are still known."""
    names = {surveyed.documents.name_before(path): path for path in paths}
    found = readable(ReadDocument, store.read_some(DOCUMENTS, names))
    return {names[name]: item.document for name, item in found.items() if item.document}


def stored_assets(surveyed: Surveyed, paths: Collection[str], store: Store) -> dict[str, Asset]:
    """Those of the files at these paths that were read before."""
    known = recall(store, surveyed.assets, ReadAsset, paths).known
    return {path: item.asset for path, item in known.items() if item.asset}


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
    from sitegen.content.parse import lost, parse_batch
    from sitegen.core.jobs import run

    results = run(executor(len(files)), parse_batch, options, files, lost)
    decoder = msgspec.msgpack.Decoder(ReadDocument)
    for file, encoded in zip(files, progress("reading", len(files), results), strict=True):
        read = decoder.decode(encoded.document)
        if read.document:
            store.write(BODIES, {read.document.body.hex(): encoded.html})
        repeatable = not any(item.code in PASSING for item in read.diagnostics)
        yield file.path, read, encoded.document if repeatable else None


def _read_assets(found: Look, store: Store) -> dict[str, ReadAsset]:
    memory = recall(store, found, ReadAsset)
    checked = ((item.path, ReadAsset(*check_asset(item.path, item.content))) for item in memory.changed)
    return remember(store, memory, ((path, read, msgspec.msgpack.encode(read)) for path, read in checked))


def drop_old_texts(surveyed: Surveyed, old: Iterable[bytes], used: Iterable[bytes], store: Store) -> None:
    """Drops, some builds later, documents and bodies that others have taken the place of."""
    documents = surveyed.documents
    edited = documents.edited()
    drop_unused(store, DOCUMENTS, set(map(documents.name, edited)), set(map(documents.name_before, edited)))
    drop_unused(store, BODIES, {body.hex() for body in used}, {body.hex() for body in old})


def stored_bodies(store: Store) -> Callable[[tuple[bytes, ...]], dict[bytes, bytes]]:
    """Looks up the HTML (UTF-8) of texts by digest. The look-up raises Damaged."""

    def look_up(wanted: tuple[bytes, ...]) -> dict[bytes, bytes]:
        names = {body.hex() for body in wanted}
        stored = store.read_some(BODIES, names)
        if len(stored) < len(names):
            raise Damaged(f"texts {', '.join(sorted(names - stored.keys()))}")
        return {bytes.fromhex(name): raw for name, raw in stored.items()}

    return look_up
