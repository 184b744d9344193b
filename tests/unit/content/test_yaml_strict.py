"""YAML to nodes: only text, lists and mappings, and every mistake at its place with a way to mend it."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content import yaml_strict
from sitegen.content.yaml_strict import Mapping, Node, Scalar, Sequence, parse_yaml


def plain(node: Node | None) -> object:
    """The tree as Python values."""
    if isinstance(node, Mapping):
        return {key.value: plain(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.value if node else None


def values(text: str) -> object:
    node, found = parse_yaml("f", text)
    assert found == ()
    return plain(node)


def problems(text: str) -> list[tuple[str, int, int]]:
    return [(item.code, item.line, item.column) for item in parse_yaml("f", text)[1]]


def pasted(text: str) -> str:
    """The form to paste that the one problem of a text suggests."""
    (item,) = parse_yaml("f", text)[1]
    args = dict(item.args)
    return args.get("paste") or args.get("bare") or args["spaced"]


@pytest.mark.parametrize(
    "written",
    ["no", "12:30", "08:30", "0123", "1.10", "1_000", ".inf", "1e3", "2024-01-05", "+97611", "2024", "true"],
)
def test_every_plain_value_stays_the_text_that_was_written(written: str) -> None:
    assert values(f"a: {written}") == {"a": written}


def test_keys_stay_text_too() -> None:
    assert values("on: 1\nno: 2\n2018: 3") == {"on": "1", "no": "2", "2018": "3"}


def test_nested_values_and_block_texts_are_read() -> None:
    text = "a:\n  - {b: 1, c: [x, 'y']}\n  - d\ne: |\n  нэг: хоёр #3\n  гурав\n"
    assert values(text) == {"a": [{"b": "1", "c": ["x", "y"]}, "d"], "e": "нэг: хоёр #3\nгурав\n"}


def test_nothing_written_is_no_node() -> None:
    assert parse_yaml("f", "# comment\n\n") == (None, ())


def test_nodes_know_their_place_in_the_whole_file() -> None:
    node, _ = parse_yaml("f", "өө:\n  - үү\n", first_line=7)
    assert isinstance(node, Mapping)
    ((key, value),) = node.entries
    assert (key.line, key.column) == (7, 1)
    assert isinstance(value, Sequence)
    assert value.items[0] == Scalar("үү", True, 8, 5)


@pytest.mark.parametrize(
    ("written", "paste"),
    [
        ("title: Форум: шинэ эхлэл", 'title: "Форум: шинэ эхлэл"'),
        ("title: [Шинэ] мэдээ", 'title: "[Шинэ] мэдээ"'),
        ('title: "Зураач" төсөл', "title: '\"Зураач\" төсөл'"),
        ("title: *Чухал*", 'title: "*Чухал*"'),
        ("title: *чухал", 'title: "*чухал"'),
        ("title: @user", 'title: "@user"'),
        ("title: %50", 'title: "%50"'),
        ("title: `код`", 'title: "`код`"'),
        ("title: > 5", 'title: "> 5"'),
        ("title: | x", 'title: "| x"'),
        ("title: - x", 'title: "- x"'),
        ("title: ? x", 'title: "? x"'),
        ("title: &Co x", 'title: "&Co x"'),
        ("title: !Анхаар", 'title: "!Анхаар"'),
        ("title: 'it's'", 'title: "it\'s"'),
        ("title: Тайлан #5", 'title: "Тайлан #5"'),
        ("title: #мэдээ", 'title: "#мэдээ"'),
        ('title: "нээсэн', 'title: "нээсэн"'),
        ("tags: [a, b", "tags: [a, b]"),
        ("theme: {mn: Ил: тод, en: x}", 'theme: {mn: "Ил: тод", en: x}'),
        ("- Форум: шинэ: эхлэл", '- Форум: "шинэ: эхлэл"'),
        ("title:x\ndate: y", "title: x"),
        ("title:\u00a0x\ndate: y", "title: x"),
    ],
)
def test_the_hint_is_a_line_to_paste_that_can_be_read(written: str, paste: str) -> None:
    assert pasted(written) == paste
    assert parse_yaml("f", paste)[1] == ()


def test_a_tab_in_the_indent_is_named() -> None:
    (item,) = parse_yaml("f", "a:\n\tb: 1")[1]
    assert (item.code, item.line, dict(item.args)["tab"]) == ("E111", 2, "U+0009")


def test_a_comment_with_a_space_is_a_comment() -> None:
    assert values("a: x # тайлбар\nb: 'y' #z") == {"a": "x", "b": "y"}


def test_text_that_a_hash_would_swallow_is_an_error_at_the_hash() -> None:
    (item,) = parse_yaml("f", "title: Тайлан #5")[1]
    assert (item.code, item.line, item.column, dict(item.args)["lost"]) == ("E119", 1, 15, "#5")


def test_the_line_without_a_colon_is_blamed_not_the_one_after_it() -> None:
    assert problems("зүгээр текст\ntitle: x") == [("E111", 1, 1)]


def test_an_unclosed_quote_is_reported_where_it_was_opened() -> None:
    assert problems('a: "x\nb: y\nc: z') == [("E111", 1, 4)]


def test_after_a_mistake_the_rest_is_still_read() -> None:
    node, found = parse_yaml("f", "title: Форум: шинэ\ntags: [a, b] c\ndate: 2018-01-01\nsummary: `x`\n")
    assert [(item.line, item.column) for item in found] == [(1, 13), (2, 14), (4, 10)]
    assert plain(node) == {
        "title": "Форум: шинэ",
        "tags": "[a, b] c",
        "date": "2018-01-01",
        "summary": "`x`",
    }


def test_a_mistake_in_one_line_is_reported_once() -> None:
    assert problems("a: 1\n  b: 2\nc: 3") == [("E111", 2, 3)]


@pytest.mark.parametrize(
    ("text", "line", "argument", "right"),
    [
        ("tags:\n- pta\n-khovd\nb: 2", 3, "item", "- khovd"),
        ("tags:\n  - pta\n  -khovd", 3, "item", "  - khovd"),
        ("- id: x\n   name: y", 2, "aligned", "  name: y"),
        ("- id: x\n name: y", 2, "aligned", "  name: y"),
        ("a: 1\n  b: 2", 2, "aligned", "b: 2"),
        ("summary: Нэг\nхоёр\nb: 2", 2, "continued", "  хоёр"),
        ("summary: |\nхоёр\nb: 2", 2, "continued", "  хоёр"),
        ("tags: [pta];", 1, "bare", "tags: [pta]"),
        ('title: "Форум",\nb: 2', 1, "paste", 'title: "Форум"'),
        ("tags: [#pta, #grants]", 1, "bare", "tags: [pta, grants]"),
        ("name: {mn: Ховд; en: Khovd}", 1, "bare", "name: {mn: Ховд, en: Khovd}"),
    ],
)
def test_a_line_out_of_place_is_told_as_it_should_be_and_read_so(
    text: str, line: int, argument: str, right: str
) -> None:
    node, (told,) = parse_yaml("f", text)
    assert (told.code, told.line, dict(told.args)[argument]) == ("E111", line, right)
    lines = text.split("\n")
    lines[line - 1] = right
    assert plain(node) == plain(parse_yaml("f", "\n".join(lines))[0])


@pytest.mark.parametrize("text", ["a: 1\n...\nb: 2", "a: 1\n---\nb: 2"])
def test_a_second_document_is_an_error(text: str) -> None:
    assert problems(text) == [("E111", 2, 1)]


def test_a_repeated_key_names_the_first_line_however_it_is_quoted() -> None:
    (item,) = parse_yaml("f", 'a: 1\nb: {c: 1, "c": 2}\n"a": 2')[1][1:]
    assert (item.code, item.line, dict(item.args)) == ("E104", 3, {"key": "a", "first": "1"})
    assert problems("b: {c: 1, 'c': 2}") == [("E104", 1, 11)]


@pytest.mark.parametrize("text", ["a: &x [b]\nc: *x", "<<: {a: 1}", "a: *x"])
def test_anchors_aliases_and_merges_are_refused(text: str) -> None:
    assert {code for code, _, _ in problems(text)} == {"E101"}


@pytest.mark.parametrize(
    "text", ["a: !!python/name:os.system", "a: !x [b]", "a: !!set {b}", "a: !!binary aGk="]
)
def test_tags_are_refused(text: str) -> None:
    assert problems(text) == [("E103", 1, 4)]


@pytest.mark.parametrize("text", ["? [a, b]\n: c", "? {a: b}\n: c", "[a]: b"])
def test_a_key_is_text(text: str) -> None:
    assert {(code, line) for code, line, _ in problems(text)} >= {("E111", 1)}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_an_error(opening: str) -> None:
    assert problems(opening * 60)[0][0] == "E102"


def test_twenty_levels_are_allowed() -> None:
    assert problems("[" * 20 + "]" * 20) == []
    assert [code for code, _, _ in problems("[" * 21 + "]" * 21)] == ["E102"]


def test_thousands_of_brackets_do_not_end_the_process() -> None:
    """Composing this in C overflows the stack, so it runs in a process of its own."""
    script = (
        "from sitegen.content.yaml_strict import parse_yaml\n"
        "print(parse_yaml('f', 'x: ' + '[' * 60_000)[1][0].code)"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout.strip()) == (0, "E102")


def test_too_many_values_are_an_error() -> None:
    assert [code for code, _, _ in problems("a: [" + "x, " * 6000 + "x]")] == ["E110"]


def test_the_number_of_problems_has_an_end() -> None:
    node, found = parse_yaml("f", "\n".join(f"k{number}: a: b" for number in range(200)))
    assert node is None
    assert len(found) == yaml_strict.MAX_PROBLEMS


def test_the_pure_python_parser_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "title: Форум\ntags: [a, 'b']\ntheme: {mn: x}\nbad: a: b\nok: |\n  x\n"
    wanted = parse_yaml("f", text)
    monkeypatch.setattr(yaml_strict, "_LOADER", yaml.SafeLoader)
    assert parse_yaml("f", text) == wanted


ALPHABET = st.sampled_from(list("ab:-?#&*!|>'\"%@`[]{}, \n\t\\~өү0."))


@given(st.text(ALPHABET, max_size=60))
def test_any_text_gives_a_tree_or_an_error_at_a_place_in_it(text: str) -> None:
    node, found = parse_yaml("f", text, first_line=2)
    lines = text.split("\n")
    assert node is not None or found or not plain(node)
    for item in found:
        assert 2 <= item.line <= len(lines) + 2
        assert item.column >= 1


@given(st.text(ALPHABET, max_size=40))
def test_what_the_usual_loader_reads_as_text_is_read_the_same(text: str) -> None:
    try:
        usual = yaml.load(f"{text}\n", Loader=yaml.BaseLoader)  # parse is given lines: the last one ends too
    except Exception:
        return
    node, found = parse_yaml("f", text)
    if not found and node is not None:
        assert plain(node) == usual
