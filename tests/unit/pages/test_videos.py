"""Films: at a service behind a picture of ours and a plain link, or here with subtitles."""

from __future__ import annotations

import io
import re
import struct
from pathlib import Path

import pytest

from sitegen.content.assets import check_asset
from sitegen.content.metadata import strip_metadata
from tests.literal import Site, article, codes
from tests.unit.pages.test_entry_pictures import photo

FOLDER = "content/articles/2018/x"
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 64
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nSain uu\n"
BESIDE = {
    "film.mp4": MP4,
    "film.webm": b"\x1a\x45\xdf\xa3" + b"\0" * 9,
    "p.jpg": photo(),
    "a.vtt": VTT,
    "b.vtt": VTT,
}

FETCHED = re.compile(
    r'<(?:img|script|source|track|video|iframe|link rel="stylesheet")[^>]*?(?:src|href)="([^"]+)"'
)


def site_with(tmp_path: Path, videos: str, *names: str) -> Site:
    files: dict[str, str | bytes] = {f"{FOLDER}/index.mn.md": article(videos=f"[{videos}]")}
    return Site(tmp_path, files | {f"{FOLDER}/{name}": BESIDE[name] for name in names})


@pytest.mark.parametrize(
    ("address", "service"),
    [
        ("https://www.youtube.com/watch?v=abc", "YouTube"),
        ("https://youtu.be/abc", "YouTube"),
        ("https://vimeo.com/123", "Vimeo"),
        ("https://www.facebook.com/page/videos/1/", "Facebook"),
    ],
)
def test_a_film_elsewhere_is_a_picture_of_ours_and_a_link(tmp_path: Path, address: str, service: str) -> None:
    video = f"{{title: {{mn: Сургалт, en: Training}}, url: '{address}', poster: p.jpg, length: '4:32'}}"
    site = site_with(tmp_path, video, "p.jpg")
    assert codes(site.build()) == []
    page = site.page("/news/2018/x/")
    film = page.partition('<figure class="video">')[2].partition("</figure>")[0]
    assert f'href="{address}" rel="external"' in film
    assert 'src="/news/2018/x/p.jpg"' in film
    assert "4:32" in film
    assert f"{service} дээр нээгдэнэ" in film
    # What a browser would fetch by itself is here.
    fetched = FETCHED.findall(page)
    assert [url for url in fetched if not url.startswith("/")] == []
    assert address in site.page("/news/2018/x/print/")


def test_a_film_here_plays_with_subtitles_in_both_languages(tmp_path: Path) -> None:
    video = "{title: {mn: Сургалт, en: Training}, file: film.mp4, poster: p.jpg, SUBTITLES}"
    video = video.replace("SUBTITLES", "subtitles: {mn: a.vtt, en: b.vtt}")
    site = site_with(tmp_path, video, "film.mp4", "p.jpg", "a.vtt", "b.vtt")
    assert codes(site.build()) == []
    page = site.page("/news/2018/x/")
    assert 'poster="/news/2018/x/p.jpg" width="700" height="350"' in page
    assert '<source src="/news/2018/x/film.mp4" type="video/mp4">' in page
    assert 'src="/news/2018/x/a.vtt" srclang="mn" label="Монгол" default>' in page
    assert 'src="/news/2018/x/b.vtt" srclang="en" label="English">' in page
    assert "media-src 'self'" in page
    assert {"news/2018/x/film.mp4", "news/2018/x/a.vtt", "news/2018/x/b.vtt"} <= site.tree().keys()


@pytest.mark.parametrize(
    ("video", "code"),
    [
        ("{title: А, url: 'https://example.org/film'}", "E820"),
        ("{title: А, url: 'https://www.youtube.com/'}", "E820"),
        ("{title: А, url: 'https://notyoutube.com/watch?v=1'}", "E820"),
        ("{title: А}", "E820"),
        ("{title: А, url: 'https://youtu.be/abc', file: film.mp4}", "E820"),
        ("{title: А, file: other.mp4}", "E420"),
        ("{title: А, file: film.mp4, subtitles: {mn: c.vtt}}", "E420"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(tmp_path: Path, video: str, code: str) -> None:
    outcome = site_with(tmp_path, video, "film.mp4").build()
    found = [item for item in outcome.diagnostics if item.code != "W317"]
    assert [(item.code, item.path, item.line) for item in found] == [(code, f"{FOLDER}/index.mn.md", 4)]


def box(name: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", len(content) + 8) + name + content


def film(*beside: bytes, made: int = 0) -> bytes:
    """An MP4 whose pictures and sound are the letters FRAMES."""
    head = box(b"mvhd", struct.pack(">IIIII", 0, made, made, 1000, 5000))
    return (
        box(b"ftyp", b"mp42\0\0\0\0mp42isom") + box(b"moov", head, *beside) + box(b"mdat", b"FRAMES \xa9xyz")
    )


def element(ident: bytes, content: bytes) -> bytes:
    return ident + b"\x01" + len(content).to_bytes(7, "big") + content


def web_film(*beside: bytes) -> bytes:
    parts = (*beside, element(b"\x1f\x43\xb6\x75", b"FRAMES"))
    return element(b"\x1a\x45\xdf\xa3", b"") + element(b"\x18\x53\x80\x67", b"".join(parts))


XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
TAGS, INFO = b"\x12\x54\xc3\x67", b"\x15\x49\xa9\x66"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.mp4", film(box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+47.9204+106.9173/ SECRET"))), "E810"),
        ("a.mp4", film(box(b"meta", b"mdtacom.apple.quicktime.location.ISO6709 +47.92 SECRET")), "E810"),
        ("a.mp4", film(box(b"trak", box(b"udta", box(b"\xa9ART", b"SECRET")))), "E810"),
        ("a.mp4", film() + box(b"uuid", XMP, b"<x:xmpmeta SECRET exif:GPSLatitude='47'/>"), "E810"),
        ("a.mp4", film(box(b"udta", box(b"\xa9mak", b"SECRET"))), "W814"),
        ("a.mp4", film(made=0xE0000000), "W814"),
        ("a.webm", web_film(element(TAGS, b"LOCATION SECRET +47.92")), "E810"),
        ("a.webm", web_film(element(TAGS, b"ARTIST SECRET")), "E810"),
        ("a.webm", web_film(element(INFO, element(b"\x44\x61", b"12345678"))), "W814"),
    ],
)
def test_what_a_film_tells_is_told_and_can_be_taken_out(name: str, content: bytes, code: str) -> None:
    path = f"{FOLDER}/{name}"
    assert [item.code for item in check_asset(path, io.BytesIO(content))[1]] == [code]
    clean = strip_metadata(content)
    assert (len(clean), b"SECRET" in clean, b"FRAMES" in clean) == (len(content), False, True)
    assert check_asset(path, io.BytesIO(clean))[1] == ()
    assert strip_metadata(clean) == clean


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mp4", film()),
        ("a.mp4", film(box(b"udta", box(b"\xa9too", b"Lavf60")))),
        ("a.mp4", film()[:-6]),
        ("a.webm", web_film(element(TAGS, b"ENCODER Lavf60"))),
        ("a.webm", web_film()[:-3]),
        ("a.webm", b"\x1a\x45\xdf\xa3\0\0\0"),
        ("a.mp4", film() + struct.pack(">I4s", 0, b"moov") * 2000),
    ],
)
def test_a_film_that_tells_nothing_of_anybody_is_published_as_it_is(name: str, content: bytes) -> None:
    assert check_asset(f"{FOLDER}/{name}", io.BytesIO(content))[1] == ()


def test_a_film_that_was_taken_down_is_gone(tmp_path: Path) -> None:
    site = site_with(tmp_path, "{title: SECRET, file: film.mp4}", "film.mp4")
    site.build()
    assert "SECRET" in site.page("/news/2018/x/")
    site.write("content/takedown.yaml", "- file: articles/2018/x/film.mp4\n  date: 2026-11-20\n  reason: x\n")
    site.build()
    left = [
        path for path, raw in site.tree().items() if b"SECRET" in raw or b"film.mp4" in raw or "film" in path
    ]
    assert left == []
