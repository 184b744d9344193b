"""Every shape of page in a real browser: no errors, no sideways scrolling, nothing that axe objects to."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.served import NewPage, Site
from tests.browser.shapes import LANGUAGES, SHAPES, example

# The width that WCAG 2.2, 1.4.10 Reflow, asks for is 320; the smallest phones still sold have 360.
NARROW = {"width": 320, "height": 640}
# Each shape is looked at in both schemes; contrast does not depend on the language.
SCHEME = {"mn": "light", "en": "dark"}


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=SHAPES)
def address(request: pytest.FixtureRequest, site: Site, lang: str) -> str:
    return site.url(example(site.paths(), request.param, lang))


def complaints(page: Page, address: str) -> list[str]:
    """What the browser says against a page: script errors, refusals of the security policy, missing files."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
    page.on("response", lambda got: said.append(f"{got.status}: {got.url}") if got.status >= 400 else None)
    page.goto(address, wait_until="load")
    return said


def test_the_browser_has_nothing_to_complain_of(new_page: NewPage, address: str) -> None:
    assert complaints(new_page(), address) == []


def test_nothing_scrolls_sideways_on_a_phone(new_page: NewPage, address: str) -> None:
    page = new_page(viewport=NARROW)
    page.goto(address)
    wide = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
            .filter(element => !element.closest(".scroll, pre, table, .skip, .visually-hidden"))
            .map(element => element.tagName + "." + element.className)"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], wide


def test_axe_finds_nothing(new_page: NewPage, address: str, lang: str) -> None:
    page = new_page(color_scheme=SCHEME[lang])
    page.goto(address)
    found = Axe().run(page).response["violations"]
    assert [(item["id"], [node["target"] for node in item["nodes"]]) for item in found] == []


def test_a_style_that_the_policy_refuses_is_noticed(new_page: NewPage, site: Site) -> None:
    page = new_page()
    said = complaints(page, site.url("/"))
    with page.expect_console_message():
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('style'), {textContent: '*{}'}))"
        )
    assert any("Content Security Policy" in text for text in said)
