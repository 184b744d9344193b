"""A change of the theme renders pages from what is stored: nothing is read or planned."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from sitegen.build import Outcome
from tests.literal import Site, article, codes, tree
from tests.meta.source import ROOT

A = "content/articles/2018/a/index.mn.md"
FILES: dict[str, str | bytes] = {
    A: article("А", body="[Тэмдэглэл](notes.txt) <b>х</b>"),
    "content/articles/2018/a/notes.txt": "Тэмдэглэл.\n",
    "content/articles/2018/b/index.en.md": article("B"),
    "content/pages/about/index.mn.md": "---\ntitle: Бид\n---\n\nТекст.\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, FILES)
    assert not site.build().failed
    return site


def restyled(site: Site) -> tuple[bool, Outcome]:
    """Whether everything was planned; the site must be what a clean build makes."""
    outcome = site.build()
    with TemporaryDirectory() as folder:
        clean = site.build(out=Path(folder), cache=False)
        assert clean.diagnostics == outcome.diagnostics
        assert outcome.failed or tree(Path(folder)) == site.tree()
    return outcome.planned_all, outcome


def template(site: Site, name: str, before: str, after: str) -> None:
    source = (ROOT / "templates" / name).read_text("utf-8")
    site.write(f"templates/{name}", source.replace(before, after).encode())


def test_a_template_is_published_without_planning(site: Site) -> None:
    template(site, "base.html", "</body>", "<!-- x --></body>")
    planned, outcome = restyled(site)
    assert (planned, outcome.parsed) == (False, ())
    assert "news/2018/a/index.html" in outcome.rendered
    assert codes(outcome) == codes(site.build())


def test_so_is_a_static_file_that_comes_changes_or_goes(site: Site) -> None:
    for content in ("a", "b", None):
        if content:
            site.write("static/more.txt", content)
        else:
            site.remove("static/more.txt")
        planned, outcome = restyled(site)
        assert (planned, outcome.rendered) == (False, ())


def test_a_faulty_template_changes_nothing_until_it_is_mended(site: Site) -> None:
    before = site.tree()
    template(site, "base.html", "</body>", "{{ page.frame.title + 1 }}</body>")
    planned, outcome = restyled(site)
    assert (planned, "E506" in codes(outcome)) == (False, True)
    assert site.tree() == before
    template(site, "base.html", "</body>", "<!-- y --></body>")
    assert restyled(site)[0] is False


@pytest.mark.parametrize(("path", "more"), [(A, "Текст."), ("site.yaml", "articles_per_page: 1")])
def test_with_anything_else_it_goes_the_long_way(site: Site, path: str, more: str) -> None:
    template(site, "base.html", "</body>", "<!-- z --></body>")
    site.write(path, (site.root / path).read_text("utf-8") + f"\n{more}\n")
    assert restyled(site)[0] is True


def test_plans_of_a_build_that_failed_are_not_taken_for_those_that_are_published(site: Site) -> None:
    good = (site.root / "site.yaml").read_text("utf-8")
    site.write("site.yaml", good + "articles_per_page: 1\nmenu: [{page: none}]\n")
    assert "E414" in codes(site.build())
    site.write("site.yaml", good)
    template(site, "base.html", "</body>", "<!-- v --></body>")
    assert restyled(site)[0] is True


def test_plans_that_were_lost_from_the_store_remove_no_page(site: Site) -> None:
    before = set(site.tree())
    with sqlite3.connect(site.root / ".sitegen/store") as store:
        store.execute("DELETE FROM plan WHERE name LIKE 'news%'")
    site.write("templates/list.html", '{% extends "base.html" %}\n')
    assert site.build().removed == 0
    assert set(site.tree()) == before
