"""An edit that only its own pages show is published without looking at the rest of the site."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest

from sitegen import prepare
from sitegen.build import Outcome
from sitegen.content.reading import BODIES
from sitegen.core.memory import KEPT
from sitegen.core.store import Store
from sitegen.pages.stored_plans import SHOWN
from tests.literal import TODAY, Site, article, codes, tree
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
    "content/places.yaml": "- id: khovd\n  name: {mn: Ховд, en: Khovd}\n  iso: MN-043\n",
}
A = "content/articles/2018/a/index.mn.md"
ALONE = "content/articles/2018/alone/index.mn.md"
B = "content/articles/2018/b/index.mn.md"
Build = Callable[[], tuple[bool, Outcome]]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, FILES)
    assert site.build().diagnostics == ()
    return site


@pytest.fixture
def build(site: Site, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Builds, and tells whether the whole site was read; it must be what a clean build makes."""
    went: list[bool] = []
    original = prepare.prepare

    def spied(*given: object) -> object:
        went.append(True)
        return original(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(prepare, "prepare", spied)

    def build() -> tuple[bool, Outcome]:
        went.clear()
        outcome = site.build()
        long_way = bool(went)
        with TemporaryDirectory() as folder:
            clean = site.build(out=Path(folder), cache=False)
            assert clean.diagnostics == outcome.diagnostics
            assert outcome.failed or site.tree() == tree(Path(folder))
        return long_way, outcome

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
def test_a_new_text_is_published_the_short_way(site: Site, build: Build, text: str) -> None:
    site.edit(A, "Текст.", text)
    long_way, outcome = build()
    assert not long_way
    assert (outcome.parsed, outcome.diagnostics, outcome.removed) == ((A,), (), 0)
    assert set(outcome.rendered) == {"news/2018/a/index.html", "news/2018/a/print/index.html"}


def test_a_new_title_is_published_the_short_way(site: Site, build: Build) -> None:
    site.edit(A, '"a mn"', '"Өөр"')
    long_way, outcome = build()
    assert not long_way
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
def test_so_is_what_leaves_everything_in_its_place(
    site: Site, build: Build, path: str, before: str, after: str
) -> None:
    site.edit(path, before, after)
    assert build()[0] is False


def test_so_is_a_text_with_an_outdated_translation_but_not_the_edit_that_outdates_it(
    site: Site, build: Build
) -> None:
    (digest,) = re.findall("<code>([0-9a-f]{12})</code>", site.page("/translations/"))
    site.write(
        "content/articles/2018/alone/index.en.md",
        f"---\ntitle: Alone\ntranslated_from: {digest}\n---\n\nText.\n",
    )
    site.build()
    ways = []
    for number in range(3):
        site.edit(ALONE, "Текст.", f"{number} Текст.")
        ways.append(build()[0])
    assert ways == [True, False, False]
    assert "Орчуулга хоцрогдсон" in site.page("/translations/")


def test_so_are_a_few_texts_at_once_and_an_edit_that_is_taken_back(site: Site, build: Build) -> None:
    site.edit(A, "Текст.", "Өөр текст.")
    site.edit(B, "Текст.", "Өөр текст.")
    site.edit("content/forums/gpf/index.en.md", "Текст.", "Өөр текст.")
    assert build()[0] is False
    site.edit(A, "Өөр текст.", "Текст.")
    long_way, outcome = build()
    assert (long_way, outcome.parsed) == (False, ())


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
def test_what_others_show_is_published_the_long_way(
    site: Site, build: Build, path: str, before: str, after: str
) -> None:
    site.edit(path, before, after)
    assert build()[0] is True


@pytest.mark.parametrize("text", ["[Х](article:none)", "![ ](none.png)", "<script>x</script>"])
def test_faults_are_told_the_long_way(site: Site, build: Build, text: str) -> None:
    site.edit(A, "Текст.", text)
    long_way, outcome = build()
    assert long_way
    assert outcome.diagnostics
    assert {problem.path for problem in outcome.diagnostics} == {A}
    assert outcome.parsed == (A,)


def test_a_page_with_a_warning_shows_a_new_title_too(site: Site, build: Build) -> None:
    site.write("content/articles/2018/later/index.mn.md", article("Хожим", date="2030-01-01"))
    site.edit(B, "Текст.", "[Хожмын мэдээ](article:2018/later)")
    assert [problem.code for problem in build()[1].diagnostics] == ["W410"]
    site.edit(A, '"a mn"', '"Өөр"')
    long_way, outcome = build()
    assert long_way
    assert "news/2018/b/index.html" in outcome.rendered


def test_a_damaged_output_is_mended_the_long_way(site: Site, build: Build) -> None:
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
def test_lists_and_dossiers_whose_plans_were_lost_are_made_the_long_way(
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
    long_way, outcome = build()
    assert (long_way, outcome.diagnostics) == (False, warned)


def test_old_texts_do_not_pile_up(site: Site) -> None:
    def stored() -> tuple[int, ...]:
        with Store(site.root / ".sitegen/store") as store:
            return tuple(len(store.names(space)) for space in ("document", BODIES, SHOWN))

    first = stored()
    for number in range(3 * KEPT):
        site.edit(A, "Текст.", f"{number} Текст.")
        assert site.build().parsed == (A,)
    documents, bodies, shown = (now - before for now, before in zip(stored(), first, strict=True))
    assert (documents, bodies, shown) == (KEPT, KEPT, 2 * KEPT)


def test_a_text_that_was_in_use_between_mistakes_is_not_read_again(site: Site) -> None:
    for number in range(KEPT + 1):
        site.edit(A, "Текст.", f"[Текст.](article:none-{number})")
        assert site.build().failed
        site.edit(A, f"[Текст.](article:none-{number})", "Текст.")
        assert site.build().parsed == ()
    site.edit(B, "Текст.", "Өөр текст.")
    assert site.build().parsed == (B,)


def test_the_body_of_a_mistake_that_was_undone_outlives_later_edits(site: Site) -> None:
    site.edit(B, "Текст.", "[Текст.](article:none)")
    assert site.build().failed
    site.edit(B, "[Текст.](article:none)", "Текст.")
    site.build()
    tomorrow = TODAY + timedelta(1)
    site.build(today=tomorrow)
    for number in range(KEPT + 1):
        site.edit(A, "Текст.", f"{number} Текст.")
        site.build(today=tomorrow)
    assert rendered_anew(site, today=tomorrow).diagnostics == ()


def test_the_body_of_a_draft_that_was_edited_and_back_outlives_later_edits(site: Site) -> None:
    site.edit(B, "date: 2018-11-02", "date: 2018-11-02\ndraft: true")
    site.build(drafts=True)
    site.edit(B, "Текст.", "Өөр текст.")
    site.build(drafts=True)
    site.build()
    site.edit(B, "Өөр текст.", "Текст.")
    site.build()
    for number in range(KEPT):
        site.edit(A, "Текст.", f"{number} Текст.")
        site.build()
    assert rendered_anew(site, drafts=True).diagnostics == ()


def test_the_body_of_a_text_that_was_away_stays_as_long_as_the_rest_of_it(site: Site) -> None:
    original = (site.root / B).read_text("utf-8")
    site.remove(B)
    for number in range(KEPT):
        site.write(A, article("А", date="2018-11-01", body=f"[Текст.](article:none-{number})"))
        assert site.build().failed
        assert site.build().failed
    site.write(A, article("А", date="2018-11-01"))
    site.write(B, original)
    assert "W701" not in codes(site.build())


def test_texts_whose_bodies_were_lost_from_the_store_are_read_again(site: Site, build: Build) -> None:
    with sqlite3.connect(site.root / ".sitegen/store") as store:
        store.execute("DELETE FROM body")
    site.edit("content/places.yaml", "Ховд", "Ховд аймаг")
    long_way, outcome = build()
    assert (long_way, outcome.diagnostics) == (True, ())
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
