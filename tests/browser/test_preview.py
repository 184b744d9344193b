"""The live preview as an editor sees it: edit, error, mend, delete, translate, template, style."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.served import NewPage
from tests.literal import CONFIG, TODAY, Site, article

ROOT = Path(__file__).resolve().parents[2]
NEWS = "content/articles/2018/forum"
AHEAD = "content/articles/2026/ahead"
MOUNT = "/archive"
EXPECT = 20_000  # ms; how quick it is says nothing here


class Preview:
    """A preview that runs, and the site it shows."""

    def __init__(self, site: Site, process: subprocess.Popen[str], port: int) -> None:
        self.site = site
        self.process = process
        self.address = f"http://127.0.0.1:{port}"

    def url(self, path: str) -> str:
        return f"{self.address}{MOUNT}{path}"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    config = CONFIG.replace("archive.example.org", f"archive.example.org{MOUNT}")
    files = {
        "site.yaml": config,
        f"{NEWS}/index.mn.md": article(body="Эхний текст."),
        f"{NEWS}/photo.txt": "x",
    }
    site = Site(tmp_path.resolve(), files)
    for name in ("templates/base.html", "static/css/site.css"):
        site.write(name, (ROOT / name).read_bytes())
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port = bound.getsockname()[1]
    argv = [sys.executable, "-m", "sitegen", "serve", "--site", str(site.root), "--no-open", "--lang", "mn"]
    argv += ["--port", str(port), "--today", TODAY.isoformat(), "--jobs", "1"]
    process = subprocess.Popen(argv, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    while "Ctrl-C" not in process.stderr.readline():
        assert process.poll() is None
    yield Preview(site, process, port)
    process.kill()
    process.wait()


@pytest.fixture
def page(preview: Preview, new_page: NewPage) -> Page:
    page = new_page()
    page.set_default_timeout(EXPECT)
    page.goto(preview.url("/news/2018/forum/"))
    page.locator("#sitegen-bar .edit").wait_for()
    return page


def shows(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text, timeout=EXPECT)


def test_an_edit_an_error_and_its_mending(preview: Preview, page: Page) -> None:
    preview.site.write(f"{NEWS}/index.mn.md", article(body="Хоёр дахь текст."))
    shows(page, "Хоёр дахь текст.")

    preview.site.write(f"{NEWS}/index.mn.md", article(body="Гурав дахь текст.", date="2018-02-31"))
    problem = page.locator("#sitegen-bar .panel li")
    problem.wait_for()
    shows(page, "Хоёр дахь текст.")
    link = problem.locator(".position a")
    assert link.inner_text() == f"{NEWS}/index.mn.md:3:7"
    assert link.get_attribute("href") == f"vscode://file{preview.site.root}/{NEWS}/index.mn.md:3:7"
    expect(problem.locator(".message")).to_contain_text("2018-02-31")

    preview.site.write(f"{NEWS}/index.mn.md", article(body="Гурав дахь текст."))
    shows(page, "Гурав дахь текст.")
    page.locator("#sitegen-bar .edit").wait_for()
    expect(page.locator("#sitegen-bar .panel")).to_be_hidden()


def test_a_problem_that_was_closed_stays_closed_until_there_is_another(preview: Preview, page: Page) -> None:
    panel = page.locator("#sitegen-bar .panel")
    preview.site.write(f"{NEWS}/index.mn.md", article(date="2018-02-31"))
    panel.locator(".close").click()
    page.reload()
    counts = page.locator("#sitegen-bar .counts")
    expect(counts).to_have_text("алдаа: 1", timeout=EXPECT)
    expect(panel).to_be_hidden()
    counts.click()
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    preview.site.write(f"{NEWS}/index.mn.md", article(date="2018-02-30"))
    expect(panel).to_be_visible(timeout=EXPECT)


def test_a_page_that_is_deleted_and_comes_back(preview: Preview, page: Page) -> None:
    preview.site.remove_folder(NEWS)
    expect(page.locator("h1")).to_contain_text("олдсонгүй", timeout=EXPECT)
    preview.site.write(f"{NEWS}/index.mn.md", article(body="Дахин ирэв."))
    shows(page, "Дахин ирэв.")


def test_a_translation(preview: Preview, page: Page) -> None:
    state = page.locator("#sitegen-bar .translation")
    expect(state).to_have_text("Орчуулаагүй")
    page.goto(preview.url("/en/news/2018/forum/"))
    preview.site.write(
        f"{NEWS}/index.en.md", article("A forum", body="The first text.").replace("date: 2018-11-02\n", "")
    )
    shows(page, "The first text.")
    expect(state).to_have_text("Орчуулсан", timeout=EXPECT)
    file = f"vscode://file{preview.site.root}/{NEWS}/index.mn.md"
    expect(state).to_have_attribute("href", file)


def test_a_template(preview: Preview, page: Page) -> None:
    preview.site.edit("templates/base.html", "</body>", '<p class="added">Шинэ хөл</p></body>')
    expect(page.locator("p.added")).to_have_text("Шинэ хөл", timeout=EXPECT)


def test_a_style_sheet_is_exchanged_without_a_reload(preview: Preview, page: Page) -> None:
    page.evaluate("window.still = true")
    css = (ROOT / "static/css/site.css").read_text("utf-8")
    for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
        preview.site.write("static/css/site.css", f"{css}\nh1 {{ color: {colour} !important }}\n".encode())
        expect(page.locator("h1")).to_have_css("color", colour, timeout=EXPECT)
    assert page.evaluate("window.still")
    expect(page.locator('link[rel="stylesheet"][href*="css/site"]')).to_have_count(1, timeout=EXPECT)


def test_a_style_sheet_that_changes_while_a_page_is_loading_is_not_missed(
    preview: Preview, page: Page
) -> None:
    css = (ROOT / "static/css/site.css").read_text("utf-8")
    written: list[str] = []

    def late(route: Route) -> None:
        """The page has its style sheets; the next state of one is there before there is news."""
        if not written:
            written.append("h1 { color: rgb(7, 8, 9) !important }")
            preview.site.write("static/css/site.css", f"{css}\n{written[0]}\n".encode())
            sheet = preview.url("/static/css/site.css")
            while written[0] not in urllib.request.urlopen(sheet).read().decode():
                time.sleep(0.05)
        route.continue_()

    page.route("**/_sitegen/news*", late)
    page.reload()
    expect(page.locator("h1")).to_have_css("color", "rgb(7, 8, 9)", timeout=EXPECT)


def test_what_is_dated_ahead_is_shown_marked_and_can_be_hidden(preview: Preview, page: Page) -> None:
    preview.site.write(f"{AHEAD}/index.mn.md", article("Ирээдүйн мэдээ", date="2026-12-24"))
    page.goto(preview.url("/news/"))
    link = page.locator("main a", has_text="Ирээдүйн мэдээ")
    link.wait_for()
    mark = page.locator("main small[data-sitegen-mark]").first
    expect(mark).to_have_text(
        re.compile(r"\[Огноо нь болоогүй: 2026.оны 12.дугаар.сарын.24\]"), timeout=EXPECT
    )
    page.locator("#sitegen-bar .drafts input").uncheck()
    expect(link).to_have_count(0, timeout=EXPECT)
    page.goto(preview.url("/news/2026/ahead/"))
    expect(page.locator("h1")).to_contain_text("олдсонгүй")
    page.locator("#sitegen-bar .drafts input").check()
    shows(page, "Ирээдүйн мэдээ")
    expect(page.locator("#sitegen-bar .mark")).to_contain_text("Огноо нь болоогүй")


def test_both_languages_side_by_side_and_phone_width(preview: Preview, page: Page) -> None:
    page.locator("#sitegen-bar .both").click()
    frames = page.locator("iframe")
    expect(frames).to_have_count(2)
    titles = [page.frame_locator("iframe").nth(number).locator("h1") for number in (0, 1)]
    for title in titles:
        expect(title).to_contain_text("Форум болов")
    expect(page.frame_locator("iframe").nth(0).locator("#sitegen-bar")).to_have_count(0)
    preview.site.write(f"{NEWS}/index.mn.md", article("Өөр гарчиг"))
    for title in titles:
        expect(title).to_contain_text("Өөр гарчиг", timeout=EXPECT)
    page.locator("header a").click()
    page.locator("#sitegen-bar .phone").click()
    expect(page.locator("iframe")).to_have_count(1)
    expect(page.locator("iframe")).to_have_css("width", "390px")


def test_the_files_of_a_page_and_what_waits_are_one_click_away(preview: Preview, page: Page) -> None:
    edit = page.locator("#sitegen-bar .edit")
    assert edit.get_attribute("href") == f"vscode://file{preview.site.root}/{NEWS}/index.mn.md"
    page.locator("#sitegen-bar .waits").click()
    expect(page.locator("main")).to_contain_text(f"{NEWS}/index.en.md")


def test_an_end_of_the_preview_is_told_and_the_page_stays(preview: Preview, page: Page) -> None:
    preview.process.kill()
    expect(page.locator("#sitegen-bar .status")).to_have_text(
        "Урьдчилан харах программ зогссон байна.", timeout=EXPECT
    )
    shows(page, "Эхний текст.")


def test_nothing_is_blocked_by_the_policies_and_nothing_else_is_asked(
    preview: Preview, new_page: NewPage
) -> None:
    page = new_page()
    wrong: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/en/news/2018/forum/", "/news/2018/forum/?both", "/news/2018/forum/print/"):
        page.goto(preview.url(path))
        page.wait_for_timeout(300)
    page.goto(f"{preview.address}/_sitegen/waiting")
    page.locator("#sitegen-bar .line").wait_for()
    assert wrong == []
    assert [url for url in asked if not url.startswith(preview.address)] == []


def test_all_parts_of_the_theme_are_on_one_page_that_follows_too(preview: Preview, page: Page) -> None:
    page.goto(preview.url("/_components/"))
    expect(page.locator("h1")).to_have_text("Загварын хэсгүүд")
    expect(page.locator("#sitegen-bar")).to_be_visible()
    preview.site.edit("templates/base.html", "</body>", '<p class="added">Шинэ хөл</p></body>')
    expect(page.locator("p.added")).to_have_text("Шинэ хөл", timeout=EXPECT)
    expect(page.locator("#sitegen-bar")).to_be_visible()
    page.evaluate("window.still = true")
    css = (ROOT / "static/css/site.css").read_text("utf-8")
    preview.site.write("static/css/site.css", f"{css}\nh1 {{ color: rgb(1, 2, 3) !important }}\n".encode())
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)", timeout=EXPECT)
    assert page.evaluate("window.still")
