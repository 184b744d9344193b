"""How long questions to a list of projects take in Chromium with its processor slowed four times.

.venv/bin/python -m benchmarks.asking --work /var/tmp/asking --projects 5000
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import NamedTuple

from playwright.sync_api import Page

from benchmarks.browser import PHONE, chromium
from benchmarks.prose import Writer
from sitegen.build import BuildOptions, build

SETTINGS = """title: {mn: Жишээ, en: Sample}
base_url: http://127.0.0.1:%d
owner: {mn: Жишээ, en: Sample}
licence: {id: CC0-1.0, name: {mn: CC0, en: CC0}}
cards: false
print_views: false
"""
AIMAGS = ("arkhangai", "bulgan", "khovd", "khovsgol", "sukhbaatar", "tov", "uvs", "zavkhan")
SOUMS = 40  # in each aimag: there are as many as in all of Mongolia
THINGS = ("Сургуулийн номын сан", "Дотуур байрны засвар", "Ширээ, сандал", "Өвлийн хүлэмж", "Зургийн танхим")
WORDS_OF_A_TEXT = 150
SLOWER = 4
# Five filters, one after the other, each chosen from what the ones before leave.
FILTERS = (("aimag", 2), ("status", 1), ("year", 3), ("funder", 1), ("recipient", 1))
CHOOSE = """([name, at]) => {
  const picker = document.querySelector(`.ask select[name=${name}]`);
  const begun = performance.now();
  picker.value = picker.options[Math.min(at, picker.options.length - 1)].value;
  picker.dispatchEvent(new Event("change"));
  document.body.offsetHeight;
  return performance.now() - begun;
}"""
TYPE = """(text) => {
  const field = document.querySelector(".ask input[type=search]");
  const begun = performance.now();
  field.value = text;
  field.dispatchEvent(new Event("input"));
  document.body.offsetHeight;
  return performance.now() - begun;
}"""


# Until the word is found in texts, too, and everything it needs is fetched.
IN_TEXTS = """async (text) => {
  const said = document.querySelector(".ask [role=status]");
  const field = document.querySelector(".ask input[type=search]");
  const begun = performance.now();
  field.value = text;
  field.dispatchEvent(new Event("input"));
  const before = said.textContent;
  while (said.textContent === before) await new Promise((next) => { setTimeout(next, 5); });
  return performance.now() - begun;
}"""
FETCHED = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => /search/.test(name)).map(({ name }) => new URL(name).pathname)"""


def write_site(root: Path, projects: int, port: int) -> None:
    """Invented projects, the same for the same number of them."""
    chance = Random(17)
    soums = "".join(f"  - {{id: s{n}, name: {{mn: Сум {n}, en: Soum {n}}}}}\n" for n in range(SOUMS))
    places = "".join(f"- id: {n}\n  name: {{mn: {n}, en: {n}}}\n  soums:\n{soums}" for n in AIMAGS)
    files = {"site.yaml": SETTINGS % port, "content/places.yaml": places}
    files["content/organisations.yaml"] = "- id: fund\n  name: {mn: Жишээ сан, en: Sample fund}\n"
    for number in range(projects):
        files[f"content/projects/p{number:05}/index.mn.md"] = "\n".join(_project(chance, number))
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


def _project(chance: Random, number: int) -> Iterator[str]:
    """About one field in ten is not known."""
    writer = Writer("mn", chance)
    yield from ("---", f'title: "{chance.choice(THINGS)} {number}"', "date: 2026-01-01")
    yield f'summary: "{writer.sentence(decorated=False)}"'
    fields = {
        "place": f"{chance.choice(AIMAGS)}/s{chance.randrange(SOUMS)}",
        "amount": f"{chance.randint(1, 900) * 100_000} MNT",
        "award": f"{{actual: {chance.randint(2014, 2026)}-05-{chance.randint(10, 28)}}}",
        "status": chance.choice(("planned", "ongoing", "completed")),
        "funder": "fund",
        "recipient": chance.choice(
            ("{pta: {mn: СЭЭБХ}}", "{school: {mn: Сургууль}}", "{organisation: fund}")
        ),
    }
    yield from (f"{name}: {value}" for name, value in fields.items() if chance.random() < 0.9)
    yield from ("---", "", writer.sections(WORDS_OF_A_TEXT), "")


class Run(NamedTuple):
    """Milliseconds; and the files that the search in texts needed."""

    filters: list[float]
    typing: float
    form: float
    texts: float
    further: float
    fetched: list[str]


def measure(page: Page, address: str) -> Run:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    _open(page, address)
    begun = page.evaluate("performance.now()")
    filters = [page.evaluate(CHOOSE, list(one)) for one in FILTERS]
    _open(page, address)
    typing = page.evaluate(TYPE, "surguul")
    _open(page, address)
    texts = page.evaluate(IN_TEXTS, "хэлэлцүүлэг")
    fetched = page.evaluate(FETCHED)
    return Run(filters, typing, begun, texts, page.evaluate(IN_TEXTS, "багш"), fetched)


def _open(page: Page, address: str) -> None:
    """The list, with the form that is built once somebody asks."""
    page.goto(address)
    page.locator(".ask summary").click()
    page.wait_for_selector(".ask-bar:visible")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--projects", type=int, default=5000)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    out = given.work / "public"
    out.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(out)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    write_site(given.work, given.projects, server.server_address[1])
    outcome = build(BuildOptions(site=given.work, out=out, jobs=2))
    assert not outcome.failed, outcome.diagnostics[:5]
    print(f"compressed: index {_kilobytes(out, 'data/projects-index.mn.json'):.0f} KB, ", end="")
    print(f"script {_kilobytes(out, 'static/js/ask.js'):.1f} KB")
    with chromium() as browser:
        runs = []
        for _ in range(given.repeat):
            page = browser.new_page(viewport=PHONE)
            runs.append(measure(page, f"http://127.0.0.1:{server.server_address[1]}/projects/"))
            page.close()
    server.shutdown()
    texts = sum(_kilobytes(out, path.lstrip("/")) for path in runs[0].fetched)
    print(f"for the first word in texts: {texts:.0f} KB in {len(runs[0].fetched)} files")
    for number, (name, _) in enumerate(FILTERS):
        times = [run.filters[number] for run in runs]
        print(f"filter {number + 1} ({name}): {statistics.median(times):.0f} ms (most {max(times):.0f})")
    for name, told in (
        ("typing", "typing a word"),
        ("texts", "the first word, until found in texts"),
        ("further", "a further word"),
        ("form", "from the address to the form"),
    ):
        print(f"{told}: {statistics.median(getattr(run, name) for run in runs):.0f} ms")


def _kilobytes(out: Path, path: str) -> float:
    return len(gzip.compress((out / path).read_bytes())) / 1000


if __name__ == "__main__":
    main()
