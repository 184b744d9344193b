"""Links, pictures and headings: each address is checked, and gets a numbered slot that a page fills later;
each heading gets its level and an id that links within the page lead to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import msgspec

from sitegen.content.addresses import link_around, mend_address, other_site, web_problem
from sitegen.content.document import AFTER, END, FIGURE, LINK, PREFIX, FigureSlot, Heading, LinkSlot
from sitegen.content.kinds import BY_NAME
from sitegen.content.markup.parser import Position, Positions
from sitegen.content.source import decode_references
from sitegen.content.suggestions import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.alphabet import slugify

TOP = 2
LOWEST = 6
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACE = re.compile(r"\s+")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# `project:khovd-altai-furniture`, `place:khovd/altai`: an entry of a kind, or a record.
_NAMES = frozenset({*BY_NAME, "author", "organisation", "place", "term"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_END_OF_SCHEME = re.compile(r"[/?#]")
_ON_COMPUTER = re.compile(r"(?:file:/*|[A-Za-z]:[\\/]|\\)(?:[^\n]*[\\/])?(?P<name>[^\\/\n]+\.\w{2,5})\Z")
_NOTE_OF_WORD = re.compile(r"_?(?:ftn|edn|ftnref|ednref|footnote-?|fn:?)(\d+)")
_SMART_TITLE = re.compile(r"(?P<address>\S+)\s+[“”„«‘’].*[“”»‘’]\s*\Z|[“”„«‘’](?P<quoted>\S+)[“”»‘’]\Z")


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


class Address(msgspec.Struct, frozen=True):
    """An address as read: `text` is decoded and ready for a slot; of an anchor it is the part after `#`."""

    kind: Literal["path", "web", "name", "anchor", "refused"]
    text: str
    is_protocol_relative: bool = False


def read_address(written: str) -> Address:
    """The address as a browser would read it (URL Standard, 4.4): references decoded, ends stripped.

    Whatever has a colon before the first `/`, `?` or `#` counts as having a scheme, so that no spelling of
    one that a browser forgives gets through; a control character anywhere is refused.
    """
    address = unicodedata.normalize("NFC", decode_references(written).strip(" "))
    if not address or _CONTROL.search(address):
        return Address("refused", address)
    if address.startswith("#"):
        return Address("anchor", address[1:])
    if address[0] == "\\" and "\\" in address[2:]:  # the address of a computer in the same network
        return Address("refused", address)
    if address[0] in "/\\" and address[1:2] in ("/", "\\"):
        return Address("web", "https://" + address.lstrip("/\\"), is_protocol_relative=True)
    scheme, colon, _ = _END_OF_SCHEME.split(address, maxsplit=1)[0].partition(":")
    if not colon:
        return Address("path", address)
    scheme = scheme.lower()
    if scheme in _NAMES:
        return Address("name", scheme + address[len(scheme) :])
    return Address("web" if scheme in SCHEMES else "refused", address)


class Slots:
    """Collects the `links`, `figures` and `diagnostics` of a text, in the order of writing."""

    def __init__(self, path: str, headings: Headings, positions: Positions) -> None:
        self.links: list[LinkSlot] = []
        self.figures: list[FigureSlot] = []
        self.diagnostics: list[Diagnostic] = []
        self._path = path
        self._headings = headings
        self._positions = positions

    def link(self, element: Element) -> tuple[str, str] | None:
        """(value of `href`, HTML to put after the link); None if the address is not allowed."""
        written = element.get("href", "")
        position = self._positions.of_link(written)
        address = read_address(written)
        match address.kind:
            case "refused" if not address.text:
                text = plain_text(element)
                self._report("E225", position, value=f"[{text}]()", text=text)
                return None
            case "refused":
                self._refuse(address.text, position)
                return None
            case "anchor":
                return self._anchor(address, position)
        href = address.text
        if address.kind == "web":
            near = _without_smart_title(href)
            if problem := {"value": href, "near": near} if near else web_problem(href):
                self._report("E212", position, **problem)
                return None
            if href[:4].lower() == "http":
                href = href.replace(" ", "%20")
            if around := link_around(href):
                self._report("W229", position, **around)
            elif host := other_site(plain_text(element), href):
                self._report("W228", position, text=plain_text(element), host=host)
        if address.is_protocol_relative:
            self._report("W213", position, value=written, near=href)
        number = len(self.links)
        self.links.append(LinkSlot(href, *position))
        return f"{LINK}{number}{END}", f"{AFTER}{number}{END}"

    def figure(self, element: Element) -> str:
        """The slot of a picture; empty when it cannot be shown."""
        written = element.get("src", "")
        position = self._positions.of_link(written)
        address = read_address(written)
        file = unquote(address.text).removeprefix("./")
        if address.kind != "path" or not file.isprintable():
            code = "E402" if address.kind == "web" else "E212"
            if code == "E212" and not address.text:
                self._report("E225", position, value=f"![{element.get('alt', '')}]()", picture="photo.jpg")
            elif code == "E212":
                self._refuse(address.text, position)
            else:
                self._report(code, position, value=address.text)
            return ""
        alt = decode_references(element.get("alt", "")).strip()
        title = decode_references(element.get("title", "")).strip()
        number = len(self.figures)
        self.figures.append(FigureSlot(file, alt, title, *position))
        return f"{FIGURE}{number}{END}"

    def link_picture(self, slot: str) -> str:
        """The slot of a picture that is a link itself."""
        number = _number_of(slot)
        self.figures[number] = msgspec.structs.replace(self.figures[number], is_linked=True)
        return slot

    def row(self, slots: Sequence[str]) -> str:
        """The HTML of pictures that follow each other: a gallery, if there are several."""
        if len(slots) == 1:
            return f"{slots[0]}\n"
        for slot in slots:
            number = _number_of(slot)
            self.figures[number] = msgspec.structs.replace(self.figures[number], in_row=True)
        return "".join(('<div class="gallery-grid">\n', *(f"{slot}\n" for slot in slots), "</div>\n"))

    def _anchor(self, address: Address, position: Position) -> tuple[str, str] | None:
        identifier = self._headings.id_for(address.text)
        if identifier is None:
            near = self._headings.nearest(address.text)
            args = {"note": note[1]} if (note := _NOTE_OF_WORD.fullmatch(address.text)) else {"near": near}
            self._report("E214", position, anchor=address.text, **args)
            return None
        return f"#{PREFIX}{identifier}", ""

    def _refuse(self, address: str, position: Position) -> None:
        file = _file_of_computer(address)
        near = "" if file else _without_smart_title(address) or mend_address(address)
        picture = "photo.jpg" if address.lower().startswith("data:image/") else ""
        self._report("E212", position, value=address[:60], file=file, near=near, picture=picture)

    def _report(self, code: str, position: Position, **args: object) -> None:
        line, column = position
        self.diagnostics.append(diagnostic(code, self._path, line, column, **args))


def _without_smart_title(address: str) -> str:
    """The address without a title in curly quotation marks, which Markdown does not take for a title."""
    found = _SMART_TITLE.match(address)
    return (found["address"] or found["quoted"]) if found else ""


def _file_of_computer(address: str) -> str:
    """The name of a file, if its address is a path on the editor's computer, C:\\Users\\…\\a.jpg; else ""."""
    found = _ON_COMPUTER.match(address)
    return found["name"] if found else ""


def _number_of(slot: str) -> int:
    """The number of the picture that a slot is for."""
    return int(slot[len(FIGURE) : -len(END)])
