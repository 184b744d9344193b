"""The examples of diagnostics are real: each one gives the code it stands under, and mended it does not."""

from __future__ import annotations

import pytest

from sitegen.content.document import FileToParse
from sitegen.content.kinds import KINDS
from sitegen.content.markup import MarkupOptions, ParseOptions
from sitegen.content.parse import parse_document, parse_front_matter
from sitegen.content.source import Source
from sitegen.language.catalogue import code_table

LATER = ("W137", "W123", "W124", "W125", "W126")  # are told when all files are read, or with --spelling
FRONT = {
    code: parts
    for code, parts in code_table().items()
    if "example" in parts
    and code not in (*LATER, "W175")
    and (code[1] == "1" or code in ("E301", "E306", "E315", "E402"))
}
MARKDOWN = {
    code: parts
    for code, parts in code_table().items()
    if "example" in parts and (code[1] == "2" or code == "W175") and code != "W215"
}
WHOLE = ("---", "+++")
OPTIONS = ParseOptions((MarkupOptions(lang="mn", abbreviations=()),), "Asia/Ulaanbaatar")


def codes_of_front_matter(code: str, example: str) -> set[str]:
    title = "" if "title" in example or code in ("E105", "E106") else "title: x\n"
    text = example if example.startswith(WHOLE) else f"---\n{title}{example.rstrip()}\n---\nБичвэр.\n"
    of_whole = parse_document(OPTIONS, file_of(text)).diagnostics
    of_front = (item for kind in KINDS for item in parse_front_matter(Source("f", text), kind, "mn")[1])
    return {item.code for item in (*of_front, *of_whole)}


def codes_of_markdown(example: str) -> set[str]:
    text = f"---\ntitle: Гарчиг\n---\n\n{example}\n"
    return {item.code for item in parse_document(OPTIONS, file_of(text)).diagnostics}


def file_of(text: str) -> FileToParse:
    path = "content/articles/2018/forum/index.mn.md"
    return FileToParse(path, "article", "2018/forum", "mn", text.encode(), b"")


@pytest.mark.parametrize("code", sorted(FRONT))
def test_an_example_of_front_matter_gives_its_code(code: str) -> None:
    assert code in codes_of_front_matter(code, FRONT[code]["example"])


@pytest.mark.parametrize("code", sorted(code for code in FRONT if "after" in FRONT[code]))
def test_front_matter_that_was_mended_is_right(code: str) -> None:
    assert code not in codes_of_front_matter(code, FRONT[code]["after"])


@pytest.mark.parametrize("code", sorted(MARKDOWN))
def test_an_example_of_markdown_gives_its_code(code: str) -> None:
    assert code in codes_of_markdown(MARKDOWN[code]["example"])


@pytest.mark.parametrize("code", sorted(MARKDOWN))
def test_markdown_that_was_mended_is_right(code: str) -> None:
    assert codes_of_markdown(MARKDOWN[code]["after"]) == set()
