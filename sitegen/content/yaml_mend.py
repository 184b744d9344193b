"""Finds the line of a YAML mistake and how to write it, and removes the mistake so that the rest can be
read."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

# Indent and list signs, key, colon, value. The key may be in quotes.
_FIELD = re.compile(r"""(\s*+(?:-\s++)*+)("[^"]*"\s*+|'[^']*'\s*+|[^\s:#"'\[\]{},][^:#]*+):(\s+|\Z)(.*)""")
_ITEM = re.compile(r"(\s*+(?:-\s++)++)(.*)")
_CLOSE_COLON = re.compile(r"(\s*+(?:-\s++)*+)([^\W\d]\w*+):((?!//)\S.*)")
# Spaces that are not U+0020; editors paste U+00A0 from Word.
_GAP = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_PAIR = re.compile(r"\s*([A-Za-z_]+):\s+(.+?)\s*(?:,(?=\s*[A-Za-z_]+:\s)|\Z)")
_CLOSING = {'"': '"', "'": "'", "[": "]", "{": "}"}
# A text that YAML reads as itself, also between braces, so that it needs no quotes.
_PLAIN = re.compile(r"[^\W_](?:[\w ./()“”‘’–—?!%+-]*[\w.)”’?!%+])?|/[\w./~-]*")
_OTHER_VALUES = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
# A tag of YAML that says what the schema knows already: `!!timestamp 2018-11-02`.
TYPE_TAG = re.compile(r"!!(?:str|int|float|bool|timestamp)\s+(?=[^\s\"'\[{])")
_SHOWN = 120
_LONGEST_PAIRS = 1000


class Mistake(msgspec.Struct, frozen=True):
    """A mistake in YAML; `line` and `column` count from 0 in the text, `args` are those of its diagnostic."""

    line: int
    column: int
    args: tuple[tuple[str, str], ...]


def quote_scalar(value: str) -> str:
    """The value as a quoted YAML text; in single quotes if it holds double ones."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def flow(value: str) -> str:
    """The value as it can stand within brackets: plain if no sign in it has a meaning in YAML, else
    quoted."""
    is_plain = _PLAIN.fullmatch(value) and value.lower() not in _OTHER_VALUES
    return value if is_plain else quote_scalar(value)


def spaced(text: str, names: Iterable[str]) -> str:
    """The text with a space after the colons of `names`, `pta: x` for `pta:x`, if that is its only fault."""
    found = _CLOSE_COLON.fullmatch(text)
    is_one = found and found[2] in names and not re.search(r"\s[^\W\d]\w*:\S", found[3])
    return f"{found[2]}: {found[3]}" if found and is_one else ""


def without_space(line: str) -> dict[str, str]:
    """The arguments for a line without a space after its colon, `title:x`; else none."""
    found = _CLOSE_COLON.fullmatch(line)
    shown = {"text": line.strip()[:_SHOWN]}
    return shown | {"spaced": f"{found[1].lstrip()}{found[2]}: {found[3]}"} if found else {}


def quoted(lines: list[str], line: int, column: int) -> dict[str, str]:
    """The arguments with the text at fault, and with its line to paste, the value in quotes."""
    field, value = _parts(lines[line])
    text = lines[line][column:].strip() or value
    return {"text": text[:_SHOWN], "paste": _paste(field, value)}


def find(lines: list[str], line: int, column: int, opened_line: int) -> Mistake:
    """The likeliest position of a mistake that the parser met at `line`, in a value that began at
    `opened_line`."""
    line, opened_line = min(line, len(lines) - 1), min(opened_line, len(lines) - 1)
    before = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), line)
    for candidate in dict.fromkeys((line, opened_line, before)):
        if args := _suspicion(lines[candidate]):
            at = column if candidate == line else 0
            return Mistake(candidate, _column(lines[candidate], at), tuple(args.items()))
    if before != line and _indent(lines[before]) == _indent(lines[line]) and not _parts(lines[before])[0]:
        line, column = before, 0
    return Mistake(line, _column(lines[line], column), (("text", lines[line].strip()[:_SHOWN]),))


def without_problem(lines: list[str], line: int) -> list[str]:
    """The lines with one of them mended, so that the rest can be read.

    The number of lines and the position of every key stay the same.
    """
    changed = list(lines)
    written = lines[line]
    found = _FIELD.fullmatch(written) or _ITEM.fullmatch(written)
    if close := _CLOSE_COLON.fullmatch(written):
        changed[line] = f"{close[1]}{close[2]}: {close[3]}"
    elif "\t" in _indent(written):
        changed[line] = written.replace("\t", "  ", 1)
    elif found and found[found.re.groups]:
        changed[line] = written[: found.start(found.re.groups)] + _mended(found[found.re.groups].rstrip())
    else:
        changed[line] = ""
    return changed


def without_line(lines: list[str], line: int) -> list[str]:
    """The lines with one of them empty."""
    return [*lines[:line], "", *lines[line + 1 :]]


def _suspicion(line: str) -> dict[str, str]:
    """The arguments of what is wrong with the line by itself; none if it can be read alone."""
    shown = {"text": line.strip()[:_SHOWN]}
    if "\t" in _indent(line):
        return shown | {"tab": "U+0009", "paste": line.replace("\t", "  ").rstrip()}
    if (gap := _GAP.search(line)) and re.match(r"\s*[^\s:]+:?" + _GAP.pattern, line):
        return shown | {"gap": f"U+{ord(gap[0]):04X}", "paste": _GAP.sub(" ", line).rstrip()}
    if close := without_space(line):
        return close
    if _readable(line.strip()):
        return {}
    field, value = _parts(line)
    if not value:
        return {}
    sign = value[0] if _is_open(value) else ""
    return shown | {"open": sign, "paste": _paste(field, value)}


def _parts(line: str) -> tuple[str, str]:
    """(the line up to its value, the value)."""
    if found := _FIELD.fullmatch(line):
        return f"{found[1].lstrip()}{found[2].rstrip()}:", found[4].strip()
    if found := _ITEM.fullmatch(line):
        return found[1].strip(), found[2].strip()
    return "", line.strip()


def _paste(field: str, value: str) -> str:
    return f"{field} {_mended(value)}".strip()


def _mended(value: str) -> str:
    """The value as it was probably meant."""
    if not value:
        return '""'
    if tag := TYPE_TAG.match(value):
        return value[tag.end() :]
    first, last = value[0], value[-1]
    if _is_open(value):
        return value + _CLOSING[first]
    is_short = len(value) < _LONGEST_PAIRS  # the pattern takes quadratic time
    pairs = _PAIR.findall(value[1:-1]) if first == "{" and last == "}" and is_short else ()
    if pairs:
        return "{" + ", ".join(f"{key}: {_mended(text)}" for key, text in pairs) + "}"
    return quote_scalar(_unquoted(value) if len(value) > 1 and first == last and first in "\"'" else value)


def _unquoted(value: str) -> str:
    """The text within the outer quotes of `"The "good" news"`; all of `"a" or "b"`, which has no outer
    quotes."""
    sign, inner = value[0], value[1:-1]
    within = [number for number, character in enumerate(inner) if character == sign]
    if len(within) > 1 and (within[0] == 0 or not inner[within[0] - 1].isspace()):
        return value
    return inner.replace("\\" + sign, sign)


def _is_open(value: str) -> bool:
    """Whether the value opens a quote or bracket that is not closed in its line."""
    sign = value[0]
    return sign in _CLOSING and value.count(_CLOSING[sign]) < (2 if sign in "\"'" else value.count(sign))


def _column(line: str, column: int) -> int:
    """The column of the parser, or of the value if the parser says nothing useful."""
    if column:
        return column
    found = _FIELD.fullmatch(line)
    return found.start(4) if found else len(_indent(line))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _readable(line: str) -> bool:
    """Whether the line is YAML by itself; the events are counted so that no line takes long."""
    import yaml  # imported here, since few files have a mistake

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return all(number < 200 for number, _ in enumerate(yaml.parse(line, Loader=loader)))
    except yaml.YAMLError:
        return False
