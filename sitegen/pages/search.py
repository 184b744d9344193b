"""The search index, an inverted index of each language in files of its own.

The words of documents were collected when they were parsed. Documents are numbered from the oldest, records
before them, so that a new document changes few files. A word's file is known from its first three letters.
When only texts were edited, the files with their words are made from those of the last build.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any, TypeVar

import msgspec

from sitegen.archive.model import Entry, Key
from sitegen.content.kinds import AnyFacts, Money, ProjectFacts
from sitegen.core.digest import LookUp
from sitegen.language.catalogue import LANGUAGES, Words
from sitegen.language.dates import PartialDate
from sitegen.language.search_words import (
    BUCKETS,
    FACT,
    HEADING,
    LEVELS,
    NAMED,
    PLACE,
    SUMMARY,
    TITLE,
    StemLevels,
    bucket_of,
    key_of,
    merge_stems,
    stem_levels,
)
from sitegen.pages.edition import Edition, dates_of, entry_path, place_name
from sitegen.pages.planned import KeptPage, PlannedPage, generated_page
from sitegen.pages.views.files import (
    SearchFacets,
    SearchNames,
    SearchRules,
    SearchShard,
    SearchTitles,
    SearchVocabulary,
)

SEARCH = "search"
LEVEL_COUNT = len(LEVELS) + 1
SMALLEST_KEY = 4  # letters of a key, from which on the search forgives a slip in the word
# How many words of titles get a sign of their own; how often such a word stands there at least, and the
# length that it exceeds.
COMMON_WORDS, FREQUENT, SHORT = 256, 4, 2
WEIGHTS = {"place": PLACE, "organisation": NAMED, "author": NAMED, "term": HEADING}
ENTRY_KINDS = {
    "article": "News",
    "forum": "Forum",
    "programme": "Programme",
    "project": "Project",
    "page": "Page",
    "document": "Document",
}
NAMED_KINDS = {
    "place": "Place",
    "school": "School",
    "pta": "PTA",
    "organisation": "Organisation",
    "author": "Author",
    "term": "Topic",
}


class IndexedDocument(msgspec.Struct, frozen=True):
    """A document of the search index: an entry, a record or a document to download."""

    url: str
    title: str
    found_by: StemLevels
    kind: str
    year: str = ""
    aimag: str = ""
    programme: str = ""


def index_name(lang: str) -> str:
    """The name of the plan of a language's index."""
    return f"{SEARCH} {lang}"


INDEXES = frozenset(map(index_name, LANGUAGES))


def searchable_entries(edition: Edition) -> list[Entry]:
    """The entries with a text in the edition's language, oldest first."""
    entries = reversed(list(edition.archive.entries.values()))
    return [entry for entry in entries if entry.document(edition.lang)]


class Basis(msgspec.Struct, frozen=True, array_like=True):
    """What has to be known, besides the files, to make an index again: the number of the first entry, the
    entries in the order of their numbers, how many stems have each key of the vocabulary, and how often each
    word stands in titles."""

    first: int
    entries: tuple[Key, ...]
    keys: dict[str, int]
    titles: dict[str, int]


def entry_numbers(edition: Edition) -> dict[Key, int]:
    """The numbers of entries in the index: they follow those of records and of documents to download."""
    entries, lang = searchable_entries(edition), edition.lang
    documents = sum(bool(item.title.get(lang)) for entry in entries for item in entry.facts.documents)
    first = sum(not link.lang for link in edition.records.values()) + documents
    return {entry.key: number for number, entry in enumerate(entries, first)}


def index_files(edition: Edition, words: LookUp) -> tuple[tuple[PlannedPage, ...], Basis]:
    """All files of the index of a language, and their basis; `words` looks up encoded StemLevels."""
    entries = searchable_entries(edition)
    before = [*indexed_records(edition), *attached_documents(edition, entries)]
    documents = [*before, *_entries(edition, entries, words)]
    postings = _invert_index(documents)
    keys = Counter(filter(None, (vocabulary_key(stem, edition.lang) for stem in postings)))
    titles = Counter(chain.from_iterable(title_words(item.title) for item in documents))
    own = tuple(entry.key for entry in entries)
    basis = Basis(len(before), own, dict(sorted(keys.items())), dict(sorted(titles.items())))
    return (*_files(edition, documents, postings, basis), *_names(edition)), basis


def _invert_index(documents: Iterable[IndexedDocument]) -> dict[str, list[int]]:
    """The postings of each stem, as SearchShard has them."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(documents):
        for stem, level in item.found_by.levels.items():
            postings[stem].append(number * LEVEL_COUNT + level)
    return postings


def _files(
    edition: Edition, documents: list[IndexedDocument], postings: Mapping[str, list[int]], basis: Basis
) -> Iterator[PlannedPage]:
    shards, chunk = shards_of(len(documents)), chunk_of(len(documents))
    stems: list[list[tuple[str, tuple[int, ...]]]] = [[] for _ in range(sum(shards))]
    for stem in sorted(postings):
        stems[shard_of(stem, edition.lang, shards)].append((stem, tuple(postings[stem])))
    for shard, some in enumerate(stems):
        yield planned_file(edition, shard_name(shard), SearchShard(stems=tuple(some)))
    common = common_words(basis.titles)
    for first in range(0, len(documents), chunk):
        items = tuple((item.url, item.title) for item in documents[first : first + chunk])
        titles = SearchTitles(items=items, common=common)
        yield planned_file(edition, f"titles-{first // chunk}.txt", titles)
    yield planned_file(edition, "facets.json", _facets(edition, documents, common))
    yield planned_file(edition, "vocabulary.txt", SearchVocabulary(keys=tuple(basis.keys)))
    yield planned_file(edition, "rules.json", SearchRules())


def _names(edition: Edition) -> Iterator[PlannedPage]:
    kinds = tuple(NAMED_KINDS)
    numbers = {kind: number for number, kind in enumerate(kinds)}
    names = [
        (numbers[kind], link.title, link.url) for (kind, _), link in edition.records.items() if not link.lang
    ]
    names += [(numbers[kind], name, "") for kind, name in recipients(edition)]
    page = SearchNames(
        label=edition._("Suggestions"),
        one=edition._("1 suggestion"),
        many=edition._("%(num)s suggestions"),
        kinds=tuple(edition._(NAMED_KINDS[kind]) for kind in kinds),
        names=tuple(names),
    )
    yield planned_file(edition, "names.json", page)


def recipients(edition: Edition) -> list[tuple[str, str]]:
    """The names of schools and parent-teacher associations that projects were given to, each once."""
    facts = (entry.facts for entry in edition.archive.of_kind("project"))
    known = [item.recipient for item in facts if isinstance(item, ProjectFacts) and item.recipient]
    words = [(kind, getattr(item, kind)) for item in known for kind in ("school", "pta")]
    return sorted({(kind, name.get(edition.lang)) for kind, name in words if name and name.get(edition.lang)})


def attached_documents(edition: Edition, entries: Iterable[Entry]) -> Iterator[IndexedDocument]:
    """Documents to download, which are found by their title; each leads to its entry."""
    for entry in entries:
        for number, item in enumerate(entry.facts.documents, 1):
            title = item.title.get(edition.lang)
            if title:
                url = f"{edition.archive.addresses.url(entry_path(edition, entry))}#document:{number}"
                there = index_entry(edition, entry, StemLevels(0, {}))
                found = stem_levels([(title, TITLE)], edition.lang)
                yield msgspec.structs.replace(there, url=url, title=title, found_by=found, kind="document")


def shards_of(count: int) -> tuple[int, int]:
    """(number of files for the words of `count` documents, number of files for their numbers)."""
    words = int(min(BUCKETS // 2, 1 << round(math.log2(count / 90)))) if count >= 2048 else 20
    words = 1 if count < 16 else 4 if count < 64 else 8 if count < 256 else words
    return words, -(-words // 5)


def chunk_of(count: int) -> int:
    """How many titles of `count` documents stand in one file."""
    return 52 if count < 2048 else 96


def shard_of(stem: str, lang: str, shards: tuple[int, int]) -> int:
    """The number of the file that has a stem; `shards` are the numbers of files, as `shards_of` gives
    them."""
    words, numbers = shards
    bucket = bucket_of(key_of(stem, lang))
    return bucket % words if bucket < BUCKETS else words + bucket % numbers


def shard_name(shard: int) -> str:
    return f"words-{shard:02x}.txt"


def title_words(title: str) -> list[str]:
    """The words of a title, the first with a small letter, so that it equals the same word elsewhere."""
    words = title.split(" ")
    return [words[0][:1].lower() + words[0][1:], *words[1:]]


def common_words(titles: Mapping[str, int]) -> tuple[str, ...]:
    """The words of titles that are worth a sign of their own, from how often each occurs."""
    some = [word for word, count in titles.items() if count >= FREQUENT and len(word) > SHORT]
    return tuple(sorted(sorted(some, key=lambda word: -titles[word] * len(word))[:COMMON_WORDS]))


def vocabulary_key(stem: str, lang: str) -> str:
    """The key by which the vocabulary has a stem; empty for numbers and short keys, which it has not."""
    key = key_of(stem, lang)
    return key if len(key) >= SMALLEST_KEY and not stem[0].isdigit() else ""


def indexed_records(edition: Edition) -> Iterator[IndexedDocument]:
    """The places, organisations, authors and topics as documents of the index."""
    for (kind, ident), link in edition.records.items():
        if link.lang:
            continue
        fields = [(link.title, TITLE), *_record_words(edition, kind, ident)]
        aimag = ident.partition("/")[0] if kind == "place" else ""
        yield IndexedDocument(link.url, link.title, stem_levels(fields, edition.lang), kind, aimag=aimag)


def _record_words(edition: Edition, kind: str, ident: str) -> Iterator[tuple[str, int]]:
    """(text, weight) of what a record is found by besides its title: its name in other languages, its
    description."""
    archive = edition.archive
    if kind == "place":
        yield from _other_names(edition, place_name(*archive.places[ident]))
        return
    kinds: dict[str, Mapping[str, Any]] = {
        "organisation": archive.organisations,
        "author": archive.authors,
        "term": archive.terms,
    }
    record = kinds[kind][ident]
    for name in (record.name, getattr(record, "short", None)):
        yield from _other_names(edition, name) if name else ()
    for field, weight in (("short", TITLE), ("role", SUMMARY), ("description", FACT)):
        words = getattr(record, field, None)
        yield (words.get(edition.lang) or "" if words else "", weight)


def _other_names(edition: Edition, name: Words) -> Iterator[tuple[str, int]]:
    return ((text, NAMED) for lang, text in name.texts if lang != edition.lang)


def _entries(edition: Edition, entries: Iterable[Entry], words: LookUp) -> Iterator[IndexedDocument]:
    there = [(entry, entry.document_for(edition.lang).words) for entry in entries]
    stored = words(tuple({name for _, name in there}))
    decoder = msgspec.msgpack.Decoder(StemLevels)
    for entry, name in there:
        yield index_entry(edition, entry, decoder.decode(stored[name]))


def index_entry(edition: Edition, entry: Entry, own: StemLevels) -> IndexedDocument:
    """An entry as a document of the index; `own` are the words of its text."""
    lang, facts = edition.lang, entry.facts
    dates = dates_of(entry)
    date = entry.day.isoformat() if entry.day else ""
    programme = facts.programme if isinstance(facts, ProjectFacts) else None
    return IndexedDocument(
        url=edition.archive.addresses.url(entry_path(edition, entry)),
        title=entry.document_for(lang).text.title,
        found_by=merge_stems(own, _facts(edition, entry, date)),
        kind=entry.kind,
        year=str(dates[0].year) if dates else date[:4] if entry.kind == "article" else "",
        aimag=(facts.place or "").partition("/")[0] if isinstance(facts, ProjectFacts) else "",
        programme=entry.ref if entry.kind == "programme" else programme or "",
    )


def _facts(edition: Edition, entry: Entry, date: str) -> StemLevels:
    """The words of the names and facts of an entry."""
    fields = list(_fact_texts(entry.facts, edition.lang))
    for reference in entry.references:
        link = edition.records.get((reference.kind, reference.ident))
        if link and not link.lang:
            fields.append((link.title, WEIGHTS[reference.kind]))
    if entry.kind == "article":
        fields.append((date, NAMED))
    return stem_levels(fields, edition.lang)


def _fact_texts(facts: AnyFacts, lang: str) -> Iterator[tuple[str, int]]:
    """(text, weight) of the short texts, amounts and dates in facts, in a language."""
    for value in _leaves(facts):
        if isinstance(value, Words):
            yield value.get(lang) or "", FACT
        elif isinstance(value, Money):
            yield str(value.amount.to_integral_value() if isinstance(value.amount, Decimal) else ""), NAMED
        elif isinstance(value, PartialDate):
            yield str(value), NAMED


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Words | Money | PartialDate):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if (inner := getattr(value, name)) is not None:
                yield from _leaves(inner)
    elif isinstance(value, tuple):
        for item in value:
            yield from _leaves(item)


def _facets(edition: Edition, documents: list[IndexedDocument], common: tuple[str, ...]) -> SearchFacets:
    names: dict[str, tuple[tuple[str, str], ...]] = {}
    columns: dict[str, tuple[int, ...]] = {}
    for facet in ("kind", "year", "aimag", "programme"):
        values = [getattr(item, facet) for item in documents]
        order = sorted({value for value in values if value}, reverse=facet == "year")
        numbers = {value: number for number, value in enumerate(order)}
        names[facet] = tuple((value, _name(edition, facet, value)) for value in order)
        columns[facet] = tuple(numbers.get(value, -1) for value in values)
    lengths = tuple(length_of(item.found_by) for item in documents)
    shards, chunk = shards_of(len(documents)), chunk_of(len(documents))
    return SearchFacets(
        shards=shards, chunk=chunk, common=common, names=names, columns=columns, lengths=lengths
    )


def length_of(stems: StemLevels) -> int:
    """The length of a text for ranking, in steps that each are a quarter longer."""
    return round(3 * math.log2(stems.length + 1))


def _name(edition: Edition, facet: str, value: str) -> str:
    if facet == "kind":
        return edition._((ENTRY_KINDS | NAMED_KINDS)[value])
    if facet == "aimag":
        return edition.records["place", value].title if ("place", value) in edition.records else value
    entry = edition.archive.entries.get(("programme", value)) if facet == "programme" else None
    return entry.document_for(edition.lang).text.title if entry else value


_File = SearchShard | SearchTitles | SearchFacets | SearchVocabulary | SearchNames | SearchRules


def planned_file(edition: Edition, name: str, page: _File) -> PlannedPage:
    """A file of the index. Its name tells its maker: `words-0a.txt` is made by `search.words`."""
    maker = re.split("[-.]", name)[0]
    return generated_page(edition.path(SEARCH) + name, f"{SEARCH}.{maker}", edition.lang, page)


_ReadFile = TypeVar("_ReadFile", SearchFacets, SearchShard, SearchTitles)


class RememberedTexts(msgspec.Struct, frozen=True):
    """Look-ups by digest: `words` of encoded StemLevels, `views` of encoded views. `words_before` has the
    digests of the words of edited documents before the edit, by path."""

    words: LookUp
    views: LookUp
    words_before: Mapping[str, bytes] = {}


class _StoredIndex:
    """The files of an index, read when they are needed; changed files are kept apart."""

    def __init__(self, edition: Edition, pages: Iterable[KeptPage], views: LookUp) -> None:
        self.lang = edition.lang
        self._views = views
        self._folder = edition.path(SEARCH)
        self._digests = {page.path: page.view_digest for page in pages}
        self.changed: dict[str, SearchFacets | SearchShard | SearchTitles | SearchVocabulary] = {}

    def read(self, name: str, view: type[_ReadFile]) -> _ReadFile:
        known = self.changed.get(name)
        if isinstance(known, view):
            return known
        digest = self._digests[self._folder + name]
        return msgspec.msgpack.decode(self._views((digest,))[digest], type=view)


def changed_files(
    edition: Edition, pages: Iterable[KeptPage], basis: Basis, remembered: RememberedTexts
) -> tuple[list[PlannedPage], Basis]:
    """The files that differ after the edit, and the new basis; `pages` are the files of the last build."""
    index = _StoredIndex(edition, pages, remembered.views)
    numbers = {key: number for number, key in enumerate(basis.entries, basis.first)}
    keys, titles = Counter(basis.keys), Counter(basis.titles)
    for entry in edition.archive.entries.values():
        document = entry.document(edition.lang)
        if document and document.path in remembered.words_before:
            old, new = _index_before_and_after(
                edition, entry, remembered.words_before[document.path], document.words, remembered
            )
            before = _replace_document(index, numbers[entry.key], new)
            titles.subtract(title_words(before))
            titles.update(title_words(new.title))
            changed = _changed_levels(old.found_by.levels, new.found_by.levels)
            _replace_words(index, numbers[entry.key], changed, keys)
    there = dict(sorted((+keys).items()))
    if there.keys() != basis.keys.keys():
        index.changed["vocabulary.txt"] = SearchVocabulary(keys=tuple(there))
    words = dict(sorted((+titles).items()))
    _sign_common_words(index, common_words(words))
    files = [planned_file(edition, name, file) for name, file in index.changed.items()]
    return files, Basis(basis.first, basis.entries, there, words)


def _sign_common_words(index: _StoredIndex, common: tuple[str, ...]) -> None:
    """Writes all titles again with signs for the words that are `common` now."""
    facets = index.read("facets.json", SearchFacets)
    if facets.common == common:
        return
    index.changed["facets.json"] = msgspec.structs.replace(facets, common=common)
    for number in range(-(-len(facets.lengths) // facets.chunk)):
        name = f"titles-{number}.txt"
        index.changed[name] = msgspec.structs.replace(index.read(name, SearchTitles), common=common)


def _index_before_and_after(
    edition: Edition, entry: Entry, before: bytes, after: bytes, remembered: RememberedTexts
) -> tuple[IndexedDocument, IndexedDocument]:
    """The same entry with the words of its text before and after the edit."""
    stored = remembered.words((before, after))
    old, new = (msgspec.msgpack.decode(stored[name], type=StemLevels) for name in (before, after))
    return index_entry(edition, entry, old), index_entry(edition, entry, new)


def _changed_levels(old: Mapping[str, int], new: Mapping[str, int]) -> dict[str, int | None]:
    """The stems whose levels differ, with their new levels; None for a stem that is gone."""
    return {stem: new.get(stem) for stem in old.keys() | new.keys() if old.get(stem) != new.get(stem)}


def _replace_words(
    index: _StoredIndex, number: int, changed: Mapping[str, int | None], keys: Counter[str]
) -> None:
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


def _replace_document(index: _StoredIndex, number: int, new: IndexedDocument) -> str:
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
