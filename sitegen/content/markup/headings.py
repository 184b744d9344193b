"""Levels and ids of headings, and the ids that links within the page lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import msgspec

from sitegen.content.document import Heading
from sitegen.content.suggestions import suggest
from sitegen.language.slugs import slugify

TOP = 2
LOWEST = 6
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACE = re.compile(r"\s+")


class Headings(msgspec.Struct, frozen=True):
    """The headings of a text and all ids in it. `too_high` are (text, line) of headings of the highest level,
    which belongs to the page's title."""

    listed: tuple[Heading, ...]
    too_high: tuple[tuple[str, int], ...]
    ids: frozenset[str]
    lang: str

    def id_for(self, anchor: str) -> str | None:
        """The id that `#anchor` means: the anchor itself, percent-decoded, or the slug of a heading pasted as
        anchor."""
        written = unquote(anchor)
        slug = slugify(written, self.lang)
        return next((identifier for identifier in (written, slug) if identifier in self.ids), None)

    def nearest(self, anchor: str) -> str:
        """A similar id, or ""."""
        return suggest(slugify(unquote(anchor), self.lang), self.ids)


def place_headings(parts: Iterable[Element], lang: str) -> Headings:
    """Gives every heading its tag and id, in the trees themselves.

    Levels move together so that the highest is h2 (the title of the page is its h1), and none is skipped.
    Ids are as written (`{#budget}`), else from the text; a second of the same name gets -2, the third -3.
    A heading without text is a paragraph.
    """
    ids = _Ids()
    written = []
    for part in parts:
        for element in part.iter():
            if element.tag in _HEADINGS:
                written.append(element)
            elif element.tag == "a":
                _take_ids_from_links_within(element)
            if given := element.get("id"):
                element.set("id", ids.take(given))
    headings = [(element, plain_text(element)) for element in written]
    for element, text in headings:
        if not text:
            element.tag = "p"
    headings = [(element, text) for element, text in headings if text]
    too_high = tuple(
        (text, int(element.get("line", "0"))) for element, text in headings if element.tag == "h1"
    )
    levels = _levels([int(element.tag[1]) for element, _ in headings])
    listed = []
    for number, ((element, text), level) in enumerate(zip(headings, levels, strict=True), start=1):
        identifier = element.get("id") or ids.take(slugify(text, lang) or f"section-{number}")
        element.tag = f"h{level}"
        element.set("id", identifier)
        listed.append(Heading(level, identifier, text))
    return Headings(tuple(listed), too_high, frozenset(ids.taken), lang)


def _take_ids_from_links_within(link: Element) -> None:
    """Drops the ids of links within a link, since these links are not written."""
    for inner in link.iter("a"):
        if inner is not link:
            inner.attrib.pop("id", None)


def plain_text(element: Element) -> str:
    """All the text in an element, on one line."""
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


def _levels(written: list[int]) -> Iterator[int]:
    shift = TOP - min(written, default=TOP)
    before = TOP - 1
    for level in written:
        before = min(level + shift, before + 1, LOWEST)
        yield before


class _Ids:
    def __init__(self) -> None:
        self.taken: set[str] = set()
        self._last: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        identifier = wanted
        while identifier in self.taken:
            self._last[wanted] = self._last.get(wanted, 1) + 1
            identifier = f"{wanted}-{self._last[wanted]}"
        self.taken.add(identifier)
        return identifier
