"""Questions to the lists of projects, forums, news and documents, in Chromium."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from sitegen.language.alphabet import sort_key
from tests.browser.served import MOUNT, Handler, NewPage
from tests.literal import Site, article


def project(title: str, body: str = "Текст.", **facts: str) -> str:
    given = "".join(f"{name}: {value}\n" for name, value in facts.items())
    return f"---\ntitle: {title}\n{given}---\n\n{body}\n"


NEWS = ("Үер", "Ёс", "Ерөнхий", "Өвөл", "Ов", "12 айл", "3 айл", "Жил", "English title")
OTHERS: dict[str, str | bytes] = {
    **{
        f"content/articles/2018/n{number}/index.mn.md": article(title, date=f"2018-11-{number + 1:02}")
        for number, title in enumerate(NEWS)
    },
    "content/articles/2016/library/index.mn.md": (
        "---\ntitle: Номын сан нээгдэв\ndate: 2016-05-01\nplaces: [khovd/altai]\ntags: [pta]\n"
        "documents:\n  - {title: {mn: Тайлан, en: Report}, file: report.pdf, language: mn}\n"
        '  - {title: {mn: Зураг, en: Plan}, url: "https://example.org/", language: en}\n---\n\nТекст.\n'
    ),
    "content/articles/2016/library/report.pdf": b"%PDF-1.4\n",
    "content/forums/first/index.mn.md": (
        "---\ntitle: Анхны форум\nstart: 2014-05-14\nmode: online\norganisers: [gpsa]\n"
        "city: {mn: Өмнөговь хот}\n---\n\nТекст.\n"
    ),
    "content/forums/second/index.mn.md": "---\ntitle: Дараагийн форум\nplaces: [khovd]\n---\n\nТекст.\n",
}


PROJECTS = {
    "chairs": project(
        "Сургуулийн сандал",
        place="khovd/altai",
        amount="5,000,000 MNT",
        status="completed",
        recipient="{pta: {mn: СЭЭБХ}}",
        award="{actual: 2016-11-02}",
        start="{planned: 2016-12, actual: 2017-01-10}",
    ),
    "books": project(
        "Номын сан",
        "Халуун цэгийн хажуугийн өрөөг тохижуулав.",
        summary="Хүүхдүүд уншихдаа дуртай болов.",
        place="khovd",
        amount="700,000 MNT",
        status="ongoing",
    ),
    "well": project("Өвлийн худаг", tags="[pta]"),
}


@contextmanager
def served(root: Path, projects: Mapping[str, str]) -> Iterator[str]:
    """The address of the list of projects of a site that has these, and news, forums and a document."""
    site = Site(
        root, {f"content/projects/{ref}/index.mn.md": text for ref, text in projects.items()} | OTHERS
    )
    site.edit("site.yaml", "search: false", "search: true")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site.out)))
    base = f"http://127.0.0.1:{server.server_address[1]}{MOUNT}"
    assert not site.build(base_url=base).failed
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"{base}/projects/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("asking"), PROJECTS) as found:
        yield found


def titles(page: Page) -> list[str]:
    return page.locator(".ask .card-title").all_inner_texts()


def asked(page: Page, question: str) -> list[str]:
    page.goto(question)
    if "?" not in question:
        page.locator(".ask summary").click()
    page.wait_for_selector(".ask-bar:visible")
    return titles(page)


def test_questions_are_in_the_address_with_not_and_not_known(new_page: NewPage, address: str) -> None:
    page = new_page()
    assert asked(page, f"{address}?aimag=khovd") == ["Номын сан", "Сургуулийн сандал"]
    assert asked(page, f"{address}?aimag=khovd&status=-ongoing") == ["Сургуулийн сандал"]
    assert asked(page, f"{address}?aimag=unknown") == ["Өвлийн худаг"]
    assert asked(page, f"{address}?aimag=khovd&sort=largest") == ["Сургуулийн сандал", "Номын сан"]
    assert page.locator("[role=status]").inner_text().startswith("Олдсон төсөл: 2 · Нийт: 5,700,000\xa0₮")


def test_what_a_filter_leaves_out_because_it_is_not_known_is_said(new_page: NewPage, address: str) -> None:
    page = new_page()
    asked(page, f"{address}?status=completed")
    assert "Төлөв нь мэдэгдэхгүй тул ороогүй: 1" in page.locator("[role=status]").inner_text()


def test_latin_letters_find_cyrillic_words_and_back_goes_back(new_page: NewPage, address: str) -> None:
    page = new_page()
    asked(page, address)
    assert page.locator(".as-pages .card").count() == 3
    page.locator("select[name=aimag]").select_option(label="Ховд аймаг (2)")
    assert page.url.endswith("?aimag=khovd")
    page.locator(".ask input[type=search]").fill("surguul")
    assert titles(page) == ["Сургуулийн сандал"]
    page.go_back()
    page.wait_for_selector(".as-pages .card:visible")
    assert page.url == address
    page.go_forward()
    page.wait_for_selector(".ask .card-title")
    assert (titles(page), page.url) == (["Сургуулийн сандал"], f"{address}?q=surguul&aimag=khovd")


def test_one_of_several_values_is_enough(new_page: NewPage, address: str) -> None:
    page = new_page()
    asked(page, address)
    page.locator("select[name=status]").select_option(label="Дууссан (1)")
    page.locator("select[name=status]").select_option(label="Хэрэгжиж байгаа (1)")
    assert page.url == f"{address}?status=completed&status=ongoing"
    assert titles(page) == ["Номын сан", "Сургуулийн сандал"]


def test_words_of_summaries_and_texts_are_found_in_their_forms(new_page: NewPage, address: str) -> None:
    page = new_page()
    for words in ("хүүхэд", "huuhed", "тохижуулах", "хүүхдийн өрөө", "номын өрөөнд", "өрөө алтай"):
        asked(page, f"{address}?{urlencode({'q': words})}")
        page.get_by_text("Хайж байна", exact=False).wait_for(state="detached")
        assert titles(page) == ([] if words == "өрөө алтай" else ["Номын сан"]), words
    page.locator(".ask input[type=search]").fill("худаг")
    page.get_by_role("link", name="Өвлийн худаг").wait_for()
    assert titles(page) == ["Өвлийн худаг"]


def test_of_what_is_found_the_place_is_shown_with_the_word_marked_in_title_summary_and_text(
    new_page: NewPage, address: str
) -> None:
    page = new_page()
    for word, place, told in (
        ("хүүхэд", ".card p:not(.meta)", "Хүүхдүүд уншихдаа дуртай болов."),
        ("тохижуулах", ".card p:not(.meta)", "Халуун цэгийн хажуугийн өрөөг тохижуулав."),
        ("nomyn", ".card-title", "Номын сан"),
    ):
        asked(page, f"{address}?{urlencode({'q': word})}")
        page.locator(".answer mark").first.wait_for()
        assert page.locator(f".answer {place}").all_inner_texts() == [told]
    asked(page, f"{address}?{urlencode({'q': 'хүүхдийн өрөө', 'view': 'table'})}")
    page.locator(".answer mark").first.wait_for()
    assert page.locator(".answer th p").inner_text() in (
        "Хүүхдүүд уншихдаа дуртай болов.",
        "Халуун цэгийн хажуугийн өрөөг тохижуулав.",
    )
    assert page.locator(".answer mark").first.inner_text() in ("Хүүхдүүд", "өрөөг")


def test_a_link_to_an_answer_opens_the_filters_only_where_there_is_room(
    new_page: NewPage, address: str
) -> None:
    """On a phone they would push the answer out of sight; what was asked stands above it anyway."""
    for width, count in ((360, 0), (1280, 1)):
        page = new_page(viewport={"width": width, "height": 740})
        assert asked(page, f"{address}?aimag=khovd") == ["Номын сан", "Сургуулийн сандал"]
        assert page.locator("select[name=aimag]:visible").count() == count
        expect(page.get_by_text("Аймаг: Ховд аймаг")).to_be_visible()


def test_a_filter_with_a_value_does_not_say_all(new_page: NewPage, address: str) -> None:
    page = new_page()
    asked(page, f"{address}?aimag=khovd")
    (aimag, status) = (page.locator(f"select[name={name}] option").first for name in ("aimag", "status"))
    assert (aimag.inner_text(), status.inner_text()) == ("Нэмж сонгох …", "Бүгд")


def test_a_list_is_searched_without_opening_anything_and_words_typed_early_are_kept(
    new_page: NewPage, address: str
) -> None:
    page = new_page()
    page.goto(address)
    page.get_by_label("Жагсаалтаас хайх").fill("khudag")
    page.wait_for_selector(".ask .card-title")
    assert (titles(page), page.url) == (["Өвлийн худаг"], f"{address}?q=khudag")
    assert page.locator("select[name=aimag]:visible").count() == 0
    page.keyboard.press("Enter")
    assert page.url == f"{address}?q=khudag"


def test_where_the_script_does_not_come_the_field_leads_to_the_search(
    new_page: NewPage, address: str
) -> None:
    page = new_page()
    page.route("**/ask.js", lambda route: route.abort())
    page.goto(address)
    page.get_by_label("Жагсаалтаас хайх").fill("худаг")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


def test_what_texts_have_is_not_fetched_before_a_word_is_asked_for_and_its_absence_is_said(
    new_page: NewPage, address: str
) -> None:
    page = new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    asked(page, f"{address}?aimag=khovd")
    assert not any("/search/" in url or "search-" in url for url in fetched)
    page.route("**/search/*", lambda route: route.abort())
    page.locator(".ask input[type=search]").fill("номын")
    page.get_by_text("Бичвэрээс хайж чадсангүй: зөвхөн гарчиг, нэрээс хайв.").wait_for()
    assert titles(page) == ["Номын сан"]
    page.unroute("**/search/*")
    page.locator(".ask input[type=search]").fill("хүүхдүүд")
    page.get_by_text("Олдсон төсөл: 1").wait_for()
    assert titles(page) == ["Номын сан"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("aimag=&status=", 3),
        ("aimag=-&year=..&q=", 3),
        ("aimag=khovd&aimag=khovd", 2),
        ("year=unknown..", 2),
        ("q=“номын”,", 1),
        ("q=...", 3),
        ("q=" + "а" * 900, 0),
        ("sort=nothing&view=nothing&aimag=khovd", 2),
    ],
)
def test_what_says_nothing_in_an_address_asks_nothing(
    new_page: NewPage, address: str, question: str, found: int
) -> None:
    page = new_page(viewport={"width": 360, "height": 700})
    page.goto(f"{address}?{question}")
    page.wait_for_selector(".ask-bar", state="attached")
    expect(page.locator(".card:visible")).to_have_count(found)
    assert page.locator(".ask .chips li").count() <= 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_list_is_downloaded_as_it_is_asked(new_page: NewPage, address: str) -> None:
    page = new_page()
    asked(page, f"{address}?aimag=khovd")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV татах").click()
    text = Path(download.value.path()).read_bytes().decode()
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == 3
    assert '"5000000","MNT"' in text


def test_it_fits_a_small_phone(new_page: NewPage, address: str) -> None:
    page = new_page(viewport={"width": 360, "height": 700})
    asked(page, f"{address}?aimag=khovd&status=-ongoing&q=surguul")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_kind_of_recipient_is_asked_for_and_charts_follow(new_page: NewPage, address: str) -> None:
    page = new_page()
    assert asked(page, f"{address}?recipient=pta") == ["Сургуулийн сандал"]
    assert asked(page, f"{address}?recipient=-pta") == ["Номын сан", "Өвлийн худаг"]
    bars = page.locator(".bars-asked button")
    assert bars.all_inner_texts() == ["Ховд аймаг", "Мэдээлэл алга"]
    bars.first.click()
    assert titles(page) == ["Номын сан"]
    assert "aimag=khovd" in page.url


def test_the_answer_can_be_a_table_with_what_is_not_known_said_so(new_page: NewPage, address: str) -> None:
    page = new_page()
    asked(page, f"{address}?view=table")
    assert page.locator(".ask tbody th").all_inner_texts() == [
        "Номын сан",
        "Өвлийн худаг",
        "Сургуулийн сандал",
    ]
    assert page.locator(".ask tbody tr").nth(1).locator("td").last.inner_text() == "Мэдээлэл алга"
    page.get_by_label("Харагдац").select_option("cards")
    assert page.url == f"{address}"


def test_a_keyboard_is_enough(new_page: NewPage, address: str) -> None:
    page = new_page()
    asked(page, address)
    page.locator("select[name=aimag]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert titles(page) == ["Номын сан", "Сургуулийн сандал"]
    exclude = page.get_by_role("button", name="Ховд аймаг: үүнээс бусад")
    exclude.focus()
    page.keyboard.press("Enter")
    assert page.url == f"{address}?aimag=-khovd"
    page.keyboard.press("Enter")
    assert page.url == f"{address}?aimag=khovd"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url == address
    assert page.evaluate("document.activeElement.name") == "aimag"
    page.locator("select[name=status]").select_option(label="Дууссан (1)")
    page.get_by_text("Шүүлтүүр").click()
    page.get_by_role("button", name="Хасах: Дууссан").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.type") == "search"


def test_a_bar_that_is_pressed_hands_the_keyboard_to_what_it_asked_for(
    new_page: NewPage, address: str
) -> None:
    page = new_page()
    asked(page, f"{address}?status=-planned")
    page.locator(".bars-asked button").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.ariaLabel").startswith("Хасах: ")


def test_forums_news_and_documents_are_asked_in_the_same_way(new_page: NewPage, address: str) -> None:
    page = new_page()
    base = address.removesuffix("projects/")
    assert asked(page, f"{base}forums/?year=2014&mode=online&organisation=gpsa") == ["Анхны форум"]
    assert asked(page, f"{base}forums/?year=unknown") == ["Дараагийн форум"]
    assert asked(page, f"{base}news/?aimag=khovd&tag=pta&q=nomyn") == ["Номын сан нээгдэв"]
    assert page.locator("[role=status]").inner_text() == "Олдсон мэдээ: 1"
    assert asked(page, f"{base}en/documents/?format=PDF&language=mn&kind=article") == ["Report"]
    assert page.locator(".ask .meta span").all_inner_texts() == [
        "1 May 2016",
        "Altai soum, Khovd aimag",
        "Номын сан нээгдэв",
    ]


def test_news_are_fetched_only_when_somebody_asks(new_page: NewPage, address: str) -> None:
    page = new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    page.goto(address.replace("projects", "news"))
    page.wait_for_selector(".ask:visible")
    assert "news-index.mn.json" not in fetched
    assert page.locator(".as-pages .card").count() == len(NEWS) + 1
    page.get_by_text("Шүүлтүүр").focus()
    page.keyboard.press("Enter")
    page.locator("select[name=year]").select_option(label="2016 (1)")
    assert "news-index.mn.json" in fetched
    assert titles(page) == ["Номын сан нээгдэв"]
    assert page.locator(".as-pages .card:visible").count() == 0


def test_titles_stand_in_the_order_of_the_pages(new_page: NewPage, address: str) -> None:
    page = new_page()
    found = asked(page, f"{address.replace('projects', 'news')}?sort=title")
    assert found == sorted(found, key=lambda title: sort_key(title))
    assert found[:5] == ["3 айл", "12 айл", "English title", "Ерөнхий", "Ёс"]


def test_what_is_asked_for_can_be_followed(new_page: NewPage, address: str) -> None:
    page = new_page()
    asked(page, f"{address}?aimag=khovd&status=completed")
    link = page.locator(".ask .follow a")
    assert (link.inner_text(), link.get_attribute("href")) == (
        "Ховд аймаг",
        f"{MOUNT}/places/khovd/feed.xml",
    )
    asked(page, address)
    assert link.get_attribute("href") == f"{MOUNT}/projects/feed.xml"


def test_without_a_script_news_lead_to_pages_of_places_and_topics(new_page: NewPage, address: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(address.replace("projects", "news"))
    page.get_by_text("Сэдэв", exact=True).click()
    page.locator(".facets").get_by_role("link", name="СЭЭБХ").click()
    assert page.locator(".card-title").all_inner_texts() == ["Номын сан нээгдэв", "Өвлийн худаг"]


def test_amounts_in_two_currencies_are_neither_added_up_nor_compared(
    new_page: NewPage, tmp_path: Path
) -> None:
    foreign = {"heater": project("Зуух", amount="900 USD"), "tent": project("Гэр", amount="2,000.55 USD")}
    with served(tmp_path, PROJECTS | foreign) as address:
        page = new_page()
        found = asked(page, f"{address}?sort=largest")
        assert found == ["Сургуулийн сандал", "Номын сан", "Гэр", "Зуух", "Өвлийн худаг"]
        assert page.locator("[role=status] p").all_inner_texts() == [
            "Олдсон төсөл: 5 · Нийт: 5,700,000\xa0₮ · 2,900.55\xa0ам.доллар",
            "Дүн нь мэдэгдэхгүй: 1",
            "Валют тус бүрд нь эрэмбэлэв: өөр өөр валютын дүнг хооронд нь жишээгүй.",
        ]


def test_what_nothing_in_the_list_has_is_not_found_rather_than_left_out_of_the_question(
    new_page: NewPage, address: str
) -> None:
    page = new_page()
    assert asked(page, f"{address}?aimag=khovd&funder=nobody") == []
    assert page.locator("[role=status] p").all_inner_texts() == [
        "Олдсон төсөл: 0",
        "Санхүүжүүлэгч нь мэдэгдэхгүй тул ороогүй: 2",
        "Тохирох зүйл олдсонгүй. Шүүлтүүрээ хасах эсвэл бүх архиваас хайна уу.",
    ]
    page.get_by_role("button", name="Хасах: nobody").click()
    assert titles(page) == ["Номын сан", "Сургуулийн сандал"]


def test_a_year_can_stand_for_all_later_ones(new_page: NewPage, address: str) -> None:
    page = new_page()
    news = address.replace("projects", "news")
    assert asked(page, f"{news}?year=2016") == ["Номын сан нээгдэв"]
    page.get_by_role("button", name="оноос хойш").click()
    assert page.url == f"{news}?year=2016.."
    assert len(titles(page)) == len(NEWS) + 1
    assert len(asked(page, f"{news}?year=2017..")) == len(NEWS)


def test_projects_are_asked_for_by_award_and_by_start(new_page: NewPage, address: str) -> None:
    page = new_page()
    assert asked(page, f"{address}?year=2016&start=2017..") == ["Сургуулийн сандал"]
    assert asked(page, f"{address}?start=2016") == []
    assert page.get_by_label("Эхэлсэн он").is_visible()


def test_spellings_with_o_and_u_find_the_same(new_page: NewPage, address: str) -> None:
    page = new_page()
    forums = address.replace("projects", "forums")
    for spelling in ("umnugovi", "omnogovi", "ömnögovi", "өмнөговь"):
        assert asked(page, f"{forums}?q={spelling}") == ["Анхны форум"]
