"""What a document to download records: the number of its pages, and who wrote it.

Formats: ISO 32000 (PDF), ECMA-376 part 2, 11 (Word, Excel, PowerPoint), OpenDocument 1.3 part 3, 4.3. A file
that cannot be read is published all the same.
"""

from __future__ import annotations

import logging
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from sitegen.core.interrupts import OverBudget, budget

if TYPE_CHECKING:
    from pypdf import PdfReader

_SECONDS = 2.0
_MOST = 1_000_000  # bytes of the properties in a file
_OFFICE = frozenset(("docx", "xlsx", "pptx"))
_OPEN = frozenset(("odt", "ods", "odp"))
# Patterns of properties that name people, by what the dialogs of office programs call each property.
_TOLD = {
    "Author": re.compile(rb"<(?:dc:creator|meta:initial-creator)\b[^>]*>\s*[^<\s]"),
    "Last Modified By": re.compile(rb"<cp:lastModifiedBy\b[^>]*>\s*[^<\s]"),
    "Manager": re.compile(rb"<Manager>\s*[^<\s]"),
    "Company": re.compile(rb"<Company>\s*[^<\s]"),
    "Printed by": re.compile(rb"<meta:printed-by>\s*[^<\s]"),
    "Comments, Revisions": re.compile(
        rb"<w:(?:comment|ins|del)\b[^>]*\bw:author=\"[^\"]|<author>\s*[^<\s]|<p:cmAuthor\b[^>]*\bname=\"[^\"]"
        rb"|<(?:office:annotation|office:change-info)\b[^>]*>\s*<dc:creator>\s*[^<\s]"
    ),
}
_PAGES = re.compile(rb"<(?:Pages|Slides)>\s*([0-9]{1,6})\s*<|meta:page-count=\"([0-9]{1,6})\"")
_PARTS = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
_PARTS_OF_TEXT = re.compile(
    r"word/(?:comments|document)\.xml|xl/comments\d*\.xml|ppt/commentAuthors\.xml|content\.xml"
)


class DownloadFacts(msgspec.Struct, frozen=True):
    """`pages` is None if it is not known; `told` are the names of the properties that say who wrote the
    file."""

    pages: int | None = None
    told: tuple[str, ...] = ()


def read_download(extension: str, file: BinaryIO) -> DownloadFacts:
    try:
        with budget(_SECONDS):
            if extension == "pdf":
                return _pdf(file)
            return _zipped(file) if extension in _OFFICE | _OPEN else DownloadFacts()
    except OverBudget:
        return DownloadFacts()
    except Exception:  # libraries let many kinds out for broken files
        return DownloadFacts()


def program_of(extension: str) -> str:
    """The program whose dialog removes the properties: `office`, `open`, or "" for a PDF."""
    return "office" if extension in _OFFICE else "open" if extension in _OPEN else ""


def _pdf(file: BinaryIO) -> DownloadFacts:
    # Imported here: the import takes a third of a second, and most builds look at no new document.
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(
        logging.CRITICAL
    )  # pypdf's own warnings about broken files are not for our editors
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = PdfReader(file)
        pages = len(reader.pages)
        author = (reader.metadata and reader.metadata.author) or ""
        xmp = reader.xmp_metadata
        creators = (xmp.dc_creator if xmp else None) or []
        is_commented = any(map(_is_comment, _annotations(reader)))
    is_told = bool(author.strip()) or any(str(name).strip() for name in creators)
    told = (("Author", is_told), ("Comments", is_commented))
    return DownloadFacts(pages, tuple(name for name, is_there in told if is_there))


def _annotations(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        for item in page.get("/Annots") or ():
            yield item.get_object()


def _is_comment(annotation: Any) -> bool:
    """Whether an annotation is a comment, whose `/T` is its author (ISO 32000-2, 12.5.6.2); the `/T` of a
    field of a form is the field's name."""
    return annotation.get("/Subtype") != "/Widget" and bool(str(annotation.get("/T") or "").strip())


def _zipped(file: BinaryIO) -> DownloadFacts:
    with zipfile.ZipFile(file) as packed:
        there = [name for name in _PARTS if name in packed.NameToInfo]
        there += filter(_PARTS_OF_TEXT.fullmatch, packed.NameToInfo)
        written = b"".join(_part(packed, name) for name in there)
    found = _PAGES.search(written)
    pages = int(found[1] or found[2]) if found else None
    return DownloadFacts(pages or None, tuple(name for name, told in _TOLD.items() if told.search(written)))


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as part:
        return part.read(_MOST)
