"""Slips found in Mongolian text, and what is no slip."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.language import spelling
from sitegen.language.spelling import Slip, SlipKind, slips


def found(text: str, lang: str = "mn") -> list[tuple[str, str, str | None]]:
    return [(slip.kind, slip.written, slip.suggestion) for slip in slips(text, lang)]


@pytest.mark.parametrize(
    ("kind", "word", "suggestion"),
    [
        ("mixed", "бaйнa", "байна"),
        ("mixed", "Kомпьютер", "Компьютер"),
        ("mixed", "БCШУСЯ", "БСШУСЯ"),
        ("mixed", "caнхүү", "санхүү"),
        ("mixed", "зайлшгvй", "зайлшгүй"),
        ("mixed", "Зvгээр", "Зүгээр"),
        ("mixed", "Yндэсний", "Үндэсний"),
        ("mixed", "төсöл", "төсөл"),
        ("mixed", "Cоvid", "Covid"),
        ("mixed", "бdйна", None),
        ("ukrainian", "хєгжил", "хөгжил"),
        ("ukrainian", "Єндєр", "Өндөр"),
        ("ukrainian", "їйл", "үйл"),
        ("fita", "ТѲСѲЛ", "ТӨСӨЛ"),
        ("fita", "ѳмнѳ", "өмнө"),
        ("fita", "ӧнөөдөр", "өнөөдөр"),
        ("fita", "Ӱлгий", "Үлгий"),
        ("fita", "Ўлгий", "Үлгий"),
        ("mixed", "COVИД", None),
        ("mojibake", "х¿¿хэд", "хүүхэд"),
        ("mojibake", "ªндºр", "Өндөр"),
        ("mojibake", "РџСЂРёРІРµС‚", "Привет"),
        ("mojibake", "Ìîíãîë", "Монгол"),
        ("mojibake", "õºãæèë", "хөгжил"),
        ("ukrainian", "хєгжvvлэх", "хөгжүүлэх"),
    ],
)
def test_a_slip_has_a_place_and_a_suggestion(kind: SlipKind, word: str, suggestion: str | None) -> None:
    assert list(slips(f"Энэ {word}, үг", "mn")) == [Slip(4, len(word), kind, word, suggestion)]


@pytest.mark.parametrize(("latin", "cyrillic"), ["CС", "YҮ", "OО", "BВ"])
def test_the_initial_of_a_mongolian_name_is_no_latin_letter(latin: str, cyrillic: str) -> None:
    assert list(slips(f"Багш {latin}.Эрдэнэ", "mn")) == [Slip(5, 1, "mixed", latin, cyrillic)]
    assert list(slips(f"Teacher {latin}.Эрдэнэ", "en")) == []
    assert list(slips(f"Витамин {latin}. Эрдэнэ", "mn")) == []


@pytest.mark.parametrize("encoding", ["cp1251", "cp1252"])
@pytest.mark.parametrize("word", ["Баян", "Өлгий", "хүүхэд", "Шинэ", "СЭЭБХ", "төслийн"])
def test_utf_8_read_in_another_encoding_is_read_back(word: str, encoding: str) -> None:
    damaged = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in word.encode())
    assert found(f"нь {damaged}.") == [("mojibake", damaged, word)]


@pytest.mark.parametrize(
    ("character", "kind", "name"),
    [
        *[
            ("\u200b", "invisible", "U+200B"),
            ("\u00ad", "invisible", "U+00AD"),
            ("\ufeff", "invisible", "U+FEFF"),
        ],
        *[("\u200d", "invisible", "U+200D"), ("\u2060", "invisible", "U+2060"), ("\u202e", "bidi", "U+202E")],
        *[("\u2066", "bidi", "U+2066"), ("\u200f", "bidi", "U+200F")],
    ],
)
def test_characters_that_cannot_be_seen(character: str, kind: SlipKind, name: str) -> None:
    assert list(slips(f"үг{character}лэл", "mn")) == [Slip(2, 1, kind, name, "")]


@pytest.mark.parametrize(
    "text",
    [
        "Қабдыл Жәнібек Ғазиз Һасан Шыңғыс",
        "PDFын YouTubeийн COVIDын iPhoneоор, PDF-ийн, УИХ-ын",
        "Ц.Халиун “Зураач” СЭЭБХ-ны 31 сургууль, 5,000,000 ₮, № 3",
        "Україні, її ліс",
        "25ºС, 25 ºС, 1º",
        "café élève Ñandú naïve",
        "👩‍👩‍👧 ❤️‍🔥",
        "ᠮᠣᠩᠭᠣᠯ\u180eᠠ ᠪᠣᠯ\u200dᠠ",
        "є ї ѳ гэсэн үсгүүд",
        "ТУЗ, РТ-ийн С–Т, «Р»",
        "санхүүжилт, шүүгч, обьект",
        "",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert [item for item in found(text) if item[1] not in ("Україні", "її")] == []


def test_ukrainian_and_old_letters_are_slips_in_mongolian_only() -> None:
    assert found("Київ, ѳита", "en") == []
    assert found("бaйнa", "en") == [("mixed", "бaйнa", "байна")]


def test_slips_come_in_order_and_do_not_overlap() -> None:
    text = "a\u200bб РџСЂРёРІРµС‚ хєгжvvлэх \u202e бaйнa"
    offsets = [(slip.offset, slip.length) for slip in slips(text, "mn")]
    assert offsets == sorted(offsets)
    assert all(start + length <= after for (start, length), (after, _) in pairwise(offsets))
    assert [kind for kind, _, _ in found(text)] == ["invisible", "mojibake", "ukrainian", "bidi", "mixed"]


@given(st.text(max_size=60) | st.text(alphabet="абөүєїѳºaeopvY\u200b\u202e РџСÐŸ-", max_size=30))
def test_every_slip_lies_in_the_text(text: str) -> None:
    end = 0
    for slip in slips(text, "mn"):
        assert end <= slip.offset < end + len(text)
        end = slip.offset + slip.length
        shown = text[slip.offset : end]
        assert slip.written in (shown, f"U+{ord(shown[0]):04X}")
        assert slip.suggestion != shown


@given(st.text(alphabet="абЁРСТУaopvY éκќ²ªµѳїғ«ё»“Ãâ\u200b-", max_size=12), st.sampled_from(["mn", "en"]))
def test_the_quick_look_ahead_misses_no_slip(text: str, lang: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelling, "may_have_slips", lambda text, lang: True)
        thorough = list(slips(text, lang))
    assert list(slips(text, lang)) == thorough
