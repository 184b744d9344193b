"""Names for bytes: BLAKE2b digests (RFC 7693)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

SIZE = 16

LookUp = Callable[[tuple[bytes, ...]], dict[bytes, bytes]]  # what is stored under digests, by digest


def digest(*parts: bytes) -> bytes:
    """16 bytes that name the parts; each part is followed by its length, so ("ab", "c") != ("a", "bc")."""
    state = hashlib.blake2b(digest_size=SIZE)
    for part in parts:
        state.update(part)
        state.update(len(part).to_bytes(8, "little"))
    return state.digest()


def digest_pieces(pieces: Iterable[bytes]) -> bytes:
    """What `digest` gives for the pieces joined together; they need not be in memory all at once."""
    state = hashlib.blake2b(digest_size=SIZE)
    size = 0
    for piece in pieces:
        state.update(piece)
        size += len(piece)
    state.update(size.to_bytes(8, "little"))
    return state.digest()


def text_digest(text: str) -> str:
    """12 hexadecimal digits that name a text for people: short enough to type."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
