"""Parses one file to one document: the front matter of it, the text below, the words that the search finds it
by, and warnings of usage: letters that only look right, endings after numbers and abbreviations, and forms of
words that the site avoids.

It is a pure function, which a worker runs for a batch of files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from itertools import islice
from typing import Any

import msgspec

from sitegen.content.addresses import leads_to
from sitegen.content.convert import Conversion, schema_of
from sitegen.content.document import (
    TAG_OR_SLOT,
    Document,
    EncodedFile,
    FileToParse,
    Heading,
    Mark,
    ParsedFile,
    ReadDocument,
    first_paragraph,
    position_of,
    references,
)
from sitegen.content.kinds import BY_NAME, AnyFacts, Kind, Text
from sitegen.content.markup import MarkupOptions, ParseOptions
from sitegen.content.markup.body import Body, to_body
from sitegen.content.source import (
    Source,
    clean_value,
    decode,
    position_at,
    split_front_matter,
    without_merge_marks,
)
from sitegen.content.suggestions import done_otherwise
from sitegen.content.values import BadValue, is_id, is_old_address, read_file_name
from sitegen.content.wording import (
    SUMMARY,
    TITLE,
    Block,
    blocks_of_body,
    blocks_of_head,
    plain_wording,
    unfilled_gaps,
)
from sitegen.content.yaml_strict import Mapping, Node, Scalar, parse_yaml
from sitegen.core.diagnostics import Diagnostic, diagnostic, in_order
from sitegen.core.digest import digest, text_digest
from sitegen.core.interrupts import budget_handler
from sitegen.language import search_words
from sitegen.language.catalogue import Words
from sitegen.language.spelling import WITH_CASE, decimal_commas, slips, wrong_endings

_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|td|th|dt|dd|figcaption|blockquote|caption|pre)>|<br")
_BETWEEN_BLOCKS = "\x1e"
_VALUES = frozenset(("E107", "E108", "E109", "E112", "E143", "E144", "E146"))
# A second front matter after the first, as when a text was pasted whole below the front matter of a new
# entry.
_AGAIN = re.compile(
    r"\s*^(---)[ \t]*\n(?:[ \t]*[\w-]+:(?:[ \t].*)?\n|[ \t]*-[ \t].*\n)+---[ \t]*(?:\n|\Z)", re.MULTILINE
)
NO_TITLE = "…"  # the title of a draft that has none yet
# Signs that mean something in Markdown and HTML, and nothing in a field: bold words, links, tags, references.
_MARKS = re.compile(
    r"(?:\*\*|__)(?=\S)([^*_]+?)(?:\*\*|__)|\[([^\[\]]+)\]\([^()\s]+\)"
    r"|</?(?:a|b|br|div|em|font|h[1-6]|i|p|small|span|strong|sub|sup|u)\b[^<>]*>"
    r"|&(?:amp|bull|hellip|laquo|ldquo|lsquo|lt|gt|mdash|middot|nbsp|ndash|quot|raquo|rdquo|rsquo|#\d{2,5});"
)
_CYRILLIC, _LATIN = re.compile("[\u0400-\u04ff]+"), re.compile("[A-Za-z]+")
_ENOUGH_LETTERS = 40  # Cyrillic letters by which an English text is no translation yet
_MOST_TOLD = 20  # warnings of a code in a file
# By kind of slip; invisible characters are removed without a warning, see sitegen.content.source.
_SLIPS = {"mojibake": "W120", "mixed": "W121", "ukrainian": "W122", "fita": "W122"}

_Found = tuple[int, str, dict[str, Any]]  # offset, code and arguments


def parse_batch(options: bytes, files: tuple[FileToParse, ...]) -> list[EncodedFile]:
    """Parses files with encoded ParseOptions; every problem is in the results."""
    decoded = _options(options)
    with budget_handler():
        return [_encode_result(parse_document(decoded, file)) for file in files]


@lru_cache(maxsize=2)
def _options(encoded: bytes) -> ParseOptions:
    return msgspec.msgpack.decode(encoded, type=ParseOptions)


def parse_document(options: ParseOptions, file: FileToParse) -> ParsedFile:
    text, problems = decode(file.path, file.content)
    if text is None:
        return ParsedFile(None, "", problems)
    text, found = without_merge_marks(file.path, text)
    problems += found
    front, found = parse_front_matter(Source(file.path, text), BY_NAME[file.kind], file.lang, options.zone)
    problems += found
    markup = next(item for item in options.markup if item.lang == file.lang)
    body, found = to_body(file.path, front.body, front.body_line, markup)
    problems += tuple(map(_let_wait, found)) if front.text.draft else found
    problems += tuple(usage_problems(file.path, front, body or Body(""), markup))
    if body is None:
        return ParsedFile(None, "", in_order(problems))
    summary = front.text.summary or ""
    entries, files = leads_to(file.path, body.links)
    document = Document(
        path=file.path,
        kind=file.kind,
        ref=file.ref,
        lang=file.lang,
        facts=front.facts,
        stated=front.stated,
        text=front.text,
        marks=front.marks,
        links=body.links,
        figures=body.figures,
        headings=body.headings,
        text_digest=text_digest(plain_wording(front.text.title, summary, front.body)),
        body=digest(file.path.encode(), body.html.encode()),
        source=file.digest,
        opening=first_paragraph(body.html),
        blocks=msgspec.msgpack.encode(_blocks(file, front, body)),
        entries=entries,
        files=files,
        references=tuple(references(front.facts)),
    )
    face = digest(msgspec.msgpack.encode(document.as_others_see_it()))
    words = b""
    if options.search:
        words = msgspec.msgpack.encode(text_words(front.text, body.headings, body.html, file.lang))
    document = msgspec.structs.replace(document, face=face, words=digest(words) if words else b"")
    return ParsedFile(document, body.html, in_order(problems), words)


def _let_wait(problem: Diagnostic) -> Diagnostic:
    """The problem of a draft: in a translation that was just begun, the heading that a link leads to is not
    translated yet."""
    return msgspec.structs.replace(problem, waits=True) if problem.code == "E214" else problem


def text_words(text: Text, headings: Iterable[Heading], html: str, lang: str) -> search_words.StemLevels:
    """The words that the search finds a document by, each with the weight of where it stands."""
    plain = unescape(TAG_OR_SLOT.sub("", _BLOCK_END.sub(f"{_BETWEEN_BLOCKS}<", html)))
    fields = [(text.title, search_words.TITLE), (text.summary or "", search_words.SUMMARY)]
    fields += [(block, search_words.BODY) for block in plain.split(_BETWEEN_BLOCKS)]
    fields += [(heading.text, search_words.HEADING) for heading in headings]
    return search_words.stem_levels(fields, lang)


def _blocks(file: FileToParse, front: FrontMatter, body: Body) -> tuple[Block, ...]:
    text = front.text
    heads = (
        (field, words, *position_of(field, front.marks))
        for field, words in ((TITLE, text.title), (SUMMARY, text.summary))
        if words
    )
    excused = tuple(item.passage for item in text.differences)
    return (
        *blocks_of_head(file.lang, heads, excused),
        *blocks_of_body(
            file.lang, front.body, body.words, body.passages, first_line=front.body_line, excused=excused
        ),
    )


def lost_document(file: FileToParse) -> EncodedFile:
    """The result for a file whose worker died."""
    return _encode_result(ParsedFile(None, "", (diagnostic("E205", file.path),)))


def _encode_result(parsed: ParsedFile) -> EncodedFile:
    read = ReadDocument(parsed.document, parsed.diagnostics)
    return EncodedFile(msgspec.msgpack.encode(read), parsed.html.encode(), parsed.words)


class FrontMatter(msgspec.Struct, frozen=True):
    """The content of a document's file. `stated` are the names of the facts that it states, in the schema's
    order.

    `body_line` is the line of the file in which the body begins.
    """

    facts: AnyFacts
    stated: tuple[str, ...]
    text: Text
    marks: tuple[Mark, ...]
    body: str
    body_line: int


def parse_front_matter(
    source: Source, kind: Kind, lang: str, zone: str = ""
) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    """Front matter and body of a file; what cannot be read is reported and left out.

    A fact the kind requires may stand in the file of another language, so its absence is no problem here.
    """
    parts, found = split_front_matter(source)
    problems = list(found)
    values: dict[str, Any] = {}
    marks: tuple[Mark, ...] = ()
    if parts.front is not None:
        node, found = parse_yaml(source.path, parts.front, parts.front_line)
        problems += found
        if node is not None or not found:
            conversion = Conversion(source.path, lang, zone, kind.required)
            top = node or Mapping((), max(parts.front_line - 1, 1), 1)
            values = conversion.fields(top, schema_of(Text, kind.facts), is_top=True)
            problems = _drop_repeated(problems, conversion.problems)
            problems = [item for item in problems if not _is_unfinished(item, values)]
            problems += _foreign_values(source.path, top)
            # A mark without a field tells that there was front matter, even if no field of it could be read.
            whole = (Mark("", top.line, top.column),) if isinstance(top, Mapping) else ()
            marks = tuple(conversion.marks) or whole
    body = clean_value(parts.body)
    if again := _AGAIN.match(body):
        line = parts.body_line + body.count("\n", 0, again.start(1))
        lines = f"{line}–{parts.body_line + body.count(chr(10), 0, again.end()) - 1}"
        problems.append(diagnostic("E111", source.path, line, 1, text=again[1], again=lines))
    facts = {name: values[name] for name in schema_of(kind.facts).fields if name in values}
    text = {name: values[name] for name in schema_of(Text).fields if name in values}
    front = FrontMatter(
        kind.facts(**facts),
        tuple(facts),
        Text(**{"title": NO_TITLE if text.get("draft") else "", **text}),
        marks,
        body,
        parts.body_line,
    )
    return front, tuple(problems)


def _drop_repeated(of_yaml: list[Diagnostic], of_values: list[Diagnostic]) -> list[Diagnostic]:
    """The problems, one for each value: that of YAML rather than that of the value, unless the value says
    “not known”."""
    unknown = {
        (item.line, item.column) for item in of_values if dict(item.args).keys() & {"unknown", "needed"}
    }
    kept = [item for item in of_yaml if (item.line, item.column) not in unknown]
    told = {(item.line, item.column) for item in kept}
    values = (item for item in of_values if item.code not in _VALUES or (item.line, item.column) not in told)
    unread = tuple(dict(item.args).get("text", "") for item in of_yaml if item.code == "E111")
    return [*kept, *(item for item in values if not _stands_in(unread, item))]


def _stands_in(unread: tuple[str, ...], problem: Diagnostic) -> bool:
    """Whether a field that is missed stands in one of these lines, which could not be read."""
    field = dict(problem.args).get("field", "").rpartition(".")[2]
    return problem.code == "E105" and any(line.strip(" -").startswith(f"{field}:") for line in unread)


def _is_unfinished(problem: Diagnostic, values: dict[str, Any]) -> bool:
    """Whether a problem is that a draft has no title, which is allowed: a translation begins without one."""
    return values.get("draft") is True and problem.code == "E105" and ("field", "title") in problem.args


def _foreign_values(path: str, node: Node) -> Iterator[Diagnostic]:
    """Problems of dangerous values in fields that do not exist, which no reader of a field would find."""
    for key, value in node.entries if isinstance(node, Mapping) else ():
        if not isinstance(value, Scalar):
            continue
        is_address = is_id(value.value) or is_old_address(value.value)
        if done_otherwise(key.value) == "slug" and not is_address:
            yield diagnostic("E301", path, value.line, value.column, value=value.value)
        if key.value == "image":
            name = read_file_name(value.value)
            if isinstance(name, BadValue):
                yield diagnostic(name.code, path, value.line, value.column, value=value.value)


def usage_problems(path: str, front: FrontMatter, body: Body, options: MarkupOptions) -> Iterator[Diagnostic]:
    """Warnings with what to write instead."""
    yield from _marked_texts(path, front)
    if options.lang == "en" and not front.text.draft:
        yield from _find_untranslated(path, front, body.words)
    for field, text in (("title", front.text.title), ("summary", front.text.summary or "")):
        if text:
            for _, code, args in _find_misuse(text, options):
                yield diagnostic(code, path, *position_of(field, front.marks), **args)
    for offset, code, args in _find_misuse(body.words, options):
        line, column = position_at(body.words, offset)
        yield diagnostic(code, path, front.body_line + line - 1, column, **args)
    gaps = [] if front.text.draft else list(unfilled_gaps(body.words, body.passages))
    for passage, text in gaps[:1]:
        line, column = front.body_line + passage.line, passage.spans[0][0] + 1
        yield diagnostic("W175", path, line, column, text=text, count=str(len(gaps)))


def _marked_texts(path: str, front: FrontMatter) -> Iterator[Diagnostic]:
    """A warning for each field of plain text with signs of Markdown or HTML, which its readers would see."""
    own = (("title", front.text.title), ("summary", front.text.summary or ""))
    for field, text in (*own, *_words_in(front.facts)):
        if _MARKS.search(text):
            near = " ".join(unescape(_MARKS.sub(_plain_part, text)).split())
            position = position_of(field, front.marks)
            yield diagnostic("W178", path, *position, text=text, near="" if _MARKS.search(near) else near)


def _plain_part(found: re.Match[str]) -> str:
    """What a reader sees of signs that mean something: the words; an entity, which is read later."""
    return found[1] or found[2] or (found[0] if found[0][0] == "&" else " ")


def _words_in(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """(dotted path, text) of all words in facts."""
    if isinstance(value, Words):
        yield from ((f"{at}.{lang}", text) for lang, text in value.texts)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _words_in(getattr(value, name), f"{at}.{name}" if at else name)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _words_in(item, f"{at}.{number}")


def _find_untranslated(path: str, front: FrontMatter, words: str) -> Iterator[Diagnostic]:
    """A warning for an English text in Cyrillic: the original where its translation should be."""
    cyrillic = len("".join(_CYRILLIC.findall(words)))
    if cyrillic > _ENOUGH_LETTERS and cyrillic > (latin := len("".join(_LATIN.findall(words)))):
        share = 100 * cyrillic // (cyrillic + latin)
        yield diagnostic("W439", path, front.body_line, 1, draft="draft: true", share=share)


def _find_misuse(text: str, options: MarkupOptions) -> list[_Found]:
    found = [*islice(_wrong_letters(text, options.lang), _MOST_TOLD)]
    used: list[_Found] = []
    if options.lang == "mn":
        for wrong in wrong_endings(text, dict(options.abbreviations)):
            args = {"text": wrong.written, "near": wrong.suggestion, "spoken": wrong.spoken}
            used.append((wrong.offset, "W123", args))
        for offset, written, near in decimal_commas(text):
            used.append((offset, "W126", {"text": written, "near": near}))
    used += _find_avoided(text, options.lang, options.avoid)
    return found + used[:_MOST_TOLD]


def _wrong_letters(text: str, lang: str) -> Iterator[_Found]:
    """Letters that only look right and damaged encodings."""
    for slip in slips(text, lang):
        if slip.kind in _SLIPS:
            yield slip.offset, _SLIPS[slip.kind], {"text": slip.written, "near": slip.suggestion or ""}


def _find_avoided(text: str, lang: str, avoid: Iterable[tuple[str, str]]) -> Iterator[_Found]:
    """Forms that the site avoids. For a form with an ending there is no replacement to paste."""
    for form, use in avoid:
        if form[1:] not in text:
            continue
        first = f"[{re.escape(form[0].lower())}{re.escape(form[0].upper())}]" if form[1:].islower() else ""
        written = f"{first}{re.escape(form[1:])}" if first else re.escape(form)
        ending = WITH_CASE if lang == "mn" else "(?:[’']s|s)?"
        for match in re.finditer(rf"(?<![\w-]){written}(?P<ending>{ending})(?![\w-])", text):
            near = "" if match["ending"] else use
            if near and match[0][0].isupper() and not form[0].isupper():
                near = near[:1].upper() + near[1:]
            yield match.start(), "W124", {"text": match[0], "use": use, "near": near}
