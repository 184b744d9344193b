"""What a text says, whatever its typography: the measure for whether a translation is still current; and what
is said of its wording."""

from __future__ import annotations

import datetime
import re

import msgspec

# Which quotation mark or dash, and how many spaces, is how a text looks and not what it says.
_TYPOGRAPHY = dict.fromkeys("“”„«»‘’‚‹›'", '"') | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "...", "\u00ad": ""}
_SIGN = re.compile(f"[{''.join(_TYPOGRAPHY)}]")
HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Where a link leads may be renamed; that both languages lead to the same place is compared by itself.
_ADDRESS = re.compile(r"(?<=\]\()[^()\s]+|(?<=\]:)[ \t]*(?:<[^<>\n]*>|(?:https?:|mailto:|[a-z]+:)\S+)")


class Difference(msgspec.Struct, frozen=True):
    """A passage of this text that need not agree with the other language, and why."""

    passage: str
    reason: str


class Correction(msgspec.Struct, frozen=True):
    """What was wrong in a published text and was mended."""

    date: datetime.date
    what: str


def wording(*texts: str) -> str:
    """Texts as one, without comments, typography and the addresses of links."""
    whole = "\n".join(texts)
    if "<!--" in whole:
        whole = HTML_COMMENT.sub("", whole)
    if "](" in whole or "]:" in whole:
        whole = _ADDRESS.sub("", whole)
    # A table of `str.translate` is asked for each letter, which takes twice as long.
    plain = " ".join(_SIGN.sub(lambda sign: _TYPOGRAPHY[sign[0]], whole).split())
    return re.sub("--+", "-", plain)
