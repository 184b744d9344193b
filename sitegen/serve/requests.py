"""Which requests are answered: only those of this machine's own browser, in the form that browsers use.

Any site can make a browser send requests to the preview, also under a host name that leads to this machine
(DNS rebinding). The headers Host, Origin and Sec-Fetch-Site (Fetch Metadata) give such requests away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote_to_bytes

import msgspec

LONGEST_TARGET = 2048
_LINE = re.compile(r"([A-Z]{1,20}) (\S+) HTTP/1\.([01])")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*")
_TARGET = re.compile(r"/[!-~]*")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
# Characters that a decoded path must not have: `%` of an escape within an escape, `\` of Windows, controls.
_SUSPECT = re.compile(r"[\x00-\x1f\x7f-\x9f\\%]")
# Headers that must not occur twice.
_ONCE = ("host", "origin", "content-length", "sec-fetch-site")


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
    return Request(line[1], _decoded(path, line[2]), _query(query), headers, keeps_open)


def _headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        found = _HEADER.fullmatch(line)
        if found is None or (found[1].lower() in _ONCE and found[1].lower() in headers):
            raise Refused(HTTPStatus.BAD_REQUEST)
        headers[found[1].lower()] = found[2]
    return headers


def _decoded(path: str, target: str) -> str:
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
