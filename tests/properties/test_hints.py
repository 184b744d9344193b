"""A hint never changes a value: what has one reading is given in our form, what has more is not given."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.content.kinds import KINDS, Money
from sitegen.content.parse import parse_front_matter
from sitegen.content.source import Source
from sitegen.content.values import BadValue, read_moment, read_money, read_number, read_partial_date
from sitegen.language.dates import PartialDate

CURRENCIES = {
    "MNT": ("MNT", "mnt", "МNТ", "МНТ", "₮", "төгрөг", "төгрөгийн", "төг.", "tugriks"),
    "USD": ("USD", "$", "US$", "доллар", "долларын", "ам.доллар", "ам. долларын", "US dollars"),
    "EUR": ("EUR", "€", "евро", "еврогийн"),
    "CNY": ("CNY", "юань", "юанийн", "yuan"),
}
SCALES = {
    3: ("мянга", "мянган", "thousand"),
    6: ("сая", "million", "mln"),
    9: ("тэрбум", "тэрбумын", "billion", "bn"),
}
# A sign between groups of three digits, and one before the cents.
SIGNS = st.sampled_from(
    [(",", "."), (".", ","), (" ", "."), (" ", ","), ("\u00a0", ","), ("'", "."), ("’", ",")]
)


@st.composite
def amounts(draw: st.DrawFn) -> tuple[Decimal, str, str]:
    """An amount with a currency, written in a way that has one reading."""
    currency = draw(st.sampled_from(sorted(CURRENCIES)))
    name = draw(st.sampled_from(CURRENCIES[currency]))
    if draw(st.booleans()):
        value, number = draw(scaled())
    else:
        value, number = draw(grouped())
    first = draw(st.booleans()) and name not in (
        "төгрөгийн",
        "долларын",
        "юанийн",
        "еврогийн",
        "ам. долларын",
    )
    space = draw(st.sampled_from(["", " ", "\u00a0"])) if name in ("₮", "$", "€") else " "
    return value, currency, f"{name}{space}{number}" if first else f"{number}{space}{name}"


@st.composite
def grouped(draw: st.DrawFn) -> tuple[Decimal, str]:
    whole = draw(st.integers(1_000_000, 10**12))
    cents = draw(st.sampled_from(["", "5", "50", "07"]))
    group, point = draw(SIGNS)
    text = f"{whole:,}".replace(",", group) + (point + cents if cents else "")
    return Decimal(f"{whole}.{cents or 0}"), text


@st.composite
def scaled(draw: st.DrawFn) -> tuple[Decimal, str]:
    power = draw(st.sampled_from(sorted(SCALES)))
    word = draw(st.sampled_from(SCALES[power]))
    whole = draw(st.integers(1, 999))
    if power > 3 and draw(st.booleans()):
        less = draw(st.sampled_from([other for other in SCALES if other < power]))
        part = draw(st.integers(1, 999))
        second = draw(st.sampled_from(SCALES[less]))
        total = Decimal(whole).scaleb(power) + Decimal(part).scaleb(less)
        return total, f"{whole} {word} {part} {second}"
    tenths = draw(st.sampled_from(["", ".5", ",5", ".25", ",75"]))
    return Decimal(f"{whole}{tenths.replace(',', '.')}").scaleb(power), f"{whole}{tenths} {word}"


def hinted(text: str) -> Money | None:
    found = read_money(text)
    if isinstance(found, Money):
        return found
    near = str(found.args.get("near", ""))
    if not near:
        return None
    read = read_money(near)
    assert isinstance(read, Money), near
    return read


@given(amounts())
def test_an_amount_with_one_reading_is_the_hint(written: tuple[Decimal, str, str]) -> None:
    value, currency, text = written
    assert hinted(text) == Money(value, currency), text


VAGUE = st.sampled_from(
    ["{} орчим", "{} гаруй", "ойролцоогоор {}", "~{}", "{} хүртэл", "{}-аас дээш", "{}-6", "6–{}", "{}/2",
     "-{}", "about {}", "{} approx.", "up to {}", "{}+", "{} х 2", "{} (НӨАТ-тай)", "{} ба 5", "{}?"]
)  # fmt: skip


@given(amounts(), VAGUE)
def test_an_amount_with_more_said_about_it_has_no_hint(written: tuple[Decimal, str, str], vague: str) -> None:
    text = vague.format(written[2])
    found = read_money(text)
    assert isinstance(found, BadValue)
    assert (found.args.get("near", ""), found.args.get("number", "")) == ("", ""), text


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([" MNT", " сая төгрөг", " тэрбум ₮"]))
def test_three_digits_after_one_point_may_be_a_group_or_a_part(whole: int, rest: int, unit: str) -> None:
    found = read_money(f"{whole}.{rest:03}{unit}")
    assert isinstance(found, BadValue)
    assert found.args.get("near", "") == ""


@given(
    st.integers(0, 10**6),
    st.sampled_from(["{}.5", "{},5", "{}.25", "{}½", "{}-10", "{} орчим", "~{}", "{}+", "-{}"]),
)
def test_what_is_no_whole_number_is_no_count(number: int, form: str) -> None:
    found = read_number(form.format(number))
    assert isinstance(found, BadValue)
    assert found.args["near"] == ""


@given(st.integers(1000, 10**9), st.sampled_from([",", " ", "'", "\u00a0"]))
def test_a_count_in_groups_is_the_hint(number: int, group: str) -> None:
    found = read_number(f"{number:,}".replace(",", group))
    assert isinstance(found, BadValue)
    assert found.args["near"] == number


@given(
    st.dates(date(1000, 1, 1)),
    st.sampled_from(["{d:02}.{m:02}.{y}", "{y}.{m:02}.{d:02}", "{y}/{m}/{d}", "{y} оны {m} сарын {d}",
                     "{y} оны {m}-р сарын {d:02}-ны өдөр", "{y} оны {m} дүгээр сарын {d}"]),
)  # fmt: skip
def test_a_day_in_another_form_is_the_hint(day: date, form: str) -> None:
    text = form.format(y=day.year, m=day.month, d=day.day)
    for read in (read_moment, read_partial_date):
        found = read(text)
        assert isinstance(found, BadValue)
        assert found.args.get("near") == day.isoformat(), text


@given(st.dates(date(1000, 1, 1)), st.sampled_from("/-"))
def test_slashes_that_may_be_two_days_give_both_and_no_line(day: date, sign: str) -> None:
    found = read_partial_date(f"{day.day:02}{sign}{day.month:02}{sign}{day.year}")
    assert isinstance(found, BadValue)
    if day.day <= 12 and day.day != day.month:
        other = PartialDate(day.year, day.day, day.month)
        assert set(found.args["either"].split(", ")) == {day.isoformat(), str(other)}
        assert not found.args.get("near")
    else:
        assert found.args["near"] == day.isoformat()


@given(
    st.dates(date(1000, 1, 1)),
    st.sampled_from(["{} орчим", "{}-ний үед", "~{}", "{}?", "{} - {}", "{} өглөө", "ca. {}"]),
)
def test_a_day_with_more_said_about_it_has_no_hint(day: date, vague: str) -> None:
    found = read_partial_date(vague.format(day.isoformat(), day.isoformat()))
    assert isinstance(found, BadValue)
    assert not found.args.get("near")
    assert not found.args.get("either")


@example(datetime(1991, 9, 29, 14), timedelta(minutes=15 * 49), "Europe/Berlin")
@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    st.integers(-12 * 4, 14 * 4).map(lambda quarters: timedelta(minutes=15 * quarters)),
    st.sampled_from(["Asia/Ulaanbaatar", "Asia/Hovd", "Europe/Berlin"]),
)
def test_a_moment_of_another_zone_is_the_same_moment_in_the_sites(
    moment: datetime, shift: timedelta, zone: str
) -> None:
    aware = moment.replace(tzinfo=timezone(shift))
    here = aware.astimezone(ZoneInfo(zone))
    (article,) = (kind for kind in KINDS if kind.name == "article")
    text = f"---\ntitle: x\ndate: {aware.isoformat()}\n---\n"
    _, (problem,) = parse_front_matter(Source("f", text), article, "mn", zone)
    if here.fold:  # the second of two hours that are written alike
        assert "near" not in dict(problem.args)
        return
    near = datetime.fromisoformat(dict(problem.args)["near"]).replace(tzinfo=ZoneInfo(zone))
    assert near.astimezone(UTC) == aware.astimezone(UTC)
