"""The archive in one language, with what all its pages need: words, links and phrases, and entries as lines
of lists, in their order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from sitegen.archive.links import Destination
from sitegen.archive.model import Archive, Entry
from sitegen.content.assets import Size
from sitegen.content.kinds import (
    Contribution,
    ForumFacts,
    Money,
    PlannedAndActual,
    ProgrammeFacts,
    ProjectFacts,
)
from sitegen.content.records import Place, Soum
from sitegen.core.diagnostics import mark_message
from sitegen.language.alphabet import sort_key
from sitegen.language.catalogue import Catalogue, Words, say
from sitegen.language.dates import PartialDate
from sitegen.pages import views

# In the order in which a project goes through them.
STATUS_NAMES = {
    "planned": mark_message("Planned"),
    "approved": mark_message("Approved"),
    "ongoing": mark_message("Ongoing"),
    "completed": mark_message("Completed"),
    "suspended": mark_message("Suspended"),
    "cancelled": mark_message("Cancelled"),
}


class Edition(msgspec.Struct, frozen=True):
    """The archive in language `lang`. `records` are links to places, organisations, authors and terms,
    `feeds` the feeds of each section.

    `links` and `cards` remember what was made for one page, since other pages show it, too. `destinations`
    are the resolved links of documents, by path; only the edition of one entry's pages has them.
    """

    archive: Archive
    lang: str
    words: Catalogue
    records: Mapping[tuple[str, str], views.Link]
    feeds: Mapping[str, tuple[views.Feed, ...]] = {}
    destinations: Mapping[str, tuple[Destination, ...]] = {}
    links: dict[tuple[str, str], views.Link] = msgspec.field(default_factory=dict)
    cards: dict[tuple[str, str], views.Card] = msgspec.field(default_factory=dict)

    def _(self, text: str) -> str:
        return self.words.gettext(text)

    def url(self, *parts: str) -> str:
        """The address of a page of this edition, for a browser."""
        return self.archive.addresses.url(self.path(*parts))

    def path(self, *parts: str) -> str:
        return self.archive.addresses.path(self.lang, *parts)

    def foreign(self, lang: str) -> str:
        """The language to mark a text with: empty if it is the page's own."""
        return "" if lang == self.lang else lang


Editions = tuple[Edition, ...]


def phrase(edition: Edition, words: Words | None) -> views.Phrase | None:
    """The words in the reader's language, else in another, with its language; None for None."""
    return required_phrase(edition, words) if words else None


def required_phrase(edition: Edition, words: Words) -> views.Phrase:
    text, lang = words.pick(edition.lang, edition.archive.languages)
    return views.Phrase(text=text, lang=edition.foreign(lang))


def moment(edition: Edition, value: datetime | None) -> views.Moment | None:
    """A moment in the site's time zone."""
    if value is None:
        return None
    there = value.replace(tzinfo=ZoneInfo(edition.archive.config.time_zone))
    return views.Moment(local=value, offset=there.isoformat()[len(value.isoformat()) :])


def text(edition: Edition, words: Words | None) -> str:
    """The words in the reader's language, else in another; "" for None."""
    return words.pick(edition.lang, edition.archive.languages)[0] if words else ""


def entry_path(edition: Edition, entry: Entry) -> str:
    """The site path of an entry's page in this edition, which may be a stub."""
    return edition.archive.addresses.entry(entry.kind, entry.ref, edition.lang)


def asset_path(entry: Entry, file: str) -> str:
    """The source path of a file beside the entry."""
    return f"{posixpath.dirname(entry.documents[0].path)}/{file}"


def asset_url(edition: Edition, entry: Entry, file: str) -> str:
    """The address of a file beside the entry, for a browser."""
    addresses = edition.archive.addresses
    return addresses.url(addresses.asset(entry.kind, entry.ref, file))


def record_links(archive: Archive, lang: str) -> dict[tuple[str, str], views.Link]:
    """Links to all places, organisations, authors and terms, by (kind, id)."""
    return {
        key: _link(archive, lang, key, *name.pick(lang, archive.languages))
        for key, name in _record_names(archive)
    }


def _link(archive: Archive, lang: str, key: tuple[str, str], title: str, title_lang: str) -> views.Link:
    url = archive.addresses.url(archive.addresses.entry(*key, lang))
    return views.Link(title=title, url=url, lang="" if title_lang == lang else title_lang)


def place_name(place: Place, soum: Soum | None) -> Words:
    """A place's name with the words aimag and soum, since many soums share a name with each other or with an
    aimag. The name itself stays in its base form: “Ховд аймаг, Алтай сум”, “Altai soum, Khovd aimag”."""
    return Words(tuple(_place_names(place, soum, lang) for lang, _ in (soum or place).name.texts))


def _place_names(place: Place, soum: Soum | None, lang: str) -> tuple[str, str]:
    aimag = place.name.pick(lang)[0]
    if place.kind != "capital":
        aimag = say(lang, "{name} aimag", name=aimag)
    if soum is None:
        return lang, aimag
    inner = say(lang, "{name} soum", name=soum.name.get(lang))
    return lang, say(lang, "{soum}, {aimag}", soum=inner, aimag=aimag)


def _record_names(archive: Archive) -> Iterator[tuple[tuple[str, str], Words]]:
    for ident, (aimag, soum) in archive.places.items():
        yield ("place", ident), place_name(aimag, soum)
    for ident, organisation in archive.organisations.items():
        yield ("organisation", ident), organisation.name
    for ident, author in archive.authors.items():
        yield ("author", ident), author.name
    for ident, term in archive.terms.items():
        yield ("term", ident), term.name


def near_entry(edition: Edition, entry: Entry) -> Entry:
    """The entry as this edition holds it, some entries only as others see them. KeyError if it is not in the
    edition.

    Called before a look into `links` and `cards`, which all editions of a language share: otherwise a page
    could show an entry that its key does not name, and would be left stale (decision 11).
    """
    return edition.archive.entries[entry.key]


def entry_link(edition: Edition, entry: Entry) -> views.Link:
    """A link to an entry, with its title in the edition's language if it has one. KeyError as
    `near_entry`."""
    shown = near_entry(edition, entry).document_for(edition.lang)
    found = edition.links.get(entry.key)
    if found is None:
        found = _link(edition.archive, edition.lang, entry.key, shown.text.title, shown.lang)
        edition.links[entry.key] = found
    return found


def links_to(edition: Edition, kind: str, refs: Iterable[str]) -> tuple[views.Link, ...]:
    """Links to the entries or records that exist; the others were reported when the archive was assembled."""
    return tuple(link for ref in refs if (link := link_to(edition, kind, ref)))


def link_to(edition: Edition, kind: str, ref: str | None) -> views.Link | None:
    if not ref:
        return None
    entry = edition.archive.entries.get((kind, ref))
    return entry_link(edition, entry) if entry else edition.records.get((kind, ref))


def short_place(edition: Edition, ident: str | None) -> views.Link | None:
    """A link to a place by its bare name, to be shown where it is clear whether it is an aimag or a soum."""
    link = link_to(edition, "place", ident)
    if link is None or ident is None:
        return None
    place, soum = edition.archive.places[ident]
    name = required_phrase(edition, (soum or place).name)
    return msgspec.structs.replace(link, title=name.text, lang=name.lang)


def money(value: Money | None) -> views.MoneyView | None:
    return views.MoneyView(amount=value.amount, currency=value.currency) if value else None


def status_view(edition: Edition, code: str | None) -> views.StatusView | None:
    return views.StatusView(code=code, name=edition._(STATUS_NAMES[code])) if code else None


def total(amounts: Iterable[Money | None]) -> views.Total:
    """Sums by currency, and how many of the amounts are known."""
    sums: dict[str, Money] = {}
    known = count = 0
    for value in amounts:
        count += 1
        if value:
            known += 1
            before = sums.get(value.currency)
            sums[value.currency] = Money(value.amount + before.amount, value.currency) if before else value
    in_order = (sums[currency] for currency in sorted(sums))
    return views.Total(
        sums=tuple(views.MoneyView(amount=item.amount, currency=item.currency) for item in in_order),
        known=known,
        count=count,
    )


def amount_views(edition: Edition, lines: Iterable[Contribution]) -> tuple[views.AmountView, ...]:
    return tuple(
        views.AmountView(label=required_phrase(edition, line.source), money=money(line.amount))
        for line in lines
    )


def cards(edition: Edition, entries: Iterable[Entry]) -> tuple[views.Card, ...]:
    """The entries as lines of a list. KeyError as `near_entry`."""
    made = edition.cards
    there = [near_entry(edition, entry) for entry in entries]
    return tuple([made.get(entry.key) or _card(edition, entry) for entry in there])


def _card(edition: Edition, entry: Entry) -> views.Card:
    document = entry.document_for(edition.lang)
    link = entry_link(edition, entry)
    facts = entry.facts
    project = facts if isinstance(facts, ProjectFacts) else None
    place = link_to(edition, "place", project.place) if project else None
    status = status_view(edition, facts.status) if isinstance(facts, ProjectFacts | ProgrammeFacts) else None
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


def srcset(edition: Edition, entry: Entry, sizes: Sequence[Size]) -> str:
    """The attribute `srcset` (HTML, 4.8.4.2.1) of a picture beside an entry."""
    return ", ".join(f"{asset_url(edition, entry, size.name)} {size.width}w" for size in sizes)


def small_picture(edition: Edition, entry: Entry, sizes: Sequence[Size]) -> views.Thumbnail:
    first, *larger = sizes
    return views.Thumbnail(
        src=asset_url(edition, entry, first.name),
        width=first.width,
        height=first.height,
        srcset=srcset(edition, entry, sizes) if larger else "",
    )


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
        before = (at for at, other in enumerate(ordered) if number and 0 < _number(other) < number)
        ordered.insert(next(before, len(ordered)), entry)
    return ordered


def _number(entry: Entry) -> int:
    return entry.facts.number or 0 if isinstance(entry.facts, ForumFacts) else 0


def _start(entry: Entry) -> tuple[PartialDate, str]:
    found = dates_of(entry)
    assert found is not None
    return (found[0], entry.ref)


# The kinds that stand in alphabetical lists: only their titles can move entries. pages/scope.py relies on
# that, so every alphabetical list of entries is made by `by_title`, which takes no other kinds. No other
# module orders anything by title (tests/meta/test_orders.py).
BY_TITLE = frozenset(("programme", "project"))


def by_title(lang: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries in the alphabetical order of a language. Raises ValueError for a kind that is not in
    BY_TITLE."""
    found = list(entries)
    if others := {entry.kind for entry in found} - BY_TITLE:
        raise ValueError(f"{', '.join(sorted(others))}: to be ordered by title, a kind must be in BY_TITLE")
    return sorted(found, key=lambda entry: (sort_key(entry.document_for(lang).text.title), entry.ref))


class _Titled(Protocol):
    @property
    def title(self) -> str: ...


_T = TypeVar("_T", bound=_Titled)


def sort_titled(titled: Iterable[_T]) -> list[_T]:
    """Links, or what else has a title, in alphabetical order: what one page shows, once it is decided which.
    Which entries stand on a page, `by_title` decides."""
    return sorted(titled, key=lambda item: sort_key(item.title))
