"""Files beside documents, judged by their content: pictures, drawings, documents to download. Of these it is
read how many pages they have, and who wrote them. The sizes in which a picture is published.

Formats: ISO 32000 (PDF), ECMA-376 part 2, 11 (Word, Excel, PowerPoint), OpenDocument 1.3 part 3, 4.3. A file
that cannot be read is published all the same.
"""

from __future__ import annotations

import hashlib
import logging
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from sitegen.content.drawings import check_drawing
from sitegen.content.metadata import FilmMetadata, film_tells, read_metadata, strip_metadata
from sitegen.content.pixels import (
    MAX_PIXELS,
    PICTURES,
    NoHeif,
    find_excess,
    has_frames,
    open_picture,
    tone_of,
)
from sitegen.content.source import FILE_LIMIT, readable_size
from sitegen.content.tree import is_root_file
from sitegen.core.diagnostics import Diagnostic, diagnostic, has_errors
from sitegen.core.digest import digest, digest_pieces
from sitegen.core.files import PIECE
from sitegen.core.interrupts import OverBudget, budget

if TYPE_CHECKING:
    from zipfile import ZipFile

    from pypdf import PdfReader


_ZIP = b"PK\x03\x04"
# The first bytes of a file by its extension; None where a format has no such bytes. `ftyp` stands at offset
# 4.
DOWNLOADS: dict[str, bytes | None] = {
    "pdf": b"%PDF-", "docx": _ZIP, "xlsx": _ZIP, "pptx": _ZIP, "odt": _ZIP, "ods": _ZIP, "odp": _ZIP,
    "zip": _ZIP, "csv": None, "txt": None,
    "mp4": b"ftyp", "webm": b"\x1a\x45\xdf\xa3", "vtt": b"WEBVTT",
}  # fmt: skip
FILMS = frozenset(("mp4", "webm"))
ALLOWED = (*PICTURES, "svg", *DOWNLOADS)
LARGEST_SIDE = 2400  # pixels of the longer side of a whole picture; only printing needs more
_WIDTHS = (320, 480, 720, 960, 1280, 1600)
_LARGEST_IN_LISTS = 720  # pixels: twice the width of a column
_SCALED = frozenset({"JPEG", "PNG", "WEBP"})
DRAWING = "SVG"  # our name for a format that Pillow does not have
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


class Asset(msgspec.Struct, frozen=True):
    """A file beside documents. `width` and `height` in pixels as shown, None for a file without them; `size`
    in bytes. `checksum` is the SHA-256 of the content; of a picture, without what is recorded beside its
    pixels. A picture that `moves` has several frames; `tone` names the colour that stands for it while it
    loads. `pages` is the number of pages of a document to download, if it is known."""

    path: str
    width: int | None
    height: int | None
    digest: bytes
    size: int
    checksum: str = ""
    moves: bool = False
    tone: str = ""
    pages: int | None = None

    @property
    def identity(self) -> bytes:
        """The digest of the file's path and content."""
        return digest(self.path.encode(), self.digest)


def check_asset(path: str, file: BinaryIO) -> tuple[Asset, tuple[Diagnostic, ...]]:
    """The asset and its problems, from a file that is read in pieces. A refused file is an asset, too, so
    that nobody is told that it is missing; its error stops publishing."""
    summed = hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        while piece := file.read(PIECE):
            summed.update(piece)
            yield piece

    found = digest_pieces(pieces())
    size = file.tell()
    file.seek(0)
    shown, problems = _check_file(path, file, size)
    if shown.width and path.rpartition(".")[2].lower() in PICTURES and not has_errors(problems):
        file.seek(0)
        summed = hashlib.sha256(strip_metadata(file.read()))
    shape = (shown.width, shown.height)
    asset = Asset(path, *shape, found, size, summed.hexdigest(), shown.moves, shown.tone, shown.pages)
    return asset, problems


class _Shown(msgspec.Struct, frozen=True):
    width: int | None = None
    height: int | None = None
    moves: bool = False
    tone: str = ""
    pages: int | None = None


_NOT_SHOWN = _Shown()


def _check_file(path: str, file: BinaryIO, size: int) -> tuple[_Shown, tuple[Diagnostic, ...]]:
    """What a page shows of a file, and its problems."""
    name = path.rpartition("/")[2]
    extension = name.rpartition(".")[2].lower()
    if is_root_file(path):
        return _NOT_SHOWN, metadata_warnings(
            path, file
        )  # hosts and search engines ask for whatever they need
    if extension not in ALLOWED:
        return _NOT_SHOWN, (diagnostic("E806", path, name=name, known=", ".join(ALLOWED)),)
    if not size:
        return _NOT_SHOWN, (diagnostic("E804", path, name=name),)
    if extension in PICTURES:
        return _check_picture(path, name, PICTURES[extension], file)
    if extension == "svg":
        if size > FILE_LIMIT:
            told, limit = readable_size(size), readable_size(FILE_LIMIT)
            return _NOT_SHOWN, (diagnostic("E808", path, name=name, size=told, limit=limit),)
        drawn, problems = check_drawing(path, file.read())
        return _Shown(*drawn) if drawn else _NOT_SHOWN, problems
    start = DOWNLOADS[extension]
    if start and start not in file.read(1024):
        return _NOT_SHOWN, (diagnostic("E804", path, name=name),)
    return _check_download(path, name, extension, file)


def _check_download(
    path: str, name: str, extension: str, file: BinaryIO
) -> tuple[_Shown, tuple[Diagnostic, ...]]:
    file.seek(0)
    if extension in FILMS:
        return _NOT_SHOWN, tuple(_warn_of_metadata(path, name, film_tells(file)))
    found = read_download(extension, file)
    if not found.properties:
        return _Shown(pages=found.pages), ()
    program, which = program_of(extension), ", ".join(found.properties)
    office, libreoffice = (name if program == kind else "" for kind in ("office", "open"))
    problem = diagnostic("W814", path, name=name, found=which, office=office, libreoffice=libreoffice)
    return _Shown(pages=found.pages), (problem,)


def metadata_warnings(path: str, file: BinaryIO) -> tuple[Diagnostic, ...]:
    """Warnings of what a picture or film that is published as it is records of people and of where it was
    taken; none for other files."""
    name = path.rpartition("/")[2]
    extension = name.rpartition(".")[2].lower()
    if extension in FILMS:
        return tuple(_warn_of_metadata(path, name, film_tells(file)))
    if extension not in PICTURES:
        return ()
    try:
        found = read_metadata(open_picture(file), file)
        file.seek(0)
        content = file.read()
        tells_more = strip_metadata(content) != content
    except Exception:  # Pillow lets many kinds out for broken files
        return ()
    return tuple(_warn_of_metadata(path, name, FilmMetadata(found.place, found.owner, tells_more)))


def _warn_of_metadata(path: str, name: str, told: FilmMetadata) -> Iterator[Diagnostic]:
    if told.place or told.owner:
        place, owner = (name if told.place else ""), (name if told.owner else "")
        yield diagnostic("E810", path, both=name if place and owner else "", place=place, owner=owner)
    elif told.device:
        yield diagnostic("W814", path, film=name)


def _check_picture(
    path: str, name: str, wanted: str, file: BinaryIO
) -> tuple[_Shown, tuple[Diagnostic, ...]]:
    """Reads the header first, so that a small file cannot ask for much memory; then a part of the pixels, so
    that a check, too, finds a picture that ends too early."""
    from PIL import Image

    limit = f"{MAX_PIXELS // 1_000_000} Mpx"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = open_picture(file)
            too_much = find_excess(picture, file)
    except NoHeif:
        return _NOT_SHOWN, (diagnostic("E822", path, name=name),)
    except Image.DecompressionBombError:
        return _NOT_SHOWN, (diagnostic("E803", path, name=name, limit=limit),)
    except (OSError, ValueError, SyntaxError):
        return _NOT_SHOWN, (diagnostic("E804", path, name=name),)
    if too_much:
        return _NOT_SHOWN, (diagnostic("E803", path, name=name, **too_much),)
    is_moving = has_frames(picture)
    problems = [*_wrong_name(path, name, wanted, picture.format or "")]
    found, tone = read_metadata(picture, file), ""
    try:
        picture.verify()
        file.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tone = tone_of(open_picture(file))
    except Exception:  # Pillow lets many kinds out for broken files
        problems.append(diagnostic("E804", path, name=name))
    problems += _warn_of_metadata(path, name, FilmMetadata(found.place, found.owner))
    width, height = found.upright(picture)
    return _Shown(width, height, is_moving, tone), tuple(problems)


def _wrong_name(path: str, name: str, wanted: str, found: str) -> Iterator[Diagnostic]:
    if found != wanted:
        stem, extension = (
            name.rpartition(".")[0],
            next(key for key, value in PICTURES.items() if value == found),
        )
        yield diagnostic("E807", path, name=name, format=found, near=f"{stem}.{extension}")


class DownloadFacts(msgspec.Struct, frozen=True):
    """`pages` is None if it is not known; `properties` are the names of the properties that say who
    wrote the file."""

    pages: int | None = None
    properties: tuple[str, ...] = ()


def read_download(extension: str, file: BinaryIO) -> DownloadFacts:
    try:
        with budget(_SECONDS):
            if extension == "pdf":
                return _read_pdf(file)
            return _read_zip(file) if extension in _OFFICE | _OPEN else DownloadFacts()
    except OverBudget:
        return DownloadFacts()
    except Exception:  # libraries let many kinds out for broken files
        return DownloadFacts()


def program_of(extension: str) -> str:
    """The program whose dialog removes the properties: `office`, `open`, or "" for a PDF."""
    return "office" if extension in _OFFICE else "open" if extension in _OPEN else ""


def _read_pdf(file: BinaryIO) -> DownloadFacts:
    # Imported here: the import takes a third of a second, and most builds look at no new document.
    from pypdf import PdfReader

    # Warnings of pypdf's own about broken files are not for our editors.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
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


def _read_zip(file: BinaryIO) -> DownloadFacts:
    # Imported here, since most builds look at no new document.
    from zipfile import ZipFile

    with ZipFile(file) as packed:
        there = [name for name in _PARTS if name in packed.NameToInfo]
        there += filter(_PARTS_OF_TEXT.fullmatch, packed.NameToInfo)
        written = b"".join(_part(packed, name) for name in there)
    found = _PAGES.search(written)
    pages = int(found[1] or found[2]) if found else None
    return DownloadFacts(pages or None, tuple(name for name, told in _TOLD.items() if told.search(written)))


def _part(packed: ZipFile, name: str) -> bytes:
    with packed.open(name) as part:
        return part.read(_MOST)


class Size(msgspec.Struct, frozen=True):
    """A picture as it is published: file name beside its page, width and height in pixels, format.

    `format` is Pillow's name, or DRAWING.
    """

    name: str
    width: int
    height: int
    format: str


def published_sizes(asset: Asset) -> tuple[Size, ...]:
    """The whole picture, under its own name (a HEIC as a JPEG), and smaller ones for smaller screens; none
    for a file that is no picture of pixels."""
    name = asset.path.rpartition("/")[2]
    form = PICTURES.get(name.rpartition(".")[2].lower())
    if form is None or not asset.width or not asset.height:
        return ()
    if form == "HEIF":  # most browsers cannot show it
        name, form = f"{name}.jpg", "JPEG"
    whole = _scaled_size(asset, name, form, min(1.0, LARGEST_SIDE / max(asset.width, asset.height)))
    if form not in _SCALED or asset.moves:
        return (whole,)
    smaller = [
        _scaled_size(asset, f"{name}.{width}.webp", "WEBP", width / asset.width) for width in _widths(whole)
    ]
    return (whole, *smaller)


def thumbnails(asset: Asset) -> tuple[Size, ...]:
    """The sizes of a picture that lists show, the smallest first; none for a picture without smaller sizes,
    such as a GIF, which may move."""
    whole, *smaller = published_sizes(asset) or (None,)
    if whole is None or whole.format not in _SCALED or asset.moves:
        return ()
    return tuple(size for size in smaller if size.width <= _LARGEST_IN_LISTS) or (whole,)


def _widths(whole: Size) -> tuple[int, ...]:
    """The widths of a picture's files: none larger than the picture, and its own, too, in the better
    format."""
    own = min(whole.width, _WIDTHS[-1])
    if own < _WIDTHS[0]:
        return ()
    return tuple(dict.fromkeys((*(width for width in _WIDTHS if width < own), own)))


def _scaled_size(asset: Asset, name: str, form: str, scale: float) -> Size:
    width, height = asset.width or 1, asset.height or 1
    return Size(name, max(round(width * scale), 1), max(round(height * scale), 1), form)
