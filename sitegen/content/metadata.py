"""What a camera, a telephone or a program has recorded beside the pixels of a picture or the film, and how to
remove it.

Only the file is taken apart, by the rules of its format (JPEG: T.81, annex B; PNG: third edition, 5; WebP:
RFC 9649; GIF: 89a, 17 to 27). The pixels stay bit by bit as they are, and so does the turn by which the
picture is shown.

MP4 is a tree of boxes (ISO/IEC 14496-12), WebM a tree of elements (RFC 8794, RFC 9559). A box or element that
records something is overwritten with an empty one of its size, so that the offsets of all others stay right.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

import msgspec

from sitegen.content.pixels import is_heif

if TYPE_CHECKING:
    from PIL.Image import Image


_HOLDERS = frozenset((b"moov", b"trak", b"mdia"))
_BESIDE = frozenset((b"udta", b"meta", b"free", b"skip"))
_TIMES = frozenset((b"mvhd", b"tkhd", b"mdhd"))
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # the extended type of a `uuid` box
_SEGMENT, _INFO, _TAGS, _ATTACHED = 0x18538067, 0x1549A966, 0x1254C367, 0x1941A469
_DATE, _TITLE, _CHECKSUM = 0x4461, 0x7BA9, 0xBF  # in Info; the checksum would be wrong without the others
_VOID = b"\xec\x01"  # a Void element whose size takes seven more bytes
_VOID_HEAD = 9
_PLACE = (b"\xa9xyz", b"loci\0\0\0\0", b"location.ISO6709", b"GPSLatitude", b"LOCATION")
_OWNER = (b"\xa9ART", b"\xa9aut", b"auth\0\0\0\0", b".author", b".artist", b"dc:creator", b"ARTIST",
          b"OwnerName", b"SerialNumber")  # fmt: skip
_DEVICE = (b"\xa9mak", b"\xa9mod", b"\xa9day", b"\xa9cmt", b".make", b".model", b"creationdate",
           b"com.android", b"x:xmpmeta", b"DATE_")  # fmt: skip
_DEEPEST = 8  # levels of boxes within boxes; a film has three
_MOST_PARTS = 100_000  # boxes in one box; each second of a film may have some
_LOOKED_AT = 4_000_000  # bytes of recorded data that are looked through
_ORIENTATION, _GPS, _CAMERA = 0x0112, 0x8825, 0x8769  # EXIF 2.32, tables 4 and 15
_OWNERS = {0x013B, 0x9C9D}  # Artist, and what Windows writes as author
_OWNERS_OF_CAMERA = {0xA430, 0xA431, 0xA435}  # the owner's name, the numbers of the body and the lens
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP acTL fcTL fdAT".split()
)
_PNG_START = b"\x89PNG\r\n\x1a\n"
_RESTARTS = range(0xD0, 0xD8)
_GIF_XMP = b"XMP DataXMP"  # XMP, part 3, 1.1.2
_GIF_KEPT = frozenset((b"", b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"))  # how often it is shown, colours


class FilmMetadata(msgspec.Struct, frozen=True):
    """Whether a film records where it was taken (`place`), whose it is (`owner`), or when or with what
    (`device`)."""

    place: bool = False
    owner: bool = False
    device: bool = False


class _Part(msgspec.Struct, frozen=True):
    """A box or an element from offset `start` up to `end`; its content begins at `inside`."""

    name: bytes | int
    start: int
    inside: int
    end: int


def film_tells(file: IO[bytes]) -> FilmMetadata:
    """What a film records; nothing if it cannot be read."""
    written, has_time = b"", False
    for part in _metadata_parts(file):
        file.seek(part.inside)
        content = file.read(min(part.end - part.inside, _LOOKED_AT))
        if part.name in _TIMES:
            has_time = has_time or any(content[4 : _end_of_times(content)])
        elif part.name in (_DATE, _TITLE):
            has_time = has_time or any(content)
        elif part.name not in (b"free", b"skip"):
            written += content
    place, owner, device = (any(mark in written for mark in marks) for marks in (_PLACE, _OWNER, _DEVICE))
    return FilmMetadata(place, owner, device or has_time)


def strip_film_metadata(content: bytes) -> bytes:
    """The film without what it records; its length stays the same."""
    done = bytearray(content)
    for part in _metadata_parts(io.BytesIO(content)):
        inside = slice(part.inside, part.end)
        if part.name in _TIMES:
            end = part.inside + _end_of_times(content[inside])
            done[part.inside + 4 : end] = bytes(end - part.inside - 4)
        elif part.name in (_TAGS, _ATTACHED, _CHECKSUM):
            size = part.end - part.start
            if size >= _VOID_HEAD:
                rest = size - _VOID_HEAD
                done[part.start : part.end] = _VOID + rest.to_bytes(7, "big") + bytes(rest)
            else:
                done[part.start : part.end] = b"\xec" + bytes((0x80 | (size - 2),)) + bytes(size - 2)
        else:
            if isinstance(part.name, bytes):
                done[part.start + 4 : part.start + 8] = b"free"
            done[inside] = bytes(part.end - part.inside)
    return bytes(done)


def _end_of_times(content: bytes) -> int:
    """The offset in a box at which the times of creation and modification end; version 1 has longer ones."""
    return 20 if content[:1] == b"\1" else 12


def _metadata_parts(file: IO[bytes]) -> Iterator[_Part]:
    file.seek(0)
    start = file.read(8)
    end = file.seek(0, io.SEEK_END)
    if start[4:8] == b"ftyp":
        yield from _boxes(file, 0, end)
    elif start[:4] == b"\x1a\x45\xdf\xa3":
        yield from _elements(file, 0, end)


def _boxes(file: IO[bytes], at: int, end: int, depth: int = 0) -> Iterator[_Part]:
    for _ in range(_MOST_PARTS if depth < _DEEPEST else 0):
        if at + 8 > end:
            return
        file.seek(at)
        head = file.read(32)
        size, inside = int.from_bytes(head[:4], "big"), at + 8
        if size == 1:
            size, inside = int.from_bytes(head[8:16], "big"), at + 16
        last = at + size if size else end
        if not inside <= last <= end:
            return
        name = head[4:8]
        is_xmp = name == b"uuid" and head[inside - at :][:16] == _XMP
        if name in _HOLDERS:
            yield from _boxes(file, inside, last, depth + 1)
        elif name in _BESIDE or name in _TIMES or is_xmp:
            yield _Part(name, at, inside, last)
        at = last


def _elements(file: IO[bytes], at: int, end: int, depth: int = 0) -> Iterator[_Part]:
    for _ in range(_MOST_PARTS if depth < _DEEPEST else 0):
        if at + 2 > end:
            return
        file.seek(at)
        head = file.read(12)
        length = 9 - head[0].bit_length()
        sized = 9 - head[length].bit_length() if length <= 4 and len(head) > length else 9
        if sized > 8:
            return
        name, inside = int.from_bytes(head[:length], "big"), at + length + sized
        unknown = (1 << (7 * sized)) - 1
        size = int.from_bytes(head[length : length + sized], "big") & unknown
        last = end if size == unknown else inside + size
        if last > end:
            return
        if name in (_SEGMENT, _INFO):
            yield from _elements(file, inside, last, depth + 1)
        elif name in (_TAGS, _ATTACHED, _DATE, _TITLE, _CHECKSUM):
            yield _Part(name, at, inside, last)
        at = last


class PictureMetadata(msgspec.Struct, frozen=True):
    """Whether a picture records where it was taken (`place`) and whose it is (`owner`), and its EXIF
    orientation, 1 to 8."""

    place: bool = False
    owner: bool = False
    orientation: int = 1

    def upright(self, picture: Image) -> tuple[int, int]:
        """The width and height in which an opened picture is shown. The library of HEIF turns pictures
        itself."""
        width, height = picture.size
        return (height, width) if self.orientation > 4 and picture.format != "HEIF" else (width, height)


def read_metadata(opened: Image, file: IO[bytes]) -> PictureMetadata:
    """What a picture records, without decoding its pixels; `file` is the file it was opened from."""
    xmp = opened.info.get("xmp") or b""
    if opened.format == "GIF":  # Pillow reads no records of a GIF
        at = file.tell()
        file.seek(0)
        xmp = b"".join(part for name, part in _gif_parts(file.read()) if name == _GIF_XMP)
        file.seek(at)
    return read_exif(opened.info.get("exif") or b"", xmp.encode() if isinstance(xmp, str) else xmp)


def read_exif(exif: bytes, xmp: bytes = b"") -> PictureMetadata:
    """What an EXIF block and an XMP packet record; a block that cannot be read records nothing."""
    from PIL import Image

    # `picture.getexif()` would decode all pixels of a PNG.
    tags = Image.Exif()
    place, owner = b"GPSLatitude" in xmp, b"OwnerName" in xmp or b"SerialNumber" in xmp
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tags.load(exif)
            orientation = int(tags.get(_ORIENTATION, 1))
            place = place or bool(tags.get_ifd(_GPS))
            camera = tags.get_ifd(_CAMERA)
            owner = owner or any(_is_stated(tags.get(tag)) for tag in _OWNERS)
            owner = owner or any(_is_stated(camera.get(tag)) for tag in _OWNERS_OF_CAMERA)
    except Exception:  # Pillow lets many kinds out for broken data
        return PictureMetadata(place, owner)
    return PictureMetadata(place, owner, orientation if orientation in range(1, 9) else 1)


def _is_stated(value: object) -> bool:
    return bool(str(value).strip(" \0")) if value is not None else False


def strip_metadata(content: bytes) -> bytes:
    """A picture or film without all that is recorded beside it; another format as it is."""
    if content.startswith(b"\xff\xd8"):
        return _clean_jpeg(content)
    if content.startswith(_PNG_START):
        return _clean_png(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _clean_webp(content)
    if is_heif(content[:12]):
        return _clean_heif(content)
    if content.startswith((b"GIF87a", b"GIF89a")):
        return b"".join(part for name, part in _gif_parts(content) if name in _GIF_KEPT)
    return strip_film_metadata(content)


def _orientation_block(content: bytes) -> bytes:
    """An EXIF block with nothing but the orientation; empty if the picture is upright."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exif = Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")).info.get("exif", b"")
    turned = read_exif(exif).orientation
    head = b"MM\0*\0\0\0\x08\0\x01"
    return head + struct.pack(">HHIHHI", _ORIENTATION, 3, 1, turned, 0, 0) if turned > 1 else b""


def _clean_jpeg(content: bytes) -> bytes:
    turn = _orientation_block(content)
    block = b"Exif\0\0" + turn
    own = b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block if turn else b""
    first, *others = [part for marker, part in _jpeg_parts(content) if _is_kept(marker, part)]
    is_jfif = first.startswith(b"\xff\xe0")
    return b"".join(
        (b"\xff\xd8", first if is_jfif else b"", own, b"" if is_jfif else first, *others, b"\xff\xd9")
    )


def _is_kept(marker: int, part: bytes) -> bool:
    """Whether a segment is kept: of those that applications write, only the ones that colours depend on."""
    if marker == 0xE0:
        return part[4:9] == b"JFIF\0"
    if marker == 0xE2:
        return part[4:16] == b"ICC_PROFILE\0"
    if marker == 0xEE:
        return part[4:9] == b"Adobe"
    return not (0xE1 <= marker <= 0xEF or marker == 0xFE)


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, bytes) of each segment up to the end of the picture; a scan comes with its data."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == 0xD9:
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    while 0 <= (at := content.find(b"\xff", at)) < len(content) - 1:
        if content[at + 1] and content[at + 1] not in _RESTARTS:
            return at
        at += 2
    return len(content)


def _clean_png(content: bytes) -> bytes:
    turn = _orientation_block(content)
    parts = [_PNG_START]
    at = len(_PNG_START)
    while at + 8 <= len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        name = content[at + 4 : at + 8]
        if name in _PNG_KEPT:
            parts.append(content[at : at + 12 + size])
        if name == b"IHDR" and turn:
            block = b"eXIf" + turn
            parts.append(struct.pack(">I", len(turn)) + block + struct.pack(">I", zlib.crc32(block)))
        if name == b"IEND":
            break
        at += 12 + size
    return b"".join(parts)


def _clean_webp(content: bytes) -> bytes:
    turn = _orientation_block(content)
    parts: list[bytes] = []
    at, end = 12, 8 + int.from_bytes(content[4:8], "little")
    while at + 8 <= min(end, len(content)):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        part = content[at : at + 8 + size + size % 2]
        if name == b"VP8X":  # bit 3: EXIF, bit 2: XMP
            part = part[:8] + bytes([part[8] & ~0x0C | (0x08 if turn else 0)]) + part[9:]
        if name not in (b"EXIF", b"XMP "):
            parts.append(part)
        at += len(part)
    if turn:
        parts.append(b"EXIF" + struct.pack("<I", len(turn)) + turn + b"\0" * (len(turn) % 2))
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _clean_heif(content: bytes) -> bytes:
    """Overwrites what is recorded beside the pixels with zeros, so that the offsets in the file stay right.
    The turn is no part of it: the picture itself has one (ISO/IEC 23008-12, 6.5.10)."""
    # Not by Pillow, which gives an EXIF block other than the file's: without the orientation.
    from pillow_heif import open_heif

    for picture in open_heif(io.BytesIO(content)):
        info: dict[str, Any] = picture.info
        exif = (info.get("exif") or b"").removeprefix(b"Exif\0\0")
        others = (info.get("xmp"), *(item["data"] for item in info.get("metadata", ())))
        content = _write_over(content, exif, b"MM\0*\0\0\0\x08\0\0\0\0\0\0", b"\0")
        for written in others:
            content = _write_over(content, written or b"", b"<x/>", b" ")
    return content


def _write_over(content: bytes, written: bytes, nothing: bytes, filler: bytes) -> bytes:
    if len(written) < len(nothing):
        return content
    return content.replace(written, nothing + filler * (len(written) - len(nothing)))


def _gif_parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name of the program that a part is for, or `comment`, or empty for what is seen; the part). Bytes
    after the picture are left out; from where a file is broken on, the rest is one part."""
    start = 0
    try:
        at = 13 + _gif_colours(content[10])
        while True:
            name = b""
            if content[at] == 0x2C:  # a frame
                end = at + 11 + _gif_colours(content[at + 9])
            elif content[at] == 0x21:
                label, end = content[at + 1], at + 2
                name = {0xFE: b"comment", 0xFF: content[at + 3 : at + 14]}.get(label, b"")
            else:
                yield b"", content[start : at + 1]
                return
            while content[end]:
                end += content[end] + 1
            if name:
                yield b"", content[start:at]
                yield name, content[at : end + 1]
                start = end + 1
            at = end + 1
    except IndexError:
        yield b"", content[start:]


def _gif_colours(packed: int) -> int:
    """The length in bytes of a colour table, from the packed byte; 0 if there is none."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0
