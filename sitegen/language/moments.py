"""Dates, months and hours in a text, whichever way Mongolian or English writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

QuantityKind = Literal["number", "date", "amount", "percent", "month"]
ANY_SPACE = r"[\s\u00a0\u202f]"
# Words and signs of what is counted: a comma in a number before one of them parts decimals, not a list.
COUNTED_BY = "мянга|сая|тэрбум|хув|%|дахин|метр|км|га |кг|тонн|цаг|жил|удаа|настай|оноо"
_MONTHS_EN = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
MONTH_EN = re.compile(
    rf"\b({'|'.join(m.title() for m in _MONTHS_EN)}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_MONTH_MN = re.compile(
    rf"([0-9](?<![\w.][0-9])[0-9]?)(?:{ANY_SPACE}*(?:дүгээр|дугаар)|-р)?{ANY_SPACE}*сар(?:ын(?:х[а-яёөү]*)?|д|аас|аар|тай)?(?!\w)"
)
_RANGE_OF_MONTHS = re.compile(
    rf"([0-9](?<![\w.][0-9])[0-9]?)[–-](?=[0-9]{{1,2}}{ANY_SPACE}*(?:дүгээр|дугаар){ANY_SPACE}*сар)"
)
_ISO = re.compile(r"([0-9](?<![\w.-][0-9])[0-9]{3})([-./])([0-9]{2})\2([0-9]{2})(?!\w|-[0-9])")
_DAY_FIRST = re.compile(r"([0-9](?<![\w.,][0-9])[0-9]?)\.(0[1-9]|1[0-2])\.((?:19|20)[0-9]{2})(?!\w|\.[0-9])")
_YEAR_MONTH = re.compile(
    rf"((?:1(?<![\w.,-]1)9|2(?<![\w.,-]2)0)[0-9]{{2}})[./](0[1-9]|1[0-2])(?!\w|[./,][0-9]|{ANY_SPACE}?(?:{COUNTED_BY}))"
)
# Cheap patterns (gates): where they find nothing, the slow patterns below would find nothing either.
_JOINED = re.compile("[0-9][./-][0-9]")
_HALF_OF_DAY = re.compile(rf"[0-9]{ANY_SPACE}?[aApP]\.?[mM]\b")
_HOUR = r"[0-9](?<![\w:.,][0-9])[0-9]?"
_CLOCK = re.compile(
    rf"(?:(?P<since>{_HOUR})(?:{ANY_SPACE}?[–-]{ANY_SPACE}?|{ANY_SPACE}to{ANY_SPACE}))?"
    rf"(?P<hour>[0-9]{{1,2}})(?:[:.](?P<minute>[0-5][0-9]))?{ANY_SPACE}?(?P<half>[ap])\.?m\b",
    re.IGNORECASE,
)
_CLOCK_OF_24 = re.compile(rf"({_HOUR}):([0-5][0-9])(?![\w:])")
_AFTER_NOON = re.compile(
    r"(?:оройн|өдрийн|үдээс\s+хойш)\s+([0-9]{1,2})(?:(?:[–-]|\s+цагаас\s+)([0-9]{1,2}))?(?=\s+цаг)",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"(?<!\w)(?:(?:(?:1[89]|20)?([0-9]0))(?=-(?:аад|ээд|оод|өөд)\s+он)|(?:1[89]|20)([0-9]0)(?=s\b))"
)
_BEFORE_MONTH = re.compile(rf"\W*(?:to\W|and\W|until\W)?\W*(?:{'|'.join(m.title() for m in _MONTHS_EN)})\b")


class Quantity(msgspec.Struct, frozen=True):
    """A number, amount or part of a date from `start` to `end` of a text; `value` is a plain decimal, `unit`
    the currency of an amount.

    A `loose` quantity may mean no number at all (“one of them”): it matches a number in the other language,
    but is not missed there.
    """

    kind: QuantityKind
    value: str
    start: int
    end: int
    unit: str = ""
    loose: bool = False


def whole_dates(text: str) -> Iterator[Quantity]:
    patterns: tuple[tuple[re.Pattern[str], tuple[QuantityKind | None, ...]], ...] = (
        (_ISO, ("date", None, "month", "date")),
        (_DAY_FIRST, ("date", "month", "date")),
        (_YEAR_MONTH, ("date", "month")),
        (_DECADE, ("date", "date")),
    )
    for pattern, kinds in patterns:
        gate = "0-" in text or "0s" in text if pattern is _DECADE else _JOINED.search(text)
        for match in pattern.finditer(text) if gate else ():
            for number, kind in enumerate(kinds, 1):
                if kind and match[number]:
                    place = match.span() if pattern is _DECADE else match.span(number)
                    yield Quantity(kind, str(int(match[number])), *place)


def clocks(text: str) -> Iterator[Quantity]:
    """Times of day: hours from 0 to 23, and minutes. Minutes of 00 are loose, since either language may leave
    them out."""
    for match in _CLOCK.finditer(text) if _HALF_OF_DAY.search(text) else ():
        hour = int(match["hour"])
        for name in ("since", "hour"):
            if match[name]:
                later = match["half"] in "pP" and int(match[name]) <= hour < 12
                yield Quantity("number", str(int(match[name]) + 12 * later), *match.span(name))
        if match["minute"]:
            yield _minutes(match["minute"], match.span("minute"))
    for match in _CLOCK_OF_24.finditer(text) if ":" in text else ():
        yield Quantity("number", str(int(match[1])), *match.span(1))
        yield _minutes(match[2], match.span(2))
    for match in _AFTER_NOON.finditer(text) if "цаг" in text else ():
        for number in (1, 2):
            if match[number]:
                hour = int(match[number])
                yield Quantity("number", str(hour + 12 * (hour < 12)), *match.span(number))


def _minutes(digits: str, place: tuple[int, int]) -> Quantity:
    return Quantity("number", str(int(digits)), *place, loose=not int(digits))


def months(text: str, lang: str) -> Iterator[Quantity]:
    if lang != "mn":
        for match in MONTH_EN.finditer(text):
            month = next(n for n, name in enumerate(_MONTHS_EN, 1) if name.startswith(match[1].lower()[:3]))
            # “May” may also be the verb that begins a question: only beside a number it is surely the month.
            around = text[max(0, match.start() - 4) : match.start()] + text[match.end() : match.end() + 6]
            sure = any(map(str.isdigit, around)) or _BEFORE_MONTH.match(text, match.end())
            yield Quantity("month", str(month), *match.span(), loose=not sure)
        return
    for pattern in (_MONTH_MN, _RANGE_OF_MONTHS):
        for match in pattern.finditer(text):
            if 1 <= int(match[1]) <= 12:
                beside = re.search(r"(?:дүгээр|дугаар|-р|сарын)", match[0]) or pattern is _RANGE_OF_MONTHS
                dated = beside or re.search(r"он(?:ы|д)?\W*$", text[: match.start()])
                if dated:  # otherwise “12 сар” is a length of time
                    yield Quantity("month", match[1], match.start(1), match.end(1))
