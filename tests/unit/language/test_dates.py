"""Dates and ranges as Mongolian and English write them; ~ in the expected texts is a no-break space."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sitegen.language.dates import (
    PartialDate,
    Style,
    format_date,
    format_month,
    format_range,
    format_year,
    month_name,
)

Day = date | PartialDate


def spaced(text: str) -> str:
    return text.replace("~", "\xa0")


def day(text: str) -> PartialDate:
    value = PartialDate.parse(text)
    assert value is not None
    return value


@pytest.mark.parametrize("text", ["2018", "2018-11", "2018-11-02", "1000", "9999-12-31", "2016-02-29"])
def test_a_partial_date_is_read_and_written(text: str) -> None:
    assert day(text).isoformat() == str(day(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "18",
            "0999",
            "10000",
            "2018-1",
            "2018-13",
            "2018-00",
            "2018-11-00",
            "2018-11-31",
            "2015-02-29",
        ),
        *("2018-11-02 ", "2018-11-02\n", "2018/11/02", "02.11.2018", "٢٠١٨", "-2018", "2018-11-02T10:00"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert PartialDate.parse(text) is None


def test_an_impossible_date_cannot_be_made() -> None:
    for parts in [(999,), (2018, 13), (2018, 2, 30), (2018, 0, 5), (2018, -1)]:
        with pytest.raises(ValueError, match=r"not a date|must be in|out of range"):
            PartialDate(*parts)


def test_partial_dates_sort_by_time_with_the_less_known_first() -> None:
    texts = ["2019", "2018-11-02", "2018", "2018-11", "2018-02-03"]
    assert [str(value) for value in sorted(map(day, texts))] == [
        *("2018", "2018-02-03", "2018-11", "2018-11-02", "2019")
    ]


def test_a_day_is_a_partial_date() -> None:
    assert (
        PartialDate.from_date(date(2018, 11, 2))
        == PartialDate.from_date(datetime(2018, 11, 2, 9, 30))
        == day("2018-11-02")
    )


@pytest.mark.parametrize(
    ("value", "lang", "style", "expected"),
    [
        ("2018-11-02", "mn", "long", "2018~оны 11~дүгээр~сарын~2"),
        ("2018-11", "mn", "long", "2018~оны 11~дүгээр~сар"),
        ("2018", "mn", "long", "2018~он"),
        ("2018-11-02", "mn", "short", "2018.11.02"),
        ("2018-11", "mn", "short", "2018.11"),
        ("2018", "mn", "short", "2018"),
        ("2018-11-02", "en", "long", "2~November~2018"),
        ("2018-11", "en", "long", "November 2018"),
        ("2018", "en", "long", "2018"),
        ("2018-11-02", "en", "short", "2~Nov~2018"),
        ("2018-11", "en", "short", "Nov 2018"),
        ("2018", "en", "short", "2018"),
    ],
)
def test_a_date_says_as_much_as_is_known(value: str, lang: str, style: Style, expected: str) -> None:
    assert format_date(day(value), lang, style) == spaced(expected)


def test_a_calendar_day_and_a_moment_are_written_as_their_day() -> None:
    assert format_date(date(2018, 11, 2), "en") == format_date(datetime(2018, 11, 2, 23, 59), "en")


def test_the_ordinal_of_a_month_follows_vowel_harmony() -> None:
    front = [month for month in range(1, 13) if "дүгээр" in month_name(month, "mn")]
    back = [month for month in range(1, 13) if "дугаар" in month_name(month, "mn")]
    assert front == [1, 4, 9, 11]
    assert back == [2, 3, 5, 6, 7, 8, 10, 12]


@pytest.mark.parametrize(
    ("start", "end", "mongolian", "english"),
    [
        (
            *("2018-10-30", "2018-11-01"),
            "2018~оны 10~дугаар~сарын~30 – 11~дүгээр~сарын~1",
            "30~October – 1~November~2018",
        ),
        ("2015-05-12", "2015-05-14", "2015~оны 5~дугаар~сарын~12–14", "12–14~May~2015"),
        (
            *("2018-12-30", "2019-01-02"),
            "2018~оны 12~дугаар~сарын~30 – 2019~оны 1~дүгээр~сарын~2",
            "30~December~2018 – 2~January~2019",
        ),
        ("2018-05", "2018-07", "2018~оны 5–7~дугаар~сар", "May–July 2018"),
        ("2018-02", "2018-04", "2018~оны 2–4~дүгээр~сар", "February–April 2018"),
        ("2018-05", "2019-07", "2018~оны 5~дугаар~сар – 2019~оны 7~дугаар~сар", "May 2018 – July 2019"),
        ("2014", "2018", "2014–2018~он", "2014–2018"),
        (
            *("2014-12-09", "2018-12"),
            "2014~оны 12~дугаар~сарын~9 – 2018~оны 12~дугаар~сар",
            "9~December~2014 – December 2018",
        ),
        (
            "2018-05",
            "2018-06-03",
            "2018~оны 5~дугаар~сар – 2018~оны 6~дугаар~сарын~3",
            "May 2018 – 3~June~2018",
        ),
        ("2018", "2019-06", "2018~он – 2019~оны 6~дугаар~сар", "2018 – June 2019"),
    ],
)
def test_a_range_says_once_what_both_ends_share_within_a_year(
    start: str, end: str, mongolian: str, english: str
) -> None:
    assert format_range(day(start), day(end), "mn") == spaced(mongolian)
    assert format_range(day(start), day(end), "en") == spaced(english)


@pytest.mark.parametrize(
    ("start", "end", "mongolian", "english"),
    [
        ("2018-10-30", "2018-11-01", "2018.10.30 – 11.01", "30~Oct – 1~Nov~2018"),
        ("2015-05-12", "2015-05-14", "2015.05.12–14", "12–14~May~2015"),
        ("2018-12-30", "2019-01-02", "2018.12.30 – 2019.01.02", "30~Dec~2018 – 2~Jan~2019"),
        ("2018-10", "2018-11", "2018.10–2018.11", "Oct–Nov 2018"),
        ("2014", "2018", "2014–2018", "2014–2018"),
    ],
)
def test_a_short_range(start: str, end: str, mongolian: str, english: str) -> None:
    assert format_range(day(start), day(end), "mn", "short") == spaced(mongolian)
    assert format_range(day(start), day(end), "en", "short") == spaced(english)


@pytest.mark.parametrize("end", [None, date(2018, 11, 2), PartialDate(2018, 11, 2)])
def test_a_range_without_another_end_is_one_date(end: Day | None) -> None:
    assert format_range(date(2018, 11, 2), end, "mn") == format_date(date(2018, 11, 2), "mn")


def test_months_and_years_alone() -> None:
    assert format_month(2018, 11, "mn") == spaced("2018~оны 11~дүгээр~сар")
    assert format_month(2018, 11, "en") == "November 2018"
    assert (format_year(2018, "mn"), format_year(2018, "en")) == (spaced("2018~он"), "2018")
    assert month_name(11, "en") == "November"
