"""A preview's server over a folder of files, and raw requests to it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from sitegen.serve.answers import Responder, hosts_of
from sitegen.serve.board import Board, PreviewState
from sitegen.serve.server import Gate, Server

PAGE = (
    '<!doctype html><html lang="mn"><head><meta http-equiv="Content-Security-Policy" '
    'content="default-src \'none\'; script-src \'self\'"><link rel="stylesheet" href="/static/css/site.css">'
    "</head><body>Нүүр</body></html>"
)
FILES = {
    "index.html": PAGE,
    "404.html": PAGE.replace("Нүүр", "Алга"),
    "news/x/index.html": PAGE.replace("Нүүр", "Мэдээ"),
    "static/css/site.css": "body { color: red }",
    "robots.txt": "User-agent: *\n",
}
SECRET = "SECRET"


class Reply(msgspec.Struct, frozen=True):
    status: int
    headers: dict[str, str]
    body: bytes


class Served(msgspec.Struct, frozen=True):
    """A server that listens; `asked` holds what it was asked to show of drafts."""

    port: int
    board: Board
    responder: Responder
    asked: list[bool]

    def get(self, target: str, *headers: str, method: str = "GET", host: str = "") -> Reply:
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host or self.host}", *headers, "Connection: close"]
        return self.send("".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1"))

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def send(self, raw: bytes) -> Reply:
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(raw)
            return read_reply(connection)


def read_reply(connection: socket.socket) -> Reply:
    received = b""
    while piece := connection.recv(65536):
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return Reply(int(status.split(" ")[1]) if status else 0, headers, body)


@contextmanager
def served(folder: Path, mount: str = "", passphrase: str = "") -> Iterator[Served]:
    """A server of FILES. Around and between them lie secrets that no build listed."""
    out = folder / "site/.sitegen/preview/site"
    for name, text in FILES.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(text, "utf-8")
    for secret in (".env", ".git/config", "not-listed.html", "../secret.html", "../../content/x.md"):
        (out / secret).parent.mkdir(parents=True, exist_ok=True)
        (out / secret).write_text(SECRET)
    (out / "link-to-outside").symlink_to(out / "../secret.html")
    board = Board(PreviewState(mount=mount, targets=frozenset(FILES), working=False))
    asked: list[bool] = []
    bound = socket.create_server(("127.0.0.1", 0))
    port = bound.getsockname()[1]
    responder = Responder(
        board=board,
        site=folder / "site",
        out=out,
        lang="en",
        show_drafts=asked.append,
        passphrase=passphrase,
    )
    hosts = hosts_of(("localhost", "127.0.0.1", "[::1]"), port)
    server = Server((Gate(bound, hosts, responder),))
    board.listen(server.tell_news)
    server.start()
    try:
        yield Served(port, board, responder, asked)
    finally:
        server.stop()
        bound.close()
