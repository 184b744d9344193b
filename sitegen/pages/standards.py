"""The entries in the terms of two standards of open data, IATI 2.03 and 360Giving: each as a file, and what
an entry needs to be in it.

An entry that lacks what a standard requires is not in that standard's file, which would not be valid with it.
What is known of the entry is in all other files of data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.content.config import SITE_FILE, SiteConfig
from sitegen.content.document import Document
from sitegen.content.kinds import PlannedAndActual, ProgrammeFacts, ProjectFacts
from sitegen.core.diagnostics import Diagnostic, diagnostic, mark_message
from sitegen.language.catalogue import Words
from sitegen.language.dates import PartialDate
from sitegen.language.numbers import CURRENCY_CODES
from sitegen.pages.edition import Editions, place_name
from sitegen.pages.planned import GENERATED, Outline, PlannedPage, outline
from sitegen.pages.views.files import (
    AtTime,
    GrantProgramme,
    Location,
    Party,
    Publisher,
    StandardFile,
    Undertaking,
)

IATI = "IATI"
GIVING = "360Giving"
KINDS_OF_ACTIVITY = ("programme", "project")
GIVING_FILE = "/data/360giving.json"
IATI_FILE = "/data/iati.xml"
_ORGANISATION = mark_message("IATI: the organisation")
_ORGANISATION_FILE = "/data/iati-organisation.xml"
# IATI, code list OrganisationRole.
_FUNDING, _IMPLEMENTING = "1", "4"


def standard_outlines(archive: Archive, changed: str) -> Iterator[Outline]:
    """The outline of a file for each standard whose identifiers the settings have, if an entry has all that
    the standard requires."""
    for standard, make, kinds in (
        (IATI, iati_file, KINDS_OF_ACTIVITY),
        (GIVING, giving_file, ("project", "programme")),
    ):
        entries = [entry for kind in kinds for entry in archive.of_kind(kind)]
        if is_published(archive, standard):
            yield outline(make, "", "", entries, changed)
    if has_identifiers(archive.config, IATI):
        yield outline(organisation_file, "", "", (), changed)


def standards_of(archive: Archive) -> list[tuple[str, str, int, int]]:
    """(name, path of the file or "", number of complete entries, number of entries of kinds that it has) for
    each standard whose identifiers the settings have."""
    found = []
    for standard, path, kinds in ((GIVING, GIVING_FILE, ("project",)), (IATI, IATI_FILE, KINDS_OF_ACTIVITY)):
        if has_identifiers(archive.config, standard):
            told, of = (
                len(complete_entries(archive, standard)),
                sum(len(archive.of_kind(kind)) for kind in kinds),
            )
            found.append((standard, path if told else "", told, of))
    if has_identifiers(archive.config, IATI):
        found.append((_ORGANISATION, _ORGANISATION_FILE, 1, 1))
    return found


def is_published(archive: Archive, standard: str) -> bool:
    return has_identifiers(archive.config, standard) and bool(complete_entries(archive, standard))


def has_identifiers(config: SiteConfig, standard: str) -> bool:
    if standard == GIVING:
        return bool(config.grant_prefix)
    return bool(config.organisation_id and config.organisation_type)


def complete_entries(archive: Archive, standard: str) -> list[Entry]:
    entries = (entry for kind in KINDS_OF_ACTIVITY for entry in archive.of_kind(kind))
    return [entry for entry in entries if _is_complete(entry, standard)]


def iati_file(editions: Editions, entries: list[Entry], changed: str) -> Iterator[PlannedPage]:
    items = tuple(_undertakings(editions, entries, IATI))
    yield PlannedPage(IATI_FILE, "iati.xml", "", _file(editions, IATI_FILE, items, changed), GENERATED)


def organisation_file(editions: Editions, _: list[Entry], changed: str) -> Iterator[PlannedPage]:
    """The publisher, for whom IATI has a file of its own."""
    page = _file(editions, _ORGANISATION_FILE, (), changed)
    yield PlannedPage(_ORGANISATION_FILE, "iati-organisation.xml", "", page, GENERATED)


def giving_file(editions: Editions, entries: list[Entry], changed: str) -> Iterator[PlannedPage]:
    items = tuple(_undertakings(editions, entries, GIVING))
    yield PlannedPage(
        GIVING_FILE, "360giving.json", "", _file(editions, GIVING_FILE, items, changed), GENERATED
    )


def _file(editions: Editions, path: str, items: tuple[Undertaking, ...], changed: str) -> StandardFile:
    first = editions[0]
    config, addresses = first.archive.config, first.archive.addresses
    moment = datetime.combine(datetime.fromisoformat(changed or "1970-01-01"), time())
    return StandardFile(
        publisher=Publisher(
            id=config.organisation_id or "",
            type=config.organisation_type or "",
            names=texts_of(editions, config.owner),
            website=addresses.full(first.path()),
        ),
        url=addresses.full(path),
        zone=moment.replace(tzinfo=ZoneInfo(config.time_zone)).isoformat()[19:],
        items=items,
        title=config.title.pick(first.lang, first.archive.languages)[0],
        licence_url=config.licence.url,
        changed=changed or None,
    )


def _undertakings(editions: Editions, entries: list[Entry], standard: str) -> Iterator[Undertaking]:
    told = [entry for entry in entries if _is_complete(entry, standard)]
    there = {entry.key: entry for entry in entries}
    if standard == GIVING:
        yield from (_grant(editions, entry, there) for entry in sorted(told, key=lambda item: item.ref))
        return
    known = {entry.key for entry in told}
    parts: dict[tuple[str, str], list[Entry]] = {}
    for entry in told:
        parts.setdefault(_parent(entry), []).append(entry)
    for entry in sorted(told, key=lambda item: (item.kind, item.ref)):
        yield _activity(editions, entry, parts.get(entry.key, []), known)


def _grant(editions: Editions, entry: Entry, there: dict[tuple[str, str], Entry]) -> Undertaking:
    facts = entry.facts
    assert isinstance(facts, ProjectFacts)
    programme = there.get(_parent(entry))
    return _undertaking(
        editions,
        entry,
        id=grant_identifier(editions[0].archive.config, entry),
        parties=(*_funders(editions, facts.funder, GIVING), *_recipients(editions, entry, GIVING)),
        programme=GrantProgramme(
            ref=programme.ref,
            names=_own_texts(editions, programme, "title"),
            url=_pages(editions, programme)[0][1],
        )
        if programme
        else None,
    )


def _activity(
    editions: Editions, entry: Entry, parts: list[Entry], known: set[tuple[str, str]]
) -> Undertaking:
    facts, config = entry.facts, editions[0].archive.config
    assert isinstance(facts, ProgrammeFacts | ProjectFacts)
    parties = [*_funders(editions, facts.funder, IATI)]
    if isinstance(facts, ProgrammeFacts):
        parties += (_organisation(editions, ident, IATI, _IMPLEMENTING) for ident in facts.implementers)
    else:
        parties += _recipients(editions, entry, IATI)
    parent = _parent(entry)
    return _undertaking(
        editions,
        entry,
        id=iati_identifier(config, entry),
        parties=tuple(parties),
        level=1 if entry.kind == "programme" else 2,
        other_id=facts.identifier if isinstance(facts, ProgrammeFacts) else None,
        parent=iati_identifier(config, editions[0].archive.entries[parent]) if parent in known else None,
        parts=tuple(filter(None, (iati_identifier(config, part) for part in parts))),
    )


def _undertaking(editions: Editions, entry: Entry, **own: object) -> Undertaking:
    """What both standards say of an entry; `own` is what one of them says besides."""
    facts = entry.facts
    assert isinstance(facts, ProgrammeFacts | ProjectFacts)
    award = dict(_days_of(facts.award)) if isinstance(facts, ProjectFacts) else {}
    awarded = award.get("actual")
    is_told = bool(awarded and awarded.day and _has_amount(entry))
    places = (facts.place,) if isinstance(facts, ProjectFacts) and facts.place else facts.places
    changes = [day for document in entry.documents if (day := document.text.updated or entry.day)]
    shared: dict[str, object] = {
        "names": _own_texts(editions, entry, "title"),
        "summaries": _own_texts(editions, entry, "summary"),
        "times": _times(facts),
        "pages": _pages(editions, entry),
        "status": facts.status,
        "places": tuple(_locations(editions, places)),
        "sector": facts.sector,
        "amount": format(facts.amount.amount, "f") if is_told and facts.amount else None,
        "currency": facts.amount.currency if is_told and facts.amount else None,
        "award": str(awarded) if is_told else None,
        "changed": max(changes).isoformat() if changes else None,
    }
    return Undertaking(**(shared | own))  # type: ignore[arg-type]


def _times(facts: ProgrammeFacts | ProjectFacts) -> AtTime:
    dates = (("start", facts.start), ("end", facts.end))
    return AtTime(**{f"{name}_{field}": str(day) for field, value in dates for name, day in _days_of(value)})


def _parent(entry: Entry) -> tuple[str, str]:
    facts = entry.facts
    if isinstance(facts, ProjectFacts):
        return ("programme", facts.programme or "")
    return ("programme", facts.parent or "") if isinstance(facts, ProgrammeFacts) else ("", "")


def _funders(editions: Editions, funder: str | None, standard: str) -> Iterator[Party]:
    if funder:
        yield _organisation(editions, funder, standard, _FUNDING)


def _recipients(editions: Editions, entry: Entry, standard: str) -> Iterator[Party]:
    """Who got the grant: an organisation with a record, else the association, else its school."""
    facts = entry.facts
    recipient = facts.recipient if isinstance(facts, ProjectFacts) else None
    if recipient is None:
        return
    if recipient.organisation:
        yield _organisation(editions, recipient.organisation, standard, _IMPLEMENTING)
    elif name := recipient.pta or recipient.school:
        config = editions[0].archive.config
        own = f"{grant_identifier(config, entry)}-recipient" if standard == GIVING else None
        yield Party(names=texts_of(editions, name), id=own, role=_IMPLEMENTING)


def _organisation(editions: Editions, ident: str, standard: str, role: str) -> Party:
    """An organisation with its identifier. 360Giving requires one for every organisation, so one without gets
    an identifier of the publisher's own."""
    archive = editions[0].archive
    record = archive.organisations[ident]
    own = f"{archive.config.grant_prefix}-org:{ident}" if standard == GIVING else None
    names = texts_of(editions, record.name)
    return Party(names=names, id=record.identifier or own, role=role, url=record.url)


def _locations(editions: Editions, places: Iterable[str]) -> Iterator[Location]:
    archive = editions[0].archive
    for ident in places:
        if ident in archive.places:
            aimag, soum = archive.places[ident]
            names = texts_of(editions, place_name(aimag, soum))
            yield Location(id=ident, names=names, iso=aimag.iso if soum is None else None)


def texts_of(editions: Editions, words: Words) -> tuple[tuple[str, str], ...]:
    """(language, text) of each edition that the words have."""
    found = ((edition.lang, words.get(edition.lang)) for edition in editions)
    return tuple((lang, text) for lang, text in found if text)


def _own_texts(editions: Editions, entry: Entry, field: str) -> tuple[tuple[str, str], ...]:
    documents = ((edition.lang, entry.document(edition.lang)) for edition in editions)
    found = ((lang, getattr(document.text, field)) for lang, document in documents if document)
    return tuple((lang, text) for lang, text in found if text)


def _pages(editions: Editions, entry: Entry) -> tuple[tuple[str, str], ...]:
    addresses = editions[0].archive.addresses
    return tuple(
        (edition.lang, addresses.full(addresses.entry(entry.kind, entry.ref, edition.lang)))
        for edition in editions
        if entry.document(edition.lang)
    )


class _Need(msgspec.Struct, frozen=True):
    """What a standard requires: an element, and the field it comes from. `dated` gives the known dates of an
    element that needs one known to the day. The schema requires what is `must`; the rest is required by rules
    beside the schema."""

    standard: str
    element: str
    field: str
    is_known: Callable[[Entry], bool]
    dated: Callable[[Entry], Iterable[PartialDate]] | None = None
    must: bool = True


def iati_identifier(config: SiteConfig, entry: Entry) -> str | None:
    """The entry's IATI identifier: the owner's, the kind and the entry's first ref; None without the
    owner's."""
    if not config.organisation_id or entry.kind not in KINDS_OF_ACTIVITY:
        return None
    return f"{config.organisation_id}-{entry.kind}-{_first_ref(entry)}"


def grant_identifier(config: SiteConfig, entry: Entry) -> str | None:
    """The project's identifier: the prefix that 360Giving gave, and the first ref; None without the
    prefix."""
    if not config.grant_prefix or entry.kind != "project":
        return None
    return f"{config.grant_prefix}-{_first_ref(entry)}"


def _first_ref(entry: Entry) -> str:
    """The ref that the entry had first, so that its identifier stays when the folder is renamed."""
    folder = f"/{entry.kind}s/"
    for document in entry.documents:
        for alias in document.text.aliases:
            before, there, ref = alias.partition(folder)
            if there and before.count("/") < 2 and ref.strip("/"):
                return ref.strip("/").replace("/", "-")
    return entry.ref


def _is_complete(entry: Entry, standard: str) -> bool:
    """Whether all that the standard's schema requires is known. False for a kind of which it requires
    nothing: the standard has no such kind."""
    needs = [need for need in _NEEDS[entry.kind] if need.standard == standard and need.must]
    return bool(needs) and all(need.is_known(entry) for need in needs)


def missing_elements(archive: Archive) -> Iterator[Diagnostic]:
    """A diagnostic for each field that the standards require and that settings or entries lack."""
    yield from _missing_settings(archive.config)
    for kind in KINDS_OF_ACTIVITY:
        for entry in archive.of_kind(kind):
            yield from _missing_fields(entry)


def _missing_settings(config: SiteConfig) -> Iterator[Diagnostic]:
    asked = (
        ("organisation_id", f"{IATI} reporting-org/@ref"),
        ("organisation_type", f"{IATI} reporting-org/@type"),
        ("grant_prefix", f"{GIVING} id"),
    )
    for field, element in asked:
        if not getattr(config, field):
            yield diagnostic("W174", SITE_FILE, 1, 1, field=field, element=element)


def _missing_fields(entry: Entry) -> Iterator[Diagnostic]:
    lacking = [need for need in _NEEDS[entry.kind] if not need.is_known(entry)]
    for field in dict.fromkeys(need.field for need in lacking):
        needs = [need for need in lacking if need.field == field]
        elements = ", ".join(f"{need.standard} {need.element}" for need in needs)
        known = next((date for need in needs if need.dated for date in need.dated(entry)), None)
        path, *position = _position_of(entry.documents, field)
        if known:
            yield diagnostic("W173", path, *position, field=field, elements=elements, known=str(known))
        else:
            yield diagnostic("W172", path, *position, field=field, elements=elements)


def _position_of(documents: tuple[Document, ...], field: str) -> tuple[str, int, int]:
    """(path, line, column) of the field in a file of the entry, or of the entry's first file."""
    for document in documents:
        if any(mark.field == field for mark in document.marks):
            return (document.path, *document.mark(field))
    return (documents[0].path, 1, 1)


def _days_of(value: PartialDate | PlannedAndActual | None) -> tuple[tuple[str, PartialDate], ...]:
    """(`planned` or `actual`, date) for each date that is given."""
    if isinstance(value, PartialDate):
        return (("actual", value),)
    pairs = (("planned", value.planned), ("actual", value.actual)) if value else ()
    return tuple((name, day) for name, day in pairs if day)


def _has_field(field: str) -> Callable[[Entry], bool]:
    return lambda entry: bool(getattr(entry.facts, field))


def _dates(field: str) -> Callable[[Entry], list[PartialDate]]:
    return lambda entry: [day for _, day in _days_of(getattr(entry.facts, field))]


def _date_need(standard: str, element: str, field: str, form: str = "") -> _Need:
    """The need for a date known to the day, which must be `actual` or `planned` if `form` says so."""

    def is_known(entry: Entry) -> bool:
        found = _days_of(getattr(entry.facts, field))
        return any(day.day and form in ("", name) for name, day in found)

    return _Need(standard, element, field, is_known, _dates(field))


def _has_amount(entry: Entry) -> bool:
    """Whether an entry has an amount in a currency of ISO 4217, the code list of both standards."""
    amount = getattr(entry.facts, "amount", None)
    return amount is not None and amount.currency in CURRENCY_CODES


def _has_summary(entry: Entry) -> bool:
    return any(document.text.summary for document in entry.documents)


def _has_party(entry: Entry) -> bool:
    facts = entry.facts
    if isinstance(facts, ProgrammeFacts):
        return bool(facts.funder or facts.implementers)
    return isinstance(facts, ProjectFacts) and bool(facts.funder or facts.recipient)


def _has_place(entry: Entry) -> bool:
    return bool(entry.facts.places or getattr(entry.facts, "place", None))


_IATI = (
    _Need(IATI, "description", "summary", _has_summary),
    _Need(IATI, "participating-org", "funder", _has_party),
    _Need(IATI, "activity-status", "status", _has_field("status")),
    _date_need(IATI, "activity-date", "start"),
    _Need(IATI, "sector", "sector", _has_field("sector"), must=False),
)
_NEEDS: dict[str, tuple[_Need, ...]] = {
    "programme": (*_IATI, _Need(IATI, "recipient-country", "places", _has_place, must=False)),
    "project": (
        *_IATI,
        _Need(IATI, "recipient-country", "place", _has_place, must=False),
        _Need(GIVING, "description", "summary", _has_summary),
        _Need(GIVING, "amountAwarded", "amount", _has_amount),
        _date_need(GIVING, "awardDate", "award", "actual"),
        _Need(GIVING, "recipientOrganization", "recipient", _has_field("recipient")),
        _Need(GIVING, "fundingOrganization", "funder", _has_field("funder")),
    ),
}
