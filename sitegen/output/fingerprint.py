"""What a page was made of, part by part, in a few bytes: enough to say later what changed."""

from __future__ import annotations

import struct
import zlib

import msgspec

DEEPER = ("frame", "entry", "main")  # fields of a page whose own fields are told apart
WIDTH = 4
SURROUNDINGS = ("sitegen and its libraries", "interface words", "template", "menu, footer and site texts")

_split = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode
_TAG = "type"  # tells kinds of entries apart, and is none of their fields


def fingerprint(page: bytes) -> bytes:
    """A checksum for each field of the page, given as it was encoded, in the order of its fields."""
    checksums = [zlib.crc32(value) for value in _fields(page).values()]
    return struct.pack(f">{len(checksums)}I", *checksums)


def changed_fields(before: bytes, page: bytes) -> tuple[str, ...]:
    """Names of the fields that differ from what the fingerprint was taken of."""
    now = fingerprint(page)
    if len(before) != len(now):
        return ("the kind of page",)
    return tuple(
        name
        for number, name in enumerate(_fields(page))
        if before[number * WIDTH : (number + 1) * WIDTH] != now[number * WIDTH : (number + 1) * WIDTH]
    )


def _fields(page: bytes | msgspec.Raw, prefix: str = "") -> dict[str, msgspec.Raw]:
    """The encoded fields by their names; nothing needs to be decoded for that."""
    found: dict[str, msgspec.Raw] = {}
    for name, value in _split(page).items():
        if name in DEEPER and _is_map(value):
            found |= _fields(value, f"{prefix}{name}.")
        elif name != _TAG:
            found[prefix + name] = value
    return found


def _is_map(value: msgspec.Raw) -> bool:
    """See the formats of msgpack: fixmap, map 16, map 32."""
    kind = bytes(value)[0]
    return kind & 0xF0 == 0x80 or kind in (0xDE, 0xDF)
