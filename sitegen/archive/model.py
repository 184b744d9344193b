"""The archive: all entries linked, as one frozen value."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import msgspec

from sitegen.content.addresses import Addresses
from sitegen.content.assets import Asset, Size
from sitegen.content.config import SiteConfig
from sitegen.content.document import Document, Reference
from sitegen.content.kinds import AnyFacts, ArticleFacts
from sitegen.content.ledger import Tombstone
from sitegen.content.records import Author, Organisation, Place, Records, Soum, SourceRecord, Term

Key = tuple[str, str]  # kind and ref


class Entry(msgspec.Struct, frozen=True):
    """Translations of each other that are published on the build date, with their merged facts.

    `key` is kind and ref, stored and not computed since it is asked for a hundred times an entry. `identity`
    is the digest of all that an entry is made of: its files, and which of them are shown; `face` the digest
    of what pages of other entries can show of it.
    """

    key: Key
    kind: str
    ref: str
    facts: AnyFacts
    documents: tuple[Document, ...]
    identity: bytes
    face: bytes
    references: tuple[Reference, ...] = ()
    outdated: tuple[str, ...] = ()  # languages whose text was translated from an older original
    thumbnails: tuple[Size, ...] = ()  # sizes of the picture that lists show, the smallest first

    def document(self, lang: str) -> Document | None:
        for document in self.documents:
            if document.lang == lang:
                return document
        return None

    def document_for(self, lang: str) -> Document:
        """The document that a reader of this language gets: in that language, else the first one."""
        return self.document(lang) or self.documents[0]

    def as_others_see_it(self) -> Entry:
        """The entry without all that only its own pages can show."""
        documents = tuple(document.as_others_see_it() for document in self.documents)
        return msgspec.structs.replace(self, documents=documents, identity=b"", references=())

    def as_read_in(self, lang: str) -> Entry:
        """The entry as others see it, with the text that a reader of this language gets."""
        shown = self.document_for(lang)
        documents = tuple(item if item is shown else item.as_others_see_it() for item in self.documents)
        return msgspec.structs.replace(self, documents=documents, identity=b"", references=())

    @property
    def date(self) -> datetime.datetime | None:
        return self.facts.date

    @property
    def published(self) -> datetime.datetime | None:
        """The moment when the entry was published on this site; None if it has none."""
        facts = self.facts
        return (facts.published if isinstance(facts, ArticleFacts) else None) or facts.date

    @property
    def day(self) -> datetime.date | None:
        return self.facts.date.date() if self.facts.date else None


class WaitingText(msgspec.Struct, frozen=True):
    """An entry, or its text in one language (`lang`), that is not published today. `reason` is DRAFT,
    EXPIRED, or the future day (ISO 8601) of an entry ahead of its date."""

    key: Key
    reason: str
    lang: str = ""


class Mention(msgspec.Struct, frozen=True):
    """An entry that names something, and the field in which it does (`funder`, `partners`, `tags` …)."""

    field: str
    entry: Entry


class Archive(msgspec.Struct, frozen=True):
    """`entries` by key, newest first; `kinds` the entries by kind; `order` the rank of each key, newest
    first.

    `mentions` are the inverses of the entries' references, by (kind, id); `hidden` are the keys of
    entries that are not published on `today`, `taken_down` the paths of files that must not be shown. A site
    that is `branded` has a style sheet that comes after the theme's.
    """

    config: SiteConfig
    addresses: Addresses
    records: Records
    entries: Mapping[Key, Entry]
    kinds: Mapping[str, tuple[Entry, ...]]
    order: Mapping[Key, int]
    mentions: Mapping[tuple[str, str], tuple[Mention, ...]]
    assets: Mapping[str, Asset]
    terms: Mapping[str, Term]
    places: Mapping[str, tuple[Place, Soum | None]]
    organisations: Mapping[str, Organisation]
    authors: Mapping[str, Author]
    sources: Mapping[str, SourceRecord]
    hidden: frozenset[Key]
    today: datetime.date
    waiting: tuple[WaitingText, ...] = ()
    gone: tuple[Tombstone, ...] = ()
    taken_down: frozenset[str] = frozenset()
    branded: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(language.code for language in self.config.languages)

    @property
    def samples(self) -> int:
        """How many entries say that they are samples."""
        return sum(
            any(document.text.sample for document in entry.documents) for entry in self.entries.values()
        )

    def of_kind(self, kind: str) -> list[Entry]:
        """The entries of a kind, newest first."""
        return list(self.kinds.get(kind, ()))

    def here(self, place: str, kind: str) -> list[Entry]:
        """Entries of a kind that name the place, or a soum of it, newest first."""
        aimag, _ = self.places.get(place, (None, None))
        soums = [f"{place}/{soum.id}" for soum in aimag.soums] if aimag and "/" not in place else []
        found = {entry.key for ident in (place, *soums) for entry in self.naming("place", ident, kind)}
        return [self.entries[key] for key in sorted(found, key=self.order.__getitem__)]

    def find_renamed(self, kind: str, ref: str) -> Entry | None:
        """The entry that has this ref among its aliases, so was renamed; None if there is none."""
        for entry in self.entries.values():
            for document in entry.documents:
                if any(
                    self.addresses.parse_path(alias)[1:] == (kind, ref) for alias in document.text.aliases
                ):
                    return entry
        return None

    def naming(self, kind: str, ident: str, *kinds: str, field: str | None = None) -> list[Entry]:
        """Entries of `kinds` that name an entry or record, in any field or one; each once, newest first."""
        found = {
            mention.entry.key: mention.entry
            for mention in self.mentions.get((kind, ident), ())
            if (not kinds or mention.entry.kind in kinds) and (field is None or mention.field == field)
        }
        return list(found.values())
