"""Endings after digits and abbreviations, by the word that is spoken last."""

from __future__ import annotations

import pytest

from sitegen.language.spelling import wrong_endings

KNOWN = {
    "СЭЭБХ": "сургуулийн эцэг эх, багшийн холбоо",
    "БСШУСЯ": "Боловсролын яам",
    "НҮБ": "Нэгдсэн үндэстэн",
}


def mended(text: str) -> list[tuple[int, str]]:
    return [(item.offset, item.suggestion) for item in wrong_endings(text, KNOWN)]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("11 дугаар сар", "11 дүгээр"),
        ("4 дугаар", "4 дүгээр"),
        ("9-дугаар", "9-дүгээр"),
        ("40 дугаар", "40 дүгээр"),
        ("90 дахь", "90 дэх"),
        ("12 дүгээр", "12 дугаар"),
        ("10 дүгээр", "10 дугаар"),
        ("3 дэх удаа", "3 дахь"),
        ("1000 дүгээр", "1000 дугаар"),
        ("сарын 11-ны", "11-ний"),
        ("сарын 2-ний", "2-ны"),
        ("14-ны өдөр", "14-ний"),
        ("СЭЭБХ-н", "СЭЭБХ-ны"),
        ("СЭЭБХ-ийн", "СЭЭБХ-ны"),
        ("СЭЭБХ-д", "СЭЭБХ-нд"),
        ("БСШУСЯ-ын", "БСШУСЯ-ны"),
    ],
)
def test_a_wrong_ending_is_told_with_the_right_one(wrong: str, right: str) -> None:
    text = f"Тэр {wrong} байв."
    ((at, suggestion),) = mended(text)
    assert suggestion == right
    assert mended(text[:at] + suggestion + text[at + len(suggestion) :]) == []


@pytest.mark.parametrize(
    "right",
    [
        "1 дүгээр", "2 дугаар", "3 дугаар", "11 дүгээр", "19 дүгээр", "20 дугаар", "30 дугаар", "49 дүгээр",
        "50 дугаар", "100 дугаар", "104 дүгээр", "2 дахь", "5 дахь", "6 дахь", "сарын 1-ний", "сарын 2-ны",
        "сарын 30-ны", "31-ний өдөр", "СЭЭБХ-ны", "СЭЭБХ-нд", "СЭЭБХ-тай", "НҮБ-ын", "НҮБ-д", "ХХК-н", "2-ны",
        "11-р", "2018-11 дугаар", "1.4 дахь",
    ],
)  # fmt: skip
def test_what_is_right_or_not_known_is_left_alone(right: str) -> None:
    assert mended(f"Тэр {right} байв.") == []
