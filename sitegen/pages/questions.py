"""The questions that readers ask lists: which values of an entry answer each, and their names and order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

import msgspec

from sitegen.archive.model import Entry
from sitegen.archive.urls import section as section_of
from sitegen.content.kinds import ArticleFacts, Attachment, ForumFacts, ProgrammeFacts, ProjectFacts
from sitegen.core.diagnostics import marked
from sitegen.language.collation import sort_key
from sitegen.language.numbers import format_compact_money
from sitegen.pages.cards import known_date, when
from sitegen.pages.edition import Edition, link_to
from sitegen.pages.frame import SECTION_NAMES
from sitegen.pages.views.data import Question

_RECIPIENTS = {
    "pta": marked("Parent-Teacher Association"),
    "school": marked("School"),
    "organisation": marked("Other organisation"),
}
# In the order in which a project goes through them.
STATUS_NAMES = {
    "planned": "Planned",
    "approved": "Approved",
    "ongoing": "Ongoing",
    "completed": "Completed",
    "suspended": "Suspended",
    "cancelled": "Cancelled",
}
_MODES = {"in-person": "In person", "online": "Online", "hybrid": "In person and online"}
_LANGUAGES = {"mn": marked("Mongolian"), "en": marked("English")}
_NAMED = {"status": STATUS_NAMES, "recipient": _RECIPIENTS, "mode": _MODES, "language": _LANGUAGES}
# The kind of entry or record that the values of a question name.
NAMED_BY = {
    "programme": "programme",
    "forum": "forum",
    "funder": "organisation",
    "organisation": "organisation",
    "author": "author",
    "aimag": "place",
    "soum": "place",
    "tag": "term",
}


class Item(msgspec.Struct, frozen=True):
    """A line of a list: an entry, or a document of an entry."""

    entry: Entry
    document: Attachment | None = None


def question(edition: Edition, name: str, used: Iterable[str]) -> Question:
    """A question with the values in use, in the question's own order, each with its name and feed."""
    named = [(value, _title(edition, name, value), _feed(edition, name, value)) for value in used]
    if name in _NAMED:
        named.sort(key=lambda item: list(_NAMED[name]).index(item[0]))
    elif name in ("year", "start", "amount"):
        named.sort(key=lambda item: (item[0][:3], len(item[0]), item[0]), reverse=name != "amount")
    else:
        named.sort(key=lambda item: sort_key(item[1], edition.lang))
    return Question(name=name, values=tuple(named))


def _title(edition: Edition, name: str, value: str) -> str:
    if name in _NAMED:
        return edition._(_NAMED[name][value])
    if name == "kind":
        section = section_of(value)
        return edition._(SECTION_NAMES[section] if section else "Page")
    if name == "amount":
        currency, _, power = value.partition(" ")
        ends = (Decimal(10) ** (int(power) + step) for step in (0, 1))
        return " – ".join(format_compact_money(end, currency, edition.lang) for end in ends)
    link = link_to(edition, NAMED_BY[name], value) if name in NAMED_BY else None
    return link.title if link else value


def _feed(edition: Edition, name: str, value: str) -> str:
    """The address of the feed for a value; "" if it has none, as a programme without a text in the
    language."""
    kind = NAMED_BY.get(name, "")
    entry = edition.archive.entries.get((kind, value))
    followed = entry.document(edition.lang) is not None if entry else (kind, value) in edition.records
    if kind not in ("programme", "place", "term", "organisation") or not followed:
        return ""
    return (
        f"{edition.archive.addresses.url(edition.archive.addresses.entry(kind, value, edition.lang))}feed.xml"
    )


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def date_of(item: Item) -> str:
    """The date by which an item is ordered (ISO 8601): of the event itself, or of the news."""
    dates = when(item.entry) if item.document is None else None
    day = item.entry.day
    return dates[0].isoformat() if dates else day.isoformat() if day and _is_dated(item) else ""


def _is_dated(item: Item) -> bool:
    return item.document is not None or item.entry.kind == "article"


def places_of(item: Item) -> tuple[str, ...]:
    facts = item.entry.facts
    own = _one(facts.place) if isinstance(facts, ProjectFacts) else ()
    return own or facts.places


def _programmes(item: Item) -> tuple[str, ...]:
    facts = item.entry.facts
    if isinstance(facts, ProgrammeFacts):
        return (item.entry.ref,)
    return facts.programmes if isinstance(facts, ArticleFacts) else _one(getattr(facts, "programme", None))


def _organisations(item: Item) -> tuple[str, ...]:
    """The organisations that a forum or an article names."""
    facts = item.entry.facts
    if not isinstance(facts, ForumFacts):
        return facts.organisations
    partners = (partner.organisation for partner in facts.partners)
    return tuple(dict.fromkeys((*facts.organisers, *partners, *facts.organisations)))


def _recipients(item: Item) -> tuple[str, ...]:
    """The kinds of recipient that a project names."""
    recipient = getattr(item.entry.facts, "recipient", None)
    return tuple(name for name in _RECIPIENTS if recipient and getattr(recipient, name))


def _band(item: Item) -> tuple[str, ...]:
    """The band of a project's amount, by its number of digits: `MNT 6` is from one to ten million."""
    amount = getattr(item.entry.facts, "amount", None)
    if amount is None or amount.amount < 1:
        return ()
    return (f"{amount.currency} {amount.amount.adjusted()}",)


def _start(item: Item) -> tuple[str, ...]:
    """The year in which a project began; the question `year` asks for that of the award, if it is known."""
    facts = item.entry.facts
    began = known_date(facts.start) if isinstance(facts, ProjectFacts) else None
    return (f"{began.year:04}",) if began else ()


def _format(item: Item) -> tuple[str, ...]:
    assert item.document
    return _one((item.document.file or "").rpartition(".")[2].upper())


def _stated(name: str) -> Callable[[Item], tuple[str, ...]]:
    """A reader of a field of the facts that has one value."""
    return lambda item: _one(getattr(item.entry.facts, name, None))


# By question, the reader of the values of an item that answer it; no value if it is not known.
READERS: Mapping[str, Callable[[Item], tuple[str, ...]]] = {
    "programme": _programmes,
    "forum": lambda item: getattr(item.entry.facts, "forums", ()),
    "funder": _stated("funder"),
    "organisation": _organisations,
    "author": lambda item: getattr(item.entry.facts, "written_by", ()),
    "aimag": lambda item: tuple(dict.fromkeys(place.partition("/")[0] for place in places_of(item))),
    "soum": lambda item: tuple(place for place in places_of(item) if "/" in place),
    "year": lambda item: _one(date_of(item)[:4]),
    "start": _start,
    "status": _stated("status"),
    "mode": _stated("mode"),
    "amount": _band,
    "recipient": _recipients,
    "kind": lambda item: (item.entry.kind,),
    "format": _format,
    "language": lambda item: _one(item.document.language if item.document else None),
    "tag": lambda item: item.entry.facts.tags,
}
