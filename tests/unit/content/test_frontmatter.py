"""Front matter of a document: facts, text, what is given, and what is wrong."""

from __future__ import annotations

from datetime import datetime

import pytest

from sitegen.content.kinds import BY_NAME, ArticleFacts, ProjectFacts, Text
from sitegen.content.parse import parse_front_matter
from sitegen.content.source import Source
from sitegen.language.catalogue import texts_of_codes
from tests.unit.content.fronts import PATH, argument, front, only, problems


def test_facts_and_text_are_told_apart() -> None:
    found, diagnostics = front(
        """
        title: "Форум: шинэ эхлэл"
        summary: Товч.
        date: 2018-11-02 10:30
        tags: [pta]
        draft: true
        """
    )
    assert diagnostics == ()
    assert found.facts == ArticleFacts(date=datetime(2018, 11, 2, 10, 30), tags=("pta",))
    assert found.text == Text(title="Форум: шинэ эхлэл", summary="Товч.", draft=True)


def test_given_names_the_facts_that_are_stated() -> None:
    found, _ = front("tags: []\ntitle: x\ndate: 2018-11-02\nexpires:\nplaces: ~\n")
    assert found.stated == ("date", "tags")


@pytest.mark.parametrize("title", ["2024", "2024-02-24", "true", "1.10"])
def test_a_title_is_text_whatever_it_looks_like(title: str) -> None:
    found, diagnostics = front(f"title: {title}")
    assert diagnostics == ()
    assert found.text.title == title


@pytest.mark.parametrize("lines", ["date: 2018-11-02", "title:", 'title: ""', "title: ~", ""])
def test_a_title_is_required(lines: str) -> None:
    found, diagnostics = front(lines)
    assert [item.code for item in diagnostics] == ["E105"]
    assert found.text.title == ""


def test_a_field_whose_line_cannot_be_read_is_not_missed_too() -> None:
    """A tab stands before it."""
    lines = "title: x\nimages:\n  - file: a.jpg\n\talt: {mn: Хүүхдүүд}\n"
    assert [code for code, _, _ in problems(lines)] == ["E111"]
    assert [code for code, _, _ in problems(lines.replace("\talt", "\tcredit"))] == ["E105", "E111"]


def test_a_required_fact_may_stand_in_another_file() -> None:
    assert front("title: x")[1] == ()


def test_fields_of_another_kind_are_unknown() -> None:
    item = only("title: x\nbudget: []", kind="article")
    assert (item.code, item.line) == ("E106", 3)
    assert front("title: x\nbudget: []", kind="project")[0].facts == ProjectFacts()


def test_every_problem_of_a_file_is_reported_at_its_place() -> None:
    lines = """
    title: [Шинэ] форум
    titel: x
    date: 02.11.2018
    tags: pta
    amount: 5 сая
    date: 2018-11-02
    award: {planned: 2018-13}
    """
    assert problems(lines, "project") == [
        ("E111", 2, 15),
        ("E106", 3, 1),
        ("E108", 4, 7),
        ("E117", 5, 7),
        ("E112", 6, 9),
        ("E104", 7, 1),
        ("E108", 8, 18),
    ]


@pytest.mark.parametrize(
    ("line", "argument_name"),
    [
        ("slug: forum-2018", "slug"),
        ("permalink: forum", "slug"),
        ("lang: mn", "lang"),
        ("layout: post", "layout"),
    ],
)
def test_a_field_of_other_generators_says_how_it_is_done_here(line: str, argument_name: str) -> None:
    item = only(f"title: x\n{line}")
    assert item.code == "E106"
    assert argument(item, argument_name)


@pytest.mark.parametrize(
    "slug", ["../../../etc/cron.d/x", '"%2e%2e%2fetc"', '"..\\\\..\\\\x"', '"a\\0b"', "About"]
)
def test_a_dangerous_address_is_named_as_such(slug: str) -> None:
    assert {code for code, _, _ in problems(f"title: x\nslug: {slug}")} == {"E106", "E301"}


def test_a_remote_picture_is_named_as_such() -> None:
    lines = "title: x\nimages:\n  - {file: 'http://169.254.169.254/x', alt: y}"
    assert problems(lines) == [("E402", 4, 12)]
    assert ("E402", 3, 8) in problems("title: x\nimage: http://169.254.169.254/x")


def test_the_body_keeps_its_line_and_loses_unseen_characters() -> None:
    found, _ = front("title: x", body="\nНэг\u200b хоёр\n")
    assert (found.body, found.body_line) == ("\nНэг хоёр\n", 4)


def test_a_file_without_front_matter_is_reported_once_and_its_body_kept() -> None:
    found, diagnostics = parse_front_matter(Source(PATH, "Зөвхөн бичвэр."), BY_NAME["page"], "mn")
    assert [item.code for item in diagnostics] == ["E115"]
    assert (found.body, found.body_line, found.stated) == ("Зөвхөн бичвэр.", 1, ())


def test_front_matter_that_is_a_list_is_an_error() -> None:
    assert problems("- a\n- b") == [("E116", 2, 1)]


def test_marks_lead_from_a_field_to_its_place() -> None:
    found, _ = front("title: x\npartners:\n  - organisation: gpsa\n", "forum")
    assert ("partners.0.organisation", 4, 19) in [(m.field, m.line, m.column) for m in found.marks]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("Гарчиг: y", "Remove the line “Гарчиг”: it is called “title” here, and that is there already."),
        (
            "updated: 2018-11-03\nlastmod: 2018-11-03",
            "Remove the line “lastmod”: it is called “updated” here, and that is there already.",
        ),
        ("corrections:\n  - {date: 2018-11-03, text: Нэр}", "It is called “what” here."),
    ],
)
def test_a_field_that_is_there_under_our_name_and_one_of_an_item_are_told_once(lines: str, said: str) -> None:
    (problem,) = front(f"title: x\n{lines}")[1]
    assert (problem.code, texts_of_codes("en").hint(problem)) == ("E106", said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("keywords: pta, grants; хэл", "Write this instead: tags: [pta, grants, хэл]"),
        ("redirect_from: /a/, /b/", "Write this instead: aliases: [/a/, /b/]"),
        ("Зохиогч: bat", "Write this instead: author: bat"),
        ("tags: - pta", "Write it like this: tags: [pta]"),
    ],
)
def test_several_values_in_a_line_stay_several(line: str, said: str) -> None:
    found = front(f"title: x\ndate: 2018-11-02\n{line}", "article")[1]
    assert said in [texts_of_codes("en").hint(item) for item in found]


@pytest.mark.parametrize(
    ("lines", "code", "mn", "en"),
    [
        (
            "images: [a.jpg]",
            "E116",
            "Ингэж бичнэ үү: images: [{file: a.jpg, alt: …}]",
            "Write it like this: images: [{file: a.jpg, alt: …}]",
        ),
        (
            "documents:\n  - Тайлан.pdf\n  - b.pdf",
            "E116",
            "Ингэж бичнэ үү: documents: [{file: Тайлан.pdf, title: …}, {file: b.pdf, title: …}]",
            "Write it like this: documents: [{file: Тайлан.pdf, title: …}, {file: b.pdf, title: …}]",
        ),
        (
            "images:\n  file: a.jpg\n  alt: Ширээ",
            "E117",
            "Эхний мөрийн өмнө “- ” тавьж, дараагийнхыг зайгаар тэгшилнэ үү: - file: …",
            "Put “- ” before the first line only, and begin the next ones below its text: - file: …",
        ),
        ("tags: (pta)", "E117", "Ингэж бичнэ үү: tags: [pta]", "Write it like this: tags: [pta]"),
        (
            "summary: [Форум, Тайлан]",
            "E148",
            "Ингэж бичнэ үү: summary: Форум, Тайлан",
            "Write it like this: summary: Форум, Тайлан",
        ),
        (
            "summary: {mn: Форум, en: Forum}",
            "E148",
            "Ингэж бичнэ үү: summary: Форум",
            "Write it like this: summary: Форум",
        ),
        ("lead: [a.jpg]", "E148", "Ингэж бичнэ үү: lead: a.jpg", "Write it like this: lead: a.jpg"),
        ("tags: [{id: pta}]", "E148", "Нэг мөр бичвэр бичнэ үү.", "Write one line of text."),
        (
            "images: [{file:a.jpg, alt:Ширээ, сандал}]",
            "E111",
            'Хоёр цэгийн ард зай авна уу: {file: a.jpg, alt: "Ширээ, сандал"}',
            'Leave a space after the colons: {file: a.jpg, alt: "Ширээ, сандал"}',
        ),
    ],
)
def test_a_value_of_another_shape_is_told_with_what_to_write(lines: str, code: str, mn: str, en: str) -> None:
    _, (told,) = front(f"title: А\ndate: 2018-11-02\n{lines}")
    assert told.code == code
    assert (texts_of_codes("mn").hint(told), texts_of_codes("en").hint(told)) == (mn, en)


def test_parts_in_place_of_a_text_are_named() -> None:
    _, (told,) = front("title: {mn: Форум, en: Forum}\ndate: 2018-11-02")
    assert texts_of_codes("mn").message(told) == "“title”: энд mn, en гэж хуваахгүй, нэг мөр бичвэр бичнэ."
    assert texts_of_codes("en").message(told) == "“title” needs one line of text, not parts (mn, en)."
