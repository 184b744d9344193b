"""Text that was read in the wrong encoding before it reached us: `РџСЂРё` for `При`, `Ó©` for `ө`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

# The lead bytes D0-D3 of Cyrillic in UTF-8, each with a byte 80-BF, as the three encodings show them.
_AS_CP1251 = "[РСТУ][ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї]"
_AS_LATIN = "[ÐÑÒÓ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]"
_RUNS = (
    (re.compile(f"(?:{_AS_CP1251}){{2,}}"), ("cp1251",)),
    (re.compile(f"(?:{_AS_LATIN}){{2,}}"), ("cp1252", "latin-1")),
)


class Broken(msgspec.Struct, frozen=True):
    """A broken run of text at `index`, and what it was."""

    index: int
    text: str
    likely: str


def broken_runs(text: str) -> Iterator[Broken]:
    """Every run of two or more letters that reads as Cyrillic once its bytes are taken for UTF-8."""
    for pattern, encodings in _RUNS:
        for match in pattern.finditer(text):
            for encoding in encodings:
                likely = _read_again(match[0], encoding)
                if likely:
                    yield Broken(match.start(), match[0], likely)
                    break


def _read_again(text: str, encoding: str) -> str:
    try:
        return text.encode(encoding).decode("utf-8")
    except UnicodeError:
        return ""
