"""The pages of an entry are planned anew exactly when something near it has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.pages import plan
from sitegen.pages.planned import Nearby, Outline
from tests.literal import Site, article

NEWS = "content/articles/2018/{}/index.mn.md"
FILES: dict[str, str | bytes] = {
    NEWS.format("a"): article("А", date="2018-11-01", forums="[gpf]"),
    NEWS.format("b"): article("Б", date="2018-11-02"),
    NEWS.format("c"): article("В", date="2018-11-03", body="[А](article:2018/a) болов."),
    NEWS.format("d"): article("Г", date="2018-11-04"),
    "content/forums/gpf/index.mn.md": "---\ntitle: Форум\n---\n\nТекст.\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, FILES)
    assert site.build().diagnostics == ()
    return site


@pytest.fixture
def planned(site: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[[], set[str]]:
    """Builds, and tells which entries were planned, and which functions planned lists."""
    found: set[str] = set()

    def plan_entry(archive: object, editions: object, nearby: Nearby, faces: object) -> object:
        found.add(nearby.entry.ref)
        return original(archive, editions, nearby, faces)

    def pages_of(outline: Outline, *given: object) -> object:
        found.add(outline.function)
        return original_pages_of(outline, *given)

    original: Callable[..., object] = plan.plan_entry
    original_pages_of: Callable[..., object] = plan.pages_of
    monkeypatch.setattr(plan, "plan_entry", plan_entry)
    monkeypatch.setattr(plan, "pages_of", pages_of)

    def build() -> set[str]:
        found.clear()
        assert site.build().diagnostics == ()
        return set(found)

    return build


def test_nothing_is_planned_when_nothing_changed_but_a_published_file(
    site: Site, planned: Callable[[], set[str]]
) -> None:
    (site.out / "news/2018/a/index.html").unlink()
    assert planned() == set()
    assert site.page("/news/2018/a/")


def test_after_an_edit_of_a_text_that_entry_is_planned(site: Site, planned: Callable[[], set[str]]) -> None:
    site.edit(NEWS.format("a"), "Текст.", "Өөр текст.")
    assert planned() == {"2018/a"}


def test_after_a_new_title_its_neighbours_and_those_who_name_it_are_planned(
    site: Site, planned: Callable[[], set[str]]
) -> None:
    site.edit(NEWS.format("a"), '"А"', '"Шинэ"')
    lists = {"home_page", "news_front", "asked_list", "archive_year", "archive_month"}
    lists |= {"entry_files", "database_file"}
    assert planned() == {"2018/a", "2018/b", "2018/c", "gpf", *lists}
    assert "Шинэ" in site.page("/forums/gpf/")


def test_a_heading_that_others_link_to_is_seen_by_them(site: Site, planned: Callable[[], set[str]]) -> None:
    site.edit(NEWS.format("a"), "Текст.", "## Төсөв\n\nТекст.")
    assert planned() >= {"2018/a", "2018/c"}


def test_a_template_plans_nothing(site: Site, planned: Callable[[], set[str]]) -> None:
    theme = (Path(plan.__file__).parents[2] / "templates/article.html").read_text("utf-8")
    site.write("templates/article.html", theme.replace("{% block main %}", "{% block main %}x"))
    assert planned() == set()


def test_an_entry_that_goes_is_missed_by_those_who_link_to_it(site: Site) -> None:
    site.remove_folder("content/articles/2018/a")
    assert [(item.path, item.code) for item in site.build().diagnostics] == [(NEWS.format("c"), "E412")]
    site.write(NEWS.format("a"), FILES[NEWS.format("a")])
    assert site.build().diagnostics == ()


def test_what_is_wrong_is_told_again_by_every_build(site: Site) -> None:
    site.edit(NEWS.format("b"), "Текст.", "[x](article:2018/nowhere)")
    told = [site.build().diagnostics for _ in range(2)]
    assert [item.code for item in told[0]] == ["E412"]
    assert told[0] == told[1]


def test_another_base_address_plans_everything(site: Site, planned: Callable[[], set[str]]) -> None:
    site.edit("site.yaml", "https://archive.example.org", "https://other.example.org")
    assert planned() == {"2018/a", "2018/b", "2018/c", "2018/d", "gpf", *plan.OUTLINED} - {
        "redirects",
        "authors_page",
        "author_page",
        "programme_files",
        "gone_pages",
        "numbered_page",
        "sharing_cards_of_lists",
        "search_pages",
        "documents_page",
        "giving_file",
        "iati_file",
        "organisation_file",
    }
