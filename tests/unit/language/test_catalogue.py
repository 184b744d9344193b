"""The words of the interface."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from sitegen.language.catalogue import catalogue_bytes, load_catalogue


def entries(lang: str) -> list[tuple[str, str]]:
    """Message ids in the order of the file, each with all that is written under it."""
    blocks = catalogue_bytes(lang).decode().split("\n\n")[1:]
    found = []
    for block in blocks:
        match = re.search(r'^msgid "(.*)"$', block, re.MULTILINE)
        assert match
        found.append((match[1], block))
    return found


def test_messages_are_translated_and_unknown_ones_are_shown_as_they_are() -> None:
    words = load_catalogue("mn")
    assert words.gettext("Print") == "Хэвлэх"
    assert words.has("Print")
    assert words.gettext("no such message") == "no such message"
    assert not words.has("no such message")


def test_a_noun_stays_singular_after_a_number_in_mongolian() -> None:
    words = load_catalogue("mn")
    one, many = (words.ngettext("%(num)s school", "%(num)s schools", n) for n in (1, 31))
    assert one == many == "%(num)s сургууль"


def test_a_message_with_plurals_can_be_asked_for_without_a_number() -> None:
    assert load_catalogue("mn").gettext("%(num)s school") == "%(num)s сургууль"


def test_english_has_two_forms() -> None:
    words = load_catalogue("en")
    assert words.ngettext("%(num)s school", "%(num)s schools", 1) == "%(num)s school"
    assert words.ngettext("%(num)s school", "%(num)s schools", 0) == "%(num)s schools"
    assert words.gettext("Search (noun)") == "Search"


def test_a_site_may_add_words_and_change_them() -> None:
    extra = 'msgid "Print"\nmsgstr "Хэвлэж авах"\n\nmsgid "Moon"\nmsgstr "Сар"\n'
    words = load_catalogue("mn", extra.encode())
    assert (words.gettext("Print"), words.gettext("Moon")) == ("Хэвлэж авах", "Сар")
    assert words.gettext("Search") == "Хайх"
    assert load_catalogue("mn").gettext("Print") == "Хэвлэх"


def test_plural_forms_of_a_site_are_chosen_by_number() -> None:
    extra = b'msgid "a day"\nmsgid_plural "days"\nmsgstr[0] "one day"\nmsgstr[1] "some days"\n'
    words = load_catalogue("en", extra)
    assert [words.ngettext("a day", "days", n) for n in (1, 2)] == ["one day", "some days"]


@pytest.mark.parametrize("extra", [b"garbage", b"\xff\xfe", 'msgid "a"\nmsgstr "б"'.encode("cp1251")])
def test_what_is_no_catalogue_is_refused(extra: bytes) -> None:
    with pytest.raises(ValueError, match=r"line 1|codec can't decode"):
        load_catalogue("mn", extra)


def test_a_language_without_a_catalogue_speaks_english() -> None:
    assert catalogue_bytes("kk") == b""
    assert load_catalogue("kk").gettext("Print") == "Print"


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_a_catalogue_is_sorted_and_says_nothing_twice(lang: str) -> None:
    ids = [msgid for msgid, _ in entries(lang)]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_a_translation_has_the_placeholders_of_its_message(lang: str) -> None:
    placeholder = re.compile(r"%\(\w+\)s|\{\w*\}|%%")
    for msgid, block in entries(lang):
        written = [
            re.findall(r'"(.*)"$', line)[0] for line in block.splitlines() if line.startswith("msgstr")
        ]
        for text in written:
            assert sorted(placeholder.findall(text)) == sorted(placeholder.findall(msgid)), msgid


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_nothing_is_left_untranslated(lang: str) -> None:
    with_empty = [
        msgid for msgid, block in entries(lang) if re.search(r'^msgstr(\[\d\])? ""$', block, re.MULTILINE)
    ]
    assert with_empty == []
    assert b"fuzzy" not in catalogue_bytes(lang)


def test_mongolian_declares_one_plural_form() -> None:
    catalogue = read_po(catalogue_bytes("mn").splitlines(keepends=True), charset="utf-8")
    assert catalogue.num_plurals == 1


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_our_own_catalogues_are_read_as_any_other_would_be(lang: str) -> None:
    assert load_catalogue(lang) == load_catalogue(lang, catalogue_bytes(lang))


def test_a_fuzzy_message_is_not_used() -> None:
    assert load_catalogue("mn", b'#, fuzzy\nmsgid "Moon"\nmsgstr "?"\n').gettext("Moon") == "Moon"
