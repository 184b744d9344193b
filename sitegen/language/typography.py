"""Typography of text and of finished HTML: quotation marks, “ ” with ‘ ’ inside, in Mongolian (CLDR) as in
English; dashes, spaces and hyphens that do not break.

It is one linear pass of ours: Python-Markdown's smarty nests quotes wrongly and knows nothing of ranges. A
newline or a plain space becomes U+00A0 between a number and its word. Typesetting a typeset text changes
nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal

from markupsafe import Markup, escape

from sitegen.language.runs import BREAK, Reading, read_html

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
_BEFORE_OPENING = "([{-–—/“‘"

_Kind = Literal["double", "single"]
_OPENING = {"double": "“", "single": "‘"}
_CLOSING = {"double": "”", "single": "’"}
_NUMBER = r"[0-9]++(?:[.,:][0-9]++)*+"
_SPACE = r"[ \n\u202f]"
_UPPER, _LOWER = "A-ZА-ЯЁӨҮ", "a-zа-яёөү"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_CURRENCIES = "MNT|USD|EUR"
_AFTER_A_NUMBER = (
    "он(?:ы(?:х[а-яёөү]*)?|д|оос|той|оор)?|сар(?:ын|д|аас)?|(?:да|дэ)хь|хув[ьи][а-яёөү]*|мянга[а-яёөү]*|сая|тэрбум"
    "|их[ \u00a0]наяд|million|billion|төгрөг[а-яёөү]*|(?:ам\\.)?доллар[а-яёөү]*|евро(?:[а-яёөү]*)"
)

# A text without any of these signs stays as it is.
_SIGNS = re.compile("[0-9\"'“”‘’«»&.№\u202f-]")
# Each alternative begins with a set of characters and only afterwards looks behind it, as ADDRESS does. A
# match leaves the characters that the next match may begin with: the number that ends a range, the end of an
# address.
_WITHOUT_ADDRESS, _WITH_ADDRESS = (
    re.compile(
        rf"""[0-9{_UPPER}{first}н№\u202f.-](?:
      (?P<space>{_SPACE})(?:
        (?<=[0-9].)(?=[₮%]|(?:дүгээр|дугаар)(?:(?P<month>{_SPACE})(?=сар))?|(?:{_AFTER_A_NUMBER}|{_CURRENCIES})(?!\w))
      | (?<=[0-9].)(?<![0-9]{{4}}.)(?=(?:{_MONTHS})(?!\w)(?:(?P<year>{_SPACE})(?=[0-9]{{4}}(?![0-9])))?)
      | (?<=сарын.)(?=[0-9]{{1,2}}(?![0-9]))
      | (?<=№.)(?=\w)
      | (?<=(?:{_CURRENCIES}).)(?=[0-9])
      )
    | (?<=[0-9])(?<![\w.,:/+№#=?&@–—-].)[0-9]*+(?:[.,:][0-9]++)*+(?P<hyphen>-)
      (?=(?P<high>{_NUMBER})(?!\w|[–—/]|-(?![а-яёөү])|[.,:]\w))
    # Latin digraphs stand for one Cyrillic letter (MNS 5217:2012): Ts. Khaliun.
    | (?<=[{_UPPER}])(?<![\w.].)(?:(?<=[CKS])h|(?<=T)s|(?<=Y)[aeou])?(?<!I)\.(?P<gap>{_SPACE})
      (?=[{_UPPER}][{_LOWER}.])
    | (?P<ellipsis>(?<=\.)(?<!\.\.)\.\.(?!\.))
    | (?P<dash>(?<=[ \n\xa0\u202f]-)-?(?=[ \n\xa0\u202f]))
    | (?P<narrow>(?<=\u202f))
    {address}
    )""",
        re.VERBOSE | re.DOTALL,
    )
    for first, address in (("", ""), ("hw", f"| {ADDRESS_START}{IN_ADDRESS}*(?={IN_ADDRESS})"))
)
# Replacements of a whole match, by the name of its group.
_REPLACEMENTS = {"ellipsis": "…", "dash": "–", "narrow": "\xa0"}

# Hyphens before the case ending of a number, an abbreviation or a quotation: no line may break there.
_KEPT = re.compile(
    rf"""[hw]{ADDRESS}
    | (?:(?<![\w.,:–-])|(?<=(?<!\.)\.\.\.))(?P<token>
        (?: [0-9][0-9.,:]*+(?:[–-][0-9][0-9.,:]*+)*+%?
          | [A-ZА-ЯЁӨҮ]{{2,}}+[0-9]*+
          | [A-Za-z][A-Za-z0-9]*+
          | \(?[\w.]++[)\]”’"'»]
        )-[а-яёөү]{{1,12}}(?![\w-])
      )
    """,
    re.VERBOSE,
)
_ENDING = re.compile("-[а-яёөү]")
_GAP = re.compile(r"\s")
_KEEP = '<span class="nb">'
# A compound of short words; not one after a tag, which `<span class="nb">` keeps already.
_COMPOUND = re.compile(r"(?<![\w>-])[^\W\d_]{2,8}-[^\W\d_]{2,8}(?![\w-])")


def typeset(text: str, lang: str) -> Markup:
    """A plain text, such as a title, as escaped and typeset HTML.

    No line breaks at the hyphen of a short compound, as it may in a longer text: Баян-Өлгий, parent-teacher.
    """
    html = typeset_html(str(escape(text)), lang)
    return Markup(_COMPOUND.sub(rf"{_KEEP}\g<0></span>", html) if "-" in html else html)


def typeset_html(html: str, lang: str) -> str:
    """Finished HTML with its text typeset; tags, code and slots (U+E000 to U+E00F) stay as they are.

    `<span class="nb">` keeps the words around a hyphen on one line, since few fonts have U+2011.
    """
    if not _SIGNS.search(html):
        return html
    return _typeset(read_html(html), lang)


def _typeset(reading: Reading, lang: str) -> str:
    if not _SIGNS.search(reading.text):
        return reading.html
    edits = [*_in_html(reading, _edits(reading.text, lang)), *_spans(reading)]
    return _apply_edits(reading.html, sorted(edits)) if edits else reading.html


def _in_html(reading: Reading, edits: Iterable[Replacement]) -> Iterator[Replacement]:
    """The edits of the text with offsets in the HTML; an edit across a tag is left out."""
    for start, end, replacement in edits:
        starts = reading.starts
        piece = bisect_right(starts, start) - 1
        if reading.roles[piece].is_text and end <= starts[piece + 1]:
            moved = reading.offsets[piece] - starts[piece]
            yield start + moved, end + moved, replacement


def _apply_edits(text: str, edits: Iterable[Replacement]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, replacement in edits:
        pieces += (text[done:start], replacement)
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def _edits(text: str, lang: str) -> list[Replacement]:
    return sorted([*quotation_edits(text, lang), *_rule_edits(text)])


def _rule_edits(text: str) -> Iterator[Replacement]:
    rules = _WITH_ADDRESS if "ttp" in text or "ww." in text else _WITHOUT_ADDRESS
    for match in rules.finditer(text):
        kind = match.lastgroup
        if kind and kind in _REPLACEMENTS:
            yield (*match.span(), _REPLACEMENTS[kind])
        elif kind in ("space", "gap", "month", "year"):
            spaces = (name for name in ("space", "gap", "month", "year") if match[name])
            yield from ((*match.span(name), "\xa0") for name in spaces)
        elif kind == "high":
            hyphen = match.start("hyphen")
            if _is_range(text[match.start() : hyphen], match["high"]):
                yield (hyphen, hyphen + 1, "–")


def _is_range(low: str, high: str) -> bool:
    """Whether two numbers around a hyphen are from and to, not parts of a date, a phone number or a name."""
    from_parts, to_parts = (re.split("[.,:]", number) for number in (low, high))
    counts = (len(from_parts), len(to_parts))
    if counts == (1, 1):
        if len(low) == len(high) == 4:
            return 1800 <= int(low) < int(high) <= 2100
        return len(low) <= len(high) <= 3 and not _is_padded(low) and int(low) < int(high)
    if max(map(len, from_parts + to_parts)) > 4:
        return False
    if low.count(".") == 2 and counts[1] <= 2:  # 2018.10.30-11.01, 2015.05.12-14
        return True
    if counts in ((1, 2), (2, 1)):  # 1.5-2
        return not _is_padded(low) and not _is_padded(high)
    return counts[0] == counts[1]


def _is_padded(number: str) -> bool:
    return number.startswith("0") and number.isdigit() and number != "0"


def _spans(reading: Reading) -> Iterator[Replacement]:
    """The edits of the HTML that put tags around each token that must not break at its hyphen."""
    kept = _kept_characters(reading) if _KEEP in reading.html else b""
    for start, end in _tokens(reading.text):
        if kept.find(1, start, end) < 0 and (around := _span_around(reading, start, end)):
            yield (around[0], around[0], _KEEP)
            yield (around[1], around[1], "</span>")


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of tokens that must not break at their hyphen: words with a hyphen and a case ending."""
    done = 0
    for hyphen in _ENDING.finditer(text):
        start = hyphen.start()
        if start < done:
            continue
        while start > done and not text[start - 1].isspace():
            start -= 1
        gap = _GAP.search(text, hyphen.end())
        done = gap.start() if gap else len(text)
        for match in _KEPT.finditer(text, start, done):
            if match["token"]:
                yield match.span("token")


def _kept_characters(reading: Reading) -> bytearray:
    """1 for each character of the text inside a span that keeps words together, 0 for the others."""
    kept = bytearray(len(reading.text))
    spans: list[bool] = []
    depth = start = 0
    for role, at, offset in zip(reading.roles, reading.starts, reading.offsets, strict=False):
        was_inside = depth > 0
        if BREAK in role.reads:
            spans.clear()
            depth = 0
        elif role.opens == "span":
            spans.append(reading.html.startswith(_KEEP, offset))
            start = at if spans[-1] and not depth else start
            depth += spans[-1]
        elif role.closes == "span" and spans:
            depth -= spans.pop()
        if was_inside and not depth:
            kept[start:at] = b"\1" * (at - start)
    if depth:
        kept[start:] = b"\1" * (len(kept) - start)
    return kept


def _span_around(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """Where in the HTML a span around text[start:end] begins and ends; None if it would cross a tag."""
    starts, roles = reading.starts, reading.roles
    first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
    before, after = first, last + 1
    opened: list[str] = []
    for role in roles[first : last + 1]:
        if role.opens:
            opened.append(role.opens)
        elif role.closes:
            if opened:
                if opened.pop() != role.closes:
                    return None
            else:
                before -= 1
                if before < 0 or starts[before] != start or roles[before].opens != role.closes:
                    return None
    for name in reversed(opened):
        if after >= len(roles) or starts[after] != end or roles[after].closes != name:
            return None
        after += 1
    begins = reading.offsets[before] + start - starts[before]
    ends = reading.offsets[after] if after > last + 1 else reading.offsets[last] + end - starts[last]
    return begins, ends


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
    if _is_at_start(before):
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
    return _is_at_start(before) and bool(after) and not after.isspace()


def _is_at_start(before: str) -> bool:
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
