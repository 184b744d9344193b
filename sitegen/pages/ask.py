"""All projects in one small file per language, for the page where readers put questions to the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from sitegen.archive.model import Entry
from sitegen.content.kinds import Money, ProjectFacts
from sitegen.core.refusal import marked
from sitegen.language.collation import sort_key
from sitegen.language.numbers import format_compact_money
from sitegen.pages.cards import by_title, when
from sitegen.pages.edition import Edition, entry_link, link_to
from sitegen.pages.outlines import Outline, outline
from sitegen.pages.planned import PlannedPage, made
from sitegen.pages.views.data import Asked, ProjectIndex, Question

_RECIPIENTS = {
    "pta": marked("Parent-Teacher Association"),
    "school": marked("School"),
    "organisation": marked("Other organisation"),
}
# In the order in which they come.
STATUS_NAMES = {
    "planned": "Planned",
    "approved": "Approved",
    "ongoing": "Ongoing",
    "completed": "Completed",
    "suspended": "Suspended",
    "cancelled": "Cancelled",
}


def index_path(lang: str) -> str:
    return f"/data/projects-index.{lang}.json"


def index_outlines(edition: Edition) -> Iterator[Outline]:
    archive = edition.archive
    projects = by_title(edition.lang, archive.of_kind("project"))
    if archive.config.data and projects:
        programmes = {item.facts.programme for item in projects if isinstance(item.facts, ProjectFacts)}
        named = [entry for entry in archive.of_kind("programme") if entry.ref in programmes]
        yield outline(project_index, edition.lang, "", (*projects, *named))


def project_index(edition: Edition, entries: list[Entry]) -> Iterator[PlannedPage]:
    projects = [entry for entry in entries if entry.kind == "project"]
    questions = tuple(_question(edition, projects, name) for name in _READERS)
    page = ProjectIndex(questions=questions, rows=tuple(_row(edition, entry) for entry in projects))
    yield made(index_path(edition.lang), "projects-index.json", edition.lang, page)


def _row(edition: Edition, entry: Entry) -> Asked:
    facts = _facts(entry)
    link = entry_link(edition, entry)
    dates = when(entry)
    place = link_to(edition, "place", facts.place)
    return Asked(
        ref=entry.ref,
        title=link.title,
        url=link.url,
        lang=link.lang,
        date=dates[0].isoformat() if dates else "",
        amount=str(facts.amount.amount) if facts.amount else "",
        currency=facts.amount.currency if facts.amount else "",
        place=place.title if place else "",
        values=tuple(read(facts, entry) for read in _READERS.values()),
    )


def _question(edition: Edition, projects: list[Entry], name: str) -> Question:
    """What can be asked for: the values in use, each with its name, in their own order."""
    read = _READERS[name]
    used = {value for entry in projects for value in read(_facts(entry), entry)}
    named = [(value, _title(edition, name, value)) for value in used]
    if name == "status":
        named.sort(key=lambda pair: list(STATUS_NAMES).index(pair[0]))
    elif name in ("year", "amount"):
        named.sort(key=lambda pair: (pair[0][:3], len(pair[0]), pair[0]), reverse=name == "year")
    else:
        named.sort(key=lambda pair: sort_key(pair[1], edition.lang))
    return Question(name=name, values=tuple(named))


def _title(edition: Edition, name: str, value: str) -> str:
    if name == "status":
        return edition._(STATUS_NAMES[value])
    if name == "recipient":
        return edition._(_RECIPIENTS[value])
    if name == "amount":
        currency, _, power = value.partition(" ")
        ends = (Decimal(10) ** (int(power) + step) for step in (0, 1))
        return " – ".join(format_compact_money(end, currency, edition.lang) for end in ends)
    kind = {"programme": "programme", "funder": "organisation", "tag": "term"}.get(name, "place")
    link = link_to(edition, kind, value) if name != "year" else None
    return link.title if link else value


def _band(amount: Money | None) -> tuple[str, ...]:
    """Amounts of as many digits are in one band: `MNT 6` is from one to ten million."""
    if amount is None or amount.amount < 1:
        return ()
    return (f"{amount.currency} {amount.amount.adjusted()}",)


def _facts(entry: Entry) -> ProjectFacts:
    assert isinstance(entry.facts, ProjectFacts)
    return entry.facts


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _recipients(facts: ProjectFacts) -> tuple[str, ...]:
    """What kinds of recipient are named: each that is."""
    recipient = facts.recipient
    return tuple(name for name in _RECIPIENTS if recipient and getattr(recipient, name))


def _year(_: ProjectFacts, entry: Entry) -> tuple[str, ...]:
    dates = when(entry)
    return (f"{dates[0].year:04}",) if dates else ()


_READERS: dict[str, Callable[[ProjectFacts, Entry], tuple[str, ...]]] = {
    "programme": lambda facts, _: _one(facts.programme),
    "funder": lambda facts, _: _one(facts.funder),
    "aimag": lambda facts, _: _one((facts.place or "").partition("/")[0]),
    "soum": lambda facts, _: _one(facts.place if facts.place and "/" in facts.place else None),
    "year": _year,
    "status": lambda facts, _: _one(facts.status),
    "amount": lambda facts, _: _band(facts.amount),
    "recipient": lambda facts, _: _recipients(facts),
    "tag": lambda facts, _: facts.tags,
}
