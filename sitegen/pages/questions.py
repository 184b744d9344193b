"""The questions that readers ask lists in the browser: which values of an entry answer each, their names and
order, and a short file of each list's entries and of the questions it can be asked.

Projects, forums, news and documents have such a list, which `static/js/ask.js` reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from sitegen.archive.model import Archive, Entry
from sitegen.content.addresses import kind_in, section_of
from sitegen.content.kinds import ArticleFacts, Attachment, ForumFacts, ProgrammeFacts, ProjectFacts
from sitegen.core.diagnostics import mark_message
from sitegen.language.numbers import currency_name, format_compact_money
from sitegen.pages import views
from sitegen.pages.edition import (
    STATUS_NAMES,
    Edition,
    asset_url,
    by_time,
    by_title,
    dates_of,
    entry_link,
    known_date,
    link_to,
    links_to,
    required_phrase,
    sort_titled,
    text,
)
from sitegen.pages.entry import ALL_DOCUMENTS
from sitegen.pages.frame import FEED_SECTIONS, SECTION_NAMES
from sitegen.pages.planned import Outline, PlannedPage, generated_page, outline
from sitegen.pages.search import entry_numbers
from sitegen.pages.views.files import Asked, AskedList, Choice, Question

_RECIPIENTS = {
    "pta": mark_message("Parent-Teacher Association"),
    "school": mark_message("School"),
    "organisation": mark_message("Other organisation"),
}
_MODES = {"in-person": "In person", "online": "Online", "hybrid": "In person and online"}
_LANGUAGES = {"mn": mark_message("Mongolian"), "en": mark_message("English")}
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
# In the address of a narrowed list, for entries of which the answer is not known.
NOT_KNOWN = "unknown"


class Item(msgspec.Struct, frozen=True):
    """A line of a list: an entry, or a document of an entry."""

    entry: Entry
    document: Attachment | None = None


def question(edition: Edition, name: str, used: Iterable[str]) -> Question:
    """A question with the values in use, in the question's own order, each with its name and feed."""
    choices = [
        Choice(value=value, title=_title(edition, name, value), feed=_feed(edition, name, value))
        for value in used
    ]
    if name in _NAMED:
        order = list(_NAMED[name])
        choices.sort(key=lambda choice: order.index(choice.value))
    elif name in ("year", "start", "amount"):
        choices.sort(key=lambda choice: _number_key(choice.value), reverse=name != "amount")
    else:
        choices = sort_titled(choices)
    return Question(name=name, choices=tuple(choices))


def _number_key(value: str) -> tuple[str, int, str]:
    """A key that sorts years, and bands of amounts by currency."""
    return value[:3], len(value), value


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


def _one_or_none(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def date_of(item: Item) -> str:
    """The date by which an item is ordered (ISO 8601): of the event itself, or of the news."""
    dates = dates_of(item.entry) if item.document is None else None
    day = item.entry.day
    return dates[0].isoformat() if dates else day.isoformat() if day and _is_dated(item) else ""


def _is_dated(item: Item) -> bool:
    return item.document is not None or item.entry.kind == "article"


def places_of(item: Item) -> tuple[str, ...]:
    facts = item.entry.facts
    own = _one_or_none(facts.place) if isinstance(facts, ProjectFacts) else ()
    return own or facts.places


def _programmes(item: Item) -> tuple[str, ...]:
    facts = item.entry.facts
    if isinstance(facts, ProgrammeFacts):
        return (item.entry.ref,)
    return (
        facts.programmes
        if isinstance(facts, ArticleFacts)
        else _one_or_none(getattr(facts, "programme", None))
    )


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
    return _one_or_none((item.document.file or "").rpartition(".")[2].upper())


def _field_reader(name: str) -> Callable[[Item], tuple[str, ...]]:
    """A reader of a field of the facts that has one value."""
    return lambda item: _one_or_none(getattr(item.entry.facts, name, None))


# By question, the reader of the values of an item that answer it; no value if it is not known.
READERS: Mapping[str, Callable[[Item], tuple[str, ...]]] = {
    "programme": _programmes,
    "forum": lambda item: getattr(item.entry.facts, "forums", ()),
    "funder": _field_reader("funder"),
    "organisation": _organisations,
    "author": lambda item: getattr(item.entry.facts, "written_by", ()),
    "aimag": lambda item: tuple(dict.fromkeys(place.partition("/")[0] for place in places_of(item))),
    "soum": lambda item: tuple(place for place in places_of(item) if "/" in place),
    "year": lambda item: _one_or_none(date_of(item)[:4]),
    "start": _start,
    "status": _field_reader("status"),
    "mode": _field_reader("mode"),
    "amount": _band,
    "recipient": _recipients,
    "kind": lambda item: (item.entry.kind,),
    "format": _format,
    "language": lambda item: _one_or_none(item.document.language if item.document else None),
    "tag": lambda item: item.entry.facts.tags,
}


class _List(msgspec.Struct, frozen=True):
    """The questions and the orders of a list; its file has the first order."""

    questions: tuple[str, ...]
    orders: tuple[str, ...]


_LISTS = {
    "projects": _List(
        ("programme", "funder", "aimag", "soum", "year", "start", "status", "amount", "recipient", "tag"),
        ("title", "newest", "oldest", "largest", "place"),
    ),
    "forums": _List(
        ("year", "aimag", "soum", "mode", "organisation", "tag"), ("newest", "oldest", "title", "place")
    ),
    "news": _List(
        ("year", "aimag", "soum", "programme", "forum", "organisation", "author", "tag"),
        ("newest", "oldest", "title", "place"),
    ),
    ALL_DOCUMENTS: _List(
        ("year", "kind", "format", "language", "programme", "aimag", "tag"), ("newest", "oldest", "title")
    ),
}


def section_questions(edition: Edition, section: str, count: int) -> views.Asking | None:
    """How a section's list of `count` entries is asked; None if that is sooner read."""
    config, url = edition.archive.config, edition.archive.addresses.url
    if not config.data or count < 2:
        return None
    folder = edition.url() if section == "news" else edition.url(section)
    return views.Asking(
        section=section,
        orders=_LISTS[section].orders,
        file=url(_path(section, edition.lang)),
        feed=f"{folder}feed.xml" if section in FEED_SECTIONS else None,
        search=edition.url("search") if config.search else None,
        prints=config.print_views,
    )


def _path(section: str, lang: str) -> str:
    return f"/data/{section}-index.{lang}.json"


def asking_outlines(edition: Edition) -> Iterator[Outline]:
    archive, lang = edition.archive, edition.lang
    for section, of in _LISTS.items() if archive.config.data else ():
        entries = _entries(edition, section)
        if not entries:
            continue
        items = [item for entry in entries for item in _items(section, entry)]
        used = {
            name: sorted({value for item in items for value in READERS[name](item)}) for name in of.questions
        }
        keys = ((NAMED_BY.get(name, ""), value) for name, values in used.items() for value in values)
        named = (archive.entries[key] for key in keys if key in archive.entries)
        indexed = entry_numbers(edition) if archive.config.search and section != ALL_DOCUMENTS else {}
        texts = [indexed.get(entry.key) for entry in entries] if indexed else []
        yield outline(asked_list, lang, section, (*entries, *named), section, used, len(entries), texts)


def _entries(edition: Edition, section: str) -> list[Entry]:
    """The entries of a section's list, in the first of its orders."""
    archive = edition.archive
    if section == ALL_DOCUMENTS:
        return [entry for entry in archive.entries.values() if listed_documents(entry)]
    entries = archive.of_kind(kind_in(section))
    if section == "projects":
        return by_title(edition.lang, entries)
    return by_time(entries) if section == "forums" else [entry for entry in entries if entry.date]


def listed_documents(entry: Entry) -> tuple[Attachment, ...]:
    """The documents of an entry that readers can get: not those that were taken down."""
    return tuple(item for item in entry.facts.documents if item.file or item.url)


def _items(section: str, entry: Entry) -> Iterator[Item]:
    if section == ALL_DOCUMENTS:
        yield from (Item(entry, document) for document in listed_documents(entry))
    else:
        yield Item(entry)


def asked_list(
    edition: Edition,
    entries: list[Entry],
    section: str,
    used: Mapping[str, Sequence[str]],
    count: int,
    texts: Sequence[int | None],
) -> Iterator[PlannedPage]:
    """The file of a list: the questions with the values in use, and the rows of the first `count` entries;
    the other entries are named by values. `texts` are the numbers of these rows in the search index."""
    items = (item for entry in entries[:count] for item in _items(section, entry))
    rows = tuple(_row(edition, section, item) for item in items)
    currencies = sorted({row.currency for row in rows if row.currency})
    page = AskedList(
        questions=tuple(question(edition, name, values) for name, values in used.items()),
        rows=rows,
        currencies=tuple((code, currency_name(code, edition.lang)) for code in currencies),
        texts=tuple(texts),
    )
    yield generated_page(_path(section, edition.lang), "asked.json", edition.lang, page)


def _row(edition: Edition, section: str, item: Item) -> Asked:
    entry, facts = item.entry, item.entry.facts
    link = entry_link(edition, entry)
    amount = facts.amount if isinstance(facts, ProjectFacts) else None
    places = links_to(edition, "place", places_of(item))
    row = Asked(
        ref=entry.ref,
        title=link.title,
        url=link.url,
        lang=link.lang,
        date=date_of(item),
        amount=str(amount.amount) if amount else "",
        currency=amount.currency if amount else "",
        place="; ".join(place.title for place in places) or _place_held(edition, entry),
        values=tuple(READERS[name](item) for name in _LISTS[section].questions),
    )
    if item.document is None:
        return row
    title, file = required_phrase(edition, item.document.title), item.document.file
    url = asset_url(edition, entry, file) if file else item.document.url or ""
    return msgspec.structs.replace(
        row, title=title.text, url=url, lang=title.lang, entry=(link.title, link.url, link.lang)
    )


def _place_held(edition: Edition, entry: Entry) -> str:
    """Where a forum was held, as words."""
    facts = entry.facts
    said = (facts.venue, facts.city) if isinstance(facts, ForumFacts) else ()
    return ", ".join(text(edition, words) for words in said if words)


# The questions that also work without a script, as links to pages of places, programmes and topics.
_PAGES = ("aimag", "programme", "tag")
Narrowed = Sequence[tuple[str, Sequence[tuple[str, int]]]]


def count_facets(archive: Archive, section: str, entries: Iterable[Entry]) -> tuple[Narrowed, list[Entry]]:
    """(numbers of a list's entries by aimag, programme and topic, the entries of these programmes)."""
    items = [Item(entry) for entry in entries]
    names = [name for name in _PAGES if name in _LISTS[section].questions]
    counts = {name: Counter(value for item in items for value in READERS[name](item)) for name in names}
    programmes = [("programme", value) for value in sorted(counts.get("programme", ()))]
    return (
        [(name, sorted(found.items())) for name, found in counts.items()],
        [archive.entries[key] for key in programmes if key in archive.entries],
    )


def facets(edition: Edition, counts: Narrowed) -> tuple[views.Facet, ...]:
    """Links to the pages that narrow a list."""
    found = ((name, tuple(_narrowing_links(edition, name, values))) for name, values in counts)
    return tuple(views.Facet(name=name, options=links) for name, links in found if links)


def _narrowing_links(edition: Edition, name: str, values: Sequence[tuple[str, int]]) -> Iterator[views.Link]:
    named = ((link_to(edition, NAMED_BY[name], value), count) for value, count in values)
    links = [msgspec.structs.replace(link, count=count) for link, count in named if link]
    yield from sort_titled(links)
