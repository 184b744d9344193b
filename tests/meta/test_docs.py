"""Every diagnostic, setting, command and option is documented, and every diagnostic is raised and tested."""

from __future__ import annotations

import ast
import re
import runpy
import string
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from sitegen.cli.command import find_command
from sitegen.cli.commands import COMMANDS
from sitegen.content.config import SiteConfig
from sitegen.language.catalogue import Words, code_table
from tests.meta.source import PACKAGE, ROOT, read_package

CODE = re.compile(r"[EW]\d{3}")
LANGUAGES = ("mn", "en")
PARTS = ("message", "hint")

CATALOGUE = code_table()


def texts(value: object) -> tuple[str, ...]:
    """The variants of a message or hint, which is written as one text or as a list of them."""
    return tuple(map(str, value)) if isinstance(value, list) else (str(value or ""),)


def placeholders(value: object) -> set[str]:
    return {name for text in texts(value) for _, name, _, _ in string.Formatter().parse(text) if name}


def written_in(folder: str, suffix: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).rglob(f"*{suffix}")))


def codes_in_source() -> set[str]:
    return {
        node.value
        for module in read_package()
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }


def codes_in_tests() -> set[str]:
    """Codes that a test or one of its data files names; the tests here, which name none, are no evidence."""
    tests = [path for path in (ROOT / "tests").rglob("*") if path.suffix in {".py", ".tsv", ".yaml", ".json"}]
    return {
        code
        for path in tests
        if "meta" not in path.parts
        for code in re.findall(rf"\b{CODE.pattern}\b", path.read_text(encoding="utf-8"))
    }


def test_every_diagnostic_has_a_message_and_a_hint_in_both_languages() -> None:
    assert [code for code in CATALOGUE if not CODE.fullmatch(code)] == []
    lacking = [
        (code, language, part)
        for code, words in CATALOGUE.items()
        for language in LANGUAGES
        for part in PARTS
        if not all(text.strip() for text in texts(words[language][part]))
    ]
    assert lacking == []


def test_every_diagnostic_says_the_same_things_in_both_languages() -> None:
    mongolian, english = LANGUAGES
    unlike = [
        (code, part)
        for code, words in CATALOGUE.items()
        for part in PARTS
        if placeholders(words[mongolian][part]) != placeholders(words[english][part])
    ]
    assert unlike == []


def test_every_diagnostic_is_raised_and_tested() -> None:
    assert sorted(CATALOGUE.keys() - codes_in_source()) == []
    assert sorted(CATALOGUE.keys() - codes_in_tests()) == []


def test_no_code_is_raised_that_has_no_words() -> None:
    assert sorted(codes_in_source() - CATALOGUE.keys()) == []


def test_the_descriptions_are_made_from_the_words() -> None:
    make_errors = runpy.run_path(str(ROOT / "docs" / "make_errors.py"))
    for lang in LANGUAGES:
        written = (ROOT / "docs" / f"errors.{lang}.md").read_text(encoding="utf-8")
        assert written == make_errors["page"](CATALOGUE, lang)


def raised_with() -> Iterator[tuple[str, str, set[str]]]:
    """(place, code, arguments) wherever a diagnostic is made of a plain code and plain arguments."""
    for module in read_package():
        for node in module.nodes:
            if not isinstance(node, ast.Call) or ast.unparse(node.func) != "diagnostic":
                continue
            if not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            given = [keyword.arg for keyword in node.keywords]
            if CODE.fullmatch(str(node.args[0].value)) and None not in given:
                yield f"{module.path}:{node.lineno}", str(node.args[0].value), {*map(str, given)}


def test_every_diagnostic_is_given_what_its_words_need() -> None:
    assert list(raised_with())
    wordless = [
        (place, code, language, part)
        for place, code, given in raised_with()
        for language in LANGUAGES
        for part in PARTS
        if code in CATALOGUE
        and not any(placeholders(text) <= given for text in texts(CATALOGUE[code][language][part]))
    ]
    assert wordless == []


def settings_of(kind: Any, above: str = "") -> Iterator[str]:
    """Dotted names of the settings of a struct, those of the structs inside it too.

    Words are written as one text per language, so what is inside them has no name of its own.
    """
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not Words:
        for field in msgspec.structs.fields(kind):
            name = f"{above}.{field.encode_name}" if above else field.encode_name
            yield name
            yield from settings_of(field.type, name)
    else:
        for inner in typing.get_args(kind):
            yield from settings_of(inner, above)


def test_the_settings_described_are_those_that_exist() -> None:
    rows = re.findall(
        r"^\| `([a-z_.]+)` \|", (ROOT / "docs" / "config.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(rows) == sorted(settings_of(SiteConfig))


def commands_and_options() -> Iterator[tuple[str, str]]:
    for name in COMMANDS:
        yield name, f"{PACKAGE} {name}"
        for option in find_command(name).options:
            if option.name.startswith("-"):
                yield name, option.name


def test_every_command_and_option_is_described() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8") + written_in("docs", ".md")
    missing = [
        (command, words)
        for command, words in commands_and_options()
        if not re.search(rf"{re.escape(words)}(?![\w-])", text)
    ]
    assert missing == []


# Where folders in code spans are ours; elsewhere they are an editor's.
OF_THE_PROGRAM = ("architecture.md", "CONTRIBUTING.md")
# Where a path in the documentation may begin, besides the root of the project.
STARTS = (
    "",
    "sitegen/",
    "tests/",
    "templates/",
    "sitegen/language/locales/",
    "static/css/",
    ".github/workflows/",
)
SOURCES = (".py", ".po", ".css", ".html", ".toml", ".yml", ".lock")
OF_A_SITE = ("static/css/brand.css",)  # what the theme leaves to each site


def paths_of_ours(page: Path) -> Iterator[str]:
    """Paths in code spans that lie in one of the project's folders, or have the name of a source."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for span in re.findall(r"`([^`\n]+)`", text):
        path = span.split(":")[0]
        first = path.split("/")[0]
        if not re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", path):
            continue
        if path in OF_A_SITE:
            continue
        if path.endswith(SOURCES) or ("/" in path and first in FOLDERS and page.name in OF_THE_PROGRAM):
            yield path


FOLDERS = {
    path.name
    for folder in ("sitegen", "tests", "docs", "benchmarks", "templates", "static", ".github")
    for path in (ROOT / folder, *(ROOT / folder).iterdir())
    if path.is_dir()
}


def test_every_path_in_the_documentation_is_there() -> None:
    """Decisions may name what is gone, and say how it was; publishing names files of other programs."""
    pages = [page for page in (ROOT / "docs").glob("*.md") if not page.name.startswith("publishing")]
    pages += [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    found = [(page.name, path) for page in pages for path in paths_of_ours(page)]
    assert ("architecture.md", "sitegen/build.py") in found
    assert [at for at in found if not any((ROOT / start / at[1]).exists() for start in STARTS)] == []


class Inner(msgspec.Struct):
    title: str


class Outer(msgspec.Struct):
    menus: tuple[Inner, ...]
    home: Inner | None = None


def test_a_setting_inside_a_setting_is_found() -> None:
    assert set(settings_of(Outer)) == {"menus", "menus.title", "home", "home.title"}


def test_a_forgotten_placeholder_is_found() -> None:
    assert placeholders(["{a} and {b}", "{c}"]) == {"a", "b", "c"}
    assert placeholders("no placeholder") == set()
