"""Dates as people write them, to the day, the month or the year.

Mongolian dates are ours, not CLDR's: CLDR spells the month out or counts months in Roman numerals.
Any language other than `mn` is written as English. A number and its word are kept on one line by U+00A0.
"""

from __future__ import annotations

import re
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
    def of(cls, value: date | PartialDate) -> PartialDate:
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
    day = PartialDate.of(value)
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
    first = PartialDate.of(start)
    last = first if end is None else PartialDate.of(end)
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
