"""What a telephone or a program has recorded beside the pictures and sound of a film, and how to remove it.

MP4 is a tree of boxes (ISO/IEC 14496-12), WebM a tree of elements (RFC 8794, RFC 9559). A box or element that
records something is overwritten with an empty one of its size, so that the offsets of all others stay right.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO

import msgspec

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


class Told(msgspec.Struct, frozen=True):
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


def film_tells(file: IO[bytes]) -> Told:
    """What a film records; nothing if it cannot be read."""
    written, has_time = b"", False
    for part in _beside(file):
        file.seek(part.inside)
        content = file.read(min(part.end - part.inside, _LOOKED_AT))
        if part.name in _TIMES:
            has_time = has_time or any(content[4 : _end_of_times(content)])
        elif part.name in (_DATE, _TITLE):
            has_time = has_time or any(content)
        elif part.name not in (b"free", b"skip"):
            written += content
    place, owner, device = (any(mark in written for mark in marks) for marks in (_PLACE, _OWNER, _DEVICE))
    return Told(place, owner, device or has_time)


def without_told(content: bytes) -> bytes:
    """The film without what it records; its length stays the same."""
    done = bytearray(content)
    for part in _beside(io.BytesIO(content)):
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


def _beside(file: IO[bytes]) -> Iterator[_Part]:
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
