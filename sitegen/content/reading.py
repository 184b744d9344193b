"""Everything in content/ read: records, documents and the files beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import msgspec

from sitegen.content.assets import Asset, check_asset
from sitegen.content.document import Document, Parsed
from sitegen.content.parse import FileToParse, ParseOptions, lost, parse_batch
from sitegen.content.tree import Tree
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest
from sitegen.core.jobs import run
from sitegen.core.memory import Memory, recall, remember
from sitegen.core.store import Store

DOCUMENTS = "document"
ASSETS = "asset"
BODIES = "body"
# Tried again every time: another moment may judge a page over its time or a dead worker differently.
PASSING = frozenset({"E201", "E202", "E203", "E205"})


class ReadDocument(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of a document's file."""

    document: Document | None
    diagnostics: tuple[Diagnostic, ...]


class ReadAsset(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of a file beside a document."""

    asset: Asset | None
    diagnostics: tuple[Diagnostic, ...]


class Content(msgspec.Struct, frozen=True):
    """`html` holds the bodies parsed this time, by digest; the others are in the store.

    `digest` names the content of all files and everything else that this was made from.
    """

    documents: tuple[Document, ...]
    assets: dict[str, Asset]
    html: dict[bytes, str]
    diagnostics: tuple[Diagnostic, ...]
    parsed: tuple[str, ...]
    digest: bytes


def read_content(
    root: Path,
    tree: Tree,
    options: ParseOptions,
    engine: bytes,
    store: Store,
    executor: Callable[[int], Executor],
    progress: Callable[[str, int, Iterable[Parsed]], Iterator[Parsed]],
    now: int,
) -> Content:
    """`executor` gives one fit for that many files; `now` is the file system's time in nanoseconds."""
    encoded = msgspec.msgpack.encode(options)
    files = {file.path: file for file in tree.documents}
    signatures = ((file.path, file.signature) for file in tree.documents)
    memory = recall(store, DOCUMENTS, ReadDocument, root, signatures, digest(engine, encoded), now)
    to_parse = [_to_parse(files[changed.path], changed.content) for changed in memory.changed]
    results = run(executor(len(to_parse)), parse_batch, encoded, to_parse, lost)
    html: dict[bytes, str] = {}
    values: list[tuple[str, ReadDocument, bool]] = []
    for file, parsed in zip(to_parse, progress("reading", len(to_parse), results), strict=True):
        if parsed.document:
            html[parsed.document.body] = parsed.html
        repeatable = not any(item.code in PASSING for item in parsed.diagnostics)
        values.append((file.path, ReadDocument(parsed.document, parsed.diagnostics), repeatable))
    read = remember(store, memory, values)
    documents = tuple(item.document for item in read.values() if item.document)
    _keep_bodies(store, html, documents)
    assets, assets_digest = _read_assets(root, tree, engine, store, now)
    return Content(
        documents=documents,
        assets={path: item.asset for path, item in assets.items() if item.asset},
        html=html,
        diagnostics=(
            *(problem for item in read.values() for problem in item.diagnostics),
            *(problem for item in assets.values() for problem in item.diagnostics),
        ),
        parsed=tuple(file.path for file in to_parse),
        digest=digest(memory.digest(), assets_digest),
    )


def _to_parse(file: Any, content: bytes) -> FileToParse:
    return FileToParse(file.path, file.kind, file.ref, file.lang, content)


def _read_assets(
    root: Path, tree: Tree, engine: bytes, store: Store, now: int
) -> tuple[dict[str, ReadAsset], bytes]:
    signatures = ((file.path, file.signature) for file in tree.assets)
    memory: Memory[ReadAsset] = recall(store, ASSETS, ReadAsset, root, signatures, engine, now)
    checked = ((item.path, ReadAsset(*check_asset(item.path, item.content)), True) for item in memory.changed)
    return remember(store, memory, checked), memory.digest()


def _keep_bodies(store: Store, html: dict[bytes, str], documents: tuple[Document, ...]) -> None:
    if html:
        store.write(BODIES, {body.hex(): text.encode() for body, text in html.items()})
        wanted = {document.body.hex() for document in documents}
        store.remove(BODIES, store.names(BODIES) - wanted)


class LostBody(Exception):
    """The store no longer has the HTML of a text that it knows the document of: it was damaged."""


def stored_bodies(store: Store, content: Content) -> Callable[[tuple[bytes, ...]], dict[bytes, str]]:
    """Looks up the HTML of texts by digest: what was parsed this time, else what the store has.

    The look-up raises LostBody.
    """

    def look_up(wanted: tuple[bytes, ...]) -> dict[bytes, str]:
        found = {body: content.html[body] for body in wanted if body in content.html}
        missing = [body.hex() for body in wanted if body not in found]
        stored = store.read_some(BODIES, missing)
        if len(stored) < len(set(missing)):
            raise LostBody(f"a text is missing: {', '.join(sorted(set(missing) - stored.keys()))}")
        return found | {bytes.fromhex(name): raw.decode() for name, raw in stored.items()}

    return look_up
