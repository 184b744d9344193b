"""A text that is too large, too deep, too slow or breaks the library costs one page; an honest one passes."""

from __future__ import annotations

import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor

from sitegen.content.markup import body as body_module
from sitegen.content.markup import parser as parser_module
from sitegen.content.markup.body import to_body
from sitegen.content.markup.inline import Brackets
from sitegen.content.markup.parser import Parser
from sitegen.core.diagnostics import Diagnostic, diagnostic
from tests.unit.content.bodies import FIRST_LINE, MN, PATH, html, read

# A link by reference is found anew for each of them: the slowest input known that is not refused before.
SLOW = "[a][b] " * 30_000 + "\n\n[b]: c.md"
CYRILLIC = "Төслийн хүрээнд 28 сумын 31 сургуулийн СЭЭБХ-нд тэтгэлэг олгох шийдвэрийг танилцууллаа. "


def failure(markdown: str) -> Diagnostic:
    body, found = to_body(PATH, markdown, FIRST_LINE, MN)
    assert body is None
    (only,) = found
    return only


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="this system has no processor timer")
def test_a_text_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_module, "_SECONDS", 0.02)
    assert failure(SLOW) == diagnostic("E201", PATH, FIRST_LINE, 1, seconds="0.02")


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="this system has no processor timer")
def test_the_page_after_one_that_was_given_up_is_read_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    before = html("- [а](б.md)[^1]\n\n[^1]: в")
    with monkeypatch.context() as patch:
        patch.setattr(body_module, "_SECONDS", 0.02)
        failure("> - [^1]\n\n[^1]: x\n\n" + SLOW)
    assert html("- [а](б.md)[^1]\n\n[^1]: в") == before


@pytest.mark.parametrize(
    "markdown",
    [
        "- " * 600 + "а",
        "> " * 300 + "а",
        "".join("    " * level + "- а\n" for level in range(260)),
        "".join("    " * level + "- а\n" for level in range(110)),
    ],
)
def test_a_text_nested_too_deeply_is_refused(markdown: str) -> None:
    assert failure(markdown) == diagnostic("E202", PATH, FIRST_LINE, 1)


def test_lists_a_person_could_write_are_not_too_deep() -> None:
    assert html("".join("    " * level + "- а\n" for level in range(60))).count("<ul>") == 60


def test_how_deep_the_caller_is_makes_no_difference() -> None:
    def from_depth(depth: int, markdown: str) -> object:
        return from_depth(depth - 1, markdown) if depth else to_body(PATH, markdown, FIRST_LINE, MN)

    for levels in (95, 110):
        markdown = "".join("    " * level + "- а\n" for level in range(levels))
        assert from_depth(0, markdown) == from_depth(300, markdown)


def test_an_exception_of_the_library_names_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Parser, prepared: object) -> None:
        raise AssertionError("we should not get here")

    before = parser_module.parser()
    monkeypatch.setattr(Parser, "parse", broken)
    found = failure("а")
    assert (found.path, found.line, found.code) == (PATH, FIRST_LINE, "E203")
    assert dict(found.args) == {"problem": "AssertionError: we should not get here"}
    assert parser_module.parser() is not before


def test_a_parser_is_used_again() -> None:
    read("а")
    before = parser_module.parser()
    read("б")
    assert parser_module.parser() is before


def test_a_text_of_a_mebibyte_is_the_largest() -> None:
    line = "б" * 511 + "\n\n"
    largest = line * (1024 * 1024 // len(line.encode()))
    assert len(largest.encode()) == 1024 * 1024
    assert read(largest)[0].html.count("<p>") == 1024
    assert failure(largest + "б") == diagnostic(
        "E204", PATH, FIRST_LINE, 1, size="1025 KiB", limit="1024 KiB"
    )


def test_a_long_honest_page_is_read() -> None:
    table = "| а | б |\n|---|---|\n| 1 | 2 |"
    section = f"## {CYRILLIC[:40]}\n\n{CYRILLIC * 8}\n\n- [а](б.md) **в**\n- г\n\n{table}\n\n"
    body, found = read(section * 150)
    assert (len(body.headings), len(body.links), found) == (150, 150, ())


LINES = st.sampled_from(
    [
        *(
            "Төсөл эхэллээ.",
            "a",
            "2018 онд",
            "10. а",
            "1.5 сая",
            "«Ишлэл»",
            '"б"',
            "(в)",
            "а | б",
            ": тайлбар",
        ),
        *(
            "- нэг",
            "+ a",
            "    код",
            "  а",
            "# Гарчиг",
            "===",
            "---",
            "> б",
            "[^1]: в",
            "[а]: б.md",
            "{: .note}",
        ),
        *("*а*", "`б`", "|---|---|", "| а | б |", "***", "\u00a0а", "№ 5", "Ц.Халиун", "а  ", "", "", ""),
    ]
)


class TestShortcuts:
    @given(st.lists(LINES, max_size=12))
    def test_plain_paragraphs_are_read_as_the_library_reads_them(self, lines: list[str]) -> None:
        text = "\n".join(lines)
        assert outline(text) == outline(text, Parser(shortcuts=False))

    @given(st.text(alphabet="[]()!a<", max_size=40))
    def test_brackets_are_paired_as_if_each_were_looked_up(self, text: str) -> None:
        brackets = Brackets()
        for start in (at for at, character in enumerate(text) if character == "["):
            assert brackets.end(text, start) == closing(text, start)

    def test_brackets_are_paired_anew_in_another_text(self) -> None:
        brackets = Brackets()
        assert brackets.end("[a] [b]", 0) == 2
        assert brackets.end("* [b]", 2) == 4
        assert brackets.end("* [[b]", 3) == 5
        assert brackets.end("* [[b]", 2) is None
        assert brackets.end("[", 0) is None

    def test_what_follows_may_be_the_same_and_what_comes_before_another(self) -> None:
        brackets = Brackets()
        assert brackets.end("[ab] [c]", 0) == 3
        text = "[a[b [c]"
        assert (brackets.end(text, 5), brackets.end(text, 0)) == (7, None)


def closing(text: str, start: int) -> int | None:
    depth = 0
    for at in range(start, len(text)):
        depth += {"[": 1, "]": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return None


def outline(text: str, parser: Parser | None = None) -> list[tuple[str, str, str]]:
    tree = (parser or parser_module.parser()).parse(text)
    return [(element.tag, element.text or "", element.tail or "") for element in tree.root.iter()]


class _Surprise(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"()\+\+(.*?)\+\+", "em"), "new", 10)


def test_a_version_of_the_library_with_patterns_nobody_knows_reads_pages_as_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "- а **б *в*** [г](д.md)[^1]\n\n| а |\n|---|\n| `б` |\n\n[^1]: <https://gic.mn>"
    before = html(text)
    monkeypatch.setattr(parser_module.markdown, "__version__", "3.99.1")
    known = parser_module.Markdown
    monkeypatch.setattr(
        parser_module,
        "Markdown",
        lambda: known(extensions=[_Surprise()]),
    )
    parser_module.discard_parser()
    assert html(text) == before
    parser_module.discard_parser()
