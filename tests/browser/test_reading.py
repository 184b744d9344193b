"""What a reader does, with and without JavaScript: skip to the text, change the language, print."""

from __future__ import annotations

import io
import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.served import MOUNT, NewPage, Site
from tests.browser.shapes import LANGUAGES, example

FOCUSED_OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
}"""


def article(site: Site, lang: str) -> str:
    return site.url(example(site.paths(), "article", lang))


def in_both_languages(site: Site) -> str:
    """The Mongolian address of an article that has an English page too."""
    paths = set(site.paths())
    return next(
        path for path in sorted(paths) if re.match(r"/news/\d{4}/[\w-]+/$", path) and f"/en{path}" in paths
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_tab_stop_leads_past_the_menu(new_page: NewPage, site: Site, lang: str) -> None:
    page = new_page()
    page.goto(article(site, lang))
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_can_be_seen_on_every_stop(new_page: NewPage, site: Site, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(article(site, "mn"))
    stops = page.locator(
        "a[href]:visible, button:visible, input:visible, select:visible, summary:visible"
    ).count()
    for _ in range(stops):
        page.keyboard.press("Tab")
        outline = page.evaluate(FOCUSED_OUTLINE)
        assert outline >= 2, page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_language_switch_leads_there_and_back(new_page: NewPage, site: Site, script: bool) -> None:
    page = new_page(java_script_enabled=script)
    path = in_both_languages(site)
    page.goto(site.url(path))
    page.locator(".languages a[hreflang=en]").click()
    expect(page).to_have_url(site.url(f"/en{path}"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".languages a[hreflang=mn]").click()
    expect(page).to_have_url(site.url(path))
    expect(page.locator("html")).to_have_attribute("lang", "mn")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_menu_works_without_javascript(new_page: NewPage, site: Site, lang: str) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(site.url(f"{LANGUAGES[lang]}/"))
    links = page.locator("nav.menu a")
    addresses = [links.nth(index).get_attribute("href") or "" for index in range(links.count())]
    assert len(addresses) > 2
    for index, address in enumerate(addresses):
        page.goto(site.url(f"{LANGUAGES[lang]}/"))
        expect(links.nth(index)).to_be_hidden()
        page.locator(".menu-button summary").click()
        links.nth(index).click()
        assert page.url.endswith(address)
        assert MOUNT in page.url
        expect(page.locator("main h1")).to_be_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("pattern", "part", "most"), [(r"/news/\d{4}/[\w-]+/", "h1", 160), (r"/projects/[\w-]+/", ".prose", 900)]
)
def test_a_phone_shows_at_once_what_a_page_is_about(
    new_page: NewPage, site: Site, lang: str, pattern: str, part: str, most: int
) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    prefix = "" if lang == "mn" else "/en"
    paths = [path for path in site.paths() if re.fullmatch(prefix + pattern, path)]
    assert len(paths) > 5
    late = {}
    for path in paths:
        page.goto(site.url(path))
        if not page.locator(".entry").count():
            continue  # stands in for a missing translation, which it says before its title
        found = page.locator(f".entry {part}").first.bounding_box()
        if not found or found["y"] >= most:
            late[path] = found
    assert late == {}


@pytest.mark.parametrize("kind", ["article", "forum", "programme", "project"])
def test_a_page_says_the_same_without_javascript(new_page: NewPage, site: Site, kind: str) -> None:
    address = site.url(example(site.paths(), kind, "mn"))

    def words(page: Page) -> str:
        page.goto(address)
        # A script adds buttons, to share and to copy links, and no words.
        page.evaluate("document.querySelectorAll('main button').forEach(button => button.remove())")
        return page.locator("main").inner_text()

    assert words(new_page(java_script_enabled=False)) == words(new_page())


class TestPrinting:
    def printed(self, page: Page, address: str) -> list[str]:
        """Follows the print link; gives the addresses at which the print dialog was opened."""
        opened: list[str] = []
        page.expose_function("dialog_opened", lambda: opened.append(page.url))
        page.add_init_script(
            "window.print = () => { document.documentElement.dataset.printed = 1; window.dialog_opened() }"
        )
        page.goto(address)
        page.locator(".print-link").first.click()
        page.wait_for_url("**/print/**")
        page.locator("html[data-printed]").wait_for()
        page.wait_for_timeout(300)
        return opened

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_print_link_opens_the_dialog_on_the_print_view(
        self, new_page: NewPage, site: Site, lang: str
    ) -> None:
        opened = self.printed(new_page(), article(site, lang))
        assert [address.split("#")[0].split("?")[0] for address in opened] == [f"{article(site, lang)}print/"]

    def test_without_javascript_the_link_leads_to_the_print_view(self, new_page: NewPage, site: Site) -> None:
        page = new_page(java_script_enabled=False)
        page.goto(article(site, "mn"))
        page.locator(".print-link").first.click()
        page.wait_for_url("**/print/**")
        expect(page.locator("h1").first).to_be_visible()

    def test_a_print_view_opened_by_its_address_prints_nothing(self, new_page: NewPage, site: Site) -> None:
        page = new_page()
        page.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'yes' }")
        page.goto(f"{article(site, 'mn')}print/")
        page.wait_for_timeout(300)
        assert page.locator("html").get_attribute("data-printed") is None

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("kind", ["article", "project"])
    def test_paper_carries_the_title_and_numbered_pages(
        self, new_page: NewPage, site: Site, kind: str, lang: str
    ) -> None:
        page = new_page()
        page.goto(site.url(example(site.paths(), f"{kind}, printed", lang)))
        title = page.locator("h1").first.inner_text()
        sheets = [
            sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        ]
        assert squeezed(title) in squeezed(sheets[0])
        for number, text in enumerate(sheets, start=1):
            assert re.search(rf"\b{number}\s*/\s*{len(sheets)}\b", text), text[-200:]

    def test_the_last_lines_of_a_page_do_not_stand_alone_on_a_sheet(
        self, new_page: NewPage, site: Site
    ) -> None:
        page = new_page()
        page.goto(site.url("/news/2018/monkhkhaan-pta-training/print/"))
        (sheet,) = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert "Бичвэрийнхувилбар" in re.sub(r"\W", "", sheet.extract_text())


def squeezed(text: str) -> str:
    """Letters and digits only: a PDF keeps no spaces, and breaks lines and words where it likes."""
    return re.sub(r"[\W_]+", "", text).casefold()


def test_each_form_of_a_citation_can_be_copied(new_page: NewPage, site: Site) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(article(site, "mn"))
    page.get_by_text("Энэ хуудсыг ишлэх").click()
    page.get_by_role("button", name="Хуулах: RIS").click()
    expect(page.get_by_role("button", name="Хуулах: RIS")).to_have_text("Хуулсан")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("TY  - ELEC\n")
    assert text.endswith("\nER  -")


def test_the_focus_is_seen_on_the_band(new_page: NewPage, site: Site) -> None:
    page = new_page(viewport={"width": 1280, "height": 740})
    page.goto(site.url("/about/"))
    page.keyboard.press("/")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_of_a_mistake_quotes_the_passage_that_is_marked(
    new_page: NewPage, site: Site, lang: str
) -> None:
    page = new_page()
    page.goto(article(site, lang))
    letter = page.locator(".entry-foot a[href^=mailto]")
    before = letter.get_attribute("href") or ""
    assert re.search(r"&body=https?%3A.*%0D%0Av1%20\d{4}-\d\d-\d\d$", before.replace("://", "%3A"))
    page.locator(".prose p").first.select_text()
    marked = page.evaluate("getSelection().toString().trim()")
    letter.focus()
    after = unquote(letter.get_attribute("href") or "")
    assert after == f"{unquote(before)}\r\n\r\n“{marked[:500]}”"
