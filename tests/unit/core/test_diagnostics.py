"""Diagnostics are values with one order."""

from __future__ import annotations

from itertools import permutations

from sitegen.core.diagnostics import diagnostic, has_errors, in_order

FOUND = (
    diagnostic("W211", "a.md", 2, 9),
    diagnostic("E108", "a.md", 10, 1),
    diagnostic("E106", "a.md", 10, 3),
    diagnostic("E111", "a.md", 10, 3),
    diagnostic("E108", "b.md"),
)


def test_the_order_is_path_line_column_code_whatever_was_found_first() -> None:
    assert {in_order(items) for items in permutations(FOUND)} == {FOUND}


def test_lines_are_ordered_as_numbers() -> None:
    found = in_order(diagnostic("E108", "a.md", line) for line in (10, 9, 100))
    assert [item.line for item in found] == [9, 10, 100]


def test_what_was_found_twice_is_told_once() -> None:
    assert in_order([*FOUND, *FOUND]) == FOUND


def test_two_problems_at_one_place_are_both_told() -> None:
    twice = (diagnostic("E411", "a.md", 3, 1, id="x"), diagnostic("E411", "a.md", 3, 1, id="y"))
    assert in_order(reversed(twice)) == twice


def test_arguments_are_text_in_the_order_of_their_names() -> None:
    assert diagnostic("E150", "a.md", 1, 1, id="x", first=3).args == (("first", "3"), ("id", "x"))


def test_only_codes_with_e_are_errors() -> None:
    assert has_errors(FOUND)
    assert not has_errors(item for item in FOUND if item.code.startswith("W"))
    assert not has_errors(())
