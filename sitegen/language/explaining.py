"""What can be said of a code itself: for who wants to know more than the message of one problem."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.core.refusal import marked
from sitegen.language.diagnostics import catalogue
from sitegen.language.messages import say

CODE = re.compile(r"[EW]\d{3}")
MOST_NEAR = 3
# Letters of a Mongolian keyboard that stand for those of codes: they look alike, or are on the same key.
_LATIN = str.maketrans("ЕеЦц", "EEWW")
_INDENT = "    "


def code_named(text: str) -> str:
    """The code that somebody typed, in whatever letters; empty if it is none."""
    typed = text.strip().translate(_LATIN).upper()
    return typed if CODE.fullmatch(typed) else ""


def is_known(code: str) -> bool:
    return code in catalogue()


def near_codes(code: str) -> tuple[str, ...]:
    """The known codes that were probably meant: the same number first, then those beside it."""
    number = int(code[1:])
    near = sorted(catalogue(), key=lambda known: (abs(int(known[1:]) - number), known[0] != code[0], known))
    return tuple(near[:MOST_NEAR])


def explain_code(code: str, lang: str) -> str:
    """Message, what to do, and an example before and after, in a language."""
    return "\n".join(_lines(code, lang)) + "\n"


def with_names(text: str) -> str:
    """A text with its placeholders as ‹name›."""
    return re.sub(r"\{([a-z_]+)\}", r"‹\1›", text)


def as_list(texts: str | list[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else texts


def _lines(code: str, lang: str) -> Iterator[str]:
    parts = catalogue()[code]
    error = marked("an error: nothing is published until it is mended; the last good site stays")
    warning = marked("a warning: the site is published all the same")
    yield f"{code} · {say(lang, error if code[0] == 'E' else warning)}"
    yield ""
    yield from map(with_names, as_list(parts[lang]["message"]))
    yield ""
    yield say(lang, "What to do:")
    for hint in as_list(parts[lang]["hint"]):
        first, *more = with_names(hint).splitlines()
        yield f"  - {first}"
        yield from (f"{_INDENT}{line}" for line in more)
    for name, heading in (("example", marked("For example, before:")), ("after", marked("And after:"))):
        if name in parts:
            yield ""
            yield say(lang, heading)
            yield from (f"{_INDENT}{line}".rstrip() for line in parts[name].rstrip().split("\n"))
