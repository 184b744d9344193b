"""Texts with a form: what is read, and what is suggested instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content import values
from sitegen.content.kinds import Money
from sitegen.content.values import FORMS, BadValue
from sitegen.language.dates import PartialDate

Reader = Callable[[str], Any]


def near(read: Reader, text: str) -> str:
    """What is suggested for a text that cannot be read."""
    result = read(text)
    assert isinstance(result, BadValue), result
    return str(result.args.get("near", ""))


def code(read: Reader, text: str) -> str:
    result = read(text)
    return result.code if isinstance(result, BadValue) else "fine"


def test_dates_are_read() -> None:
    assert values.read_day("2018-11-02") == date(2018, 11, 2)
    assert values.read_moment("2018-11-02") == datetime(2018, 11, 2)
    assert values.read_moment("2018-11-02 10:30") == datetime(2018, 11, 2, 10, 30)
    assert values.read_moment("2018-11-02T10:30:59") == datetime(2018, 11, 2, 10, 30)
    assert values.read_partial_date("2018-11") == PartialDate(2018, 11)


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("2018-1-5", "2018-01-05"),
        ("05.01.2018", "2018-01-05"),
        ("2018.11.02", "2018-11-02"),
        ("2018/11/2", "2018-11-02"),
        ("2 November 2018", "2018-11-02"),
        ("Nov 2, 2018", "2018-11-02"),
        ("2018 оны 11 дүгээр сарын 2", "2018-11-02"),
        ("2018 оны 11-р сарын 2-ны өдөр", "2018-11-02"),
        ("2018-11-О2", "2018-11-02"),
        ("2O18.ll.02", "2018-11-02"),
        ("2018-11-02, Баасан гараг", "2018-11-02"),
        ("2018.11.02 Баасан", "2018-11-02"),
        ("2018-11-02, Мягмар гараг", ""),
        ("өчигдөр", ""),
        ("10000-01-01", ""),
        ("2018", ""),
    ],
)
def test_a_day_written_in_another_way_is_suggested_as_iso(written: str, suggested: str) -> None:
    assert near(values.read_day, written) == suggested


def test_the_time_of_day_is_kept_in_the_suggestion() -> None:
    assert near(values.read_moment, "2.11.2018 9:05") == "2018-11-02 09:05"


@pytest.mark.parametrize("written", ["2018-02-30", "2018-13-01", "2018-11-02 24:00", "0999-01-01"])
def test_a_day_or_time_that_does_not_exist_is_no_date(written: str) -> None:
    assert code(values.read_moment, written) == "E108"


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("2018.5", "2018-05"),
        ("2018 он", "2018"),
        ("05/2018", "2018-05"),
        ("2018 оны 2-р улирал", ""),
        ("2018 оны намар", ""),
        ("2018-14", ""),
        ("0000", ""),
    ],
)
def test_a_month_or_year_written_in_another_way_is_suggested(written: str, suggested: str) -> None:
    assert near(values.read_partial_date, written) == suggested


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("5,000,000 MNT", "5000000", "MNT"),
        ("5000000 MNT", "5000000", "MNT"),
        ("5,000,000 ₮", "5000000", "MNT"),
        ("5000000₮", "5000000", "MNT"),
        ("650,000 USD", "650000", "USD"),
        ("12.50 EUR", "12.50", "EUR"),
        ("0 MNT", "0", "MNT"),
    ],
)
def test_amounts_are_read(written: str, amount: str, currency: str) -> None:
    assert values.read_money(written) == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("5 сая төгрөг", "5,000,000 MNT"),
        ("3 сая₮", "3,000,000 MNT"),
        ("2 их наяд€", "2,000,000,000,000 EUR"),
        ("3m$", "3,000,000 USD"),
        ("2.3 тэрбум ₮", "2,300,000,000 MNT"),
        ("10,5 сая төгрөг", "10,500,000 MNT"),
        ("USD 30 million", "30,000,000 USD"),
        ("$650,000", "650,000 USD"),
        ("5.000.000 MNT", "5,000,000 MNT"),
        ("5 000 000 mnt", "5,000,000 MNT"),
        ("хоёр зуун тавин сая төгрөг", "250,000,000 MNT"),
        ("five million tugriks", "5,000,000 MNT"),
        ("5 сая 300 000 төгрөг", "5,300,000 MNT"),
        ("12345.6 мян.төг", "12,345,600 MNT"),
        ("“5,000,000 MNT.”", "5,000,000 MNT"),
        ("5,ООО,ООО MNT", "5,000,000 MNT"),
        ("5млн төгрөг", "5,000,000 MNT"),
        ("1.5 млрд ₮", "1,500,000,000 MNT"),
        ("5,000,000 тугрик", "5,000,000 MNT"),
        ("10,000 еуро", "10,000 EUR"),
        ("5О сая төгрөг", "50,000,000 MNT"),
        ("О сая төгрөг", ""),
        ("5 сая 300 төгрөг", ""),
        ("5,0000 MNT", ""),
        ("арван арван сая төгрөг", ""),
        ("нэг удаагийн 5 сая төгрөг", ""),
        ("-5 MNT", ""),
        ("их мөнгө", ""),
        ("100,000,000,000,000 MNT", ""),
        ("9" * 5000, ""),
    ],
)
def test_an_amount_written_in_another_way_is_suggested(written: str, suggested: str) -> None:
    assert near(values.read_money, written) == suggested
    assert code(values.read_money, written) == "E112"


def test_numbers_are_whole_and_not_negative() -> None:
    assert values.read_number("28") == 28
    assert near(values.read_number, "1,200") == "1200"
    assert [code(values.read_number, text) for text in ("-1", "1.5x", "тав", "9" * 5000)] == ["E107"] * 4


def test_switches_are_true_or_false() -> None:
    assert [values.read_switch(text) for text in ("true", "False", "yes", "no")] == [True, False, True, False]
    assert near(values.read_switch, "тийм") == "true"
    assert code(values.read_switch, "магадгүй") == "E146"


@pytest.mark.parametrize(
    "url", ["https://example.org", "http://example.org:8080/a?b=ө#c", "https://сайт.мон/x"]
)
def test_web_addresses_are_read(url: str) -> None:
    assert values.read_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "//example.org",
        "/x",
        "https://",
        "https://user@example.org",
        "https://[::1",
        "https://example.org:port",
        "https://example.org/a b",
        'https://example.org/"onclick=',
        "https://example.org/<x>",
        "https://example.org\\@evil.example",
        "https://example.org%2eevil.example",
        "https://exаmple.org",  # the letter is Cyrillic
        "https://example.org:99999",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    assert code(values.read_url, url) == "E143"


def test_a_missing_scheme_is_suggested() -> None:
    assert near(values.read_url, "www.gic.mn/en/post/r/993") == "https://www.gic.mn/en/post/r/993"


@pytest.mark.parametrize("alias", ["/", "/medee/2018/forum/", "/мэдээ/2018", "/post.php", "/a-b_c~d/"])
def test_old_addresses_are_read(alias: str) -> None:
    assert values.read_alias(alias) == alias


@pytest.mark.parametrize(
    "alias",
    [
        "//evil.example/x",
        "https://evil.example",
        "javascript:alert(1)",
        "/../x",
        "/a/../b",
        "/./a",
        "/.htaccess",
        "/a//b",
        "/a\\b",
        "/%2e%2e/x",
        "/a b",
        "/a?b",
        "/a#b",
        "/x Set-Cookie: a=b",
        "/<script>",
        "/" + "a" * 600,
        "",
    ],
)
def test_other_old_addresses_are_refused(alias: str) -> None:
    assert code(values.read_alias, alias) == "E306"


def test_old_addresses_are_suggested_decoded_and_from_the_root() -> None:
    assert near(values.read_alias, "/%D0%BC%D1%8D%D0%B4%D1%8D%D1%8D/") == "/мэдээ/"
    assert near(values.read_alias, "medee/1") == "/medee/1"
    assert near(values.read_alias, "old.html") == "/old.html"
    assert near(values.read_alias, "evil.example/x") == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("photo.jpg", "fine"),
        ("Зураг 1.jpg", "fine"),
        ("http://169.254.169.254/latest", "E402"),
        ("//example.org/a.jpg", "E402"),
        ("data:image/png;base64,xx", "E402"),
        ("file:///etc/passwd", "E402"),
        ("../photo.jpg", "E315"),
        ("photos/a.jpg", "E315"),
        ("/etc/passwd", "E315"),
        ("..\\a.jpg", "E315"),
        (".hidden", "E315"),
        ("..", "E315"),
        ("a" * 201, "E315"),
    ],
)
def test_files_lie_beside_the_entry(name: str, expected: str) -> None:
    assert code(values.read_file_name, name) == expected


def test_ids_are_latin_words_with_hyphens() -> None:
    assert [code(values.read_id, text) for text in ("pta", "khovd/altai", "2018/a-1")] == ["fine"] * 3
    wrong = ("", "Pta", "a b", "a--b", "-a", "a/", "../a", "Ховд", "a_b", "nul", "khovd/aux")
    assert [code(values.read_id, text) for text in wrong] == ["E144"] * len(wrong)
    assert near(values.read_id, "Khovd / Altai".replace(" / ", "/")) == "khovd/altai"
    assert near(values.read_id, "School budget") == "school-budget"
    assert near(values.read_id, "Ховд") == "khovd"
    assert near(values.read_id, "Ховд/Алтай сум") == "khovd/altai-sum"
    assert near(values.read_id, "…") == ""


def test_digests_and_currencies_have_their_form() -> None:
    assert code(values.read_digest, "0123456789ab") == "fine"
    assert code(values.read_digest, "0123456789AB") == "E145"
    assert code(values.read_currency, "MNT") == "fine"
    assert code(values.read_currency, "төг") == "E147"


def test_a_contact_is_a_web_or_email_address() -> None:
    assert values.read_contact("a@example.org") == "mailto:a@example.org"
    assert values.read_contact("https://example.org/x") == "https://example.org/x"
    assert code(values.read_contact, "a@b") == "E154"
    assert code(values.read_contact, "javascript:x") == "E143"


@pytest.mark.parametrize("name", ["../etc/passwd", "Asia", "Asia/Nowhere", "a\x00b", "x" * 5000])
def test_a_time_zone_must_exist(name: str) -> None:
    assert code(values.read_time_zone, "Asia/Ulaanbaatar") == "fine"
    assert code(values.read_time_zone, name) == "E151"


def test_the_nearest_choice_is_suggested() -> None:
    choices = ("planned", "in-person", "completed")
    assert values.read_choice("planned", choices) == "planned"
    assert near(lambda text: values.read_choice(text, choices), "In Person") == "in-person"
    assert near(lambda text: values.read_choice(text, choices), "дууссан") == "completed"


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (values.read_video, "www.baga.mn"),
        (values.read_site_address, "baga.mn/a/../b"),
        (values.read_url, "baga.mn/{a}"),
    ],
)
def test_no_address_is_suggested_that_would_be_refused_too(read: Reader, text: str) -> None:
    result = read(text)
    assert isinstance(result, BadValue)
    assert not result.args.get("near")


READERS: list[Reader] = [
    values.read_day,
    values.read_moment,
    values.read_partial_date,
    values.read_number,
    values.read_switch,
    values.read_money,
    *FORMS.values(),
]
WRITTEN = st.one_of(st.text(), st.text(st.sampled_from(list("0123456789-.,:/ TMN₮сая%@w")), max_size=40))


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@given(text=WRITTEN)
def test_any_text_gives_a_value_or_says_what_is_wrong(read: Reader, text: str) -> None:
    result = read(text)
    if isinstance(result, BadValue) and result.args.get("near"):
        assert not isinstance(read(str(result.args["near"])), BadValue)
