"""Dates as people write them, to the day, the month or the year; and dates, months and hours found in a text,
whichever way Mongolian or English writes them.

Mongolian dates are ours, not CLDR's: CLDR spells the month out or counts months in Roman numerals. Any
language other than `mn` is written as English. A number and its word are kept on one line by U+00A0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

Style = Literal["long", "short"]

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Months whose numbers end in a word with front vowels, so that -дүгээр follows: нэг, дөрөв, ес, арван нэг.
_FRONT_VOWEL_MONTHS = (1, 4, 9, 11)
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
_WRITTEN_ISO = re.compile(r"([0-9](?<![\w.-][0-9])[0-9]{3})([-./])([0-9]{2})\2([0-9]{2})(?!\w|-[0-9])")
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


class PartialDate(msgspec.Struct, frozen=True, order=True):
    """A date known to the day, the month or only the year; 0 means not known. Years 1000 to 9999."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if not 1000 <= self.year <= 9999 or (self.day and not self.month):
            raise ValueError("not a date")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate | None:
        """From `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; None if the text is anything else or no real date."""
        match = _ISO.fullmatch(text)
        if match is None or "00" in match.groups():
            return None
        try:
            return cls(*(int(part) for part in match.groups() if part))
        except ValueError:
            return None

    @classmethod
    def from_date(cls, value: date | PartialDate) -> PartialDate:
        """The same day as a partial date."""
        return cls(value.year, value.month, value.day)

    def isoformat(self) -> str:
        """As ISO 8601: `2018`, `2018-11` or `2018-11-02`."""
        return "-".join(f"{part:02}" for part in (self.year, self.month, self.day) if part)

    def __str__(self) -> str:
        return self.isoformat()


def format_date(value: date | PartialDate, lang: str, style: Style = "long") -> str:
    """`2018 оны 11 дүгээр сарын 2` or `2 November 2018`; short `2018.11.02` or `2 Nov 2018`.

    Says as much as is known: a month is `2018 оны 11 дүгээр сар`, a year `2018 он`.
    """
    day = PartialDate.from_date(value)
    if lang != "mn":
        return _english(day, style)
    if style == "short":
        return ".".join(f"{part:02}" for part in (day.year, day.month, day.day) if part)
    if not day.month:
        return f"{day.year}\xa0он"
    return f"{day.year}\xa0оны {_month_and_day(day)}"


def format_month(year: int, month: int, lang: str) -> str:
    """`2018 оны 11 дүгээр сар` or `November 2018`."""
    return format_date(PartialDate(year, month), lang)


def format_year(year: int, lang: str) -> str:
    """`2018 он` or `2018`."""
    return format_date(PartialDate(year), lang)


def month_name(month: int, lang: str) -> str:
    """`11 дүгээр сар` or `November`."""
    return f"{_ordinal(month)} сар" if lang == "mn" else _MONTHS[month - 1]


def format_range(
    start: date | PartialDate, end: date | PartialDate | None, lang: str, style: Style = "long"
) -> str:
    """From the first day to the last: what they share is said once within a year, never across years.

    `2018 оны 10 дугаар сарын 30 – 11 дүгээр сарын 1`, `12–14 May 2015`; one date when there is no other.
    """
    first = PartialDate.from_date(start)
    last = first if end is None else PartialDate.from_date(end)
    if first == last:
        return format_date(first, lang, style)
    if not first.month and not last.month:
        return f"{first.year}–{format_date(last, lang, style)}"
    equally_known = bool(first.day) == bool(last.day) and bool(first.month) == bool(last.month)
    if first.year != last.year or not equally_known:
        return f"{format_date(first, lang, style)} – {format_date(last, lang, style)}"
    if lang == "mn":
        return _mongolian_range(first, last, style)
    return _english_range(first, last, style)


def _mongolian_range(first: PartialDate, last: PartialDate, style: Style) -> str:
    if style == "short":
        if not first.day:
            return f"{format_date(first, 'mn', style)}–{format_date(last, 'mn', style)}"
        if first.month == last.month:
            return f"{format_date(first, 'mn', style)}–{last.day:02}"
        return f"{format_date(first, 'mn', style)} – {last.month:02}.{last.day:02}"
    if not first.day:
        return f"{first.year}\xa0оны {first.month}–{_month_and_day(last)}"
    if first.month == last.month:
        return f"{format_date(first, 'mn')}–{last.day}"
    return f"{format_date(first, 'mn')} – {_month_and_day(last)}"


def _english_range(first: PartialDate, last: PartialDate, style: Style) -> str:
    end = _english(last, style)
    if not first.day:
        return f"{_english_month(first, style)}–{end}"
    if first.month == last.month:
        return f"{first.day}–{end}"
    return f"{first.day}\xa0{_english_month(first, style)} – {end}"


def _month_and_day(day: PartialDate) -> str:
    month = f"{_ordinal(day.month)}\xa0сар"
    return f"{month}ын\xa0{day.day}" if day.day else month


def _ordinal(month: int) -> str:
    return f"{month}\xa0дүгээр" if month in _FRONT_VOWEL_MONTHS else f"{month}\xa0дугаар"


def _english(day: PartialDate, style: Style) -> str:
    if not day.month:
        return str(day.year)
    month = _english_month(day, style)
    return f"{day.day}\xa0{month}\xa0{day.year}" if day.day else f"{month} {day.year}"


def _english_month(day: PartialDate, style: Style) -> str:
    name = _MONTHS[day.month - 1]
    return name[:3] if style == "short" else name


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
        (_WRITTEN_ISO, ("date", None, "month", "date")),
        (_DAY_FIRST, ("date", "month", "date")),
        (_YEAR_MONTH, ("date", "month")),
        (_DECADE, ("date", "date")),
    )
    for pattern, kinds in patterns:
        gate = "0-" in text or "0s" in text if pattern is _DECADE else _JOINED.search(text)
        for match in pattern.finditer(text) if gate else ():
            for number, kind in enumerate(kinds, 1):
                if kind and match[number]:
                    span = match.span() if pattern is _DECADE else match.span(number)
                    yield Quantity(kind, str(int(match[number])), *span)


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


def _minutes(digits: str, span: tuple[int, int]) -> Quantity:
    return Quantity("number", str(int(digits)), *span, loose=not int(digits))


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
