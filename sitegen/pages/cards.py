"""Entries as lines of a list."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.content.kinds import ForumFacts, PlannedAndActual, ProgrammeFacts, ProjectFacts
from sitegen.language.alphabet import sort_key
from sitegen.language.catalogue import Catalogue
from sitegen.language.dates import PartialDate
from sitegen.pages import views
from sitegen.pages.edition import Edition, entry_link, link_to, moment, money, near_entry, record_links
from sitegen.pages.frame import all_feeds
from sitegen.pages.pictures import small_picture


def make_edition(archive: Archive, lang: str, words: Catalogue) -> Edition:
    bare = Edition(archive, lang, words, record_links(archive, lang))
    return msgspec.structs.replace(bare, feeds=all_feeds(bare))


def _card(edition: Edition, entry: Entry) -> views.Card:
    document = entry.shown(edition.lang)
    link = entry_link(edition, entry)
    facts = entry.facts
    project = facts if isinstance(facts, ProjectFacts) else None
    place = link_to(edition, "place", project.place) if project else None
    status = facts.status if isinstance(facts, ProjectFacts | ProgrammeFacts) else None
    amount = facts.amount if isinstance(facts, ProjectFacts | ProgrammeFacts) else None
    card = edition.cards[entry.key] = views.Card(
        kind=entry.kind,
        title=link.title,
        url=link.url,
        lang=link.lang,
        summary=document.text.summary,
        date=moment(edition, facts.date) if entry.kind == "article" else None,
        when=dates_of(entry),
        place=place.title if place else None,
        status=status,
        amount=money(amount),
        picture=small_picture(edition, entry, entry.thumbnails) if entry.thumbnails else None,
    )
    return card


def cards(edition: Edition, entries: Iterable[Entry]) -> tuple[views.Card, ...]:
    made = edition.cards
    there = [near_entry(edition, entry) for entry in entries]
    return tuple([made.get(entry.key) or _card(edition, entry) for entry in there])


def dates_of(entry: Entry) -> tuple[PartialDate, PartialDate | None] | None:
    """(first, last or None) date of the event, grant or programme itself, not of its publication."""
    facts = entry.facts
    start: PartialDate | None = None
    end: PartialDate | None = None
    if isinstance(facts, ForumFacts | ProgrammeFacts):
        start, end = facts.start, facts.end
    elif isinstance(facts, ProjectFacts):
        start = known_date(facts.award) or known_date(facts.start)
        end = known_date(facts.end)
    if start is None:
        return (end, None) if end else None
    return (start, end if end != start else None)


def known_date(planned: PlannedAndActual | None) -> PartialDate | None:
    """The actual date, else the planned one."""
    return (planned.actual or planned.planned) if planned else None


def by_time(entries: Iterable[Entry]) -> list[Entry]:
    """Newest first, by the dates of the events themselves. A forum without a date stands by its number,
    between the forums before and after it; other entries without a date come last."""
    there = list(entries)
    ordered = sorted((entry for entry in there if dates_of(entry)), key=_start, reverse=True)
    for entry in (entry for entry in there if not dates_of(entry)):
        number = _number(entry)
        before = (place for place, other in enumerate(ordered) if number and 0 < _number(other) < number)
        ordered.insert(next(before, len(ordered)), entry)
    return ordered


def _number(entry: Entry) -> int:
    return entry.facts.number or 0 if isinstance(entry.facts, ForumFacts) else 0


def _start(entry: Entry) -> tuple[PartialDate, str]:
    found = dates_of(entry)
    assert found is not None
    return (found[0], entry.ref)


# The kinds that stand in alphabetical lists: only their titles can move entries. pages/scope.py relies on
# that, so every alphabetical list of entries is made by `by_title`, which takes no other kinds.
BY_TITLE = frozenset(("programme", "project"))


def by_title(lang: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries in the alphabetical order of a language. Raises ValueError for a kind that is not in
    BY_TITLE."""
    found = list(entries)
    if others := {entry.kind for entry in found} - BY_TITLE:
        raise ValueError(f"{', '.join(sorted(others))}: to be ordered by title, a kind must be in BY_TITLE")
    return sorted(found, key=lambda entry: (sort_key(entry.shown(lang).text.title, lang), entry.ref))
