"""Numbers, money, sizes and lists as people write them.

Both languages write 1,234,567.5 (CLDR). Money is ours: CLDR puts ₮ before the number and adds möngö, which
nobody uses. Any language other than `mn` is written as English. Numbers and their units are joined by U+00A0.
"""

from __future__ import annotations

from collections.abc import Sequence
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
            "tögrögs", "togrogs", "мнт"),
    "USD": ("$", "us$", "доллар", "ам.доллар", "америк доллар", "ам доллар", "ам. доллар",
            "dollar", "dollars", "us dollar", "us dollars", "u.s. dollars", "u.s. dollar"),
    "EUR": ("€", "евро", "euro", "euros"),
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


def like_currency(code: str) -> str:
    """The usual currency whose code differs in one letter, or has two letters in another order; else
    empty."""
    if (named := CURRENCY_WORDS.get(code.lower())) is not None:
        return named
    likely = [usual for usual in _USUAL if sum(a != b for a, b in zip(usual, code, strict=False)) <= 1]
    likely += [usual for usual in _USUAL if sorted(usual) == sorted(code)]
    return likely[0] if len(set(likely)) == 1 else ""


def format_number(value: int | Decimal, lang: str) -> str:
    """`1,234,567` or `1,234.5`, without zeros that say nothing; the same in both languages."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


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
            number = format_number((amount / scale).quantize(Decimal("0.1"), ROUND_HALF_UP), lang)
            if lang == "mn":
                return f"{number}\xa0{mongolian} {name}"
            return f"{currency}\xa0{number}\xa0{english}"
    if lang == "mn":
        return f"{_cents(amount)}\xa0{name}"
    return format_money(amount, currency, lang)


def _cents(amount: Decimal) -> str:
    number = format_number(amount, "en")
    return number + "0" if len(number.partition(".")[2]) == 1 else number


def format_size(size: int, lang: str) -> str:
    """A size in bytes: `1.2 МБ` or `1.2 MB`, in thousands and millions of bytes, to one decimal below ten."""
    for scale, mongolian, english in _SIZES:
        if size >= scale * 0.9995:
            value = Decimal(size) / scale
            number = value.quantize(Decimal("0.1") if value < 10 else Decimal(1), ROUND_HALF_UP)
            return f"{format_number(number, lang)}\xa0{mongolian if lang == 'mn' else english}"
    english = "byte" if size == 1 else "bytes"
    return f"{size}\xa0{'байт' if lang == 'mn' else english}"


def join_list(items: Sequence[str], lang: str) -> str:
    """`Ховд, Увс болон Булган` or `Khovd, Uvs and Bulgan`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {'болон' if lang == 'mn' else 'and'} {items[-1]}"
