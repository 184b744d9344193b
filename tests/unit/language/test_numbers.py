"""Numbers, money, sizes and lists; ~ in the expected texts is a no-break space."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sitegen.language.numbers import (
    format_compact_money,
    format_money,
    format_number,
    format_size,
    join_list,
)


def spaced(text: str) -> str:
    return text.replace("~", "\xa0")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (100, "100"),
        (1234567, "1,234,567"),
        (-1234, "-1,234"),
        (Decimal("1234.5"), "1,234.5"),
        (Decimal("1234.50"), "1,234.5"),
        (Decimal("100"), "100"),
        (Decimal("1E+7"), "10,000,000"),
    ],
)
def test_numbers_are_grouped_and_end_in_no_empty_zeros(value: int | Decimal, expected: str) -> None:
    assert format_number(value) == expected


@pytest.mark.parametrize(
    ("amount", "currency", "mongolian", "english"),
    [
        ("5000000", "MNT", "5,000,000~₮", "MNT~5,000,000"),
        ("5000000.00", "MNT", "5,000,000~₮", "MNT~5,000,000"),
        ("1E+7", "MNT", "10,000,000~₮", "MNT~10,000,000"),
        ("650000", "USD", "650,000~ам.доллар", "USD~650,000"),
        ("19.5", "USD", "19.50~ам.доллар", "USD~19.50"),
        ("19.55", "EUR", "19.55~евро", "EUR~19.55"),
    ],
)
def test_money_in_full(amount: str, currency: str, mongolian: str, english: str) -> None:
    assert format_money(Decimal(amount), currency, "mn") == spaced(mongolian)
    assert format_money(Decimal(amount), currency, "en") == spaced(english)


@pytest.mark.parametrize(
    ("amount", "currency", "mongolian", "english"),
    [
        ("5000000", "MNT", "5~сая төгрөг", "MNT~5~million"),
        ("19500000", "USD", "19.5~сая ам.доллар", "USD~19.5~million"),
        ("1200000000", "MNT", "1.2~тэрбум төгрөг", "MNT~1.2~billion"),
        ("3400000000000", "MNT", "3.4~их наяд төгрөг", "MNT~3.4~trillion"),
        ("950000", "MNT", "950,000~төгрөг", "MNT~950,000"),
        ("650000", "USD", "650,000~ам.доллар", "USD~650,000"),
        ("30000000", "XDR", "30~сая ЗТЭ", "XDR~30~million"),
        ("-1200000", "MNT", "-1.2~сая төгрөг", "MNT~-1.2~million"),
        ("999949999", "MNT", "999.9~сая төгрөг", "MNT~999.9~million"),
        ("999950000", "MNT", "1~тэрбум төгрөг", "MNT~1~billion"),
    ],
)
def test_money_in_short(amount: str, currency: str, mongolian: str, english: str) -> None:
    assert format_compact_money(Decimal(amount), currency, "mn") == spaced(mongolian)
    assert format_compact_money(Decimal(amount), currency, "en") == spaced(english)


@pytest.mark.parametrize(
    ("size", "mongolian", "english"),
    [
        (1, "1~байт", "1~byte"),
        (999, "999~байт", "999~bytes"),
        (1000, "1~КБ", "1~kB"),
        (24_300, "24~КБ", "24~kB"),
        (999_499, "999~КБ", "999~kB"),
        (999_500, "1~МБ", "1~MB"),
        (1_234_567, "1.2~МБ", "1.2~MB"),
        (10**10, "10~ГБ", "10~GB"),
    ],
)
def test_sizes_of_files(size: int, mongolian: str, english: str) -> None:
    assert (format_size(size, "mn"), format_size(size, "en")) == (spaced(mongolian), spaced(english))


def test_lists_have_a_conjunction_before_the_last() -> None:
    assert join_list(["Ховд", "Увс", "Булган"], "mn") == "Ховд, Увс болон Булган"
    assert join_list(["Khovd", "Uvs", "Bulgan"], "en") == "Khovd, Uvs and Bulgan"
    assert join_list(["Ховд", "Увс"], "mn") == "Ховд болон Увс"
    assert join_list(["Ховд"], "mn") == "Ховд"
    assert join_list([], "mn") == ""
