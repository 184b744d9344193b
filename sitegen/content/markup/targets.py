"""Links and pictures: each address is checked, and gets a numbered slot that a page fills later."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree.ElementTree import Element

from sitegen.content.document import AFTER, END, FIGURE, LINK, PREFIX, FigureSlot, LinkSlot
from sitegen.content.markup.addresses import Address, read_address
from sitegen.content.markup.headings import Headings
from sitegen.content.markup.places import Place, Places
from sitegen.content.markup.unseen import decode_references
from sitegen.core.diagnostics import Diagnostic, diagnostic


class Targets:
    """`links`, `figures` and `diagnostics` grow in the order of writing."""

    def __init__(self, path: str, headings: Headings, places: Places) -> None:
        self.links: list[LinkSlot] = []
        self.figures: list[FigureSlot] = []
        self.diagnostics: list[Diagnostic] = []
        self._path = path
        self._headings = headings
        self._places = places

    def link(self, element: Element) -> tuple[str, str] | None:
        """The value of `href`, and what follows after the link; None when there may be no link."""
        written = element.get("href", "")
        place = self._places.of_link(written)
        address = read_address(written)
        match address.kind:
            case "refused":
                self._report("E212", place, value=address.target or "[]()")
                return None
            case "anchor":
                return self._anchor(address, place)
        if address.is_protocol_relative:
            self._report("W213", place, value=written, near=address.target)
        number = len(self.links)
        self.links.append(LinkSlot(address.target, *place))
        return f"{LINK}{number}{END}", f"{AFTER}{number}{END}"

    def figure(self, element: Element) -> str:
        """The slot of a picture; empty when it cannot be shown."""
        written = element.get("src", "")
        place = self._places.of_link(written)
        address = read_address(written)
        file = unquote(address.target).removeprefix("./")
        if address.kind != "path" or not file.isprintable():
            code = "E402" if address.kind == "web" else "E212"
            self._report(code, place, value=address.target or "![]()")
            return ""
        alt = decode_references(element.get("alt", "")).strip()
        title = decode_references(element.get("title", "")).strip()
        number = len(self.figures)
        self.figures.append(FigureSlot(file, alt, title, *place))
        return f"{FIGURE}{number}{END}"

    def _anchor(self, address: Address, place: Place) -> tuple[str, str] | None:
        identifier = self._headings.id_for(address.target)
        if identifier is None:
            near = self._headings.nearest(address.target)
            self._report("E214", place, anchor=address.target, near=near)
            return None
        return f"#{PREFIX}{identifier}", ""

    def _report(self, code: str, place: Place, **args: object) -> None:
        line, column = place
        self.diagnostics.append(diagnostic(code, self._path, line, column, **args))
