"""Dates and amounts in forms that front matter does not accept: what was surely meant, for hints."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import msgspec

from sitegen.content.suggestions import in_latin
from sitegen.language.dates import PartialDate
from sitegen.language.numbers import CURRENCY_CODES, CURRENCY_WORDS, spelled_number

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ORDINALS = ("нэг", "хоёр", "гурав", "дөрөв", "тав", "зургаа", "долоо", "найм", "ес", "арав", "арваннэг",
             "арванхоёр")  # fmt: skip
# Two of the words often lose a vowel: `зургадугаар`, `долдугаар`.
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
_DATE_PATTERNS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
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


_MONGOLIAN_WEEKDAYS = ("даваа", "мягмар", "лхагва", "пүрэв", "баасан", "бямба", "ням")
_ENDING_WEEKDAY = re.compile(rf",? ({'|'.join(_MONGOLIAN_WEEKDAYS)})(?: гараг)?\Z")
_NUMBER_LIKE = re.compile(r"(?<![\w.])(?=[^\s]*\d)[\dОоOoЗlI]+(?:[.,:/' -][\dОоOoЗlI]+)*(?!\w)")
_DIGIT_LIKE = str.maketrans("ОоOoЗlI", "0000311")


class Likely(msgspec.Struct, frozen=True):
    """One reading of a text: a date, the time of day if written, and the moment if a time zone is written,
    too."""

    day: PartialDate
    clock: str = ""
    moment: datetime | None = None

    def is_on(self, weekday: int) -> bool:
        """Whether the day is a `weekday`, counted from Monday."""
        return bool(self.day.day) and date(self.day.year, self.day.month, self.day.day).weekday() == weekday


def likely_dates(text: str) -> tuple[Likely, ...]:
    """All readings of a text as a date, in the order of time; none if it says more or less than a date."""
    if len(text) > _LONGEST:
        return ()
    plain = " ".join(_with_digits(text).lower().replace("–", "-").split()).strip("\"'“”„«».,;")
    if weekday := _ENDING_WEEKDAY.search(plain):
        meant = _MONGOLIAN_WEEKDAYS.index(weekday[1])
        found_before = likely_dates(plain[: weekday.start()])
        return tuple(likely for likely in found_before if likely.is_on(meant))
    found = _CLOCK.fullmatch(plain)
    days = _days(found["rest"].rstrip(",") if found else plain)
    if not found:
        return tuple(Likely(day) for day in days)
    clock = _clock(found)
    if clock is None or any(not day.day for day in days):
        return ()
    return tuple(_likely_moment(day, clock, found["zone"]) for day in days)


def _with_digits(text: str) -> str:
    """The text with digits for letters typed in their place within a number: `2О18`, `5,ООО,ООО`, `l0`."""
    return _NUMBER_LIKE.sub(
        lambda found: found[0].translate(_DIGIT_LIKE), unicodedata.normalize("NFKC", text)
    )


def _days(text: str) -> list[PartialDate]:
    for pattern in _DATE_PATTERNS:
        if found := pattern.fullmatch(text):
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


def _likely_moment(day: PartialDate, clock: tuple[int, int], zone: str | None) -> Likely:
    hour, minute = clock
    moment = None
    if zone:
        offset = re.fullmatch(r"(?:utc|gmt)?(?:([+-])(\d{1,2}):?(\d{2})?)?z?", zone)
        assert offset is not None
        minutes = int(offset[2] or 0) * 60 + int(offset[3] or 0)
        shift = timedelta(minutes=minutes * (-1 if offset[1] == "-" else 1))
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone(shift))
    return Likely(day, f"{hour:02}:{minute:02}", moment)


_LONGEST = 60
_MOST = Decimal(10) ** 14
_SCALES = {
    3: ("мянга", "мян", "thousand", "thousands", "k"),
    6: ("сая", "млн", "million", "millions", "mln", "mio", "m"),
    9: ("тэрбум", "млрд", "billion", "billions", "bln", "bn"),
    12: ("их наяд", "trillion", "trillions"),
}
_POWERS = {word: power for power, words in _SCALES.items() for word in words}
# Endings of words in amounts that do not change the value: nominative and genitive (`мянган`, `долларын`).
_ENDINGS = ("", "н", "ын", "ийн", "ний", "ны", "гийн", "ны", "ы", "ий")
_STEMS = {"мянга": "мянг", "юань": "юан", "рубль": "рубл", "сая": "са"}
_OF_STEMS = {"мянга": ("ан", "ын", "аны"), "юань": ("ийн", "ь"), "рубль": ("ийн",), "сая": ("ын", "яын")}
_CYRILLIC_N = str.maketrans("Нн", "Nn")
_ABBREVIATED = re.compile(r"\b(мян|сая|тэрбум)\.(?=[^\W\d])")
_PIECE = re.compile(r"\d[\d.,' ]*|[^\d\s]+", re.ASCII)


def likely_count(text: str) -> int | None:
    """The whole number that a text means, or None."""
    parts = _quantity(text)
    if parts is None or parts[1] or parts[0] != parts[0].to_integral_value() or parts[0] >= Decimal(10) ** 15:
        return None
    return int(parts[0])


def likely_money(text: str) -> tuple[str, str] | None:
    """(amount as we write it, such as `1,500,000.50`; currency code, '' if none is named); None if
    unclear."""
    parts = _quantity(text)
    if parts is None or parts[0] >= _MOST:
        return None
    amount, words = parts
    codes = {_currency(word) for word in words}
    if len(codes) > 1 or "" in codes or amount != round(amount, 2):
        return None
    is_whole = amount == amount.to_integral_value()
    return f"{amount:,.0f}" if is_whole else f"{amount:,f}", next(iter(codes), "")


def _quantity(text: str) -> tuple[Decimal, list[str]] | None:
    """The number that a text names, multiplied by its scales, and the words and signs that are left."""
    if len(text) > _LONGEST:
        return None
    plain = _with_digits(text).replace("’", "'").replace("\u02bc", "'")
    plain = _ABBREVIATED.sub(r"\1. ", plain.strip(' "“”„«»').rstrip(".,"))
    pieces = [
        part for piece in _PIECE.findall(" ".join(plain.split())) for part in _split_currency(piece.strip())
    ]
    amounts: list[tuple[Decimal, int]] = []
    words: list[str] = []
    position = 0
    while position < len(pieces):
        piece = pieces[position]
        position += 1
        spelled, used = spelled_number(pieces[position - 1 :])
        if not used and not piece[0].isdigit():
            words.append(piece)
            continue
        position += max(used - 1, 0)
        scale, used = _scale(pieces[position:])
        position += used
        number = Decimal(spelled) if spelled else _number(piece, is_scaled=bool(scale))
        if number is None:
            return None
        amounts.append((number, scale))
    total = _sum(amounts)
    return None if total is None else (total, list(_join_names(words)))


def _split_currency(piece: str) -> tuple[str, ...]:
    """A word and the sign of a currency that follows it at once: `сая₮`, but not `US$`."""
    word, sign = piece[:-1], piece[-1:]
    is_sign = unicodedata.category(sign) == "Sc" and word.isalpha() and not _currency(piece)
    return (word, sign) if is_sign else (piece,)


def _number(digits: str, is_scaled: bool) -> Decimal | None:
    """The value of digits with groups of three and a decimal part after another sign: `1 500`, `1,500,000`,
    `1.500.000,50`, `5,5`; None if it is unclear."""
    if re.fullmatch(r"\d{1,15}", digits):
        return Decimal(digits)
    for group, point in ((",", "."), (".", ","), (" ", "."), (" ", ","), ("'", "."), ("'", ",")):
        grouped = rf"(?!0)\d{{1,3}}(?:{re.escape(group)}\d{{3}})"
        # A single group may be a decimal part: after a point, or after a comma if a scale follows (`1,500
        # сая`).
        least = 2 if group == "." or (group == "," and is_scaled) else 1
        if re.fullmatch(rf"{grouped}{{{least},5}}", digits):
            return Decimal(digits.replace(group, ""))
        if found := re.fullmatch(rf"({grouped}{{1,5}}){re.escape(point)}(\d{{1,2}})", digits):
            return Decimal(f"{found[1].replace(group, '')}.{found[2]}")
    # Three digits after a sign may be a group, unless a nought precedes; more digits are a mistake, unless a
    # scale follows.
    decimals = r"\d{1,2}|\d{4,6}" if is_scaled else r"\d{1,2}"
    if found := re.fullmatch(rf"(\d{{1,12}})[.,]({decimals})", digits) or re.fullmatch(
        r"(0)[.,](\d{3})", digits
    ):
        return Decimal(f"{found[1]}.{found[2]}")
    return None


def _sum(amounts: list[tuple[Decimal, int]]) -> Decimal | None:
    """The sum of (number, scale) as in `200 сая 500 мянга`: each part is less than one of the scale before
    it.

    None for other amounts, also for `5 сая 300`, which may mean 300 thousand.
    """
    total = Decimal(0)
    before: Decimal | None = None
    for number, scale in amounts:
        part = Decimal(f"{number.scaleb(scale).normalize():f}") if scale else number
        if before is not None and (part >= before or (not scale and part < 1000 < before)):
            return None
        if len(amounts) > 1 and number != number.to_integral_value():
            return None
        total += part
        before = Decimal(1).scaleb(scale)
    return total if amounts else None


def _scale(following: list[str]) -> tuple[int, int]:
    """The power of ten that the next words name, and how many words it takes."""
    for length in (2, 1):
        if len(following) >= length and (power := _POWERS.get(_stem(" ".join(following[:length]), _POWERS))):
            return power, length
    return 0, 0


def _join_names(words: list[str]) -> Iterable[str]:
    """The words, those of one name joined: `ам. доллар`, `US dollars`."""
    position = 0
    while position < len(words):
        pair = " ".join(words[position : position + 2])
        if len(words) > position + 1 and _stem(pair, CURRENCY_WORDS) in CURRENCY_WORDS:
            yield pair
            position += 2
        else:
            yield words[position]
            position += 1


def _currency(word: str) -> str:
    """The code of a currency from its code, name or sign; '' if it is unknown or may be several."""
    if (stem := _stem(word, CURRENCY_WORDS)) in CURRENCY_WORDS:
        return CURRENCY_WORDS[stem]
    codes = (in_latin(written).upper() for written in (word, word.translate(_CYRILLIC_N)))
    return next((code for code in codes if code in CURRENCY_CODES), "")


def _stem(word: str, known: Iterable[str]) -> str:
    """The known word of which `word` is a form with the same meaning; else the word itself."""
    written = word.lower().rstrip(".") if len(word) > 1 else word
    if written in known or word.lower() in known:
        return written if written in known else word.lower()
    for name in known:
        if any(written == name + ending for ending in _ENDINGS):
            return name
        if (stem := _STEMS.get(name)) and any(written == stem + ending for ending in _OF_STEMS[name]):
            return name
    return written
