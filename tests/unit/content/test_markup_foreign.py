"""What was meant for another program, or left behind by one, is told where it stands."""

from __future__ import annotations

import pytest

from tests.unit.content.bodies import FIRST_LINE, read


def told(markdown: str) -> list[tuple[str, int, int, str]]:
    """Code, line of the text, column, and what is quoted."""
    return [
        (item.code, item.line - FIRST_LINE + 1, item.column, dict(item.args).get("text", ""))
        for item in read(markdown)[1]
    ]


@pytest.mark.parametrize(
    "written",
    [
        "{{< youtube abc >}}",
        "{{% notice %}}",
        "{% include note.html %}",
        "{{ site.title }}",
        "[TOC]",
        "[[_TOC_]]",
        "{:toc}",
        "*[PTA]: parent-teacher association",
        "[!NOTE]",
        ":::tip",
        "::: {.callout}",
        "!!! note",
        '??? note "Title"',
        "[[Wiki page]]",
        "<% include note %>",
        "<%= title %>",
        "%% only for me %%",
        "[youtube https://www.youtube.com/watch?v=dQw4w9WgXcQ]",
        "[vimeo 123456]",
        '[gallery ids="1,2"]',
        '[caption id="a" width="300"]',
    ],
)
def test_tags_of_other_programs_are_told_where_they_stand(written: str) -> None:
    assert told(f"a\n\n{written}\n\nb") == [("W221", 3, 1, written)]


def test_a_tag_in_a_sentence_or_a_quotation_is_told_in_its_column() -> None:
    assert told("a {{< x >}} b") == [("W221", 1, 3, "{{< x >}}")]
    assert told("> [!NOTE]\n> Take care.") == [("W221", 1, 3, "[!NOTE]")]


@pytest.mark.parametrize(
    "written",
    [
        "`{{< x >}}`",
        "```\n{% x %}\n```",
        "<!-- [TOC] -->",
        "a {b} c",
        "5 % {",
        "50%% ба 60%% байв",
        "a < % b %>",
        "[youtube]",
        "[[1]](https://gic.mn)",
        "*[а]* б",
        "[a]",
    ],
)
def test_code_comments_and_ordinary_text_are_not(written: str) -> None:
    assert told(written) == []


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("{{< youtube dQw4w9WgXcQ >}}", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ('{{< youtube id="dQw4w9WgXcQ" >}}', "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("{% youtube dQw4w9WgXcQ %}", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("{{< vimeo 146022717 >}}", "https://vimeo.com/146022717"),
        ('{{< figure src="a.jpg" alt="A school" >}}', "![A school](a.jpg)"),
    ],
)
def test_what_has_a_plain_counterpart_is_given_it(written: str, instead: str) -> None:
    (found,) = read(written)[1]
    assert dict(found.args)["instead"] == instead


def test_comments_after_text_and_without_an_end_are_told() -> None:
    assert [item[:3] for item in told("a <!-- b --> c\nd <!-- e\nf --> g")] == [
        ("W211", 1, 3),
        ("W211", 2, 3),
    ]
    assert [item[:3] for item in told("a\n\n<!-- b\n\nc")] == [("W224", 3, 1)]


def test_names_that_are_defined_twice_are_told_and_the_first_counts() -> None:
    addresses = "[b]: https://a.mn\n[B]: https://b.mn\n[c]: c.md"
    body, found = read(f"a[^n] [b] [c]\n\n[^n]: FIRST\n\n[^n]: SECOND\n\n{addresses}")
    assert [(item.code, item.line, dict(item.args)["name"]) for item in found] == [
        ("W222", 14, "[^n]"),
        ("W222", 17, "[b]"),
    ]
    assert "FIRST" in body.html
    assert "SECOND" not in body.html
    assert [link.address for link in body.links] == ["https://a.mn", "c.md"]


def test_a_name_without_an_address_is_told_with_the_nearest() -> None:
    _, found = read("[x][nope] [y][] [z][tailan]\n\n[tailann]: a.md")
    assert [(item.code, item.column, dict(item.args)["name"], dict(item.args)["near"]) for item in found] == [
        ("W223", 1, "nope", ""),
        ("W223", 11, "y", ""),
        ("W223", 17, "tailan", "tailann"),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A line. {: .note}", [("{: .note}", "{: .note}")]),
        ("- item {:.note }", [("{:.note }", "{: .note}")]),
        ("A line {.lead}", [("{.lead}", "{: .lead}")]),
        ("A line {: .unknown}", [("{: .unknown}", "")]),
        ("Words {: .note} in a line", [("{: .note}", "")]),
        ("[words]{.small}", [("{.small}", "")]),
        ("| a |\n|---|\n| b |\n{: .note}", [("{: .note}", "")]),
        ("{:.no_toc}", [("{:.no_toc}", "")]),
        ("{::comment}words{:/comment}", [("{::comment}", "")]),
        ("{::options x=1 /}", [("{::options x=1 /}", "")]),
    ],
)
def test_attributes_without_a_place_are_told_with_the_line_that_gives_them_one(
    source: str, expected: list[tuple[str, str]]
) -> None:
    found = [dict(item.args) for item in read(source)[1] if item.code == "W221"]
    assert [(args["text"], args.get("below", "")) for args in found] == expected


@pytest.mark.parametrize(
    "source",
    [
        "A line\n{: .note}",
        "## Words {#name}",
        "**bold**{: .note}",
        "`{: .x}`",
        "\\{: .x}",
        "{a} {1} {}",
        "* TOC\n{:toc}",
    ],
)
def test_attributes_in_their_place_and_other_braces_are_not_told(source: str) -> None:
    assert not [item for item in read(source)[1] if "{: ." in str(item.args) or item.code == "E212"]
