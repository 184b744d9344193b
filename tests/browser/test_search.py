"""The search as readers use it: by keyboard, in Latin letters, without JavaScript, under attack."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import NewPage, Site
from tests.search.engine import Index

QUERIES = Path(__file__).parents[1] / "search" / "queries.txt"
HOSTILE = (
    "<script>alert(1)</script>",
    "(((",
    "[a-z]+",
    "\\",
    "а" * 10_000,
    "a\x00b\x1f",
    "%",
    "?q=",
    "́́",
    "😀",
)


def queries() -> list[tuple[str, list[str]]]:
    lines = (line for line in QUERIES.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [(query, ends.split()) for query, ends in (line.split(" | ") for line in lines)]


def hits(some: list[tuple[str, list[str]]], index: Index) -> float:
    """The part of what has to be found that is among the first ten results."""
    found = [
        any(url.endswith(end) for url, _ in index.find(query)[:10]) for query, ends in some for end in ends
    ]
    return sum(found) / len(found)


def searched(page: Page, site: Site, query: str, prefix: str = "") -> list[str]:
    """The addresses of the results on the page, by the path."""
    page.goto(site.url(f"{prefix}/search/?q={quote(query)}"))
    return results(page)


def results(page: Page) -> list[str]:
    status = page.locator("[id='page:status']")
    expect(status).not_to_have_text("")
    expect(status).not_to_contain_text("…")
    links = page.locator("#search-results a").all()
    return [urlsplit(str(link.get_attribute("data-page"))).path for link in links]


def test_queries_find_what_was_asked_for(site: Site) -> None:
    index = Index(site.public / "search", "mn")
    everything = queries()
    assert hits(everything[::2], index) >= 0.94
    assert hits(everything[1::2], index) >= 0.95


def test_the_browser_gives_the_same_list_as_python(site: Site, new_page: NewPage) -> None:
    index, page = Index(site.public / "search", "mn"), new_page()
    for query in (*(query for query, _ in queries()[::6]), "сургуль", "parents", "форм", "2018"):
        assert searched(page, site, query) == [url for url, _ in index.find(query)][:10], query
    index = Index(site.public / "en/search", "en")
    for query in ("school budgets", "parents", "dormitories", "November 2018"):
        assert searched(page, site, query, "/en") == [url for url, _ in index.find(query)][:10], query


def test_a_slash_leads_to_the_field_and_the_results_show_the_words_marked(
    site: Site, new_page: NewPage
) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(site.url("/"))
    page.keyboard.press("/")
    page.keyboard.type("surguul tusuv")
    page.keyboard.press("Enter")
    assert results(page)
    assert "q=surguul" in page.url
    expect(page.locator("#search-results mark").first).to_be_visible()
    marked = {word.lower() for word in page.locator("#search-results mark").all_inner_texts()}
    assert all(word.startswith(("сургууль", "сургуули", "төсв", "төсөв")) for word in marked), marked
    assert all(item.locator("a").count() == 1 for item in page.locator("#search-results > li").all())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_filter_narrows_the_list_and_stays_in_the_address(site: Site, new_page: NewPage) -> None:
    page = new_page()
    everything = searched(page, site, "эцэг эх")
    page.get_by_label("Төрөл").select_option("project")
    expect(page.locator("#search-results li").first).to_contain_text("Төслүүд")
    narrowed = results(page)
    assert narrowed
    assert narrowed != everything
    assert all("/projects/" in url for url in narrowed)
    assert "kind=project" in page.url
    page.reload()
    assert results(page) == narrowed


def test_results_of_the_other_language_stand_below_in_it(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("/search/?q=parents"))
    heading = page.locator(".found-elsewhere h2")
    expect(heading).to_contain_text("results in English")
    assert page.locator(".found-elsewhere").get_attribute("lang") == "en"
    expect(page.locator("[id='page:nothing']")).to_be_visible()


@pytest.mark.parametrize("path", ["/404.html", "/en/", "/projects/khovd-altai-furniture/"])
def test_every_page_has_the_field(site: Site, new_page: NewPage, path: str) -> None:
    page = new_page()
    page.goto(site.url(path))
    expect(page.locator("header input[name=q]")).to_be_visible()


def test_hostile_queries_break_nothing(site: Site, new_page: NewPage) -> None:
    page = new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.goto(site.url("/search/"))
    for query in HOSTILE:
        page.locator("[id='page:query']").evaluate("(field, value) => { field.value = value; }", query)
        page.keyboard.press("/")
        page.locator("[id='page:finder'] button").click()
        expect(page.locator("[id='page:status']")).not_to_contain_text("…")
        expect(page.locator("#search-results")).to_be_attached()
    assert wrong == []


def test_without_javascript_there_are_topics_places_and_years(site: Site, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(site.url("/search/?q=x"))
    for folder in ("tags", "places", "archive"):
        assert page.locator(f"main a[href*='/{folder}/']").count() > 1
    expect(page.get_by_text("Хайлтад JavaScript хэрэгтэй")).to_be_visible()
