"""Typography of text and of HTML; ~ in the expected texts is a no-break space."""

from __future__ import annotations

import re
from html import unescape

import pytest
from markupsafe import Markup

from sitegen.language.dates import PartialDate, format_date, format_range
from sitegen.language.typography import typeset, typeset_html


def typeset_text(typed: str, lang: str) -> str:
    """What a reader sees of it."""
    return unescape(re.sub('<span class="nb">(.*?)</span>', r"\1", typeset(typed, lang)))


def text(typed: str, lang: str = "mn") -> str:
    return typeset_text(typed, lang).replace("\xa0", "~")


def html(typed: str, lang: str = "mn") -> str:
    return typeset_html(typed, lang).replace("\xa0", "~")


def kept(token: str) -> str:
    return f'<span class="nb">{token}</span>'


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ('"гол"', "“гол”"),
        ('"гол "дотор" ишлэл"', "“гол ‘дотор’ ишлэл”"),
        ('""гол" дотор"', "“‘гол’ дотор”"),
        ('"гол "дотор""', "“гол ‘дотор’”"),
        ('"а "б "в" г" д"', "“а ‘б “в” г’ д”"),
        ("«гол «дотор» ишлэл»", "“гол ‘дотор’ ишлэл”"),
        ("«гол» ба «өөр»", "“гол” ба “өөр”"),
        ('“гол "дотор" ишлэл”', "“гол ‘дотор’ ишлэл”"),
        ("'outer \"inner\" x'", "‘outer “inner” x’"),
        ("\"it's 'so', he said\"", "“it’s ‘so’, he said”"),
        ('("а") "б"/"в" - "г".', "(“а”) “б”/“в” – “г”."),
        ('төслийн "Нэр"-ийн', "төслийн “Нэр”-ийн"),
        ('43" телевизор, 5\'10"', "43″ телевизор, 5′10″"),
        ('гол"', "гол”"),
        ("", ""),
    ],
)
def test_quotation_marks_nest(typed: str, expected: str) -> None:
    assert text(typed) == expected
    assert text(typed, "en") == expected


def test_english_apostrophes() -> None:
    typed = "It's the parents' day, 'tis the '90s, rock 'n' roll"
    assert text(typed, "en") == "It’s the parents’ day, ’tis the ’90s, rock ’n’ roll"


def test_an_unclosed_apostrophe_does_not_turn_the_quotes_after_it() -> None:
    assert text('"the \'old school" and "new"', "en") == "“the ‘old school” and “new”"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("а - б", "а – б"),
        ("а -- б", "а – б"),
        ("а --- б", "а --- б"),
        ("а — б", "а — б"),
        ("Баян-Өлгий", "Баян-Өлгий"),
        ("- а", "- а"),
        ("за...", "за…"),
        ("за....", "за...."),
    ],
)
def test_dashes_and_dots(typed: str, expected: str) -> None:
    assert text(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "2014-2018",
            "5-10",
            "0-5",
            "2014-2018-д",
            "12-14-ний",
            "100-150%",
            "10:00-12:30",
            "1.5-2",
            "1.5-2.5",
        ),
        *(
            "5,000-6,000",
            "2018.10.30-2018.11.01",
            "2018.10.30-11.01",
            "2015.05.12-14",
            "(2014-2018)",
            "5-10.",
        ),
    ],
)
def test_a_range_of_numbers_has_a_dash(typed: str) -> None:
    assert text(typed) == typed.replace("-", "–", 1)
    assert text(f"нь {typed} байна") == f"нь {typed.replace('-', '–', 1)} байна"


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "2018-11-02",
            "2018-11",
            "7000-1234",
            "1900-1234",
            "99-11-22-33",
            "+976-11-325487",
            "70-1234",
            "11-9",
        ),
        *("P150-842", "A4-5", "COVID-19", "№12-14", "12-14а", "978-99929-0-123-4", "05-07", "2018/05-07"),
        *(
            "2018.05-07",
            "192.168.10.1000-2000",
            "https://x.mn/2014-2018",
            "www.x.mn/2014-2018/a-b",
            "12-14.pdf",
        ),
        *("12345-67890", "2018-2014", "a@b.mn-5", "2-А", "1-р", "5-10-15"),
    ],
)
def test_dates_phone_numbers_and_names_keep_their_hyphens(typed: str) -> None:
    assert text(typed) == typed
    assert text(f"нь {typed} байна") == f"нь {typed} байна"


def test_nothing_in_an_address_is_typeset() -> None:
    assert text('"https://x.mn/it\'s...a" ба') == "“https://x.mn/it's...a” ба"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("5,000,000 ₮", "5,000,000~₮"),
        ("2018 оны 11 дүгээр сарын 2", "2018~оны 11~дүгээр~сарын~2"),
        ("10 дугаар сар", "10~дугаар~сар"),
        ("2018\nонд", "2018~онд"),
        ("2014 оноос 2018 он хүртэл", "2014~оноос 2018~он хүртэл"),
        ("8 онгоц", "8 онгоц"),
        ("№ 3", "№~3"),
        ("5 сая төгрөг", "5~сая төгрөг"),
        ("5 саяхан", "5 саяхан"),
        ("MNT 5 ба 650,000 USD.", "MNT~5 ба 650,000~USD."),
        ("Ц. Халиун", "Ц.~Халиун"),
        ("Ж. Б. Бат", "Ж.~Б.~Бат"),
        ("Ц.Халиун", "Ц.Халиун"),
        ("Ts. Khaliun", "Ts.~Khaliun"),
        ("So do I. The", "So do I. The"),
        ("СЭЭБХ. Дараа", "СЭЭБХ. Дараа"),
        ("2018\u202fоны", "2018~оны"),
        ("а\u202fб", "а~б"),
        ("2 November 2018", "2~November~2018"),
        ("2018 May", "2018 May"),
        ("2 Mayors", "2 Mayors"),
        ("650,000 ам.доллар", "650,000~ам.доллар"),
        ("1500 төгрөгийн", "1500~төгрөгийн"),
        ("5 мянган", "5~мянган"),
        ("3 их наяд", "3~их наяд"),
        ("45 хувь", "45~хувь"),
        ("12 дахь", "12~дахь"),
        ("2017 оныхыг", "2017~оныхыг"),
        ("20 %", "20~%"),
        ("5 сартай", "5 сартай"),
    ],
)
def test_a_number_stays_with_its_word_and_an_initial_with_its_name(typed: str, expected: str) -> None:
    assert text(typed) == expected


def test_dates_as_we_write_them_are_typeset_already() -> None:
    for lang in ("mn", "en"):
        for parts in [(2018,), (2018, 11), (2018, 11, 2)]:
            once = format_date(PartialDate(*parts), lang)
            assert typeset_text(once.replace("\xa0", " "), lang) == typeset_text(once, lang) == once
        once = format_range(PartialDate(2018, 10, 30), PartialDate(2018, 11, 1), lang)
        assert typeset_text(once.replace("\xa0", " "), lang) == once


@pytest.mark.parametrize(
    "token",
    [
        *(
            "СЭЭБХ-ны",
            "СЭЭБХ-нд",
            "(СЭЭБХ)-д",
            "(СЭЭБХ)-дын",
            "1-ний",
            "11-р",
            "30-аас",
            "2018-11-02-ны",
            "12–14-ний",
        ),
        *("NGO-ийн", "Facebook-ээр", "COVID19-ийн", "10%-ийн", "холбоо)-ны", "төсөл”-ийн"),
    ],
)
def test_a_case_ending_stays_with_its_word(token: str) -> None:
    assert html(f"<p>нь {token}, байна</p>") == f"<p>нь {kept(token)}, байна</p>"
    assert html(f"<p>{token}</p>") == f"<p>{kept(token)}</p>"
    assert text(token) == token


@pytest.mark.parametrize("token", ["Баян-Өлгий", "хоёр-гурав", "https://x.mn/PTA-ийн", "2018-11-02", "-ны"])
def test_other_hyphens_may_break(token: str) -> None:
    assert html(f"<p>{token}</p>") == f"<p>{token}</p>"


def test_in_a_title_no_short_compound_is_parted() -> None:
    assert typeset("Баян-Өлгий, Буянт", "mn") == f"{kept('Баян-Өлгий')}, Буянт"
    assert typeset("A parent-teacher group", "en") == f"A {kept('parent-teacher')} group"
    assert typeset("СЭЭБХ-ны", "mn") == kept("СЭЭБХ-ны")
    for parted in ("боловсролын-шинэчлэл", "a-b", "2018-11-02", "one-two-three"):
        assert typeset(parted, "mn") == parted


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("<abbr>СЭЭБХ</abbr>-ны", kept("<abbr>СЭЭБХ</abbr>-ны")),
        ("<b>СЭЭБХ</b>-<i>ны</i>", kept("<b>СЭЭБХ</b>-<i>ны</i>")),
        ("<b>а СЭЭБХ-ны</b>", f"<b>а {kept('СЭЭБХ-ны')}</b>"),
        ("<b>а СЭЭБХ</b>-ны", "<b>а СЭЭБХ</b>-ны"),
        ("СЭЭБХ-<b>ны а</b>", "СЭЭБХ-<b>ны а</b>"),
        ("<i>СЭЭБХ</b>-ны", "<i>СЭЭБХ</b>-ны"),
        ("<i>СЭЭ<b>БХ</i>-ны</b>", "<i>СЭЭ<b>БХ</i>-ны</b>"),
        (kept(f"СЭЭБХ-ны {kept('а')}"), kept(f"СЭЭБХ-ны {kept('а')}")),
        (kept("СЭЭБХ-ны"), kept("СЭЭБХ-ны")),
        ("<span>СЭЭБХ-ны</span>", f"<span>{kept('СЭЭБХ-ны')}</span>"),
    ],
)
def test_a_span_crosses_no_tag(typed: str, expected: str) -> None:
    assert html(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ('<p>"<em>гол</em> "дотор" <b>х"</b></p>', "<p>“<em>гол</em> ‘дотор’ <b>х”</b></p>"),
        ('<p>"а</p><p>"б"</p>', "<p>“а</p><p>“б”</p>"),
        ('"а<br>"б" в"', "“а<br>‘б’ в”"),
        ("2014-<b>2018</b> оны", "2014–<b>2018</b>~оны"),
        ("2018<br>оны", "2018<br>оны"),
        ("а.<b>.</b>.", "а.<b>.</b>."),
        ('<a title="5 - &quot;6&quot; ...">"а"</a>', '<a title="5 - &quot;6&quot; ...">“а”</a>'),
        ('<td title=\'>"\'>"а"</td>', "<td title='>\"'>“а”</td>"),
        ("5&nbsp;₮ &quot;а&#34; R&amp;D&#39;s &lt;&laquo;б&raquo;&gt;", "5~₮ “а” R&amp;D’s &lt;“б”&gt;"),
    ],
)
def test_quotes_carry_across_inline_tags_and_end_at_blocks(typed: str, expected: str) -> None:
    assert html(typed) == expected


@pytest.mark.parametrize(
    "element", ["pre", "code", "kbd", "samp", "script", "style", "textarea", "title", "svg"]
)
def test_code_stays_as_written(element: str) -> None:
    typed = f"<{element}>\"а\" - 'б'... 2014-2018 СЭЭБХ-ны 5 ₮</{element}>"
    assert html(typed) == typed
    assert html(f'"{typed}" - "в"').endswith(" – “в”")


def test_code_ends_at_its_own_end_tag() -> None:
    typed = '<code><code>"а"</code>"б"</code>'
    assert html(f'{typed}"в"') == f"{typed}“в”"


def test_code_in_a_quotation_stands_for_a_word() -> None:
    assert html('"<code>"x"</code>" <pre><code>"</code></pre>"а"') == (
        '“<code>"x"</code>” <pre><code>"</code></pre>“а”'
    )


def test_comments_scripts_and_broken_tags_stay() -> None:
    for typed in ('<!-- "a" - "b" -->', '<script>if (a<b) "x"</script>', '<p "a - b', "<!DOCTYPE html>"):
        assert html(f'"а"{typed}').endswith(typed)


def test_slots_stay_and_disturb_no_quote() -> None:
    link = '<a href="\ue0001\ue004" id="\ue003a-b">"а"</a>\ue0011\ue004'
    assert html(f'"{link}" 2018 оны') == f"“{link.replace(chr(34) + 'а' + chr(34), '‘а’')}” 2018~оны"
    assert html('<p>\ue0023\ue004</p>"\ue00112\ue004а"') == "<p>\ue0023\ue004</p>“\ue00112\ue004а”"


def test_a_title_is_escaped_and_typeset() -> None:
    title = typeset('СЭЭБХ-ны "сайн" <b> & 5 ₮', "mn")
    assert title == Markup(f"{kept('СЭЭБХ-ны')} “сайн” &lt;b&gt; &amp; 5\xa0₮")
    assert typeset(title, "mn") == title


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('The report " Loans issued by banks" is out.', "The report “Loans issued by banks” is out."),
        ('The report " Loans " is out.', "The report “Loans” is out."),
        ('The report "Loans " is out.', "The report “Loans” is out."),
        ('(" Loans")', "(“Loans”)"),
        ('" Loans', '" Loans'),
        ('a " b', 'a " b'),
        ('"Loans" and " banks"', "“Loans” and “banks”"),
        ("The report “ Loans ” is out.", "The report “ Loans ” is out."),
    ],
)
def test_a_space_inside_straight_marks_goes_and_does_not_turn_them(written: str, shown: str) -> None:
    assert typeset_text(written, "en") == shown
    assert typeset_text(shown, "en") == shown
