"""Makes the search index of a language after texts were edited, from the files of the last build and the
edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from sitegen.archive.model import Entry
from sitegen.content.search_text import FoundBy
from sitegen.core.digest import LookUp
from sitegen.pages.edition import Edition
from sitegen.pages.planned import PageRecord, PlannedPage
from sitegen.pages.search import (
    SEARCH,
    Basis,
    Indexed,
    by_shard,
    common_words,
    index_keys,
    indexed,
    length_of,
    made_file,
    title_words,
)
from sitegen.pages.views.machine import SearchFacets, SearchShard, SearchTitles, SearchVocabulary

File = TypeVar("File", SearchFacets, SearchShard, SearchTitles)


class Remembered(msgspec.Struct, frozen=True):
    """Look-ups by digest: `words` of encoded FoundBy, `shown` of encoded views. `before` has the digests of
    the words of edited documents before the edit, by path."""

    words: LookUp
    shown: LookUp
    before: Mapping[str, bytes] = {}


class _Index:
    """The files of an index, read when they are needed; changed files are kept apart."""

    def __init__(self, edition: Edition, pages: Iterable[PageRecord], shown: LookUp) -> None:
        self._shown = shown
        self._folder = edition.path(SEARCH)
        self._digests = {page.path: page.digest for page in pages}
        self.changed: dict[str, SearchFacets | SearchShard | SearchTitles | SearchVocabulary] = {}

    def read(self, name: str, view: type[File]) -> File:
        known = self.changed.get(name)
        if isinstance(known, view):
            return known
        digest = self._digests[self._folder + name]
        return msgspec.msgpack.decode(self._shown((digest,))[digest], type=view)


def changed_files(
    edition: Edition, pages: Iterable[PageRecord], basis: Basis, remembered: Remembered
) -> tuple[list[PlannedPage], Basis]:
    """The files that differ after the edit, and the new basis; `pages` are the files of the last build."""
    index = _Index(edition, pages, remembered.shown)
    numbers = {key: number for number, key in enumerate(basis.entries, basis.first)}
    keys, titles = Counter(basis.keys), Counter(basis.titles)
    for entry in edition.archive.entries.values():
        document = entry.document(edition.lang)
        if document and document.path in remembered.before:
            old, new = _both(edition, entry, remembered.before[document.path], document.words, remembered)
            before = _replace(index, numbers[entry.key], old.found_by, new)
            titles.subtract(title_words(before))
            titles.update(title_words(new.title))
            keys.subtract(index_keys(old.found_by, edition.lang))
            keys.update(index_keys(new.found_by, edition.lang))
    there = dict(sorted((+keys).items()))
    if there.keys() != basis.keys.keys():
        index.changed["vocabulary.txt"] = SearchVocabulary(keys=tuple(there))
    words = dict(sorted((+titles).items()))
    _write_with(index, common_words(words))
    files = [made_file(edition, name, file) for name, file in index.changed.items()]
    return files, Basis(basis.first, basis.entries, there, words)


def _write_with(index: _Index, common: tuple[str, ...]) -> None:
    """Writes all titles again with signs for the words that are `common` now."""
    facets = index.read("facets.json", SearchFacets)
    if facets.common == common:
        return
    index.changed["facets.json"] = msgspec.structs.replace(facets, common=common)
    for number in range(-(-len(facets.lengths) // facets.chunk)):
        name = f"titles-{number}.txt"
        index.changed[name] = msgspec.structs.replace(index.read(name, SearchTitles), common=common)


def _both(
    edition: Edition, entry: Entry, before: bytes, after: bytes, remembered: Remembered
) -> tuple[Indexed, Indexed]:
    """The same entry with the words of its text before and after the edit."""
    stored = remembered.words((before, after))
    old, new = (msgspec.msgpack.decode(stored[name], type=FoundBy) for name in (before, after))
    return indexed(edition, entry, old), indexed(edition, entry, new)


def _replace(index: _Index, number: int, old: FoundBy, new: Indexed) -> str:
    """Replaces the old words of a document by its new ones; returns the former title."""
    facets = index.read("facets.json", SearchFacets)
    before, after = by_shard(old, facets.shards), by_shard(new.found_by, facets.shards)
    for shard in sorted(before.keys() | after.keys()):
        if before.get(shard) == after.get(shard):
            continue
        name = f"words-{shard:02x}.txt"
        documents = dict(index.read(name, SearchShard).documents)
        documents.pop(number, None)
        if shard in after:
            documents[number] = after[shard]
        index.changed[name] = SearchShard(documents=tuple(sorted(documents.items())))
    lengths = _with(facets.lengths, number, length_of(new.found_by))
    if lengths != facets.lengths:
        index.changed["facets.json"] = msgspec.structs.replace(facets, lengths=lengths)
    name = f"titles-{number // facets.chunk}.txt"
    titles = index.read(name, SearchTitles)
    named = _with(titles.items, number % facets.chunk, (new.url, new.title))
    if named != titles.items:
        index.changed[name] = msgspec.structs.replace(titles, items=named)
    return titles.items[number % facets.chunk][1]


_Item = TypeVar("_Item")


def _with(items: tuple[_Item, ...], number: int, item: _Item) -> tuple[_Item, ...]:
    return (*items[:number], item, *items[number + 1 :])
