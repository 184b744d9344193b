"""What the preview answers."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from sitegen.serve.answers import stamp_of
from sitegen.serve.bar import page_digest, with_bar
from sitegen.serve.server import Gate, Server
from tests.unit.serve.served import FILES, PAGE, Reply, Served, served


@pytest.fixture
def site(tmp_path: Path):  # type: ignore[no-untyped-def]
    with served(tmp_path) as running:
        yield running


def news(site: Served, page: str) -> dict[str, object]:
    """The first news of a page."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(f"GET /_sitegen/news?page={page} HTTP/1.1\r\nHost: {site.host}\r\n\r\n".encode())
        received = b""
        while b"\n\n" not in received:
            received += connection.recv(65536)
    found: dict[str, object] = json.loads(received.partition(b"data: ")[2].partition(b"\n\n")[0])
    return found


def test_a_page_comes_with_the_bar_and_nothing_inline(site: Served) -> None:
    body = site.get("/").body.decode()
    stamp = stamp_of(site.responder.out, "static/css/site.css")
    sheets = (
        f"[{{&quot;url&quot;: &quot;/static/css/site.css&quot;, &quot;stamp&quot;: &quot;{stamp}&quot;}}]"
    )
    data = f'data-seen="{page_digest(PAGE.encode())}" data-files="0" data-sheets="{sheets}"'
    tag = f'<script src="/_sitegen/bar.js" {data} defer></script>'
    assert tag in body
    assert "default-src 'none'; script-src 'self'; connect-src 'self'" in body
    assert body.replace(f"{tag}\n", "").replace("; connect-src 'self'", "") == PAGE


def test_a_page_that_may_ask_already_keeps_its_policy() -> None:
    page = PAGE.replace("script-src 'self'", "connect-src 'self'").encode()
    assert with_bar(page, 0).count(b"connect-src") == 1


def test_other_files_come_as_they_are(site: Served) -> None:
    reply = site.get("/static/css/site.css")
    assert reply.body.decode() == FILES["static/css/site.css"]
    assert reply.headers["content-type"] == "text/css; charset=utf-8"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_file_is_not_sent_again_until_it_changes(site: Served) -> None:
    stamp = site.get("/robots.txt").headers["etag"]
    assert site.get("/robots.txt", f"If-None-Match: {stamp}").status == 304
    (site.responder.out / "robots.txt").write_text("other")
    assert site.get("/robots.txt", f"If-None-Match: {stamp}").status == 200


def test_the_head_alone_can_be_asked_for(site: Served) -> None:
    whole, head = site.get("/robots.txt"), site.get("/robots.txt", method="HEAD")
    assert (head.body, head.headers["content-length"]) == (b"", whole.headers["content-length"])


def test_a_connection_serves_one_request_after_the_other(site: Served) -> None:
    one = f"GET /robots.txt HTTP/1.1\r\nHost: {site.host}\r\n\r\n".encode()
    last = one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    assert site.send(one + last).body.count(b"User-agent") == 2


def test_a_folder_without_its_slash_leads_there(site: Served) -> None:
    assert site.get("/news/x").headers["location"] == "/news/x/"


def test_an_unknown_address_shows_the_sites_own_page_for_that(site: Served) -> None:
    reply = site.get("/nowhere/")
    assert (reply.status, "Алга" in reply.body.decode()) == (404, True)
    assert b'data-seen=""' in reply.body


def test_below_a_path_nothing_stands_above_it(tmp_path: Path) -> None:
    with served(tmp_path, mount="/archive") as site:
        assert site.get("/").headers["location"] == "/archive/"
        assert site.get("/archive").headers["location"] == "/archive/"
        assert site.get("/archive/news/x/").status == 200
        assert site.get("/news/x/").status == 404
        assert news(site, "/archive/news/x/")["page"] == page_digest(FILES["news/x/index.html"].encode())


def test_before_there_is_any_page_a_notice_waits_for_it(site: Served) -> None:
    site.board.show(targets=frozenset())
    reply = site.get("/")
    assert (reply.status, b"The pages are not ready yet." in reply.body) == (404, True)
    assert b"/_sitegen/bar.js" in reply.body
    assert b'<p id="sitegen-step"></p>' in reply.body
    site.board.show(step=("reading", 1234, 10000))
    assert news(site, "/")["step"] == "Reading: 1,234 / 10,000"
    site.board.show(step=None)
    assert news(site, "/")["step"] == ""


def test_news_name_what_a_page_shows_and_its_style_sheets(site: Served) -> None:
    before = news(site, "/")
    (site.responder.out / "static/css/site.css").write_text("body { color: darkgreen }")
    after = news(site, "/")
    assert before["page"] == after["page"] == page_digest(PAGE.encode())
    assert before["sheets"] != after["sheets"]


def test_another_address_of_a_style_sheet_is_no_other_page() -> None:
    assert page_digest(PAGE.encode()) == page_digest(PAGE.replace("site.css", "site.1a2b3c.css").encode())
    assert page_digest(PAGE.encode()) != page_digest(PAGE.replace("Нүүр", "Өөр").encode())


def test_news_follow_the_board(site: Served) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(f"GET /_sitegen/news?page=/ HTTP/1.1\r\nHost: {site.host}\r\n\r\n".encode())
        received = b""
        while b"data: " not in received:
            received += connection.recv(65536)
        assert site.board.watched_targets() == {"index.html"}
        site.board.show(files=1)
        while received.count(b"data: ") < 2:
            received += connection.recv(65536)
    assert b'"files": 1' in received


@contextmanager
def served_with(site: Served, **given: object) -> Iterator[Served]:
    """Another server of the same site, that answers from more."""
    responder = msgspec.structs.replace(site.responder, **given)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port = bound.getsockname()[1]
        server = Server((Gate(bound, frozenset({f"127.0.0.1:{port}"}), responder),))
        server.start()
        yield Served(port, site.board, responder, [])
        server.stop()


def test_the_pages_of_all_parts_of_the_theme_have_their_addresses(site: Served) -> None:
    page = b"<html><head></head><p>all of them in %s</p></html>"
    made = {"_components/index.html": page % b"mn", "en/_components/index.html": page % b"en"}
    built = site.board.shown.targets
    site.board.show(parts=made, targets=frozenset())  # before the first build has ended, they had no styles
    assert "The pages are not ready yet." in site.get("/_components/").body.decode()
    site.board.show(targets=built)
    assert b"<p>all of them in mn</p>" in site.get("/_components/").body
    assert b"<p>all of them in en</p>" in site.get("/en/_components/").body
    assert site.get("/_others/").status == 404


def test_a_picture_is_made_while_others_are_answered(site: Served) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def unmade(target: str, known: str) -> tuple[str, bytes] | None:
        asked.set()
        go_on.wait(10)
        if target != "news/x/photo.jpg":
            return None
        return "name", b"" if known == "name" else b"pixels"

    with served_with(site, make_picture=unmade) as other:
        replies: list[Reply] = []
        slow = threading.Thread(target=lambda: replies.append(other.get("/news/x/photo.jpg")))
        slow.start()
        asked.wait(10)
        assert other.get("/robots.txt").status == 200
        go_on.set()
        slow.join()
        (reply,) = replies
        assert (reply.status, reply.body, reply.headers["content-type"]) == (200, b"pixels", "image/jpeg")
        tag = reply.headers["etag"]
        assert other.get("/news/x/photo.jpg", f"If-None-Match: {tag}").status == 304
        assert other.get("/news/x/other.jpg").status == 404


class TestOnAPhone:
    @pytest.fixture
    def phone(self, tmp_path: Path):  # type: ignore[no-untyped-def]
        with served(tmp_path, passphrase="wWkqXYZ") as running:
            yield running

    def test_nothing_is_there_without_the_secret_address(self, phone: Served) -> None:
        for target in ("/", "/news/x/", "/robots.txt", "/_sitegen/bar.js", "/_sitegen/news?page=/", "/wWkq/"):
            assert phone.get(target).status == 404
        assert phone.get("/", "Cookie: sitegen-pass=wrong").status == 404

    def test_the_secret_address_leads_to_the_site(self, phone: Served) -> None:
        reply = phone.get("/wWkqXYZ/")
        assert (reply.status, reply.headers["location"]) == (302, "/")
        cookie = reply.headers["set-cookie"].partition(";")[0].replace("wwkqxyz", "wWkqXYZ")
        assert phone.get("/", f"Cookie: {cookie}").status == 200

    def test_it_is_read_only_and_tells_nothing_of_this_computer(self, phone: Served) -> None:
        cookie = "Cookie: sitegen-pass=wWkqXYZ"
        switch = phone.get("/_sitegen/drafts?show=no", cookie, f"Origin: http://{phone.host}", method="POST")
        assert (switch.status, phone.asked) == (405, [])
        assert phone.get("/_sitegen/waiting", cookie).status == 404
        with socket.create_connection(("127.0.0.1", phone.port), timeout=10) as connection:
            head = f"GET /_sitegen/news?page=/ HTTP/1.1\r\nHost: {phone.host}\r\n{cookie}\r\n\r\n"
            connection.sendall(head.encode())
            received = b""
            while b"data: " not in received:
                received += connection.recv(65536)
        assert b'"editor": false' in received
        assert b"problems" not in received
        assert str(phone.responder.site).encode() not in received
