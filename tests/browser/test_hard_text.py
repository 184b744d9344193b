"""Texts that editors do write: nothing is wider than the smallest phone, and nothing is cut."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from PIL import Image
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.browser.conftest import FLAGS, find_browser
from tests.browser.served import MOUNT, Handler, NewPage
from tests.browser.served import Site as Served
from tests.literal import CONFIG, Site, article, codes

WORD = "Байгууллагажуулалтынхаа" * 5  # 115 letters without a place to break
TITLE = (
    "Эцэг эх, багшийн холбооны санаачилгаар хэрэгжсэн төслийн хүрээнд сургуулийн орчныг сайжруулсан туршлага "
    * 2
)
ADDRESS = "https://example.org/" + "a" * 280
PLACES = f"""
- id: khovd
  name: {{mn: {WORD}, en: Khovd}}
  iso: MN-043
  soums:
    - id: altai
      name: {{mn: Алтай, en: Altai}}
"""
SOURCES = f"- {{id: seed, title: {{mn: {WORD}}}, url: {ADDRESS}}}\n"
PROJECT = f"""
---
title: {WORD}
summary: {WORD}
lead: a.png
before: a.png
after: b.png
images:
  - {{file: a.png, alt: {{mn: Ширээ сандал}}, caption: {{mn: {WORD}}}, credit: {{mn: {WORD}}}}}
  - {{file: b.png, alt: {{mn: Ширээ сандал}}, caption: {{mn: {WORD}}}}}
  - {{file: c.png, alt: {{mn: Ширээ сандал}}, caption: {{mn: {WORD}}}}}
  - {{file: d.png, alt: {{mn: Ширээ сандал}}, caption: {{mn: {WORD}}}}}
place: khovd/altai
programme: grants
recipient: {{school: {{mn: {WORD}}}}}
amount: 99,999,999,999,999 MNT
start: {{planned: 2018-01-01, actual: 2018-03}}
end: {{planned: 2018-12, actual: 2019-10-30}}
budget:
  - item: {{mn: {WORD}}}
    amount: 9,000,000 MNT
  - item: {{mn: Бусад}}
    amount: 1,000,000 MNT
results:
  - indicator: {{mn: {WORD}}}
    target: {{mn: {WORD}}}
    source: seed
---

## {WORD}

{WORD} [{WORD}]({ADDRESS}) {ADDRESS}

| {WORD} | {WORD} |
|---|---|
| {WORD} | 1 |

## Хоёр

`{WORD}`

### Гурав

> {WORD}

## Дөрөв
"""
PROGRAMME = f"""
---
title: {TITLE}
amount: 30,000,000 USD
donors:
  - name: {{mn: {WORD}, en: Fund}}
    logo: fund.png
    statement: {{mn: {WORD}, en: {WORD}}}
---

Текст.
"""
MORE = f"""
contact:
  address: {{mn: {WORD}}}
  telephones: ["70112233"]
  mail: {"a" * 60}@example.org
corrections: a@example.org
menu:
  - section: projects
    label: {{mn: {WORD}}}
  - section: places
"""


# As many columns as a report has, the last of words.
COLUMNS = ("Аймаг", "Сургуулийн тоо", "Хүүхдийн тоо", "Эцэг эхийн оролцоо", "Дүн", "Хувь", "Өдөр", "Тайлбар")
CELLS = ("Сэлэнгэ", "11", "4000", "33 %", "4,500,000 ₮", "53 %", "2018.04.12", "Тайланг дараа сард ирүүлнэ")
TABLE = "\n".join(
    f"| {' | '.join(cells)} |" for cells in (COLUMNS, ["---"] + ["---:"] * 5 + ["---"] * 2, CELLS, CELLS)
)


def picture(width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), (70, 90, 160)).save(target, "PNG")
    return target.getvalue()


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    files: dict[str, str | bytes] = {
        "site.yaml": CONFIG.replace("{mn: Архив,", f"{{mn: {WORD},") + MORE,
        "content/places.yaml": PLACES,
        "content/sources.yaml": SOURCES,
        "content/projects/hard/index.mn.md": PROJECT,
        "content/programmes/grants/index.mn.md": PROGRAMME,
        "content/articles/2018/long/index.mn.md": article(TITLE, programmes="[grants]", sources="[seed]"),
        "content/articles/2018/wide/index.mn.md": article("Хүснэгт", TABLE),
    }
    pictures = {f"content/projects/hard/{name}.png": picture(800, 600) for name in "abcd"}
    pictures["content/programmes/grants/fund.png"] = picture(1200, 60)
    site = Site(tmp_path_factory.mktemp("hard"), files | pictures)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site.out)))
    address = f"http://127.0.0.1:{server.server_address[1]}{MOUNT}"
    assert codes(site.build(base_url=address)) == []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(site.out, address)
    server.shutdown()
    server.server_close()


# What is wider than its own room without scrolling, or hidden by what is around it.
TOO_WIDE = """() => {
  const wide = [...document.querySelectorAll("body *")].filter(element => {
    const style = getComputedStyle(element);
    if (element.closest(".scroll, .table-wrap, pre, .skip, .visually-hidden, svg")) return false;
    if (style.position === "absolute" || !element.getClientRects().length) return false;
    const right = element.getBoundingClientRect().right;
    const cut = style.overflow !== "visible" && element.scrollWidth > element.clientWidth + 1;
    return cut || right > innerWidth + 1;
  });
  return wide.map(element => `${element.tagName}.${element.className}`);
}"""


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_wider_than_the_screen(new_page: NewPage, hard: Served, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 640})
    found = {}
    for path in hard.paths():
        page.goto(hard.url(path))
        if "/print/" not in path and width < 900:
            for summary in page.locator(".menu-button summary:visible, .contents summary:visible").all():
                summary.click()
        wide = page.evaluate(TOO_WIDE)
        if wide or page.evaluate("document.documentElement.scrollWidth") > width:
            found[path] = wide
    assert found == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_a_column_of_words_beside_many_others_is_not_squeezed_to_one_word(
    new_page: NewPage, hard: Served, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 640})
    page.goto(hard.url("/news/2018/wide/"))
    row = page.locator(".table-wrap tbody tr").first.bounding_box()
    assert row
    assert row["height"] < 70  # two lines


def test_paper_parts_no_word_of_a_table_of_many_columns(new_page: NewPage, hard: Served) -> None:
    page = new_page()
    page.goto(hard.url("/news/2018/wide/print/"))
    (sheet,) = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    words = sheet.extract_text().split()
    for word in ("Сэлэнгэ", "Сургуулийн", "4,500,000", "2018.04.12", "Тайланг"):
        assert word in words


def test_a_page_zoomed_or_with_large_text_does_not_scroll_sideways(new_page: NewPage, hard: Served) -> None:
    """400 % of a window of 1280 pixels is one of 320; text alone is made twice as large."""
    page = new_page(viewport={"width": 360, "height": 640})
    for path in ("/projects/hard/", "/programmes/grants/", "/news/2018/long/", "/"):
        page.goto(hard.url(path))
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, (path, page.evaluate(TOO_WIDE))


def test_letters_that_a_reader_has_set_twice_as_large_part_what_stays_together(
    browser: Browser, site: Served
) -> None:
    """Short compounds of titles, amounts in tables, links to tables of data."""
    args = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    large = browser.browser_type.launch(executable_path=find_browser(), args=args)
    page = large.new_page(viewport={"width": 360, "height": 640})
    for path in (
        "/en/programmes/pta-grants/",
        "/programmes/eqrp/",
        "/programmes/eqrp/print/",
        "/projects/bayan-olgii-buyant-dormitory-repair/",
        "/en/data/",
    ):
        page.goto(site.url(path))
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, (path, page.evaluate(TOO_WIDE))
    large.close()
