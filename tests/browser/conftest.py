"""This repository's own site, built once, served on this machine, and a Chromium to look at it with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.served import MOUNT, Handler, NewPage, Site

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# A page that is late is not a page that is wrong: other tests may hold every processor for some seconds.
expect.set_options(timeout=20_000)
# Nothing but the page under test is asked for: without these a browser calls home as it starts.
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--force-color-profile=srgb"),
]


def find_browser() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of this folder are skipped without a browser, unless SITEGEN_REQUIRE_BROWSER is set."""
    here = Path(__file__).parent
    mine = [item for item in items if here in item.path.parents]
    missing = find_browser() is None and not os.environ.get("SITEGEN_REQUIRE_BROWSER")
    for item in mine:
        item.add_marker(pytest.mark.browser)
        if missing:
            item.add_marker(pytest.mark.skip(reason="no Chromium or Chrome is installed"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    # A copy, so that a build or a preview of the checkout that is running meanwhile is no obstacle.
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(ROOT / "site.yaml", folder)
    shutil.copytree(ROOT / "content", folder / "content")
    public = folder / "public"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(public)))
    address = f"http://127.0.0.1:{server.server_address[1]}{MOUNT}"
    options = ["--site", str(folder), "--out", str(public), "--base-url", address]
    built = subprocess.run(
        [sys.executable, "-m", "sitegen", "build", *options], capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(public, address)
    server.shutdown()
    server.server_close()


# Not for the whole session: while it runs, its event loop is the thread's.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens a page in a fresh profile; takes the options of a browser context."""
    contexts: list[BrowserContext] = []

    def open_page(**options: object) -> Page:
        contexts.append(browser.new_context(locale="en-GB", **options))  # type: ignore[arg-type]
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()
