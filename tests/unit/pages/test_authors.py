"""Who wrote the news: a page each, named under the title, in feeds, in data and for search engines."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.literal import Site, article
from tests.search.engine import Index

AUTHORS = """\
- id: bold
  name: {mn: Б.Болд, en: B. Bold}
  role: {mn: сурвалжлагч, en: reporter}
  organisation: paper
- {id: dorj, name: {mn: Д.Дорж}}
"""
PAPER = "- id: paper\n  name: {mn: Сонин, en: Paper}\n  logo: {light: favicon.svg}\n"
FILES = {
    "content/authors.yaml": AUTHORS,
    "content/organisations.yaml": PAPER,
    "content/articles/2018/a/index.mn.md": article("Нэг", author="bold"),
    "content/articles/2018/a/index.en.md": "---\ntitle: One\n---\n\nText.\n",
    "content/articles/2018/b/index.mn.md": article("Хоёр", authors="[dorj, bold]", date="2018-11-03"),
    "content/programmes/p/index.mn.md": "---\ntitle: Хөтөлбөр\nfunder: paper\n---\n\nБичвэр.\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("authors"), FILES)
    assert made.build(base_url="https://x.example.org").diagnostics == ()
    return made


def plain(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", html).split())


def test_a_byline_stands_under_the_title(site: Site) -> None:
    page = site.page("/news/2018/a/")
    byline = page[page.index('<p class="byline">') :].partition("</p>")[0]
    assert plain(byline) == "Бичсэн: Б.Болд, сурвалжлагч, Сонин"
    assert page.index("</h1>") < page.index("byline") < page.index('class="prose"')
    assert 'href="/authors/bold/"' in byline
    assert "Бичсэн: Д.Дорж; Б.Болд, сурвалжлагч, Сонин" in plain(site.page("/news/2018/b/"))
    assert "Written by: B. Bold, reporter, Paper" in plain(site.page("/en/news/2018/a/print/"))


def test_an_author_has_a_page_with_what_they_wrote_newest_first(site: Site) -> None:
    page = site.page("/authors/bold/")
    assert 0 < page.index(">Хоёр</a>") < page.index(">Нэг</a>")
    assert ">Хоёр</a>" in site.page("/authors/dorj/")
    assert ">Нэг</a>" not in site.page("/authors/dorj/")
    assert '>Б.Болд</a> <span class="count">2</span>' in site.page("/authors/")
    assert 'href="/authors/"' in site.page("/")
    assert "https://x.example.org/en/authors/bold/" in (site.out / "sitemap.xml").read_text("utf-8")


def test_feeds_data_and_search_engines_are_told(site: Site) -> None:
    assert "<author><name>Б.Болд</name></author>" in (site.out / "feed.xml").read_text("utf-8")
    items = json.loads((site.out / "feed.json").read_text("utf-8"))["items"]
    assert [item["authors"] for item in items] == [
        [{"name": "Д.Дорж"}, {"name": "Б.Болд"}],
        [{"name": "Б.Болд"}],
    ]
    assert '"author":[{"@type":"Person","name":"Б.Болд","url":"https://x.example.org/authors/bold/"}]' in (
        site.page("/news/2018/a/")
    )
    assert "bold" in (site.out / "data/articles.csv").read_text("utf-8-sig")


def test_one_that_nobody_knows_is_told_with_the_line_to_add(tmp_path: Path) -> None:
    site = Site(tmp_path, FILES | {"content/articles/2018/a/index.mn.md": article("Нэг", author="Г.Ганаа")})
    [problem] = site.build().diagnostics
    assert (problem.code, problem.path) == ("E411", "content/articles/2018/a/index.mn.md")
    assert "- {id: g-ganaa, name: {mn: Г.Ганаа}}" in dict(problem.args).values()


def test_their_organisation_has_to_be_known(tmp_path: Path) -> None:
    wrong = AUTHORS.replace("organisation: paper", "organisation: papr")
    site = Site(tmp_path, FILES | {"content/authors.yaml": wrong})
    [problem] = site.build().diagnostics
    assert (problem.code, problem.path, problem.line, problem.column) == (
        "E411",
        "content/authors.yaml",
        4,
        17,
    )
    assert dict(problem.args)["suggestion"] == "paper"


def test_without_authors_nothing_of_them_is_there(tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/articles/2018/a/index.mn.md": article("Нэг")})
    site.build()
    assert not (site.out / "authors").exists()
    assert "authors" not in (site.out / "sitemap.xml").read_text("utf-8") + site.page("/")


def test_a_changed_name_reaches_every_page_that_has_it(tmp_path: Path) -> None:
    site = Site(tmp_path, FILES)
    site.build()
    site.write("content/authors.yaml", AUTHORS.replace("Б.Болд", "Б.Батболд").encode())
    site.build()
    for path in ("/news/2018/a/", "/news/2018/a/print/", "/authors/", "/authors/bold/"):
        assert "Б.Батболд" in site.page(path)
        assert "Б.Болд" not in site.page(path)


def test_an_organisation_shows_its_mark_where_it_funds(site: Site) -> None:
    mark = '<img class="logo" src="/static/favicon.svg" alt=""'
    assert mark in site.page("/organisations/paper/")
    assert mark in site.page("/programmes/p/")


def test_a_mark_that_is_not_there_is_told(tmp_path: Path) -> None:
    lost = "- id: paper\n  name: {mn: Сонин}\n  logo: {light: favicon.sgv}\n"
    site = Site(tmp_path, FILES | {"content/organisations.yaml": lost})
    [problem] = site.build().diagnostics
    assert (problem.code, problem.path) == ("E156", "content/organisations.yaml")
    assert dict(problem.args)["suggestion"] == "favicon.svg"


def test_an_author_is_a_kind_of_result_found_by_name_in_either_alphabet_and_by_role(tmp_path: Path) -> None:
    site = Site(tmp_path, FILES)
    site.edit("site.yaml", "search: false", "search: true")
    assert not site.build().failed
    index = Index(site.out / "search", "mn")
    for query in ("Б.Болдын", "bold", "сурвалжлагч"):
        assert index.find(query)[0] == ("/authors/bold/", "Б.Болд"), query
    assert ["author", "Зохиогч"] in index.facets["names"]["kind"]
    assert Index(site.out / "en/search", "en").find("reporter")[0] == ("/en/authors/bold/", "B. Bold")
