"""What the address of a link leads to, and whether it may."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

import msgspec

from sitegen.content.kinds import BY_NAME
from sitegen.content.markup.unseen import decode_references

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# `project:khovd-altai-furniture`, `place:khovd/altai`: an entry of a kind, or a record.
_NAMES = frozenset({*BY_NAME, "author", "organisation", "place", "term"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_END_OF_SCHEME = re.compile(r"[/?#]")


class Address(msgspec.Struct, frozen=True):
    """`target` is decoded and ready for a slot; of an anchor, it is what follows the `#`."""

    kind: Literal["path", "web", "name", "anchor", "refused"]
    target: str
    is_protocol_relative: bool = False


def read_address(written: str) -> Address:
    """The address as a browser would read it (URL Standard, 4.4): references decoded, ends stripped.

    Whatever has a colon before the first `/`, `?` or `#` counts as having a scheme, so that no spelling of
    one that a browser forgives gets through; a control character anywhere is refused.
    """
    target = unicodedata.normalize("NFC", decode_references(written).strip(" "))
    if not target or _CONTROL.search(target):
        return Address("refused", target)
    if target.startswith("#"):
        return Address("anchor", target[1:])
    if target[0] in "/\\" and target[1:2] in ("/", "\\"):
        return Address("web", "https://" + target.lstrip("/\\"), is_protocol_relative=True)
    scheme, colon, _ = _END_OF_SCHEME.split(target, maxsplit=1)[0].partition(":")
    if not colon:
        return Address("path", target)
    scheme = scheme.lower()
    if scheme in _NAMES:
        return Address("name", scheme + target[len(scheme) :])
    return Address("web" if scheme in SCHEMES else "refused", target)
