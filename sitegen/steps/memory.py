"""What one build remembers for the next: of its sources, which are documents, files beside them and texts,
and its plans.

All of it is in the store, sealed, and only spares work: what is missing is read and parsed again. The
published files are remembered by output/standing.py.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from sitegen.archive.model import Key, WaitingText
from sitegen.content.assets import Asset, check_asset, metadata_warnings
from sitegen.content.document import Document, FileToParse, ReadDocument
from sitegen.content.tree import FileTree
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import LookUp, digest, digest_of
from sitegen.core.files import open_ordinary, path_in_errors, signature
from sitegen.core.jobs import run_batches
from sitegen.core.store import (
    ChangedFile,
    Damaged,
    Snapshot,
    Store,
    decode_values,
    keep_snapshot,
    name_content,
    recall,
    remember,
    sweep,
    take_snapshot,
)
from sitegen.output.standing import views_before
from sitegen.pages.machine_pages import followed_feed
from sitegen.pages.plan import KeptPlan, Plan, PlannedFile, plan_name
from sitegen.pages.views import Chrome
from sitegen.steps.session import Session

DOCUMENTS = "document"
ASSETS = "asset"
STATIC_FILES = "static"
BODIES = "body"
TEXT_WORDS = "words"
ENCODED_VIEWS = "view"
LAST = "last build"
# Documents with these codes are parsed again by every build: one that took too long or too much memory, or
# whose worker died, may pass on a machine that is less busy.
PASSING_CODES = frozenset({"E201", "E202", "E203", "E205"})
PLANS = "plan"
PLANNED_FROM = "planned from"
_NAMES = "names"


class ReadAsset(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of a file beside a document."""

    asset: Asset | None
    diagnostics: tuple[Diagnostic, ...]


class ReadStatic(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of a file of static/: the digest of its content, and warnings of what it tells of
    people and of where it was taken."""

    content: bytes
    diagnostics: tuple[Diagnostic, ...]


class Survey(msgspec.Struct, frozen=True):
    """The files of content/ as they are now, and the large ones of static/, by location; `options` are
    encoded ParseOptions."""

    tree: FileTree
    options: bytes
    documents: Snapshot
    assets: Snapshot
    static: Snapshot


class Content(msgspec.Struct, frozen=True):
    """The documents and files of content/; bodies are in the store. `assets` is by path, `parsed` the paths
    of the documents that this build had to parse."""

    documents: tuple[Document, ...]
    assets: dict[str, Asset]
    diagnostics: tuple[Diagnostic, ...]
    parsed: tuple[str, ...] = ()


class Inputs(msgspec.Struct, frozen=True):
    """Digests of what a site is made from: of the content of `documents`; of all else that the plan depends
    on (`rest`); of what pages and published files depend on besides the plan (`style`)."""

    documents: bytes
    rest: bytes
    style: bytes

    @property
    def basis(self) -> bytes:
        """The digest of all that the plan is made from."""
        return digest(self.documents, self.rest)


class LastBuild(msgspec.Struct, frozen=True):
    """The last build that published. `diagnostics` are those of its content, `pages` the number of pages,
    `chromes` what all pages of a language share, `files` the files beside entries; the other fields are those
    of Outcome."""

    inputs: Inputs
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    chromes: dict[str, Chrome]
    files: tuple[PlannedFile, ...]
    waiting: tuple[WaitingText, ...] = ()
    next_change: str = ""
    samples: int = 0


def survey(tree: FileTree, static: Iterable[str], options: bytes, engine: bytes, session: Session) -> Survey:
    """Looks at all files of content/, and at those of static/ at these locations, and reads those that may
    have changed; `options` are those of parsing, encoded. Raises OSError for a file that cannot be read."""
    root, store, now = session.options.site, session.store, session.clock()
    documents = ((file.path, file.signature) for file in tree.documents)
    assets = ((file.path, file.signature) for file in tree.assets)
    files = ((location, signature(os.stat(location))) for location in sorted(static))
    return Survey(
        tree,
        options,
        take_snapshot(store, DOCUMENTS, root, documents, base=digest(engine, options), now=now),
        take_snapshot(store, ASSETS, root, assets, base=engine, now=now, large=True),
        take_snapshot(store, STATIC_FILES, Path(), files, base=engine, now=now, large=True),
    )


def is_surveyed(surveyed: Survey, path: str, content: bytes) -> bool:
    """Whether a file beside an entry has content of this digest. Asked before a file is used, since a
    forged store may hold plans that name any file of the machine."""
    seen = surveyed.assets.seen.get(path)
    return seen is not None and seen.digest == name_content(path, content)


def keep_survey(store: Store, surveyed: Survey) -> None:
    """Keeps the state of the files of content/, also in a build that had no need of their values. That of
    static/ is kept with its values, which every build needs (`read_static_files`)."""
    keep_snapshot(store, surveyed.documents)
    keep_snapshot(store, surveyed.assets)


def read_content(surveyed: Survey, session: Session) -> Content:
    """All documents and the files beside them."""
    read, parsed = read_documents(surveyed, None, session)
    assets = _read_assets(surveyed.assets, session.store)
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
    surveyed: Survey, paths: Collection[str] | None, session: Session
) -> tuple[dict[str, ReadDocument], tuple[str, ...]]:
    """The documents by path, and the paths of those that had to be parsed. `paths`, if not None, must have
    all documents that were edited."""
    store = session.store
    memory = recall(store, surveyed.documents, ReadDocument, paths, _has_body(store))
    files = {file.path: file for file in surveyed.tree.documents} if memory.changed else {}
    to_parse = [
        FileToParse(item.path, file.kind, file.ref, file.lang, item.content, item.digest)
        for item in memory.changed
        for file in (files[item.path],)
    ]
    read = remember(store, memory, _parse(to_parse, surveyed.options, session))
    return read, tuple(file.path for file in to_parse)


def stored_documents(surveyed: Survey, paths: Collection[str], store: Store) -> tuple[Document, ...] | None:
    """The documents at `paths` as an earlier build parsed them; None if the store has lost one of them."""
    known = recall(store, surveyed.documents, ReadDocument, paths, _has_body(store)).known
    documents = tuple(item.document for item in known.values() if item.document)
    return documents if len(documents) == len(paths) else None


def stored_assets(surveyed: Survey, paths: Collection[str], store: Store) -> dict[str, Asset]:
    """The files at `paths`, by path, without those that no earlier build has read."""
    known = recall(store, surveyed.assets, ReadAsset, paths).known
    return {path: item.asset for path, item in known.items() if item.asset}


def documents_before(surveyed: Survey, paths: Collection[str], store: Store) -> dict[str, Document]:
    """The documents at `paths` as the last build saw them, by path, without those that the store has lost."""
    names = {surveyed.documents.name_before(path): path for path in paths}
    found = decode_values(ReadDocument, store.read_some(DOCUMENTS, names))
    return {names[name]: item.document for name, item in found.items() if item.document}


def _has_body(store: Store) -> Callable[[ReadDocument], bool]:
    """A test for documents whose body and words are still in the store; any other has to be parsed again."""
    bodies, words = store.names(BODIES), {"", *store.names(TEXT_WORDS)}
    return lambda read: (
        not read.document or (read.document.body.hex() in bodies and read.document.words.hex() in words)
    )


def _parse(
    files: list[FileToParse], options: bytes, session: Session
) -> Iterator[tuple[str, ReadDocument, bytes | None]]:
    """(path, result, its encoding or None if it must not be remembered) for each file; puts the bodies into
    the store as they come, so that they are never all in memory."""
    if not files:
        return
    # Imported here, since most builds parse nothing.
    from sitegen.content.parse import lost_document, parse_batch

    results = run_batches(session.executor(len(files)), parse_batch, options, files, lost_document)
    decoder, store = msgspec.msgpack.Decoder(ReadDocument), session.store
    for file, encoded in zip(files, session.progress("reading", len(files), results), strict=True):
        read = decoder.decode(encoded.document)
        if read.document:
            store.write(BODIES, {read.document.body.hex(): encoded.html})
            if read.document.words:
                store.write(TEXT_WORDS, {read.document.words.hex(): encoded.words})
        repeatable = not any(item.code in PASSING_CODES for item in read.diagnostics)
        yield file.path, read, encoded.document if repeatable else None


def _read_assets(found: Snapshot, store: Store) -> dict[str, ReadAsset]:
    memory = recall(store, found, ReadAsset)
    return remember(store, memory, (_read_asset(found.root, item) for item in memory.changed))


def _read_asset(root: Path, file: ChangedFile) -> tuple[str, ReadAsset, bytes | None]:
    """(path, result, its encoding if it may be remembered)."""
    location = root / file.path
    with path_in_errors(location), open(location, "rb", opener=open_ordinary) as opened:
        asset, problems = check_asset(file.path, opened)
    read = ReadAsset(asset, problems)
    return file.path, read, _encode_if_same(file, asset.digest, read)


def read_static_files(surveyed: Survey, targets: Mapping[str, str], store: Store) -> dict[str, ReadStatic]:
    """The large files of static/, by location; `targets` are their paths in the site by location."""

    def read(file: ChangedFile) -> tuple[str, ReadStatic, bytes | None]:
        with open(file.path, "rb") as opened:
            warnings = metadata_warnings(targets[file.path], opened)
        found = ReadStatic(digest_of(file.path), warnings)
        return file.path, found, _encode_if_same(file, found.content, found)

    memory = recall(store, surveyed.static, ReadStatic)
    return remember(store, memory, map(read, memory.changed))


def _encode_if_same(file: ChangedFile, content: bytes, read: msgspec.Struct) -> bytes | None:
    """What was read of a file, encoded; None for a file that was written since the survey, so that what was
    read of `content`, given by its digest, is not remembered under the former content."""
    return msgspec.msgpack.encode(read) if name_content(file.path, content) == file.digest else None


def stored_texts(store: Store, space: str) -> LookUp:
    """A look-up, by digest, of a space of texts: BODIES holds HTML (UTF-8), TEXT_WORDS encoded StemLevels.
    The look-up raises Damaged for a digest that the store lacks."""
    return lambda wanted: _stored_values(store, space, wanted)


def stored_views(store: Store, planned: Mapping[bytes, bytes]) -> LookUp:
    """A look-up, by digest, of encoded views of pages, planned now or by an earlier build. The look-up raises
    Damaged for a digest that neither has."""

    def look_up(wanted: tuple[bytes, ...]) -> dict[bytes, bytes]:
        found = {name: planned[name] for name in wanted if name in planned}
        return found | _stored_values(store, ENCODED_VIEWS, [name for name in wanted if name not in found])

    return look_up


def encoded_views(store: Store, plan: Plan, names: Iterable[bytes]) -> dict[bytes, bytes]:
    """The encoded views of pages with these digests, by digest, without those that are no longer known."""
    wanted = set(names)
    found = store.read_some(ENCODED_VIEWS, [name.hex() for name in wanted])
    planned = {name: raw for name, raw in plan.views.items() if name in wanted}
    return planned | {bytes.fromhex(name): raw for name, raw in found.items()}


def _stored_values(store: Store, space: str, wanted: Collection[bytes]) -> dict[bytes, bytes]:
    names = {name.hex() for name in wanted}
    found = store.read_some(space, names)
    if len(found) < len(names):
        raise Damaged(f"{space} {', '.join(sorted(names - found.keys()))}")
    return {bytes.fromhex(name): raw for name, raw in found.items()}


def last_build(store: Store) -> LastBuild | None:
    return decode_values(LastBuild, store.read(LAST)).get(LAST)


def keep_last(store: Store, last: LastBuild) -> None:
    store.write(LAST, {LAST: msgspec.msgpack.encode(last)})


def sweep_all(store: Store, surveyed: Survey, documents: Iterable[Document], plan: Plan) -> None:
    """Drops stored values that nothing names any more, space by space, as `sweep` does. The views that pages
    had before they were last rendered stay, since `explain` compares with them."""
    for found in (surveyed.documents, surveyed.assets, surveyed.static):
        sweep(store, found.space, {found.name(path) for path in found.seen})
    there = tuple(documents)
    sweep(store, BODIES, {document.body.hex() for document in there})
    sweep(store, TEXT_WORDS, {document.words.hex() for document in there if document.words})
    shown = {page.view_digest.hex() for page in plan.pages}
    sweep(store, ENCODED_VIEWS, shown, lambda: (name.hex() for name in views_before(store)))


class StoredPlans:
    """The plans of an earlier build, by the names that Planner gives them. Reading raises Damaged and
    OSError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> dict[str, KeptPlan]:
        return decode_values(KeptPlan, self._store.read(PLANS))

    def with_names(self, names: Iterable[str]) -> dict[str, KeptPlan]:
        return decode_values(KeptPlan, self._store.read_some(PLANS, names))

    def showing(self, keys: Collection[Key]) -> dict[str, KeptPlan]:
        # msgpack holds a text unchanged, so a search of the bytes spares decoding most plans: a plan without
        # the ref of an entry cannot show the entry.
        refs = [ref.encode() for _, ref in keys]
        raw = self._store.read(PLANS)
        likely = {name: value for name, value in raw.items() if any(ref in value for ref in refs)}
        plans = decode_values(KeptPlan, likely)
        return {name: kept for name, kept in plans.items() if not set(keys).isdisjoint(kept.shows)}

    def dossiers(self) -> dict[str, KeptPlan]:
        return decode_values(KeptPlan, self._store.read(PLANS, plan_name(("programme", ""))))

    def feeds(self, lang: str) -> dict[str, KeptPlan]:
        return decode_values(KeptPlan, self._store.read(PLANS, f"{followed_feed.__name__} {lang} "))

    def are_of(self, basis: bytes) -> bool:
        """Whether the plans were made from `basis` and are all there: when SQLite's index is damaged, a row
        may be missing without an error."""
        found = self._store.read(PLANNED_FROM)
        names = self._store.names(PLANS)
        return found.get(PLANNED_FROM) == basis and found.get(_NAMES) == _digest_of_names(names)


def keep_plan(store: Store, plan: Plan, basis: bytes) -> None:
    """Keeps the plan, also one that was not published because of errors; `basis` is the digest of what it was
    made from. With `plan.stays` it has only the plans that were made again, and the store keeps the
    others."""
    new = {name: msgspec.msgpack.encode(kept) for name, kept in plan.plans.items()}
    shown = {name.hex(): raw for name, raw in plan.views.items()}
    if plan.stays:
        store.write(PLANS, new)
        store.write(ENCODED_VIEWS, shown)
    else:
        before, there = store.read(PLANS), store.names(ENCODED_VIEWS)
        store.write(PLANS, {name: raw for name, raw in new.items() if before.get(name) != raw})
        store.remove(PLANS, before.keys() - new.keys())
        store.write(ENCODED_VIEWS, {name: raw for name, raw in shown.items() if name not in there})
        store.write(PLANNED_FROM, {_NAMES: _digest_of_names(new)})
    store.write(PLANNED_FROM, {PLANNED_FROM: basis})


def _digest_of_names(names: Iterable[str]) -> bytes:
    return digest(*(name.encode() for name in sorted(names)))
