"""What the search costs, to build, to edit and for a reader on a thin network, beside two other engines.

python -m benchmarks.search build --work DIR --pairs 1000
python -m benchmarks.search load --work DIR --pairs 1000
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from pathlib import Path

import click
from playwright.sync_api import Page

from benchmarks.browser import LONGEST, PHONE, chromium, spread
from benchmarks.cases import write
from benchmarks.corpus import Corpus
from benchmarks.generators.sitegen import SITEGEN, article_file
from benchmarks.install import install
from benchmarks.measure import Measured, measure
from benchmarks.search_engines import minisearch_site, pagefind_site, serving
from benchmarks.vocabulary import MONGOLIAN

FIRST = "сургуулийн төсөв"
FURTHER = ("эцэг эхийн оролцоо", "барилгын засвар", "номын сан", "малчин өрхийн хүүхэд", "засаг дарга")


@click.group(help=__doc__.splitlines()[0] if __doc__ else None)
def main() -> None:
    pass


@main.command(help="Seconds of builds with the search and without, and what the index is made of.")
@click.option("--work", type=click.Path(path_type=Path), required=True, help="Scratch folder for the sites.")
@click.option("--pairs", default=1000, show_default=True, help="Article pairs.")
@click.option("--repeat", default=3, show_default=True, help="Builds of each kind.")
def build(work: Path, pairs: int, repeat: int) -> None:
    corpus, folder = Corpus(1, pairs), work.resolve() / f"{pairs}"
    for on in (True, False):
        lay_out(corpus, site_of(folder, on), on)
    print(f"{pairs} pairs; load {os.getloadavg()[0]:.1f}; seconds, median (least–most)")
    cold: dict[bool, list[Measured]] = {True: [], False: []}
    edit: dict[bool, list[Measured]] = {True: [], False: []}
    for number in range(repeat):
        for on in (True, False):
            cold[on].append(built(folder, on, clean=True))
            path = site_of(folder, on) / article_file(corpus.article(pairs // 2 + number), "mn")
            words = " ".join(MONGOLIAN.words[number * 9 : number * 9 + 9])
            path.write_text(f"{path.read_text('utf-8')}\nХэмжилт{number} {words}.\n", "utf-8")
            edit[on].append(built(folder, on, clean=False))
    for name, some in (("cold", cold), ("an edit of one text", edit)):
        for seconds in ("wall", "cpu"):
            on, off = (spread([getattr(run, seconds) for run in some[kind]]) for kind in (True, False))
            print(f"{name}, {seconds}: with {on}, without {off}")
    files = [path for path in out_of(folder, True).rglob("search/*") if path.name != "index.html"]
    print(f"files of both indexes: {len(files)}, {sum(path.stat().st_size for path in files) / 1e6:.2f} MB")


def site_of(folder: Path, on: bool) -> Path:
    return folder / ("searched" if on else "plain")


def out_of(folder: Path, on: bool) -> Path:
    return folder / ("searched-out" if on else "plain-out")


def lay_out(corpus: Corpus, site: Path, on: bool) -> None:
    """The corpus with the theme and the print views that come with sitegen."""
    shutil.rmtree(site, ignore_errors=True)
    for path, content in SITEGEN.files(corpus):
        if not path.startswith("templates/"):
            write(site, (path, content))
    settings = site / "site.yaml"
    text = settings.read_text("utf-8").replace("print_views: false", "print_views: true")
    settings.write_text(text.replace("search: false", "search: true") if on else text, "utf-8")


def built(folder: Path, on: bool, clean: bool) -> Measured:
    site, out = site_of(folder, on), out_of(folder, on)
    if clean:
        shutil.rmtree(site / ".sitegen", ignore_errors=True)
        shutil.rmtree(out, ignore_errors=True)
    argv = [sys.executable, "-m", "sitegen", "build", "--site", str(site), "--out", str(out)]
    done = measure([argv], site, {"PYTHONPATH": str(Path(__file__).parents[1])}, folder / "log.txt")
    assert done.status == 0, f"see {folder / 'log.txt'}"
    return done


@main.command(help="Bytes and times of a first query and further ones, in Chromium.")
@click.option("--work", type=click.Path(path_type=Path), required=True, help="The folder of `build`.")
@click.option("--pairs", default=1000, show_default=True)
@click.option("--tools", type=click.Path(path_type=Path), required=True, help="Where npm packages are put.")
@click.option("--latency", default=0, show_default=True, help="Milliseconds added to each answer.")
@click.option("--repeat", default=3, show_default=True)
def load(work: Path, pairs: int, tools: Path, latency: int, repeat: int) -> None:
    folder = work.resolve() / f"{pairs}"
    out = out_of(folder, True)
    pages = {
        "sitegen": "search/",
        "Pagefind": pagefind_site(out, install("pagefind", tools.resolve())),
        "MiniSearch": minisearch_site(out, install("minisearch", tools.resolve())),
    }
    print(
        f"{pairs} pairs; load {os.getloadavg()[0]:.1f}; 400 kbit/s, {latency} ms, processor slowed four times"
    )
    with serving(out) as (address, sent):
        for name, path in pages.items():
            runs = [reader(address + path, sent, latency) for _ in range(repeat)]
            print(table_row(name, runs), flush=True)


Asked = tuple[float, int, float]  # kilobytes, requests, seconds


def reader(url: str, sent: list[int], latency: int) -> list[Asked]:
    """A first query, with the page that it is typed on, and the further ones, in a fresh browser."""
    sent.clear()
    with chromium() as browser:
        page = browser.new_page(viewport=PHONE)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        limits = {
            "offline": False,
            "latency": latency,
            "downloadThroughput": 50_000,
            "uploadThroughput": 50_000,
        }
        session.send("Network.emulateNetworkConditions", limits)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(url, wait_until="load", timeout=LONGEST)
        found = []
        for query in (FIRST, *FURTHER):
            seconds = asked(page, query)
            settle(page, sent)
            found.append((sum(sent) / 1000, len(sent), seconds))
            sent.clear()
        return found


def asked(page: Page, query: str) -> float:
    """Seconds from the key to the results, by the browser's clock."""
    page.locator("main input[name=q]").fill(query)
    return float(
        page.evaluate(
            """() => new Promise((resolve) => {
              const list = document.getElementById("search-results"), from = performance.now();
              list.replaceChildren();
              new MutationObserver((_, watch) => {
                if (!list.querySelector("a")) return;
                watch.disconnect();
                requestAnimationFrame(() => resolve((performance.now() - from) / 1000));
              }).observe(list, { childList: true, subtree: true });
              document.querySelector("main form").requestSubmit();
            })"""
        )
    )


def settle(page: Page, sent: list[int]) -> None:
    """Until nothing has been sent for half a second."""
    before = -1
    while len(sent) > before:
        before = len(sent)
        page.wait_for_timeout(500)


def table_row(name: str, runs: list[list[Asked]]) -> str:
    first = [run[0] for run in runs]
    further = [each for run in runs for each in run[1:]]
    cells = [name]
    for some in (first, further):
        kilobytes, requests, seconds = ([each[place] for each in some] for place in range(3))
        cells += [
            f"{statistics.median(kilobytes):.0f} ({max(kilobytes):.0f})",
            f"{statistics.median(requests):.0f}",
            f"{statistics.median(seconds):.2f} ({max(seconds):.2f})",
        ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
