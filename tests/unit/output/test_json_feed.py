"""JSON Feed 1.1, character by character."""

from __future__ import annotations

import json

import msgspec

from sitegen.content.document import END, FIGURE, LINK, PREFIX
from sitegen.output.makers import Materials, make_json_feed
from sitegen.pages.views import FeedItem, FeedPage, Figure, Phrase, Prose, Target

ITEM = FeedItem(
    id="https://example.org/news/2018/a/",
    title="“Форум” <b> & ₮",
    url="https://example.org/news/2018/a/",
    summary="Товч",
    published="2018-11-02T09:30:00+08:00",
    updated="2018-12-01T00:00:00+08:00",
    tags=("Эцэг эх",),
    prose=Prose(body=b"body", lang="mn", page="https://example.org/news/2018/a/"),
)
HTML = f'<p>Бичвэр.<sup id="{PREFIX}fnref:1"><a href="#{PREFIX}fn:1">1</a></sup></p>'
TEXT = '<p>Бичвэр.<sup id="fnref:1"><a href="https://example.org/news/2018/a/#fn:1">1</a></sup></p>'
TEXTS = Materials({b"body": HTML.encode(), b"empty": b""}, {})


def made(feed: FeedPage) -> bytes:
    return make_json_feed(feed, TEXTS)


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
        f'   "content_html": {json.dumps(TEXT, ensure_ascii=False)},\n'
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
    empty = Prose(body=b"empty", lang="mn")
    bare = msgspec.structs.replace(ITEM, summary=None, tags=(), prose=empty)
    items = msgspec.json.decode(made(msgspec.structs.replace(FEED, items=(bare,))))["items"]
    assert "summary" not in items[0]
    assert "tags" not in items[0]
    assert items[0]["content_text"] == ITEM.title
    assert "content_html" not in items[0]


def test_pictures_and_links_stand_in_the_text() -> None:
    body = f'<p><a href="{LINK}0{END}">холбоос</a></p>{FIGURE}0{END}'
    prose = Prose(
        body=b"body",
        lang="mn",
        links=(Target(url="https://example.org/x/"),),
        figures=(
            Figure(src="https://example.org/a.jpg", alt=Phrase(text='"Ширээ"'), caption=Phrase(text="А & Б")),
        ),
    )
    feed = msgspec.structs.replace(FEED, items=(msgspec.structs.replace(ITEM, prose=prose),))
    made_of = make_json_feed(feed, Materials({b"body": body.encode()}, {}))
    assert msgspec.json.decode(made_of)["items"][0]["content_html"] == (
        '<p><a href="https://example.org/x/">холбоос</a></p>'
        '<figure><img src="https://example.org/a.jpg" alt="&#34;Ширээ&#34;">'
        "<figcaption>А &amp; Б</figcaption></figure>"
    )


def test_a_feed_without_items() -> None:
    assert msgspec.json.decode(made(msgspec.structs.replace(FEED, items=())))["items"] == []
