"""Finished HTML: its elements with their attributes, and its texts with the language they are in."""

from __future__ import annotations

from html.parser import HTMLParser

EMPTY = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


class Reading(HTMLParser):
    """`elements` are (name, attributes); `texts` are (text, language, name of the element around it)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str, str]] = []
        self.unbalanced: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        self.unbalanced += [name for name, _ in self._open]

    @property
    def lang(self) -> str:
        return self._open[-1][1] if self._open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        lang = attributes.get("lang", self.lang)
        self.texts += [(attributes[name], lang, tag) for name in ("alt", "title") if name in attributes]
        if tag not in EMPTY:
            self._open.append((tag, lang))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((data, self.lang, self._open[-1][0] if self._open else ""))

    def named(self, *names: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name in names]
