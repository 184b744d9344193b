"""Makes docs/pictures: the preview of a new site, as it is seen while one writes.

Run it from the repository after the preview, the theme or the samples look otherwise; it needs Chromium:
.venv/bin/python docs/make_screenshots.py
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SIZE = {"width": 960, "height": 600}
COLOURS = 48  # enough for flat areas and smooth letters, at a quarter of the size
LONGEST = 60_000  # ms


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    found = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for lang in ("mn", "en"):
            with tempfile.TemporaryDirectory() as folder:
                site = Path(folder) / "site"
                subprocess.run(
                    [sys.executable, "-m", "sitegen", "init", str(site), "--lang", lang], check=True, cwd=ROOT
                )
                with preview(site) as address:
                    for name, content in pictures(browser, site, address, lang):
                        (PICTURES / f"{name}.{lang}.png").write_bytes(content)
        browser.close()


@contextmanager
def preview(site: Path) -> Iterator[str]:
    """The address of a preview, once it is there."""
    argv = [sys.executable, "-m", "sitegen", "serve", "--site", str(site), "--no-open"]
    with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr
        line = ""
        while "http://" not in line:
            line = process.stderr.readline()
            assert line, "the preview did not begin"
        try:
            yield line.split()[-1]
        finally:
            process.terminate()


def pictures(browser: Browser, site: Path, address: str, lang: str) -> Iterator[tuple[str, bytes]]:
    """The page of news, the same with a mistake in its file, and both languages side by side."""
    news = next((site / "content/articles").glob("*/sample-news"))
    url = f"{address}{'' if lang == 'mn' else 'en/'}news/{news.parent.name}/sample-news/"
    page = browser.new_page(viewport=SIZE)
    page.goto(url)
    yield "preview", shot(page)
    file = news / "index.mn.md"
    before = file.read_text("utf-8")
    file.write_text(re.sub(r"^date: .*", "date: 24.11.2026", before, count=1, flags=re.MULTILINE), "utf-8")
    page.locator("#sitegen-bar .panel").wait_for(timeout=LONGEST)
    yield "mistake", shot(page)
    file.write_text(before, "utf-8")
    page.locator("#sitegen-bar .panel").wait_for(state="hidden", timeout=LONGEST)
    page.goto(f"{url}?both")
    yield "both", shot(page)
    page.close()


def shot(page: Page) -> bytes:
    """What is seen, as a small PNG."""
    page.wait_for_timeout(1000)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = image.quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
