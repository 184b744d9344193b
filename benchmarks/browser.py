"""A browser to measure pages in, and the line of a table that times make."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Browser, ViewportSize, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PHONE: ViewportSize = {"width": 360, "height": 740}
LONGEST = 120_000  # ms


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's own Chromium: Playwright's is not downloaded."""
    place = next(found for name in BROWSERS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=["--no-sandbox"])
        yield browser
        browser.close()


def spread(seconds: Sequence[float], unit: str = "") -> str:
    """The median, with a unit, and the least and the most."""
    return f"{statistics.median(seconds):.2f}{unit} ({min(seconds):.2f}–{max(seconds):.2f})"
