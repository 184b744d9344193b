"""Planned pages, and the part of the archive that they are planned from.

The pages of an entry are planned from what stands near it. Pages that show many entries are outlined first:
an outline says which entries they show, in which order, and what else. Either is little enough that its
digest tells whether the pages have to be planned again.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import msgspec

from sitegen.archive.links import own_entries, own_files
from sitegen.archive.model import Archive, Entry, Key, Mention
from sitegen.content.assets import Asset
from sitegen.content.document import Document
from sitegen.content.kinds import ProjectFacts
from sitegen.core.digest import digest
from sitegen.pages import views
from sitegen.pages.edition import Edition, asset_path, by_time, by_title
from sitegen.pages.frame import donors_of

GENERATED = "sitegen"
RELATED = 4


class SourceFile(msgspec.Struct, frozen=True, array_like=True):
    """A file that a page is made from: its path in the site's folder, and the digest of its content."""

    path: str
    digest: bytes


class PlannedPage(msgspec.Struct, frozen=True):
    """A page with its view. `path` is the site path; `owner` the source file it comes from, or GENERATED, to
    report collisions.

    `template` is the name of a template, or of a maker in `output.makers`. `bodies` are the digests of the
    texts that the page shows, `files` the files it is made from.
    """

    path: str
    template: str
    lang: str
    view: views.View
    owner: str
    bodies: tuple[bytes, ...] = ()
    files: tuple[SourceFile, ...] = ()


class KeptPage(msgspec.Struct, frozen=True, array_like=True):
    """A planned page without its view, which is in the plan or the store, encoded, under `view_digest`."""

    path: str
    template: str
    lang: str
    owner: str
    bodies: tuple[bytes, ...]
    view_digest: bytes
    files: tuple[SourceFile, ...] = ()


def generated_page(path: str, template: str, lang: str, view: views.View) -> PlannedPage:
    """A page that comes from no single file."""
    return PlannedPage(path, template, lang, view, owner=GENERATED)


# A function of (edition that holds only the entries shown, these entries, *data) that gives pages.
PlanPages = Callable[..., Iterator[PlannedPage]]


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """A call of a function, written down. `name` is the name of its plan; `data` are arguments that msgpack
    can encode.

    `lang` is the language of the edition; if it is empty, the function gets all editions. The first `reads`
    entries of those that it `shows` come with their texts in this language.
    """

    name: str
    function: str
    lang: str
    shows: tuple[Key, ...]
    data: tuple[Any, ...] = ()
    reads: int = 0

    @property
    def read(self) -> tuple[Key, ...]:
        """The entries whose texts are shown."""
        return self.shows[: self.reads]


def outline(function: PlanPages, lang: str, name: str, shows: Iterable[Entry] = (), *data: Any) -> Outline:
    """`name` tells this outline from others of the same function and language."""
    keys = tuple(dict.fromkeys(entry.key for entry in shows))
    return Outline(f"{function.__name__} {lang} {name}", function.__name__, lang, keys, data)


def with_texts(outlined: Outline, count: int) -> Outline:
    """The outline, with the texts of its first `count` entries to be shown, too."""
    return msgspec.structs.replace(outlined, reads=count)


def pages_of(
    wanted: Outline,
    functions: Mapping[str, PlanPages],
    editions: tuple[Edition, ...],
    faces: Mapping[Key, Entry],
    named: NamedContent,
) -> Iterator[PlannedPage]:
    """The pages of an outline. `faces` has at least the entries that it shows, as others see them; `named` is
    what the texts that it reads can lead to."""
    entries = editions[0].archive.entries
    shown = {key: faces[key] for key in wanted.shows}
    shown |= {key: entries[key].as_read_in(wanted.lang) for key in wanted.read}
    there = {entry.key: faces[entry.key] for entry in named.entries} | shown
    narrow = [
        msgspec.structs.replace(edition, archive=_archive_of(edition.archive, there, named))
        for edition in editions
        if wanted.lang in ("", edition.lang)
    ]
    # Encoded and decoded, so that an outline just made and one from the store give the same types.
    data = msgspec.msgpack.decode(msgspec.msgpack.encode(wanted.data))
    plan_pages = functions[wanted.function]
    return plan_pages(narrow[0] if wanted.lang else tuple(narrow), list(shown.values()), *data)


def _archive_of(archive: Archive, entries: Mapping[Key, Entry], named: NamedContent) -> Archive:
    return msgspec.structs.replace(
        archive,
        entries=entries,
        kinds={},
        order={},
        mentions={},
        assets={asset.path: asset for asset in named.assets},
        hidden=frozenset(named.hidden),
    )


class Nearby(msgspec.Struct, frozen=True):
    """An entry with what stands near it.

    `newer` and `older` are its neighbours in the order of time; `related` other projects of its aimag and
    programme, by language; `members` the projects of a programme; `named` the entries that its facts and
    texts and those of its members name; `hidden` the named entries that are not published; `assets` the files
    beside the entry and its members.
    """

    entry: Entry
    newer: Entry | None
    older: Entry | None
    related: Mapping[str, tuple[Entry, ...]]
    members: tuple[Entry, ...]
    named: tuple[Entry, ...]
    mentions: tuple[Mention, ...]
    hidden: tuple[Key, ...]
    assets: tuple[Asset, ...]

    def key(self, shared: bytes) -> bytes:
        """The digest of all this and of `shared`, the digest of all else that the pages are made from."""
        return digest(
            shared,
            self.entry.identity,
            self.newer.face if self.newer else b"",
            self.older.face if self.older else b"",
            *(_faces(related) for related in self.related.values()),
            b"".join(member.identity for member in self.members),
            _faces(self.named),
            _faces(mention.entry for mention in self.mentions),
            " ".join(mention.field for mention in self.mentions).encode(),
            repr(self.hidden).encode(),
            b"".join(asset.identity for asset in self.assets),
        )

    def whole(self) -> tuple[Entry, ...]:
        """The entries whose texts the pages can show."""
        return (self.entry, *self.members)

    def others(self) -> tuple[Entry, ...]:
        """The entries that the pages can only name."""
        named = (mention.entry for mention in self.mentions)
        beside = (entry for entry in (self.newer, self.older) if entry)
        return (*beside, *chain.from_iterable(self.related.values()), *self.named, *named)


def _faces(entries: Iterable[Entry]) -> bytes:
    return b"".join(entry.face for entry in entries)


class NamedContent(msgspec.Struct, frozen=True):
    """What texts can lead to or show: entries, keys of entries that are not published (`hidden`), files."""

    entries: tuple[Entry, ...] = ()
    hidden: tuple[Key, ...] = ()
    assets: tuple[Asset, ...] = ()

    def key(self) -> bytes:
        identities = b"".join(asset.identity for asset in self.assets)
        return digest(_faces(self.entries), repr(self.hidden).encode(), identities)


class _Indexes(msgspec.Struct, frozen=True):
    """Indexes of the archive that are made once for all entries. `aimags` and `programmes` have projects, by
    language, in alphabetical order."""

    neighbours: dict[Key, tuple[Entry | None, Entry | None]]
    aimags: dict[str, dict[str, list[Entry]]]
    programmes: dict[str, dict[str, list[Entry]]]
    folders: dict[str, list[Asset]]


class NearbyFinder:
    """Finds what is near an entry of an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._indexes = _make_indexes(archive)

    def encode_links(self) -> bytes:
        """Which entries are near which, encoded: the same as long as only their contents change."""
        archive, indexes = self._archive, self._indexes
        parts = (
            list(archive.entries),
            list(indexes.neighbours),  # in order, so that the keys tell who is beside whom
            [_keys(found) for groups in (indexes.aimags, indexes.programmes) for found in groups.values()],
            [
                (target, [(item.field, item.entry.key) for item in some])
                for target, some in archive.mentions.items()
            ],
            sorted(archive.hidden),
            [asset.identity for asset in archive.assets.values()],
        )
        return msgspec.msgpack.encode(parts)

    def find_nearby(self, entry: Entry) -> Nearby:
        archive, indexes = self._archive, self._indexes
        newer, older = indexes.neighbours.get(entry.key, (None, None))
        members: tuple[Entry, ...] = ()
        if entry.kind == "programme":
            members = tuple(archive.naming("programme", entry.ref, "project", field="programme"))
        named, hidden = _look_up_entries(archive, _names(archive, (entry, *members)))
        return Nearby(
            entry=entry,
            newer=newer,
            older=older,
            related=_related_projects(indexes, entry),
            members=members,
            named=named,
            mentions=archive.mentions.get(entry.key, ()),
            hidden=hidden,
            assets=_assets(archive, indexes, (entry, *members)),
        )

    def find_named(self, texts: Iterable[Document]) -> NamedContent:
        """What texts can lead to or show."""
        archive, read = self._archive, tuple(texts)
        named, hidden = _look_up_entries(
            archive, (name for text in read for name in _text_names(archive, text))
        )
        return NamedContent(named, hidden, tuple(_files(archive, self._indexes, read)))


class Faces(dict[Key, Entry]):
    """The entries of an archive as others see them, made when they are asked for."""

    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self._entries = archive.entries

    def __missing__(self, key: Key) -> Entry:
        face = self[key] = self._entries[key].as_others_see_it()
        return face


def narrow_archive(archive: Archive, nearby: Nearby, faces: Faces) -> Archive:
    """The archive with nothing but what is nearby; entries that can only be named are held as others see
    them."""
    entries = {entry.key: faces[entry.key] for entry in nearby.others()}
    entries |= {entry.key: entry for entry in nearby.whole()}
    mentions = tuple(Mention(mention.field, entries[mention.entry.key]) for mention in nearby.mentions)
    return msgspec.structs.replace(
        archive,
        entries={key: entries[key] for key in sorted(entries, key=archive.order.__getitem__)},
        kinds={},
        mentions={nearby.entry.key: mentions},
        assets={asset.path: asset for asset in nearby.assets},
        hidden=frozenset(nearby.hidden),
    )


def _make_indexes(archive: Archive) -> _Indexes:
    neighbours: dict[Key, tuple[Entry | None, Entry | None]] = {}
    for ordered in (archive.of_kind("article"), by_time(archive.of_kind("forum"))):
        row = [None, *ordered, None]
        for number, entry in enumerate(ordered):
            neighbours[entry.key] = (row[number], row[number + 2])
    folders: dict[str, list[Asset]] = defaultdict(list)
    for asset in archive.assets.values():
        folders[posixpath.dirname(asset.path)].append(asset)
    aimags: dict[str, dict[str, list[Entry]]] = {}
    programmes: dict[str, dict[str, list[Entry]]] = {}
    for lang in archive.languages:
        aimags[lang], programmes[lang] = defaultdict(list), defaultdict(list)
        for entry in by_title(lang, archive.of_kind("project")):
            facts = entry.facts
            assert isinstance(facts, ProjectFacts)
            aimags[lang][_aimag(facts)].append(entry)
            programmes[lang][facts.programme or ""].append(entry)
    return _Indexes(neighbours, aimags, programmes, folders)


def _keys(groups: Mapping[str, Iterable[Entry]]) -> dict[str, list[Key]]:
    return {name: [entry.key for entry in entries] for name, entries in groups.items()}


def _aimag(facts: ProjectFacts) -> str:
    return (facts.place or "").partition("/")[0]


def _related_projects(indexes: _Indexes, entry: Entry) -> dict[str, tuple[Entry, ...]]:
    """The related projects of a project, by language: first others of its aimag, then others of its
    programme."""
    facts = entry.facts
    if not isinstance(facts, ProjectFacts):
        return {}
    found = {}
    for lang in indexes.aimags:
        near = indexes.aimags[lang][_aimag(facts)] if facts.place else []
        same = indexes.programmes[lang][facts.programme] if facts.programme else []
        others = {other.key: other for other in (*near[: RELATED + 1], *same[: RELATED + 1])}
        others.pop(entry.key, None)
        found[lang] = tuple(others.values())[:RELATED]
    return found


def _names(archive: Archive, whole: Iterable[Entry]) -> Iterator[Key]:
    """The keys that the facts and texts of entries name."""
    for entry in whole:
        yield from ((reference.kind, reference.ident) for reference in entry.references)
        for document in entry.documents:
            yield from _text_names(archive, document)


def _text_names(archive: Archive, document: Document) -> Iterator[Key]:
    if document.links:
        yield from (*document.entries, *own_entries(archive, document))


def _look_up_entries(archive: Archive, names: Iterable[Key]) -> tuple[tuple[Entry, ...], tuple[Key, ...]]:
    """(entries with these keys, each once; keys of those that are not published)."""
    once = dict.fromkeys(names)
    found = tuple(archive.entries[name] for name in once if name in archive.entries)
    return found, tuple(name for name in once if name in archive.hidden)


def _files(archive: Archive, indexes: _Indexes, documents: Iterable[Document]) -> Iterator[Asset]:
    """The files beside documents, each folder once, and the files elsewhere that their texts link to."""
    folders = set()
    for document in documents:
        folder = posixpath.dirname(document.path)
        if folder not in folders:
            folders.add(folder)
            yield from indexes.folders.get(folder, ())
        paths = (*document.files, *own_files(archive, document)) if document.links else ()
        yield from (archive.assets[path] for path in paths if path in archive.assets)


def _assets(archive: Archive, indexes: _Indexes, whole: Iterable[Entry]) -> tuple[Asset, ...]:
    """The files of entries, and the logos of their donors."""
    found: dict[str, Asset] = {}
    for entry in whole:
        found |= {asset.path: asset for asset in _files(archive, indexes, entry.documents)}
        for programme, donor in donors_of(archive, entry):
            path = asset_path(programme, donor.logo or "")
            if path in archive.assets:
                found[path] = archive.assets[path]
    return tuple(found.values())
