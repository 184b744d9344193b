"""What IATI 2.03 and 360Giving require of an entry: what is known, what is missing and where to write it.

An entry that lacks what a standard requires is not in that standard's file, which would not be valid with it.
What is known of the entry is in all other files of data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.content.config import SITE_FILE, SiteConfig
from sitegen.content.document import Document
from sitegen.content.kinds import PlannedAndActual, ProgrammeFacts, ProjectFacts
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.dates import PartialDate
from sitegen.language.numbers import CURRENCY_CODES

IATI = "IATI"
GIVING = "360Giving"
KINDS_OF_ACTIVITY = ("programme", "project")


class Need(msgspec.Struct, frozen=True):
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


def is_complete(entry: Entry, standard: str) -> bool:
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
        path, *position = _place(entry.documents, field)
        if known:
            yield diagnostic("W173", path, *position, field=field, elements=elements, known=str(known))
        else:
            yield diagnostic("W172", path, *position, field=field, elements=elements)


def _place(documents: tuple[Document, ...], field: str) -> tuple[str, int, int]:
    """(path, line, column) of the field in a file of the entry, or of the entry's first file."""
    for document in documents:
        if any(mark.field == field for mark in document.marks):
            return (document.path, *document.mark(field))
    return (documents[0].path, 1, 1)


def days_of(value: PartialDate | PlannedAndActual | None) -> tuple[tuple[str, PartialDate], ...]:
    """(`planned` or `actual`, date) for each date that is given."""
    if isinstance(value, PartialDate):
        return (("actual", value),)
    pairs = (("planned", value.planned), ("actual", value.actual)) if value else ()
    return tuple((name, day) for name, day in pairs if day)


def _has_field(field: str) -> Callable[[Entry], bool]:
    return lambda entry: bool(getattr(entry.facts, field))


def _dates(field: str) -> Callable[[Entry], list[PartialDate]]:
    return lambda entry: [day for _, day in days_of(getattr(entry.facts, field))]


def _date_need(standard: str, element: str, field: str, form: str = "") -> Need:
    """The need for a date known to the day, which must be `actual` or `planned` if `form` says so."""

    def is_known(entry: Entry) -> bool:
        found = days_of(getattr(entry.facts, field))
        return any(day.day and form in ("", name) for name, day in found)

    return Need(standard, element, field, is_known, _dates(field))


def has_amount(entry: Entry) -> bool:
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
    Need(IATI, "description", "summary", _has_summary),
    Need(IATI, "participating-org", "funder", _has_party),
    Need(IATI, "activity-status", "status", _has_field("status")),
    _date_need(IATI, "activity-date", "start"),
    Need(IATI, "sector", "sector", _has_field("sector"), must=False),
)
_NEEDS: dict[str, tuple[Need, ...]] = {
    "programme": (*_IATI, Need(IATI, "recipient-country", "places", _has_place, must=False)),
    "project": (
        *_IATI,
        Need(IATI, "recipient-country", "place", _has_place, must=False),
        Need(GIVING, "description", "summary", _has_summary),
        Need(GIVING, "amountAwarded", "amount", has_amount),
        _date_need(GIVING, "awardDate", "award", "actual"),
        Need(GIVING, "recipientOrganization", "recipient", _has_field("recipient")),
        Need(GIVING, "fundingOrganization", "funder", _has_field("funder")),
    ),
}
