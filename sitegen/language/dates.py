"""Dates as people write them, to the day, the month or the year.

Mongolian dates are ours, not CLDR's: CLDR spells the month out or counts months in Roman numerals.
Any language other than `mn` is written as English.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

import msgspec

Style = Literal["long", "short"]

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


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
        if match is None or "00" in match.groups()[1:]:
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
        parts = (f"{self.year:04}", f"{self.month:02}", f"{self.day:02}")
        return "-".join(part for part in parts if part != "00")
