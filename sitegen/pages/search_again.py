"""Makes the search index of a language after texts were edited, from the files of the last build and the
edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from sitegen.archive.model import Entry
from sitegen.content.search_text import StemLevels
from sitegen.core.digest import LookUp
from sitegen.pages.edition import Edition
from sitegen.pages.planned import PageRecord, PlannedPage
from sitegen.pages.search import (
    LEVEL_COUNT,
    SEARCH,
    Basis,
    IndexedDocument,
    common_words,
    index_entry,
    length_of,
    planned_file,
    shard_name,
    shard_of,
    title_words,
    vocabulary_key,
)
from sitegen.pages.views.files import SearchFacets, SearchShard, SearchTitles, SearchVocabulary

File = TypeVar("File", SearchFacets, SearchShard, SearchTitles)


class RememberedTexts(msgspec.Struct, frozen=True):
    """Look-ups by digest: `words` of encoded StemLevels, `shown` of encoded views. `before` has the digests
    of the words of edited documents before the edit, by path."""

    words: LookUp
    shown: LookUp
    before: Mapping[str, bytes] = {}


class _Index:
    """The files of an index, read when they are needed; changed files are kept apart."""

    def __init__(self, edition: Edition, pages: Iterable[PageRecord], shown: LookUp) -> None:
        self.lang = edition.lang
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
    edition: Edition, pages: Iterable[PageRecord], basis: Basis, remembered: RememberedTexts
) -> tuple[list[PlannedPage], Basis]:
    """The files that differ after the edit, and the new basis; `pages` are the files of the last build."""
    index = _Index(edition, pages, remembered.shown)
    numbers = {key: number for number, key in enumerate(basis.entries, basis.first)}
    keys, titles = Counter(basis.keys), Counter(basis.titles)
    for entry in edition.archive.entries.values():
        document = entry.document(edition.lang)
        if document and document.path in remembered.before:
            old, new = _index_both(
                edition, entry, remembered.before[document.path], document.words, remembered
            )
            before = _replace(index, numbers[entry.key], new)
            titles.subtract(title_words(before))
            titles.update(title_words(new.title))
            changed = _changed_levels(old.found_by.levels, new.found_by.levels)
            _replace_words(index, numbers[entry.key], changed, keys)
    there = dict(sorted((+keys).items()))
    if there.keys() != basis.keys.keys():
        index.changed["vocabulary.txt"] = SearchVocabulary(keys=tuple(there))
    words = dict(sorted((+titles).items()))
    _write_with(index, common_words(words))
    files = [planned_file(edition, name, file) for name, file in index.changed.items()]
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


def _index_both(
    edition: Edition, entry: Entry, before: bytes, after: bytes, remembered: RememberedTexts
) -> tuple[IndexedDocument, IndexedDocument]:
    """The same entry with the words of its text before and after the edit."""
    stored = remembered.words((before, after))
    old, new = (msgspec.msgpack.decode(stored[name], type=StemLevels) for name in (before, after))
    return index_entry(edition, entry, old), index_entry(edition, entry, new)


def _changed_levels(old: Mapping[str, int], new: Mapping[str, int]) -> dict[str, int | None]:
    """The stems whose levels differ, with their new levels; None for a stem that is gone."""
    return {stem: new.get(stem) for stem in old.keys() | new.keys() if old.get(stem) != new.get(stem)}


def _replace_words(index: _Index, number: int, changed: Mapping[str, int | None], keys: Counter[str]) -> None:
    """Puts the changed levels of a document into the files with words; counts stems that come and go in
    `keys`."""
    shards = index.read("facets.json", SearchFacets).shards
    by_shard: dict[int, list[str]] = {}
    for stem in changed:
        by_shard.setdefault(shard_of(stem, index.lang, shards), []).append(stem)
    for shard, some in sorted(by_shard.items()):
        name = shard_name(shard)
        stems = dict(index.read(name, SearchShard).stems)
        for stem in some:
            level, before = changed[stem], stems.pop(stem, ())
            after = [posting for posting in before if posting // LEVEL_COUNT != number]
            after += [] if level is None else [number * LEVEL_COUNT + level]
            if after:
                stems[stem] = tuple(sorted(after))
            if key := vocabulary_key(stem, index.lang):
                keys[key] += bool(after) - bool(before)
        index.changed[name] = SearchShard(stems=tuple(sorted(stems.items())))


def _replace(index: _Index, number: int, new: IndexedDocument) -> str:
    """Replaces the length and the title of a document; returns the former title."""
    facets = index.read("facets.json", SearchFacets)
    lengths = _replace_item(facets.lengths, number, length_of(new.found_by))
    if lengths != facets.lengths:
        index.changed["facets.json"] = msgspec.structs.replace(facets, lengths=lengths)
    name = f"titles-{number // facets.chunk}.txt"
    titles = index.read(name, SearchTitles)
    named = _replace_item(titles.items, number % facets.chunk, (new.url, new.title))
    if named != titles.items:
        index.changed[name] = msgspec.structs.replace(titles, items=named)
    return titles.items[number % facets.chunk][1]


_Item = TypeVar("_Item")


def _replace_item(items: tuple[_Item, ...], number: int, item: _Item) -> tuple[_Item, ...]:
    return (*items[:number], item, *items[number + 1 :])
