"""Files beside documents, judged by their content: pictures, drawings, documents to download."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from sitegen.content.metadata import Told, cleaned, film_tells, recorded_in
from sitegen.content.pixels import MAX_PIXELS, PICTURES, NoHeif, excess, has_frames, open_picture, tone_of
from sitegen.content.source import FILE_LIMIT, readable_size
from sitegen.content.tree import is_root_file
from sitegen.core.diagnostics import Diagnostic, diagnostic, has_errors
from sitegen.core.digest import digest, digest_pieces
from sitegen.core.files import PIECE

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
    shown, problems = _checked(path, file, size)
    if shown.width and path.rpartition(".")[2].lower() in PICTURES and not has_errors(problems):
        file.seek(0)
        summed = hashlib.sha256(cleaned(file.read()))
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


def _checked(path: str, file: BinaryIO, size: int) -> tuple[_Shown, tuple[Diagnostic, ...]]:
    """What a page shows of a file, and its problems."""
    name = path.rpartition("/")[2]
    extension = name.rpartition(".")[2].lower()
    if is_root_file(path):
        return _NOT_SHOWN, told_beside(path, file)  # hosts and search engines ask for whatever they need
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
        # Imported here, as Pillow is below: a build that finds no new files opens none.
        from sitegen.content.drawings import check_drawing

        drawn, problems = check_drawing(path, file.read())
        return _Shown(*drawn) if drawn else _NOT_SHOWN, problems
    start = DOWNLOADS[extension]
    if start and start not in file.read(1024):
        return _NOT_SHOWN, (diagnostic("E804", path, name=name),)
    return _check_download(path, name, extension, file)


def _check_download(
    path: str, name: str, extension: str, file: BinaryIO
) -> tuple[_Shown, tuple[Diagnostic, ...]]:
    from sitegen.content.document_files import program_of, read_download

    file.seek(0)
    if extension in FILMS:
        return _NOT_SHOWN, tuple(_told(path, name, film_tells(file)))
    found = read_download(extension, file)
    if not found.told:
        return _Shown(pages=found.pages), ()
    program, which = program_of(extension), ", ".join(found.told)
    office, opened = (name if program == kind else "" for kind in ("office", "open"))
    problem = diagnostic("W814", path, name=name, found=which, office=office, open=opened)
    return _Shown(pages=found.pages), (problem,)


def told_beside(path: str, file: BinaryIO) -> tuple[Diagnostic, ...]:
    """Warnings of what a picture or film that is published as it is records of people and of where it was
    taken; none for other files."""
    name = path.rpartition("/")[2]
    extension = name.rpartition(".")[2].lower()
    if extension in FILMS:
        return tuple(_told(path, name, film_tells(file)))
    if extension not in PICTURES:
        return ()
    try:
        found = recorded_in(open_picture(file), file)
        file.seek(0)
        content = file.read()
        tells_more = cleaned(content) != content
    except Exception:  # Pillow lets many kinds out for broken files
        return ()
    return tuple(_told(path, name, Told(found.place, found.owner, tells_more)))


def _told(path: str, name: str, told: Told) -> Iterator[Diagnostic]:
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
            too_much = excess(picture, file)
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
    found, tone = recorded_in(picture, file), ""
    try:
        picture.verify()
        file.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tone = tone_of(open_picture(file))
    except Exception:  # Pillow lets many kinds out for broken files
        problems.append(diagnostic("E804", path, name=name))
    problems += _told(path, name, Told(found.place, found.owner))
    width, height = found.upright(picture)
    return _Shown(width, height, is_moving, tone), tuple(problems)


def _wrong_name(path: str, name: str, wanted: str, found: str) -> Iterator[Diagnostic]:
    if found != wanted:
        stem, extension = (
            name.rpartition(".")[0],
            next(key for key, value in PICTURES.items() if value == found),
        )
        yield diagnostic("E807", path, name=name, format=found, near=f"{stem}.{extension}")
