"""What a page was made of, part by part, in a few bytes: enough to say later what changed."""

from __future__ import annotations

import struct
import zlib

import msgspec

DEEPER = frozenset(("frame", "entry", "main"))  # fields of a page whose own fields are told apart
WIDTH = 4
SURROUNDINGS = ("sitegen and its libraries", "interface words", "template", "menu, footer and site texts")
ANOTHER_KIND = "the kind of page"

_TAG = "type"  # tells kinds of entries apart, and is none of their fields
_MAPS = frozenset((*range(0x80, 0x90), 0xDE, 0xDF))  # how a msgpack map begins
_split = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode


def fingerprint(page: bytes) -> bytes:
    """A checksum for each field of the page, given as it was encoded, in the order of its fields."""
    checksums = _checksums(page)
    return struct.pack(f">{len(checksums)}I", *checksums)


def changed_fields(before: bytes, page: bytes) -> tuple[str, ...]:
    """Names of the fields that differ from what the fingerprint was taken of."""
    now = fingerprint(page)
    if len(before) != len(now):
        return (ANOTHER_KIND,)
    return tuple(
        name
        for number, name in enumerate(field_names(page))
        if before[number * WIDTH : (number + 1) * WIDTH] != now[number * WIDTH : (number + 1) * WIDTH]
    )


def field_names(page: bytes | msgspec.Raw, prefix: str = "") -> list[str]:
    """In the order of the checksums."""
    found: list[str] = []
    for name, value in _split(page).items():
        if _is_deeper(name, value):
            found += field_names(value, f"{prefix}{name}.")
        elif name != _TAG:
            found.append(prefix + name)
    return found


def _checksums(page: bytes | msgspec.Raw) -> list[int]:
    """Of what stands encoded in the page: nothing needs to be decoded for that."""
    found: list[int] = []
    for name, value in _split(page).items():
        if _is_deeper(name, value):
            found += _checksums(value)
        elif name != _TAG:
            found.append(zlib.crc32(value))
    return found


def _is_deeper(name: str, value: msgspec.Raw) -> bool:
    return name in DEEPER and memoryview(value)[0] in _MAPS
