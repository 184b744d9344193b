"""What a text says otherwise than it did: section by section, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

import msgspec

from sitegen.content.wording import HTML_COMMENT, wording

_HEADING = re.compile(r" {0,3}#{1,6}\s+(.*?)\s*#*\s*(?:\{[^{}]*\})?\s*")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
# Lines that are a passage by themselves: items, rows, footnotes, quotations.
_ALONE = re.compile(r"\s*(?:[-*+•–]\s|[0-9]{1,3}[.)]\s|\||\[\^[^\]]+\]:|>)")
_RULE = re.compile(r"\s*\|[\s:|-]+\|?\s*")
# Not after an initial, nor within a date such as “2018 оны 11. сар”.
_SENTENCE = re.compile(r"(?<=[.!?…])(?<!\b\w\.)(?<!\b[A-ZА-ЯЁӨҮ]\w\.)[”\"»)]*\s+(?=[“\"«(\[]*[A-ZА-ЯЁӨҮ0-9])")


class SectionChange(msgspec.Struct, frozen=True):
    """Sentences of one section as they were and as they are; `section` is its heading now, nothing above the
    first one; `number` counts the headings, so that other languages can be shown beside it."""

    section: str
    number: int
    before: tuple[str, ...]
    after: tuple[str, ...]


class _Sentence(msgspec.Struct, frozen=True):
    text: str
    section: str
    number: int


def section_changes(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[SectionChange, ...]:
    """Between two states of title, summary and body."""
    one, other = (list(_sentences(texts)) for texts in (before, after))
    names = [[wording(item.text) for item in side] for side in (one, other)]
    found: dict[tuple[str, int], tuple[list[str], list[str]]] = {}
    matcher = SequenceMatcher(None, names[0], names[1], autojunk=False)
    for tag, start, end, begin, stop in matcher.get_opcodes():
        if tag == "equal":
            continue
        for item in one[start:end]:
            # What was left out stands under the heading that it would stand under now.
            near = other[max(begin - 1, 0) if begin == stop else begin] if other else item
            found.setdefault((near.section, near.number), ([], []))[0].append(item.text)
        for item in other[begin:stop]:
            found.setdefault((item.section, item.number), ([], []))[1].append(item.text)
    ordered = sorted(found.items(), key=lambda pair: pair[0][1])
    return tuple(SectionChange(*place, tuple(gone), tuple(come)) for place, (gone, come) in ordered)


def _sentences(texts: tuple[str, ...]) -> Iterator[_Sentence]:
    title, summary, body = texts
    for text in filter(None, (title, summary)):
        yield from (_Sentence(part, "", 0) for part in _parted(text))
    section, number, in_fence = "", 0, False
    passage: list[str] = []

    def done() -> Iterator[_Sentence]:
        yield from (_Sentence(part, section, number) for part in _parted(" ".join(passage)))
        passage.clear()

    for line in HTML_COMMENT.sub("", body).split("\n"):
        if _FENCE.match(line):
            in_fence = not in_fence
        heading = None if in_fence else _HEADING.fullmatch(line)
        if heading or not line.strip() or _ALONE.match(line):
            yield from done()
        if heading:
            section, number = heading[1], number + 1
            yield _Sentence(heading[1], section, number)
        elif line.strip() and not _RULE.fullmatch(line):
            passage.append(line.strip())
    yield from done()


def _parted(passage: str) -> Iterator[str]:
    yield from (part.strip() for part in _SENTENCE.split(passage) if part.strip())
