"""Whether the languages of an entry say the same, as far as can be compared without understanding the
texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from sitegen.content.document import Document
from sitegen.content.kinds import AnyFacts, Money, ProgrammeFacts, ProjectFacts
from sitegen.content.traces import Block, Trace
from sitegen.core.diagnostics import Diagnostic, diagnostic

_CODES = {
    "number": "W430", "date": "W431", "month": "W431", "amount": "W432", "percent": "W433",
    "link": "W435", "picture": "W437", "note": "W437",
}  # fmt: skip
QUANTITIES = ("number", "date", "month", "amount", "percent")


def differences(documents: tuple[Document, ...]) -> Iterator[Diagnostic]:
    """The differences between each translation said to be current and the text it was made from."""
    by_digest = {document.text_digest: document for document in documents}
    for document in documents:
        source = by_digest.get(document.text.translated_from or "")
        if source and source is not document and not document.text.draft:
            yield from _between(source, document)


def _between(source: Document, target: Document) -> Iterator[Diagnostic]:
    yield from _built_otherwise(source, target)
    if [block.kind for block in source.blocks] == [block.kind for block in target.blocks]:
        # Block by block, so that a figure in the wrong block is found although both texts have it.
        for one, other in zip(source.blocks, target.blocks, strict=True):
            found = list(_unlike(source, one.traces, target, other.traces, (one, other)))
            yield from found or _in_words(source, one, target, other)
        return
    whole = [tuple(trace for block in text.blocks for trace in block.traces) for text in (source, target)]
    yield from _unlike(source, whole[0], target, whole[1], (source.blocks[0], target.blocks[0]))


def _built_otherwise(source: Document, target: Document) -> Iterator[Diagnostic]:
    """Diagnostics for headings, items of lists and rows of tables that differ in number or level."""
    for kinds in (("h1", "h2", "h3", "h4", "h5", "h6"), ("item",), ("row",)):
        here, there = ([b for b in text.blocks if b.kind in kinds] for text in (target, source))
        if len(here) == len(there) and [b.kind for b in here] == [b.kind for b in there]:
            continue
        unlike = next(((a, b) for a, b in zip(here, there, strict=False) if a.kind != b.kind), None)
        last = here[min(len(here), len(there)) - 1] if here and there else (here or target.blocks)[0]
        at, origin = unlike or (last, None)
        levels = ["#" * int(b.kind[1:]) for b in (at, origin) if b] if len(here) == len(there) else ["", ""]
        yield diagnostic(
            "W438", target.path, at.line, at.column, what=kinds[-1],
            here=len(here), there=len(there), level=levels[0], other_level=levels[1], other=source.path,
        )  # fmt: skip


def _unlike(
    source: Document,
    there: tuple[Trace, ...],
    target: Document,
    here: tuple[Trace, ...],
    places: tuple[Block, Block],
) -> Iterator[Diagnostic]:
    for kinds in (QUANTITIES, ("link",), ("picture",), ("note",)):
        ours = [trace for trace in here if trace.kind in kinds]
        theirs = [trace for trace in there if trace.kind in kinds]
        lacking, surplus = _unmatched(theirs, ours), _unmatched(ours, theirs)
        for missing, extra in _paired(lacking, surplus):
            trace = extra or missing
            assert trace
            at = extra or places[1]
            origin = missing or places[0]
            yield diagnostic(
                _CODES[trace.kind], target.path, at.line, at.column,
                here=extra.written if extra else "", there=missing.written if missing else "",
                other=f"{source.path}:{origin.line}:{origin.column}",
            )  # fmt: skip


def _in_words(source: Document, there: Block, target: Document, here: Block) -> Iterator[Diagnostic]:
    """A diagnostic if both texts have a small number in words, and they differ. If only one text has one,
    nothing is reported: “one” may be no number."""
    ours, theirs = ([t for t in block.traces if t.kind in QUANTITIES] for block in (here, there))
    gone, come = _left_in_words(theirs, ours), _left_in_words(ours, theirs)
    if not gone or not come:
        return
    missing, extra = (max(found, key=lambda trace: float(trace.value)) for found in (gone, come))
    if min(float(missing.value), float(extra.value)) > 1 and not missing.excused and not extra.excused:
        yield diagnostic(
            _CODES[extra.kind], target.path, extra.line, extra.column,
            here=extra.written, there=missing.written, other=f"{source.path}:{missing.line}:{missing.column}",
        )  # fmt: skip


def _left_in_words(some: list[Trace], others: Iterable[Trace]) -> list[Trace]:
    free = Counter(trace.value for trace in others)
    left = []
    for trace in sorted(some, key=lambda trace: trace.loose):
        if free[trace.value]:
            free[trace.value] -= 1
        elif trace.loose and trace.kind == "number":
            left.append(trace)
    return left


def _unmatched(wanted: Iterable[Trace], there: list[Trace]) -> list[Trace]:
    """The traces that need a counterpart in `there` and find none; each counterpart serves once, traces that
    are not loose first."""
    free = sorted(there, key=lambda trace: trace.loose)
    found: list[Trace] = []
    for trace in sorted(wanted, key=lambda trace: trace.loose):
        match = next((other for other in free if _same(trace, other)), None)
        if match:
            free.remove(match)
        elif not trace.loose and not trace.excused:
            found.append(trace)
    return found


def _same(one: Trace, other: Trace) -> bool:
    if one.value != other.value or ("month" in (one.kind, other.kind) and one.kind != other.kind):
        return False
    if "percent" in (one.kind, other.kind) and one.kind != other.kind:
        return False
    return one.unit == other.unit or not (one.unit and other.unit)


def _paired(missing: list[Trace], extra: list[Trace]) -> Iterator[tuple[Trace | None, Trace | None]]:
    """Pairs (trace that is missing, trace that is extra) with equal codes, in the order of the texts; None
    where one side has fewer."""
    for code, kinds in groupby(sorted({*missing, *extra}, key=_code), key=_code):
        del kinds
        gone = sorted((t for t in missing if _code(t) == code), key=_place)
        come = sorted((t for t in extra if _code(t) == code), key=_place)
        for number in range(max(len(gone), len(come))):
            yield (gone[number] if number < len(gone) else None, come[number] if number < len(come) else None)


def _code(trace: Trace) -> str:
    return _CODES[trace.kind]


def _place(trace: Trace) -> tuple[int, int]:
    return trace.line, trace.column


def against_the_record(documents: Iterable[Document], facts: AnyFacts) -> Iterator[Diagnostic]:
    """Warnings for texts that tell of money but not of the entry's own amount: one of the two is probably
    wrong."""
    if not isinstance(facts, ProjectFacts | ProgrammeFacts) or facts.amount is None:
        return
    known = Counter(_plain(money) for money in _moneys(facts))
    for document in documents:
        told = [
            trace
            for block in document.blocks
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


def _plain(money: Money) -> str:
    text = f"{money.amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
