"""How soon a save is seen in the browser: sitegen serve with the corpus, and a Chromium on an article.

python -m benchmarks.preview --work DIR --pairs 5000 --repeat 7
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from playwright.sync_api import Page

from benchmarks.browser import LONGEST, chromium, spread
from benchmarks.cases import write
from benchmarks.corpus import Corpus
from benchmarks.generators.sitegen import SITEGEN, SITEGEN_FULL, TEMPLATE, article_file

PAUSE = 3.0  # seconds between edits: an editor reads what she has written
STYLE = "static/css/site.css"  # the theme's, as a site's own in its place
# When the new document was painted, in seconds since 1970; 0 if the page was not loaded again.
PAINTED = """since => {
  const painted = performance.getEntriesByName('first-contentful-paint')[0];
  return painted && performance.timeOrigin > since ? (performance.timeOrigin + painted.startTime) / 1000 : 0;
}"""
# When all other pages are there too.
AT_REST = "document.querySelector('#sitegen-bar')?.shadowRoot.querySelector('.status')?.textContent === ''"


@click.command(help=__doc__.splitlines()[0] if __doc__ else None)
@click.option("--work", type=click.Path(path_type=Path), required=True, help="Scratch folder for the site.")
@click.option("--pairs", default=5000, show_default=True, help="Article pairs; documents are twice that.")
@click.option("--repeat", default=7, show_default=True, help="Edits of each kind.")
@click.option("--full", is_flag=True, help="With the theme that comes with sitegen, and print views.")
def main(work: Path, pairs: int, repeat: int, full: bool) -> None:
    corpus = Corpus(1, pairs)
    site = work.resolve() / f"{pairs}" / ("preview-full" if full else "preview")
    if not (site / "site.yaml").exists():
        print(f"Writing {pairs} pairs …", file=sys.stderr)
        for file in (SITEGEN_FULL if full else SITEGEN).files(corpus):
            write(site, file)
        write(site, (STYLE, (Path(__file__).parents[1] / STYLE).read_bytes()))
    entry = corpus.article(pairs // 2)
    with serving(site) as (address, first), looking(f"{address}news/{entry.slug}/") as page:
        print(f"load {os.getloadavg()[0]:.1f}; until the first page: {first:.1f} s")
        edits = {
            "text of an article": (article_file(entry, "mn"), add_sentence),
            "base template": (TEMPLATE, add_line),
            "style sheet": (STYLE, add_rule),
        }
        for name, (path, edit) in edits.items():
            print(row(name, measure(page, site / path, edit, repeat)), flush=True)


@contextmanager
def serving(site: Path) -> Iterator[tuple[str, float]]:
    """The address of a preview, and the seconds until it was there."""
    argv = [sys.executable, "-m", "sitegen", "serve", "--site", str(site), "--no-open", "--lang", "en"]
    begun = time.perf_counter()
    process = subprocess.Popen(argv, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        line = ""
        while "The preview is at " not in line:
            line = process.stderr.readline()
            assert line, "the preview did not begin"
        yield line.split()[-1], time.perf_counter() - begun
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def looking(address: str) -> Iterator[Page]:
    with chromium() as browser:
        page = browser.new_page(bypass_csp=True)  # the page is asked what it shows
        page.goto(address)
        page.locator("#sitegen-bar .line").wait_for(state="attached", timeout=LONGEST)
        time.sleep(PAUSE)
        yield page


def measure(page: Page, path: Path, edit: Callable[[str, int], tuple[str, str]], repeat: int) -> list[float]:
    """Seconds from each save until the page shows it: until it is painted, or until a script of the page sees
    it if the page was not loaded again. The file is as before in the end."""
    before = path.read_text("utf-8")
    found = []
    for number in range(repeat):
        text, shown = edit(before, number)
        begun = time.time()
        path.write_text(text, "utf-8")
        page.wait_for_function(shown, polling=5, timeout=LONGEST)
        seen = time.time()
        page.wait_for_timeout(100)  # for the paint to be on record
        found.append((page.evaluate(PAINTED, begun * 1000) or seen) - begun)
        page.wait_for_function(AT_REST, polling=50, timeout=LONGEST)
        time.sleep(PAUSE)
    path.write_text(before, "utf-8")
    page.wait_for_timeout(PAUSE * 1000)
    page.wait_for_function(AT_REST, polling=50, timeout=LONGEST)
    return found


def add_sentence(text: str, number: int) -> tuple[str, str]:
    mark = f"Хэмжилт-{number}-{time.time_ns()}"
    return f"{text}\n{mark}\n", f"document.body?.textContent.includes('{mark}')"


def add_line(text: str, number: int) -> tuple[str, str]:
    mark = f"measured-{number}-{time.time_ns()}"
    return text.replace("</body>", f"<p>{mark}</p></body>"), f"document.body?.textContent.includes('{mark}')"


def add_rule(text: str, number: int) -> tuple[str, str]:
    colour = f"rgb({number + 1}, 2, 3)"
    return (
        f"{text}\nbody {{ outline-color: {colour} !important }}\n",
        f"document.body && getComputedStyle(document.body).outlineColor === '{colour}'",
    )


def row(name: str, seconds: list[float]) -> str:
    return f"| {name} | {spread(seconds, ' s')} |"


if __name__ == "__main__":
    main()
