"""The part of a view that all kinds of entries share: text, sources, conflicts, pictures, documents; and how
an entry is cited: its version, and the forms that programs for references read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from sitegen.archive.model import Entry
from sitegen.content.assets import Asset
from sitegen.content.document import Document
from sitegen.content.kinds import ArticleFacts, Attachment, Conflict, Partner, ProgrammeDonor, Text
from sitegen.content.wording import Correction
from sitegen.pages import views
from sitegen.pages.edition import (
    Edition,
    asset_path,
    asset_url,
    entry_path,
    link_to,
    links_to,
    moment,
    phrase,
    required_phrase,
    text,
)
from sitegen.pages.frame import donors_of
from sitegen.pages.pictures import entry_pictures, placed_figures, videos

_NAMED = {"\\": "textbackslash", "~": "textasciitilde", "^": "textasciicircum"}
_BIBTEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_{}"} | {sign: f"\\{name}{{}}" for sign, name in _NAMED.items()}
)
# BibTeX counts braces, escaped ones too.
_ODD_BRACES = str.maketrans(_BIBTEX | {ord("{"): "\\textbraceleft{}", ord("}"): "\\textbraceright{}"})
_LANGID = {"mn": "mongolian", "en": "english"}
ALL_DOCUMENTS = "documents"  # the address part of the list of all documents


def common_fields(edition: Edition, entry: Entry, sources: Mapping[str, views.SourceView]) -> dict[str, Any]:
    """The fields that every EntryView has, to build the view of a kind with."""
    document = entry.document_for(edition.lang)
    facts = entry.facts
    pictures = entry_pictures(edition, entry)
    return {
        "kind": entry.kind,
        "title": document.text.title,
        "lang": document.lang,
        "summary": document.text.summary,
        "prose": msgspec.structs.replace(prose(edition, entry, document), figures=pictures.placed),
        "contents": contents(document),
        "lead": pictures.lead,
        "gallery": pictures.gallery,
        "pair": pictures.pair,
        "videos": tuple(videos(edition, entry)),
        "documents": tuple(_attachments(edition, entry)),
        "all_documents": edition.url(ALL_DOCUMENTS) if facts.documents else "",
        "tags": links_to(edition, "term", facts.tags),
        "places": links_to(edition, "place", facts.places),
        "organisations": links_to(edition, "organisation", facts.organisations),
        "conflicts": tuple(_conflict(edition, conflict, sources) for conflict in facts.conflicts),
        "sources": tuple(sources.values()),
        "confidence": facts.confidence,
        "licence": facts.licence,
        "date": moment(edition, facts.date),
        "updated": document.text.updated,
        "permanent_url": edition.archive.addresses.full(entry_path(edition, entry)),
        "citation": citation(edition, entry, document),
        "stale": document.lang in entry.outdated,
        "sample": document.text.sample,
        "donors": tuple(_donors(edition, entry)),
    }


def _donors(edition: Edition, entry: Entry) -> Iterator[views.DonorView]:
    for programme, donor in donors_of(edition.archive, entry):
        yield _donor(edition, programme, donor)


def _donor(edition: Edition, programme: Entry, donor: ProgrammeDonor) -> views.DonorView:
    return views.DonorView(
        name=required_phrase(edition, donor.name),
        statement=required_phrase(edition, donor.statement),
        logo=donor.logo and asset_url(edition, programme, donor.logo),
        url=donor.url,
    )


def contents(document: Document) -> tuple[views.Contents, ...]:
    return tuple(
        views.Contents(level=heading.level, id=heading.id, title=heading.text)
        for heading in document.headings
        if heading.level <= 3
    )


def prose(edition: Edition, entry: Entry, document: Document) -> views.Prose:
    addresses = edition.archive.addresses
    return views.Prose(
        body=document.body,
        lang=document.lang,
        links=tuple(
            views.Target(
                url=item.path if item.external else _with_anchor(addresses.url(item.path), item.anchor),
                lang=edition.foreign(item.lang) if item.lang else "",
                external=item.external,
            )
            for item in edition.destinations.get(document.path, ())
        ),
        figures=placed_figures(edition, entry, document),
    )


def _with_anchor(url: str, anchor: str) -> str:
    return f"{url}#{anchor}" if anchor and url else url


def attachment(edition: Edition, entry: Entry, item: Attachment, asset: Asset | None) -> views.AttachmentView:
    """The view of a document to download; `asset` is its file, if it is one of ours."""
    if item.file is None and item.url is None and not item.title.texts:
        return views.AttachmentView(
            title=views.Phrase(text=edition._("This document was taken down.")), url=""
        )
    title, language = required_phrase(edition, item.title), item.language or ""
    if item.file is None:
        return views.AttachmentView(title=title, url=item.url or "", language=language)
    return views.AttachmentView(
        title=title,
        url=asset_url(edition, entry, item.file),
        size=asset.size if asset else None,
        format=item.file.rpartition(".")[2].upper(),
        language=language,
        pages=asset.pages if asset else None,
        checksum=asset.checksum if asset else "",
    )


def _attachments(edition: Edition, entry: Entry) -> Iterator[views.AttachmentView]:
    for item in entry.facts.documents:
        asset = edition.archive.assets.get(asset_path(entry, item.file or ""))
        yield attachment(edition, entry, item, asset)


def cited_sources(edition: Edition, entry: Entry) -> dict[str, views.SourceView]:
    """The sources that an entry names, by id: first those of its list, then those of its claims and
    figures."""
    named = entry.references
    others = [item.ident for item in named if item.kind == "source"]
    idents = dict.fromkeys((*entry.facts.sources, *others))
    known = [ident for ident in idents if ident in edition.archive.sources]
    return {ident: _source(edition, number, ident) for number, ident in enumerate(known, 1)}


def _source(edition: Edition, number: int, ident: str) -> views.SourceView:
    source = edition.archive.sources[ident]
    return views.SourceView(
        number=number,
        title=required_phrase(edition, source.title),
        publisher=phrase(edition, source.publisher),
        url=source.url,
        archived=_kept_address(edition, source.archived),
        date=source.date,
        language=source.language,
    )


def _kept_address(edition: Edition, archived: str | None) -> str | None:
    """The address of the kept copy of a source, elsewhere or in a file of this site; None if there is
    none."""
    if archived is None or "://" in archived:
        return archived
    return edition.archive.addresses.url(f"/static/{archived}")


def _conflict(
    edition: Edition, conflict: Conflict, sources: Mapping[str, views.SourceView]
) -> views.ConflictView:
    return views.ConflictView(
        topic=required_phrase(edition, conflict.topic),
        claims=tuple(
            views.ClaimView(value=required_phrase(edition, claim.value), source=sources[claim.source])
            for claim in conflict.claims
            if claim.source in sources
        ),
        reading=phrase(edition, conflict.reading),
    )


def partners(edition: Edition, items: Iterable[Partner]) -> tuple[views.PartnerView, ...]:
    return tuple(
        views.PartnerView(organisation=organisation, role=phrase(edition, item.role))
        for item in items
        if (organisation := link_to(edition, "organisation", item.organisation))
    )


class CitationParts(msgspec.Struct, frozen=True):
    """The parts of a citation. `number` and `changed` are the version of the text; without `authors` the
    site's owner is the author."""

    entry: Entry
    document: Document
    authors: tuple[str, ...]
    owner: str
    site: str
    number: int
    changed: datetime.date | None
    url: str

    @property
    def published(self) -> datetime.date | None:
        return self.entry.published.date() if self.entry.published else None


def citation(edition: Edition, entry: Entry, document: Document) -> views.Citation:
    """How to cite a text. Its version is how often the text was published or corrected, and the last day of
    it."""
    days = (entry.published.date() if entry.published else None, last_change(document.text))
    number = 1 + len(document.text.corrections)
    changed = max((day for day in days if day), default=None)
    url = edition.archive.addresses.full(entry_path(edition, entry))
    owner = text(edition, edition.archive.config.owner)
    site = text(edition, edition.archive.config.title)
    cited = CitationParts(
        entry, document, _authors(edition, entry) or (owner,), owner, site, number, changed, url
    )
    return views.Citation(
        number=number,
        changed=changed,
        authors=cited.authors,
        corrections=tuple(
            views.CorrectionView(date=item.date, what=item.what)
            for item in corrections_in_order(document.text)
        ),
        bibtex=bibtex(cited),
        ris=ris(cited),
    )


def _authors(edition: Edition, entry: Entry) -> tuple[str, ...]:
    written_by = entry.facts.written_by if isinstance(entry.facts, ArticleFacts) else ()
    links = (edition.records.get(("author", ident)) for ident in written_by)
    return tuple(link.title for link in links if link)


def last_change(text: Text) -> datetime.date | None:
    """The last day on which the text was corrected, or otherwise changed."""
    days = [text.updated, *(item.date for item in text.corrections)]
    return max((day for day in days if day), default=None)


def corrections_in_order(text: Text) -> list[Correction]:
    return sorted(text.corrections, key=lambda item: item.date)


def bibtex(cited: CitationParts) -> str:
    """The citation as an `@misc` entry, which every style of BibTeX and biblatex knows. Braces within the
    quotation marks keep a name from being parted."""
    name = re.sub("[^a-z0-9]+", "-", f"{cited.entry.ref}-{cited.document.lang}")
    version = f"version {cited.number}" + (f", {cited.changed.isoformat()}" if cited.changed else "")
    fields = {
        "author": " and ".join(f"{{{_escape_bibtex(name)}}}" for name in cited.authors),
        "title": f"{{{_escape_bibtex(cited.document.text.title)}}}",
        "howpublished": f"{{{_escape_bibtex(cited.site)}}}",
        "year": f"{cited.published.year}" if cited.published else "",
        "note": version,
        "langid": _LANGID[cited.document.lang],
        "url": cited.url,
    }
    lines = (f'  {key} = "{value}",' for key, value in fields.items() if value)
    return "\n".join((f"@misc{{{name},", *lines, "}"))


def _escape_bibtex(text: str) -> str:
    braces = re.sub("[^{}]", "", text)
    while "{}" in braces:
        braces = braces.replace("{}", "")
    return text.translate(_ODD_BRACES if braces else _BIBTEX)


def ris(cited: CitationParts) -> str:
    """The citation as an RIS record of type ELEC, web page."""
    published, changed = cited.published, cited.changed
    fields = (
        ("TY", "ELEC"),
        *(("AU", name) for name in cited.authors),
        ("TI", cited.document.text.title),
        ("T2", cited.site),
        ("PY", f"{published.year}" if published else ""),
        ("DA", f"{published:%Y/%m/%d}" if published else ""),
        ("ET", f"{cited.number}" + (f" ({changed.isoformat()})" if changed else "")),
        ("PB", cited.owner),
        ("LA", cited.document.lang),
        ("UR", cited.url),
    )
    lines = (f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value)
    return "\n".join((*lines, "ER  - "))
