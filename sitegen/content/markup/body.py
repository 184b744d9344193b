"""From a Markdown text to a body, within limits of size, time and depth: its tree is written as HTML with
slots, sanitised and typeset.

Only elements and attributes named here are ever written. The first use of each abbreviation is explained with
`<abbr>` (WCAG 2.2, technique H28). Pictures become figures, which cannot stand in a paragraph, so they follow
the block in which they were written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import Element

import msgspec
import nh3

from sitegen.content.document import FIGURE, PREFIX, FigureSlot, Heading, LinkSlot
from sitegen.content.markup import MarkupOptions
from sitegen.content.markup.block_syntax import REFERENCE, Fence, Note
from sitegen.content.markup.blocks import FENCE
from sitegen.content.markup.containers import TooDeep
from sitegen.content.markup.findings import findings
from sitegen.content.markup.inline import RAW
from sitegen.content.markup.parser import Positions, Tree, discard_parser, parser
from sitegen.content.markup.slots import Slots, place_headings
from sitegen.content.source import decode_references, remove_unseen
from sitegen.content.wording import Passage, only_words
from sitegen.core.diagnostics import Diagnostic, diagnostic, in_order
from sitegen.core.interrupts import OverBudget, budget
from sitegen.language.typography import typeset_html

MAX_BYTES = 1024 * 1024
_SECONDS = 2.0
_MARKS = re.compile("[\x02\x03]")
_LINE_END = re.compile(r"\r\n?")
_Pairs = tuple[tuple[str, str], ...]
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
# HTML allows no figure inside these elements, so their figures come after the end tag.
_WITHOUT_FIGURES = frozenset({"p", *_HEADINGS})
_WITH_FIGURES = frozenset({"li", "dt", "dd", "td", "th", "div", "blockquote"})
_ON_LINES = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tr", "pre"})
_INLINE = frozenset({"del", "em", "strong"})
_EMPTY = {"br": "<br>\n", "hr": "<hr>\n"}
_ALIGNMENTS = frozenset({"left", "center", "right"})
_BACK = "\u21a9\ufe0e"  # U+FE0E: shown as a letter, not as a coloured picture
# The last wall: a parser that works as browsers do (html5ever) cuts HTML down to this list, which owes
# nothing to what the writer says above. The writer's HTML is safe by construction; the wall is there in
# case the construction fails. Every body passes it (docs/decisions/0016).
_WALL = nh3.Cleaner(
    tags={
        *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr"),
        *("div", "table", "thead", "tbody", "tr", "th", "td"),
        *("a", "abbr", "br", "code", "del", "em", "strong", "sup"),
    },
    attributes={
        "*": {"id", "class", "lang", "title"},
        "a": {"href", "role", "aria-label"},
        "div": {"role", "aria-label", "tabindex"},
        "ol": {"start"},
        "th": {"scope"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    clean_content_tags={"script", "style"},
    strip_comments=True,
)


class Body(msgspec.Struct, frozen=True):
    """Finished HTML, and what its slots stand for, by number.

    `words` is the Markdown with blanks for all that no reader reads; `passages` tell how the text is built.
    """

    html: str
    words: str = ""
    passages: tuple[Passage, ...] = ()
    links: tuple[LinkSlot, ...] = ()
    figures: tuple[FigureSlot, ...] = ()
    headings: tuple[Heading, ...] = ()


def to_body(
    path: str, markdown: str, first_line: int, options: MarkupOptions
) -> tuple[Body | None, tuple[Diagnostic, ...]]:
    """The body of the file at `path`, whose Markdown begins at line `first_line` of the file.

    No body (None) when the text is too large (E204), takes too long (E201), is nested too
    deeply (E202) or breaks the Markdown library (E203).
    """
    size = len(markdown.encode(errors="replace"))
    if size > MAX_BYTES:
        shown, limit = (f"{math.ceil(number / 1024)} KiB" for number in (size, MAX_BYTES))
        return None, (diagnostic("E204", path, first_line, 1, size=shown, limit=limit),)
    try:
        with budget(_SECONDS):
            return _convert(path, markdown, first_line, options)
    except OverBudget:
        failure = diagnostic("E201", path, first_line, 1, seconds=f"{_SECONDS:g}")
    except (RecursionError, TooDeep):
        failure = diagnostic("E202", path, first_line, 1)
    except Exception as error:  # one page must never take the build down with it
        failure = diagnostic("E203", path, first_line, 1, problem=f"{type(error).__name__}: {error}")
    discard_parser()
    return None, (failure,)


def _convert(
    path: str, markdown: str, first_line: int, options: MarkupOptions
) -> tuple[Body | None, tuple[Diagnostic, ...]]:
    source = remove_unseen(_LINE_END.sub("\n", markdown) if "\r" in markdown else markdown)
    if not source.strip():
        return Body(""), ()
    tree = parser().parse(source)
    positions = Positions(tree.seen, first_line)
    headings = place_headings(tree.parts, options.lang)
    slots = Slots(path, headings, positions)
    abbreviations = _Abbreviations(options.abbreviations, source)
    written = _Writer(tree, slots, abbreviations, options).write()
    if left := _MARKS.search(written):
        raise ValueError(f"a mark of the library is left: {written[left.start() :][:20]!r}")
    body = Body(
        typeset_html(sanitise(written), options.lang).strip(),
        only_words(tree.seen),
        tree.passages,
        tuple(slots.links),
        tuple(slots.figures),
        headings.listed,
    )
    return body, in_order([*slots.diagnostics, *findings(path, tree, headings, positions)])


def sanitise(html: str) -> str:
    """The HTML with only allowed tags and attributes; slots stay as they are."""
    return _WALL.clean(html)


class _Abbreviations:
    """Marks the first use of each abbreviation in the texts of a body, given one after the other.

    `waiting` are the abbreviations that occur in `source`, the whole text, and are not marked yet.
    """

    def __init__(self, pairs: _Pairs, source: str) -> None:
        self.waiting = {short: long for short, long in pairs if short in source}
        self._pattern = _pattern(pairs) if self.waiting else None

    def mark(self, text: str) -> str:
        """The text as HTML. Whole words count, also with an ending after a hyphen: СЭЭБХ-ны."""
        if not self.waiting or self._pattern is None:
            return _escape_text(text)
        parts: list[str] = []
        done = 0
        for found in self._pattern.finditer(text):
            short = found[0]
            if short in self.waiting and not _is_inside_a_word(text, found.start()):
                title = escape(self.waiting.pop(short))
                parts.append(_escape_text(text[done : found.start()]))
                parts.append(f'<abbr title="{title}">{_escape_text(short)}</abbr>')
                done = found.end()
        parts.append(_escape_text(text[done:]))
        return "".join(parts)


def _escape_text(text: str) -> str:
    """The text as HTML. Most texts have nothing to escape, so a quick test comes first."""
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def _is_inside_a_word(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    return before.isalnum() or before in ("-", "_")


@lru_cache(maxsize=8)
def _pattern(pairs: _Pairs) -> re.Pattern[str]:
    """A pattern of abbreviations. It begins with the words and only then looks behind, which keeps it
    fast."""
    longest_first = sorted((short for short, _ in pairs), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})(?!\\w)")


class _Writer:
    """Writes one tree. `slots` collects its links and pictures by number."""

    def __init__(
        self, tree: Tree, slots: Slots, abbreviations: _Abbreviations, options: MarkupOptions
    ) -> None:
        self._tree = tree
        self._slots = slots
        self._abbreviations = abbreviations
        self._options = options
        self._out: list[str] = []
        self._waiting: list[str] = []
        self._row: list[str] = []
        self._row_end = -1
        self._is_in_link = False
        self._is_in_heading = False
        self._tables = 0

    def write(self) -> str:
        self._write_children(self._tree.root)
        if self._tree.notes:
            self._out.append('<div class="footnotes">\n<ol>\n')
            for number, note in enumerate(self._tree.notes, start=1):
                self._write_note(number, note)
            self._out.append("</ol>\n</div>\n")
        return "".join(self._out)

    def _write_children(self, element: Element) -> None:
        if text := element.text:
            self._write_text(text)
        for child in element:
            _WRITE[child.tag](self, child)
            if tail := child.tail:
                self._write_text(tail)

    def _write_text(self, text: str) -> None:
        if self._is_in_link or self._is_in_heading or not self._abbreviations.waiting:
            self._out.append(_escape_text(text))
        else:
            self._out.append(self._abbreviations.mark(text))

    def _write_block(self, element: Element) -> None:
        self._out.append(_open(element))
        self._write_children(element)
        self._write_figures()
        self._out.append(f"</{element.tag}>\n")

    def _write_lines(self, element: Element) -> None:
        self._out.append(_open(element))
        self._write_children(element)
        self._out.append(f"</{element.tag}>\n")

    def _write_in_line(self, element: Element) -> None:
        self._out.append(_open(element))
        self._write_children(element)
        self._out.append(f"</{element.tag}>")

    def _write_empty(self, element: Element) -> None:
        self._out.append(_EMPTY[element.tag])

    def _write_paragraph(self, element: Element) -> None:
        """Writes a paragraph or heading; of one with only pictures, the pictures with its attributes."""
        start = len(self._out)
        self._out.append("")
        self._is_in_heading = element.tag in _HEADINGS
        self._write_children(element)
        self._is_in_heading = False
        if self._has_written(start):
            self._out[start] = _open(element)
            self._out.append(f"</{element.tag}>\n")
        else:
            del self._out[start:]
            if element.attrib and self._waiting:
                self._waiting = [f"<div{_attributes(element)}>", *self._waiting, "</div>"]
        self._write_figures()

    def _has_written(self, start: int) -> bool:
        """Whether more than space has been written since `start`."""
        return bool("".join(self._out[start:]).strip())

    def _write_figures(self) -> None:
        """Writes the pictures that wait for the end of their block. Those with nothing between them make a
        gallery, also across paragraphs, but not pictures that are links or have attributes."""
        waiting, self._waiting = self._waiting, []
        if not all(slot.startswith(FIGURE) for slot in waiting):
            self._out += (f"{slot}\n" for slot in waiting)
        elif waiting:
            goes_on = self._row_end == len(self._out)
            self._row = [*self._row, *waiting] if goes_on else waiting
            if goes_on:
                self._out.pop()
            self._out.append(self._slots.row(self._row))
            self._row_end = len(self._out)

    def _write_link(self, element: Element) -> None:
        """Writes a link. Its pictures, which are moved after the block, become links of their own."""
        opened = None if self._is_in_link else self._slots.link(element)
        if opened is None:
            self._write_children(element)
            return
        href, after = opened
        start, waiting = len(self._out), len(self._waiting)
        self._out.append("")
        self._is_in_link = True
        self._write_children(element)
        self._is_in_link = False
        has_text = self._has_written(start)
        if not has_text and len(self._waiting) == waiting:
            self._out.append(_escape_text(_name(element)))
            has_text = True
        begins = f'<a href="{href}"{_attributes(element)}>'
        if has_text:
            self._out[start] = begins
            self._out.append(f"</a>{after}")
            begins, after = f'<a href="{href}">', ""
        linked = map(self._slots.link_picture, self._waiting[waiting:])
        self._waiting[waiting:] = [f"{begins}{slot}</a>{after}" for slot in linked]

    def _keep_picture(self, element: Element) -> None:
        if slot := self._slots.figure(element):
            self._waiting.append(slot)

    def _write_code(self, element: Element) -> None:
        """Writes code, whose text the library has escaped already."""
        self._out.append(f"{_open(element)}{(element.text or '').rstrip()}</code>")

    def _write_fence(self, element: Element) -> None:
        fence: Fence = self._tree.fences[int(element.get("number", "0"))]
        language = f' class="language-{escape(fence.language)}"' if fence.language else ""
        code = _escape_text(fence.code)
        self._out.append(f"<pre{_attributes(element)}><code{language}>{code}\n</code></pre>\n")

    def _write_raw(self, element: Element) -> None:
        self._out.append(_escape_text(element.text or ""))

    def _write_table(self, element: Element) -> None:
        """Writes a table in a box that scrolls on a narrow screen, by keyboard, too (WCAG 2.2, 1.4.10 and
        2.1.1).

        The box is a group and not a region: a page of several texts would have landmarks of the same name.
        """
        self._tables += 1
        label = self._options.table_label
        named = f' role="group" aria-label="{escape(label)} {self._tables}" tabindex="0"' if label else ""
        self._out += (f'<div class="table-wrap"{named}>\n', f"{_open(element)}\n")
        self._write_children(element)
        self._out += ("</table>\n", "</div>\n")

    def _write_cell(self, element: Element) -> None:
        """Writes a cell; a header without text becomes a plain cell."""
        is_header = element.tag == "th" and bool((element.text or "").strip() or len(element))
        tag, scope = ("th", ' scope="col"') if is_header else ("td", "")
        if (alignment := element.get("align")) in _ALIGNMENTS:
            element.set("class", f"{element.get('class', '')} align-{alignment}".strip())
        self._out.append(f"<{tag}{scope}{_attributes(element)}>")
        self._write_children(element)
        if self._waiting:
            self._write_figures()
        self._out.append(f"</{tag}>\n")

    def _write_reference(self, element: Element) -> None:
        number, time = element.get("number"), element.get("time", "1")
        if number is None:
            self._out.append(_escape_text(f"[^{element.get('name')}]"))
        elif self._is_in_link:
            self._out.append(f"<sup>{number}</sup>")
        else:
            self._out.append(
                f'<sup id="{PREFIX}{_reference_id(number, int(time))}">'
                f'<a class="footnote-ref" href="#{PREFIX}fn:{number}" role="doc-noteref">{number}</a></sup>'
            )

    def _write_note(self, number: int, note: Note) -> None:
        self._out.append(f'<li id="{PREFIX}fn:{number}">\n')
        self._write_children(note.content)
        self._write_figures()
        back = "".join(f" {self._backlink(number, time)}" for time in range(1, note.times + 1))
        if self._out[-1] == "</p>\n":
            self._out[-1] = f"{back}</p>\n</li>\n"
        else:
            self._out.append(f"<p>{back.strip()}</p>\n</li>\n")

    def _backlink(self, number: int, time: int) -> str:
        title = escape(self._options.footnote_backlink.replace("{}", str(number)))
        again = f"<sup>{time}</sup>" if time > 1 else ""
        name = f"{title} {time}" if time > 1 else title
        named = f' title="{name}" aria-label="{name}"' if title else ""
        href = f"#{PREFIX}{_reference_id(str(number), time)}"
        return f'<a class="footnote-back" href="{href}" role="doc-backlink"{named}>{_BACK}{again}</a>'


# Functions and not bound methods, which would make a cycle with their writer: the cycle collector is off.
_WRITE: dict[str, Callable[[_Writer, Element], None]] = {
    **dict.fromkeys(_WITHOUT_FIGURES, _Writer._write_paragraph),
    **dict.fromkeys(_WITH_FIGURES, _Writer._write_block),
    **dict.fromkeys(_ON_LINES, _Writer._write_lines),
    **dict.fromkeys(_INLINE, _Writer._write_in_line),
    **dict.fromkeys(_EMPTY, _Writer._write_empty),
    "a": _Writer._write_link,
    "img": _Writer._keep_picture,
    "code": _Writer._write_code,
    "table": _Writer._write_table,
    "th": _Writer._write_cell,
    "td": _Writer._write_cell,
    FENCE: _Writer._write_fence,
    REFERENCE: _Writer._write_reference,
    RAW: _Writer._write_raw,
}


def _reference_id(number: str, time: int) -> str:
    return f"fnref:{number}" if time == 1 else f"fnref:{number}:{time}"


def _open(element: Element) -> str:
    return f"<{element.tag}{_attributes(element)}>"


def _attributes(element: Element) -> str:
    items = element.items()
    if not items:
        return ""
    written = []
    for name, value in items:
        if name == "id":
            written.append(f' id="{PREFIX}{escape(value)}"')
        elif name == "title":
            written.append(f' title="{escape(decode_references(value))}"')
        elif name in ("class", "lang", "start"):
            written.append(f' {name}="{escape(value)}"')
    return "".join(written)


def _name(link: Element) -> str:
    """A name for a link without text: the description of its picture, else its address."""
    picture = link.find(".//img")
    described = "" if picture is None else picture.get("alt", "")
    return decode_references(described or link.get("href", ""))
