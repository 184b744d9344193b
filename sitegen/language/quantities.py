"""The numbers, amounts, percentages and months in a text, whichever way Mongolian or English writes them; and
amounts, dates, shares and names of persons, each as the other language writes it.

What has no certain counterpart is left out, so that a suggestion never says another thing than the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise

import msgspec

from sitegen.language.alphabet import transliterate
from sitegen.language.catalogue import LANGUAGES
from sitegen.language.dates import (
    ANY_SPACE,
    COUNTED_BY,
    MONTH_EN,
    PartialDate,
    Quantity,
    QuantityKind,
    clocks,
    format_date,
    months,
    whole_dates,
)
from sitegen.language.numbers import (
    SCALES,
    begins_number,
    format_compact_money,
    format_money,
    months_in_words,
    number_word,
    parts_in_words,
    plain_number,
    roman_numerals,
    scale_of,
    spelled_number,
    tells_number,
)

_THOUSANDS = r"[0-9]{1,3}(?:[,\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?"
# A pattern begins with a set of characters, to which `re` skips quickly, and only afterwards looks behind it.
_DIGITS = rf"{_THOUSANDS}|[0-9]+,[0-9]{{1,2}}(?=\s?(?:{COUNTED_BY}))|[0-9]+(?:\.[0-9]+)?"
# Words of powers of ten by their beginnings, with the short forms that stand only beside digits.
_SCALES = {**SCALES, "их наяд": 12, "k": 3, "m": 6, "bn": 9}
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
_ABOUT = "(?:гаруй|орчим|шахам|илүү|хүрэхгүй|odd)"
_WORD = re.compile(r"[^\W\d_]+")
_OF_MONEY = re.compile(f"{_CURRENCY}|зээлжих", re.IGNORECASE)
_INSIDE_WORD = re.compile(r"[0-9](?:(?<=[^\W\d_][0-9])|(?<=[0-9]-[0-9]))[0-9]*")
_SAID_AGAIN = 32  # characters, at most, between two mentions of a year that count as one
_YEAR_BEGUN = re.compile(r"((?:1[89]|20)[0-9]{2})([/–-])\Z")
_YEAR = re.compile("(?:1[89]|20)[0-9]{2}")
# Per cent or a currency after a number in words: they make it as certain as a number in digits.
_COUNTED = re.compile(
    rf"(?:{ANY_SPACE}+{_ABOUT})?{ANY_SPACE}*(?:-?(?P<percent>хув[ьи][а-яёөү]*|per{ANY_SPACE}?cent)|(?P<money>{_CURRENCY})(?!\w))",
    re.IGNORECASE,
)


@cache
def _number_pattern(has_currency: bool) -> re.Pattern[str]:
    """Numbers, with a currency before or after them in a text that has any. Compiled when a text needs it:
    the two patterns take 11 ms, and a build with nothing changed needs neither."""
    before, after = r"(?P<before>)", "(?!)"
    if has_currency:
        before = rf"(?=[^0-9]{{0,32}}[0-9])(?:(?P<before>{_CURRENCY}){ANY_SPACE}*)?"
        after = _CURRENCY
    return re.compile(
        rf"""(?<![\w.]){before}(?P<digits>{_DIGITS})(?:st|nd|rd|th)?(?!\w*[A-Za-z]\w*\d)
        (?:{ANY_SPACE}+{_ABOUT}(?={ANY_SPACE}+(?:{_SCALE}|хув|{_CURRENCY})))?
        (?:{ANY_SPACE}*-?(?P<scale>{_SCALE})(?!\w))?
        (?:{ANY_SPACE}+(?P<more>{_DIGITS}){ANY_SPACE}+(?P<small>{_SCALE})(?!\w))?
        (?:{ANY_SPACE}*(?:-?(?P<percent>%|хув[ьи][а-яёөү]*|per{ANY_SPACE}?cent)|(?P<after>{after})(?!\w)))?""",
        re.VERBOSE | re.IGNORECASE,
    )


def quantities(text: str, lang: str) -> list[Quantity]:
    """All quantities of a text in its order. A date gives one quantity each for year, month and day."""
    told = "".join(map(_signs_of, text.split()))
    if not told:
        return []
    found = list(months(text, lang)) if lang != "mn" or "1" in told else []
    if "1" in told:
        found = _with_numbers(found, text, _number_pattern("$" in told))
    if "w" in told:
        found += _words(text, lang)
    return _with_dates(sorted(found, key=lambda item: item.start), text)


@lru_cache(maxsize=1 << 16)  # texts have the same words again and again
def _signs_of(token: str) -> str:
    """Signs for what a piece between spaces may hold: digits (1), a currency ($), a number or month in words
    (w).
    """
    words = _WORD.findall(token)
    told = "1" if re.search("[0-9]", token) else ""
    if any(sign in token for sign in "₮$€£") or any(map(_OF_MONEY.search, words)):
        told += "$"
    if MONTH_EN.search(token) or any(tells_number(word, lang) for word in words for lang in LANGUAGES):
        told += "w"
    return told


def _with_numbers(months: list[Quantity], text: str, number: re.Pattern[str]) -> list[Quantity]:
    """The months, the whole dates and times, and all numbers that are part of none of them."""
    found = [*whole_dates(text), *clocks(text), *months]
    taken = bytearray(len(text))
    for quantity in found:
        taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
    return [*found, *(item for item in _numbers(text, number) if taken.find(1, item.start, item.end) < 0)]


def _numbers(text: str, number: re.Pattern[str]) -> Iterator[Quantity]:
    for match in number.finditer(text):
        value = _scale_number(match["digits"], match["scale"])
        if match["more"] and match["scale"]:
            value += _scale_number(match["more"], match["small"])
        end = match.end()
        if match["more"] and not match["scale"]:
            end = match.end("digits")
        written = match["before"] or match["after"]
        unit = _currency(written) if written else ""
        kind: QuantityKind = "percent" if match["percent"] else "amount" if unit else "number"
        begun = _YEAR_BEGUN.search(text, max(match.start() - 5, 0), match.start())
        next_year = str(int(begun[1]) + 1) if begun else ""
        # A school year, 2018/19; 2009-10 may be a month.
        if begun and match["digits"] == next_year[2:] and (begun[2] != "-" or next_year[2:] > "12"):
            yield Quantity("date", next_year, match.start(), end)
            continue
        is_abroad = text[match.start() - 1 : match.start()] == "+"  # the code of a country: +976 9911-2233
        yield Quantity(kind, plain_number(value), match.start(), end, unit, loose=is_abroad)
    for match in _INSIDE_WORD.finditer(text):
        yield Quantity("number", plain_number(Decimal(match[0])), *match.span(), loose=True)


def _scale_number(digits: str, scale: str | None) -> Decimal:
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


def _words(text: str, lang: str) -> Iterator[Quantity]:
    """Numbers in words. Small ones are loose, unless they count money or name a month or a share."""
    sure = [Quantity("month", str(number), start, end) for number, start, end in months_in_words(text)]
    sure += [Quantity("number", str(number), start, end) for number, start, end in parts_in_words(text)]
    yield from sure
    for item in _small_quantities(text, lang):
        if not sure or not any(other.start <= item.start < other.end for other in sure):
            yield item
    yield from _spelled_quantities(text)


def _small_quantities(text: str, lang: str) -> Iterator[Quantity]:
    """Single words of numbers, and two of them that make one number: twenty-eight, хорин найм."""
    before: tuple[int, int] | None = None
    for match in _WORD.finditer(text):
        number = number_word(match[0], lang)
        if number:
            yield Quantity("number", str(number), *match.span(), loose=True)
            if before and before[1] >= match.start() - 1 and number < 10 <= before[0]:
                yield Quantity("number", str(before[0] + number), *match.span(), loose=True)
        before = (number, match.end()) if number else None
    for value, start, end in roman_numerals(text):
        yield Quantity("number", str(value), start, end, loose=True)


def _spelled_quantities(text: str) -> Iterator[Quantity]:
    """Numbers in words that count money or hundredths, or thousands and more: хоёр сая таван зуун мянга."""
    words = [match for match in _WORD.finditer(text) if match[0].lower() != "and"]
    lower = [match[0].lower() for match in words]
    at = 0
    while at < len(words):
        value, used = _read_spelled(lower[at : at + 16]) if begins_number(lower[at]) else (Decimal(0), 0)
        if not used:
            at += 1
            continue
        end = words[at + used - 1].end()
        counted = _COUNTED.match(text, end)
        unit = _currency(counted["money"]) if counted and counted["money"] else ""
        if counted or value >= 1000:
            kind: QuantityKind = "amount" if unit else "percent" if counted else "number"
            stop = counted.end() if counted else end
            yield Quantity(kind, plain_number(value), words[at].start(), stop, unit)
        at += used


def _read_spelled(words: Sequence[str]) -> tuple[Decimal, int]:
    """The number with its thousands and millions that the first words spell, and how many words it takes."""
    value, used, power = Decimal(0), 0, 15
    while True:
        part, count = _with_half(words[used:])
        scale = scale_of(words[used + count]) if used + count < len(words) else 0
        if not count or (scale and scale >= power) or (part % 1 and not scale):
            break
        value += part.scaleb(scale)
        used += count + bool(scale)
        power = scale
        if not scale:
            break
    return value, used


def _with_half(words: Sequence[str]) -> tuple[Decimal, int]:
    """The number below a thousand that the first words spell, with a half: `half a`, `two (and) a half`."""
    value, used = spelled_number(words)
    for half in (("a", "half"), ("half", "a"), ("half",), ("хагас",)):
        if tuple(words[used : used + len(half)]) == half and (used or half[0] != "a"):
            return Decimal(value) + Decimal("0.5"), used + len(half)
    return Decimal(value), used


def _with_dates(found: list[Quantity], text: str) -> list[Quantity]:
    """The quantities with plain numbers beside a month, and years, made parts of dates. A year repeated at
    once is loose: the other language may say it once (from May 2024 to June 2024)."""
    dated: set[int] = set()
    for (number, item), (other, beside) in pairwise(enumerate(found)):
        if beside.start - item.end <= 14 and "month" in (item.kind, beside.kind):
            dated |= {number, other}
    years: dict[str, int] = {}
    done = []
    for number, item in enumerate(found):
        is_year = _YEAR.fullmatch(text[item.start : item.end]) is not None
        if item.kind == "number" and not item.loose and (number in dated or is_year):
            item = msgspec.structs.replace(item, kind="date")
        if is_year and item.kind == "date":
            again = item.start - years.get(item.value, -_SAID_AGAIN) < _SAID_AGAIN
            item = msgspec.structs.replace(item, loose=again)
            years[item.value] = item.end
        done.append(item)
    return done


class Equivalent(msgspec.Struct, frozen=True):
    """`written` stands from `start` to `end` of the text; `means` is how the other language writes it.

    `whole` tells whether `means` may replace `written` without loss; an ending, for example, would be lost.
    """

    start: int
    end: int
    written: str
    means: str
    whole: bool = True


_SPACE = r"[\s\u00a0\u202f]"
_DATE_MN = re.compile(
    rf"(?<!\w)(?P<y>[0-9]{{4}}){_SPACE}+он(?:ы{_SPACE}+(?P<m>[0-9]{{1,2}}){_SPACE}+(?:дүгээр|дугаар){_SPACE}+сар"
    rf"(?:ын{_SPACE}+(?P<d>[0-9]{{1,2}})(?![0-9]|{_SPACE}*[,–-]{_SPACE}*[0-9]))?)?(?P<end>(?:-?[а-яёөү]+)?)"
)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DATE_EN = re.compile(
    rf"(?<![\w–-])(?:(?P<d>[0-9]{{1,2}}){_SPACE}+)?(?P<name>{'|'.join(_MONTHS)}){_SPACE}+(?P<y>[0-9]{{4}})(?![\w])"
)
_PERSON = re.compile(r"(?<!\w)(?:[А-ЯЁӨҮ][а-яёөү]?\.\s?)(?:[А-ЯЁӨҮ][а-яёөү]+)(?:-[А-ЯЁӨҮ][а-яёөү]+)*")
_PERSON_EN = re.compile(r"(?<!\w)[A-Z][a-z]{0,2}\.\s?[A-Z][a-z]+(?:-[A-Z][a-z]+)*")
_ENDING = r"(?:-?[а-яёөү]{1,7})?"


def figure_equivalents(text: str, lang: str, to: str) -> list[Equivalent]:
    """The dates, amounts and shares of a text in language `lang`, in its order, as language `to` writes
    them."""
    found = list(_dates(text, lang, to))
    taken = [(item.start, item.end) for item in found]
    for quantity in quantities(text, lang):
        means = _means(text, quantity, to)
        if means and not any(start < quantity.end and quantity.start < end for start, end in taken):
            written = text[quantity.start : quantity.end]
            whole = lang != "mn" or bool(re.search(r"(?:төгрөг|₮|сая|доллар|MNT|%|хувь|[A-Z]{3})$", written))
            found.append(Equivalent(quantity.start, quantity.end, written, means, whole))
    return sorted(found, key=lambda item: item.start)


def _means(text: str, quantity: Quantity, to: str) -> str:
    if quantity.loose:
        return ""
    if quantity.kind == "percent":
        return f"{quantity.value}%"
    if quantity.kind != "amount":
        return ""
    amount, written = Decimal(quantity.value), text[quantity.start : quantity.end].lower()
    if re.search("мянга|сая|тэрбум|наяд|thousand|million|billion|trillion|bn|[0-9]m", written):
        compact = format_compact_money(amount, quantity.unit, to)
        if [item.value for item in quantities(compact, to) if item.kind == "amount"] == [quantity.value]:
            return compact
    return format_money(amount, quantity.unit, to)


def _dates(text: str, lang: str, to: str) -> Iterator[Equivalent]:
    for match in (_DATE_MN if lang == "mn" else _DATE_EN).finditer(text):
        parts = match.groupdict()
        month = _MONTHS.index(parts["name"]) + 1 if parts.get("name") else int(parts.get("m") or 0)
        try:
            day = PartialDate(int(parts["y"]), month, int(parts["d"] or 0))
        except ValueError:
            continue
        yield Equivalent(*match.span(), match[0], format_date(day, to), not parts.get("end"))


def people_equivalents(text: str, lang: str, written_so: Iterable[str] = ()) -> list[Equivalent]:
    """Names of persons with initials: a Cyrillic name in Latin letters by MNS 5217; a Latin name as one of
    `written_so`, the Cyrillic names of the original, since MNS 5217 cannot be undone."""
    if lang == "mn":
        found = ((match, _in_latin(match[0])) for match in _PERSON.finditer(text))
        return [Equivalent(*match.span(), match[0], means) for match, means in found]
    known = {_in_latin(name).replace(" ", ""): name for name in written_so}
    names = ((match, known.get(match[0].replace(" ", ""))) for match in _PERSON_EN.finditer(text))
    return [Equivalent(*match.span(), match[0], means) for match, means in names if means]


def people_in(text: str) -> set[str]:
    """The names of persons with initials in a Mongolian text, as they are written there."""
    return set(_PERSON.findall(text))


def _in_latin(name: str) -> str:
    initial, _, rest = name.partition(".")
    return f"{transliterate(initial)}. {transliterate(rest.strip())}"


def name_equivalents(text: str, lang: str, known: Iterable[tuple[str, str]]) -> list[Equivalent]:
    """The names in a text of which `known` has (name, name in the other language), in Mongolian also with
    endings; where names overlap, the longest."""
    found: list[Equivalent] = []
    taken: list[tuple[int, int]] = []
    for name, means in sorted(known, key=lambda pair: (-len(pair[0]), pair)):
        ending = _ENDING if lang == "mn" else "(?:s|’s|'s)?"
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?P<end>{ending})(?!\w)", text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                found.append(Equivalent(*match.span(), match[0], means, not match["end"]))
    return sorted(found, key=lambda item: item.start)
