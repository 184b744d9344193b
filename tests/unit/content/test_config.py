"""site.yaml: every setting checked, every mistake at its place; its mark, contact, donors, colours, fonts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.content.config import (
    DarkPalette,
    Language,
    Look,
    MenuEntry,
    Palette,
    SiteConfig,
    contrast,
    style_sheet,
    too_alike,
)
from sitegen.content.load_settings import parse_config
from sitegen.language.catalogue import Words
from tests.literal import CONFIG, Site, article, codes

LEAST = """\
title: {mn: Архив, en: Archive}
base_url: https://archive.example.org/a
owner: {mn: Холбоо}
licence: {id: CC-BY-4.0, name: {en: CC BY 4.0}}
"""


def parsed(more: str = "") -> SiteConfig:
    settings = parse_config((LEAST + more).encode())
    assert settings.diagnostics == ()
    assert settings.config is not None
    return settings.config


def problems(more: str) -> list[tuple[str, int]]:
    settings = parse_config((LEAST + more).encode())
    assert settings.config is None
    return [(item.code, item.line - 4) for item in settings.diagnostics]


def test_the_least_settings_give_a_bilingual_site() -> None:
    config = parsed()
    assert config.title == Words((("mn", "Архив"), ("en", "Archive")))
    assert [(item.code, item.prefix) for item in config.languages] == [("mn", ""), ("en", "en")]
    assert (config.time_zone, config.menu) == ("Asia/Ulaanbaatar", ())
    assert (config.articles_per_page, config.entries_per_page) == (20, 50)


def test_all_settings_are_read() -> None:
    config = parsed("""
languages:
  - {code: en, name: English}
  - {code: mn, name: Монгол, prefix: mn}
time_zone: Asia/Hovd
corrections: a@example.org
menu:
  - section: news
  - {page: about, label: {mn: Тухай}}
feed_items: 5
print_views: no
""")
    assert config.languages[1] == Language(code="mn", name="Монгол", prefix="mn")
    assert config.corrections == "mailto:a@example.org"
    assert config.menu == (
        MenuEntry(section="news"),
        MenuEntry(page="about", label=Words((("mn", "Тухай"),))),
    )
    assert (config.feed_items, config.print_views) == (5, False)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("titel: x", "E106"),
        ("tagline: x", "E142"),
        ("tagline: {de: x}", "E141"),
        ("time_zone: Asia/Nowhere", "E151"),
        ("time_zone: ../../etc/passwd", "E151"),
        ("languages: [{code: de, name: x}]", "E109"),
        ("languages: [{code: mn, name: x, prefix: ../x}]", "E144"),
        ("languages: []", "E152"),
        ("languages: [{code: mn, name: x}, {code: en, name: y}]", "E152"),
        ("languages: [{code: mn, name: x}, {code: mn, name: y, prefix: z}]", "E152"),
        ("languages: [{code: mn, name: x, prefix: mn}]", "E152"),
        ("menu: [news]", "E116"),
        ("menu: [{section: nwes}]", "E109"),
        ("menu: [{}]", "E153"),
        ("menu: [{section: news, page: about}]", "E153"),
        ("articles_per_page: 0", "E107"),
        ("corrections: javascript:x", "E143"),
        ("corrections: a@b", "E154"),
        ("print_views: maybe", "E146"),
    ],
)
def test_a_mistake_in_a_setting_is_an_error_in_its_line(line: str, code: str) -> None:
    assert (code, 1) in problems(line)


def test_a_section_that_there_is_none_of_is_one_mistake() -> None:
    assert problems("menu: [{section: medee}]") == [("E109", 1)]


def test_required_settings_are_named() -> None:
    settings = parse_config(b"")
    assert settings.config is None
    assert [dict(item.args)["field"] for item in settings.diagnostics] == [
        "title",
        "base_url",
        "owner",
        "licence",
    ]


def test_all_mistakes_show_at_once() -> None:
    assert problems("titel: x\nfeed_items: x\ntime_zone: y\nmenu: [{}]\n") == [
        ("E106", 1),
        ("E107", 2),
        ("E151", 3),
        ("E153", 4),
    ]


@pytest.mark.parametrize("address", ["ftp://x.org", "example.org", "https://x.org/?a", "https://x.org/#a"])
def test_the_address_of_the_site_is_a_plain_web_address(address: str) -> None:
    settings = parse_config(LEAST.replace("https://archive.example.org/a", f'"{address}"').encode())
    assert settings.config is None
    assert [(item.code, item.line) for item in settings.diagnostics] == [("E143", 2)]


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"- a", b"title: a: b", b"a" * 2_000_000, b"[" * 30_000])
def test_a_file_that_cannot_be_read_is_an_error(raw: bytes) -> None:
    settings = parse_config(raw)
    assert settings.config is None
    assert settings.diagnostics


CSS = (Path(__file__).parents[3] / "static" / "css" / "site.css").read_text(encoding="utf-8")


def declared(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def test_the_colours_checked_are_those_of_the_style_sheet() -> None:
    light, dark = CSS.split("@media (prefers-color-scheme: dark)", 1)
    for palette, block in ((Palette(), light), (DarkPalette(), dark.split("/* 2.")[0])):
        names = {name.replace("_", "-"): getattr(palette, name) for name in palette.__struct_fields__}
        assert {name: declared(block)[name] for name in names} == names


def test_the_colours_of_the_theme_can_be_read() -> None:
    assert list(too_alike(Look(light=Palette(), dark=DarkPalette()), ())) == []


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_two_colours_that_are_too_alike_are_named_with_their_ratio() -> None:
    found = problems('look:\n  light:\n    brand: "#abcdef"\n')
    assert {code for code, _ in found} == {"E157"}
    assert {line for _, line in found} == {3}


def test_only_what_is_changed_is_in_the_style_sheet() -> None:
    look = parsed('look: {light: {brand: "#7a1f2b"}, title_font: "PT Serif, serif"}').look
    assert look
    light = (":root {", "  --brand: #7a1f2b;", "  --title-font: PT Serif, serif;", "}")
    assert style_sheet(look)[:4] == light


def test_who_sets_colours_for_light_leaves_the_dark_scheme_as_it_was() -> None:
    look = parsed('look: {light: {paper: "#fffdf8"}, dark: {brand: "#f0b48c"}}').look
    assert look
    assert style_sheet(look) == (
        *(":root {", "  --paper: #fffdf8;", "}"),
        *("@media (prefers-color-scheme: dark) {", "  :root {"),
        *("    --paper: #12171e;", "    --brand: #f0b48c;", "  }", "}"),
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("look: {light: {brand: red}}", "E159"),
        ('look: {text_font: "a; } body { display: none"}', "E166"),
        ("logo: {light: ../logo.svg}", "E164"),
        ("logo: {light: /static/logo.svg}", "E164"),
        ("contact: {telephones: [ring us]}", "E165"),
        ("donors: [{name: {mn: Сан}, statement: {mn: Дэмжсэн}}]", "E158"),
    ],
)
def test_a_value_of_another_form_is_an_error(more: str, code: str) -> None:
    assert {found for found, _ in problems(more)} == {code}


def test_telephone_numbers_are_grouped_as_people_write_them() -> None:
    contact = parsed('contact: {telephones: ["70112233", "+976 7011 2233", "(11) 32-1234"]}').contact
    assert contact
    assert contact.telephones == ("7011-2233", "+976 7011-2233", "(11) 32-1234")


MORE = """
logo: {light: img/own.svg}
look: {light: {band: "#5c1520"}}
contact:
  address: {mn: "Улаанбаатар хот, Сүхбаатар дүүрэг", en: "Sukhbaatar district, Ulaanbaatar"}
  telephones: ["70112233"]
  mail: us@example.org
donors:
  - name: {mn: Сан, en: Fund}
    statement: {mn: Сангийн дэмжлэгээр., en: With the support of the fund.}
corrections: us@example.org
"""
NEWS = "content/articles/2018/forum/index.mn.md"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    files = {"site.yaml": CONFIG + MORE, NEWS: article(), "static/img/own.svg": "<svg/>"}
    return Site(tmp_path, files)


def test_every_page_shows_mark_contact_and_donors(site: Site) -> None:
    assert codes(site.build()) == []
    for path in ("/", "/en/", "/news/2018/forum/"):
        page = site.page(path)
        assert 'src="/static/img/own.svg"' in page
        assert 'href="tel:70112233"' in page
        assert 'href="mailto:us@example.org"' in page
        assert ("With the support of the fund." if "/en/" in path else "Сангийн дэмжлэгээр.") in page
        assert 'href="/theme.css"' in page
    assert "Сангийн дэмжлэгээр." in site.page("/news/2018/forum/print/")
    assert "--band: #5c1520;" in (site.out / "theme.css").read_text("utf-8")


def test_a_mistake_is_reported_with_title_address_and_version(site: Site) -> None:
    site.build()
    assert re.search(
        r"mailto:us@example\.org\?subject=%D0%A4.*archive\.example\.org/news/2018/forum/%0D%0Av1%202018-11-02\"",
        site.page("/news/2018/forum/"),
    )


def test_a_mark_that_is_not_there_stops_publication(site: Site) -> None:
    site.remove("static/img/own.svg")
    site.write("static/img/other.svg", "<svg/>")
    assert codes(site.build()) == ["E156"]


def test_a_mark_that_is_taken_away_later_stops_publication_too(site: Site) -> None:
    assert codes(site.build()) == []
    site.remove("static/img/own.svg")
    assert codes(site.build()) == ["E156"]


PROGRAMME = """
---
title: Хөтөлбөр
donors:
  - name: {mn: Сан, en: Fund}
    statement: {mn: Сан дэмжив., en: The fund paid.}
    logo: fund.png
---

Текст.
"""
PROJECT = """
---
title: Төсөл
programme: grants
---

Текст.
"""


def test_what_a_programme_has_to_say_stands_on_the_pages_of_all_its_entries(tmp_path: Path) -> None:
    png = (Path(__file__).parents[2] / "golden/site/content/articles/2018/forum/flag.png").read_bytes()
    programme, project = "content/programmes/grants/index.mn.md", "content/projects/desks/index.mn.md"
    files = {programme: PROGRAMME, project: PROJECT, NEWS: article(programmes="[grants]")}
    site = Site(tmp_path, files | {"content/programmes/grants/fund.png": png})
    assert codes(site.build()) == []
    pages = ("/programmes/grants/", "/projects/desks/", "/news/2018/forum/")
    for path in (*pages, *(f"{page}print/" for page in pages)):
        assert "Сан дэмжив." in site.page(path), path
        assert 'src="/programmes/grants/fund.png"' in site.page(path), path

    site.edit(programme, "Сан дэмжив.", "Сан мөнгө өгөв.")
    assert codes(site.build()) == []
    assert all("Сан мөнгө өгөв." in site.page(path) for path in pages)

    site.edit(programme, ", en: The fund paid.", "")
    assert codes(site.build()) == ["E158"]
    site.remove("content/programmes/grants/fund.png")
    assert codes(site.build()) == ["E158", "E420"]
