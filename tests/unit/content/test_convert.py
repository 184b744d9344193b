"""Nodes to the types of a schema: every problem at its place, none hiding another."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.convert import Conversion, fields_of, schema_of
from sitegen.content.kinds import KINDS, Form, Money, Refers, Text
from sitegen.content.yaml_strict import parse_yaml
from sitegen.core.diagnostics import Diagnostic
from sitegen.language.catalogue import Words
from sitegen.language.dates import PartialDate


class Inner(msgspec.Struct, frozen=True):
    name: Words
    count: int | None = None


class Everything(msgspec.Struct, frozen=True, kw_only=True):
    text: str | None = None
    number: int | None = None
    switch: bool = False
    day: date | None = None
    moment: datetime | None = None
    money: Money | None = None
    partial: PartialDate | None = None
    words: Words | None = None
    choice: Literal["one", "two"] = "one"
    few: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1
    link: Annotated[str, Form("url")] | None = None
    refers: Annotated[str, Refers("term")] | None = None
    many: tuple[Annotated[str, Refers("term")], ...] = ()
    inner: Inner | None = None
    inners: tuple[Inner, ...] = ()


def converted(
    text: str, struct: type[msgspec.Struct] = Everything, lang: str | None = "mn"
) -> Conversion | Any:
    node, found = parse_yaml("f", text)
    assert found == ()
    assert node is not None
    conversion = Conversion("f", lang)
    return conversion.struct(node, struct), conversion


def value(text: str) -> Any:
    result, conversion = converted(text)
    assert conversion.problems == []
    return result


def problems(text: str, lang: str | None = "mn") -> list[tuple[str, int, int]]:
    return [(item.code, item.line, item.column) for item in converted(text, lang=lang)[1].problems]


def only(text: str, lang: str | None = "mn") -> tuple[str, dict[str, str]]:
    (item,) = converted(text, lang=lang)[1].problems
    assert isinstance(item, Diagnostic)
    return item.code, dict(item.args)


def test_every_type_is_read_from_its_text() -> None:
    assert value("""
text: 2024
number: 28
switch: true
day: 2018-11-02
moment: 2018-11-02 10:30
money: 5,000,000 MNT
partial: 2018-11
words: {en: Grants, mn: Тэтгэлэг}
choice: two
few: 9
link: https://example.org
refers: khovd/altai
many: [pta, grants]
inner: {name: Нэр, count: 3}
inners:
  - name: {mn: Нэг}
  - {name: Хоёр}
""") == Everything(
        text="2024",
        number=28,
        switch=True,
        day=date(2018, 11, 2),
        moment=datetime(2018, 11, 2, 10, 30),
        money=Money(Decimal(5000000), "MNT"),
        partial=PartialDate(2018, 11),
        words=Words((("mn", "Тэтгэлэг"), ("en", "Grants"))),
        choice="two",
        few=9,
        link="https://example.org",
        refers="khovd/altai",
        many=("pta", "grants"),
        inner=Inner(Words((("mn", "Нэр"),)), 3),
        inners=(Inner(Words((("mn", "Нэг"),))), Inner(Words((("mn", "Хоёр"),)))),
    )


@pytest.mark.parametrize("nothing", ["", "~", "null", '""', "''", "# тайлбар"])
def test_a_field_without_value_is_absent(nothing: str) -> None:
    assert value(f"number: {nothing}\nwords: {nothing}\nmany: {nothing}\ntext: x") == Everything(text="x")


def test_text_stands_on_one_line_without_unseen_characters() -> None:
    assert value('text: "  a\\n\\tb\\u200b \\ue001c\\u2028d  "').text == "a b c d"
    assert value("text: |\n  нэг\n  хоёр\n").text == "нэг хоёр"
    assert value('text: "5\\u00a0000"').text == "5\u00a0000"


def test_an_escaped_control_character_is_an_error() -> None:
    assert only('text: "a\\0b"') == ("E113", {"character": "U+0000"})


def test_an_escaped_direction_override_is_left_out_with_a_warning() -> None:
    result, conversion = converted('text: "a\\u202eb"')
    assert result.text == "ab"
    assert [item.code for item in conversion.problems] == ["W118"]


def test_one_problem_does_not_hide_another() -> None:
    assert problems("""
number: тав
switch: магадгүй
day: 2018-02-30
money: 5 сая
choice: three
few: 10
link: example
many: [Нэг, pta, Хоёр]
inner: {count: x, nme: y}
other: 1
""") == [
        ("E107", 2, 9),
        ("E146", 3, 9),
        ("E108", 4, 6),
        ("E112", 5, 8),
        ("E109", 6, 9),
        ("E107", 7, 6),
        ("E143", 8, 7),
        ("E107", 10, 16),
        ("E106", 10, 19),
        ("E106", 11, 1),
    ]


def test_what_could_be_read_is_kept() -> None:
    result, _ = converted("number: x\ntext: y\nmany: [Нэг, pta]")
    assert result == Everything(text="y", many=("Нэг", "pta"))


def test_an_unknown_field_suggests_the_nearest() -> None:
    code, args = only("nunber: 5")
    assert (code, args["key"], args["near"], args["odd"]) == ("E106", "nunber", "number", "")


def test_a_letter_of_another_alphabet_is_named() -> None:
    _, args = only("tехt: x")  # е and х are Cyrillic
    assert (args["near"], args["odd"]) == ("text", "U+0435 U+0445")


def test_a_missing_field_is_named_with_its_path() -> None:
    result, conversion = converted("inners:\n  - count: 1\n  - name:\n")
    assert result.inners == ()
    assert [(item.code, item.line, dict(item.args)["field"]) for item in conversion.problems] == [
        ("E105", 2, "inners.name"),
        ("E105", 3, "inners.name"),
    ]


def test_a_mistyped_required_field_is_not_missing_as_well() -> None:
    assert [code for code, _, _ in problems("inner: {nmae: x}")] == ["E106"]


def test_a_text_where_a_list_belongs_suggests_the_list() -> None:
    assert only("many: pta, Сайн туршлага")[1]["paste"] == "many: [pta, Сайн туршлага]"
    assert only("inners: {name: x}")[0] == "E117"


def test_a_list_where_a_text_belongs_is_an_error() -> None:
    assert [only(text)[0] for text in ("text: [a]", "text: {a: b}", "words: [a]")] == ["E148"] * 3


def test_a_text_where_fields_belong_names_the_fields() -> None:
    code, args = only("inner: x")
    assert (code, args["field"], args["known"]) == ("E116", "inner", "name, count")


def test_an_empty_item_of_a_list_is_an_error() -> None:
    assert problems("many:\n  - pta\n  -\n") == [("E149", 3, 4)]


def test_a_number_outside_its_bounds_says_the_bounds() -> None:
    _, args = only("few: 0")
    assert (args["least"], args["most"]) == ("1", "9")


def test_words_take_the_language_of_their_file() -> None:
    result, _ = converted("words: Grants", lang="en")
    assert result.words == Words((("en", "Grants"),))


def test_words_outside_a_document_say_their_language() -> None:
    code, args = only('words: "Тэтгэлэг: x"', lang=None)
    assert (code, args["paste"]) == ("E142", 'words: {mn: "Тэтгэлэг: x"}')


def test_a_language_that_lost_its_spaces_belongs_to_the_field_above() -> None:
    assert only("mn: Ховд") == ("E106", {"key": "mn", "indented": "  mn: Ховд"})


def test_words_in_an_unknown_language_are_an_error() -> None:
    assert problems("words: {mn: а, de: b}") == [("E141", 1, 16)]


def test_equal_words_are_equal_in_whatever_order_they_were_written() -> None:
    assert value("words: {en: b, mn: а}") == value("words: {mn: а, en: b}")


def test_words_without_any_text_are_an_error() -> None:
    assert problems("words: {}") == [("E149", 1, 8)]


def test_marks_give_the_place_of_every_value() -> None:
    _, conversion = converted("many: [pta, grants]\ninner:\n  name: {mn: Нэр}\n")
    assert [(mark.field, mark.line, mark.column) for mark in conversion.marks] == [
        ("many", 1, 7),
        ("many.0", 1, 8),
        ("many.1", 1, 13),
        ("inner", 3, 3),
        ("inner.name", 3, 9),
        ("inner.name.mn", 3, 14),
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_of_every_kind_can_be_read(kind: Any) -> None:
    """A type the conversion does not know fails here, not on the first file that uses it."""
    names = [field.name for field in fields_of(kind.facts) + fields_of(Text)]
    assert len(set(names)) == len(names)
    for form in ("x", "[x]", "{x: y}", "[{x: y}]", "5"):
        text = "\n".join(f"{name}: {form}" for name in names)
        node, _ = parse_yaml("f", text)
        assert node is not None
        conversion = Conversion("f", "mn")
        conversion.fields(node, schema_of(kind.facts, Text))
        assert conversion.problems


SCALARS = st.sampled_from(["x", "2018", "2018-11-02", "5 сая", "true", "~", "''", "https://a.b", "[", "a: b"])
NODES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"name: {item}" for item in items) + "}"
        ),
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([field.name for field in fields_of(Everything)]), NODES, max_size=5))
def test_any_values_give_a_struct_and_problems_at_their_lines(fields: dict[str, str]) -> None:
    text = "\n".join(f"{name}: {written}" for name, written in fields.items())
    node, found = parse_yaml("f", text)
    if node is None or found:
        return
    conversion = Conversion("f", "mn")
    assert isinstance(conversion.struct(node, Everything), Everything)
    assert all(1 <= item.line <= len(fields) and item.column >= 1 for item in conversion.problems)
