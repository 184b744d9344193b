"""What a text says otherwise than it did: section by section, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

import msgspec

from sitegen.content.markup.parser import read_passages
from sitegen.content.wording import without_comments, wording

_ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}$")
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
    section, number = "", 0
    lines = body.split("\n")
    for passage in read_passages(body):
        text = " ".join(
            lines[line][start:end] for line, (start, end) in enumerate(passage.spans, passage.line)
        )
        if passage.is_heading:
            section, number = _ATTRIBUTES.sub("", text), number + 1
            yield _Sentence(section, section, number)
        else:
            yield from (_Sentence(part, section, number) for part in _parted(without_comments(text)))


def _parted(passage: str) -> Iterator[str]:
    yield from (part.strip() for part in _SENTENCE.split(passage) if part.strip())
