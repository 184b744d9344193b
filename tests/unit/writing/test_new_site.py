"""`sitegen init`: a new site that builds without a word."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from sitegen import cli
from sitegen.content.config import SiteConfig
from tests.command import on_a_terminal, sitegen

AIMAGS_AND_CAPITAL = 22


def init(folder: Path, *options: str, lang: str = "en") -> str:
    run = sitegen("init", folder, "--lang", lang, *options)
    assert (run.code, run.out) == (cli.FINE, ""), run.err
    return run.err


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_it_builds_without_a_word_and_says_that_it_is_a_sample(tmp_path: Path, lang: str) -> None:
    folder = tmp_path / "new"
    init(folder, lang=lang)
    run = sitegen("build", "--site", folder, "--strict", "--lang", "en")
    assert (run.code, run.err.count("\n"), "0 errors, 0 warnings" in run.err) == (cli.FINE, 2, True)
    assert "3 samples are still here" in run.err
    texts = [path.read_text("utf-8") for path in (folder / "content").rglob("index.*.md")]
    assert len(texts) == 12
    assert [text for text in texts if not re.search("жишээ|sample", text, re.IGNORECASE)] == []
    project = (folder / "public/en/projects/sample-project/index.html").read_text("utf-8")
    assert "A sample of a correction: the status was “ongoing”, and is now “completed”." in project
    assert '<a href="https://web.archive.org/web/https://example.org/">Archived copy</a>' in project
    home = (folder / "public/index.html").read_text("utf-8")
    assert [f'href="/{part}/"' in home for part in ("news", "forums", "projects", "about")] == [True] * 4
    assert 'href="/programmes/"' not in home


@pytest.mark.parametrize(("lang", "remark"), [("mn", "[а-яөү]"), ("en", "[a-z]")])
def test_every_setting_is_explained_in_the_language_of_the_editor(
    tmp_path: Path, lang: str, remark: str
) -> None:
    init(tmp_path / "new", lang=lang)
    text = (tmp_path / "new/site.yaml").read_text("utf-8")
    keys = set(re.findall(r"^#?([a-z_]+):", text, re.MULTILINE))
    assert set(SiteConfig.__struct_fields__) - keys == set()
    remarks = re.findall(r"^# (\S.*)", text, re.MULTILINE)
    assert len(remarks) > 12
    assert [line for line in remarks if not re.match(rf"[“A-ZА-ЯӨҮ].*{remark}", line)] == []


def test_what_is_switched_off_in_the_settings_can_be_switched_on(tmp_path: Path) -> None:
    init(tmp_path / "new")
    for path in [tmp_path / "new/site.yaml", *(tmp_path / "new/content").glob("*.yaml")]:
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"^#(?! )|^#(?=  [a-z])", "", text, flags=re.MULTILINE), "utf-8")
    run = sitegen("check", "--site", tmp_path / "new", "--lang", "en")
    assert run.code == cli.FINE, run.err


def test_the_answers_stand_in_the_settings(tmp_path: Path) -> None:
    names = {"--title-mn": 'Наран: “сайн” "сургууль"', "--title-en": "# Sun", "--owner": "Наран ТББ"}
    address = "https://naran.example.org/archive"
    options = [word for pair in names.items() for word in pair]
    init(tmp_path / "new", *options, "--base-url", address)
    settings = yaml.safe_load((tmp_path / "new/site.yaml").read_text("utf-8"))
    assert settings["title"] == {"mn": names["--title-mn"], "en": names["--title-en"]}
    assert (settings["owner"], settings["base_url"]) == ({"mn": "Наран ТББ"}, address)
    assert sitegen("check", "--strict", "--site", tmp_path / "new").code == cli.FINE


def test_without_an_answer_the_organisation_has_its_sample_name_in_both_languages(tmp_path: Path) -> None:
    init(tmp_path / "new", "--lang", "en")
    settings = yaml.safe_load((tmp_path / "new/site.yaml").read_text("utf-8"))
    assert settings["owner"] == {"mn": "Манай байгууллага", "en": "Our organisation"}


def test_all_aimags_and_the_capital_are_there(tmp_path: Path) -> None:
    init(tmp_path / "new")
    places = yaml.safe_load((tmp_path / "new/content/places.yaml").read_text("utf-8"))
    assert len(places) == len({place["iso"] for place in places}) == AIMAGS_AND_CAPITAL


def test_what_hosts_need_is_there_with_the_version_of_the_program(tmp_path: Path) -> None:
    init(tmp_path / "new")
    for name in (
        ".gitattributes",
        ".gitignore",
        ".gitlab-ci.yml",
        ".github/workflows/pages.yml",
        "README.md",
    ):
        text = (tmp_path / "new" / name).read_text("utf-8")
        assert not re.search(r"@[a-z_]+@|^#(mn|en) ", text, re.MULTILINE), name
        assert ("==" in text) == name.endswith(".yml")


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_a_folder_that_holds_anything_is_refused_and_left_alone(tmp_path: Path, lang: str) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    run = sitegen("init", tmp_path, "--lang", lang)
    said = {
        "mn": "энд аль хэдийн файл, хавтас байна. Шинэ, эсвэл хоосон хавтас нэрлэнэ үү.",
        "en": "there is something here already. Name a new folder, or an empty one.",
    }
    assert (run.code, run.err) == (cli.USAGE, f"{tmp_path}: {said[lang]}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert sitegen("init", tmp_path / "mine.txt").code == cli.USAGE
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "pasted"),
    [("minii-sait", "minii-sait"), ("Миний сайт", '"Миний сайт"'), ("~my", '"~my"'), ("a $b", "'a $b'")],
)
def test_the_way_there_can_be_pasted_into_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, pasted: str
) -> None:
    monkeypatch.chdir(tmp_path)
    run = sitegen("init", name, "--lang", "en")
    assert f"  cd {pasted}" in [line.partition("    ")[0] for line in run.err.splitlines()]


def test_an_empty_folder_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = sitegen("init", ".", "--lang", "en")
    assert (run.code, "cd " in run.err, (tmp_path / "site.yaml").exists()) == (cli.FINE, False, True)


def test_when_it_cannot_be_written_nothing_of_it_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "places.yaml":
            raise OSError(28, "No space left on device", str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert sitegen("init", tmp_path / "a/b", "--lang", "en").code == cli.MACHINE
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [("init",), ("init", "x", "--title-mn", " "), ("init", "x", "--base-url", "example.org")]
)
def test_a_wrong_use_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert sitegen(*arguments).code == cli.USAGE
    assert list(tmp_path.iterdir()) == []


def test_on_a_terminal_it_asks_and_asks_again_for_what_will_not_do(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    answers = ["Наран архив", "", "Наран ТББ", "naran", "https://naran.example.org"]
    shown = on_a_terminal(answers, "init", str(folder), "--lang", "mn").out
    assert "Сайтын монгол нэр [Манай архив]: " in shown
    assert "“naran” сайтын хаяг биш" in shown
    settings = yaml.safe_load((folder / "site.yaml").read_text("utf-8"))
    assert settings["title"] == {"mn": "Наран архив", "en": "Our archive"}
    assert settings["base_url"] == "https://naran.example.org"


def test_with_yes_a_terminal_is_not_asked_either(tmp_path: Path) -> None:
    run = on_a_terminal([], "init", str(tmp_path / "new"), "--yes", "--lang", "en")
    assert (run.code, "Name of the site" in run.out) == (cli.FINE, False)


def test_answers_in_mongolian_are_kept_where_the_locale_is_not_installed(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    environment = {**os.environ, "LC_ALL": "mn_MN.no-such-codeset"}
    run = on_a_terminal(["Наран архив", "", "", ""], "init", str(folder), environment=environment)
    assert run.code == cli.FINE, run.out
    assert yaml.safe_load((folder / "site.yaml").read_text("utf-8"))["title"]["mn"] == "Наран архив"


def test_samples_can_be_thrown_away_after_a_build_and_then_addresses_are_kept(tmp_path: Path) -> None:
    sitegen("init", tmp_path / "site", "--lang", "en")
    site = ("--site", tmp_path / "site")
    first = sitegen("build", *site)
    assert "3 samples are still here." in first.err
    assert addresses(tmp_path) == []
    assert "This is a sample" in page(tmp_path, "en/projects/sample-project")
    assert "3 samples are still here." in sitegen("build", *site).err  # nothing is planned anew

    for folder in tmp_path.glob("site/content/*/**/sample-*"):
        shutil.rmtree(folder)
    second = sitegen("build", "--strict", *site)
    assert second.code == cli.FINE, second.err
    assert "sample" not in second.err
    assert "/about/" in addresses(tmp_path)

    shutil.rmtree(tmp_path / "site/content/pages/about")
    assert "E327" in sitegen("build", *site).err


def test_a_sample_that_is_made_ones_own_is_none_any_more(tmp_path: Path) -> None:
    sitegen("init", tmp_path / "site", "--lang", "mn")
    for path in tmp_path.glob("site/content/*/**/sample-*/index.*.md"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"^sample: true.*\n", "", text, flags=re.MULTILINE), "utf-8")
    run = sitegen("build", "--strict", "--site", tmp_path / "site")
    assert (run.code, "жишээ бичлэг" in run.err) == (cli.FINE, False)
    assert "/projects/sample-project/" in addresses(tmp_path)
    assert "Энэ бол жишээ бичлэг" not in page(tmp_path, "projects/sample-project")


@pytest.mark.parametrize(("lang", "word"), [("mn", "алдаа"), ("en", "errors")])
def test_the_program_goes_on_in_the_language_of_the_editor(tmp_path: Path, lang: str, word: str) -> None:
    """Whatever the main language of the site is, and the computer's."""
    sitegen("init", tmp_path / "site", "--lang", lang)
    assert f"0 {word}" in sitegen("check", "--site", tmp_path / "site").err


def addresses(folder: Path) -> list[str]:
    lines = (folder / "site/addresses.txt").read_text("utf-8").splitlines()
    return [line.split()[0] for line in lines if not line.startswith("#")]


def page(folder: Path, path: str) -> str:
    return (folder / "site/public" / path / "index.html").read_text("utf-8")


def test_drawn_pictures_can_be_asked_for_and_say_that_they_are_samples(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    init(folder, "--sample", "photos")
    run = sitegen("build", "--site", folder, "--strict", "--lang", "en")
    assert (run.code, "0 errors, 0 warnings" in run.err) == (cli.FINE, True), run.err
    (page,) = (folder / "public/en/news").glob("*/jishee-zurag/index.html")
    text = page.read_text("utf-8")
    assert "Sample" in text
    assert (text.count("lead-picture"), text.count("gallery-grid")) == (1, 1)


@pytest.mark.skipif(os.name != "posix", reason="where files have no such bit, Git keeps it")
def test_the_hook_that_checks_before_a_commit_can_be_run(tmp_path: Path) -> None:
    init(tmp_path / "new")
    hook = tmp_path / "new/.githooks/pre-commit"
    assert os.access(hook, os.X_OK)
    bare = {"PATH": "/usr/bin:/bin"}
    assert (
        subprocess.run([hook], cwd=tmp_path / "new", env=bare, capture_output=True, check=False).returncode
        == 0
    )
