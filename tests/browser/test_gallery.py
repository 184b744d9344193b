"""Pictures side by side are looked through: by a click, by keys, and without a script by their links."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.served import NewPage
from tests.literal import Site, article, codes

FOLDER = "content/articles/2018/x"
PROJECT = """---
title: "Ховдын Алтай сум: сурагчдын ширээ, сандлыг шинэчилсэн нь"
summary: Алтай сумын эцэг эх, багшийн холбоо орон нутгийн удирдлагатай хамтарч сурагчдын ширээг шинэчилжээ.
place: khovd/altai
programme: grants
recipient: {pta: {mn: Алтай сумын СЭЭБХ}}
amount: 5,000,000 MNT
award: {actual: "2019"}
lead: a.jpg
before: b.jpg
after: c.jpg
images:
  - {file: a.jpg, alt: {mn: Нэг}, caption: {mn: "Сумын төвийн ойролцоо, жишээ зураг"}, credit: {mn: Жишээ}}
  - {file: b.jpg, alt: {mn: Хоёр}}
  - {file: c.jpg, alt: {mn: Гурав}}
---

Төслийн бичвэр.
"""
PROGRAMME = """---
title: Эцэг эх, багшийн холбоодын тэтгэлэгт хөтөлбөр
---

Хөтөлбөрийн бичвэр.
"""
OPEN = "document.querySelector('dialog.looking')?.open === true"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    files: dict[str, str | bytes] = {}
    for number, name in enumerate("abc"):
        target = io.BytesIO()
        Image.new("RGB", (800, 400 + 200 * number), (70 * number, 90, 160)).save(target, "JPEG")
        for folder in (FOLDER, "content/projects/desks"):
            files[f"{folder}/{name}.jpg"] = target.getvalue()
    files["content/projects/desks/index.mn.md"] = PROJECT
    files["content/programmes/grants/index.mn.md"] = PROGRAMME
    body = "\n".join(f"![Зураг {name}]({name}.jpg 'Тайлбар {name}')" for name in "abc")
    site = Site(tmp_path_factory.mktemp("gallery"), files | {f"{FOLDER}/index.mn.md": article(body=body)})
    assert codes(site.build()) == []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site.out)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/news/2018/x/"
    server.shutdown()
    server.server_close()


def shown(page: Page) -> str:
    return page.inner_text("dialog.looking figcaption")


def test_a_click_opens_it_keys_lead_on_and_the_reader_comes_back_to_it(
    new_page: NewPage, address: str
) -> None:
    page = new_page(viewport={"width": 360, "height": 700})
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(address)
    page.click(".gallery-grid a >> nth=0")
    assert page.evaluate(OPEN)
    assert shown(page) == "Тайлбар a"
    page.keyboard.press("ArrowRight")
    assert shown(page) == "Тайлбар b"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert shown(page) == "Тайлбар c"
    page.keyboard.press("Escape")
    assert not page.evaluate(OPEN)
    # The window tells that it was closed a moment after it is.
    page.wait_for_function("document.activeElement.getAttribute('href') === '/news/2018/x/c.jpg'")
    assert told == []  # nor anything that the policy of the page forbids


def test_without_a_script_the_link_opens_the_picture(new_page: NewPage, address: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(address)
    page.click(".gallery-grid a >> nth=1")
    assert Path(page.url).name == "b.jpg"


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window(new_page: NewPage, address: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 700})
    page.goto(address)
    page.click(".gallery-grid a >> nth=2")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("dialog.looking img").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= width + 1
    assert box["y"] + box["height"] <= 701


def test_a_project_with_pictures_begins_its_text_on_the_first_screens_of_a_phone(
    new_page: NewPage, address: str
) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(address.replace("/news/2018/x/", "/projects/desks/"))
    parts = (".lead-picture img", ".key-facts", ".prose", ".before-after")
    tops = []
    for part in parts:
        box = page.locator(part).first.bounding_box()
        assert box, part
        tops.append(box["y"])
    assert tops == sorted(tops)
    assert tops[2] < 900
