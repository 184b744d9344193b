"""The numbers, amounts, percentages and months in a text, whichever way Mongolian or English writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import msgspec

_Kind = Literal["number", "date", "amount", "percent", "month"]
_THOUSANDS = r"[0-9]{1,3}(?:[,\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?"
# A pattern begins with the sign that it looks for, to which a search skips, and then looks behind it.
_DIGITS = rf"{_THOUSANDS}|[0-9]+,[0-9]{{1,2}}(?=\s(?:сая|тэрбум))|[0-9]+(?:\.[0-9]+)?"
_SCALES = {
    "мянга": 3, "мянган": 3, "сая": 6, "тэрбум": 9, "их наяд": 12,
    "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "k": 3, "m": 6, "bn": 9,
}  # fmt: skip
_SCALE = (
    r"мянга[а-яёөү]*|сая[а-яёөү]*|тэрбум[а-яёөү]*|их\s+наяд[а-яёөү]*"
    r"|thousand|million|billion|trillion|bn|[km](?!\w)"
)
_CURRENCIES = (
    ("MNT", r"₮|MNT|төгрөг[а-яёөү]*|t[uö]gr[iöu]k?gs?\b|tugriks?"),
    ("USD", r"US\$|\$|USD|(?:ам\.?\s?|америк\s+)?доллар[а-яёөү]*|(?:US\s+)?dollars?"),
    ("EUR", r"€|EUR|евро[а-яёөү]*|euros?"),
    ("CNY", r"CNY|юань?[а-яёөү]*|yuan"),
    ("RUB", r"RUB|рубл[а-яёөү]*|roubles?|rubles?"),
    ("GBP", r"£|GBP|фунт[а-яёөү]*|pounds?"),
    ("JPY", r"JPY|иен[а-яёөү]*|yen"),
    ("KRW", r"KRW|вон[а-яёөү]*|won"),
    ("XDR", r"SDR|XDR|ЗТЭ|зээлжих\s+тусгай\s+эрх[а-яёөү]*"),
)
_CURRENCY = "|".join(pattern for _, pattern in _CURRENCIES)
_SPACE = r"[\s\u00a0\u202f]"
_ABOUT = "(?:гаруй|орчим|шахам|илүү|хүрэхгүй|odd)"
_OF_MONEY = re.compile(f"{_CURRENCY}|зээлжих", re.IGNORECASE)
_INSIDE_WORD = re.compile(r"[0-9](?:(?<=[^\W\d_][0-9])|(?<=[0-9]-[0-9]))[0-9]*")
_MONTHS_EN = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_MONTH_EN = re.compile(
    rf"\b({'|'.join(m.title() for m in _MONTHS_EN)}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_MONTH_MN = re.compile(
    rf"([0-9](?<![\w.][0-9])[0-9]?)(?:{_SPACE}*(?:дүгээр|дугаар)|-р)?{_SPACE}*сар(?:ын(?:х[а-яёөү]*)?|д|аас|аар|тай)?(?!\w)"
)
_RANGE_OF_MONTHS = re.compile(
    rf"([0-9](?<![\w.][0-9])[0-9]?)[–-](?=[0-9]{{1,2}}{_SPACE}*(?:дүгээр|дугаар){_SPACE}*сар)"
)
_ISO = re.compile(r"([0-9](?<![\w.-][0-9])[0-9]{3})([-./])([0-9]{2})\2([0-9]{2})(?!\w|-[0-9])")
_YEAR = re.compile("(?:1[89]|20)[0-9]{2}")
_UNITS_MN = {
    "нэг": 1, "хоёр": 2, "гурав": 3, "гурван": 3, "дөрөв": 4, "дөрвөн": 4, "тав": 5, "таван": 5,
    "зургаа": 6, "зургаан": 6, "долоо": 7, "долоон": 7, "найм": 8, "найман": 8, "ес": 9, "есөн": 9,
}  # fmt: skip
_TENS_MN = {
    "арав": 10, "арван": 10, "хорь": 20, "хорин": 20, "гуч": 30, "гучин": 30, "дөч": 40, "дөчин": 40,
    "тавь": 50, "тавин": 50, "жар": 60, "жаран": 60, "дал": 70, "далан": 70, "ная": 80, "наян": 80,
    "ер": 90, "ерэн": 90, "зуу": 100, "зуун": 100,
}  # fmt: skip
# Each with the words that tell of the same number.
_NUMBERS_EN = [
    "one first once single",
    "two second twice both",
    "three third",
    "four fourth",
    "five fifth",
    "six sixth",
    "seven seventh",
    "eight eighth",
    "nine ninth",
    "ten tenth",
    "eleven eleventh",
    "twelve twelfth dozen",
    "thirteen thirteenth",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_UNITS_EN = {word: number for number, words in enumerate(_NUMBERS_EN, 1) for word in words.split()}
_TENS_EN = {
    "twenty": 20, "twentieth": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
_CARDINALS = {
    **_UNITS_MN,
    **_TENS_MN,
    **_TENS_EN,
    **{words.split()[0]: number for number, words in enumerate(_NUMBERS_EN, 1)},
}
_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = re.compile(
    "(?:дугаар|дүгээр|дахь|дэх|уулаа|үүлээ|уул|үүл|ны|ний|ын|ийн|т|д|аас|ээс|оос|өөс|ыг|ийг)$"
)
# What follows a number in words and tells what it counts: then it is as certain as one in digits.
_COUNTED = re.compile(
    rf"(?:{_SPACE}+{_ABOUT})?{_SPACE}*(?:-?(?P<percent>хув[ьи][а-яёөү]*|per{_SPACE}?cent)|(?P<money>{_CURRENCY})(?!\w))",
    re.IGNORECASE,
)


class Quantity(msgspec.Struct, frozen=True):
    """`value` as a plain decimal; `unit` is the currency of an amount. One in words may mean no number at all
    (“one of them”), so it is `loose`: it stands for a number in the other language, but calls for none.
    """

    kind: _Kind
    value: str
    start: int
    end: int
    unit: str = ""
    loose: bool = False


def _number(before: str, currency: str) -> re.Pattern[str]:
    return re.compile(
        rf"""(?<![\w.]){before}(?P<digits>{_DIGITS})(?:st|nd|rd|th)?(?!\w*[A-Za-z]\w*\d)
        (?:{_SPACE}+{_ABOUT}(?={_SPACE}+(?:{_SCALE}|хув|{_CURRENCY})))?
        (?:{_SPACE}*-?(?P<scale>{_SCALE})(?!\w))?
        (?:{_SPACE}+(?P<more>{_DIGITS}){_SPACE}+(?P<small>{_SCALE})(?!\w))?
        (?:{_SPACE}*(?:-?(?P<percent>%|хув[ьи][а-яёөү]*|per{_SPACE}?cent)|(?P<after>{currency})(?!\w)))?""",
        re.VERBOSE | re.IGNORECASE,
    )


_MONEY = _number(rf"(?=[^0-9]{{0,32}}[0-9])(?:(?P<before>{_CURRENCY}){_SPACE}*)?", _CURRENCY)
_NUMBER = _number("(?P<before>)", "(?!)")  # in a text without currencies


def spelled_number(words: Sequence[str]) -> tuple[int, int]:
    """The number below a thousand that the first words spell, and how many they are: `хоёр зуун тавин`."""
    value, used, place = 0, 0, 4  # the last place of the number that was filled: units are the first
    for word in words:
        number = _CARDINALS.get(word.lower(), 0)
        own = 3 if number == 100 else 2 if number == 10 or number >= 20 else 1
        if number == 100 and used == 1 and value < 10:
            value, place = value * 100, 3
        elif number and own < place:
            value, place = value + number, own
        else:
            break
        used += 1
    return value, used


def quantities(text: str, lang: str) -> list[Quantity]:
    """All of a text in its order. A date is the numbers and the month that it consists of."""
    told = "".join(map(_tells, text.split()))
    if not told:
        return []
    found = list(_months(text, lang)) if lang != "mn" or "1" in told else []
    if "1" in told:
        found = _with_numbers(found, text, _MONEY if "$" in told else _NUMBER)
    if "w" in told:
        found += _words(text, lang)
    return _with_dates(sorted(found, key=lambda item: item.start), text)


@lru_cache(maxsize=1 << 16)  # texts have the same words again and again
def _tells(token: str) -> str:
    """What a piece between spaces may hold: digits (1), of a currency ($), a number or month in words (w)."""
    words = _WORD.findall(token)
    told = "1" if re.search("[0-9]", token) else ""
    if any(sign in token for sign in "₮$€£") or any(map(_OF_MONEY.search, words)):
        told += "$"
    if _MONTH_EN.search(token) or any(_number_word(word, lang) for word in words for lang in ("mn", "en")):
        told += "w"
    return told


def _with_numbers(months: list[Quantity], text: str, number: re.Pattern[str]) -> list[Quantity]:
    """The months, whole dates, and the numbers that are in neither."""
    found: list[Quantity] = []
    for match in _ISO.finditer(text):
        year, _, month, day = match.groups()
        found.append(Quantity("date", year, match.start(1), match.end(1)))
        found.append(Quantity("month", str(int(month)), match.start(3), match.end(3)))
        found.append(Quantity("date", str(int(day)), match.start(4), match.end(4)))
    found += months
    taken = bytearray(len(text))
    for quantity in found:
        taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
    return [*found, *(item for item in _numbers(text, number) if taken.find(1, item.start, item.end) < 0)]


def _months(text: str, lang: str) -> Iterator[Quantity]:
    if lang != "mn":
        for match in _MONTH_EN.finditer(text):
            month = next(n for n, name in enumerate(_MONTHS_EN, 1) if name.startswith(match[1].lower()[:3]))
            # “May” begins many a sentence: only beside a number it is surely a month.
            around = text[max(0, match.start() - 4) : match.start()] + text[match.end() : match.end() + 6]
            yield Quantity("month", str(month), *match.span(), loose=not any(map(str.isdigit, around)))
        return
    for pattern in (_MONTH_MN, _RANGE_OF_MONTHS):
        for match in pattern.finditer(text):
            if 1 <= int(match[1]) <= 12:
                beside = re.search(r"(?:дүгээр|дугаар|-р|сарын)", match[0]) or pattern is _RANGE_OF_MONTHS
                dated = beside or re.search(r"он(?:ы|д)?\W*$", text[: match.start()])
                if dated:  # “12 сар” alone is a length of time
                    yield Quantity("month", match[1], match.start(1), match.end(1))


def _numbers(text: str, number: re.Pattern[str]) -> Iterator[Quantity]:
    for match in number.finditer(text):
        value = _scaled(match["digits"], match["scale"])
        if match["more"] and match["scale"]:
            value += _scaled(match["more"], match["small"])
        end = match.end()
        if match["more"] and not match["scale"]:
            end = match.end("digits")
        written = match["before"] or match["after"]
        unit = _currency(written) if written else ""
        kind: _Kind = "percent" if match["percent"] else "amount" if unit else "number"
        yield Quantity(kind, _plain(value), match.start(), end, unit)
    for match in _INSIDE_WORD.finditer(text):
        yield Quantity("number", _plain(Decimal(match[0])), *match.span(), loose=True)


def _scaled(digits: str, scale: str | None) -> Decimal:
    digits = re.sub("[,\u00a0\u202f](?=[0-9]{3})", "", digits)
    value = Decimal(digits.replace(",", "."))
    if not scale:
        return value
    word = re.sub(r"\s+", " ", scale.lower())
    power = next(power for name, power in _SCALES.items() if word.startswith(name))
    return value.scaleb(power)


def _currency(written: str) -> str:
    for code, pattern in _CURRENCIES:
        if re.fullmatch(pattern, written, re.IGNORECASE):
            return code
    return ""


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _words(text: str, lang: str) -> Iterator[Quantity]:
    """Small numbers in words, and what two of them together are: twenty-eight, хорин найм."""
    before: tuple[int, int] | None = None
    for match in _WORD.finditer(text):
        number = _number_word(match[0], lang)
        if number:
            yield Quantity("number", str(number), *match.span(), loose=True)
            if before and before[1] >= match.start() - 1 and number < 10 <= before[0]:
                yield Quantity("number", str(before[0] + number), *match.span(), loose=True)
        before = (number, match.end()) if number else None
    yield from _spelled(text)


def _spelled(text: str) -> Iterator[Quantity]:
    """Numbers in words that count money or hundredths, or thousands and more: хоёр сая таван зуун мянга."""
    words = [match for match in _WORD.finditer(text) if match[0].lower() != "and"]
    at = 0
    while at < len(words):
        value, used, end = _spelled_at([match[0].lower() for match in words[at : at + 16]], words[at:])
        if not used:
            at += 1
            continue
        counted = _COUNTED.match(text, end)
        unit = _currency(counted["money"]) if counted and counted["money"] else ""
        if counted or value >= 1000:
            kind: _Kind = "amount" if unit else "percent" if counted else "number"
            stop = counted.end() if counted else end
            yield Quantity(kind, str(value), words[at].start(), stop, unit)
        at += used


def _spelled_at(words: Sequence[str], matches: Sequence[re.Match[str]]) -> tuple[int, int, int]:
    """The number that the first words spell with its thousands and millions, how many they are, its end."""
    value, used, power = 0, 0, 15
    while True:
        part, count = spelled_number(words[used:])
        scale = _SCALES.get(words[used + count], 0) if used + count < len(words) else 0
        if not count or (scale and scale >= power):
            break
        value += part * 10**scale
        used += count + bool(scale)
        power = scale
        if not scale:
            break
    return value, used, matches[used - 1].end() if used else 0


def _number_word(word: str, lang: str) -> int | None:
    units, tens = (_UNITS_MN, _TENS_MN) if lang == "mn" else (_UNITS_EN, _TENS_EN)
    word = word.lower()
    if word not in units and word not in tens and lang == "mn":
        word = _ENDINGS.sub("", word)
    return units.get(word) or tens.get(word)


def _with_dates(found: list[Quantity], text: str) -> list[Quantity]:
    """Plain numbers beside a month, and years, are parts of dates."""
    dated: set[int] = set()
    for (number, item), (other, beside) in pairwise(enumerate(found)):
        if beside.start - item.end <= 14 and "month" in (item.kind, beside.kind):
            dated |= {number, other}
    return [
        msgspec.structs.replace(item, kind="date")
        if item.kind == "number"
        and not item.loose
        and (number in dated or _YEAR.fullmatch(text[item.start : item.end]))
        else item
        for number, item in enumerate(found)
    ]
