"""Facts that cannot be are told where they stand, and facts that can be are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.literal import Site

PROJECT = "content/projects/khovd-x/index.mn.md"
FORUM = "content/forums/gpf-x/index.mn.md"
PROGRAMME = "content/programmes/p/index.mn.md"
NEWS = "content/articles/2018/x/index.mn.md"


def told(root: Path, files: dict[str, str]) -> list[tuple[str, int, str]]:
    """Line, column and code of everything wrong with the first file; the others state nothing wrong."""
    (path, *_) = files
    found = Site(root, files).build().diagnostics
    assert {item.path for item in found} <= {path}, found
    return [(item.code, item.line, dict(item.args).get("near", "")) for item in found]


def front(*lines: str) -> str:
    return "\n".join(("---", "title: Нэр", *lines, "---", "", "Бичвэр.", ""))


IMPOSSIBLE = {
    "a forum that ends before it starts": (
        FORUM,
        ("start: 2018-11-01", "end: 2018-10-30"),
        [("E132", 4, "")],
    ),
    "a forum that ends in the month before": (FORUM, ("start: 2018-11", "end: 2018-10"), [("E132", 4, "")]),
    "a programme that ends first": (
        PROGRAMME,
        ("start: 2018-03-01", "end: 2017"),
        [("E132", 4, "")],
    ),
    "a project, at each end": (
        PROJECT,
        (
            'start: {planned: "2019-09", actual: "2019-10"}',
            'end: {planned: "2019-08", actual: "2018-12"}',
        ),
        [("E132", 4, ""), ("E132", 4, "")],
    ),
    "an article updated too soon": (
        NEWS,
        ("date: 2018-11-01", "updated: 2017-05-05"),
        [("W133", 4, "")],
    ),
    "an article updated next year": (NEWS, ("date: 2018-11-01", "updated: 2027-05-05"), [("W133", 4, "")]),
    "a correction of tomorrow, and one before the day of the news": (
        NEWS,
        (
            "date: 2018-11-01",
            "corrections:",
            "  - {date: 2026-11-25, what: Нэр}",
            "  - {date: 2018-10-31, what: Нэр}",
            "  - {date: 2026-11-24, what: Нэр}",
        ),
        [("W139", 5, ""), ("W139", 6, "")],
    ),
    "an article published here before its date": (
        NEWS,
        ("date: 2018-11-02", "published: 2018-11-01"),
        [("W133", 4, "")],
    ),
    "an article that expires before it is published here": (
        NEWS,
        ("date: 2018-11-02", "published: 2019-11-01", "expires: 2019-01-01"),
        [("W134", 5, "")],
    ),
    "a page updated tomorrow": ("content/pages/x/index.mn.md", ("updated: 2026-11-25",), [("W133", 3, "")]),
    "an article that expires on its day": (
        NEWS,
        ("date: 2018-11-01 10:30", "expires: 2018-11-01"),
        [("W134", 4, "")],
    ),
    "an article in the folder of another year": (
        NEWS,
        ("date: 2019-11-01",),
        [("W136", 3, "content/articles/2019/x")],
    ),
    "an actual end in the future": (PROJECT, ('end: {actual: "2027"}',), [("W135", 3, "")]),
    "an award tomorrow": (PROJECT, ('award: {actual: "2026-11-25"}',), [("W135", 3, "")]),
    "a currency nobody has": (PROJECT, ("amount: 5,000,000 MHT",), [("W137", 3, "MNT")]),
    "a currency in a budget line": (
        PROJECT,
        ("budget:", "  - item: Ширээ", "    amount: 5 UDS"),
        [("W137", 5, "USD")],
    ),
    "a currency like no other": (PROGRAMME, ("amount: 5 QQQ",), [("W137", 3, "")]),
    "a budget over the grant": (
        PROJECT,
        ("amount: 5,000,000 MNT", "budget:", "  - {item: Ширээ, amount: '5,000,001 MNT'}"),
        [("W138", 5, "")],
    ),
    "a budget over the grant and the shares of others": (
        PROJECT,
        (
            "amount: 5,000,000 MNT",
            "co_financing: [{source: Сум, amount: '1,000,000 MNT'}]",
            "budget: [{item: Ширээ, amount: '4,000,000 MNT'}, {item: Сандал, amount: '2,000,000.50 MNT'}]",
        ),
        [("W138", 5, "")],
    ),
    "components over the programme": (
        PROGRAMME,
        ("amount: 30,000,000 USD", "components: [{name: Багш, amount: '31,000,000 USD'}]"),
        [("W138", 4, "")],
    ),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_is_told_at_its_field(tmp_path: Path, case: str) -> None:
    path, lines, expected = IMPOSSIBLE[case]
    assert told(tmp_path, {path: front(*lines)}) == expected


POSSIBLE = {
    "a forum of one day": (FORUM, ("start: 2018-11-01", "end: 2018-11-01")),
    "an end that is known less well than its start": (FORUM, ("start: 2018-11-05", "end: 2018-11")),
    "an end in the year of its start": (PROGRAMME, ("start: 2018-05-01", "end: 2018")),
    "a plan that came to be otherwise": (
        PROJECT,
        ('start: {planned: "2019-09", actual: "2019-01"}', 'end: {planned: "2019-12", actual: "2019-08"}'),
    ),
    "a planned end in the future": (PROJECT, ('end: {planned: "2030"}',)),
    "this year as an actual date": (PROJECT, ('end: {actual: "2026"}',)),
    "today": (NEWS, ("date: 2018-11-24", "updated: 2026-11-24")),
    "a forum to come": (FORUM, ("start: 2027-11-01", "end: 2027-11-02")),
    "a currency of the past": (PROJECT, ("amount: 5,000 DEM",)),
    "a budget in another currency": (
        PROJECT,
        ("amount: 5,000 USD", "budget: [{item: Ширээ, amount: '9,000,000 MNT'}]"),
    ),
    "a budget beside a share of unknown size": (
        PROJECT,
        ("amount: 5 USD", "co_financing: [{source: Сум}]", "budget: [{item: Ширээ, amount: 9 USD}]"),
    ),
    "a budget of all the money": (PROJECT, ("amount: 5 USD", "budget: [{item: Ширээ, amount: 5 USD}]")),
    "results that are words": (
        PROJECT,
        ("results: [{indicator: Хүүхэд, baseline: '40', target: '20', actual: '10'}]",),
    ),
}


@pytest.mark.parametrize("case", POSSIBLE)
def test_what_can_be_is_left_alone(tmp_path: Path, case: str) -> None:
    path, lines = POSSIBLE[case]
    assert told(tmp_path, {path: front(*lines)}) == []


def test_is_told_in_the_file_that_states_it(tmp_path: Path) -> None:
    english = FORUM.replace(".mn.", ".en.")
    assert told(tmp_path, {english: front("end: 2018-10-30"), FORUM: front("start: 2018-11-01")}) == [
        ("E132", 3, "")
    ]


def test_programmes_that_are_parts_of_each_other_are_one_error(tmp_path: Path) -> None:
    parents = {"a": "b", "b": "c", "c": "b", "d": "d", "e": "a", "f": ""}
    files = {
        f"content/programmes/{name}/index.mn.md": f"---\ntitle: {name}\nparent: {parent}\n---\n"
        for name, parent in parents.items()
    }
    found = Site(tmp_path, files).build().diagnostics
    assert [(item.code, dict(item.args)["circle"]) for item in found] == [
        ("E179", "b → c → b"),
        ("E179", "d → d"),
    ]
