"""What a page was made of, part by part, in a few bytes: enough to say later what changed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import msgspec

DEEPER = ("frame", "entry", "main")  # fields of a page whose own fields are told apart
WIDTH = 4
SURROUNDINGS = ("sitegen and its libraries", "interface words", "template", "menu, footer and site texts")


def fingerprint(page: msgspec.Struct) -> bytes:
    """A checksum for each field of the page, in the order of `field_names`."""
    encoder = msgspec.msgpack.Encoder()
    parts = (zlib.crc32(encoder.encode(value)) for _, value in _fields(page))
    return b"".join(part.to_bytes(WIDTH, "big") for part in parts)


def field_names(page: msgspec.Struct) -> tuple[str, ...]:
    return tuple(name for name, _ in _fields(page))


def changed_fields(before: bytes, page: msgspec.Struct) -> tuple[str, ...]:
    """Names of the fields that differ from what the fingerprint was taken of."""
    now = fingerprint(page)
    names = field_names(page)
    if len(before) != len(now):
        return ("the kind of page",)
    return tuple(
        name
        for number, name in enumerate(names)
        if before[number * WIDTH : (number + 1) * WIDTH] != now[number * WIDTH : (number + 1) * WIDTH]
    )


def _fields(page: msgspec.Struct, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name in page.__struct_fields__:
        value = getattr(page, name)
        if name in DEEPER and isinstance(value, msgspec.Struct):
            yield from _fields(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value
