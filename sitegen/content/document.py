"""The result of parsing one file: a document, with the references that its facts make, and its body apart,
since lists of entries need no bodies."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from html import unescape
from typing import Annotated, Any, get_args, get_origin

import msgspec

from sitegen.content.kinds import AnyFacts, Image, Refers, Text, pair_of
from sitegen.content.wording import Block
from sitegen.core.diagnostics import Diagnostic

# A body is finished HTML with slots, filled when its page is rendered. Slots are private-use characters,
# which are removed from what editors write.
#   href="<LINK n END>"                 the address of link n (several links may share an address)
#   <AFTER n END>  right after </a>     where a print view puts the number of its endnote
#   <FIGURE n END> alone in a block     figure n
#   id="<PREFIX>x", href="#<PREFIX>x"   identifiers, so that several bodies can share one page
LINK = "\ue000"
AFTER = "\ue001"
FIGURE = "\ue002"
PREFIX = "\ue003"
END = "\ue004"
_LONGEST = 200  # characters of the opening of a text, as much as lists show
_BLOCKS = msgspec.msgpack.Decoder(tuple[Block, ...])
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
TAG_OR_SLOT = re.compile(f"<[^>]*>|[{AFTER}{FIGURE}][0-9]+{END}|{PREFIX}")


class Reference(msgspec.Struct, frozen=True, array_like=True):
    """`field` is a dotted path as in `Document.marks`; `kind` that of an entry or a record."""

    field: str
    kind: str
    ident: str


class FileToParse(msgspec.Struct, frozen=True):
    """The content of a document's file; `digest` is of its path and content."""

    path: str
    kind: str
    ref: str
    lang: str
    content: bytes
    digest: bytes


class LinkSlot(msgspec.Struct, frozen=True, array_like=True):
    """A link as the editor wrote it; `line` and `column` count in the whole file."""

    address: str
    line: int
    column: int


class FigureSlot(msgspec.Struct, frozen=True, array_like=True):
    """A picture in the text: `file` lies beside the document; `alt` and `title` as written, may be empty.

    With others `in_row` it makes a gallery; one that `is_linked` leads elsewhere than to the whole picture.
    Without `file` it was taken down; then `is_described` says whether the entry's `images` had it as well.
    """

    file: str
    alt: str
    title: str
    line: int
    column: int
    in_row: bool = False
    is_described: bool = False
    is_linked: bool = False


class Heading(msgspec.Struct, frozen=True, array_like=True):
    """A heading of the text; `id` is without the prefix that a page may add, `text` is plain."""

    level: int
    id: str
    text: str


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """Where a front matter value stands: `field` is a dotted path such as `partners.0.organisation`."""

    field: str
    line: int
    column: int


def position_of(field: str, marks: Iterable[Mark]) -> tuple[int, int]:
    """Line and column of a field, or of the nearest field around it; (1, 1) if there is none."""
    positions = {mark.field: (mark.line, mark.column) for mark in marks}
    while field:
        if field in positions:
            return positions[field]
        field = field.rpartition(".")[0]
    return (1, 1)


class Document(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One file in one language, without its body.

    `stated` are the names of the facts that this file states, to merge them with its translations'. Four
    digests: `text_digest` of the wording of title, summary and body, the measure for stale translations;
    `body` of the finished HTML, which no other file has; `source` of the file's path and content; `face` of
    what pages of other entries can show; and `words`, if the site has a search, of what the document is found
    by. `opening` is the beginning of the text. `blocks` are what its translations must have in common with
    it, encoded, since few builds compare many texts: `blocks_of` reads them. `entries` and `files` are what
    its links may lead to, `references` what its facts name.
    """

    path: str
    kind: str
    ref: str
    lang: str
    facts: AnyFacts
    stated: tuple[str, ...]
    text: Text
    marks: tuple[Mark, ...]
    links: tuple[LinkSlot, ...]
    figures: tuple[FigureSlot, ...]
    headings: tuple[Heading, ...]
    text_digest: str
    body: bytes
    source: bytes
    opening: str = ""
    blocks: bytes = b""
    entries: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    face: bytes = b""
    words: bytes = b""

    def as_others_see_it(self) -> Document:
        """The document without all that only its own pages can show."""
        return msgspec.structs.replace(
            self,
            marks=(),
            links=(),
            figures=(),
            text_digest="",
            opening="",
            blocks=b"",
            body=b"",
            source=b"",
            entries=(),
            files=(),
            references=(),
            face=b"",
            words=b"",
        )

    def mark(self, field: str) -> tuple[int, int]:
        return position_of(field, self.marks)


def document_stating(documents: Sequence[Document], field: str) -> Document:
    """The document of an entry that states a field of the facts, such as `images.0.alt`; else the first."""
    root = field.partition(".")[0]
    return next((document for document in documents if root in document.stated), documents[0])


def has_pictures(document: Document, facts: AnyFacts) -> bool:
    """Whether the entry's page shows pictures or films."""
    return bool(facts.images or facts.lead or facts.videos or document.figures)


def has_gallery(document: Document, facts: AnyFacts) -> bool:
    """Whether pictures stand side by side on the entry's page, and can be looked through."""
    beside = sum(1 for _ in pictures_beside(document, facts)) - (0 if facts.lead else 1)
    return beside > 1 or bool(pair_of(facts)) or any(slot.in_row for slot in document.figures)


def pictures_beside(document: Document, facts: AnyFacts) -> Iterator[Image]:
    """The pictures of `images` that stand neither in the text nor elsewhere on the page; of those taken down,
    as many as the text does not show."""
    placed = {slot.file for slot in document.figures if slot.file} | {facts.lead, *pair_of(facts)}
    gone = sum(slot.is_described for slot in document.figures)
    for image in facts.images:
        if not image.file and gone:
            gone -= 1
        elif image.file not in placed:
            yield image


def blocks_of(document: Document) -> tuple[Block, ...]:
    """What the translations of a text must have in common with it, block by block."""
    return _BLOCKS.decode(document.blocks)


class ParsedFile(msgspec.Struct, frozen=True):
    """The result of parsing one file; `document` is None when the errors leave nothing to show; `words` is an
    encoded StemLevels."""

    document: Document | None
    html: str
    diagnostics: tuple[Diagnostic, ...]
    words: bytes = b""


class ReadDocument(msgspec.Struct, frozen=True, array_like=True):
    """What the store keeps of a document's file; the body and the words are stored apart."""

    document: Document | None
    diagnostics: tuple[Diagnostic, ...]


class EncodedFile(msgspec.Struct, frozen=True):
    """The result of parsing one file as it is stored: a ReadDocument (msgpack), its HTML (UTF-8), its words.

    Encoded in the worker, since bytes are the quickest to send between processes.
    """

    document: bytes
    html: bytes
    words: bytes = b""


def first_paragraph(html: str) -> str:
    """The text of the first paragraph that has words, as `shorten_text` gives it; "" if there is none."""
    for paragraph in _PARAGRAPH.finditer(html):
        words = " ".join(unescape(TAG_OR_SLOT.sub("", paragraph[1])).split())
        if words:
            return shorten_text(words)
    return ""


def shorten_text(text: str) -> str:
    """The text, cut between words if it has more than _LONGEST characters."""
    if len(text) <= _LONGEST:
        return text
    cut = text[:_LONGEST].rpartition(" ")[0] or text[: _LONGEST - 1]
    return cut.rstrip(",;:–— ") + "…"


_Walker = Callable[[str, Any], Iterator[Reference]]


def references(facts: msgspec.Struct) -> Iterator[Reference]:
    """Every reference in the facts, in the order of the fields."""
    for name, walk in _walkers(type(facts)):
        value = getattr(facts, name)
        if value:
            yield from walk(name, value)


@cache
def _walkers(struct: type[msgspec.Struct]) -> tuple[tuple[str, _Walker], ...]:
    hints = typing.get_type_hints(struct, include_extras=True)
    found = ((field.name, _walker(hints[field.name])) for field in msgspec.structs.fields(struct))
    return tuple((name, walk) for name, walk in found if walk)


def _walker(hint: Any) -> _Walker | None:
    if get_origin(hint) is Annotated:
        for extra in hint.__metadata__:
            if isinstance(extra, Refers):
                kind = extra.kind
                return lambda field, value: iter((Reference(field, kind, value),))
        return None
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _struct_walker(hint)
    inner = [walk for walk in map(_walker, get_args(hint)) if walk]
    if not inner:
        return None
    walk = inner[0]
    return _items_walker(walk) if get_origin(hint) is tuple else walk


def _struct_walker(struct: type[msgspec.Struct]) -> _Walker | None:
    if not _walkers(struct):
        return None

    def walk(field: str, value: Any) -> Iterator[Reference]:
        for found in references(value):
            yield Reference(f"{field}.{found.field}", found.kind, found.ident)

    return walk


def _items_walker(walk_item: _Walker) -> _Walker:
    def walk(field: str, value: Any) -> Iterator[Reference]:
        for number, item in enumerate(value):
            yield from walk_item(f"{field}.{number}", item)

    return walk
