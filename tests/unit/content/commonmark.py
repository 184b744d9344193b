"""The examples of the CommonMark specification, and HTML in a form in which ours can be compared."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from sitegen.content.markup.body import Body

SPECIFICATION = Path(__file__).parents[2] / "schemas" / "commonmark-0.31.2.txt"
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
_LINK = re.compile("\ue000([0-9]+)\ue004")
_AFTER = re.compile("\ue001[0-9]+\ue004")
_FIGURE = re.compile("\ue002([0-9]+)\ue004")
_LINES = {"p", "h", "ul", "ol", "li", "blockquote", "pre", "hr", "br"}


class Example(NamedTuple):
    number: int
    markdown: str
    html: str


def examples() -> list[Example]:
    text = SPECIFICATION.read_text(encoding="utf-8")
    found = enumerate(_EXAMPLE.finditer(text), start=1)
    return [Example(number, *(part.replace("→", "\t") for part in match.groups())) for number, match in found]


def filled(body: Body) -> str:
    html = _LINK.sub(lambda slot: escape(body.links[int(slot[1])].address), body.html)
    html = _FIGURE.sub(lambda slot: _picture(body, int(slot[1])), _AFTER.sub("", html))
    return html.replace("\ue003", "")


def _picture(body: Body, number: int) -> str:
    figure = body.figures[number]
    title = f' title="{escape(figure.title)}"' if figure.title else ""
    return f'<img src="{escape(figure.file)}" alt="{escape(figure.alt)}"{title}>'


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.is_code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = re.sub("^h[1-6]$", "h", tag)
        kept = sorted((key, unquote(value or "")) for key, value in attrs if key != "id")
        self.parts.append(f"<{name}{''.join(f' {key}={value!r}' for key, value in kept)}>")
        self.is_code += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self.is_code -= tag == "pre"
        if tag not in ("br", "hr", "img"):
            self.parts.append(f"</{re.sub('^h[1-6]$', 'h', tag)}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.strip("\n") if self.is_code else re.sub(r"\s+", " ", data))


def comparable(html: str) -> str:
    """HTML without what we write in another way everywhere: levels and ids of headings, spaces between
    blocks."""
    parts = _Parts()
    parts.feed(html)
    parts.close()
    lines = "|".join(_LINES)
    return re.sub(rf" *(</?(?:{lines})(?: [^>]*)?>) *", r"\1", "".join(parts.parts)).strip()
