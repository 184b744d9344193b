"""SVG drawings: XML that browsers run, so only what draws is let through (SVG 2; SVG Animations 2, 2.4).

A browser that opens the address of a drawing runs it with the rights of the site. A drawing may have only the
elements and attributes of an allow-list, and no value that leads outside the file: whatever browsers learn to
do next is refused until it is on the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

import msgspec

from sitegen.content.source import decode_utf8
from sitegen.core.diagnostics import Diagnostic, diagnostic

_SVG = "http://www.w3.org/2000/svg"
_NAMES_OF_ATTRIBUTES = {
    "": "",
    "http://www.w3.org/1999/xlink": "xlink:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _words(
    """
    svg g defs symbol use title desc switch path rect circle ellipse line polyline polygon text tspan
    textPath image marker linearGradient radialGradient stop pattern clipPath mask filter feBlend
    feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge
    feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
    style animate animateMotion animateTransform set mpath
    """
)
_ATTRIBUTES = _words(
    """
    id class style lang tabindex focusable role version baseProfile viewBox preserveAspectRatio width
    height x y x1 x2 y1 y2 cx cy r rx ry fx fy fr d points pathLength transform transform-origin
    gradientTransform gradientUnits spreadMethod offset patternTransform patternUnits
    patternContentUnits clipPathUnits maskUnits maskContentUnits markerHeight markerUnits markerWidth
    orient refX refY dx dy rotate textLength lengthAdjust startOffset method spacing side systemLanguage
    requiredExtensions requiredFeatures zoomAndPan enable-background href xlink:href xlink:title
    xlink:type xml:lang xml:space type media alignment-baseline baseline-shift clip clip-path clip-rule
    color color-interpolation color-rendering color-interpolation-filters cursor direction display
    dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font font-family
    font-size font-size-adjust font-stretch font-style font-variant font-weight
    glyph-orientation-horizontal glyph-orientation-vertical image-rendering isolation kerning letter-spacing
    lighting-color marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow
    paint-order pointer-events shape-rendering solid-color solid-opacity stop-color stop-opacity stroke
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity
    stroke-width text-align text-anchor text-decoration text-overflow text-rendering unicode-bidi
    vector-effect visibility white-space word-spacing writing-mode line-height in in2 result mode
    operator k1 k2 k3 k4 order kernelMatrix divisor bias targetX targetY edgeMode preserveAlpha
    surfaceScale diffuseConstant specularConstant specularExponent kernelUnitLength scale
    xChannelSelector yChannelSelector azimuth elevation stdDeviation tableValues slope intercept
    amplitude exponent radius z pointsAtX pointsAtY pointsAtZ limitingConeAngle baseFrequency numOctaves
    seed stitchTiles values filterUnits primitiveUnits filterRes attributeName attributeType from to by
    begin dur end min max restart repeatCount repeatDur calcMode keyTimes keySplines keyPoints additive
    accumulate path
    """
)
_INERT = re.compile(r"(aria|data)-[a-z0-9-]+")
# What an animation may change: how something looks, never where it leads.
_ANIMATED = _ATTRIBUTES - _words("id class style href xlink:href type attributeName begin end")
_WITHIN = re.compile(r"#[^\s\\()\"'<>]+")
_RASTER = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_POINTS_WITHIN = re.compile(r"url\(\s*([\"']?)#(?P<target>[^\s\\()\"'<>]+)\1\s*\)", re.IGNORECASE)
_FUNCTION = re.compile(r"([\w-]*)\(")
_FUNCTIONS = _words(
    """
    rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix calc min max clamp var matrix matrix3d
    translate translatex translatey translate3d scale scalex scaley rotate skewx skewy cubic-bezier
    steps blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia circle
    ellipse inset polygon path not is where nth-child nth-of-type nth-last-child
    """
)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\s*//|//|javascript:|vbscript:|\bdata:", re.IGNORECASE)
_DECLARATION = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d+)?)(px)?")
_MOST_PROBLEMS = 20
_MOST_COPIES = 10_000
_MOST_STYLED = 200_000  # pairs of an element and a rule of style that gives it a pattern or the like
_ANY = "*"
_WORD = re.compile(r"[\w-]+")


def check_drawing(path: str, content: bytes) -> tuple[tuple[int, int] | None, tuple[Diagnostic, ...]]:
    """Width and height in pixels, if the drawing says them, and what is wrong with it."""
    name = path.rpartition("/")[2]
    text, problems = decode_utf8(path, content)
    if text is None:
        return None, problems
    if match := _DECLARATION.search(text):
        line = text.count("\n", 0, match.start()) + 1
        return None, (*problems, diagnostic("E801", path, line, 1, name=name))
    reader = _Reader(path, name)
    try:
        reader.parse(content)
    except expat.ExpatError as error:
        return None, (*problems, diagnostic("E804", path, error.lineno, error.offset + 1, name=name))
    return reader.size, (*problems, *reader.problems[:_MOST_PROBLEMS])


def strip_comments(content: bytes) -> bytes:
    """A drawing without comments, which tell of programs and people: so it is published.

    What was checked stays true, since a comment within a style or a text parts nothing.
    """
    kept: list[bytes] = []
    done = 0

    def cut(_: str) -> None:
        nonlocal done
        begin = parser.CurrentByteIndex
        kept.append(content[done:begin])
        done = content.index(b"-->", begin) + 3  # no comment has `--` within (XML 1.0, section 2.5)

    parser = expat.ParserCreate("utf-8")
    parser.CommentHandler = cut
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return content
    return b"".join((*kept, content[done:]))


def _leads_out(value: str) -> bool:
    """Whether a value may name something outside the drawing. A backslash counts, since it could hide a name
    (CSS Syntax 3, 4.3.7), and so does an at-rule, which draws nothing."""
    if "\\" in value:
        return True
    rest = _POINTS_WITHIN.sub("", value)
    functions = (match[1].lower() for match in _FUNCTION.finditer(rest))
    return bool(_ADDRESS.search(rest)) or any(name and name not in _FUNCTIONS for name in functions)


def _shape_rules(rules: str) -> Iterator[tuple[str, str]]:
    """(word in the last part of a selector, identifier with which its rule fills, clips or marks shapes)."""
    for rule in rules.split("}"):
        selectors, _, declarations = rule.rpartition("{")
        for found in _POINTS_WITHIN.finditer(declarations):
            for selector in selectors.split(","):
                last = (selector.split() or [""])[-1]
                words = [] if set(last) & set("*[:") else _WORD.findall(last)
                for word in words or [_ANY]:
                    yield word, found["target"]


class _Drawn(msgspec.Struct, frozen=True):
    """What an element draws: an element in it, or, again, one that it refers to: a copy (`use`), or a
    pattern, clip or marker."""

    ident: str
    is_again: bool = False
    is_copy: bool = False


class _Reader:
    """Follows the elements of a drawing without building a tree of them."""

    def __init__(self, path: str, name: str) -> None:
        self.path = path
        self.name = name
        self.problems: list[Diagnostic] = []
        self.size: tuple[int, int] | None = None
        self.depth = 0
        self.style: list[str] | None = None
        self._open = [""]  # for each open element its identifier, or the nearest one around it
        self._drawn: dict[str, list[_Drawn]] = {"": []}  # what is drawn, by the identifier around it
        self._styled: dict[str, list[str]] = {}  # the same by tag, class and identifier of the element
        self._rules: list[tuple[str, str]] = []  # what `_shape_rules` gives
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.XmlDeclHandler = self._check_declaration
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.ProcessingInstructionHandler = self._instruction

    def parse(self, content: bytes) -> None:
        """Reads the bytes that are published, as UTF-8: a browser would believe a declaration of another
        encoding."""
        self.parser.Parse(content, True)
        if not self.problems and self._is_endless():
            self._refuse("<use>")

    def _check_declaration(self, version: str, encoding: str | None, _: int) -> Any:
        if version != "1.0" or (encoding or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
            self._refuse(f"encoding={encoding or version}")

    def _start(self, tag: str, attributes: dict[str, str]) -> Any:
        namespace, _, element = tag.rpartition(" ")
        if self.depth == 0:
            self._check_root(tag, attributes)
        self.depth += 1
        around, ident = self._open[-1], attributes.get("id", "")
        if ident:
            self._drawn.setdefault(around, []).append(_Drawn(ident))
        self._open.append(ident or around)
        for word in {_ANY, element, ident, *attributes.get("class", "").split()}:
            self._styled.setdefault(word, []).append(self._open[-1])
        is_known = namespace == _SVG and element in _ELEMENTS
        # An element within a style is refused: it would part the text of the style that is checked.
        if (not is_known and self.depth > 1) or self.style is not None:
            self._refuse(f"<{element}>")
        elif element == "style":
            self.style = []
        for written, value in attributes.items():
            space, _, local = written.rpartition(" ")
            attribute = _NAMES_OF_ATTRIBUTES.get(space, "?") + local
            if not self._may_stand(element, attribute, value):
                self._refuse(f"{attribute}={value}")

    def _may_stand(self, element: str, attribute: str, value: str) -> bool:
        if _INERT.fullmatch(attribute) or attribute in ("id", "xlink:title"):
            return True
        if attribute not in _ATTRIBUTES:
            return False
        if attribute in ("href", "xlink:href"):
            target = value.strip()
            self._note_use(target[1:], is_copy=element == "use")
            return bool(_WITHIN.fullmatch(target) or (element == "image" and _RASTER.fullmatch(target)))
        if attribute == "attributeName":
            return value in _ANIMATED
        for found in _POINTS_WITHIN.finditer(value):
            self._note_use(found["target"], is_copy=False)
        return not _leads_out(value)

    def _note_use(self, target: str, *, is_copy: bool) -> None:
        self._drawn.setdefault(self._open[-1], []).append(_Drawn(target, is_again=True, is_copy=is_copy))

    def _end(self, tag: str) -> Any:
        self.depth -= 1
        self._open.pop()
        if self.style is not None and tag == f"{_SVG} style":
            rules = "".join(self.style)
            if "@" in rules or _leads_out(rules):
                self._refuse(" ".join(rules.split()))
            self._rules += _shape_rules(rules)
            self.style = None

    def _characters(self, text: str) -> Any:
        if self.style is not None:
            self.style.append(text)

    def _instruction(self, target: str, _: str) -> Any:
        self._refuse(f"<?{target}?>")

    def _check_root(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != f"{_SVG} svg":
            self.problems.append(diagnostic("E804", self.path, name=self.name))
        lengths = [_LENGTH.fullmatch(attributes.get(name, "").strip()) for name in ("width", "height")]
        sizes = [float(match[1]) for match in lengths if match]
        box = attributes.get("viewBox", "").replace(",", " ").split()
        if len(sizes) < 2 and len(box) == 4 and all(_LENGTH.fullmatch(part) for part in box[2:]):
            sizes = [float(part) for part in box[2:]]
        if len(sizes) == 2 and all(sizes):
            self.size = (max(round(sizes[0]), 1), max(round(sizes[1]), 1))

    def _is_endless(self) -> bool:
        """Whether copies of copies, or patterns in patterns, would keep a browser drawing for minutes.

        A pattern is drawn once for each shape that it fills, so it counts with all that it holds.
        """
        styled = 0
        for word, target in self._rules:
            holders = self._styled.get(word, ())
            styled += len(holders)
            if styled > _MOST_STYLED:
                return True
            for holder in holders:
                self._drawn.setdefault(holder, []).append(_Drawn(target, is_again=True))
        costs: dict[str, int] = {}
        begun: set[str] = set()
        waiting = list(self._drawn)
        while waiting:
            ident = waiting[-1]
            parts = self._drawn.get(ident, ())
            if ident in begun:
                waiting.pop()
                cost = sum(part.is_again + costs.get(part.ident, 0) for part in parts)
                costs.setdefault(ident, min(cost, _MOST_COPIES + 1))
            else:
                begun.add(ident)
                waiting += (part.ident for part in parts if part.ident not in begun)
        again = (part for parts in self._drawn.values() for part in parts if part.is_again)
        return sum(part.is_copy + costs.get(part.ident, 0) for part in again) > _MOST_COPIES

    def _refuse(self, found: str) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self.problems.append(diagnostic("E802", self.path, line, column, name=self.name, found=found[:80]))
