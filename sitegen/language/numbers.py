"""Numbers, money, sizes and lists as people write them; numbers in words: in Mongolian with their endings;
ordinals, shares, months, parts of a year.

Both languages write 1,234,567.5 (CLDR). Money is ours: CLDR puts ₮ before the number and adds möngö, which
nobody uses. Any language other than `mn` is written as English. Numbers and their units are joined by U+00A0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

# ISO 4217, list one, without funds, metals and codes for testing. Sorted.
_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT
LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR
NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD
XCG XDR XOF XPF YER ZAR ZMW ZWG
"""
# Former currencies (ISO 4217, list three), which are accepted without a warning: old sources name them.
_FORMER = """
ATS BEF BYR CSK CUC CYP DDM DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MRO MTL NLG PTE ROL RUR
SIT SKK SLL STD SUR TRL VEF XEU YUM ZMK ZWL
"""
CURRENCY_CODES = frozenset(_CODES.split())
FORMER = frozenset(_FORMER.split())

# Signs and words with one meaning each: `¥`, franc and krone are missing, since several currencies have them.
_WORDS = {
    "MNT": ("₮", "төг", "төгрөг", "tugrik", "tugriks", "tugrug", "togrog", "tögrög",
            "tögrögs", "togrogs", "мнт", "тугрик"),
    "USD": ("$", "us$", "доллар", "ам.доллар", "америк доллар", "ам доллар", "ам. доллар",
            "dollar", "dollars", "us dollar", "us dollars", "u.s. dollars", "u.s. dollar"),
    "EUR": ("€", "евро", "еуро", "euro", "euros"),
    "GBP": ("£", "фунт стерлинг", "pound sterling", "pounds sterling"),
    "CNY": ("юань", "yuan", "renminbi", "rmb"),
    "JPY": ("иен", "йен", "yen"),
    "KRW": ("₩", "вон", "won"),
    "RUB": ("₽", "рубль", "rouble", "roubles", "ruble", "rubles"),
    "KZT": ("₸", "тэнгэ", "tenge"),
    "XDR": ("sdr", "зээлжих тусгай эрх"),
    "CHF": ("швейцар франк", "swiss franc", "swiss francs"),
}  # fmt: skip
CURRENCY_WORDS = {word: code for code, words in _WORDS.items() for word in words}
_USUAL = ("MNT", "USD", "EUR", "CNY", "RUB", "JPY", "KRW", "GBP", "CHF", "CAD", "AUD")
_MONGOLIAN_CURRENCIES = {
    "MNT": "төгрөг",
    "USD": "ам.доллар",
    "EUR": "евро",
    "CNY": "юань",
    "JPY": "иен",
    "KRW": "вон",
    "RUB": "рубль",
    "GBP": "фунт стерлинг",
    "CHF": "швейцар франк",
    "XDR": "ЗТЭ",
}
_SCALES = (
    (Decimal(10) ** 12, "их наяд", "trillion"),
    (Decimal(10) ** 9, "тэрбум", "billion"),
    (Decimal(10) ** 6, "сая", "million"),
)
# SI prefixes, by thousands. Mongolian file managers and sites write the units in Cyrillic.
_SIZES = ((10**9, "ГБ", "GB"), (10**6, "МБ", "MB"), (10**3, "КБ", "kB"))
_UNITS_MN = {
    "нэг": 1, "хоёр": 2, "гурав": 3, "гурван": 3, "дөрөв": 4, "дөрвөн": 4, "тав": 5, "таван": 5,
    "зургаа": 6, "зургаан": 6, "долоо": 7, "долоон": 7, "найм": 8, "найман": 8, "ес": 9, "есөн": 9,
}  # fmt: skip
_TENS_MN = {
    "арав": 10, "арван": 10, "хорь": 20, "хорин": 20, "гуч": 30, "гучин": 30, "дөч": 40, "дөчин": 40,
    "тавь": 50, "тавин": 50, "жар": 60, "жаран": 60, "дал": 70, "далан": 70, "ная": 80, "наян": 80,
    "ер": 90, "ерэн": 90, "зуу": 100, "зуун": 100,
}  # fmt: skip
# From 1 on, each number with all words that tell of it.
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
_ENDINGS = re.compile(
    "(?:дугаар|дүгээр|дахь|дэх|уулаа|үүлээ|уул|үүл|ны|ний|ын|ийн|т|д|аас|ээс|оос|өөс|ыг|ийг)$"
)
_ORDINALS_MN = {
    "нэгдүгээр": 1, "хоёрдугаар": 2, "гуравдугаар": 3, "дөрөвдүгээр": 4, "тавдугаар": 5, "зургаадугаар": 6,
    "зургадугаар": 6, "долоодугаар": 7, "долдугаар": 7, "наймдугаар": 8, "есдүгээр": 9, "аравдугаар": 10,
}  # fmt: skip
# Cheap patterns (gates): where they find nothing, the slow patterns below would find nothing either.
_MONTH_GATE = re.compile(r"[гГ](?:ээр|аар)\s+сар")
_MONTH = re.compile(
    rf"(?<!\w)(?P<ten>арван\s+)?(?P<number>{'|'.join(_ORDINALS_MN)})\s+сар(?:ын(?:х[а-яёөү]*)?|д|аас|аар|тай)?(?!\w)",
    re.IGNORECASE,
)
_PART_GATE = re.compile("улир|хагас|quarter|half|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth")
_SHARE_GATE = re.compile(r"(?:н(?:ы|ий)|рв(?:ын|ийн))\s+(?:нэг|хоёр|гурав|дөрөв|тав|зургаа|долоо|найм|ес)")
_PARTS_OF_YEAR_MN = {
    "эхний": 1, "i": 1, "нэгдүгээр": 1, "ii": 2, "хоёрдугаар": 2, "iii": 3, "гуравдугаар": 3,
    "iv": 4, "дөрөвдүгээр": 4,
}  # fmt: skip
_PARTS_OF_YEAR_EN = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_PART_OF_YEAR = re.compile(
    rf"(?<!\w)(?P<number>{'|'.join((*_PARTS_OF_YEAR_MN, *_PARTS_OF_YEAR_EN))}|сүүлийн|last|latter)\s+"
    r"(?P<part>улир[а-яёөү]*|хагас[а-яёөү]*|quarters?|half)(?![\w-])",
    re.IGNORECASE,
)
_SHARES_EN = {
    "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10,
}  # fmt: skip
_SHORT_WHOLES = {"гурвын": 3, "дөрвийн": 4}
_SHARE_EN = re.compile(
    rf"(?<!\w)(?P<count>an?(?=\s+\w+\s+of\b)|one|two|three|four|five|six|seven|eight|nine)[\s-]+"
    rf"(?P<whole>{'|'.join(_SHARES_EN)})(?:s\b|(?=\s+of\b))",
    re.IGNORECASE,
)
_SHARE_MN = re.compile(
    r"(?<!\w)(?:(?P<whole>хоёр|гурав|дөрөв|тав|зургаа|долоо|найм|ес|арав)(?:ны|ний)"
    r"|(?P<short>гурвын|дөрвийн))\s+"
    r"(?P<count>нэг|хоёр|гурав|дөрөв|тав|зургаа|долоо|найм|ес)(?P<end>[а-яёөү]{0,4})(?!\w)",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?<![\w.])[IVXІХ]{2,7}(?!\w)")
# Cyrillic letters that stand for Latin ones in Roman numerals.
_ROMAN_LETTERS = str.maketrans("ІХ", "IX")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_TOLD = re.compile("улир|хагас|quarter|half|[IVXІХ]{2}")
SCALES = {
    "мянга": 3, "мянган": 3, "сая": 6, "тэрбум": 9, "thousand": 3, "million": 6, "billion": 9, "trillion": 12,
}  # fmt: skip
_SCALE_ENDING = re.compile("(?:ын|ыг|аар|д|аас|тай|т|ны|г|гийн|аа)$")


def like_currency(code: str) -> str:
    """The usual currency whose code differs in one letter, or has two letters in another order; else
    empty."""
    if (named := CURRENCY_WORDS.get(code.lower())) is not None:
        return named
    likely = [usual for usual in _USUAL if sum(a != b for a, b in zip(usual, code, strict=False)) <= 1]
    likely += [usual for usual in _USUAL if sorted(usual) == sorted(code)]
    return likely[0] if len(set(likely)) == 1 else ""


def format_number(value: int | Decimal) -> str:
    """`1,234,567` or `1,234.5`, without zeros that say nothing; the same in both languages."""
    return _strip_zeros(f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}")


def plain_number(value: Decimal) -> str:
    """`1234567.5`, for programs: without separators and zeros that say nothing."""
    return _strip_zeros(f"{value:f}")


def _strip_zeros(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def format_money(amount: Decimal, currency: str, lang: str) -> str:
    """`5,000,000 ₮` or `MNT 5,000,000`, `650,000 ам.доллар` or `USD 650,000`; a rare one by ISO 4217.

    Cents are shown, with two digits, only where there are any.
    """
    name = currency_name(currency, lang)
    return f"{_cents(amount)}\xa0{name}" if lang == "mn" else f"{name}\xa0{_cents(amount)}"


def currency_name(currency: str, lang: str) -> str:
    """The name of a currency as it stands at an amount: `₮`, `ам.доллар`, or `MNT`."""
    if lang != "mn":
        return currency
    return "₮" if currency == "MNT" else _MONGOLIAN_CURRENCIES.get(currency, currency)


def format_compact_money(amount: Decimal, currency: str, lang: str) -> str:
    """`5 сая төгрөг`, `1.2 тэрбум төгрөг` or `MNT 5 million`, to one decimal; in full below a million."""
    name = _MONGOLIAN_CURRENCIES.get(currency, currency)
    for scale, mongolian, english in _SCALES:
        # From 0.99995 on, so that 999,990,000 is 1 billion and not 1,000 million.
        if abs(amount) >= scale * Decimal("0.99995"):
            number = format_number((amount / scale).quantize(Decimal("0.1"), ROUND_HALF_UP))
            if lang == "mn":
                return f"{number}\xa0{mongolian} {name}"
            return f"{currency}\xa0{number}\xa0{english}"
    if lang == "mn":
        return f"{_cents(amount)}\xa0{name}"
    return format_money(amount, currency, lang)


def _cents(amount: Decimal) -> str:
    number = format_number(amount)
    return number + "0" if len(number.partition(".")[2]) == 1 else number


def format_size(size: int, lang: str) -> str:
    """A size in bytes: `1.2 МБ` or `1.2 MB`, in thousands and millions of bytes, to one decimal below ten."""
    for scale, mongolian, english in _SIZES:
        if size >= scale * 0.9995:
            value = Decimal(size) / scale
            number = value.quantize(Decimal("0.1") if value < 10 else Decimal(1), ROUND_HALF_UP)
            return f"{format_number(number)}\xa0{mongolian if lang == 'mn' else english}"
    english = "byte" if size == 1 else "bytes"
    return f"{size}\xa0{'байт' if lang == 'mn' else english}"


def join_list(items: Sequence[str], lang: str) -> str:
    """`Ховд, Увс болон Булган` or `Khovd, Uvs and Bulgan`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {'болон' if lang == 'mn' else 'and'} {items[-1]}"


def tells_number(word: str, lang: str) -> bool:
    """Whether a word may belong to a number in words."""
    return bool(number_word(word, lang) or _TOLD.search(word.lower()) or _TOLD.search(word))


def begins_number(word: str) -> bool:
    """Whether a number in words can begin with this word, which is in small letters."""
    return word in _CARDINALS or word in ("half", "хагас")


def spelled_number(words: Sequence[str]) -> tuple[int, int]:
    """The number below a thousand that the first words spell, and how many they are: `хоёр зуун тавин`."""
    value, used, filled = 0, 0, 4  # `filled` is the decimal that was filled last: units are 1, tens 2
    for word in words:
        number = _CARDINALS.get(word.lower(), 0)
        own = 3 if number == 100 else 2 if number == 10 or number >= 20 else 1
        if number == 100 and used == 1 and value < 10:
            value, filled = value * 100, 3
        elif number and own < filled:
            value, filled = value + number, own
        else:
            break
        used += 1
    return value, used


def scale_of(word: str) -> int:
    """The power of ten that a word in small letters names, with or without an ending."""
    return SCALES.get(word) or SCALES.get(_SCALE_ENDING.sub("", word), 0)


def number_word(word: str, lang: str) -> int | None:
    units, tens = (_UNITS_MN, _TENS_MN) if lang == "mn" else (_UNITS_EN, _TENS_EN)
    word = word.lower()
    if word not in units and word not in tens and lang == "mn":
        word = _ENDINGS.sub("", word)
    return units.get(word) or tens.get(word)


def months_in_words(text: str) -> Iterator[tuple[int, int, int]]:
    """(month, start, end) of months as `арван нэгдүгээр сар`; the offsets are those of the number."""
    for match in _MONTH.finditer(text) if _MONTH_GATE.search(text) else ():
        number = _ORDINALS_MN[match["number"].lower()]
        if not match["ten"] or number < 3:
            yield number + (10 if match["ten"] else 0), match.start(), match.end("number")


def parts_in_words(text: str) -> Iterator[tuple[int, int, int]]:
    """(number, start, end) of quarters and halves of a year (`II улирал`), and of both numbers of a share
    (`two thirds`)."""
    is_near = _PART_GATE.search(text)
    for match in _PART_OF_YEAR.finditer(text) if is_near else ():
        written = match["number"].lower()
        last = 2 if match["part"].lower().startswith(("хагас", "half")) else 4
        yield (_PARTS_OF_YEAR_MN | _PARTS_OF_YEAR_EN).get(written, last), *match.span()
    for match in _SHARE_EN.finditer(text) if is_near else ():
        yield _CARDINALS.get(match["count"].lower(), 1), *match.span("count")
        yield _SHARES_EN[match["whole"].lower()], *match.span("whole")
    for match in _SHARE_MN.finditer(text) if _SHARE_GATE.search(text) else ():
        whole = (
            _CARDINALS[match["whole"].lower()] if match["whole"] else _SHORT_WHOLES[match["short"].lower()]
        )
        yield whole, *match.span("whole" if match["whole"] else "short")
        yield _CARDINALS[match["count"].lower()], *match.span("count")


def roman_numerals(text: str) -> Iterator[tuple[int, int, int]]:
    """(number, start, end) of Roman numerals of two letters and more (`XXI`)."""
    for match in _ROMAN.finditer(text):
        values = [_ROMAN_VALUES[letter] for letter in match[0].translate(_ROMAN_LETTERS)]
        following = [*values[1:], 0]
        total = sum(-one if one < next_one else one for one, next_one in zip(values, following, strict=True))
        yield total, *match.span()
