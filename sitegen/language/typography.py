"""Typography of text and of finished HTML: quotation marks, dashes, spaces and hyphens that do not break.

A linear pass of ours: Python-Markdown's smarty nests quotes wrongly and knows nothing of ranges. A newline or
a plain space becomes U+00A0 between a number and its word. Everything here changes nothing the second time.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from sitegen.language.quotation import ADDRESS, Edit, quotation_edits
from sitegen.language.runs import Inline, Run, runs

_NUMBER = r"[0-9]++(?:[.,:][0-9]++)*+"
_SPACE = r"[ \n\u202f]"
_UPPER, _LOWER = "A-ZА-ЯЁӨҮ", "a-zа-яёөү"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_CURRENCIES = "MNT|USD|EUR"
# Latin digraphs that stand for one Cyrillic letter (MNS 5217:2012): Ts. Khaliun.
_DIGRAPHS = "Ch|Kh|Sh|Ts|Ya|Ye|Yo|Yu"

# The first line is for speed: nothing else can begin a match (h and w begin addresses).
_RULES = re.compile(
    rf"""(?=[0-9{_UPPER}hw.\- \n\u202f])(?:
      {ADDRESS}
    | (?P<ellipsis>(?<!\.)\.\.\.(?!\.))
    | (?P<dash>(?<=[ \n\xa0])--?(?=[ \n\xa0]))
    | (?<![\w.,:/+№#=?&@–—-])(?P<low>{_NUMBER})(?P<hyphen>-)(?P<high>{_NUMBER})
      (?!\w|[–—/]|-(?![а-яёөү])|[.,:]\w)
    | (?<![\w.])(?!I\.)(?:[{_UPPER}]|{_DIGRAPHS})\.(?P<gap>{_SPACE})(?=[{_UPPER}][{_LOWER}.])
    | (?P<space>
        (?<=[0-9]){_SPACE}(?=₮|дүгээр|дугаар|(?:он(?:ы|д|оос|той|оор)?|сая|тэрбум|{_CURRENCIES})(?!\w))
      | (?<=[0-9])(?<![0-9]{{4}}){_SPACE}(?=(?:{_MONTHS})(?!\w))
      | (?<=№){_SPACE}(?=\w)
      | (?<={_CURRENCIES}){_SPACE}(?=[0-9])
      | \u202f
      )
    )""",
    re.VERBOSE,
)

# A break after these hyphens would part a number, an abbreviation or a quotation from its case ending.
_KEPT = re.compile(
    rf"""{ADDRESS}
    | (?<![\w.,:–-])(?P<token>
        (?: [0-9][0-9.,:]*+(?:[–-][0-9][0-9.,:]*+)*+%?
          | [A-ZА-ЯЁӨҮ]{{2,}}+[0-9]*+
          | [A-Za-z][A-Za-z0-9]*+
          | \(?[\w.]++[)\]”’"'»]
        )-[а-яёөү]{{1,12}}(?![\w-])
      )
    """,
    re.VERBOSE,
)
_KEEP = '<span class="nb">'


def typeset_text(text: str, lang: str) -> str:
    """Plain text with the right quotes, dashes and no-break spaces."""
    return _assemble(Run(text, ()), _edits(text, lang))


def typeset(text: str, lang: str) -> Markup:
    """Plain text as typeset HTML, escaped, for a title in a template."""
    return Markup(typeset_html(str(escape(text)), lang))


def typeset_html(html: str, lang: str) -> str:
    """Finished HTML with its text typeset; tags, code and slots (U+E000 to U+E00F) stay as they are.

    Hyphens that must not break are kept by `<span class="nb">`, since few fonts have U+2011.
    """
    return "".join(piece if isinstance(piece, str) else _typeset_run(piece, lang) for piece in runs(html))


def _typeset_run(run: Run, lang: str) -> str:
    return _assemble(_keep_together(run), _edits(run.text, lang))


def _edits(text: str, lang: str) -> list[Edit]:
    return sorted([*quotation_edits(text, lang), *_rule_edits(text)])


def _rule_edits(text: str) -> Iterator[Edit]:
    for match in _RULES.finditer(text):
        kind = match.lastgroup
        if kind == "ellipsis":
            yield (*match.span(), "…")
        elif kind == "dash":
            yield (*match.span(), "–")
        elif kind == "high":
            if _is_range(match["low"], match["high"]):
                yield (*match.span("hyphen"), "–")
        elif kind:
            yield (*match.span(kind), "\xa0")


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


def _keep_together(run: Run) -> Run:
    """The run with a span around each token that must not break at its hyphen."""
    if "-" not in run.text:
        return run
    kept = _already_kept(run)
    places = [inline.at for inline in run.inlines]
    additions: dict[int, list[Inline]] = {}
    for match in _KEPT.finditer(run.text):
        start, end = match.span("token")
        if start < 0 or kept.find(1, start, end) >= 0:
            continue
        around = _around(run.inlines, places, start, end)
        if around:
            additions.setdefault(around[0], []).append(Inline(start, _KEEP))
            additions.setdefault(around[1], []).append(Inline(end, "</span>"))
    if not additions:
        return run
    inlines: list[Inline] = []
    for index in range(len(run.inlines) + 1):
        inlines.extend(additions.get(index, ()))
        inlines.extend(run.inlines[index : index + 1])
    return Run(run.text, tuple(inlines))


def _already_kept(run: Run) -> bytearray:
    """1 for each character inside such a span."""
    kept = bytearray(len(run.text))
    spans: list[bool] = []
    depth = start = 0
    for inline in run.inlines:
        if inline.opens == "span":
            spans.append(inline.markup == _KEEP)
            if spans[-1]:
                start = start if depth else inline.at
                depth += 1
        elif inline.closes == "span" and spans and spans.pop():
            depth -= 1
            if not depth:
                kept[start : inline.at] = b"\1" * (inline.at - start)
    if depth:
        kept[start:] = b"\1" * (len(kept) - start)
    return kept


def _around(inlines: Sequence[Inline], places: Sequence[int], start: int, end: int) -> tuple[int, int] | None:
    """Before which inlines a span around text[start:end] opens and closes; None if it would cross a tag."""
    first, last = bisect_right(places, start), bisect_left(places, end)
    opened: list[str] = []
    for inline in inlines[first:last]:
        if inline.opens:
            opened.append(inline.opens)
        elif inline.closes:
            if opened:
                if opened.pop() != inline.closes:
                    return None
            else:
                first -= 1
                if first < 0 or inlines[first].at != start or inlines[first].opens != inline.closes:
                    return None
    for name in reversed(opened):
        if last >= len(inlines) or inlines[last].at != end or inlines[last].closes != name:
            return None
        last += 1
    return first, last


def _assemble(run: Run, edits: Sequence[Edit]) -> str:
    """The text with its edits made and its markup put back; an edit that markup interrupts is not made."""
    pieces: list[str] = []
    position = done = 0
    for inline in (*run.inlines, Inline(len(run.text), "")):
        while done < len(edits) and edits[done][0] < inline.at:
            start, end, replacement = edits[done]
            done += 1
            if position <= start and end <= inline.at:
                pieces += (run.text[position:start], replacement)
                position = end
        pieces += (run.text[position : inline.at], inline.markup)
        position = inline.at + inline.width
    return "".join(pieces)
