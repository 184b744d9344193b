"""Currencies: the codes of ISO 4217, and the words and signs that people write for them."""

from __future__ import annotations

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
# Currencies that are gone but stand in old sources (ISO 4217, list three): nobody is warned of them.
_FORMER = """
ATS BEF BYR CSK CUC CYP DDM DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MRO MTL NLG PTE ROL RUR
SIT SKK SLL STD SUR TRL VEF XEU YUM ZMK ZWL
"""
CURRENCY_CODES = frozenset(_CODES.split())
FORMER = frozenset(_FORMER.split())

# Each has one meaning: `¥` may be two currencies, a franc or a krone several, so they are not here.
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


def like_currency(code: str) -> str:
    """The usual currency that was probably meant: one letter is another, or two have changed places."""
    if (named := CURRENCY_WORDS.get(code.lower())) is not None:
        return named
    likely = [usual for usual in _USUAL if sum(a != b for a, b in zip(usual, code, strict=False)) <= 1]
    likely += [usual for usual in _USUAL if sorted(usual) == sorted(code)]
    return likely[0] if len(set(likely)) == 1 else ""
