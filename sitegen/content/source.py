"""The text of one file, cleaned so that no later stage meets a surprising character."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from itertools import islice

import msgspec

from sitegen.content.document import AFTER, END, FIGURE, LINK, PREFIX
from sitegen.core.diagnostics import Diagnostic, diagnostic

FILE_LIMIT = 1024 * 1024
FRONT_MATTER_LIMIT = 64 * 1024
_MOST_REPORTED = 20
# What files of other programs begin with, by the ending that they should have.
_FOREIGN: dict[str, bytes | tuple[bytes, ...]] = {
    "docx": b"pk\x03\x04", "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "pdf": b"%pdf-", "rtf": b"{\\rtf",
    "html": (b"<!doctype html", b"<html"), "jpg": b"\xff\xd8\xff", "png": b"\x89png\r\n",
}  # fmt: skip
# Part of a name in a package of each kind: Office Open XML, OpenDocument, Pages of Apple. The first that is
# there tells.
_PACKED = {
    "docx": b"word/", "xlsx": b"xl/", "pptx": b"ppt/", "odt": b"application/vnd.oasis.opendocument.text",
    "pages": b"Index/Document.iwa",
}  # fmt: skip
_PROGRAMS = {
    "docx": "Word", "doc": "Word", "xlsx": "Excel", "pptx": "PowerPoint", "odt": "LibreOffice",
    "pages": "Pages",
}  # fmt: skip
_SAVES_TEXT = {"Word", "LibreOffice"}  # programs that save as plain text in the encoding that is chosen
CYRILLIC_OF_WINDOWS = "windows-1251"  # what old editors of Windows save by default
_UNUSED = b"\x98"  # the one byte that windows-1251 leaves free
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # the first bytes of what Notepad and Excel call Unicode

_NEWLINES = re.compile("\r\n?")
# Characters that YAML 1.1 (section 4.2) takes for line breaks, but editors and browsers do not.
_SEPARATORS = re.compile("[\u0085\u2028\u2029]")
# The characters of slots, see sitegen.content.document, and U+FEFF, inside a text a pasted byte order mark.
_RESERVED = re.compile("[\ue000-\ue00f\ufeff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Characters that YAML 1.2, section 5.1 and XML 1.0, section 2.2 leave out.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_LATE_RESERVED = re.compile("[\ue000-\ue00f\ufeff\u200b\u2060]")

_DELIMITER = re.compile(r"---[ \t]*\Z")
# Lines that begin the front matter of other programs, or were meant for `---`.
_OTHER_DELIMITER = re.compile(r"[-–—−_=+~*]{1,10}|(?:[-–—] ){2,5}[-–—]|[`~]{3,}\w*|\{")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_FRONT_LINE = re.compile(r"[^\s:]+:(\s|\Z)|[ \t]+\S|-\s|#")
# What git writes around two versions that it could not merge (git-merge, "How conflicts are presented").
_MERGE_MARK = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?")
# Control characters but tab and line feed, the byte order mark, surrogates, noncharacters (all of them errors
# in HTML, 13.2.3.5), and the characters of our own slots.
_NEVER_MEANT = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff{LINK}{AFTER}{FIGURE}{PREFIX}{END}]"
)
# A character reference; only with a semicolon, since "?a=1&copy=2" is an address without a copyright sign.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


class Source(msgspec.Struct, frozen=True):
    """A file as text. `path` is relative to the site's folder, with `/`."""

    path: str
    text: str


class Split(msgspec.Struct, frozen=True):
    """A text cut in two; the lines count from 1 in the whole file. `front` is None if there is none."""

    front: str | None
    front_line: int
    body: str
    body_line: int


def decode(path: str, raw: bytes) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a file that an editor writes, as `decode_utf8` gives it; None if it cannot be read, or is a
    file of another program."""
    foreign = foreign_file(path, raw)
    return (None, (foreign,)) if foreign else decode_utf8(path, raw)


def decode_utf8(path: str, raw: bytes) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a UTF-8 file in NFC with `\\n` between lines; None if it cannot be read as text.

    Line separators of other systems (U+0085, U+2028, U+2029) become a space, a byte order mark and
    direction overrides are left out, control characters become a space and an error.
    """
    if len(raw) > FILE_LIMIT:
        return None, (
            diagnostic("E110", path, size=readable_size(len(raw)), limit=readable_size(FILE_LIMIT)),
        )
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (_undecodable(path, raw, error),)
    text = _NEWLINES.sub("\n", text) if "\r" in text else text
    if is_plain(text):
        return unicodedata.normalize("NFC", text), ()
    text = _RESERVED.sub("", _SEPARATORS.sub(" ", text))
    return _without_controls(path, unicodedata.normalize("NFC", text))


def foreign_file(path: str, raw: bytes) -> Diagnostic | None:
    """The error of a file of another program under the name of a text, such as a Word document; None for
    others. The beginning of the file is enough."""
    start = raw[:32].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    ending = next((ending for ending, begins in _FOREIGN.items() if start.startswith(begins)), "")
    if not ending:
        return None
    if ending == "docx":
        ending = next((packed for packed, part in _PACKED.items() if part in raw), "zip")
    name = path.rpartition("/")[2]
    program, renamed = _PROGRAMS.get(ending, ""), f"{name.rpartition('.')[0]}.{ending}"
    is_picture, has_text = ending in ("jpg", "png"), program in _SAVES_TEXT
    return diagnostic(
        "E177", path, name=name, program=program, format=ending.upper(),
        picture=renamed if is_picture else "", saved=renamed if has_text else "",
        pdf=renamed if ending == "pdf" else "", renamed="" if is_picture or has_text else renamed,
    )  # fmt: skip


def is_plain(text: str) -> bool:
    """Whether every character is printable or a newline: the quickest way to find that a text needs no
    cleaning.

    Printable leaves out all control, format, private and unassigned characters, and all spaces but U+0020
    (`str.isprintable`, after the Unicode Character Database).
    """
    return text.replace("\n", "").isprintable()


def clean_value(text: str) -> str:
    """A value without invisible characters: escapes in YAML can bring back what `decode` removed."""
    if is_plain(text):
        return unicodedata.normalize("NFC", text)
    text = _LATE_RESERVED.sub("", _BIDI.sub("", _SEPARATORS.sub(" ", text)))
    return unicodedata.normalize("NFC", text)


def control_characters(text: str) -> tuple[str, ...]:
    """The control characters of a value, tab and newline excepted."""
    return tuple(_CONTROL.findall(text))


def direction_characters(text: str) -> tuple[str, ...]:
    """The characters of a value that turn the direction of writing (UAX #9, overrides and isolates)."""
    return tuple(_BIDI.findall(text))


def code_point(character: str) -> str:
    """The code point of a character: `U+200B`."""
    return f"U+{ord(character):04X}"


def without_merge_marks(path: str, text: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """A text without the marks of an unfinished merge, and an error for each conflict.

    The first version of each conflict is kept, so that one run finds other problems, too; lines keep their
    numbers.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return text, ()
    lines = text.split("\n")
    problems: list[Diagnostic] = []
    dropped: list[int] = []
    begun, apart = False, 0  # whether a conflict is open; the line from which its other version stands
    for number, line in enumerate(lines, 1):
        found = _MERGE_MARK.fullmatch(line.rstrip())
        sign = found[1][0] if found else ""
        if sign == "<" or (sign == ">" and not begun):
            problems.append(diagnostic("E220", path, number, 1, mark=line.strip()))
        if sign and (sign in "<>" or begun):
            dropped.append(number)
            apart = apart or (number if sign in "|=" else 0)
        if sign == ">":
            dropped += range(apart or number, number)
        if sign in ("<", ">"):
            begun, apart = sign == "<", 0
    for number in dropped:
        lines[number - 1] = ""
    return "\n".join(lines), tuple(problems)


def split_front_matter(source: Source) -> tuple[Split, tuple[Diagnostic, ...]]:
    """Front matter and body. The front matter stands between two lines `---` at the top of the file.

    If the closing line is missing, the lines that look like front matter are taken for it, so that
    their problems show at once.
    """
    lines = source.text.split("\n")
    start = next((number for number, line in enumerate(lines) if _visible_line(line).strip()), 0)
    if not _DELIMITER.match(_visible_line(lines[start])):
        signs = lines[start].rstrip() if _OTHER_DELIMITER.fullmatch(lines[start].strip()) else ""
        return Split(None, 0, source.text, 1), (diagnostic("E115", source.path, start + 1, 1, signs=signs),)
    end = next((n for n in range(start + 1, len(lines)) if _DELIMITER.match(_visible_line(lines[n]))), None)
    problems = []
    if end is None:
        end = next((n for n in range(start + 1, len(lines)) if not _FRONT_LINE.match(lines[n])), len(lines))
        problems.append(diagnostic("E114", source.path, start + 1, 1, after=end))
        body_start = end
    else:
        body_start = end + 1
    front: str | None = "\n".join(lines[start + 1 : end])
    if front and (size := len(front.encode("utf-8"))) > FRONT_MATTER_LIMIT:
        problems.append(
            diagnostic(
                "E110",
                source.path,
                start + 1,
                1,
                size=readable_size(size),
                limit=readable_size(FRONT_MATTER_LIMIT),
            )
        )
        front = None
    return Split(front, start + 2, "\n".join(lines[body_start:]), body_start + 1), tuple(problems)


def _visible_line(line: str) -> str:
    """A line without invisible characters at its ends: a zero-width space before `---` is pasted, not
    meant."""
    return _UNSEEN.sub("", line)


def position_at(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of the character at `index`."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def readable_size(number: int) -> str:
    return f"{number / 1024:.0f} KiB" if number < 1024 * 1024 else f"{number / 1024 / 1024:.1f} MiB"


def _without_controls(path: str, text: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    found = list(_CONTROL.finditer(text))
    if len(found) > _MOST_REPORTED:
        line, column = position_at(text, found[0].start())
        # ASCII and Cyrillic in UTF-16 are valid UTF-8: every second byte is U+0000 or U+0004.
        utf16 = sum(match[0] in "\x00\x04" for match in found) > len(text) / 4
        # A computer that lost its power while saving leaves zeros.
        cut = readable_size(len(text)) if not text.strip("\x00") else ""
        encoding = "UTF-16" if utf16 and not cut else ""
        return None, (diagnostic("E113", path, line, column, count=len(found), encoding=encoding, cut=cut),)
    turning = islice(_BIDI.finditer(text), _MOST_REPORTED)
    marked = [("E113", match) for match in found] + [("W118", match) for match in turning]
    problems = tuple(
        diagnostic(code, path, *position_at(text, match.start()), character=code_point(match[0]))
        for code, match in marked
    )
    return _BIDI.sub("", _CONTROL.sub(" ", text)), problems


def _undecodable(path: str, raw: bytes, error: UnicodeDecodeError) -> Diagnostic:
    before = _NEWLINES.sub("\n", raw[: error.start].decode("utf-8"))
    line, column = position_at(before, len(before))
    encoding = _likely_encoding(raw)
    notepad = "UTF-16" if raw.startswith(UTF16) else ""
    probable = encoding if encoding == CYRILLIC_OF_WINDOWS and _UNUSED not in raw else ""
    cut = "" if encoding or error.reason != "unexpected end of data" else f"{len(raw)} B"
    return diagnostic(
        "E113",
        path,
        line,
        column,
        byte=error.start + 1,
        encoding=encoding,
        notepad=notepad,
        probable=probable,
        cut=cut,
    )


def _likely_encoding(raw: bytes) -> str:
    """The probable encoding of a text that is not UTF-8, or ""."""
    if raw.startswith(UTF16) or max(map(_is_of_utf16, (raw[::2], raw[1::2]))):
        return "UTF-16"
    high = [byte for byte in raw if byte >= 0x80]
    broken = raw.decode("utf-8", errors="replace").count("\ufffd")
    if len(high) < 4 or broken * 2 < len(high):
        return ""
    # Small letters stand at E0-FF in windows-1251 and at C0-DF in KOI8-U; most letters are small.
    upper_half = sum(byte >= 0xE0 for byte in high)
    lower_half = sum(0xC0 <= byte < 0xE0 for byte in high)
    if upper_half + lower_half < len(high) / 2:
        return ""
    return CYRILLIC_OF_WINDOWS if upper_half > lower_half else "KOI8-U"


def _is_of_utf16(half: bytes) -> bool:
    """Whether every second byte of a text begins a character in UTF-16: ASCII or Cyrillic."""
    return len(half) > _MOST_REPORTED and sum(byte in b"\x00\x04" for byte in half) > len(half) * 0.9


def remove_unseen(text: str) -> str:
    """The text without invisible characters."""
    return text if is_plain(text) else _NEVER_MEANT.sub("", text)


def decode_references(text: str) -> str:
    """The text with character references (`&laquo;`, `&#171;`) as the characters they stand for."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda found: remove_unseen(html.unescape(found[0])), text)
