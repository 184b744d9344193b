"""What IATI 2.03 and 360Giving ask of a record: what of it is known, what is missing and where to write it.

A record that lacks what a standard requires is not in that standard's file: the file would not be valid. What
is known of it is in all the other files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.content.config import SITE_FILE, SiteConfig
from sitegen.content.document import Document
from sitegen.content.kinds import Planned, ProgrammeFacts, ProjectFacts
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.dates import PartialDate
from sitegen.language.numbers import CURRENCY_CODES

IATI = "IATI"
GIVING = "360Giving"
KINDS_OF_ACTIVITY = ("programme", "project")


class Need(msgspec.Struct, frozen=True):
    """What a standard requires: the element, and the field from which it comes. `dated` gives the dates that
    are known of it, where one is needed that is known to the day. Without what its schema requires (`must`)
    a file would not be valid; the rest is asked for by rules beside the schema."""

    standard: str
    element: str
    field: str
    is_known: Callable[[Entry], bool]
    dated: Callable[[Entry], Iterable[PartialDate]] | None = None
    must: bool = True


def iati_identifier(config: SiteConfig, entry: Entry) -> str | None:
    """The identifier of the site's owner, and the kind and the first ref of the entry."""
    if not config.organisation_id or entry.kind not in KINDS_OF_ACTIVITY:
        return None
    return f"{config.organisation_id}-{entry.kind}-{_first_ref(entry)}"


def grant_identifier(config: SiteConfig, entry: Entry) -> str | None:
    """The prefix that 360Giving gave, and the first ref of the project."""
    if not config.grant_prefix or entry.kind != "project":
        return None
    return f"{config.grant_prefix}-{_first_ref(entry)}"


def _first_ref(entry: Entry) -> str:
    """What the entry was called first: an identifier stays when the folder is renamed."""
    folder = f"/{entry.kind}s/"
    for document in entry.documents:
        for alias in document.text.aliases:
            before, there, ref = alias.partition(folder)
            if there and before.count("/") < 2 and ref.strip("/"):
                return ref.strip("/").replace("/", "-")
    return entry.ref


def is_complete(entry: Entry, standard: str) -> bool:
    """Whether all that the standard's schema requires is known; it has no place for a kind of which it
    requires nothing."""
    needs = [need for need in _NEEDS[entry.kind] if need.standard == standard and need.must]
    return bool(needs) and all(need.is_known(entry) for need in needs)


def missing_elements(archive: Archive) -> Iterator[Diagnostic]:
    """What the standards require and the settings or records do not say: one for each field to be written."""
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
    """Where the field stands in a file of the entry, or else its first file."""
    for document in documents:
        if any(mark.field == field for mark in document.marks):
            return (document.path, *document.mark(field))
    return (documents[0].path, 1, 1)


def days_of(value: PartialDate | Planned | None) -> tuple[tuple[str, PartialDate], ...]:
    """The dates that are given, each with whether it was `planned` or `actual`."""
    if isinstance(value, PartialDate):
        return (("actual", value),)
    pairs = (("planned", value.planned), ("actual", value.actual)) if value else ()
    return tuple((name, day) for name, day in pairs if day)


def _given(field: str) -> Callable[[Entry], bool]:
    return lambda entry: bool(getattr(entry.facts, field))


def _dates(field: str) -> Callable[[Entry], list[PartialDate]]:
    return lambda entry: [day for _, day in days_of(getattr(entry.facts, field))]


def _dated(standard: str, element: str, field: str, form: str = "") -> Need:
    """Something that needs a day; only one that is `actual` or `planned`, if a form is said."""

    def is_known(entry: Entry) -> bool:
        found = days_of(getattr(entry.facts, field))
        return any(day.day and form in ("", name) for name, day in found)

    return Need(standard, element, field, is_known, _dates(field))


def has_amount(entry: Entry) -> bool:
    """Whether there is an amount in a currency of ISO 4217, as the code lists of both standards have them."""
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
    Need(IATI, "activity-status", "status", _given("status")),
    _dated(IATI, "activity-date", "start"),
    Need(IATI, "sector", "sector", _given("sector"), must=False),
)
_NEEDS: dict[str, tuple[Need, ...]] = {
    "programme": (*_IATI, Need(IATI, "recipient-country", "places", _has_place, must=False)),
    "project": (
        *_IATI,
        Need(IATI, "recipient-country", "place", _has_place, must=False),
        Need(GIVING, "description", "summary", _has_summary),
        Need(GIVING, "amountAwarded", "amount", has_amount),
        _dated(GIVING, "awardDate", "award", "actual"),
        Need(GIVING, "recipientOrganization", "recipient", _given("recipient")),
        Need(GIVING, "fundingOrganization", "funder", _given("funder")),
    ),
}
