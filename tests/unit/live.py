"""What in a page a browser would run, load or follow to a foreign scheme: judged by html.parser alone."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_TAGS = frozenset(
    {
        *("script", "style", "iframe", "frame", "object", "embed", "applet", "base", "meta", "link"),
        *("svg", "math", "form", "input", "button", "template", "noscript", "xmp", "plaintext", "portal"),
    }
)
_ADDRESSES = frozenset(
    {
        *("href", "src", "srcset", "action", "formaction", "data", "poster", "background", "cite"),
        *("xlink:href", "longdesc", "manifest", "ping", "codebase", "dynsrc", "lowsrc"),
    }
)
_HANDLERS = frozenset({"style", "srcdoc", "http-equiv"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# A browser drops these from an address before it looks for the scheme (URL Standard, 4.4).
_IGNORED = re.compile(r"[\x00-\x20]")


class _Judge(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if (
                name.startswith("on")
                or name in _HANDLERS
                or (name in _ADDRESSES and _is_foreign(value or ""))
            ):
                self.found.append(f"{name}={value}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"<![{data}]>")


def _is_foreign(address: str) -> bool:
    scheme, colon, _ = re.split("[/?#]", _IGNORED.sub("", address), maxsplit=1)[0].partition(":")
    return bool(colon) and scheme.lower() not in _SCHEMES


def live(html: str) -> list[str]:
    """Everything live in the HTML, as it is written there."""
    judge = _Judge()
    judge.feed(html)
    judge.close()
    return judge.found
