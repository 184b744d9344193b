"""Facts that cannot be true, each reported where it is stated.

A fact that can never be true is an error, so that no reader is told it. A fact that depends on the day of the
build, or may be meant so, is a warning: an old day can be built again, and sources do disagree.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sitegen.content.document import Document, stating
from sitegen.content.kinds import (
    BY_NAME,
    AnyFacts,
    ArticleFacts,
    ForumFacts,
    Money,
    Planned,
    ProgrammeFacts,
    ProjectFacts,
)
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.dates import PartialDate
from sitegen.language.numbers import CURRENCY_CODES, FORMER, format_number, like_currency

Amounts = list[tuple[str, Money | None]]


def impossible(documents: tuple[Document, ...], facts: AnyFacts, today: date) -> Iterator[Diagnostic]:
    """The impossible facts of an entry; `today` is the build date."""
    for document in documents:
        yield from _updated(document, facts, today)
        yield from _corrections(document, facts, today)
    if facts.date is not None:
        yield from _dated(documents, facts)
    if isinstance(facts, (ForumFacts, ProgrammeFacts)):
        yield from _ends(documents, facts.start, facts.end, "end")
    if isinstance(facts, ProjectFacts):
        yield from _project(documents, facts, today)
    if isinstance(facts, ProgrammeFacts):
        amounts = [(f"components.{n}.amount", item.amount) for n, item in enumerate(facts.components)]
        yield from _currencies(documents, [("amount", facts.amount), *amounts])
        yield from _parts(documents, "components", amounts, facts.amount)


def _updated(document: Document, facts: AnyFacts, today: date) -> Iterator[Diagnostic]:
    updated = document.text.updated
    if updated is None:
        return
    place = (document.path, *document.mark("updated"))
    if updated > today:
        yield diagnostic("W133", *place, updated=updated, today=today)
    elif facts.date is not None and updated < facts.date.date():
        yield diagnostic("W133", *place, updated=updated, date=facts.date.date())


def _corrections(document: Document, facts: AnyFacts, today: date) -> Iterator[Diagnostic]:
    for number, item in enumerate(document.text.corrections):
        place = (document.path, *document.mark(f"corrections.{number}.date"))
        if item.date > today:
            yield diagnostic("W139", *place, corrected=item.date, today=today)
        elif facts.date is not None and item.date < facts.date.date():
            yield diagnostic("W139", *place, corrected=item.date, date=facts.date.date())


def _dated(documents: tuple[Document, ...], facts: AnyFacts) -> Iterator[Diagnostic]:
    assert facts.date is not None
    day = facts.date.date()
    here = facts.published.date() if isinstance(facts, ArticleFacts) and facts.published else day
    if here < day:
        yield _at(documents, "published", "W133", published=here, date=day)
    if facts.expires is not None and facts.expires <= max(day, here):
        field = {"date": day} if here <= day else {"published": here}
        yield _at(documents, "expires", "W134", expires=facts.expires, **field)
    first = documents[0]
    year, _, rest = first.ref.partition("/")
    if first.kind == "article" and rest and len(year) == 4 and year.isdecimal() and int(year) != day.year:
        near = f"content/{BY_NAME[first.kind].folder}/{day.year}/{rest}"
        yield _at(documents, "date", "W136", folder=year, date=day, near=near)


def _project(documents: tuple[Document, ...], facts: ProjectFacts, today: date) -> Iterator[Diagnostic]:
    start, end = facts.start or Planned(), facts.end or Planned()
    yield from _ends(documents, start.planned, end.planned, "end.planned")
    yield from _ends(documents, start.actual, end.actual, "end.actual")
    for name, given in (("award", facts.award), ("start", facts.start), ("end", facts.end)):
        if given and given.actual and _first_day(given.actual) > today:
            paste = "" if given.planned else f'{name}: {{planned: "{given.actual}"}}'
            yield _at(
                documents, f"{name}.actual", "W135", field=name, value=given.actual, today=today, paste=paste
            )
    budget: Amounts = [(f"budget.{n}.amount", item.amount) for n, item in enumerate(facts.budget)]
    shares: Amounts = [(f"co_financing.{n}.amount", item.amount) for n, item in enumerate(facts.co_financing)]
    yield from _currencies(documents, [("amount", facts.amount), *budget, *shares])
    whole = _sum([facts.amount, *(amount for _, amount in shares)])
    yield from _parts(documents, "budget", budget, whole)


def _ends(
    documents: tuple[Document, ...], start: PartialDate | None, end: PartialDate | None, field: str
) -> Iterator[Diagnostic]:
    """A diagnostic if `end` is before `start`. A month or year is before a date only if all its days are."""
    if start and end and _last_day(end) < _first_day(start):
        yield _at(documents, field, "E132", field=field.partition(".")[0], start=start, end=end)


def _first_day(day: PartialDate) -> date:
    return date(day.year, day.month or 1, day.day or 1)


def _last_day(day: PartialDate) -> date:
    month = day.month or 12
    return date(day.year, month, day.day or calendar.monthrange(day.year, month)[1])


def _currencies(documents: tuple[Document, ...], amounts: Amounts) -> Iterator[Diagnostic]:
    for field, money in amounts:
        if money and money.currency not in CURRENCY_CODES and money.currency not in FORMER:
            near = like_currency(money.currency)
            yield _at(documents, field, "W137", currency=money.currency, near=near)


def _parts(
    documents: tuple[Document, ...], field: str, parts: Amounts, whole: Money | None
) -> Iterator[Diagnostic]:
    """A diagnostic if parts exceed the whole; they may be less, since not all parts need be known."""
    known = [amount for _, amount in parts if amount]
    total = _sum(known) if known else None
    if whole and total and total.currency == whole.currency and total.amount > whole.amount:
        yield _at(documents, field, "W138", field=field, sum=_money(total), whole=_money(whole))


def _sum(amounts: Iterable[Money | None]) -> Money | None:
    """The sum of amounts; None if one is not known, or if their currencies differ."""
    total, currency = Decimal(0), ""
    for money in amounts:
        if money is None or (currency and money.currency != currency):
            return None
        total, currency = total + money.amount, money.currency
    return Money(total, currency) if currency else None


def _money(money: Money) -> str:
    return f"{format_number(money.amount, 'en')} {money.currency}"


def _at(documents: tuple[Document, ...], mark: str, code: str, **args: Any) -> Diagnostic:
    """A diagnostic at the field of this mark, in the file that states it."""
    document = stating(documents, mark)
    line, column = document.mark(mark)
    return diagnostic(code, document.path, line, column, **args)
