"""The search as readers use it: by keyboard, in Latin letters, without JavaScript, under attack."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from sitegen.language.search_words import key_of
from sitegen.output.theme import minify
from tests.browser.served import MOUNT, NewPage, Site
from tests.search.engine import Index, asked_words, text_stems

QUERIES = Path(__file__).parents[1] / "search" / "queries.txt"
FALSE_JOINS = QUERIES.with_name("false_joins.txt")
TAGS = re.compile(r"<(header|footer)\b.*?</\1>|<[^>]*>", re.DOTALL)
WORDS = re.compile(r"[^\W\d_]+|[0-9]+")
SCRIPTS = Path(__file__).parents[2] / "static/js"
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
    expect(page.locator("#search-results")).not_to_have_attribute("aria-busy", "true")
    links = page.locator("#search-results a").all()
    return [str(link.get_attribute("data-page")) for link in links]


def test_queries_find_what_was_asked_for(site: Site) -> None:
    index = Index(site.public / "search", "mn")
    everything = queries()
    assert hits(everything[::2], index) >= 0.94
    assert hits(everything[1::2], index) >= 0.95


def test_the_browser_gives_the_same_list_as_python(site: Site, new_page: NewPage) -> None:
    index, page = Index(site.public / "search", "mn"), new_page()
    for query in (
        *(query for query, _ in queries()[::6]),
        "сургуль",
        "мэдээлэлээлл",
        "Ховдын",
        "parents",
        "форм",
        "2018",
    ):
        assert searched(page, site, query) == [url for url, _ in index.find(query)][:10], query
    index = Index(site.public / "en/search", "en")
    for query in ("school budgets", "parents", "dormitories", "November 2018", "accountabilty"):
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
    expect(page.locator("#search-results li").first).to_contain_text("Төсөл")
    narrowed = results(page)
    assert narrowed
    assert narrowed != everything
    assert all("/projects/" in url for url in narrowed)
    assert "kind=project" in page.url
    page.reload()
    assert results(page) == narrowed


def test_results_of_the_other_language_stand_below_in_it(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("/search/?q=teachers"))
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


def test_half_a_letter_and_ten_thousand_letters_are_no_query_that_breaks_suggestions(
    site: Site, new_page: NewPage
) -> None:
    page = new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(site.url("/"))
    field = page.locator("header input[name=q]")
    field.focus()
    for value in ("String.fromCharCode(0xd800)", "'я'.repeat(10000)", "'<img src=x onerror=alert(1)>'"):
        field.evaluate(f"(field) => {{ field.value = {value}; field.dispatchEvent(new Event('input')); }}")
        page.wait_for_timeout(50)
    field.evaluate("(field) => { field.value = String.fromCharCode(0xd800); field.form.requestSubmit(); }")
    page.wait_for_url("**/search/**")
    expect(page.locator("[id='page:status']")).not_to_contain_text("…")
    assert wrong == []


def test_results_are_a_list_and_their_number_is_announced(site: Site, new_page: NewPage) -> None:
    page = new_page()
    searched(page, site, "сургуулийн төсөв")
    tree = page.locator("main").aria_snapshot()
    assert re.search(r"- status: \d+ илэрц", tree)
    items = tree[tree.index("- list:") :]
    assert items.index("- listitem:") < items.index("- link ")
    assert re.search(r'- combobox "Төрөл"', tree)


def test_each_filter_tells_how_many_results_it_leaves(site: Site, new_page: NewPage) -> None:
    page = new_page()
    for label in ("Төрөл", "Он", "Аймаг", "Хөтөлбөр"):
        searched(page, site, "эцэг эх")
        choice = page.get_by_label(label, exact=True)
        option = choice.locator("option").nth(1)
        told = re.search(r"\((\d+)\)$", option.inner_text())
        assert told, label
        choice.select_option(option.get_attribute("value"))
        expect(page.locator("[id='page:status']")).to_have_text(re.compile(rf"^{told[1]} "))
        expect(choice).to_be_focused()


def test_a_slow_network_is_told_and_a_lost_file_can_be_asked_for_again(site: Site, new_page: NewPage) -> None:
    page = new_page()
    held: list[Route] = []
    page.route("**/words-*", lambda route: held.append(route))
    # The status says "…" before any file is asked for: what is held is known only by the request itself.
    with page.expect_request("**/words-*"):
        page.goto(site.url("/search/?q=сургууль"))
    expect(page.locator("[id='page:status']")).to_contain_text("…")
    page.route("**/words-*", lambda route: route.abort())
    for route in held:
        route.abort()
    expect(page.locator("[id='page:status']")).to_contain_text("дахин")
    page.unroute("**/words-*")
    page.locator("[id='page:finder'] button").click()
    assert results(page)


def test_results_in_sight_wait_for_the_others_only_where_all_are_quick(site: Site, new_page: NewPage) -> None:
    watching = """addEventListener("DOMContentLoaded", () => {
      const list = document.getElementById("search-results");
      window.seen = [];
      new MutationObserver(() => window.seen.push(list.children.length)).observe(list, { childList: true });
    })"""
    lists, seen = [], []
    for clock in ("() => 0", "() => (window.told = (window.told ?? 0) + 1000)"):  # all are quick; long waited
        page = new_page()
        page.add_init_script(f"performance.now = {clock}; {watching}")
        lists.append(searched(page, site, "сургууль"))
        seen.append(page.evaluate("window.seen"))
    assert lists[0] == lists[1]
    assert seen == [[10], [3, 10]]


def test_without_javascript_there_are_topics_places_and_years(site: Site, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(site.url("/search/?q=x"))
    for folder in ("tags", "places", "archive"):
        assert page.locator(f"main a[href*='/{folder}/']").count() > 1
    expect(page.get_by_text("Хайлтад JavaScript хэрэгтэй")).to_be_visible()


def test_names_are_suggested_in_either_alphabet_and_walked_through_by_keyboard(
    site: Site, new_page: NewPage
) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(site.url("/"))
    assert not any("suggest" in path or "search" in path for path in asked)
    field = page.get_by_role("combobox")
    for typed in ("Хөвсг", "khuvsg", "Ховсг"):
        page.locator("header input[name=q]").fill("")
        page.locator("header input[name=q]").focus()
        page.keyboard.type(typed)
        expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("Хөвсгөл аймаг")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("header [role=status]")).to_contain_text("санал болгож байна")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"[id='{field.get_attribute('aria-activedescendant')}']")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("Ховсг")
    page.keyboard.type("ө")
    page.keyboard.press("Backspace")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/khovsgol/")


def test_a_school_that_has_no_page_is_searched_for(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("/"))
    page.keyboard.press("/")
    page.keyboard.type("seebkh")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/search/?q=*")
    assert results(page)


def test_the_search_page_suggests_as_well(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("/en/search/"))
    page.keyboard.press("/")
    page.keyboard.type("khov")
    expect(page.get_by_role("option").first).to_contain_text("Khov")
    page.keyboard.press("Enter")
    assert results(page)
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_an_excerpt_keeps_a_number_with_its_word_and_its_ending(site: Site, new_page: NewPage) -> None:
    page = new_page()
    searched(page, site, "Мөнххаан")
    shown = page.locator("#search-results p:has(mark)").first
    expect(shown).to_contain_text("сарын\xa011\u2011нд")


def test_excerpts_have_no_marks_of_notes(site: Site, new_page: NewPage) -> None:
    page = new_page()
    searched(page, site, "дунд хугацааны үнэлгээ")
    expect(page.locator("#search-results mark").first).to_be_visible()
    assert not re.search(r"\[\d+\]", page.locator("#search-results").inner_text())


def test_a_result_opens_the_page_at_the_heading_that_its_words_stand_below(
    site: Site, new_page: NewPage
) -> None:
    page = new_page()
    searched(page, site, "сандал")
    first = page.locator("#search-results a").first
    expect(page.locator("#search-results mark").first).to_be_visible()
    address = str(first.get_attribute("href"))
    assert "#" in address
    first.click()
    page.wait_for_load_state()
    ident = unquote(urlsplit(page.url).fragment)
    assert page.evaluate("(id) => /^H[1-6]$/.test(document.getElementById(id).tagName)", ident)


def test_a_document_is_found_by_its_title_and_leads_to_where_it_stands(site: Site, new_page: NewPage) -> None:
    page = new_page()
    found = searched(page, site, "англи бичвэр файл")
    address = next(url for url in found if "#document:" in url)
    page.goto(urlsplit(site.address)._replace(path="").geturl() + address)
    assert page.locator(f"[id='{urlsplit(address).fragment}'] a").is_visible()


def test_words_between_quotation_marks_are_found_as_they_stand(site: Site, new_page: NewPage) -> None:
    page = new_page()
    loose = searched(page, site, "эцэг эхийн үүрэг")
    exact = searched(page, site, "“эцэг эхийн”")
    assert exact
    assert searched(page, site, "“эхийн эцэг”") == []
    assert loose != exact


def test_a_slip_is_forgiven_and_said_and_what_is_not_found_leads_to_similar_names(
    site: Site, new_page: NewPage
) -> None:
    page = new_page()
    assert searched(page, site, "тайлант форумд сургуцль")
    assert searched(page, site, "сургуцль")
    expect(page.locator("[id='page:status']")).to_contain_text("Төстэй нь")
    assert searched(page, site, "хөвс") != []
    assert searched(page, site, "accountabilty", "/en")
    assert searched(page, site, "булшшшш") == []
    expect(page.locator("[id='page:near'] a").first).to_be_visible()


def test_without_a_network_the_page_says_so(site: Site, new_page: NewPage) -> None:
    page = new_page()
    page.goto(site.url("/search/"))
    page.context.set_offline(True)
    page.locator("[id='page:query']").fill("сургууль")
    page.keyboard.press("Enter")
    expect(page.locator("[id='page:status']")).to_have_text("Сүлжээ алга. Хайлтад сүлжээ хэрэгтэй.")
    page.context.set_offline(False)
    page.locator("[id='page:finder'] button").click()
    assert results(page)


def test_the_scripts_are_small() -> None:
    """The scripts that search, with both languages, compressed; and each as it is published."""
    scripts = {path.name: minify(path.name, path.read_bytes()) for path in SCRIPTS.glob("search*.js")}
    assert len(scripts) == 4
    assert sum(len(gzip.compress(script)) for script in scripts.values()) <= 10_240
    assert all(len(script) <= 10_000 for script in scripts.values())
    assert len((SCRIPTS / "suggest.js").read_bytes()) <= 5_000


def test_the_first_ten_results_are_to_the_point(site: Site) -> None:
    """A result has a form of each word: forms of other words are told apart by a list (false_joins.txt)."""
    index = Index(site.public / "search", "mn")
    everything = [precision(query, index, site) for query, _ in queries()]
    assert sum(everything[::2]) / len(everything[::2]) >= 0.9
    assert sum(everything[1::2]) / len(everything[1::2]) >= 0.9


def precision(query: str, index: Index, site: Site) -> float:
    """The part of the first ten results that are to the point; nothing found is nothing to the point."""
    asked = list(zip(typed_words(query), asked_words(query, "mn"), strict=True))
    found = [url for url, _ in index.find(query)[:10]]
    good = 0
    for url in found:
        words = {word: key_of(stem, "mn") for word, stem in words_of(site, url)}
        good += all(has_form(words, typed, stems) for typed, stems in asked)
    return good / len(found) if found else 0


def has_form(words: dict[str, str], typed: str, stems: tuple[str, str, str, str]) -> bool:
    keys = tuple(key_of(stem, "mn") for stem in stems[:2] if stem)
    long = tuple(key for key in keys if len(key) > 3 or key.isdigit())
    return any(
        (key in keys or key.startswith(long)) and word not in false_joins().get(typed, ())
        for word, key in words.items()
    )


@cache
def false_joins() -> dict[str, set[str]]:
    """Words that are no forms of a word, by that word as it is typed."""
    lines = FALSE_JOINS.read_text("utf-8").splitlines()
    pairs = [line.split(":") for line in lines if not line.startswith("#")]
    return {word: set(others.split()) for words, others in pairs for word in words.split()}


def typed_words(text: str) -> list[str]:
    """As they are written, numbers and dates in the form they are found by."""
    plain = WORDS.findall(text.lower())
    return (
        plain
        if len(plain) == len(list(asked_words(text, "mn")))
        else [word[0] for word in asked_words(text, "mn")]
    )


def words_of(site: Site, url: str) -> Iterator[tuple[str, str]]:
    path = url.removeprefix(MOUNT).partition("#")[0]
    html = (site.public / path.lstrip("/") / "index.html").read_text("utf-8")
    text = unescape(TAGS.sub(" ", html))
    for word in WORDS.findall(text.lower()):
        for stem in text_stems(word, "mn"):
            yield word, stem
    for stem in text_stems(text, "mn"):  # amounts and dates
        if stem[0].isdigit():
            yield stem, stem
