"""What a browser would run, load from elsewhere or follow to a foreign scheme on a whole page of a site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

ADDRESSES = frozenset(
    {"href", "src", "srcset", "action", "formaction", "data", "poster", "background", "ping"}
)
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
RUNS = frozenset({"iframe", "frame", "object", "embed", "applet", "base", "style", "portal"})
IGNORED = re.compile(
    r"[\x00-\x20]"
)  # a browser drops these before it looks for the scheme (URL Standard, 4.4)
FETCHED = ("stylesheet", "icon", "preload", "modulepreload", "manifest")
REFRESH = re.compile(r"refresh 0; url=/(?![/\\]).*")


class _Judge(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._data: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += _in_tag(tag, given)
        if tag == "script":
            self._data = "" if given.get("type") == "application/ld+json" else None
            if self._data is None and not given.get("src", "").startswith("/static/"):
                self.found.append(f"script {given}")

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data += data
        elif self.cdata_elem and data.strip():
            self.found.append(f"code in a {self.cdata_elem} element: {data[:80]}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._data is not None:
            json.loads(self._data)
            self._data = None

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"<![{data}]>")


def _in_tag(tag: str, given: Mapping[str, str]) -> Iterator[str]:
    if tag in RUNS:
        yield f"<{tag}>"
    for name, value in given.items():
        if (
            name.startswith("on")
            or name in ("style", "srcdoc")
            or (name in ADDRESSES and _leads_out(tag, value))
        ):
            yield f"<{tag} {name}={value}>"
    if tag == "link" and given.get("rel") in FETCHED and not given["href"].startswith("/static/"):
        yield f"<link {dict(given)}>"
    kind = given.get("http-equiv", "").lower() if tag == "meta" else ""
    if kind and kind != "content-security-policy" and not REFRESH.fullmatch(f"{kind} {given['content']}"):
        yield f"<meta {dict(given)}>"


def _leads_out(tag: str, address: str) -> bool:
    """To a scheme that is none of the web, or to another site without being asked."""
    written = IGNORED.sub("", address)
    scheme, colon, _ = re.split("[/?#]", written, maxsplit=1)[0].partition(":")
    if (colon and scheme.lower() not in SCHEMES) or written[:2] in ("//", "/\\"):
        return True
    return tag not in ("a", "link") and not written.startswith("/")


def live(html: str) -> list[str]:
    """Everything live in the page that the site's own templates do not make. Raises on broken JSON-LD."""
    judge = _Judge()
    judge.feed(html)
    judge.close()
    return judge.found
