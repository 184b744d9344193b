"""Which quotation mark stands where: “ ” with ‘ ’ inside, in Mongolian (CLDR) as in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

# (start, end, text to put there), offsets in the text.
Replacement = tuple[int, int, str]

# Addresses are matched so that no sign in them is taken for a quotation mark. Patterns that contain
# ADDRESS_START begin with [hw], to which `re` skips quickly; the look-behinds here check the letters around
# it.
ADDRESS_START = r"(?<!\w[hw])(?:(?<=h)ttps?://|(?<=w)ww\.)"
IN_ADDRESS = r"[^\s\"“”«»<>]"
ADDRESS = f"{ADDRESS_START}{IN_ADDRESS}+"
_MARK = re.compile(rf"[\"'“”‘’«»hw](?:(?<![hw])|{ADDRESS})")
_ELISION = re.compile(r"'(?=[0-9]{2}s?(?!\w)|(?:tis|twas|em|n|til)(?!\w))", re.IGNORECASE)
# The marks that may be changed; a curly mark stays as it is.
_CHANGING = ('"', "'", "«", "»")
# The paragraph separator (Unicode, general category Zp).
BREAK = "\u2029"
_BEFORE_OPENING = "([{-–—/“‘"

_Kind = Literal["double", "single"]
_OPENING = {"double": "“", "single": "‘"}
_CLOSING = {"double": "”", "single": "’"}


class _Open:
    """The open quotations, innermost last: the mark that was typed, and the kind of mark shown."""

    def __init__(self) -> None:
        self._stack: list[tuple[_Kind, _Kind]] = []
        self._quotes = 0

    def has_quote(self) -> bool:
        return self._quotes > 0

    def inside(self) -> tuple[_Kind, _Kind] | None:
        return self._stack[-1] if self._stack else None

    def push(self, typed: _Kind, kind: _Kind) -> str:
        self._stack.append((typed, kind))
        self._quotes += typed == "double"
        return _OPENING[kind]

    def close_quote(self) -> str:
        """Ends the innermost quotation, and drops apostrophes inside it that had looked like opening
        marks."""
        while self._quotes:
            typed, kind = self._stack.pop()
            if typed == "double":
                self._quotes -= 1
                return _CLOSING[kind]
        return _CLOSING["double"]

    def close_single(self) -> None:
        if self._stack and self._stack[-1][0] == "single":
            self._stack.pop()


def quotation_edits(text: str, lang: str) -> Iterator[Replacement]:
    """The edits that make straight quotes and « » curly; curly marks only count as opening or closing ones.

    Each mark is judged by the characters beside it and by the open quotations, all of which end with their
    paragraph. A space between a straight mark and the quotation goes.
    """
    if not any(mark in text for mark in _CHANGING):
        return
    opened = _Open()
    resolved_end, resolved = 0, ""
    for match in _MARK.finditer(text):
        at, typed = match.start(), match[0]
        if len(typed) > 1:
            continue
        if opened.inside() and text.find(BREAK, resolved_end, at) >= 0:
            opened = _Open()
        before = resolved if resolved and resolved_end == at else text[at - 1 : at] if at else ""
        after = text[at + 1 : at + 2]
        resolved = _resolve(opened, typed, before, after)
        if resolved == "":  # a straight mark between spaces
            resolved = _open_quote(opened) if _is_closed(text, at) else typed
        if typed == "'" and lang == "en" and resolved == "‘" and _ELISION.match(text, at):
            opened.close_single()
            resolved = "’"
        resolved_end = at + 1
        if typed == '"' and resolved in _CLOSING.values() and _is_after_gap(text, at):
            yield (at - 1, at, "")
        if resolved != typed:
            yield (at, at + 1, resolved)
        if typed == '"' and resolved in _OPENING.values() and _is_before_gap(text, at):
            yield (at + 1, at + 2, "")


def _resolve(opened: _Open, typed: str, before: str, after: str) -> str:
    """The mark to show; records in `opened` what it opens or closes. Empty if only the text after it can
    tell."""
    if typed == '"':
        return _quote(opened, before, after)
    if typed in "'’":
        return _apostrophe(opened, typed, before, after)
    if typed == "«":
        return _open_quote(opened)
    if typed == "»":
        return opened.close_quote()
    if typed == "“":
        opened.push("double", "double")
    elif typed == "”":
        opened.close_quote()
    else:
        opened.push("single", "single")
    return typed


def _quote(opened: _Open, before: str, after: str) -> str:
    if _can_open(before, after):
        return _open_quote(opened)
    if opened.has_quote():
        return opened.close_quote()
    if _starts(before):
        return ""
    if before.isdigit() and not after.isalnum():
        return "″"  # inches
    return _open_quote(opened) if after.isalnum() else "”"


def _apostrophe(opened: _Open, typed: str, before: str, after: str) -> str:
    if before.isalnum() and after.isalnum():
        return "′" if typed == "'" and before.isdigit() and after.isdigit() else "’"
    if typed == "'" and _can_open(before, after):
        return opened.push("single", "single")
    inside = opened.inside()
    if typed == "'" and before.isdigit() and (inside is None or inside[0] != "single"):
        return "′"  # feet, minutes of arc
    opened.close_single()
    return "’"


def _open_quote(opened: _Open) -> str:
    inside = opened.inside()
    return opened.push("double", "single" if inside and inside[1] == "double" else "double")


def _can_open(before: str, after: str) -> bool:
    return _starts(before) and bool(after) and not after.isspace()


def _starts(before: str) -> bool:
    return not before or before.isspace() or before in _BEFORE_OPENING


def _is_closed(text: str, at: int) -> bool:
    """Whether another mark follows in the paragraph: " Loans issued by banks"."""
    following = text.find('"', at + 1)
    if following < 0 or text.find(BREAK, at, following) >= 0:
        return False
    return not (text[following - 1].isspace() and text[following + 1 : following + 2].isalnum())


def _is_after_gap(text: str, at: int) -> bool:
    """Whether one space parts a word from the mark that ends its quotation: "Loans "."""
    return text[at - 1 : at] == " " and text[at - 2 : at - 1].isalnum()


def _is_before_gap(text: str, at: int) -> bool:
    """Whether one space parts a word from the mark that begins its quotation: " Loans"."""
    return text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].isalnum()
