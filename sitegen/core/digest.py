"""Names for bytes: BLAKE2b digests (RFC 7693)."""

from __future__ import annotations

import hashlib

SIZE = 16


def digest(*parts: bytes) -> bytes:
    """16 bytes that name the parts; each part is delimited by its length, so ("ab", "c") != ("a", "bc")."""
    state = hashlib.blake2b(digest_size=SIZE)
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.digest()


def text_digest(text: str) -> str:
    """12 hexadecimal digits that name a text for people: short enough to type."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
