"""The part of the archive that the pages of one entry can show.

It is all that these pages are made from besides what the whole site shares, and so what it holds is also what
is compared to know whether they have to be made again.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from sitegen.archive.model import Archive, Entry, Mention
from sitegen.content.assets import Asset
from sitegen.content.kinds import ProjectFacts
from sitegen.core.digest import digest
from sitegen.pages.cards import by_time, by_title

RELATED = 4
Key = tuple[str, str]


class Nearby(msgspec.Struct, frozen=True):
    """An entry with what stands near it.

    `newer` and `older` are its neighbours in the order of time; `related` other projects of its aimag and
    programme, by language; `members` the projects of a programme; `named` what its facts and texts and those
    of its members name; `hidden` what they name and is not published; `assets` the files beside all these.
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
        """Changes whenever anything here does; `shared` names all else that pages are made from."""
        return digest(
            shared,
            self.entry.identity,
            self.newer.identity if self.newer else b"",
            self.older.identity if self.older else b"",
            *(_identities(related) for related in self.related.values()),
            _identities(self.members),
            _identities(self.named),
            _identities(mention.entry for mention in self.mentions),
            " ".join(mention.field for mention in self.mentions).encode(),
            repr(self.hidden).encode(),
            b"".join(digest(asset.path.encode(), asset.digest) for asset in self.assets),
        )

    def entries(self) -> dict[Key, Entry]:
        found = {self.entry.key: self.entry}
        found |= {entry.key: entry for entry in (self.newer, self.older) if entry}
        for some in (*self.related.values(), self.members, self.named):
            found |= {entry.key: entry for entry in some}
        return found | {mention.entry.key: mention.entry for mention in self.mentions}


def _identities(entries: Iterable[Entry]) -> bytes:
    return b"".join(entry.identity for entry in entries)


class _Around(msgspec.Struct, frozen=True):
    """Looked up once for all entries; `aimags` and `programmes` hold projects in alphabetical order."""

    neighbours: dict[Key, tuple[Entry | None, Entry | None]]
    aimags: dict[str, dict[str, list[Entry]]]
    programmes: dict[str, dict[str, list[Entry]]]
    folders: dict[str, list[Asset]]


def all_nearby(archive: Archive) -> Iterator[Nearby]:
    """One for each entry of the archive, in its order."""
    around = _around(archive)
    for entry in archive.entries.values():
        newer, older = around.neighbours.get(entry.key, (None, None))
        mentions = archive.mentions.get(entry.key, ())
        members: tuple[Entry, ...] = ()
        if entry.kind == "programme":
            members = tuple(archive.naming("programme", entry.ref, "project", field="programme"))
        whole = (entry, *members)
        named, hidden = _named(archive, whole)
        yield Nearby(
            entry=entry,
            newer=newer,
            older=older,
            related=_related(around, entry),
            members=members,
            named=named,
            mentions=mentions,
            hidden=hidden,
            assets=_assets(archive, around, whole),
        )


def narrowed(archive: Archive, nearby: Nearby) -> Archive:
    """An archive that holds nothing but this."""
    entries = nearby.entries()
    key = nearby.entry.key
    return msgspec.structs.replace(
        archive,
        entries={key: entries[key] for key in sorted(entries, key=archive.order.__getitem__)},
        kinds={},
        order=archive.order,
        references={entry.key: archive.references[entry.key] for entry in (nearby.entry, *nearby.members)},
        mentions={key: nearby.mentions},
        assets={asset.path: asset for asset in nearby.assets},
        hidden=frozenset(nearby.hidden),
    )


def _around(archive: Archive) -> _Around:
    neighbours: dict[Key, tuple[Entry | None, Entry | None]] = {}
    for ordered in (archive.of_kind("article"), by_time(archive.of_kind("forum"))):
        around = [None, *ordered, None]
        for number, entry in enumerate(ordered):
            neighbours[entry.key] = (around[number], around[number + 2])
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
    return _Around(neighbours, aimags, programmes, folders)


def _aimag(facts: ProjectFacts) -> str:
    return (facts.place or "").partition("/")[0]


def _related(around: _Around, entry: Entry) -> dict[str, tuple[Entry, ...]]:
    """Other projects of the same aimag first, then of the same programme."""
    facts = entry.facts
    if not isinstance(facts, ProjectFacts):
        return {}
    found = {}
    for lang in around.aimags:
        near = around.aimags[lang][_aimag(facts)] if facts.place else []
        same = around.programmes[lang][facts.programme] if facts.programme else []
        others = {other.key: other for other in (*near[: RELATED + 1], *same[: RELATED + 1])}
        others.pop(entry.key, None)
        found[lang] = tuple(others.values())[:RELATED]
    return found


def _named(archive: Archive, whole: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[Key, ...]]:
    """The entries that these name in facts and texts, and the keys of those that are not published."""
    names: dict[Key, None] = {}
    for entry in whole:
        for reference in archive.references[entry.key]:
            names[reference.target, reference.ident] = None
        for document in entry.documents:
            for name in document.entries:
                names[name] = None
    found = tuple(archive.entries[name] for name in names if name in archive.entries)
    return found, tuple(name for name in names if name in archive.hidden)


def _assets(archive: Archive, around: _Around, whole: Iterable[Entry]) -> tuple[Asset, ...]:
    """The files beside these entries, and those elsewhere that their texts link to."""
    found: dict[str, Asset] = {}
    for entry in whole:
        for asset in around.folders.get(posixpath.dirname(entry.documents[0].path), ()):
            found[asset.path] = asset
        for document in entry.documents:
            for path in document.files:
                if path in archive.assets:
                    found[path] = archive.assets[path]
    return tuple(found.values())
