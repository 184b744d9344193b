"""Diagnostics for people, for programs and for GitHub, character by character."""

from __future__ import annotations

import json

from sitegen.core.diagnostics import FORMATS, Diagnostic, as_github, as_json, as_text, diagnostic


class Words:
    def message(self, item: Diagnostic) -> str:
        return f"“{dict(item.args).get('value', '')}” буруу"

    def hint(self, item: Diagnostic) -> str:
        return dict(item.args).get("hint", "")

    def also(self, item: Diagnostic) -> str:
        return "\n".join(f"бас {place}" for place in item.also)

    def level(self, item: Diagnostic) -> str:
        return ""


AT_A_PLACE = diagnostic(
    "E108", "content/articles/x/index.mn.md", 3, 7, value="31.02", hint="Ингэж:\n2018-02-28"
)
IN_A_LINE = diagnostic("W502", "templates/base.html", 12)
IN_A_FILE = diagnostic("E155", "site.yaml")
FOUND = (AT_A_PLACE, IN_A_LINE, IN_A_FILE)


def test_text_names_the_place_as_far_as_it_is_known_and_indents_the_hint() -> None:
    assert as_text(FOUND, Words()) == (
        "content/articles/x/index.mn.md:3:7: E108 “31.02” буруу\n"
        "    Ингэж:\n"
        "    2018-02-28\n"
        "templates/base.html:12: W502 “” буруу\n"
        "site.yaml: E155 “” буруу\n"
    )


def test_json_is_one_object_a_line_with_every_field() -> None:
    assert as_json(FOUND[:1], Words()) == (
        '{"path": "content/articles/x/index.mn.md", "line": 3, "column": 7, "code": "E108", '
        '"severity": "error", "message": "“31.02” буруу", "hint": "Ингэж:\\n2018-02-28"}\n'
    )
    lines = [json.loads(line) for line in as_json(FOUND, Words()).splitlines()]
    assert [line["severity"] for line in lines] == ["error", "warning", "error"]
    assert [(line["line"], line["column"]) for line in lines] == [(3, 7), (12, 0), (0, 0)]


def test_github_gets_workflow_commands_that_point_at_a_line() -> None:
    assert as_github(FOUND, Words()) == (
        "::error file=content/articles/x/index.mn.md,line=3,col=7,title=E108"
        "::“31.02” буруу%0AИнгэж:%0A2018-02-28\n"
        "::warning file=templates/base.html,line=12,col=1,title=W502::“” буруу\n"
        "::error file=site.yaml,line=1,col=1,title=E155::“” буруу\n"
    )


def test_nothing_in_a_problem_can_start_another_workflow_command() -> None:
    hostile = diagnostic("E108", "a,line=9::\r\n::error::x%", 1, 1, value="a\n::warning::b%")
    assert as_github([hostile], Words()) == (
        "::error file=a%2Cline=9%3A%3A%0D%0A%3A%3Aerror%3A%3Ax%25,line=1,col=1,title=E108"
        "::“a%0A::warning::b%25” буруу\n"
    )


def test_no_problems_are_no_text_in_any_format() -> None:
    assert {name: write((), Words()) for name, write in FORMATS.items()} == {
        "text": "",
        "json": "",
        "github": "",
    }
