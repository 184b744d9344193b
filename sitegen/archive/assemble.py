"""All documents to one archive, references and their inverses included. Runs whole on every build."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from sitegen.archive.entries import join
from sitegen.archive.model import Archive, Entry, Mention
from sitegen.archive.urls import addresses
from sitegen.content.assets import Asset
from sitegen.content.config import SiteConfig
from sitegen.content.document import Document
from sitegen.content.kinds import BY_NAME
from sitegen.content.records import Place, Records, Soum
from sitegen.content.references import Reference
from sitegen.core.diagnostics import Diagnostic, diagnostic


class _Unresolved(msgspec.Struct, frozen=True):
    """A reference to what is not there."""

    entry: Entry
    reference: Reference


def assemble(
    config: SiteConfig,
    records: Records,
    documents: Iterable[Document],
    assets: Mapping[str, Asset],
    today: date,
    drafts: bool = False,
) -> tuple[Archive, tuple[Diagnostic, ...]]:
    """The archive as it is on `today`, and every problem between documents.

    `assets` are by path. A reference to an entry that is not published yet is left out, with a warning.
    """
    archive, unresolved, problems = _assembled(config, records, documents, assets, today, drafts)
    return archive, (*problems, *(_unknown(item, archive) for item in unresolved))


def assemble_part(
    config: SiteConfig,
    records: Records,
    documents: Iterable[Document],
    assets: Mapping[str, Asset],
    today: date,
    drafts: bool,
) -> Archive:
    """As `assemble`, of some documents only: so what others refer to in vain is no problem."""
    archive, _, _ = _assembled(config, records, documents, assets, today, drafts)
    return archive


def _assembled(
    config: SiteConfig,
    records: Records,
    documents: Iterable[Document],
    assets: Mapping[str, Asset],
    today: date,
    drafts: bool,
) -> tuple[Archive, list[_Unresolved], list[Diagnostic]]:
    languages = tuple(language.code for language in config.languages)
    entries, hidden, problems = join(documents, languages, today, drafts)
    known = {entry.key for entry in entries} | _recorded(records)
    mentions: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    unresolved = []
    for entry in entries:
        for reference in entry.references:
            target = (reference.target, reference.ident)
            if target in known:
                mentions[target].append(Mention(reference.field.partition(".")[0], entry))
            else:
                unresolved.append(_Unresolved(entry, reference))
    archive = Archive(
        config=config,
        addresses=addresses(config.base_url, tuple((item.code, item.prefix) for item in config.languages)),
        records=records,
        entries={entry.key: entry for entry in entries},
        kinds={kind: tuple(entry for entry in entries if entry.kind == kind) for kind in BY_NAME},
        order={entry.key: number for number, entry in enumerate(entries)},
        mentions={target: tuple(found) for target, found in mentions.items()},
        assets=assets,
        terms={term.id: term for term in records.terms},
        places=dict(_places(records.places)),
        organisations={item.id: item for item in records.organisations},
        sources={item.id: item for item in records.sources},
        hidden=hidden,
        today=today,
    )
    return archive, unresolved, problems


def _recorded(records: Records) -> set[tuple[str, str]]:
    found = {("term", term.id) for term in records.terms}
    found |= {("place", ident) for ident, _ in _places(records.places)}
    found |= {("organisation", item.id) for item in records.organisations}
    found |= {("source", item.id) for item in records.sources}
    return found


def _places(places: tuple[Place, ...]) -> Iterator[tuple[str, tuple[Place, Soum | None]]]:
    for place in places:
        yield place.id, (place, None)
        for soum in place.soums:
            yield f"{place.id}/{soum.id}", (place, soum)


def _unknown(item: _Unresolved, archive: Archive) -> Diagnostic:
    """Reported where the field stands: in the file that states it."""
    reference = item.reference
    root = reference.field.partition(".")[0]
    documents = item.entry.documents
    document = next((document for document in documents if root in document.given), documents[0])
    known = {*archive.entries, *_recorded(archive.records)}
    return diagnostic(
        "W410" if (reference.target, reference.ident) in archive.hidden else "E411",
        document.path,
        *document.mark(reference.field),
        kind=reference.target,
        id=reference.ident,
        suggestion=nearest(reference.ident, (ident for kind, ident in known if kind == reference.target)),
    )


def nearest(text: str, candidates: Iterable[str]) -> str:
    """The candidate most like the text, or '' when none is."""
    found = difflib.get_close_matches(text, list(candidates), n=1, cutoff=0.6)
    return found[0] if found else ""
