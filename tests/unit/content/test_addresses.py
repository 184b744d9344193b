"""Addresses: the only place that knows prefixes and sections."""

from __future__ import annotations

import pytest

from sitegen.content.addresses import make_addresses, output_path, section_of
from sitegen.content.config import Language

LANGUAGES = (Language(code="mn", name="Монгол"), Language(code="en", name="English", prefix="en"))
ROOT = make_addresses("https://archive.example.org/", LANGUAGES)
MOUNTED = make_addresses("https://example.org/sitegen", LANGUAGES)


def test_the_main_language_has_no_prefix() -> None:
    assert ROOT.entry("article", "2018/x", "mn") == "/news/2018/x/"
    assert ROOT.entry("article", "2018/x", "en") == "/en/news/2018/x/"


def test_plain_pages_stand_at_the_root() -> None:
    assert ROOT.entry("page", "about", "mn") == "/about/"
    assert ROOT.entry("page", "about", "en") == "/en/about/"


def test_a_path_of_no_parts_is_the_home_page() -> None:
    assert ROOT.path("mn") == "/"
    assert ROOT.path("en") == "/en/"
    assert ROOT.path("en", "archive", "2018") == "/en/archive/2018/"


def test_files_beside_an_entry_have_one_address_for_all_languages() -> None:
    assert ROOT.asset("project", "khovd-altai", "photo.jpg") == "/projects/khovd-altai/photo.jpg"


def test_a_site_below_a_path_has_it_in_every_url_and_on_no_disk_path() -> None:
    assert MOUNTED.url("/en/news/") == "/sitegen/en/news/"
    assert MOUNTED.full("/en/news/") == "https://example.org/sitegen/en/news/"
    assert output_path("/en/news/") == "en/news/index.html"


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/a/b c.pdf", "/a/b%20c.pdf"),
        ("/a/зураг.jpg", "/a/%D0%B7%D1%83%D1%80%D0%B0%D0%B3.jpg"),
        ("/a/x.1_2~.gif",) * 2,
    ],
)
def test_what_is_not_plain_is_percent_encoded(path: str, url: str) -> None:
    assert ROOT.url(path) == url


def test_output_paths() -> None:
    assert output_path("/") == "index.html"
    assert output_path("/feed.xml") == "feed.xml"


def test_sections() -> None:
    assert [section_of(kind) for kind in ("article", "page", "term")] == ["news", "", "tags"]
