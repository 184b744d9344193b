"""Places, organisations and persons that only one of two languages of a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

import msgspec

from sitegen.content.document import Document
from sitegen.content.records import Records
from sitegen.content.traces import Block, Capital
from sitegen.content.yaml_mend import flow
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.endings import WITH_CASE
from sitegen.language.slugs import transliterate
from sitegen.language.words import Words

_LONGEST = 3  # words of a name that are looked at, as many as a Capital holds
_ENDINGS = {
    "mn": re.compile(WITH_CASE),
    "en": re.compile(r"(?:[’']s|s[’']?|[’'])?"),
}
_PERSON = re.compile(r"(\w{1,3})\.\s?(\w[\w-]+)")
_LIKE = 0.72  # of the letters of a person's name, written in Latin by two rules


class KnownNames:
    """The names in the records, in all languages, by how they begin."""

    def __init__(self, records: Records) -> None:
        self._known: dict[str, dict[tuple[str, ...], set[str]]] = {}
        self._said: set[tuple[str, str]] = set()
        for ident, words in _names(records):
            for lang, text in words.texts:
                parts = tuple(re.findall(r"[\w’'-]+", text))[:_LONGEST]
                self._said.add((ident, lang))
                if parts and parts[0][:1].isupper():
                    self._known.setdefault(parts[0][:2], {}).setdefault(parts, set()).add(ident)

    def has_name(self, idents: Iterable[str], lang: str) -> bool:
        """Whether it is known what one of these is called in a language."""
        return any((ident, lang) in self._said for ident in idents)

    def meant(self, capital: Capital, lang: str) -> tuple[frozenset[str], str]:
        """All that these words may name, by the longest of the names that they begin with; and the words."""
        written = capital.written.split()
        ending = _ENDINGS.get(lang, _ENDINGS["en"])
        best: tuple[int, frozenset[str], int] = (0, frozenset(), 0)
        for parts, idents in self._known.get(written[0][:2], {}).items():
            length = sum(map(len, parts))
            if length > best[0] and _begins_with(written, parts, ending):
                best = length, frozenset(idents), len(parts)
        return best[1], " ".join(written[: best[2]])


def _begins_with(written: list[str], parts: tuple[str, ...], ending: re.Pattern[str]) -> bool:
    """Whether the last word of the name alone may have an ending."""
    count = len(parts)
    if len(written) < count or tuple(written[: count - 1]) != parts[:-1]:
        return False
    stem = parts[-1].rstrip("ьй") if count > 1 or len(parts[-1]) > 3 else parts[-1]
    last = written[count - 1]
    return last == parts[-1] or (last.startswith(stem) and bool(ending.fullmatch(last[len(stem) :])))


def _names(records: Records) -> Iterator[tuple[str, Words]]:
    """The id of everything and what it is called; the centre of an aimag may stand for the aimag."""
    for place in records.places:
        yield from ((f"place:{place.id}", words) for words in (place.name, place.centre) if words)
        yield from ((f"place:{place.id}/{soum.id}", soum.name) for soum in place.soums)
    for item in records.organisations:
        yield from ((f"organisation:{item.id}", words) for words in (item.name, item.short) if words)


def names_apart(documents: Iterable[Document], records: Records) -> Iterator[Diagnostic]:
    """Between each translation that claims to be current and the text it was made from."""
    documents = tuple(documents)
    claiming = [item for item in documents if item.text.translated_from and not item.text.draft]
    if not claiming:
        return
    known = KnownNames(records)
    by_digest = {(item.kind, item.ref, item.text_digest): item for item in documents}
    for target in claiming:
        source = by_digest.get((target.kind, target.ref, target.text.translated_from or ""))
        if source and source is not target:
            yield from _between(known, source, target)


def _between(known: KnownNames, source: Document, target: Document) -> Iterator[Diagnostic]:
    """Names of one text that are nowhere in the other; of rows of tables, that are not in the same row; of
    passages, in whose place there is another."""
    whole = [(source.blocks, target.blocks)]
    if [block.kind for block in source.blocks] == [block.kind for block in target.blocks]:
        pairs = zip(source.blocks, target.blocks, strict=True)
        whole += [((one,), (other,)) for one, other in pairs]
    told: set[Capital] = set()
    for theirs, ours in whole:
        gone = list(_missing(known, source, target, theirs, ours))
        come = list(_missing(known, target, source, ours, theirs))
        if len(ours) == 1 and ours[0].kind != "row" and not (gone and come):
            continue  # named in another sentence; but one in place of another is a slip
        for found, is_gone in ((gone, True), (come, False)):
            for capital in found:
                if capital not in told:
                    told.add(capital)
                    yield _difference(capital, is_gone, source, target, ours)


def _difference(
    capital: Capital, is_gone: bool, source: Document, target: Document, here: tuple[Block, ...]
) -> Diagnostic:
    """With the line that says, in the file that has the name, that they differ on purpose."""
    paste = f"differences: [{{passage: {flow(capital.written)}, reason: …}}]"
    if is_gone:
        other = f"{source.path}:{capital.line}:{capital.column}"
        line, column = (here[0].line, here[0].column) if here else (1, 1)
        return diagnostic(
            "W436", target.path, line, column,
            here="", there=capital.written, other=other, file=source.path, paste=paste,
        )  # fmt: skip
    return diagnostic(
        "W436", target.path, capital.line, capital.column,
        here=capital.written, there="", other=source.path, file=target.path, paste=paste,
    )  # fmt: skip


def _missing(
    known: KnownNames, text: Document, other: Document, blocks: Iterable[Block], there: Iterable[Block]
) -> Iterator[Capital]:
    """The first place of each name that the blocks of the other text do not have."""
    capitals = [capital for block in there for capital in block.capitals]
    named = {ident for capital in capitals for ident in known.meant(capital, other.lang)[0]}
    latin = {_latin(word) for capital in capitals for word in re.findall(r"[\w-]+", capital.written)}
    persons = [found for capital in capitals if (found := _PERSON.fullmatch(capital.written))]
    seen: set[object] = set()
    for block in blocks:
        for capital in block.capitals:
            meant: frozenset[str] | str
            meant, written = known.meant(capital, text.lang)
            if person := _PERSON.fullmatch(capital.written):
                meant, written = _latin(person[2]), capital.written
            if not meant or meant in seen:
                continue
            seen.add(meant)
            if isinstance(meant, str):
                assert person
                named_so = [p for p in persons if _alike(meant, _latin(p[2]))]
                is_there = any(_initial(person[1]) == _initial(p[1]) for p in named_so)
                is_there |= not named_so and any(_alike(meant, word) for word in latin)
            else:
                is_there = bool(meant & named) or not known.has_name(meant, other.lang)
            if not is_there:
                yield msgspec.structs.replace(capital, written=written)


def _initial(letters: str) -> str:
    """By the sound that it begins with."""
    text = _latin(letters)
    return "c" if text[:2] == "ts" else "j" if text[:2] == "zh" else text[:1]


def _latin(word: str) -> str:
    """A name in Latin letters, with what two rules of writing it so may not agree on left out."""
    text = transliterate(word).lower()
    for before, after in (
        ("ö", "o"),
        ("ü", "u"),
        ("kh", "h"),
        ("ye", "e"),
        ("ii", "i"),
        ("y", "i"),
        ("v", "w"),
    ):
        text = text.replace(before, after)
    return text


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LIKE
