"""What an edit cannot touch is not planned again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import cast

import msgspec
import pytest

from sitegen.archive.model import Entry
from sitegen.build import Outcome
from sitegen.checks.translations import accept_translations
from sitegen.core.store import Store
from sitegen.pages.edition import BY_TITLE, by_title
from sitegen.steps.memory import BODIES, DOCUMENTS, ENCODED_VIEWS
from sitegen.steps.session import BuildOptions
from tests.literal import TODAY, Site, article, tree
from tests.meta.source import ROOT

BOTH = ("mn", "en")
FORUM = "---\ntitle: Форум\nstart: 2018-11-01\nplaces: [khovd]\n---\n\nТекст.\n"
PROJECT = "---\ntitle: {title}\nplace: khovd\n{more}---\n\nТекст.\n"
FILES: dict[str, str | bytes] = {
    **{
        f"content/articles/2018/{slug}/index.{lang}.md": article(
            f"{slug} {lang}", date=f"2018-11-0{day}", forums="[gpf]", body="Текст."
        )
        for day, slug in enumerate("abcd", 1)
        for lang in BOTH
    },
    **{f"content/forums/gpf/index.{lang}.md": FORUM for lang in BOTH},
    **{
        f"content/projects/{slug}/index.{lang}.md": PROJECT.format(title=slug, more=more)
        for slug, more in (("p", ""), ("q", ""), ("in-programme", "programme: small\n"))
        for lang in BOTH
    },
    **{f"content/programmes/small/index.{lang}.md": "---\ntitle: Жижиг\n---\n\nТекст.\n" for lang in BOTH},
    "content/projects/paid/index.mn.md": PROJECT.format(title="Төлбөр", more="amount: 100 USD\n"),
    "content/projects/paid/index.en.md": "---\ntitle: Paid\n---\n\nText.\n",
    "content/articles/2018/alone/index.mn.md": article("Ганц", date="2018-12-01"),
    "content/articles/2018/a/notes.txt": "Тэмдэглэл.\n",
    "content/articles/2018/a/index.mn.md": article(
        "a mn",
        date="2018-11-01",
        forums="[gpf]",
        documents="[{title: Тэмдэглэл, file: notes.txt}]",
        body="Текст.",
    ),
    "content/places.yaml": "- id: khovd\n  name: {mn: Ховд, en: Khovd}\n  iso: MN-043\n",
}
A = "content/articles/2018/a/index.mn.md"
ALONE = "content/articles/2018/alone/index.mn.md"
TRANSLATED = "content/articles/2018/alone/index.en.md"
B = "content/articles/2018/b/index.mn.md"
Build = Callable[[], tuple[bool, Outcome]]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, FILES)
    assert site.build().diagnostics == ()
    return site


@pytest.fixture
def build(site: Site) -> Build:
    """Builds, and tells whether everything was planned; it must be what a clean build makes."""

    def build() -> tuple[bool, Outcome]:
        outcome = site.build()
        with TemporaryDirectory() as folder:
            clean = site.build(out=Path(folder), cache=False)
            assert clean.diagnostics == outcome.diagnostics
            assert outcome.failed or site.tree() == tree(Path(folder))
        return outcome.planned_all, outcome

    return build


@pytest.mark.parametrize(
    "text",
    [
        "Өөр текст.",
        "[Мэдээ](article:2018/d) ба [форум](forum:gpf).",
        "[Тэмдэглэл](notes.txt) татах.",
        "Текст[^1].\n\n[^1]: Тайлбар.",
        "- нэг\n- хоёр\n\n| а | б |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_for_a_new_text_its_own_pages_are_planned(site: Site, build: Build, text: str) -> None:
    site.edit(A, "Текст.", text)
    all_planned, outcome = build()
    assert not all_planned
    assert (outcome.parsed, outcome.diagnostics, outcome.removed) == ((A,), (), 0)
    feeds = {f"{folder}feed.{form}" for folder in ("", "news/") for form in ("xml", "json")}
    assert set(outcome.rendered) == {"news/2018/a/index.html", "news/2018/a/print/index.html", *feeds}


def test_for_a_new_title_the_pages_that_show_it_are_planned(site: Site, build: Build) -> None:
    site.edit(A, '"a mn"', '"Өөр"')
    all_planned, outcome = build()
    assert not all_planned
    assert (outcome.parsed, outcome.diagnostics, outcome.removed) == ((A,), (), 0)
    shown = {path for path, content in site.tree().items() if "Өөр" in content.decode(errors="replace")}
    assert shown == set(outcome.rendered)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (A, "Текст.", "## Гарчиг"),
        ("content/forums/gpf/index.en.md", "title: Форум", "title: Forum"),
        ("content/forums/gpf/index.en.md", "title: Форум", "title: Форум\nsummary: Товч"),
        ("content/projects/p/index.mn.md", "title: p", "title: p\nsummary: Товч"),
        ("content/projects/in-programme/index.en.md", "Текст.", "It stands in a dossier."),
        ("content/programmes/small/index.mn.md", "Текст.", "Хөтөлбөр."),
        (ALONE, "Текст.", "Орчуулаагүй."),
        (ALONE, "Ганц", "Зөвхөн монголоор"),
        ("content/articles/2018/b/index.en.md", "Текст.", "Translated."),
    ],
)
def test_what_leaves_everything_in_its_place_is_planned_alone(
    site: Site, build: Build, path: str, before: str, after: str
) -> None:
    site.edit(path, before, after)
    assert build()[0] is False


def test_an_edit_that_outdates_a_translation_has_everything_planned_and_later_ones_do_not(
    site: Site, build: Build
) -> None:
    site.write(TRANSLATED, "---\ntitle: Alone\n---\n\nText.\n")
    accept_translations(BuildOptions(site=site.root, out=site.out, today=TODAY), "article:2018/alone")
    site.build()
    ways = []
    for number in range(3):
        site.edit(ALONE, "Текст.", f"{number} Текст.")
        ways.append(build()[0])
    assert ways == [True, False, False]
    assert "Орчуулга хоцрогдсон" in site.page("/translations/")


@pytest.mark.parametrize(
    ("texts", "lang", "before", "after", "code"),
    [
        (("25 сургууль.", "25 schools."), "en", "25", "27", "W430"),
        # The wording of the original stays the same, so that the translation is not out of date.
        (("[Мэдээ](article:2018/b).", "[News](article:2018/b)."), "mn", "2018/b", "2018/c", "W435"),
        (("- нэг\n- хоёр", "- one\n- two"), "mn", "\n- хоёр", " - хоёр", "W438"),
    ],
)
def test_a_translation_that_comes_to_differ_from_its_original_is_told(
    site: Site, build: Build, texts: tuple[str, str], lang: str, before: str, after: str, code: str
) -> None:
    site.edit(ALONE, "Текст.", texts[0])
    site.write(TRANSLATED, f"---\ntitle: Alone\n---\n\n{texts[1]}\n")
    accept_translations(BuildOptions(site=site.root, out=site.out, today=TODAY), "article:2018/alone")
    assert site.build().diagnostics == ()
    site.edit(ALONE if lang == "mn" else TRANSLATED, before, after)
    assert [(problem.code, problem.path) for problem in build()[1].diagnostics] == [(code, TRANSLATED)]


def test_a_file_that_no_text_names_any_more_is_told_and_no_longer_published(site: Site, build: Build) -> None:
    site.write("content/articles/2018/b/notes.txt", "Тэмдэглэл.\n")
    site.edit(B, "Текст.", "[Тэмдэглэл](notes.txt)")
    assert site.build().diagnostics == ()
    site.edit(B, "[Тэмдэглэл](notes.txt)", "Текст.")
    all_planned, outcome = build()
    assert all_planned
    assert [problem.code for problem in outcome.diagnostics] == ["W317"]
    assert outcome.removed == 1


def test_a_link_of_a_draft_that_leads_nowhere_is_told(site: Site, build: Build) -> None:
    site.write(TRANSLATED, "---\ntitle: Alone\ndraft: true\n---\n\nText.\n")
    site.build()
    site.edit(TRANSLATED, "Text.", "[News](article:2018/none)")
    assert [problem.code for problem in build()[1].diagnostics] == ["E412"]


def test_a_few_texts_at_once_and_an_edit_that_is_taken_back_are_planned_alone(
    site: Site, build: Build
) -> None:
    site.edit(A, "Текст.", "Өөр текст.")
    site.edit(B, "Текст.", "Өөр текст.")
    site.edit("content/forums/gpf/index.en.md", "Текст.", "Өөр текст.")
    assert build()[0] is False
    site.edit(A, "Өөр текст.", "Текст.")
    all_planned, outcome = build()
    assert (all_planned, outcome.parsed) == (False, ())


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (A, "date: 2018-11-01", "date: 2018-11-04"),
        (A, "---\n\n", "draft: true\n---\n\n"),
        ("content/projects/paid/index.mn.md", "amount: 100 USD", "amount: 100.00 USD"),
        ("content/projects/p/index.mn.md", "title: p", "title: r"),
        ("content/programmes/small/index.mn.md", "title: Жижиг", "title: Том"),
        ("content/places.yaml", "Ховд", "Ховд аймаг"),
    ],
)
def test_for_what_decides_where_things_stand_everything_is_planned(
    site: Site, build: Build, path: str, before: str, after: str
) -> None:
    site.edit(path, before, after)
    assert build()[0] is True


@pytest.mark.parametrize("text", ["[Х](article:none)", "![ ](none.png)", "<script>x</script>"])
def test_faults_are_told_after_everything_was_planned(site: Site, build: Build, text: str) -> None:
    site.edit(A, "Текст.", text)
    all_planned, outcome = build()
    assert all_planned
    assert outcome.diagnostics
    assert {problem.path for problem in outcome.diagnostics} == {A}
    assert outcome.parsed == (A,)


def test_a_page_with_a_warning_shows_a_new_title_too(site: Site, build: Build) -> None:
    site.write("content/articles/2030/later/index.mn.md", article("Хожим", date="2030-01-01"))
    site.edit(B, "Текст.", "[Хожмын мэдээ](article:2030/later)")
    assert [problem.code for problem in build()[1].diagnostics] == ["W410"]
    site.edit(A, '"a mn"', '"Өөр"')
    all_planned, outcome = build()
    assert all_planned
    assert "news/2018/b/index.html" in outcome.rendered


def test_everything_is_planned_to_mend_a_damaged_output(site: Site, build: Build) -> None:
    site.edit(A, "Текст.", "Өөр текст.")
    (site.out / "news/2018/b/index.html").write_text("x")
    assert build()[0] is True


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("content/projects/in-programme/index.en.md", "Текст.", "It stands in a dossier."),
        ("content/articles/2018/b/index.en.md", "b en", "Everywhere"),
    ],
)
def test_everything_is_planned_when_plans_of_lists_and_dossiers_were_lost(
    site: Site, build: Build, path: str, before: str, after: str
) -> None:
    with sqlite3.connect(site.root / ".sitegen/store") as store:
        store.execute("DELETE FROM plan WHERE name NOT LIKE 'article/%' AND name NOT LIKE 'project/%'")
    site.edit(path, before, after)
    assert build()[0] is True


def test_the_warnings_of_other_files_stay(site: Site, build: Build) -> None:
    site.edit(B, "Текст.", "Текст.\n\n<script>x</script>")
    warned = build()[1].diagnostics
    site.edit(A, "Текст.", "Өөр текст.")
    all_planned, outcome = build()
    assert (all_planned, outcome.diagnostics) == (False, warned)


def test_old_texts_are_swept_when_everything_is_planned(site: Site) -> None:
    def stored() -> dict[str, int]:
        with Store(site.root / ".sitegen/store") as store:
            return {space: len(store.names(space)) for space in (DOCUMENTS, BODIES, ENCODED_VIEWS)}

    first = stored()
    for number in range(first[ENCODED_VIEWS] // 2 + 1):
        site.edit(A, "Текст.", f"{number} Текст.")
        assert site.build().parsed == (A,)
    assert all(number > first[space] for space, number in stored().items())
    site.edit("content/places.yaml", "Ховд", "Кобдо")
    assert site.build().planned_all
    assert {space for space, number in stored().items() if number > 2 * first[space] + 1} == set()
    assert rendered_anew(site).diagnostics == ()


def test_an_edit_taken_back_after_mistakes_is_not_read_again(site: Site) -> None:
    for number in range(6):
        site.edit(A, "Текст.", f"[Текст.](article:none-{number})")
        assert site.build().failed
        site.edit(A, f"[Текст.](article:none-{number})", "Текст.")
        assert site.build().parsed == ()
    site.edit(B, "Текст.", "Өөр текст.")
    assert site.build().parsed == (B,)


@pytest.mark.parametrize("kind", ["article", "forum", "page"])
def test_a_kind_in_the_order_of_time_is_never_ordered_by_title(kind: str) -> None:
    assert kind not in BY_TITLE
    with pytest.raises(ValueError, match=f"^{kind}: to be ordered by title"):
        by_title("mn", [cast("Entry", SimpleNamespace(kind=kind))])


def test_texts_whose_bodies_were_lost_from_the_store_are_read_again(site: Site, build: Build) -> None:
    with sqlite3.connect(site.root / ".sitegen/store") as store:
        store.execute("DELETE FROM body")
    site.edit("content/places.yaml", "Ховд", "Кобдо")
    all_planned, outcome = build()
    assert (all_planned, outcome.diagnostics) == (True, ())
    assert {A, B} < set(outcome.parsed)


def rendered_anew(site: Site, **changes: object) -> Outcome:
    """Needs every body."""
    site.write("templates/base.html", (ROOT / "templates/base.html").read_text("utf-8") + "\n")
    return site.build(**changes)


def test_a_build_after_it_knows_what_was_published(site: Site, build: Build) -> None:
    site.edit(A, "Текст.", "Өөр текст.")
    build()
    outcome = site.build()
    assert outcome == msgspec.structs.replace(outcome, parsed=(), rendered=(), written=0, removed=0)


def test_where_the_store_has_lost_a_text_that_a_plan_shows_everything_is_planned(
    site: Site, build: Build
) -> None:
    with Store(site.root / ".sitegen/store") as store:
        store.remove(BODIES, store.names(BODIES))
        store.commit()
    site.edit(A, '"a mn"', '"Өөр"')
    all_planned, outcome = build()
    assert (all_planned, outcome.failed) == (True, False)
