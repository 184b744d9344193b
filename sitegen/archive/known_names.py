"""The names of entries and records: which one an unknown name may mean, and how to add a new one; and which
places, organisations and persons are named in only one of two languages of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

import msgspec

from sitegen.archive.model import Archive
from sitegen.content.addresses import SECTIONS
from sitegen.content.document import Document, blocks_of
from sitegen.content.kinds import BY_NAME
from sitegen.content.records import Records
from sitegen.content.suggestions import suggest
from sitegen.content.values import is_id, read_url
from sitegen.content.wording import Block, Capital
from sitegen.content.yaml_strict import flow_scalar, quote_scalar
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.alphabet import slugify, transliterate
from sitegen.language.catalogue import Words
from sitegen.language.spelling import WITH_CASE

FILES_OF_RECORDS = {"term": "terms.yaml", "place": "places.yaml", "organisation": "organisations.yaml",
                    "author": "authors.yaml", "source": "sources.yaml"}  # fmt: skip
# Words beside the name of a place that are no part of it.
_OF_PLACES = re.compile(
    r"\b(?:айм(?:аг|гийн)|сум(?:ын)?|дүүрэг|aimag|sou?m|province|district)\b", re.IGNORECASE
)
_SIGNS = re.compile(r"[^\w]+")
# What a shell would act on between quotation marks (bash and zsh, PowerShell, cmd): anybody may have written
# the name in a command that an editor is to paste.
_OF_SHELLS = re.compile(r'["$`\\!%^]')
_LONGEST = 3  # words of a name that are compared, as many as a Capital holds
_ENDINGS = {
    "mn": re.compile(WITH_CASE),
    "en": re.compile(r"(?:[’']s|s[’']?|[’'])?"),
}
_PERSON = re.compile(r"(\w{1,3})\.\s?(\w[\w-]+)")
_LIKE = 0.72  # similarity from which two Latin spellings are taken for one person's name


class Names:
    """The names of everything that can be referred to, by kind."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[str, dict[str, set[str]]] = {}
        for kind, ident, names in _all_names(archive):
            for name in (ident, *names):
                self._known.setdefault(kind, {}).setdefault(_fold_name(name), set()).add(ident)

    def hint(self, kind: str, written: str, in_list: bool = True) -> dict[str, str]:
        """The arguments of E411: the id that is meant, or all ids that may be; else how to add a record.
        `in_list` if there may be several."""
        known = self._known.get(kind, {})
        bare = _without_kind(kind, written)
        meant = self._ids_meant(kind, written) or self._ids_meant(kind, bare)
        if not meant and (apart := self._apart(kind, bare)):
            return {"apart" if in_list else "only": apart}
        if len(meant) > 1:
            return {"either": ", ".join(meant)}
        if meant:
            return {"named": meant[0]}
        several = re.split(r"[,;]\s*", bare)  # ids of which one is unknown make no new record together
        new = {} if len(several) > 1 and all(map(is_id, several)) else self._new(kind, bare)
        return {"suggestion": self._like(kind, bare, known), **new}

    def _ids_meant(self, kind: str, written: str) -> list[str]:
        """The ids that a name has, or had before it was renamed, or would be given."""
        known = self._known.get(kind, {})
        if meant := known.get(_fold_name(written)):
            return sorted(meant)
        before = self._archive.find_renamed(kind, written) if kind in BY_NAME else None
        ident = before.ref if before else slugify(written)
        return [ident] if before or ident in known.get(_fold_name(ident), ()) else []

    def _apart(self, kind: str, written: str) -> str:
        """The ids, joined by commas, of several names written as one, `pta; grants`; empty unless each is
        known. A comma does not part names of places, since it may stand between soum and aimag."""
        known = self._known.get(kind, {})
        ids = {ident for idents in known.values() for ident in idents}
        if (parts := re.split(r"[\s,]+", written)) and len(parts) > 1 and ids.issuperset(parts):
            return ", ".join(parts)
        parts = re.split("[;|]" if kind == "place" else "[;|,]", written)
        meant = [known.get(_fold_name(part), ()) for part in parts if part.strip()]
        is_clear = len(meant) > 1 and all(len(one) == 1 for one in meant)
        return ", ".join(map("".join, meant)) if is_clear else ""

    def _like(self, kind: str, written: str, known: dict[str, set[str]]) -> str:
        """A known id that is spelled almost as `written`; a soum of the same aimag. Empty if there is
        none."""
        ids = {ident for idents in known.values() for ident in idents}
        if kind == "place" and len(soum := known.get(_fold_name(written.partition(",")[0]), ())) == 1:
            return next(iter(soum))
        if kind == "place" and "/" in written:
            aimag = written.partition("/")[0]
            ids = {ident for ident in ids if "/" in ident and suggest(aimag, [ident.partition("/")[0]])}
        return suggest(written, ids)

    def _new(self, kind: str, written: str) -> dict[str, str]:
        if kind in BY_NAME:
            ref = written if is_id(written) else slugify(written)
            title = ref.replace("-", " ").capitalize() if ref == written else _OF_SHELLS.sub("", written)
            begin = f'sitegen new {kind} "{title}" --slug {ref}'
            return {"begin": begin, "use": "" if ref == written else ref} if ref and "/" not in ref else {}
        file = f"content/{FILES_OF_RECORDS[kind]}"
        lines, ident = self._place(written) if kind == "place" else _record(kind, written)
        return {"file": file, "lines": lines, "use": "" if ident == written else ident}

    def _place(self, written: str) -> tuple[str, str]:
        """(lines to add, id) for a soum, and for its aimag if that is new, too; empty for a name that may be
        an aimag or a soum."""
        aimag, _, soum = (part.strip() for part in re.sub(r"\s*[/,]\s*", "/", written).partition("/"))
        known = [
            ident for ident in self._known.get("place", {}).get(_fold_name(aimag), ()) if "/" not in ident
        ]
        if "/" in soum or " " in _fold_name(aimag):  # more than an aimag and a soum
            return "", ""
        if not soum:
            return ("", "") if known or not is_id(written) else _record("place", written)
        lines, home = ("", known[0]) if len(known) == 1 else _record("place", aimag)
        line, ident = _record("place", soum, f"{home}/")
        return ("\n".join(filter(None, (lines, line))), ident) if home and ident else ("", "")


def _without_kind(kind: str, written: str) -> str:
    """The name without what stands before it in links and addresses: `project:x`, `projects/x`,
    `/projects/x/`."""
    before = {kind, f"{kind}s", SECTIONS.get(kind, "").rstrip("/") or kind}
    return re.sub(rf"/?(?:content/)?(?:{'|'.join(sorted(before))})[:/]\s*(?=.)", "", written).rstrip("/")


def _source_at(address: str) -> tuple[str, str]:
    """(line that adds the source at a web address, its id); its title is for the editor to write."""
    ident = slugify(re.sub(r"https?://(?:www\.)?|[?#].*", "", address))
    return f"- {{id: {ident}, title: {{mn: …}}, url: {quote_scalar(address)}}}", ident


def _record(kind: str, written: str, prefix: str = "") -> tuple[str, str]:
    """(line that adds a record, its id); the record's name is in the language of `written`."""
    if kind == "source" and isinstance(read_url(written), str):
        return _source_at(written)
    text = " ".join(_OF_PLACES.sub("", written).split()) if kind == "place" else written
    in_cyrillic = bool(re.search("[\u0400-\u04ff]", text))
    lang = "mn" if in_cyrillic else "en"
    ident = text if is_id(text) else slugify(text, lang)
    name = text if text != ident else ident.replace("-", " ")
    name = (
        name.title()
        if name == name.lower() and kind in ("place", "organisation", "author") and not in_cyrillic
        else name
    )
    field = "title" if kind == "source" else "name"
    line = f"- {{id: {prefix}{ident}, {field}: {{{lang}: {flow_scalar(name[:1].upper() + name[1:])}}}}}"
    return (line, prefix + ident) if ident else ("", "")


def _all_names(archive: Archive) -> Iterator[tuple[str, str, Iterable[str]]]:
    """(kind, id, names) of every entry and record."""
    for entry in archive.entries.values():
        yield entry.kind, entry.ref, [document.text.title for document in entry.documents]
    for term in archive.records.terms:
        yield "term", term.id, _texts(term.name)
    for ident, (place, soum) in archive.places.items():
        if soum is None:
            yield "place", ident, _texts(place.name)
        else:
            pairs = [(aimag, name) for aimag in _texts(place.name) for name in _texts(soum.name)]
            both = (f"{one} {other}" for pair in pairs for one, other in (pair, pair[::-1]))
            yield "place", ident, (*_texts(soum.name), *both)
    for organisation in archive.records.organisations:
        yield "organisation", organisation.id, (*_texts(organisation.name), *_texts(organisation.short))
    for author in archive.records.authors:
        yield "author", author.id, _texts(author.name)
    for source in archive.records.sources:
        yield "source", source.id, (*_texts(source.title), *filter(None, (source.url,)))


def _texts(words: Words | None) -> list[str]:
    return [text for _, text in words.texts] if words else []


def _fold_name(name: str) -> str:
    """A name without capitals, signs, and the words aimag and soum, to compare names."""
    return " ".join(_SIGNS.sub(" ", _OF_PLACES.sub(" ", name.lower())).split())


class KnownNames:
    """The names in the records, in all languages, by the beginning of the name."""

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
        """Whether one of the ids has a name in a language."""
        return any((ident, lang) in self._said for ident in idents)

    def find_meant(self, capital: Capital, lang: str) -> tuple[frozenset[str], str]:
        """(ids that capitalised words may name, by the longest name that they begin with; the words of
        it)."""
        written = capital.written.split()
        ending = _ENDINGS.get(lang, _ENDINGS["en"])
        best: tuple[int, frozenset[str], int] = (0, frozenset(), 0)
        for parts, idents in self._known.get(written[0][:2], {}).items():
            length = sum(map(len, parts))
            if length > best[0] and _begins_with(written, parts, ending):
                best = length, frozenset(idents), len(parts)
        return best[1], " ".join(written[: best[2]])


def _begins_with(written: list[str], parts: tuple[str, ...], ending: re.Pattern[str]) -> bool:
    """Whether `written` begins with the words of a name, of which the last one may have an ending."""
    count = len(parts)
    if len(written) < count or tuple(written[: count - 1]) != parts[:-1]:
        return False
    stem = parts[-1].rstrip("ьй") if count > 1 or len(parts[-1]) > 3 else parts[-1]
    last = written[count - 1]
    return last == parts[-1] or (last.startswith(stem) and bool(ending.fullmatch(last[len(stem) :])))


def _names(records: Records) -> Iterator[tuple[str, Words]]:
    """(id, name) of every record; the name of an aimag's centre may stand for the aimag."""
    for place in records.places:
        yield from ((f"place:{place.id}", words) for words in (place.name, place.centre) if words)
        yield from ((f"place:{place.id}/{soum.id}", soum.name) for soum in place.soums)
    for item in records.organisations:
        yield from ((f"organisation:{item.id}", words) for words in (item.name, item.short) if words)


def unmatched_names(documents: Iterable[Document], records: Records) -> Iterator[Diagnostic]:
    """Warnings for names that stand in only one of two texts: a translation said to be current, and its
    original."""
    documents = tuple(documents)
    claiming = [item for item in documents if item.text.translated_from and not item.text.draft]
    if not claiming:
        return
    known = KnownNames(records)
    by_digest = {(item.kind, item.ref, item.text_digest): item for item in documents}
    for target in claiming:
        source = by_digest.get((target.kind, target.ref, target.text.translated_from or ""))
        if source and source is not target:
            yield from _compare_names(known, source, target)


def _compare_names(known: KnownNames, source: Document, target: Document) -> Iterator[Diagnostic]:
    """Names of one text that are nowhere in the other; names in a row of a table that are not in the same row
    of the other; names in a passage that the other's passage has another name for."""
    there, here = blocks_of(source), blocks_of(target)
    whole = [(there, here)]
    if [block.kind for block in there] == [block.kind for block in here]:
        whole += [((one,), (other,)) for one, other in zip(there, here, strict=True)]
    told: set[Capital] = set()
    for theirs, ours in whole:
        gone = list(_missing_names(known, source, target, theirs, ours))
        come = list(_missing_names(known, target, source, ours, theirs))
        if len(ours) == 1 and ours[0].kind != "row" and not (gone and come):
            continue  # the other text may have the name in another passage; only a name for a name is a slip
        for found, is_gone in ((gone, True), (come, False)):
            for capital in found:
                if capital not in told:
                    told.add(capital)
                    yield _difference(capital, is_gone, source, target, ours)


def _difference(
    capital: Capital, is_gone: bool, source: Document, target: Document, here: tuple[Block, ...]
) -> Diagnostic:
    """The warning for a name, with a line to paste into the file that has it: that the texts differ on
    purpose."""
    paste = f"differences: [{{passage: {flow_scalar(capital.written)}, reason: …}}]"
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


def _missing_names(
    known: KnownNames, text: Document, other: Document, blocks: Iterable[Block], there: Iterable[Block]
) -> Iterator[Capital]:
    """The first occurrence of each name in `blocks` that is missing in `there`, the blocks of the other
    text."""
    capitals = [capital for block in there for capital in block.capitals]
    named = {ident for capital in capitals for ident in known.find_meant(capital, other.lang)[0]}
    latin = {_latin(word) for capital in capitals for word in re.findall(r"[\w-]+", capital.written)}
    persons = [found for capital in capitals if (found := _PERSON.fullmatch(capital.written))]
    seen: set[object] = set()
    for block in blocks:
        for capital in block.capitals:
            meant: frozenset[str] | str
            meant, written = known.find_meant(capital, text.lang)
            if person := _PERSON.fullmatch(capital.written):
                meant, written = _latin(person[2]), capital.written
            if not meant or meant in seen:
                continue
            seen.add(meant)
            if isinstance(meant, str):
                assert person
                named_so = [p for p in persons if _is_alike(meant, _latin(p[2]))]
                is_there = any(_initial(person[1]) == _initial(p[1]) for p in named_so)
                is_there |= not named_so and any(_is_alike(meant, word) for word in latin)
            else:
                is_there = bool(meant & named) or not known.has_name(meant, other.lang)
            if not is_there:
                yield msgspec.structs.replace(capital, written=written)


def _initial(letters: str) -> str:
    """The first letter of a name; one letter for all spellings of a sound."""
    text = _latin(letters)
    return "c" if text[:2] == "ts" else "j" if text[:2] == "zh" else text[:1]


def _latin(word: str) -> str:
    """A name in Latin letters, without the letters on which two rules of transliteration may differ."""
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


def _is_alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LIKE
