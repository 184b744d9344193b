"""site.yaml: every setting checked, every mistake at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.content.config import Language, MenuEntry, SiteConfig
from sitegen.content.load_settings import parse_config
from sitegen.language.catalogue import Words

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


def test_the_settings_of_this_project_are_sound() -> None:
    raw = (Path(__file__).parents[3] / "site.yaml").read_bytes()
    settings = parse_config(raw)
    assert settings.diagnostics == ()
    assert settings.config is not None
    assert [item.section or item.page for item in settings.config.menu][-1] == "about"
