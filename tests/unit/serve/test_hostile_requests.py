"""Whatever is sent to the preview, it tells what a build listed, and that to this machine alone."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from sitegen.serve import server
from tests.unit.serve.served import SECRET, Served, read_reply, served

BAD = Path(__file__).parents[2] / "badinputs/http"
TARGETS = [line for line in (BAD / "requests.txt").read_text("utf-8").splitlines() if line.startswith("GET ")]
HEADERS = (BAD / "headers.txt").read_text("utf-8").splitlines()
# What a browser would ask for itself: a page below the site, whatever follows the question mark.
INNOCENT = {"GET /?raw??"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as running:
        yield running


def is_alive(site: Served) -> bool:
    return site.get("/").status == 200


def raw(site: Served, line: str, *headers: str) -> bytes:
    host = () if any(header.lower().startswith("host") for header in headers) else (f"Host: {site.host}",)
    given = [header for header in headers if header != "(no Host)"]
    hosts = () if "(no Host)" in headers else host
    return "".join(f"{item}\r\n" for item in (line, *hosts, *given, "Connection: close", "")).encode()


def test_no_target_leads_anywhere_else(site: Served) -> None:
    assert len(TARGETS) > 15
    for target in TARGETS:
        reply = site.send(raw(site, f"{target} HTTP/1.1"))
        assert reply.status in ((200,) if target in INNOCENT else (400, 403, 404, 405)), target[:60]
        assert SECRET.encode() not in reply.body, target
    assert is_alive(site)


@pytest.mark.parametrize(
    "line",
    [
        "GET /\x00 HTTP/1.1",
        "GET /%00 HTTP/1.1",
        "GET /%0d%0aSet-Cookie:x HTTP/1.1",
        "GET /%ff HTTP/1.1",
        "GET /a b HTTP/1.1",
        "GET / HTTP/9.9",
        "GET /",
        "get / HTTP/1.1",
        "GET * HTTP/1.1",
        "CONNECT example.org:443 HTTP/1.1",
        "GET https://127.0.0.1/ HTTP/1.1",
        "GET /?a=%ff HTTP/1.1",
        "",
        "\x16\x03\x01",
    ],
)
def test_a_line_that_no_browser_sends_is_refused(site: Served, line: str) -> None:
    assert site.send(raw(site, line)).status == 400
    assert is_alive(site)


def test_foreign_hosts_and_origins_are_refused(site: Served) -> None:
    assert len(HEADERS) > 12
    for header in HEADERS:
        given = re.sub(r" \(other port\)$", "", header)
        reply = site.send(raw(site, "GET / HTTP/1.1", given))
        assert reply.status in (400, 403), header
        assert not [name for name in reply.headers if name.startswith("access-control")]
        assert "Нүүр".encode() not in reply.body
    assert is_alive(site)


@pytest.mark.parametrize("page", ["/", "/_sitegen/news?page=/", "/_sitegen/bar.js", "/_sitegen/waiting"])
def test_that_holds_for_all_that_the_preview_tells(site: Served, page: str) -> None:
    assert site.get(page, host="evil.example").status == 403
    assert site.get(page, "Origin: http://evil.example").status == 403
    assert site.get(page, "Sec-Fetch-Site: same-site").status == 403


def test_our_own_pages_are_answered_by_each_of_our_names(site: Served) -> None:
    for host in (f"localhost:{site.port}", f"127.0.0.1:{site.port}", f"[::1]:{site.port}"):
        reply = site.get("/", f"Origin: http://{host}", "Sec-Fetch-Site: same-origin", host=host)
        assert reply.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: 3",),
        ("Content-Length: 0", "Content-Length: 0"),
        ("Transfer-Encoding: chunked",),
        ("Upgrade: websocket", "Connection: Upgrade"),
        ("Expect: 100-continue",),
        ("Host: 127.0.0.1",),
        (" folded: yes",),
        ("no colon",),
        ("Na me: x",),
    ],
)
def test_headers_that_no_browser_sends_are_refused(site: Served, headers: tuple[str, ...]) -> None:
    assert site.get("/", *headers).status == 400
    assert is_alive(site)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "POST"])
def test_nothing_can_be_written(site: Served, method: str) -> None:
    reply = site.get("/", f"Origin: http://{site.host}", method=method)
    assert (reply.status, reply.headers["allow"]) == (405, "get, head")


def test_drafts_are_switched_by_our_own_pages_only(site: Served) -> None:
    target = "/_sitegen/drafts?show=no"
    assert site.get(target, method="POST").status == 403
    assert site.get(target, "Origin: null", method="POST").status == 403
    assert site.get(target, f"Origin: http://{site.host}").status == 404
    assert site.asked == []
    assert site.get(target, f"Origin: http://{site.host}", method="POST").status == 204
    assert site.asked == [False]


def test_a_huge_request_is_refused(site: Served) -> None:
    assert site.get("/" + "a" * 10_000).status == 400
    assert site.get("/", f"X: {'a' * 100_000}").status == 400
    assert is_alive(site)


def test_a_client_that_says_nothing_is_not_waited_for(site: Served) -> None:
    with patch.object(server, "_PATIENCE", 0.2):
        with socket.create_connection(("127.0.0.1", site.port), timeout=10) as silent:
            assert read_reply(silent).status == 0
        with socket.create_connection(("127.0.0.1", site.port), timeout=10) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
            assert read_reply(slow).status == 0
    assert is_alive(site)


def test_many_that_say_nothing_keep_nobody_out(site: Served) -> None:
    silent = [socket.create_connection(("127.0.0.1", site.port), timeout=10) for _ in range(200)]
    assert is_alive(site)
    for connection in silent:
        connection.close()


def test_a_bug_in_an_answer_ends_no_preview(site: Served) -> None:
    with patch.object(type(site.responder), "answer", side_effect=KeyError("planted")):
        assert site.get("/").status == 500
    assert is_alive(site)


def test_what_stands_in_the_place_of_a_listed_file_is_not_followed(site: Served) -> None:
    page = site.responder.out / "robots.txt"
    page.unlink()
    page.symlink_to(site.responder.out / "../secret.html")
    folder = site.responder.out / "news/x"
    folder.rename(site.responder.out / "moved")
    folder.symlink_to(site.responder.out / "../../content")
    (site.responder.out / "../../content/index.html").write_text(SECRET)
    for target in ("/robots.txt", "/news/x/"):
        reply = site.get(target)
        assert (reply.status, SECRET.encode() in reply.body) == (404, False)
