"""The files of records."""

from __future__ import annotations

import pytest

from sitegen.content.load_settings import parse_records
from sitegen.content.records import RECORD_FILES, Place, Records, Soum, Term
from sitegen.language.catalogue import Words, texts_of_codes


def read(name: str, text: str) -> tuple[Records, list[tuple[str, int, int]]]:
    records, found = parse_records({f"content/{name}": text.encode()})
    assert all(item.path == f"content/{name}" for item in found)
    return records, [(item.code, item.line, item.column) for item in found]


def test_records_keep_the_order_of_their_file() -> None:
    records, found = read("terms.yaml", "- {id: b, name: {mn: Хоёр}}\n- {id: a, name: {en: One}}\n")
    assert found == []
    assert records.terms == (
        Term(id="b", name=Words((("mn", "Хоёр"),))),
        Term(id="a", name=Words((("en", "One"),))),
    )


def test_soums_stand_within_their_aimag() -> None:
    records, found = read(
        "places.yaml", "- id: khovd\n  name: {mn: Ховд}\n  soums:\n    - {id: altai, name: {mn: Алтай}}\n"
    )
    assert found == []
    soums = (Soum(id="altai", name=Words((("mn", "Алтай"),))),)
    assert records.places == (Place(id="khovd", name=Words((("mn", "Ховд"),)), soums=soums),)


def test_missing_and_empty_files_are_no_records() -> None:
    assert parse_records({}) == (Records(), ())
    assert read("sources.yaml", "# none yet\n") == (Records(), [])


def test_every_list_of_records_has_a_file() -> None:
    assert {name for name, _ in RECORD_FILES.values()} == set(Records.__struct_fields__) - {"unread"}


def test_a_repeated_id_names_both_lines() -> None:
    _, found = read("terms.yaml", "- {id: a, name: {mn: x}}\n- id: a\n  name: {mn: y}\n")
    assert found == [("E150", 2, 7)]
    place = "- id: {}\n  name: {{mn: x}}\n  soums: [{{id: altai, name: {{mn: y}}}}]\n"
    assert read("places.yaml", place.format("khovd") + place.format("uvs"))[1] == []
    twice = "- {id: a, name: {mn: x}, soums: [{id: s, name: {mn: y}}, {id: s, name: {mn: z}}]}"
    assert [code for code, _, _ in read("places.yaml", twice)[1]] == ["E150"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: b", "E117"),
        ("- just text", "E116"),
        ("- {id: Big Name, name: {mn: x}}", "E144"),
        ("- {id: a, name: x}", "E142"),
        ("- {id: a}", "E105"),
        ("- {id: a, name: {mn: x}, nmae: y}", "E106"),
        ("- {id: a, name: {mn: a: b}}", "E111"),
    ],
)
def test_a_mistake_is_an_error_in_its_line(text: str, code: str) -> None:
    assert [(found, line) for found, line, _ in read("terms.yaml", text)[1]] == [(code, 1)]


def test_one_bad_record_does_not_hide_the_others() -> None:
    records, found = read("terms.yaml", "- {id: a}\n- {id: b, name: {mn: x}}\n- {id: c}\n")
    assert [term.id for term in records.terms] == ["b"]
    assert [line for _, line, _ in found] == [1, 3]


def test_bytes_that_are_no_text_are_an_error() -> None:
    _, found = parse_records({"content/terms.yaml": b"\xff"})
    assert [item.code for item in found] == ["E113"]


def test_an_id_too_long_for_a_file_name_is_an_error() -> None:
    _, (problem,) = parse_records({"content/terms.yaml": f"- {{id: {'a' * 300}, name: {{mn: x}}}}".encode()})
    assert (problem.code, problem.line, dict(problem.args)["long"]) == ("E144", 1, "300")


@pytest.mark.parametrize(
    ("text", "code", "line", "mn"),
    [
        (
            "- id: pta\n  name: Эцэг эх: холбоо\n",
            "E142",
            2,
            'Ингэж бичнэ үү: name: {mn: "Эцэг эх: холбоо"}',
        ),
        (
            "- id: pta\n  name: {mn:Холбоо, en:PTA}\n",
            "E111",
            2,
            "Хоёр цэгийн ард зай авна уу: {mn: Холбоо, en: PTA}",
        ),
        (
            "- id: pta\n   name: {mn: Холбоо}\n",
            "E111",
            2,
            "Дээд мөртэйгээ тэгшилнэ үү:   name: {mn: Холбоо}",
        ),
        ("-id: pta\n  name: {mn: Холбоо}\n", "E111", 1, "“-” тэмдгийн ард зай авна уу: - id: pta"),
    ],
)
def test_one_mistake_is_told_once_with_the_line_to_write(text: str, code: str, line: int, mn: str) -> None:
    _, (told,) = parse_records({"content/terms.yaml": text.encode()})
    assert (told.code, told.line, texts_of_codes("mn").hint(told)) == (code, line, mn)


def test_a_name_of_a_place_with_the_word_that_the_site_adds_is_told() -> None:
    text = "- id: khovd\n  name: {mn: Ховд аймаг, en: Khovd}\n- {id: aimag, name: {mn: Сумбэр, en: Sum}}\n"
    _, (told,) = parse_records({"content/places.yaml": text.encode()})
    assert (told.code, told.line, told.column, dict(told.args)["near"]) == ("W180", 2, 14, "Ховд")
