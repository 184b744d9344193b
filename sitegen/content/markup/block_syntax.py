"""How blocks are written: what the beginning of a line means, by CommonMark 0.31 and in pasted texts; tables
of cells between bars, or pasted from a spreadsheet with tabs between the cells; attributes in braces.

Texts come from GitHub, Google Docs and Word, and are read as they are meant where only one reading makes
sense. Differences from CommonMark, with their reasons, are in tests/schemas/commonmark_differences.py.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement

import msgspec
from markdown import Markdown
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.inlinepatterns import InlineProcessor

# The tag in the tree of a reference to a footnote, which the writer replaces.
REFERENCE = "noteref"
_ATTRIBUTES = re.compile(r"\{:?(?P<list>.*)\}[ ]*")
# The attributes that an editor may write, `{#id .class lang=en}`.
_CLASSES = frozenset({"lead", "note", "quote", "small", "wide"})
_ID = re.compile(r"\w[\w.-]{0,99}")
_LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
# Accepted and ignored: pictures are measured when the site is built.
_MEASURES = frozenset({"width", "height"})
# Elements of the tree that are written as something else, so that attributes have no element to stand on. The
# attributes of a picture may stand on its paragraph.
_WITHOUT_ATTRIBUTES = frozenset({"img", "br", "hr", "raw", "noteref"})
_LANGUAGE = re.compile(r"\.?(?P<name>[A-Za-z][\w+#.-]{0,30})")
# Signs of list items. Those of _OF_PROGRAMS are pasted from word processors, and need no space after them.
_OF_PROGRAMS = "•‣▪▫◦●○■□⁃\uf0b7➢➤►❖◆◇✓✔"
BULLETS = "-*+·" + _OF_PROGRAMS
# The levels of signs: Word and Google Docs paste lists within lists without indentation.
BULLET_LEVELS = {"•": 1, "●": 1, "\uf0b7": 1, "·": 1, "◦": 2, "○": 2, "▪": 3, "■": 3, "➢": 3}
# Letters that Word pastes for bullets of its own fonts, and the bullets that they show.
_BULLETS_OF_WORD = {"o": "◦", "§": "▪", "Ø": "➢", "ü": "✓", "v": "❖", "q": "□"}
_BULLET_OF_WORD = re.compile(r"(?P<indent>[ \t\xa0]*)(?:(?P<sign>[o§Øüvq])\t|(?P<letter>o)[ \xa0]{2,}(?=\S))")
# A dash also begins speech or an interjection, so it makes a list only on two lines together.
DASHES = "–"
SIGNS = frozenset(BULLETS + DASHES)
TAB_STOP = 4
_BLANK = "[ \xa0\u2002\u2003\u2009\u202f]"
_DAY = r"[0-9]{4}\. +[0-9]{1,2}\."  # a day is no item: 2018. 11. 02
ITEM = re.compile(
    rf"(?P<indent> *)(?P<mark>[{re.escape(BULLETS + DASHES)}]|(?!{_DAY})(?P<number>[0-9]{{1,9}})[.)])"
    rf"(?:(?P<blank>{_BLANK}+)(?=\S)|(?<=[{_OF_PROGRAMS}])(?=\S)|{_BLANK}*\Z)"
)
_TASK = re.compile(r"\[(?P<done>[ xX])\] +(?=\S)")
RULE = re.compile(r"(?:(?:-[ ]*+){3,}|(?:_[ ]*+){3,}|(?:\*[ ]*+){3,})\Z")
# A heading has a space after its signs. Without a space it needs two signs: `#` may begin a hashtag or a
# number.
HEADING = re.compile(r"(?P<signs>#{1,6})(?:[ \xa0]+(?P<text>.*)|(?<=##)(?P<close>[^\s#].*)|)\Z")
HASH_HEADING = re.compile(r"#(?P<text>[^\W\d_][^#]*)\Z")
CLOSING_SIGNS = re.compile(r"(?:\A|[ \xa0]+)#+[ ]*\Z")
UNDERLINE = re.compile(r"(?:=+|--+)[ ]*\Z")
FENCE_LINE = re.compile(r"(?P<fence>`{3,}(?=[^`]*\Z)|~{3,})[ ]*(?P<info>.*)")
NOTE = re.compile(r"\[\^(?P<name>[^\[\]\n]{1,64})\]:[ ]*")
MEANING = re.compile(rf":{_BLANK}+(?=\S)")
COMMENT = "<!--"
DELIMITERS = re.compile(r"\|?[ ]*:?[-–—]+:?[ ]*(?:\|[ ]*:?[-–—]+:?[ ]*)*\|?[ ]*\Z")
_ESCAPED = re.compile(rf"\\([{re.escape(string.punctuation)}])")
_SPACE = re.compile(r"\s+")
_DEFINITION = re.compile(
    r"""[ ]*\[(?P<name>(?:[^\[\]\\]|\\.){1,999})\]:[ ]*\n?[ ]*
    (?:<(?P<bracketed>[^<>\n]*)>|(?P<address>[^\s<]\S*))
    (?P<title>[ ]*(?:\n[ ]*|(?<=[ ]))(?:
        "(?P<double>(?:[^"\\]|\\.){0,1000})"
      | '(?P<single>(?:[^'\\]|\\.){0,1000})'
      | \((?P<round>(?:[^()\\]|\\.){0,1000})\)
    )(?=[ ]*(?:\n|\Z)))?
    [ ]*(?:\n|\Z)""",
    re.VERBOSE | re.DOTALL,
)
_CYRILLIC = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"
_LABEL = re.compile(
    rf"[ ]*(?P<open>[(\[]?)(?P<label>[a-zA-Z{_CYRILLIC}{_CYRILLIC.upper()}]|[ivx]{{2,4}}|[IVX]{{2,4}}"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2})*)"
    r"(?P<close>[.)/\]]{1,2}(?:[ \xa0\t]+|(?=[^\W\d_]))|(?<=[0-9]\.[0-9])[ \xa0\t]+)(?=\S)"
)
# What begins the lines of a list in posts of social media, and stays before them: 📌, ✅, ➡️, 1️⃣; also § and
# the letter o, bullets of Word, and the hours of a programme: 10:00, 10.00–11.00.
_PICTOGRAPH = re.compile(
    r"[ ]*(?:[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?|[0-9]\ufe0f?\u20e3"
    r"|§[ \xa0]|o[ \xa0](?=[\u0400-\u04ff])"
    r"|(?:[01]?[0-9]|2[0-3])(?::[0-5][0-9]|[:.][0-5][0-9] ?[-–] ?[012]?[0-9][:.][0-5][0-9])(?![0-9]))"
    r"[ \xa0]*(?=\S)"
)
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_ROMAN = {numeral: number for number, numeral in enumerate(_NUMERALS, start=1)}
_UNUSUAL = re.compile(r"[\\`]")
_TOKEN = re.compile(r"\\.|(`+)|\|")


def is_sentence(lines: Sequence[str]) -> bool:
    """Whether a paragraph is no heading, so that hyphens below it are a rule."""
    return len(lines) > 1 or lines[0].rstrip().endswith((".", ",", ";", "…"))


class Note(msgspec.Struct, frozen=True):
    """A footnote that the text refers to `times` times; `content` holds its blocks."""

    name: str
    content: Element
    times: int


class NoteReference(InlineProcessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(r"\[\^([^\[\]\n\x02]{1,64})\]", md)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        reference = Element(REFERENCE)
        reference.set("name", m[1])
        return reference, m.start(0), m.end(0)


def number_notes(root: Element, definitions: dict[str, Element]) -> tuple[Note, ...]:
    """The notes in the order of the first reference to each, in `root` or in an earlier note.

    Each reference gets the `number` of its note, and as `time` which reference to the note it is; a reference
    to a note that nobody wrote gets neither.
    """
    numbers: dict[str, int] = {}
    times: dict[str, int] = {}
    parts = [root]
    for part in parts:
        for reference in part.iter(REFERENCE):
            name = reference.get("name", "")
            if name not in definitions:
                continue
            if name not in numbers:
                numbers[name] = len(numbers) + 1
                parts.append(definitions[name])
            times[name] = times.get(name, 0) + 1
            reference.set("number", str(numbers[name]))
            reference.set("time", str(times[name]))
    return tuple(Note(name, definitions[name], times[name]) for name in numbers)


class Fence(msgspec.Struct, frozen=True):
    """Fenced code from `line`, counted from 0 in the text, up to the line `end`."""

    code: str
    language: str
    id: str
    line: int
    end: int
    refused: tuple[str, ...]
    is_closed: bool


def closes_fence(line: str, fence: str, indent: int) -> bool:
    """Whether a line closes a fence with this indent; the line may have three spaces more."""
    text = line.strip(" ")
    if not text.startswith(fence) or text.strip(fence[0]):
        return False
    return len(line) - len(line.lstrip(" ")) <= indent + 3


def read_info(info: str) -> tuple[str, str, tuple[str, ...]]:
    """Language, id and refused attributes of the words after the opening fence."""
    attributes = _ATTRIBUTES.fullmatch(info)
    if not attributes:
        language = _LANGUAGE.match(info)
        return (language["name"] if language else ""), "", ()
    pairs, _ = get_attrs_and_remainder(attributes["list"])
    languages = [value or "" for name, value in pairs if name == "."]
    kept, refused = allowed_attributes(pair for pair in pairs if pair[0] != ".")
    language = _LANGUAGE.fullmatch(languages[0]) if languages else None
    return (language["name"] if language else ""), kept.get("id", ""), refused


def allowed_attributes(
    pairs: Iterable[tuple[str, str | None]], tag: str = ""
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The attributes to set on an element, and those refused as the editor wrote them.

    `pairs` are what Python-Markdown reads: `.x` gives (".", "x"), `#x` gives ("id", "x"), a bare word has
    the value None.
    """
    kept: dict[str, str] = {}
    refused = []
    for name, value in pairs:
        classes = (value or "").split() if name in (".", "class") else []
        if name in _MEASURES:
            continue
        if tag in _WITHOUT_ATTRIBUTES:
            refused.append(_attribute_text(name, value))
        elif classes and _CLASSES.issuperset(classes):
            kept["class"] = " ".join([*kept.get("class", "").split(), *classes])
        elif value is not None and _is_allowed(name, value):
            kept[name] = value
        else:
            refused.append(_attribute_text(name, value))
    return kept, tuple(refused)


def _is_allowed(name: str, value: str) -> bool:
    if name == "id":
        return bool(_ID.fullmatch(value))
    if name == "lang":
        return bool(_LANG.fullmatch(value))
    return name == "title"


def _attribute_text(name: str, value: str | None) -> str:
    if value is None:
        return name
    sign = {".": ".", "id": "#"}.get(name)
    return f"{sign}{value}" if sign else f"{name}={value}"


def read_definition(text: str, start: int) -> tuple[str, str, str, int] | None:
    """(label, address, title, end) of the definition of a link that begins at `start`; None if none does."""
    found = _DEFINITION.match(text, start)
    if not found or not found["name"].strip() or found["name"].startswith("^"):
        return None
    title = found["double"] or found["single"] or found["round"] or ""
    address = found["bracketed"] or found["address"] or ""
    return normal_label(_unescape(found["name"])), _unescape(address), _unescape(title), found.end()


def normal_label(name: str) -> str:
    """The name of a link definition in the form in which names are compared."""
    return _SPACE.sub(" ", name).strip().casefold()


def _unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def read_heading(text: str, *, is_alone: bool) -> tuple[int, str] | None:
    """Level and text of a heading with signs before it.

    A single `#` without a space makes a heading only of a line that stands alone and begins like a sentence:
    `#сургууль` is a hashtag.
    """
    found = HEADING.match(text)
    if found:
        return len(found["signs"]), CLOSING_SIGNS.sub("", found["text"] or found["close"] or "").strip()
    found = HASH_HEADING.match(text) if is_alone else None
    if found and found["text"][0].isupper():
        return 1, found["text"].strip()
    return None


class _Label(msgspec.Struct, frozen=True):
    """The label before a line, such as `б)` or `1.2`: its series (letters and signs), and its number in the
    series.
    """

    series: str
    number: int

    def precedes(self, other: _Label) -> bool:
        # Lists of letters often leave out ё, й, ө and ү, so one letter may be skipped.
        step = 2 if self.series.endswith("а") else 1
        return self.series == other.series and 0 < other.number - self.number <= step


def labelled_lines(lines: Sequence[str]) -> list[int]:
    """The lines that are items of a list whose labels are no signs of Markdown: `а) б)`, `i. ii.`, `1.1 1.2`.

    A label counts when another one goes before or after it; a pictograph when another line begins with one.
    """
    found = [(number, _labels(line)) for number, line in enumerate(lines)]
    with_labels = [(number, labels) for number, labels in found if labels]
    series = {
        label.series
        for _, labels in with_labels
        for label in labels
        for _, others in with_labels
        for other in others
        if label.precedes(other) or other.precedes(label)
    }
    items = [number for number, labels in with_labels if any(label.series in series for label in labels)]
    items = items or [number for number, line in enumerate(lines) if _PICTOGRAPH.match(line)]
    return items if len(items) > 1 else []


def _labels(line: str) -> tuple[_Label, ...]:
    found = _LABEL.match(line)
    if not found or found["close"][0:1] not in {"": "./) \xa0\t", "(": ")", "[": "]"}[found["open"]]:
        return ()
    written, signs = found["label"], found["open"] + found["close"].rstrip(" \xa0\t")
    lower = written.lower()
    case = "A" if written != lower else "a"
    if written[0].isdigit():
        front, _, last = written.rpartition(".")
        return (_Label(f"{signs}{front}1", int(last)),)
    labels = []
    if lower in _ROMAN:
        labels.append(_Label(f"{signs}{case}i", _ROMAN[lower]))
    if len(lower) == 1 and lower in _CYRILLIC:
        labels.append(_Label(f"{signs}{case}а", _CYRILLIC.index(lower)))
    elif len(lower) == 1:
        labels.append(_Label(f"{signs}{case}z", ord(lower)))
    return tuple(labels)


def with_box(item: str) -> str:
    """The text of an item with ☐ or ☑ for `[ ]` or `[x]`."""
    task = _TASK.match(item)
    return f"{'☐' if task['done'] == ' ' else '☑'} {item[task.end() :]}" if task else item


def starts_block(text: str) -> bool:
    """Whether a line begins a block, and so ends a table."""
    if text.startswith((">", COMMENT)):
        return True
    return any(pattern.match(text) for pattern in (HEADING, FENCE_LINE, ITEM, NOTE, RULE))


def with_spaces(line: str) -> str:
    """The line with spaces for the tabs and no-break spaces before its text, and bullets for Word's
    letters."""
    if found := _BULLET_OF_WORD.match(line):
        at = found.end("indent")
        line = f"{line[:at]}{_BULLETS_OF_WORD[line[at]]}{line[at + 1 :]}"
    if "\t" in line:
        line = line.expandtabs(TAB_STOP)
    if line[0:1] == "\xa0" or "\xa0" in line[:8]:
        text = line.lstrip(" \xa0")
        line = " " * (len(line) - len(text)) + text
    return line


def split_row(row: str) -> list[str]:
    """The cells of a row; a bar in code or after a backslash does not part cells."""
    row = row.strip()
    if not _UNUSUAL.search(row):
        return [cell.strip() for cell in row.removeprefix("|").removesuffix("|").split("|")]
    cells = []
    start = done = 1 if row.startswith("|") else 0
    while found := _TOKEN.search(row, done):
        done = found.end()
        if found[1]:
            closing = re.compile(rf"(?<!`){found[1]}(?!`)").search(row, done)
            done = closing.end() if closing else done
        elif found[0] == "|":
            cells.append(row[start : found.start()].strip())
            start = done
    if start < len(row):
        cells.append(row[start:].strip())
    return cells


def read_columns(header: str, delimiters: str) -> list[str] | None:
    """The alignment of each column ("" for none), if the two lines are the head of a table; else None."""
    if "|" not in delimiters or "|" not in header or not DELIMITERS.match(delimiters):
        return None
    signs = split_row(delimiters)
    names = split_row(header)
    if len(signs) != len(names) and not (header.lstrip().startswith("|") and delimiters.startswith("|")):
        return None
    columns = [_alignment(sign) for sign in signs]
    return columns + [""] * (len(names) - len(columns))


def add_table(table: Element, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Fills a table with rows, the first of which is its head; surplus cells of a row are kept."""
    part, tag = SubElement(table, "thead"), "th"
    width = max(len(columns), *map(len, rows))
    for row in rows:
        line = SubElement(part, "tr")
        for number in range(width):
            cell = SubElement(line, tag)
            cell.text = row[number] if number < len(row) else ""
            if number < len(columns) and columns[number]:
                cell.set("align", columns[number])
        if tag == "th":
            part, tag = SubElement(table, "tbody"), "td"
    if not len(part):
        line = SubElement(part, "tr")
        for _ in range(width):
            SubElement(line, "td")


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as the lines of a table, the first of them as its head."""
    written = [f"| {' | '.join(cell.strip() for cell in row)} |" for row in rows]
    return [written[0], "|" + "---|" * len(rows[0]), *written[1:]] if rows else []


def find_pasted_table(lines: Sequence[str]) -> tuple[int, int, list[tuple[int, list[str]]]] | None:
    """The table pasted into a paragraph, without a line of dashes below its head: (first line, end, (number
    of the line, cells) for each row); None if there is none. A line of dashes elsewhere is no row."""
    for split in (_barred_cells, _tabbed_cells):
        start = 0
        while start < len(lines):
            end = start
            rows: list[tuple[int, list[str]]] = []
            while end < len(lines) and (row := split(lines[end])):
                if rows and len(row) > len(rows[0][1]):
                    break
                if not DELIMITERS.match(lines[end].strip()):
                    rows.append((end - start, row))
                end += 1
            if len(rows) > 1 and sum(len(row) == len(rows[0][1]) for _, row in rows) > len(rows) / 2:
                return start, end, rows
            start = max(end, start + 1)
    return None


def _barred_cells(line: str) -> list[str] | None:
    """The cells of a line with bars at both ends, if there are at least two; else None."""
    line = line.strip()
    if len(line) < 5 or line[0] != "|" or line[-1] != "|" or line[-2] == "\\":
        return None
    cells = split_row(line)
    return cells if len(cells) > 1 and any(cells) else None


def _tabbed_cells(line: str) -> list[str] | None:
    if "\t" not in line.strip() or ITEM.match(line):
        return None
    cells = [cell.strip() for cell in line.rstrip("\n").split("\t")]
    while cells and not cells[-1]:
        cells.pop()
    return cells if len(cells) > 1 else None


def _alignment(sign: str) -> str:
    return {(True, True): "center", (True, False): "left", (False, True): "right"}.get(
        (sign.startswith(":"), sign.endswith(":")), ""
    )
