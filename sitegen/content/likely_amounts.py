"""Amounts and counts as people write them, for a hint: what has one reading, and nothing else.

`2,5 сая` is read, `1.500` is not: it is one and a half or fifteen hundred. A word that nobody knows here
(“about”, “up to”) makes a text another value, so there is no reading either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from sitegen.content.suggest import in_latin
from sitegen.language.number_words import spelled_number
from sitegen.language.numbers import CURRENCY_CODES, CURRENCY_WORDS

_LONGEST = 60
_MOST = Decimal(10) ** 14
_SCALES = {
    3: ("мянга", "мян", "thousand", "thousands", "k"),
    6: ("сая", "million", "millions", "mln", "mio", "m"),
    9: ("тэрбум", "billion", "billions", "bln", "bn"),
    12: ("их наяд", "trillion", "trillions"),
}
_POWERS = {word: power for power, words in _SCALES.items() for word in words}
# Endings that leave the value as it is: nominative and genitive (`мянган`, `долларын`).
_ENDINGS = ("", "н", "ын", "ийн", "ний", "ны", "гийн", "ны", "ы", "ий")
_STEMS = {"мянга": "мянг", "юань": "юан", "рубль": "рубл", "сая": "са"}
_OF_STEMS = {"мянга": ("ан", "ын", "аны"), "юань": ("ийн", "ь"), "рубль": ("ийн",), "сая": ("ын", "яын")}
_CYRILLIC_N = str.maketrans("Нн", "Nn")
_ABBREVIATED = re.compile(r"\b(мян|сая|тэрбум)\.(?=[^\W\d])")
_PIECE = re.compile(r"\d[\d.,' ]*|[^\d\s]+", re.ASCII)


def likely_count(text: str) -> int | None:
    """The whole number that is meant."""
    parts = _quantity(text)
    if parts is None or parts[1] or parts[0] != parts[0].to_integral_value() or parts[0] >= Decimal(10) ** 15:
        return None
    return int(parts[0])


def likely_money(text: str) -> tuple[str, str] | None:
    """The amount as we write it, such as `1,500,000.50`, and its currency; '' if no currency is named."""
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
    """The number that a text names, its scales included, and what words and signs are left."""
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").replace("\u02bc", "'")
    plain = _ABBREVIATED.sub(r"\1. ", plain.strip(' "“”„«»').rstrip(".,"))
    pieces = [piece.strip() for piece in _PIECE.findall(" ".join(plain.split()))]
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
    return None if total is None else (total, list(_joined(words)))


def _number(digits: str, is_scaled: bool) -> Decimal | None:
    """`1 500`, `1,500,000`, `1.500.000,50`, `5,5`: groups of three, and a decimal part of another sign."""
    if re.fullmatch(r"\d{1,15}", digits):
        return Decimal(digits)
    for group, point in ((",", "."), (".", ","), (" ", "."), (" ", ","), ("'", "."), ("'", ",")):
        grouped = rf"(?!0)\d{{1,3}}(?:{re.escape(group)}\d{{3}})"
        # One group after a point, or after a comma before a scale, may be a decimal part.
        least = 2 if group == "." or (group == "," and is_scaled) else 1
        if re.fullmatch(rf"{grouped}{{{least},5}}", digits):
            return Decimal(digits.replace(group, ""))
        if found := re.fullmatch(rf"({grouped}{{1,5}}){re.escape(point)}(\d{{1,2}})", digits):
            return Decimal(f"{found[1].replace(group, '')}.{found[2]}")
    # Three digits after a sign may be a group, except after a nought; more are a mistake, except of a scale.
    places = r"\d{1,2}|\d{4,6}" if is_scaled else r"\d{1,2}"
    if found := re.fullmatch(rf"(\d{{1,12}})[.,]({places})", digits) or re.fullmatch(
        r"(0)[.,](\d{3})", digits
    ):
        return Decimal(f"{found[1]}.{found[2]}")
    return None


def _sum(amounts: list[tuple[Decimal, int]]) -> Decimal | None:
    """`200 сая 500 мянга` is a sum: each part is less than one of the scale before.

    `5 сая 300` may leave out the thousand of its end, so it is none.
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
    """The power of ten that the next words name, and how many they are."""
    for length in (2, 1):
        if len(following) >= length and (power := _POWERS.get(_stem(" ".join(following[:length]), _POWERS))):
            return power, length
    return 0, 0


def _joined(words: list[str]) -> Iterable[str]:
    """Words of one name together: `ам. доллар`, `US dollars`."""
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
    """The code of a currency by its code, name or sign; '' if it has none or may be several."""
    if (stem := _stem(word, CURRENCY_WORDS)) in CURRENCY_WORDS:
        return CURRENCY_WORDS[stem]
    codes = (in_latin(written).upper() for written in (word, word.translate(_CYRILLIC_N)))
    return next((code for code in codes if code in CURRENCY_CODES), "")


def _stem(word: str, known: Iterable[str]) -> str:
    """The known word of which this is a form with the same meaning, or the word itself."""
    written = word.lower().rstrip(".") if len(word) > 1 else word
    if written in known or word.lower() in known:
        return written if written in known else word.lower()
    for name in known:
        if any(written == name + ending for ending in _ENDINGS):
            return name
        if (stem := _STEMS.get(name)) and any(written == stem + ending for ending in _OF_STEMS[name]):
            return name
    return written
