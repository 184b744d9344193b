"""The words of the interface, and what the editor reads for a diagnostic."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from sitegen.core.diagnostics import diagnostic
from sitegen.language.catalogue import (
    CodeTexts,
    DiagnosticTexts,
    catalogue_bytes,
    code_table,
    load_catalogue,
    make_visible,
    placeholders,
    texts_of_codes,
    with_names,
)


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
    assert words.gettext("no such message") == "no such message"


def test_a_noun_stays_singular_after_a_number_in_mongolian() -> None:
    words = load_catalogue("mn")
    one, many = (words.ngettext("%(num)s project", "%(num)s projects", n) for n in (1, 31))
    assert one == many == "%(num)s төсөл"


def test_a_message_with_plurals_can_be_asked_for_without_a_number() -> None:
    assert load_catalogue("mn").gettext("%(num)s project") == "%(num)s төсөл"


def test_english_has_two_forms() -> None:
    words = load_catalogue("en")
    assert words.ngettext("%(num)s project", "%(num)s projects", 1) == "%(num)s project"
    assert words.ngettext("%(num)s project", "%(num)s projects", 0) == "%(num)s projects"
    assert words.gettext("Search (noun)") == "Search"


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
def test_a_catalogue_is_read_as_babel_reads_it(lang: str) -> None:
    found = [message for message in read_po(io.BytesIO(catalogue_bytes(lang))) if message.id]
    words = load_catalogue(lang)
    assert words.messages == {item.id: item.string for item in found if isinstance(item.id, str)}
    assert words.plurals == {item.id[0]: tuple(item.string) for item in found if not isinstance(item.id, str)}


TEXTS = DiagnosticTexts(
    {"E001": CodeTexts(("{key} in {place}", "{key}"), ("special {near}", "list {known}", "plain {mn: x}"))}
)


def test_the_first_text_whose_placeholders_are_given_is_used() -> None:
    assert TEXTS.message(diagnostic("E001", "f", key="a", place="b")) == "a in b"
    assert TEXTS.message(diagnostic("E001", "f", key="a", place="")) == "a"
    assert TEXTS.hint(diagnostic("E001", "f", near="x", known="y")) == "special x"
    assert TEXTS.hint(diagnostic("E001", "f", near="", known="y")) == "list y"
    assert TEXTS.hint(diagnostic("E001", "f")) == "plain {mn: x}"


def test_a_code_without_texts_still_says_what_it_knows() -> None:
    item = diagnostic("E999", "f", key="a\x1b[2J")
    assert TEXTS.message(item) == "E999 key=a<U+001B>[2J"
    assert TEXTS.hint(item) == ""


def test_an_argument_cannot_bring_in_another() -> None:
    assert TEXTS.message(diagnostic("E001", "f", key="{place}", place="b")) == "{place} in b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00\x1b\x9f", "a<U+0000><U+001B><U+009F>"),
        ("a\u202egpj\u2066", "a<U+202E>gpj<U+2066>"),
        ("ti\u200btle", "ti<U+200B>tle"),
        ("\ue000x\udccf", "<U+E000>x<U+DCCF>"),
        ("a\nb\tc", "a b c"),
        ("өү ₮ “x” 🙂", "өү ₮ “x” 🙂"),
    ],
)
def test_nothing_unseen_reaches_the_terminal(text: str, shown: str) -> None:
    assert make_visible(text) == shown


@given(st.text())
def test_any_argument_is_shown_on_one_short_line(text: str) -> None:
    shown = make_visible(text)
    assert len(shown) <= 200
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    shown.encode("utf-8")


@pytest.mark.parametrize("lang", ["mn", "en"])
@pytest.mark.parametrize("code", sorted(code_table()))
def test_every_code_has_a_message_and_a_hint_from_its_own_arguments(code: str, lang: str) -> None:
    entry = texts_of_codes(lang).entries[code]
    for variants in (entry.message, entry.hint):
        args = {name: f"‹{name}›" for name in placeholders(variants[0])}
        item = diagnostic(code, "f", **args)
        words = (
            texts_of_codes(lang).message(item)
            if variants is entry.message
            else texts_of_codes(lang).hint(item)
        )
        assert words
        assert not placeholders(words)


@pytest.mark.parametrize("code", sorted(code_table()))
def test_special_texts_come_before_plain_ones(code: str) -> None:
    """A text that asks for no more than an earlier one could never be used."""
    for lang in ("mn", "en"):
        entry = texts_of_codes(lang).entries[code]
        for variants in (entry.message, entry.hint):
            asked = [set(placeholders(text)) for text in variants]
            assert not any(
                earlier <= later for number, later in enumerate(asked) for earlier in asked[:number]
            ), (code, lang)


def test_every_placeholder_has_a_name_in_mongolian() -> None:
    texts = [
        text for entry in texts_of_codes("mn").entries.values() for text in (*entry.message, *entry.hint)
    ]
    assert [text for text in texts if re.search("‹[a-z_]+›", with_names(text, "mn"))] == []


def test_mongolian_texts_are_in_mongolian() -> None:
    for code, entry in texts_of_codes("mn").entries.items():
        for text in (*entry.message, *entry.hint):
            assert re.search("[а-яөү]{3}", text) or len(text) < 30, code


def test_the_catalogue_is_sorted_by_number() -> None:
    numbers = [int(code[1:]) for code in code_table()]
    assert numbers == sorted(numbers)
