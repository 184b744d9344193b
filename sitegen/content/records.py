"""Records: what entries name by id. Each kind of record has a YAML file in content/."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator
from typing import Annotated, Literal

import msgspec

from sitegen.content.kinds import Form, Ident, OrganisationId, Url
from sitegen.content.suggestions import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.catalogue import Words
from sitegen.language.dates import PartialDate

StaticFile = Annotated[str, Form("static")]
OrganisationIdentifier = Annotated[str, Form("organisation-identifier")]
ContentFile = Annotated[str, Form("content-file")]
Checksum = Annotated[str, Form("checksum")]
# What the site writes after the name of a place by itself.
KIND_OF_PLACE = re.compile(r"\s+(?:аймаг|сум|aimag|soum|sum|province)\Z", re.IGNORECASE)


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A topic (tag). `avoid` are names not to use for it in texts. terms.yaml"""

    id: Ident
    name: Words
    description: Words | None = None
    avoid: tuple[Words, ...] = ()


class Soum(msgspec.Struct, frozen=True, kw_only=True):
    """A soum of an aimag; its full id is `aimag/soum`, since soum names repeat between aimags."""

    id: Ident
    name: Words


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """An aimag, or the capital. `iso` is ISO 3166-2:MN. places.yaml

    A place whose id is `aimag/soum` is a soum of the aimag, as if it stood in the aimag's `soums`.
    """

    id: Ident
    name: Words
    kind: Literal["aimag", "capital"] = "aimag"
    iso: str | None = None
    centre: Words | None = None
    soums: tuple[Soum, ...] = ()


class Logo(msgspec.Struct, frozen=True, kw_only=True):
    """A logo, by its files in static/; `dark` is for the dark scheme."""

    light: StaticFile
    dark: StaticFile | None = None


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """`identifier` is the one that org-id.guide makes, such as `XM-DAC-44002`. organisations.yaml"""

    id: Ident
    identifier: OrganisationIdentifier | None = None
    name: Words
    short: Words | None = None
    description: Words | None = None
    url: Url | None = None
    logo: Logo | None = None


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who writes the news. `organisation` is the id of one in organisations.yaml. authors.yaml"""

    id: Ident
    name: Words
    role: Words | None = None
    organisation: OrganisationId | None = None
    url: Url | None = None


class SourceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Where a fact comes from. `language` is a BCP 47 tag; `archived` an address in an archive of the web, or
    a kept file in static/. sources.yaml"""

    id: Ident
    title: Words
    publisher: Words | None = None
    url: Url | None = None
    archived: Annotated[str, Form("archived")] | None = None
    date: PartialDate | None = None
    language: str | None = None


class Abbreviation(msgspec.Struct, frozen=True, kw_only=True):
    """A short form in one language and what it stands for. `avoid` are forms not to use for either.
    glossary.yaml"""

    id: Ident
    short: Words
    long: Words
    avoid: tuple[Words, ...] = ()


class Takedown(msgspec.Struct, frozen=True, kw_only=True):
    """A file that must no longer be shown, by its path below content/, by the SHA-256 of its content, or by
    both. `reason` is for the editors alone. takedown.yaml"""

    file: ContentFile = ""
    digest: Checksum = ""
    date: datetime.date
    reason: str


class Records(msgspec.Struct, frozen=True):
    """All records of a site, in the order of their files.

    `unread` are the ids of records that could not be read, and `terms/*` if nothing of a file could be read:
    nobody who names one of them is told that it does not exist.
    """

    terms: tuple[Term, ...] = ()
    places: tuple[Place, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    authors: tuple[Author, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    glossary: tuple[Abbreviation, ...] = ()
    takedowns: tuple[Takedown, ...] = ()
    unread: tuple[str, ...] = ()

    def is_unread(self, kind: str, ident: str) -> bool:
        """Whether a record of a kind (`term`, `place` …) may exist among those that could not be read."""
        return ident in self.unread or f"{kind}s/*" in self.unread


# The field of Records that each file fills, and what its items are.
RECORD_FILES: dict[str, tuple[str, type[msgspec.Struct]]] = {
    "terms.yaml": ("terms", Term),
    "places.yaml": ("places", Place),
    "organisations.yaml": ("organisations", Organisation),
    "authors.yaml": ("authors", Author),
    "sources.yaml": ("sources", SourceRecord),
    "glossary.yaml": ("glossary", Abbreviation),
    "takedown.yaml": ("takedowns", Takedown),
}
TAKEDOWN = "content/takedown.yaml"


def missing_files_of_records(records: Records, there: Collection[str]) -> Iterator[Diagnostic]:
    """A diagnostic for each file that sources and organisations name and static/ lacks."""
    for organisation in records.organisations:
        logo = organisation.logo
        for file in (logo.light, logo.dark) if logo else ():
            if file and file not in there:
                yield diagnostic(
                    "E156", "content/organisations.yaml", file=file, suggestion=suggest(file, there)
                )
    for source in records.sources:
        if source.archived and "://" not in source.archived and source.archived not in there:
            yield diagnostic("E156", "content/sources.yaml", file=source.archived)
