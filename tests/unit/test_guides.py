"""The guides: every example works in a fresh site, and the command shows them."""

from __future__ import annotations

import re
import shlex
import textwrap
from pathlib import Path

import pytest
from PIL import Image

from sitegen import cli
from sitegen.cli.commands import COMMANDS
from sitegen.cli.commands.guides import TOPICS, read_topic
from tests.command import sitegen

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted((*(DOCS / "guide").glob("*.md"), *DOCS.glob("publishing.*.md"), *DOCS.glob("editors.*.md")))
# A file with its path in front, and a command.
FILE = re.compile(r"`(content/\S+\.md)`:\n\n```markdown\n(.*?)```", re.DOTALL)
SHORTEST = re.compile(  # a folder, a file in it, and what it holds
    r"1\. .*`(content/\S+/)`.*\n2\. .*`(\S+\.md)`.*\n\n   ```markdown\n((?:   .*\n|\n)*?)   ```"
)
SHELL = re.compile(r"```(?:sh|powershell)\n(.*?)```", re.DOTALL)
WITH_FILES = [page for page in PAGES if FILE.search(page.read_text("utf-8"))]
WITH_COMMANDS = [page for page in PAGES if SHELL.search(page.read_text("utf-8"))]


def name_of(page: Path) -> str:
    return page.name


@pytest.fixture
def site(tmp_path: Path, page: Path) -> Path:
    """A new site in the language of the guide, as who reads it has."""
    lang = page.name.split(".")[1]
    assert sitegen("init", tmp_path / "site", "--lang", lang).code == cli.FINE
    return tmp_path / "site"


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_the_files_of_all_guides_make_a_sound_site(tmp_path: Path, lang: str) -> None:
    site = tmp_path / "site"
    assert sitegen("init", site, "--lang", lang).code == cli.FINE
    pages = [page for page in PAGES if f".{lang}." in page.name]
    for page in pages:
        write_files(site, page)
    run = sitegen("build", "--strict", "--site", site, "--lang", "en")
    assert run.code == cli.FINE, run.err


@pytest.mark.parametrize("page", WITH_FILES, ids=name_of)
def test_every_file_of_a_guide_is_sound_in_a_new_site(site: Path, page: Path) -> None:
    write_files(site, page)
    run = sitegen("check", "--strict", "--site", site, "--lang", "en")
    assert run.code == cli.FINE, run.err


def write_files(site: Path, page: Path) -> None:
    guide = page.read_text("utf-8")
    shortest = SHORTEST.findall(guide)
    assert shortest or not page.name.startswith("editors")
    steps = [(folder + name, textwrap.dedent(text)) for folder, name, text in shortest]
    for path, text in (*FILE.findall(guide), *steps):
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        for picture in re.findall(r"[\w-]+\.jpg", text):
            Image.new("RGB", (40, 30)).save(target.with_name(picture))
        for document in re.findall(r"file: ([\w-]+\.pdf)", text):
            target.with_name(document).write_bytes(b"%PDF-1.7")


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name_of)
def test_every_command_of_a_guide_works_in_a_new_site(
    site: Path, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    write_files(site, page)
    for block in SHELL.findall(page.read_text("utf-8")):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] != ["sitegen"] or "serve" in words:
                continue
            if words[1] == "init":
                words[2] = str(site.with_name("another"))
            run = sitegen(*words[1:], *(("--add",) if words[1] == "new" else ()))
            assert run.code == cli.FINE, (line, run.err)
    run = sitegen("check", "--site", site, "--lang", "en")
    told = set(re.findall(r": ([EW]\d+) ", run.err))
    assert (run.code, told - {"W175"}) == (cli.FINE, set()), run.err  # what `new` begins is to be written


def test_examples_are_found() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    assert len(FILE.findall(text)) >= 16
    assert len(SHELL.findall(text)) >= 16


def test_both_languages_have_the_same_pages_with_the_same_parts() -> None:
    def shape(page: Path) -> list[str]:
        return re.findall(r"^(?:#+|```\w*|\d\.)", page.read_text("utf-8"), re.MULTILINE)

    mongolian = [page for page in PAGES if page.name.endswith(".mn.md")]
    assert len(mongolian) * 2 == len(PAGES)
    pairs = [(page, page.with_name(page.name.replace(".mn.", ".en."))) for page in mongolian]
    assert [one.name for one, other in pairs if shape(one) != shape(other)] == []


def prose(text: str) -> str:
    """What is neither an example nor a name."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def test_every_link_of_a_guide_leads_to_a_page_that_is_there() -> None:
    dead = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^):\s]+\.md)\)", prose(page.read_text("utf-8")))
        if not (page.parent / target).is_file()
    ]
    assert dead == []


def test_every_picture_of_a_guide_is_there_small_and_in_its_language() -> None:
    shown = [
        (page.name, page.parent / target)
        for page in PAGES
        for target in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", prose(page.read_text("utf-8")))
    ]
    assert [str(path) for _, path in shown if not path.is_file()] == []
    assert [name for name, path in shown if path.suffixes[0] != Path(name).suffixes[0]] == []
    assert {path.resolve() for _, path in shown} == set((DOCS / "pictures").iterdir())
    assert [path.name for path in (DOCS / "pictures").iterdir() if path.stat().st_size > 60_000] == []


def test_every_guide_is_a_topic_of_the_command() -> None:
    named = {Path(place).name.partition(".")[0] for place in TOPICS.values()}
    assert {page.name.partition(".")[0] for page in PAGES} - named == set()


class TestTheCommand:
    @pytest.mark.parametrize("lang", ["mn", "en"])
    def test_lists_every_topic_with_its_title(self, lang: str) -> None:
        run = sitegen("help", "--lang", lang)
        lines = re.findall(r"^  (\w+) +(\S.*)$", run.out, re.MULTILINE)
        assert (run.code, [topic for topic, _ in lines]) == (cli.FINE, list(TOPICS))
        of_one = [title for _, title in lines if "·" not in title]
        assert {bool(re.search("[а-яөү]", title)) for title in of_one} == {lang == "mn"}

    @pytest.mark.parametrize("lang", ["mn", "en"])
    @pytest.mark.parametrize("topic", TOPICS)
    def test_shows_it_with_topics_in_place_of_links(self, topic: str, lang: str) -> None:
        run = sitegen("help", topic, "--lang", lang)
        assert (run.code, run.out) == (cli.FINE, read_topic(topic, lang))
        text = prose(run.out)
        assert not re.search(r"\]\([^)]*\.(?:md|png)", text)
        assert set(re.findall(r"\(sitegen help (\w+)\)", text)) <= TOPICS.keys()

    def test_guesses_a_topic(self) -> None:
        assert "Did you mean pictures?" in sitegen("help", "pictrues", "--lang", "en").err
        assert sitegen("help", "zzz").code == sitegen("help", "E999").code == cli.USAGE


@pytest.mark.parametrize(
    ("word", "topic"), [("зураг", "pictures"), ("Translation", "translation"), ("орчуулга", "translation")]
)
def test_a_guide_is_found_by_a_word_of_its_title(word: str, topic: str) -> None:
    assert sitegen("help", word, "--lang", "mn").out == read_topic(topic, "mn")


def test_a_code_in_place_of_a_topic_is_explained() -> None:
    assert sitegen("help", "e108", "--lang", "en").out == sitegen("explain", "E108", "--lang", "en").out != ""


def test_every_command_is_named_in_a_guide_for_editors() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES if ".mn." in page.name)
    of_developers = {"clean"}
    assert {name for name in COMMANDS if f"sitegen {name}" not in text} - of_developers == set()
