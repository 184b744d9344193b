"""The order of the Mongolian alphabet."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.language.alphabet import first_letter, sort_key

ALPHABET = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"
TEXTS = st.text(max_size=20) | st.text(
    alphabet=ALPHABET + ALPHABET.upper() + "әқһі -«»0123456789", max_size=12
)


def in_order(*texts: str) -> bool:
    mixed_up = [*texts[1::2], *texts[::2]]
    return sorted(mixed_up, key=sort_key) == list(texts)


def test_the_alphabet_is_in_its_order() -> None:
    assert len(ALPHABET) == 35
    assert in_order(*ALPHABET)
    assert in_order(*ALPHABET.upper())


@pytest.mark.parametrize(
    "texts",
    [
        ("Ерөө", "Етөн", "Ёс"),
        ("Тов", "Товч", "Төв"),
        ("Улаанбаатар", "улс", "Үлгий"),
        ("Архангай", "Ёндон", "Өвөрхангай", "Үлгий"),
        ("сайн", "сайхан", "Сайхан гэр", "сайханд"),
        ("5-р сургууль", "12-р сургууль", "СЭЭБХ"),
        ("2018", "COVID", "Forum", "Архив"),
        ("Ebook", "École", "Edition"),
        ("Кабинет", "Кяхта", "Қабдыл", "Лам"),
        ("Баян", "Баян сум", "Баянгол", "Баян-Өлгий"),
        ("«Зураач»", "Зурагт", "зурам"),
    ],
)
def test_lists_are_in_order(texts: tuple[str, ...]) -> None:
    assert in_order(*texts)


def test_quotes_hyphens_and_stops_do_not_count() -> None:
    assert sort_key("«Баян-Өлгий»")[0] == sort_key("баянөлгий")[0]
    assert sort_key("Ц.Халиун")[0] == sort_key("Ц. Халиун")[0]


def test_a_number_too_long_for_arithmetic_has_its_place() -> None:
    assert in_order("9" * 5000, "1" + "0" * 5000)


@given(TEXTS, TEXTS)
def test_the_order_is_total_and_knows_no_unicode_forms(first: str, second: str) -> None:
    same = unicodedata.normalize("NFC", first) == unicodedata.normalize("NFC", second)
    assert (sort_key(first) == sort_key(second)) == same
    assert sort_key(unicodedata.normalize("NFD", first)) == sort_key(first)


@given(st.lists(TEXTS, max_size=8))
def test_capitals_and_small_letters_stand_together(texts: list[str]) -> None:
    keys = sorted(sort_key(text) for text in texts)
    assert all(first[0] <= second[0] for first, second in pairwise(keys))
    for text in texts:
        if text.upper().lower() == text.lower():
            assert sort_key(text.upper())[0] == sort_key(text.lower())[0]


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("өвөл", "Ө"),
        ("Ёс", "Ё"),
        ("Йог", "Й"),
        ("«Зураач»", "З"),
        (" – үг", "Ү"),
        ("forum", "F"),
        ("école", "E"),
        ("қазақ", "Қ"),
        ("12-р сургууль", "#"),
        ("№ 3", "#"),
        ("", "#"),
        ("…", "#"),
    ],
)
def test_the_letter_a_text_is_listed_under(text: str, letter: str) -> None:
    assert first_letter(text) == letter
