"""What git leaves in a file that it could not merge is one error at its line, in every kind of file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.content.ledger import parse_ledger
from sitegen.content.source import without_merge_marks
from tests.literal import CONFIG, RECORDS, Site, article

NEWS = "content/articles/2018/x/index.mn.md"
MERGE = "<<<<<<< HEAD\n{}\n||||||| base\n- b\n=======\n{}\n>>>>>>> засвар"


@pytest.mark.parametrize(
    ("text", "lines", "kept"),
    [
        ("a\n<<<<<<< HEAD\nOne.\n=======\nOther.\n>>>>>>> branch\nb", [2], "a\n\nOne.\n\n\n\nb"),
        (MERGE.format("a", "c"), [1], "\na\n\n\n\n\n"),
        (f"{MERGE.format('a', 'c')}\n\n{MERGE.format('d', 'e')}", [1, 9], "\na\n\n\n\n\n\n\n\nd\n\n\n\n\n"),
        ("a\n>>>>>>> branch\nb", [2], "a\n\nb"),
        ("a\n=======\nb\n>>>>>>>", [4], "a\n=======\nb\n"),
        ("<<<<<<<\na\n=======\nb", [1], "\na\n\nb"),
        ("<<<<<<< HEAD\r\na\n=======\n>>>>>>> x".replace("\r", ""), [1], "\na\n\n"),
    ],
)
def test_each_place_is_one_error_and_the_first_version_is_read_on(
    text: str, lines: list[int], kept: str
) -> None:
    left, found = without_merge_marks(NEWS, text)
    assert [(item.code, item.line, item.column) for item in found] == [("E220", line, 1) for line in lines]
    assert left == kept


@pytest.mark.parametrize("text", ["a\n=======", "<<< a", ">>>> a", "a <<<<<<< b", "<<<<<<<<< a", "<<<<<<<a"])
def test_what_only_looks_like_a_merge_is_none(text: str) -> None:
    assert without_merge_marks(NEWS, text) == (text, ())


ONE, OTHER = "title: Форум болов\ndate: 2018-11-02", "title: Форум боллоо\ndate: 2018-11-03"


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (NEWS, f"---\n{MERGE.format(ONE, OTHER)}\ntags: [pta]\n---\n\nТекст.\n", 2),
        (NEWS, MERGE.format(article(), article("Өөр")), 1),
        (NEWS, article(body=MERGE.format("Нэг.", "Хоёр.")), 6),
        (
            NEWS,
            f"---\n<<<<<<< HEAD\n{ONE}\n---\n\nНэг.\n=======\n{OTHER}\n---\n\nХоёр.\n>>>>>>> засвар\n",
            2,
        ),
        ("site.yaml", CONFIG + MERGE.format("print_views: false", "print_views: true"), 10),
        (
            "content/places.yaml",
            RECORDS["content/places.yaml"]
            + MERGE.format("- {id: uvs, name: {mn: Увс}}", "- {id: dornod, name: {mn: Дорнод}}"),
            7,
        ),
        ("content/takedown.yaml", MERGE.format("[]", "[]"), 1),
    ],
)
def test_a_build_tells_it_once_and_nothing_that_follows_from_it(
    tmp_path: Path, path: str, text: str, line: int
) -> None:
    site = Site(tmp_path, {NEWS: article(), path: text})
    outcome = site.build()
    assert outcome.failed
    found = [(item.path, item.code, item.line, item.column) for item in outcome.diagnostics]
    assert found == [(path, "E220", line, 1)]
    assert dict(outcome.diagnostics[0].args)["mark"] == "<<<<<<< HEAD"


def test_what_is_wrong_besides_is_told_in_the_same_run(tmp_path: Path) -> None:
    text = article(tags="[nope]", body=MERGE.format("[a](b.md)", "Хоёр."))
    found = [item.code for item in Site(tmp_path, {NEWS: text}).build().diagnostics]
    assert found == ["E411", "E220", "E412"]


def test_the_ledger_of_addresses_tells_of_a_merge_once() -> None:
    listed = MERGE.format("/a/ article А", "/b/ article Б").encode()
    ledger = parse_ledger({"addresses.txt": listed})
    assert [(item.code, item.line) for item in ledger.diagnostics] == [("E220", 1)]
