"""SVG drawings: XML that browsers run, so what could run or call out is refused (SVG 2, section 2)."""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from sitegen.content.source import decode
from sitegen.core.diagnostics import Diagnostic, diagnostic

_REFUSED = frozenset(
    {"script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener", "a"}
)
_DECLARATION = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_INSIDE = re.compile(r"#|data:image/(png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_CALL_OUT = re.compile(
    r"@import|url\(\s*+[\"']?+\s*+(?!#|data:image/)|expression\(|javascript:", re.IGNORECASE
)
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d+)?)(px)?")
_MOST_PROBLEMS = 20


def check_drawing(path: str, content: bytes) -> tuple[tuple[int, int] | None, tuple[Diagnostic, ...]]:
    """Width and height in pixels, if the drawing says them, and what is wrong with it."""
    name = path.rpartition("/")[2]
    text, problems = decode(path, content)
    if text is None:
        return None, problems
    if match := _DECLARATION.search(text):
        line = text.count("\n", 0, match.start()) + 1
        return None, (*problems, diagnostic("E801", path, line, 1, name=name))
    reader = _Reader(path, name)
    try:
        reader.parse(text)
    except expat.ExpatError as error:
        return None, (*problems, diagnostic("E804", path, error.lineno, error.offset + 1, name=name))
    return reader.size, (*problems, *reader.problems[:_MOST_PROBLEMS])


class _Reader:
    """Follows the elements of a drawing without building a tree of them."""

    def __init__(self, path: str, name: str) -> None:
        self.path = path
        self.name = name
        self.problems: list[Diagnostic] = []
        self.size: tuple[int, int] | None = None
        self.depth = 0
        self.style: list[str] | None = None
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.ProcessingInstructionHandler = self._instruction

    def parse(self, text: str) -> None:
        self.parser.Parse(text.encode("utf-8"), True)

    def _start(self, tag: str, attributes: dict[str, str]) -> Any:
        element = tag.rpartition(":")[2].lower()
        if self.depth == 0:
            self._root(element, attributes)
        self.depth += 1
        if element in _REFUSED:
            self._refuse(f"<{element}>")
        if element == "style":
            self.style = []
        for written, value in attributes.items():
            attribute = written.rpartition(":")[2].lower()
            is_call = attribute == "href" and not _INSIDE.match(value.strip())
            if attribute.startswith("on") or is_call or _CALL_OUT.search(value):
                self._refuse(f"{attribute}={value}")
            if attribute == "attributename" and value.lower().rpartition(":")[2] == "href":
                self._refuse(f"{attribute}={value}")

    def _end(self, tag: str) -> Any:
        self.depth -= 1
        if self.style is not None and tag.rpartition(":")[2].lower() == "style":
            if found := _CALL_OUT.search("".join(self.style)):
                self._refuse(found[0])
            self.style = None

    def _characters(self, text: str) -> Any:
        if self.style is not None:
            self.style.append(text)

    def _instruction(self, target: str, _: str) -> Any:
        self._refuse(f"<?{target}?>")

    def _root(self, element: str, attributes: dict[str, str]) -> None:
        if element != "svg":
            self.problems.append(diagnostic("E804", self.path, name=self.name))
        lengths = [_LENGTH.fullmatch(attributes.get(name, "").strip()) for name in ("width", "height")]
        sizes = [float(match[1]) for match in lengths if match]
        box = attributes.get("viewBox", "").replace(",", " ").split()
        if len(sizes) < 2 and len(box) == 4 and all(_LENGTH.fullmatch(part) for part in box[2:]):
            sizes = [float(part) for part in box[2:]]
        if len(sizes) == 2 and all(sizes):
            self.size = (max(round(sizes[0]), 1), max(round(sizes[1]), 1))

    def _refuse(self, found: str) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self.problems.append(diagnostic("E802", self.path, line, column, name=self.name, found=found[:80]))
