"""Typography of text and of finished HTML: quotation marks, dashes, spaces and hyphens that do not break.

It is one linear pass of ours: Python-Markdown's smarty nests quotes wrongly and knows nothing of ranges. A
newline or a plain space becomes U+00A0 between a number and its word. Typesetting a typeset text changes
nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from sitegen.language.quotation import ADDRESS, ADDRESS_START, BREAK, IN_ADDRESS, Replacement, quotation_edits
from sitegen.language.runs import Reading, read_html

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
    return _edited(reading.html, sorted(edits)) if edits else reading.html


def _in_html(reading: Reading, edits: Iterable[Replacement]) -> Iterator[Replacement]:
    """The edits of the text with offsets in the HTML; an edit across a tag is left out."""
    for start, end, replacement in edits:
        starts = reading.starts
        piece = bisect_right(starts, start) - 1
        if reading.roles[piece].is_text and end <= starts[piece + 1]:
            moved = reading.offsets[piece] - starts[piece]
            yield start + moved, end + moved, replacement


def _edited(text: str, edits: Iterable[Replacement]) -> str:
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
    kept = _already_kept(reading) if _KEEP in reading.html else b""
    for start, end in _tokens(reading.text):
        if kept.find(1, start, end) < 0 and (around := _around(reading, start, end)):
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


def _already_kept(reading: Reading) -> bytearray:
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


def _around(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
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
