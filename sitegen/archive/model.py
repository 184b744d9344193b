"""The archive: all entries linked, as one frozen value."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import msgspec

from sitegen.archive.urls import Addresses
from sitegen.content.assets import Asset
from sitegen.content.config import SiteConfig
from sitegen.content.document import Document
from sitegen.content.kinds import AnyFacts, ArticleFacts
from sitegen.content.ledger import Tombstone
from sitegen.content.pictures import Size
from sitegen.content.records import Author, Organisation, Place, Records, Soum, SourceRecord, Term
from sitegen.content.references import Reference

Key = tuple[str, str]  # kind and ref


class Entry(msgspec.Struct, frozen=True):
    """Translations of each other that are published on the build date, with their merged facts.

    `key` is kind and ref, kept at hand since it is asked for a hundred times an entry.
    `identity` names all that an entry is made of: its files, and which of them are shown; `face` what pages
    of others can show of it.
    """

    key: Key
    kind: str
    ref: str
    facts: AnyFacts
    documents: tuple[Document, ...]
    identity: bytes
    face: bytes
    references: tuple[Reference, ...] = ()
    outdated: tuple[str, ...] = ()  # languages whose text was translated from an older one
    thumbnails: tuple[Size, ...] = ()  # of the picture that lists show, the smallest first

    def document(self, lang: str) -> Document | None:
        for document in self.documents:
            if document.lang == lang:
                return document
        return None

    def shown(self, lang: str) -> Document:
        """The document a reader of this language gets to see, or to see the title of."""
        return self.document(lang) or self.documents[0]

    def as_others_see_it(self) -> Entry:
        """Without all that only its own pages can show."""
        documents = tuple(document.as_others_see_it() for document in self.documents)
        return msgspec.structs.replace(self, documents=documents, identity=b"", references=())

    def as_read_in(self, lang: str) -> Entry:
        """As others see it, with the text that a reader of this language gets."""
        shown = self.shown(lang)
        documents = tuple(item if item is shown else item.as_others_see_it() for item in self.documents)
        return msgspec.structs.replace(self, documents=documents, identity=b"", references=())

    @property
    def date(self) -> datetime.datetime | None:
        return self.facts.date

    @property
    def published(self) -> datetime.datetime | None:
        """When it was published here."""
        facts = self.facts
        return (facts.published if isinstance(facts, ArticleFacts) else None) or facts.date

    @property
    def day(self) -> datetime.date | None:
        return self.facts.date.date() if self.facts.date else None


class Waiting(msgspec.Struct, frozen=True):
    """An entry, or its texts in one language (`lang`), that is not published today: a `draft`, `expired`, or
    ahead of its date, which then is the reason."""

    key: Key
    reason: str
    lang: str = ""


class Mention(msgspec.Struct, frozen=True):
    """An entry names something: in which field (`funder`, `partners`, `tags` …)."""

    field: str
    entry: Entry


class Archive(msgspec.Struct, frozen=True):
    """`entries` by kind and ref, newest first; `kinds` the same by kind; `order` the place of each.

    `mentions` are the inverses of the entries' references, by (target kind, id); `hidden` are the keys of
    entries that are not published on `today`, `taken_down` the paths of files that must not be shown. Who is
    `branded` has a style sheet that comes after the theme's.
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
    waiting: tuple[Waiting, ...] = ()
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
        """In archive order: newest first."""
        return list(self.kinds.get(kind, ()))

    def here(self, place: str, kind: str) -> list[Entry]:
        """Entries of a kind that name the place, or a soum of it, in archive order."""
        aimag, _ = self.places.get(place, (None, None))
        soums = [f"{place}/{soum.id}" for soum in aimag.soums] if aimag and "/" not in place else []
        found = {entry.key for ident in (place, *soums) for entry in self.naming("place", ident, kind)}
        return [self.entries[key] for key in sorted(found, key=self.order.__getitem__)]

    def renamed(self, kind: str, ref: str) -> Entry | None:
        """The entry that had this ref before, as its aliases tell."""
        for entry in self.entries.values():
            for document in entry.documents:
                if any(self.addresses.named(alias)[1:] == (kind, ref) for alias in document.text.aliases):
                    return entry
        return None

    def naming(self, target: str, ident: str, *kinds: str, field: str | None = None) -> list[Entry]:
        """Entries of these kinds that name the target, each once, in archive order."""
        found = {
            mention.entry.key: mention.entry
            for mention in self.mentions.get((target, ident), ())
            if (not kinds or mention.entry.kind in kinds) and (field is None or mention.field == field)
        }
        return list(found.values())
