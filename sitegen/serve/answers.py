"""Turns a request into an answer. Only files that the last build listed are served.

Only requests of this machine's own browser are answered. Any site can make a browser send requests to the
preview, also under a host name that leads to this machine (DNS rebinding). The headers Host, Origin and
Sec-Fetch-Site (Fetch Metadata) give such requests away.
"""

from __future__ import annotations

import mimetypes
import os
import re
import stat
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from importlib import resources
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, unquote_to_bytes

import msgspec

from sitegen.content.addresses import output_path
from sitegen.serve import bar
from sitegen.serve.bar import RESERVED, bar_words, news, waiting_list
from sitegen.serve.board import Board, PreviewState

_OWN = {
    "bar.js": "text/javascript; charset=utf-8",
    "bar.css": "text/css; charset=utf-8",
    "shell.js": "text/javascript; charset=utf-8",
    "shell.css": "text/css; charset=utf-8",
}
HTML = "text/html; charset=utf-8"
# MIME types of a site's files, so that the computer's own list does not matter; all texts are UTF-8.
TYPES = {
    ".html": HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".pdf": "application/pdf",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Accept-Ranges": "none",
}
PASS = "sitegen-pass"
LONGEST_TARGET = 2048
_LINE = re.compile(r"([A-Z]{1,20}) (\S+) HTTP/1\.([01])")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*")
_TARGET = re.compile(r"/[!-~]*")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
# Characters that a decoded path must not have: `%` of an escape within an escape, `\` of Windows, controls.
_SUSPECT = re.compile(r"[\x00-\x1f\x7f-\x9f\\%]")
# Headers that must not occur twice.
_ONCE = ("host", "origin", "content-length", "sec-fetch-site")


class Answer(msgspec.Struct, frozen=True):
    """An answer; `file` is the descriptor of a file that is sent in place of the body, and closed."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: bytes = b""
    file: int | None = None


class SlowAnswer(msgspec.Struct, frozen=True):
    """An answer that takes a while: it is made in a thread, while other requests are answered."""

    answer: Callable[[], Answer]


class Stream(msgspec.Struct, frozen=True):
    """News of the page at `target` for as long as somebody listens; `news` gives the latest."""

    news: Callable[[], str]
    target: str


class Responder(msgspec.Struct, frozen=True, kw_only=True):
    """What answers are made from.

    `out` is the published folder. A `passphrase` that is not empty is asked for; with one, nothing about this
    computer is told, and nothing can be changed. `make_picture` makes pictures that no build made, as
    `made_on_request` does.
    """

    board: Board
    site: Path
    out: Path
    lang: str
    show_drafts: Callable[[bool], None]
    passphrase: str = ""
    make_picture: Callable[[str, str], tuple[str, bytes] | None] = lambda _, __: None

    def answer(self, request: Request) -> Answer | Stream | SlowAnswer:
        """The answer to a request. Raises Refused."""
        if self.passphrase and request.cookie(PASS) != self.passphrase:
            return self._admit(request)
        if request.method == "POST":
            return self._switch(request)
        if request.path.startswith(RESERVED):
            return self._own(request, request.path.removeprefix(RESERVED))
        return self._of_the_site(request)

    def _admit(self, request: Request) -> Answer:
        """Answers a request without a pass: the secret address gives a pass, any other gets 404."""
        if request.method != "GET" or request.path != f"/{self.passphrase}/":
            raise Refused(HTTPStatus.NOT_FOUND)
        cookie = f"{PASS}={self.passphrase}; Path=/; HttpOnly; SameSite=Lax"
        return _redirect(f"{self.board.shown.mount}/", {"Set-Cookie": cookie})

    def _switch(self, request: Request) -> Answer:
        """Shows or hides drafts, which is all that a request can change. It must come from a page of ours."""
        if request.path != f"{RESERVED}drafts" or self.passphrase:
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED)
        if "origin" not in request.headers or request.query.get("show") not in ("yes", "no"):
            raise Refused(HTTPStatus.FORBIDDEN)
        self.show_drafts(request.query["show"] == "yes")
        return Answer(HTTPStatus.NO_CONTENT, {})

    def _own(self, request: Request, name: str) -> Answer | Stream:
        if name in _OWN:
            body = resources.files("sitegen.serve").joinpath("files", name).read_bytes()
            return Answer(HTTPStatus.OK, {"Content-Type": _OWN[name], "Cache-Control": "no-cache"}, body)
        if name == "news":
            target = self._target(request.query.get("page", ""), self.board.shown)
            return Stream(lambda: self._news(target), target)
        if name == "waiting" and not self.passphrase:
            words = bar_words(self.lang)
            home = f'<p><a href="{self.board.shown.mount}/">← {words["home"]}</a></p>\n'
            found = waiting_list(self.board.shown.desk, self.site, self.lang)
            return _page(HTTPStatus.OK, bar.notice(self.lang, words["waiting_title"], home + found))
        raise Refused(HTTPStatus.NOT_FOUND)

    def _news(self, target: str) -> str:
        shown = self.board.shown
        page = self._content(target, shown)
        stamps = self._stamps(page, shown) if page else ()
        return news(shown, target, page, stamps, None if self.passphrase else self.site, self.lang)

    def _stamps(self, page: bytes, shown: PreviewState) -> tuple[tuple[str, str], ...]:
        """(address, stamp) of the page's style sheets; the stamp of a missing file is empty."""
        targets = (
            (url, self._target(unquote(url.partition("?")[0]), shown)) for url in bar.style_sheets(page)
        )
        return tuple(
            (url, stamp_of(self.out, target) if target in shown.targets else "") for url, target in targets
        )

    def _of_the_site(self, request: Request) -> Answer | SlowAnswer:
        shown = self.board.shown
        if request.path in ("/", shown.mount) and f"{shown.mount}/" != request.path:
            return _redirect(f"{shown.mount}/")
        target = self._target(request.path, shown)
        if target not in shown.targets and f"{target}/index.html" in shown.targets:
            return _redirect(quote(f"{request.path}/"))
        if target.endswith(".html"):
            return self._page(request, target, shown)
        if target in shown.targets:
            return self._send_file(request, target)
        if target and type_of(target).startswith("image/"):
            return SlowAnswer(partial(self._answer_picture, request, target))
        return self._missing(shown)

    def _answer_picture(self, request: Request, target: str) -> Answer:
        known = request.headers.get("if-none-match", "").strip('"')
        found = self.make_picture(target, known)
        if found is None:
            return self._missing(self.board.shown)
        name, content = found
        headers = {"Content-Type": type_of(target), "Cache-Control": "no-cache", "ETag": f'"{name}"'}
        is_known = name == known
        return Answer(HTTPStatus.NOT_MODIFIED if is_known else HTTPStatus.OK, headers, content)

    def _page(self, request: Request, target: str, shown: PreviewState) -> Answer:
        content = self._content(target, shown)
        if content is None:
            return self._missing(shown)
        url, words = quote(request.path), bar_words(self.lang)
        if "both" in request.query:
            frames = self._translations(target, shown) or {url: self.lang}
            changed = self._changed_sections(target, shown)
            return _page(HTTPStatus.OK, bar.shell("both", self.lang, url, frames, changed))
        if "phone" in request.query:
            return _page(HTTPStatus.OK, bar.shell("phone", self.lang, url, {url: words["phone"]}))
        status = HTTPStatus.NOT_FOUND if target == "404.html" else HTTPStatus.OK
        return _page(status, bar.with_bar(content, shown.files, self._stamps(content, shown)))

    def _changed_sections(self, target: str, shown: PreviewState) -> tuple[int, ...]:
        """The numbers of the sections of an original that an outdated translation does not follow yet."""
        info = shown.desk.page_info(target)
        if info.translation != "outdated" or not info.file or not info.other:
            return ()
        # Imported here, since comparing languages is rarely asked for.
        from sitegen.checks.translations import changed_sections

        return changed_sections(self.site, info.file, info.other)

    def _translations(self, target: str, shown: PreviewState) -> dict[str, str]:
        """The addresses of the page in all languages, the main one first."""
        desk = shown.desk
        targets = {lang: desk.counterpart(target, lang) for lang in desk.addresses.roots}
        return {
            f"{shown.mount}/{quote(other.removesuffix('index.html'))}": lang
            for lang, other in targets.items()
            if other in shown.targets
        }

    def _missing(self, shown: PreviewState) -> Answer:
        """The answer for a missing page: the site's own 404 page, if it exists yet."""
        content = self._content("404.html", shown)
        if content is not None:
            return _page(
                HTTPStatus.NOT_FOUND,
                bar.with_bar(content, shown.files, self._stamps(content, shown), there=False),
            )
        words = bar_words(self.lang)
        title, text = ("not_there", "not_there") if shown.targets else ("not_yet", "not_there_yet")
        step = "" if shown.targets else '\n<p id="sitegen-step"></p>'
        body = bar.notice(self.lang, words[title], f"<p>{words[text]}</p>{step}", shown.files)
        return _page(HTTPStatus.NOT_FOUND, body)

    def _target(self, path: str, shown: PreviewState) -> str:
        """The file of the published folder that an address leads to; "" if it is no address of the site."""
        if not path.startswith(f"{shown.mount}/"):
            return ""
        return output_path(path.removeprefix(shown.mount))

    def _content(self, target: str, shown: PreviewState) -> bytes | None:
        if target not in shown.targets:  # the page of all parts of the theme needs the site's styles
            return shown.parts.get(target) if shown.targets and not self.passphrase else None
        if target in shown.ahead:
            return shown.ahead[target]
        try:
            with open(_open_file(self.out, target), "rb") as file:
                return file.read()
        except OSError:
            return None

    def _send_file(self, request: Request, target: str) -> Answer:
        stamp = stamp_of(self.out, target)
        headers = {"Content-Type": type_of(target), "Cache-Control": "no-cache", "ETag": f'"{stamp}"'}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Answer(HTTPStatus.NOT_MODIFIED, headers)
        try:
            return Answer(HTTPStatus.OK, headers, file=_open_file(self.out, target))
        except OSError:
            raise Refused(HTTPStatus.NOT_FOUND) from None


def _open_file(out: Path, target: str) -> int:
    """A descriptor of a regular file in the folder. Raises OSError for a link, a pipe or a folder, which
    somebody may have put in its place."""
    path = os.path.join(os.path.realpath(out), *target.split("/"))
    if os.path.realpath(path) != path:
        raise FileNotFoundError(path)
    quick = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, os.O_RDONLY | quick | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileNotFoundError(path)
    return descriptor


def stamp_of(out: Path, target: str) -> str:
    """A stamp of a file that changes whenever the file is written; empty if there is none."""
    try:
        found = os.lstat(out / target)
    except OSError:
        return ""
    return f"{found.st_size:x}-{found.st_mtime_ns:x}" if stat.S_ISREG(found.st_mode) else ""


def type_of(name: str) -> str:
    ending = os.path.splitext(name)[1].lower()
    return TYPES.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")


def _page(status: HTTPStatus, body: bytes) -> Answer:
    return Answer(status, {"Content-Type": HTML, "Cache-Control": "no-store"}, body)


def _redirect(url: str, more: Mapping[str, str] | None = None) -> Answer:
    headers = {"Location": url, "Cache-Control": "no-store"}
    return Answer(HTTPStatus.FOUND, headers | dict(more or {}))


class Request(msgspec.Struct, frozen=True):
    """A request; `path` is decoded, header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    keeps_open: bool = False

    def cookie(self, name: str) -> str:
        for part in self.headers.get("cookie", "").split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                return value
        return ""


class Refused(Exception):
    """A request is refused, with an HTTP status."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


def read_request(head: bytes) -> Request:
    """The request with this head (RFC 9112), without the empty line at its end. Raises Refused."""
    lines = head.decode("latin-1").split("\r\n")
    line = _LINE.fullmatch(lines[0])
    if line is None:
        raise Refused(HTTPStatus.BAD_REQUEST)
    headers = _headers(lines[1:])
    if headers.get("content-length", "0") != "0" or not headers.keys().isdisjoint(
        {"transfer-encoding", "upgrade", "expect"}
    ):
        raise Refused(HTTPStatus.BAD_REQUEST)
    path, _, query = line[2].partition("?")
    keeps_open = line[3] == "1" and headers.get("connection", "").lower() != "close"
    return Request(line[1], _decode_path(path, line[2]), _query(query), headers, keeps_open)


def _headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        found = _HEADER.fullmatch(line)
        if found is None or (found[1].lower() in _ONCE and found[1].lower() in headers):
            raise Refused(HTTPStatus.BAD_REQUEST)
        headers[found[1].lower()] = found[2]
    return headers


def _decode_path(path: str, target: str) -> str:
    """The path, decoded once. Raises Refused for a path that other programs could read differently."""
    if len(target) > LONGEST_TARGET or not _TARGET.fullmatch(target) or "#" in target:
        raise Refused(HTTPStatus.BAD_REQUEST)
    if path.startswith("//") or _BAD_ESCAPE.search(path):
        raise Refused(HTTPStatus.BAD_REQUEST)
    try:
        decoded = unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        raise Refused(HTTPStatus.BAD_REQUEST) from None
    if _SUSPECT.search(decoded) or not {".", ".."}.isdisjoint(decoded.split("/")):
        raise Refused(HTTPStatus.BAD_REQUEST)
    return decoded


def _query(query: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=8))
    except ValueError:
        raise Refused(HTTPStatus.BAD_REQUEST) from None


def hosts_of(names: tuple[str, ...], port: int) -> frozenset[str]:
    """The allowed values of the header Host: names with the port, which browsers omit if it is 80."""
    return frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == 80 else frozenset())


def check_sender(request: Request, hosts: frozenset[str]) -> None:
    """Raises Refused unless the request comes from a page of ours, or from a person who typed the address."""
    headers = request.headers
    host = headers.get("host", "").lower()
    if host not in hosts:
        raise Refused(HTTPStatus.FORBIDDEN)
    if headers.get("origin", f"http://{host}").lower() != f"http://{host}":
        raise Refused(HTTPStatus.FORBIDDEN)
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise Refused(HTTPStatus.FORBIDDEN)
    if any(name.startswith("access-control-") for name in headers):
        raise Refused(HTTPStatus.FORBIDDEN)
    if request.method not in ("GET", "HEAD", "POST"):
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED)
