"""JSON Feed 1.1, character by character."""

from __future__ import annotations

import msgspec

from sitegen.output.makers import Materials, make_json_feed
from sitegen.pages.views import FeedItem, FeedPage

ITEM = FeedItem(
    id="https://example.org/news/2018/a/",
    title="“Форум” <b> & ₮",
    url="https://example.org/news/2018/a/",
    summary="Товч",
    published="2018-11-02T09:30:00+08:00",
    updated="2018-12-01T00:00:00+08:00",
    tags=("Эцэг эх",),
)
NOTHING = Materials({}, {})


def made(feed: FeedPage) -> bytes:
    return make_json_feed(feed, NOTHING)


FEED = FeedPage(
    lang="mn",
    title="Архив: Мэдээ",
    subtitle="Туршилт",
    id="https://example.org/news/",
    url="https://example.org/news/feed.json",
    home="https://example.org/news/",
    author="Байгууллага",
    updated="2018-12-01T00:00:00+08:00",
    items=(ITEM,),
)


def test_a_feed_with_an_item() -> None:
    assert made(FEED).decode() == (
        "{\n"
        ' "version": "https://jsonfeed.org/version/1.1",\n'
        ' "title": "Архив: Мэдээ",\n'
        ' "home_page_url": "https://example.org/news/",\n'
        ' "feed_url": "https://example.org/news/feed.json",\n'
        ' "description": "Туршилт",\n'
        ' "language": "mn",\n'
        ' "authors": [\n'
        "  {\n"
        '   "name": "Байгууллага"\n'
        "  }\n"
        " ],\n"
        ' "items": [\n'
        "  {\n"
        '   "id": "https://example.org/news/2018/a/",\n'
        '   "url": "https://example.org/news/2018/a/",\n'
        '   "title": "“Форум” <b> & ₮",\n'
        '   "summary": "Товч",\n'
        '   "content_text": "Товч",\n'
        '   "date_published": "2018-11-02T09:30:00+08:00",\n'
        '   "date_modified": "2018-12-01T00:00:00+08:00",\n'
        '   "tags": [\n'
        '    "Эцэг эх"\n'
        "   ],\n"
        '   "language": "mn"\n'
        "  }\n"
        " ]\n"
        "}\n"
    )


def test_what_is_not_known_is_left_out_but_there_is_always_a_content() -> None:
    bare = msgspec.structs.replace(ITEM, summary=None, tags=())
    items = msgspec.json.decode(made(msgspec.structs.replace(FEED, items=(bare,))))["items"]
    assert "summary" not in items[0]
    assert "tags" not in items[0]
    assert items[0]["content_text"] == ITEM.title


def test_a_feed_without_items() -> None:
    assert msgspec.json.decode(made(msgspec.structs.replace(FEED, items=())))["items"] == []
