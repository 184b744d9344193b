"""Dates as people write them, for a hint: every reading that a text has, and none if words are left over.

`02.11.2018` is a day of November everywhere; `11/02/2018` may be of November or of February: both come back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import msgspec

from sitegen.language.dates import PartialDate

_LONGEST = 60
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ORDINALS = ("нэг", "хоёр", "гурав", "дөрөв", "тав", "зургаа", "долоо", "найм", "ес", "арав", "арваннэг",
             "арванхоёр")  # fmt: skip
# `зургаадугаар` loses a vowel: `зургадугаар`.
_MONGOLIAN_MONTHS = {f"{word}{end}": number for number, word in enumerate(_ORDINALS, start=1)
                     for end in ("дугаар", "дүгээр")} | {"зургадугаар": 6, "долдугаар": 7}  # fmt: skip
_Y, _M, _D = r"(?P<y>\d{4})", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
_SAR = rf"(?:{_M}(?:[ -]?р|[ -]?д[уү]г[аэ][аэ]р)?|(?P<word>{'|'.join(_MONGOLIAN_MONTHS)})) сар"
_ON = rf"{_Y} ?он(?:ы)?,?"
_TH = r"(?:st|nd|rd|th)?"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
_ZONE = r"(?P<zone>z|utc|gmt|(?:utc|gmt)?[+-](?:0?\d|1[0-4])(?::?[0-5]\d)?)"
_CLOCK = re.compile(
    rf"(?P<rest>.+?)(?:,? |t)(?P<h>\d{{1,2}})(?::(?P<min>\d{{2}})(?::\d{{2}}(?:[.,]\d+)?)?(?: ?цагт?)?"
    rf"| ?цаг(?:т| (?P<minutes>\d{{1,2}}) минут(?:ад)?)?)(?: ?(?P<half>[ap]\.?m\.?))?(?: ?{_ZONE})?",
    re.ASCII,
)
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{_Y}(?P<sep>[-./]) ?{_M}(?P=sep) ?{_D}\.?",
        rf"{_Y} {_M} {_D}",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
        rf"{_D}(?P<dot>\.) ?{_M}\. ?{_Y}\.?",
        rf"{_D}(?P<either>[-/]){_M}(?P=either){_Y}",
        rf"{_ON} {_SAR}ын {_D}(?:[ -]?н[ыи]й?)?(?: өд(?:өр|рийн?))?\.?",
        rf"{_ON} {_SAR}(?:ын?|д)?\.?",
        rf"{_WEEKDAY}{_D}{_TH}(?: of)?[ -]{_MONTH},?[ -]{_Y}",
        rf"{_WEEKDAY}{_MONTH} {_D}{_TH},? {_Y}",
        rf"{_Y},? {_MONTH} {_D}{_TH}",
        rf"{_MONTH},? {_Y}",
        rf"{_Y} {_MONTH}",
        rf"{_Y}[-./] ?{_M}\.?",
        rf"{_M}[-./]{_Y}",
        rf"{_Y} ?(?:он(?:ы|д)?|оны)?\.?",
    )
)


class Likely(msgspec.Struct, frozen=True):
    """One reading: a date, the time of day if it is written, and the moment if a zone is written too."""

    day: PartialDate
    clock: str = ""
    moment: datetime | None = None


def likely_dates(text: str) -> tuple[Likely, ...]:
    """All readings of a text, in the order of time; none if it says more or less than a date."""
    if len(text) > _LONGEST:
        return ()
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().replace("–", "-").split()).strip("\"'“”„«».")
    found = _CLOCK.fullmatch(plain)
    days = _days(found["rest"].rstrip(",") if found else plain)
    if not found:
        return tuple(Likely(day) for day in days)
    clock = _clock(found)
    if clock is None or any(not day.day for day in days):
        return ()
    return tuple(_at(day, clock, found["zone"]) for day in days)


def _days(text: str) -> list[PartialDate]:
    for form in _FORMS:
        if found := form.fullmatch(text):
            return sorted(set(_readings(found)))
    return []


def _readings(found: re.Match[str]) -> Iterator[PartialDate]:
    parts = found.groupdict()
    year, day = int(parts["y"]), int(parts.get("d") or 0)
    if parts.get("name"):
        month = _MONTHS.index(parts["name"][:3]) + 1
    elif parts.get("word"):
        month = _MONGOLIAN_MONTHS[parts["word"]]
    else:
        month = int(parts.get("m") or 0)
    written = (month, day) if parts.get("m") or parts.get("name") or parts.get("word") else (0, 0)
    if "0" in (parts.get("m"), parts.get("d")) or "00" in (parts.get("m"), parts.get("d")):
        return
    orders = {written, (day, month)} if parts.get("either") else {written}
    for one_month, one_day in orders:
        try:
            reading = PartialDate(year, one_month, one_day)
        except ValueError:
            continue
        weekday = parts.get("weekday")
        if not weekday or _WEEKDAYS[date(year, one_month, one_day).weekday()] == weekday:
            yield reading


def _clock(found: re.Match[str]) -> tuple[int, int] | None:
    hour, minute = int(found["h"]), int(found["min"] or found["minutes"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].startswith("p") else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def _at(day: PartialDate, clock: tuple[int, int], zone: str | None) -> Likely:
    hour, minute = clock
    moment = None
    if zone:
        offset = re.fullmatch(r"(?:utc|gmt)?(?:([+-])(\d{1,2}):?(\d{2})?)?z?", zone)
        assert offset is not None
        minutes = int(offset[2] or 0) * 60 + int(offset[3] or 0)
        shift = timedelta(minutes=minutes * (-1 if offset[1] == "-" else 1))
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone(shift))
    return Likely(day, f"{hour:02}:{minute:02}", moment)
