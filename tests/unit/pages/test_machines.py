"""What feed readers and search engines get."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.literal import Site, article

ATOM = "{http://www.w3.org/2005/Atom}"
FORUM = "---\ntitle: Форум\n{}\n---\n\nФорум болов.\n"
DATED = "---\ntitle: Бичлэг\ndate: {}\n---\n\nЗөвхөн бичвэр.\n"


def feed(site: Site, path: str = "/feed.json") -> Any:
    return json.loads(site.page(path))


def data(page: str, kind: str) -> list[Any]:
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return [found for found in map(json.loads, scripts) if found["@type"] == kind]


def test_a_feed_holds_the_whole_text_with_full_addresses(tmp_path: Path) -> None:
    body = "Эхний өгүүлбэр, [холбоос](article:2018/b).[^1]\n\nХоёр дахь.\n\n[^1]: Тайлбар."
    files = {
        "content/articles/2018/a/index.mn.md": article("Нэг", body, date="2018-11-02"),
        "content/articles/2018/b/index.mn.md": article("Хоёр", date="2018-11-01"),
    }
    site = Site(tmp_path, files)
    site.build(base_url="https://example.org/deep")
    text = feed(site)["items"][0]["content_html"]
    assert "Хоёр дахь." in text
    assert "Тайлбар." in text
    assert 'href="https://example.org/deep/news/2018/b/"' in text
    addresses = re.findall('(?:href|src)="([^"]*)"', text)
    assert len(addresses) == 3
    assert all(address.startswith("https://example.org/deep/news/2018/") for address in addresses)
    entry = ElementTree.fromstring(site.page("/feed.xml").encode()).find(f"{ATOM}entry")
    assert entry is not None
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "html"
    assert content.text == text


def test_an_edit_of_a_text_is_in_the_feed_at_once(tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/articles/2018/a/index.mn.md": article("Нэг", "Хуучин бичвэр.")})
    site.build()
    site.edit("content/articles/2018/a/index.mn.md", "Хуучин", "Шинэ")
    site.build()
    assert "Шинэ бичвэр." in feed(site)["items"][0]["content_html"]


def test_the_news_feed_holds_news_in_the_order_of_their_publication_here(tmp_path: Path) -> None:
    files = {
        "content/articles/2014/old/index.mn.md": article("Хуучин", date="2014-05-14", published="2018-12-01"),
        "content/articles/2018/new/index.mn.md": article("Шинэ", date="2018-11-02"),
        "content/forums/f/index.mn.md": FORUM.format("date: 2018-12-30"),
    }
    site = Site(tmp_path, files)
    site.build()
    for path in ("/feed.json", "/news/feed.json"):
        assert [item["title"] for item in feed(site, path)["items"]] == ["Хуучин", "Шинэ"]
    assert feed(site)["items"][0]["date_published"] == "2018-12-01T00:00:00+08:00"
    assert [item["title"] for item in feed(site, "/forums/feed.json")["items"]] == ["Форум"]
    assert data(site.page("/news/2014/old/"), "NewsArticle")[0]["datePublished"] == "2018-12-01"


def test_news_to_be_published_later_waits(tmp_path: Path) -> None:
    later = article("Хожим", date="2014-05-14", published="2099-01-01")
    site = Site(tmp_path, {"content/articles/2014/a/index.mn.md": later})
    site.build()
    assert not (site.out / "news/2014/a/index.html").exists()


def test_ids_stay_when_a_folder_is_renamed_and_when_the_site_moves(tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/articles/2018/a/index.mn.md": article("Нэг")})
    site.build(base_url="https://old.example.org")
    before = [(item["id"], feed(site)["feed_url"]) for item in feed(site)["items"]]
    site.remove_folder("content/articles/2018/a")
    moved = article("Нэг, өөр гарчигтай", aliases="[/post/1, /news/2018/a/, /news/2018/b/]")
    site.write("content/articles/2018/c/index.mn.md", moved)
    settings = (site.root / "site.yaml").read_text("utf-8")
    site.write("site.yaml", settings + "first_base_url: https://old.example.org/\n")
    site.build(base_url="https://new.example.org")
    items = feed(site)["items"]
    assert [item["id"] for item in items] == [ident for ident, _ in before]
    assert items[0]["url"] == "https://new.example.org/news/2018/c/"


def test_a_moment_has_the_offset_of_its_zone(tmp_path: Path) -> None:
    files = {
        "content/articles/2026/x/index.en.md": article("Example", date="2018-11-01 10:30"),
        "content/articles/2026/y/index.en.md": article("Example", date="2018-11-01"),
    }
    site = Site(tmp_path, files)
    site.build()
    page = site.page("/en/news/2026/x/")
    assert data(page, "NewsArticle")[0]["datePublished"] == "2018-11-01T10:30:00+08:00"
    assert '<time datetime="2018-11-01T10:30:00+08:00">1\xa0November\xa02018</time>' in page
    assert '<time datetime="2018-11-01T10:30:00+08:00">' in site.page("/en/news/")
    assert '<time datetime="2018-11-01">' in site.page("/en/news/2026/y/")


@pytest.mark.parametrize(
    ("mode", "kinds"),
    [
        ("mode: online", ["VirtualLocation"]),
        ("mode: hybrid\ncity: {mn: Ховд}", ["Place", "VirtualLocation"]),
        ("mode: in-person\ncity: {mn: Ховд}", ["Place"]),
        ("mode: in-person", []),
    ],
)
def test_an_event_is_where_it_can_be_joined(mode: str, kinds: list[str], tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/forums/f/index.mn.md": FORUM.format(f"start: 2018-10-30\n{mode}")})
    site.build()
    location = data(site.page("/forums/f/"), "Event")[0].get("location", [])
    found = location if isinstance(location, list) else [location]
    assert [place["@type"] for place in found] == kinds
    assert all(place["url"].endswith("/forums/f/") for place in found if place["@type"] == "VirtualLocation")


@pytest.mark.parametrize("start", ["", "start: 2018", "start: 2018-10"])
def test_an_event_of_no_known_day_is_none(start: str, tmp_path: Path) -> None:
    site = Site(tmp_path, {"content/forums/f/index.mn.md": FORUM.format(start or "number: 1")})
    site.build()
    assert data(site.page("/forums/f/"), "Event") == []


def test_news_has_who_made_it_and_when_it_changed(tmp_path: Path) -> None:
    files = {
        "content/articles/2018/a/index.mn.md": article("Нэг", date="2018-11-02", updated="2018-11-05"),
        "content/articles/2018/b/index.mn.md": article("Хоёр", date="2018-11-02"),
    }
    site = Site(tmp_path, files)
    site.build()
    changed, unchanged = (data(site.page(f"/news/2018/{name}/"), "NewsArticle")[0] for name in "ab")
    assert (changed["dateModified"], unchanged["dateModified"]) == ("2018-11-05", "2018-11-02")
    assert unchanged["author"]["@type"] == unchanged["publisher"]["@type"] == "Organization"
    assert unchanged["author"]["url"].startswith("https://")


def test_every_page_for_search_engines_describes_itself_and_nothing_else(tmp_path: Path) -> None:
    files = {
        f"content/articles/2018/a{n}/index.mn.md": article(f"Мэдээ {n}", f"Бичвэр {n}.") for n in range(9)
    }
    files |= {
        f"content/articles/2018/a{n}/index.en.md": f"---\ntitle: News {n}\n---\n\nText {n}.\n"
        for n in range(9)
    }
    files["content/organisations.yaml"] = (
        "- {id: a, name: {mn: А сан}, description: {mn: Сан.}}\n"
        "- {id: b, name: {mn: Б сан}, description: {mn: Сан.}}\n"
    )
    site = Site(tmp_path, files)
    settings = (site.root / "site.yaml").read_text("utf-8")
    site.write("site.yaml", settings + "articles_per_page: 2\n")
    site.build()
    described: dict[tuple[bool, str], Path] = {}
    for path in sorted(site.out.rglob("index.html")):
        page = path.read_text("utf-8")
        if "noindex" in page or 'http-equiv="refresh"' in page:
            continue
        found = re.findall('<meta name="description" content="([^"]+)">', page)
        assert len(found) == 1, path
        in_english = path.is_relative_to(site.out / "en")
        assert described.setdefault((in_english, found[0]), path) == path
    assert len(described) > 40


def test_an_older_page_of_a_list_is_no_translation(tmp_path: Path) -> None:
    files = {f"content/articles/2018/a{n}/index.mn.md": article(f"Мэдээ {n}") for n in range(9)}
    site = Site(tmp_path, files)
    settings = (site.root / "site.yaml").read_text("utf-8")
    site.write("site.yaml", settings + "articles_per_page: 2\n")
    site.build()
    assert 'hreflang="en"' in site.page("/news/").partition("</head>")[0]
    assert "hreflang" not in site.page("/news/page/2/").partition("</head>")[0]
    assert 'href="/en/news/page/2/"' in site.page("/news/page/2/")  # the reader can still change over
