"""The file of a translation to begin with: it has all that the original decides, and the form of its body,
with a gap for each passage and the original in a comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from pathlib import Path
from urllib.parse import unquote

import msgspec

from sitegen.checks.translations import NOTES_HEADING, SiteDocuments, entry_documents, translations_of
from sitegen.content.document import Document
from sitegen.content.markup.block_syntax import Fence
from sitegen.content.markup.blocks import read_blocks
from sitegen.content.records import Records
from sitegen.content.source import Source, decode, split_front_matter
from sitegen.content.wording import GAP, Passage, without_comments
from sitegen.core.diagnostics import Refusal
from sitegen.core.files import content_of
from sitegen.language.alphabet import slugify
from sitegen.language.catalogue import Words, say
from sitegen.language.quantities import (
    Equivalent,
    figure_equivalents,
    name_equivalents,
    people_equivalents,
    people_in,
)

_WORDS = re.compile(r"[^\W\d_]+(?:[\s,.;:()“”\"'’-]+[^\W\d_]+)*")
_ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}\s*$")
_ANCHOR = re.compile(r"(?:\]\(|^\[[^\]]+\]:[ \t]*)<?#([^\s()<>]+)", re.MULTILINE)
_BETWEEN_CELLS = re.compile(r"((?<!\\)\||\t+)")
# What a translation keeps from the original: pictures, links of both forms, addresses and footnotes.
_KEPT = re.compile(
    r"!\[(?P<alt>[^\]]*)\](?P<picture>\([^()\s]+(?P<title>\s+\"[^\"]*\")?\)(?:\{[^{}]*\})?)"
    r"|\[(?P<words>[^\]^][^\]]*)\](?P<target>\([^()\s]+[^()]*\)|\[[^\]]*\])|<https?://[^>\s]+>|\[\^[^\]\s]+\]"
)


class NotTranslated(Refusal):
    """The translation is there already, or the site has no such language."""

    exit_code = 2


class BegunTranslation(msgspec.Struct, frozen=True):
    """A translation whose file is to be written; `source` is the path of the original."""

    path: str
    source: str
    text: str


def begin_translation(site: Path, known: SiteDocuments, wanted: str, to: str, lang: str) -> BegunTranslation:
    """The file of a translation of an entry; its remarks are in `lang`. Raises NoEntry and NotTranslated."""
    group = entry_documents(known, wanted)[0]
    if to and to not in known.languages:
        raise NotTranslated(
            "The site has no language “{to}”. It has {known}.", to=to, known=", ".join(known.languages)
        )
    there = {document.lang: document for document in group}
    missing = [code for code in known.languages if code not in there]
    if not missing or (to and to not in missing):
        path = there[to].path if to else next(translations_of(group, known.languages)).path
        raise NotTranslated("{path} is there already. What is out of date: sitegen status", path=path)
    code = to or missing[0]
    item = next(item for item in translations_of(group, known.languages) if item.lang == code)
    original = next(document for document in group if document.path == item.source)
    written, _ = decode(item.source, content_of(site / item.source))
    body = split_front_matter(Source(item.source, written or ""))[0].body
    counterparts = Counterparts(site, known, original.lang, code, lang)
    front = "\n".join(_front(original, lang, counterparts))
    return BegunTranslation(
        item.path, item.source, f"---\n{front}\n---\n\n{skeleton(body, original.lang, counterparts)}"
    )


def _front(original: Document, lang: str, counterparts: Counterparts) -> Iterator[str]:
    """The lines of front matter for one language; the facts stand in the original and are not repeated."""
    for field, text in (("title", original.text.title), ("summary", original.text.summary)):
        if text:
            yield f"# {original.lang}: {' '.join(text.split())}"
            if notes := " ".join(counterparts.notes(text).split()):
                yield f"# {notes}"
            yield f"{field}:"
    yield f"draft: true  # {say(lang, 'take this line away when the translation is done')}"
    yield f"translated_from: {original.text_digest}"


class Counterparts:
    """Names, figures and headings in another language: by the records, by rule, or as they were translated
    before."""

    def __init__(self, site: Path, known: SiteDocuments, lang: str, to: str, notes_lang: str) -> None:
        """Counterparts of words in `lang` in the language `to`; notes are in `notes_lang`."""
        self._lang, self._to, self._notes_lang = lang, to, notes_lang
        self._names = dict(_named_pairs(known.records, lang, to))
        self._places = dict(_by_id(known.records, to))
        self._headings = _headings(known.documents, lang, to)
        self._people: set[str] = set()
        if to == "mn":
            texts = (site / item.path for item in known.documents if item.lang == "mn")
            self._people = {name for path in texts for name in people_in(content_of(path).decode())}

    def equivalents(self, text: str) -> list[Equivalent]:
        """All that has a counterpart, in the order of the text. Where two overlap, figures win over names,
        names over persons."""
        found = figure_equivalents(text, self._lang, self._to)
        for more in (
            name_equivalents(text, self._lang, self._names.items()),
            people_equivalents(text, self._lang, sorted(self._people)),
        ):
            found += (item for item in more if not any(_overlap(item, other) for other in found))
        return sorted(found, key=lambda item: item.start)

    def heading(self, text: str) -> str:
        """The heading as all translations so far have it, if they agree; else by its counterpart, or
        empty."""
        return self._headings.get(text) or self._whole(text)

    def cell(self, text: str) -> str:
        """The text with names and figures in the other language, and a gap for each run of other words."""
        parts, at = list[str](), 0
        for item in self.equivalents(text):
            if item.whole:
                parts += [_WORDS.sub(GAP, text[at : item.start]), item.means]
                at = item.end
        return "".join([*parts, _WORDS.sub(GAP, text[at:])])

    def link(self, words: str, target: str) -> str:
        return self._places.get(target, "") or self._whole(words)

    def notes(self, text: str) -> str:
        """A line with the counterparts in a text, for whoever translates it; empty if there are none."""
        pairs = dict.fromkeys(
            f"{item.written} = {item.means}" for item in self.equivalents(text) if item.written != item.means
        )
        return f"\n{say(self._notes_lang, NOTES_HEADING)}: {'; '.join(pairs)}" if pairs else ""

    def _whole(self, text: str) -> str:
        whole = (item for item in self.equivalents(text) if item.whole and item.written == text)
        return next((item.means for item in whole), "")


def _overlap(one: Equivalent, other: Equivalent) -> bool:
    return one.start < other.end and other.start < one.end


def _named_pairs(records: Records, lang: str, to: str) -> Iterator[tuple[str, str]]:
    for words in _all_words(records):
        written, means = words.get(lang), words.get(to)
        if written and means:
            yield written, means
    for item in records.glossary:
        written, means = item.short.get(lang), item.short.get(to) or item.long.get(to)
        if written and means:
            yield written, means


def _all_words(records: Records) -> Iterator[Words]:
    """The short texts of all records. Of equal texts the last one counts, so organisations come last."""
    yield from (item.long for item in records.glossary)
    yield from (item.name for item in records.terms)
    for place in records.places:
        yield from (soum.name for soum in place.soums)
        yield from (words for words in (place.centre, place.name) if words)
    yield from (words for item in records.organisations for words in (item.short, item.name) if words)


def _by_id(records: Records, to: str) -> Iterator[tuple[str, str]]:
    """(link, name in the other language) for links such as `organisation:gpsa`."""
    for kind, items in (("organisation", records.organisations), ("place", records.places)):
        yield from ((f"{kind}:{item.id}", item.name.get(to) or "") for item in items)
    for place in records.places:
        yield from ((f"place:{place.id}/{soum.id}", soum.name.get(to) or "") for soum in place.soums)


def _headings(documents: Iterable[Document], lang: str, to: str) -> dict[str, str]:
    """The translations of headings that were always translated alike, from pairs of texts with the same
    levels of headings."""
    pairs: dict[str, set[str]] = {}
    by_entry = {(item.kind, item.ref, item.lang): item for item in documents}
    for (kind, ref, code), item in by_entry.items():
        other = by_entry.get((kind, ref, to))
        if code != lang or other is None or other.text.draft:
            continue
        if [heading.level for heading in item.headings] == [heading.level for heading in other.headings]:
            for one, two in zip(item.headings, other.headings, strict=True):
                pairs.setdefault(one.text, set()).add(two.text)
    return {text: next(iter(found)) for text, found in pairs.items() if len(found) == 1}


def skeleton(body: str, lang: str, counterparts: Counterparts) -> str:
    """The body of a translation to be written, in Markdown. Above each passage stands a comment with the
    original and its `notes`. A heading that the text links to gets its name in the original."""
    blocks = read_blocks(body)
    lines = body.split("\n")
    names = _linked_names(body, lines, blocks.passages, lang)
    written: list[str] = []
    at = 0
    for _, group in groupby(blocks.passages, key=lambda passage: passage.block):
        passages = tuple(group)
        written += _lines_between(lines, at, passages[0].line, blocks.fences)
        at = passages[-1].end
        original = lines[passages[0].line : at]
        made = list(_lines_with_gaps(lines, passages, counterparts, names))
        if made != original:
            if written and written[-1].strip():
                written.append("")
            text = "\n".join(original).replace("-->", "-- >")
            written.append(f"<!-- {lang}: {text}{counterparts.notes(text)} -->")
        written += made
    written += _lines_between(lines, at, len(lines), blocks.fences)
    return "\n".join(written).strip("\n") + "\n" if body.strip() else ""


def _linked_names(body: str, lines: list[str], passages: Iterable[Passage], lang: str) -> dict[str, str]:
    """The names of the headings that a text links to, by heading, but for those that are written there."""
    linked = {slugify(unquote(anchor), lang) for anchor in _ANCHOR.findall(body)}
    headings = (" ".join(passage.texts(lines)) for passage in passages if passage.is_heading)
    named = ((heading, slugify(heading, lang)) for heading in headings if not _ATTRIBUTES.search(heading))
    return {heading: name for heading, name in named if name in linked}


def _lines_between(lines: list[str], start: int, end: int, fences: Iterable[Fence]) -> Iterator[str]:
    """The lines between passages: code, rules and definitions as they are, without comments of the
    original."""
    for fence in fences:
        if start <= fence.line < end:
            yield from _drop_comments(lines[start : fence.line])
            yield from lines[fence.line : fence.end]
            start = fence.end
    yield from _drop_comments(lines[start:end])


def _drop_comments(lines: list[str]) -> Iterator[str]:
    """The lines without comments, which the author of the original wrote for his or her own use."""
    left = without_comments("\n".join(lines)).split("\n") if lines else []
    return (line for before, line in pairwise(("x", *left)) if line.strip() or before.strip())


def _lines_with_gaps(
    lines: list[str], passages: Iterable[Passage], counterparts: Counterparts, names: Mapping[str, str]
) -> Iterator[str]:
    """The lines of a block with one gap for each passage, however many lines the passage had."""
    at: int | None = None
    for passage in passages:
        yield from lines[passage.line if at is None else at : passage.line]
        at = passage.end
        start, end = passage.spans[0]
        text = " ".join(passage.texts(lines))
        first, last = lines[passage.line], lines[at - 1]
        if passage.is_heading:
            heading = _ATTRIBUTES.sub("", text)
            name = f" {{#{names[text]}}}" if text in names else text[len(heading) :]
            rest = name + last[passage.spans[-1][1] :]
            yield first[:start] + (counterparts.heading(heading) or GAP) + rest
        elif passage.kind == "row":
            yield first[:start] + _row(first[start:end], counterparts) + first[end:]
        else:
            yield first[:start] + _gap(text, counterparts)


def _gap(text: str, counterparts: Counterparts) -> str:
    """A gap for the translation of a passage, with the original's links, pictures and footnotes in their
    order."""
    kept = [_keep_syntax(match, counterparts) for match in _KEPT.finditer(text)]
    if kept and not re.sub(r"[\W_]", "", _KEPT.sub("", text)):
        return " ".join(kept)
    joined = GAP
    for part in kept:
        joined += part if part.startswith("[^") else f" {part} {GAP}"
    return joined


def _keep_syntax(match: re.Match[str], counterparts: Counterparts) -> str:
    if match["picture"]:
        picture = match["picture"]
        if match["title"]:
            picture = picture.replace(match["title"], f' "{GAP}"')
        return f"![{GAP if match['alt'] else ''}]{picture}"
    if match["target"]:
        return f"[{counterparts.link(match['words'], match['target'].strip('()')) or GAP}]{match['target']}"
    return match[0]


def _row(line: str, counterparts: Counterparts) -> str:
    parts = _BETWEEN_CELLS.split(line)
    return "".join(part if number % 2 else _cell(part, counterparts) for number, part in enumerate(parts))


def _cell(cell: str, counterparts: Counterparts) -> str:
    text = cell.strip()
    if not text:
        return cell
    made = _gap(text, counterparts) if _KEPT.search(text) else counterparts.cell(text) or GAP
    before = cell[: len(cell) - len(cell.lstrip())]
    return f"{before}{made}{cell[len(cell.rstrip()) :]}"
