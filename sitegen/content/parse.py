"""Parses one file to one document: a pure function, which a worker runs for a batch of files."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from sitegen.content.document import (
    Document,
    Encoded,
    FileToParse,
    Parsed,
    ReadDocument,
    first_paragraph,
    position_of,
    references,
)
from sitegen.content.frontmatter import FrontMatter, parse_front_matter
from sitegen.content.kinds import BY_NAME
from sitegen.content.link_targets import leads_to
from sitegen.content.markup import ParseOptions
from sitegen.content.markup.body import Body, to_body
from sitegen.content.search_text import encoded
from sitegen.content.source import Source, decode, without_merge_marks
from sitegen.content.traces import SUMMARY, TITLE, Block, blocks_of_body, blocks_of_head
from sitegen.content.usage import usage_problems
from sitegen.content.wording import wording
from sitegen.core.diagnostics import diagnostic, in_order
from sitegen.core.digest import digest, text_digest
from sitegen.core.interrupts import budget_handler


def parse_batch(options: bytes, files: tuple[FileToParse, ...]) -> list[Encoded]:
    """Parses files with encoded ParseOptions; every problem is in the results."""
    decoded = _options(options)
    with budget_handler():
        return [_encoded(parse_document(decoded, file)) for file in files]


@lru_cache(maxsize=2)
def _options(encoded: bytes) -> ParseOptions:
    return msgspec.msgpack.decode(encoded, type=ParseOptions)


def parse_document(options: ParseOptions, file: FileToParse) -> Parsed:
    text, problems = decode(file.path, file.content)
    if text is None:
        return Parsed(None, "", problems)
    text, found = without_merge_marks(file.path, text)
    problems += found
    front, found = parse_front_matter(Source(file.path, text), BY_NAME[file.kind], file.lang, options.zone)
    problems += found
    markup = next(item for item in options.markup if item.lang == file.lang)
    body, found = to_body(file.path, front.body, front.body_line, markup)
    problems += found
    problems += tuple(usage_problems(file.path, front, body or Body(""), markup))
    if body is None:
        return Parsed(None, "", in_order(problems))
    summary = front.text.summary or ""
    entries, files = leads_to(file.path, body.links)
    document = Document(
        path=file.path,
        kind=file.kind,
        ref=file.ref,
        lang=file.lang,
        facts=front.facts,
        given=front.given,
        text=front.text,
        marks=front.marks,
        links=body.links,
        figures=body.figures,
        headings=body.headings,
        text_digest=text_digest(wording(front.text.title, summary, front.body)),
        body=digest(file.path.encode(), body.html.encode()),
        source=file.digest,
        opening=first_paragraph(body.html),
        blocks=msgspec.msgpack.encode(_blocks(file, front, body)),
        entries=entries,
        files=files,
        references=tuple(references(front.facts)),
    )
    face = digest(msgspec.msgpack.encode(document.as_others_see_it()))
    words = encoded(document, body.html) if options.search else b""
    document = msgspec.structs.replace(document, face=face, words=digest(words) if words else b"")
    return Parsed(document, body.html, in_order(problems), words)


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
        *blocks_of_body(file.lang, front.body, body.words, body.passages, front.body_line, excused),
    )


def lost_document(file: FileToParse) -> Encoded:
    """The result for a file whose worker died."""
    return _encoded(Parsed(None, "", (diagnostic("E205", file.path),)))


def _encoded(parsed: Parsed) -> Encoded:
    read = ReadDocument(parsed.document, parsed.diagnostics)
    return Encoded(msgspec.msgpack.encode(read), parsed.html.encode(), parsed.words)
