"""Facts of an entry that cannot be true, and whether its languages say the same, as far as can be compared
without understanding the texts.

A fact that can never be true is an error, so that no reader is told it. A fact that depends on the day of the
build, or may be meant so, is a warning: an old day can be built again, and sources do disagree.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from sitegen.content.document import Document, blocks_of, document_stating
from sitegen.content.kinds import (
    BY_NAME,
    AnyFacts,
    ArticleFacts,
    ForumFacts,
    Money,
    PlannedAndActual,
    ProgrammeFacts,
    ProjectFacts,
)
from sitegen.content.wording import Block, Trace
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.dates import PartialDate
from sitegen.language.numbers import CURRENCY_CODES, FORMER, format_number, like_currency, plain_number

_CODES = {
    "number": "W430", "date": "W431", "month": "W431", "amount": "W432", "percent": "W433",
    "link": "W435", "picture": "W437", "note": "W437",
}  # fmt: skip
QUANTITIES = ("number", "date", "month", "amount", "percent")
Amounts = list[tuple[str, Money | None]]


def translation_differences(documents: tuple[Document, ...]) -> Iterator[Diagnostic]:
    """The differences between each translation said to be current and the text it was made from."""
    by_digest = {document.text_digest: document for document in documents}
    for document in documents:
        source = by_digest.get(document.text.translated_from or "")
        if source and source is not document and not document.text.draft:
            yield from _compare_texts(source, document)


def _compare_texts(source: Document, target: Document) -> Iterator[Diagnostic]:
    texts = blocks_of(source), blocks_of(target)
    yield from _compare_structure(source.path, target.path, *texts)
    if [block.kind for block in texts[0]] == [block.kind for block in texts[1]]:
        # Block by block, so that a figure in the wrong block is found although both texts have it.
        for one, other in zip(*texts, strict=True):
            found = list(_compare_traces(source, one.traces, target, other.traces, (one, other)))
            yield from found or _compare_numbers_in_words(source, one, target, other)
        return
    whole = [tuple(trace for block in text for trace in block.traces) for text in texts]
    yield from _compare_traces(source, whole[0], target, whole[1], (texts[0][0], texts[1][0]))


def _compare_structure(
    other: str, path: str, source: tuple[Block, ...], target: tuple[Block, ...]
) -> Iterator[Diagnostic]:
    """Diagnostics for headings, items of lists and rows of tables that differ in number or level between the
    original, at the path `other`, and the text at `path`."""
    for kinds in (("h1", "h2", "h3", "h4", "h5", "h6"), ("item",), ("row",)):
        here, there = ([b for b in text if b.kind in kinds] for text in (target, source))
        if len(here) == len(there) and [b.kind for b in here] == [b.kind for b in there]:
            continue
        unlike = next(((a, b) for a, b in zip(here, there, strict=False) if a.kind != b.kind), None)
        last = here[min(len(here), len(there)) - 1] if here and there else (here or target)[0]
        at, origin = unlike or (last, None)
        levels = ["#" * int(b.kind[1:]) for b in (at, origin) if b] if len(here) == len(there) else ["", ""]
        yield diagnostic(
            "W438", path, at.line, at.column, what=kinds[-1],
            here=len(here), there=len(there), level=levels[0], other_level=levels[1], other=other,
        )  # fmt: skip


def _compare_traces(
    source: Document,
    there: tuple[Trace, ...],
    target: Document,
    here: tuple[Trace, ...],
    blocks: tuple[Block, Block],
) -> Iterator[Diagnostic]:
    for kinds in (QUANTITIES, ("link",), ("picture",), ("note",)):
        ours = [trace for trace in here if trace.kind in kinds]
        theirs = [trace for trace in there if trace.kind in kinds]
        lacking, surplus = _unmatched_traces(theirs, ours), _unmatched_traces(ours, theirs)
        for missing, extra in _pair_traces(lacking, surplus):
            trace = extra or missing
            assert trace
            at = extra or blocks[1]
            origin = missing or blocks[0]
            yield diagnostic(
                _CODES[trace.kind], target.path, at.line, at.column,
                here=extra.written if extra else "", there=missing.written if missing else "",
                other=f"{source.path}:{origin.line}:{origin.column}",
            )  # fmt: skip


def _compare_numbers_in_words(
    source: Document, there: Block, target: Document, here: Block
) -> Iterator[Diagnostic]:
    """A diagnostic if both texts have a small number in words, and they differ. If only one text has one,
    nothing is reported: “one” may be no number."""
    ours, theirs = ([t for t in block.traces if t.kind in QUANTITIES] for block in (here, there))
    gone, come = _unmatched_words(theirs, ours), _unmatched_words(ours, theirs)
    if not gone or not come:
        return
    missing, extra = (max(found, key=lambda trace: float(trace.value)) for found in (gone, come))
    if min(float(missing.value), float(extra.value)) > 1 and not missing.excused and not extra.excused:
        yield diagnostic(
            _CODES[extra.kind], target.path, extra.line, extra.column,
            here=extra.written, there=missing.written, other=f"{source.path}:{missing.line}:{missing.column}",
        )  # fmt: skip


def _unmatched_words(some: list[Trace], others: Iterable[Trace]) -> list[Trace]:
    free = Counter(trace.value for trace in others)
    left = []
    for trace in sorted(some, key=lambda trace: trace.loose):
        if free[trace.value]:
            free[trace.value] -= 1
        elif trace.loose and trace.kind == "number":
            left.append(trace)
    return left


def _unmatched_traces(wanted: Iterable[Trace], there: list[Trace]) -> list[Trace]:
    """The traces that need a counterpart in `there` and find none; each counterpart serves once, traces that
    are not loose first."""
    free = sorted(there, key=lambda trace: trace.loose)
    found: list[Trace] = []
    for trace in sorted(wanted, key=lambda trace: trace.loose):
        match = next((other for other in free if _is_same(trace, other)), None)
        if match:
            free.remove(match)
        elif not trace.loose and not trace.excused:
            found.append(trace)
    return found


def _is_same(one: Trace, other: Trace) -> bool:
    if one.value != other.value or ("month" in (one.kind, other.kind) and one.kind != other.kind):
        return False
    if "percent" in (one.kind, other.kind) and one.kind != other.kind:
        return False
    return one.unit == other.unit or not (one.unit and other.unit)


def _pair_traces(missing: list[Trace], extra: list[Trace]) -> Iterator[tuple[Trace | None, Trace | None]]:
    """Pairs (trace that is missing, trace that is extra) with equal codes, in the order of the texts; None
    where one side has fewer."""
    for code, kinds in groupby(sorted({*missing, *extra}, key=_code), key=_code):
        del kinds
        gone = sorted((t for t in missing if _code(t) == code), key=_position)
        come = sorted((t for t in extra if _code(t) == code), key=_position)
        for number in range(max(len(gone), len(come))):
            yield (gone[number] if number < len(gone) else None, come[number] if number < len(come) else None)


def _code(trace: Trace) -> str:
    return _CODES[trace.kind]


def _position(trace: Trace) -> tuple[int, int]:
    return trace.line, trace.column


def unstated_amounts(documents: Iterable[Document], facts: AnyFacts) -> Iterator[Diagnostic]:
    """Warnings for texts that tell of money but not of the entry's own amount: one of the two is probably
    wrong."""
    if not isinstance(facts, ProjectFacts | ProgrammeFacts) or facts.amount is None:
        return
    known = Counter(plain_number(money.amount) for money in _moneys(facts))
    for document in documents:
        told = [
            trace
            for block in blocks_of(document)
            for trace in block.traces
            if trace.kind == "amount" and trace.unit == facts.amount.currency and not trace.excused
        ]
        if told and not any(trace.value in known for trace in told):
            first = told[0]
            yield diagnostic(
                "W434", document.path, first.line, first.column,
                here=first.written, there=f"{facts.amount.amount:,f} {facts.amount.currency}",
            )  # fmt: skip


def _moneys(facts: ProjectFacts | ProgrammeFacts) -> Iterator[Money]:
    found: list[Money | None] = [facts.amount]
    if isinstance(facts, ProgrammeFacts):
        found += (part.amount for part in facts.components)
    else:
        found += (part.amount for part in facts.budget)
        found += (part.amount for part in facts.co_financing)
    yield from (money for money in found if money)


def impossible_facts(documents: tuple[Document, ...], facts: AnyFacts, today: date) -> Iterator[Diagnostic]:
    """The impossible facts of an entry; `today` is the build date."""
    for document in documents:
        yield from _check_update(document, facts, today)
        yield from _check_corrections(document, facts, today)
    if facts.date is not None:
        yield from _check_dates(documents, facts)
    if isinstance(facts, (ForumFacts, ProgrammeFacts)):
        yield from _check_order(documents, facts.start, facts.end, "end")
    if isinstance(facts, ProjectFacts):
        yield from _check_project(documents, facts, today)
    if isinstance(facts, ProgrammeFacts):
        amounts = [(f"components.{n}.amount", item.amount) for n, item in enumerate(facts.components)]
        yield from _check_currencies(documents, [("amount", facts.amount), *amounts])
        yield from _check_parts(documents, "components", amounts, facts.amount)


def _check_update(document: Document, facts: AnyFacts, today: date) -> Iterator[Diagnostic]:
    updated = document.text.updated
    if updated is None:
        return
    position = (document.path, *document.mark("updated"))
    if updated > today:
        yield diagnostic("W133", *position, updated=updated, today=today)
    elif facts.date is not None and updated < facts.date.date():
        yield diagnostic("W133", *position, updated=updated, date=facts.date.date())


def _check_corrections(document: Document, facts: AnyFacts, today: date) -> Iterator[Diagnostic]:
    for number, item in enumerate(document.text.corrections):
        position = (document.path, *document.mark(f"corrections.{number}.date"))
        if item.date > today:
            yield diagnostic("W139", *position, corrected=item.date, today=today)
        elif facts.date is not None and item.date < facts.date.date():
            yield diagnostic("W139", *position, corrected=item.date, date=facts.date.date())


def _check_dates(documents: tuple[Document, ...], facts: AnyFacts) -> Iterator[Diagnostic]:
    assert facts.date is not None
    day = facts.date.date()
    here = facts.published.date() if isinstance(facts, ArticleFacts) and facts.published else day
    if here < day:
        yield _diagnostic_at(documents, "published", "W133", published=here, date=day)
    if facts.expires is not None and facts.expires <= max(day, here):
        field = {"date": day} if here <= day else {"published": here}
        yield _diagnostic_at(documents, "expires", "W134", expires=facts.expires, **field)
    first = documents[0]
    year, _, rest = first.ref.partition("/")
    if first.kind == "article" and rest and len(year) == 4 and year.isdecimal() and int(year) != day.year:
        near = f"content/{BY_NAME[first.kind].folder}/{day.year}/{rest}"
        yield _diagnostic_at(documents, "date", "W136", folder=year, date=day, near=near)


def _check_project(documents: tuple[Document, ...], facts: ProjectFacts, today: date) -> Iterator[Diagnostic]:
    start, end = facts.start or PlannedAndActual(), facts.end or PlannedAndActual()
    yield from _check_order(documents, start.planned, end.planned, "end.planned")
    yield from _check_order(documents, start.actual, end.actual, "end.actual")
    for name, given in (("award", facts.award), ("start", facts.start), ("end", facts.end)):
        if given and given.actual and _first_day(given.actual) > today:
            paste = "" if given.planned else f'{name}: {{planned: "{given.actual}"}}'
            yield _diagnostic_at(
                documents, f"{name}.actual", "W135", field=name, value=given.actual, today=today, paste=paste
            )
    budget: Amounts = [(f"budget.{n}.amount", item.amount) for n, item in enumerate(facts.budget)]
    shares: Amounts = [(f"co_financing.{n}.amount", item.amount) for n, item in enumerate(facts.co_financing)]
    yield from _check_currencies(documents, [("amount", facts.amount), *budget, *shares])
    whole = _sum([facts.amount, *(amount for _, amount in shares)])
    yield from _check_parts(documents, "budget", budget, whole)


def _check_order(
    documents: tuple[Document, ...], start: PartialDate | None, end: PartialDate | None, field: str
) -> Iterator[Diagnostic]:
    """A diagnostic if `end` is before `start`. A month or year is before a date only if all its days are."""
    if start and end and _last_day(end) < _first_day(start):
        yield _diagnostic_at(documents, field, "E132", field=field.partition(".")[0], start=start, end=end)


def _first_day(day: PartialDate) -> date:
    return date(day.year, day.month or 1, day.day or 1)


def _last_day(day: PartialDate) -> date:
    month = day.month or 12
    return date(day.year, month, day.day or calendar.monthrange(day.year, month)[1])


def _check_currencies(documents: tuple[Document, ...], amounts: Amounts) -> Iterator[Diagnostic]:
    for field, money in amounts:
        if money and money.currency not in CURRENCY_CODES and money.currency not in FORMER:
            near = like_currency(money.currency)
            yield _diagnostic_at(documents, field, "W137", currency=money.currency, near=near)


def _check_parts(
    documents: tuple[Document, ...], field: str, parts: Amounts, whole: Money | None
) -> Iterator[Diagnostic]:
    """A diagnostic if parts exceed the whole; they may be less, since not all parts need be known."""
    known = [amount for _, amount in parts if amount]
    total = _sum(known) if known else None
    if whole and total and total.currency == whole.currency and total.amount > whole.amount:
        yield _diagnostic_at(documents, field, "W138", field=field, sum=_money(total), whole=_money(whole))


def _sum(amounts: Iterable[Money | None]) -> Money | None:
    """The sum of amounts; None if one is not known, or if their currencies differ."""
    total, currency = Decimal(0), ""
    for money in amounts:
        if money is None or (currency and money.currency != currency):
            return None
        total, currency = total + money.amount, money.currency
    return Money(total, currency) if currency else None


def _money(money: Money) -> str:
    return f"{format_number(money.amount)} {money.currency}"


def _diagnostic_at(documents: tuple[Document, ...], mark: str, code: str, **args: Any) -> Diagnostic:
    """A diagnostic at the field of this mark, in the file that states it."""
    document = document_stating(documents, mark)
    line, column = document.mark(mark)
    return diagnostic(code, document.path, line, column, **args)


def circular_parents(programmes: Mapping[str, tuple[str, Document]]) -> Iterator[Diagnostic]:
    """A diagnostic for each circle of programmes that are parts of each other, at the first of them by name.
    `programmes` has the parent of each, and the document that states it, by ref."""
    told: set[str] = set()
    for first in sorted(programmes):
        chain = [first]
        while (above := programmes[chain[-1]][0]) in programmes and above not in chain:
            chain.append(above)
        if above == first and told.isdisjoint(chain):
            told.update(chain)
            document = programmes[first][1]
            circle = " → ".join([*chain, first])
            yield diagnostic("E179", document.path, *document.mark("parent"), circle=circle)
