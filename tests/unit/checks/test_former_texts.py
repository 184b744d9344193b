"""What an original says otherwise since its translation was current, from the history that git keeps."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from sitegen.checks.translations import (
    SectionChange,
    accept_translations,
    changed_sections,
    section_changes,
    translations,
)
from sitegen.serve.bar import bar_words, shell
from sitegen.steps.session import BuildOptions
from tests.command import sitegen
from tests.literal import Site, article

NEWS, ENGLISH = "content/articles/2018/a/index.mn.md", "content/articles/2018/a/index.en.md"
BODY = """Сургууль ширээ авав. Ц.Халиун багш баярлав.

## Зардал

- Ширээ: 12 сая төгрөг
- Сандал: 3 сая төгрөг

## Үр дүн

Сурагчид баярлав."""

git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def commit(root: Path) -> None:
    for command in (("init", "-q"), ("add", "content"), ("commit", "-qm", "x")):
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(("git", *who, *command), cwd=root, check=True, capture_output=True)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, {NEWS: article(body=BODY), ENGLISH: "---\ntitle: News\n---\n\nText.\n"})
    accept_translations(BuildOptions(site=tmp_path, out=site.out, publish=False), "article:2018/a")
    return site


def changes(site: Site) -> tuple[SectionChange, ...] | None:
    (found,) = translations(BuildOptions(site=site.root, out=site.out, publish=False), "article:2018/a")
    return found.changes


@git
def test_the_sentences_that_changed_are_told_by_section(site: Site) -> None:
    commit(site.root)
    site.edit(NEWS, "12 сая", "13 сая")
    site.edit(NEWS, "Ц.Халиун багш баярлав.", "Ц.Халиун багш баярлав. Эцэг эх ч ирэв.")
    commit(site.root)
    site.edit(NEWS, "\n\nСурагчид баярлав.", "")
    assert changes(site) == (
        SectionChange("", 0, (), ("Эцэг эх ч ирэв.",)),
        SectionChange("Зардал", 1, ("Ширээ: 12 сая төгрөг",), ("Ширээ: 13 сая төгрөг",)),
        SectionChange("Үр дүн", 2, ("Сурагчид баярлав.",), ()),
    )


@git
def test_the_preview_of_both_languages_is_told_which_sections_to_mark(site: Site) -> None:
    commit(site.root)
    assert changed_sections(site.root, NEWS, ENGLISH) == ()
    site.edit(NEWS, "12 сая", "13 сая")
    site.edit(NEWS, "Форум болов", "Форум боллоо")
    assert changed_sections(site.root, NEWS, ENGLISH) == (0, 1)
    assert changed_sections(site.root, ENGLISH, NEWS) == (0, 1)
    assert changed_sections(site.root, NEWS, "content/articles/2018/a/index.kk.md") == ()
    words = bar_words("mn")
    page = shell("both", "mn", "/a/", {"/a/": "mn", "/en/a/": "en"}, (0, 1)).decode()
    assert '<main data-changed="0 1">' in page
    assert words["changed"] in page
    assert words["changed"] not in shell("both", "mn", "/a/", {"/a/": "mn"}).decode()


@git
def test_the_history_is_followed_through_a_new_name(site: Site) -> None:
    commit(site.root)
    (site.root / "content/articles/2018/b").mkdir()
    for name in ("index.mn.md", "index.en.md"):
        old = site.root / f"content/articles/2018/a/{name}"
        old.rename(site.root / f"content/articles/2018/b/{name}")
    commit(site.root)
    site.edit(NEWS.replace("/a/", "/b/"), "Форум болов", "Форум боллоо")
    (found,) = translations(BuildOptions(site=site.root, out=site.out, publish=False))
    assert found.changes == (SectionChange("", 0, ("Форум болов",), ("Форум боллоо",)),)


@git
def test_the_command_shows_them_in_both_languages(site: Site) -> None:
    commit(site.root)
    site.edit(NEWS, "12 сая", "13 сая")
    told = sitegen("status", "--site", site.root, "--lang", "mn").out
    assert told.splitlines()[:4] == [
        f"{ENGLISH}: хоцрогдсон – Форум болов",
        f"    {NEWS} · Зардал",
        "      - Ширээ: 12 сая төгрөг",
        "      + Ширээ: 13 сая төгрөг",
    ]
    assert '"before"' in sitegen("status", "--site", site.root, "--format", "json").out


def test_without_a_history_that_is_said(site: Site) -> None:
    site.edit(NEWS, "12 сая", "13 сая")
    assert changes(site) is None
    assert "git-ийн түүхэнд алга" in sitegen("status", "--site", site.root, "--lang", "mn").out
    assert "no commit of git" in sitegen("status", "--site", site.root, "--lang", "en").out


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        ("Нэг. Хоёр.", "Нэг. Гурав.", "Хоёр.", "Гурав."),
        ("А.Бат ирэв. Б явав.", "А.Бат ирэв. В явав.", "Б явав.", "В явав."),
        ("“Нэг.” Хоёр.", "“Нэг.” Гурав.", "Хоёр.", "Гурав."),
        ("| а | 1 |\n|---|---|\n| б | 2 |", "| а | 1 |\n|:--|---|\n| б | 3 |", "| б | 2 |", "| б | 3 |"),
        ("Нэг\nмөр. Хоёр.", "Нэг мөр. Хоёр\nбайв.", "Хоёр.", "Хоёр байв."),
    ],
)
def test_a_change_is_as_small_as_a_sentence_an_item_or_a_row(
    before: str, after: str, gone: str, come: str
) -> None:
    (change,) = section_changes(("Г", "", before), ("Г", "", after))
    assert (change.before, change.after) == ((gone,), (come,))


def test_typography_and_remarks_are_no_change() -> None:
    before, after = 'Нэг - "хоёр".\n\n<!-- А. -->', "Нэг – “хоёр”.\n\n<!-- Б. -->"
    assert section_changes(("Г", "", before), ("Г", "", after)) == ()


def test_a_heading_of_another_name_and_a_section_that_went_are_told() -> None:
    before, after = "## Нэг\n\nА.\n\n## Хоёр\n\nБ.", "## Эхний\n\nА."
    assert section_changes(("Г", "", before), ("Г", "", after)) == (
        SectionChange("Эхний", 1, ("Нэг", "Хоёр", "Б."), ("Эхний",)),
    )
