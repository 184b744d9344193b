"""YAML with only mappings, lists and text, as editors mean it; of a mistake its line and how to write it, and
the text without it, so that the rest can be read.

Only the event stream of the parser is used: composing nodes recurses in C and can kill the process, and
anchors and merge keys make small files endless. Every scalar stays text; the schema decides what it is. After
a problem the line is read as plain text, so that one run shows all problems of a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from typing import Any

import msgspec
import yaml

from sitegen.core.diagnostics import Diagnostic, diagnostic

_MAX_DEPTH = 20
MAX_EVENTS = 5000  # beginnings and ends of values in a file
MAX_PROBLEMS = 30
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"\s*(#\S.*)")
# Indent and list signs, key, colon, value. The key may be in quotes.
_FIELD = re.compile(r"""(\s*+(?:-\s++)*+)("[^"]*"\s*+|'[^']*'\s*+|[^\s:#"'\[\]{},][^:#]*+):(\s+|\Z)(.*)""")
_ITEM = re.compile(r"(\s*+(?:-\s++)++)(.*)")
_CLOSE_COLON = re.compile(r"(\s*+(?:-\s++)*+)([^\W\d]\w*+):((?!//)\S.*)")
# Spaces that are not U+0020; editors paste U+00A0 from Word.
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_PAIR = re.compile(r"\s*([A-Za-z_]+):\s+(.+?)\s*(?:[,;](?=\s*[A-Za-z_]+:\s)|\Z)")
_HASHTAGS = re.compile(r"\[(?=[^]]*#)[^\[\]{}\"':]*\]")
_OPENING = re.compile(r"[\"'\[{&*!]|[|>].")
_TIGHT_ITEM = re.compile(r"(\s*+)-((?![-\s]).*)")
_CLOSING = {'"': '"', "'": "'", "[": "]", "{": "}"}
# A text that YAML reads as itself, also between braces, so that it needs no quotes.
_PLAIN = re.compile(r"[^\W_](?:[\w ./()“”‘’–—?!%+-]*[\w.)”’?!%+])?|/[\w./~-]*")
_OTHER_VALUES = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
# A tag of YAML that says what the schema knows already: `!!timestamp 2018-11-02`.
TYPE_TAG = re.compile(r"!!(?:str|int|float|bool|timestamp)\s+(?=[^\s\"'\[{])")
_SHOWN = 120
_LONGEST_PAIRS = 1000


class Scalar(msgspec.Struct, frozen=True):
    """A text; `plain` if it stands without quotes, `in_flow` if within brackets or braces on a line.

    Line and column count from 1 in the whole file. `is_cut` if a comma that belongs to the text ended it.
    """

    value: str
    plain: bool
    line: int
    column: int
    in_flow: bool = False
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the value is left empty: no text, `~` or `null`."""
        return not self.value.strip() or (self.plain and self.value in ("~", "null"))


class Sequence(msgspec.Struct, frozen=True):
    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(msgspec.Struct, frozen=True):
    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


class _Stop(Exception):
    """A problem after which the events of the parser cannot be used; `line` counts from 0 in the text."""

    def __init__(self, code: str, line: int, column: int, **args: object) -> None:
        super().__init__(code)
        self.code, self.line, self.column, self.args_of_code = code, line, column, args


class _Open(msgspec.Struct):
    """A container that is not closed yet; `keys` is None for a list."""

    event: yaml.CollectionStartEvent
    items: list[Node]
    keys: list[Scalar] | None


def parse_yaml(path: str, text: str, first_line: int = 1) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The tree of a text that begins in `first_line` of its file; None if nothing is written.

    Columns are those of the editor's text, also after lines that had to be mended to go on.
    """
    lines = text.split("\n")
    problems: list[Diagnostic] = []
    mended: set[int] = set()
    while True:
        try:
            node, more = _Builder(path, lines, first_line).build()
            return node, (*problems, *more)
        except _Stop as stop:
            at = stop.line
            if at not in mended:
                problems.append(
                    diagnostic(stop.code, path, at + first_line, stop.column + 1, **stop.args_of_code)
                )
            if stop.code == "E110" or len(problems) >= MAX_PROBLEMS or not lines[at].strip():
                return None, tuple(problems)
            lines = (without_line if at in mended else mend_line)(lines, at)
            mended.add(at)


class _Builder:
    """One pass over the events of a text."""

    def __init__(self, path: str, lines: list[str], first_line: int) -> None:
        self.path = path
        self.lines = lines
        self.first_line = first_line
        self.problems: list[Diagnostic] = []
        self.open: list[_Open] = []
        self.root: Node | None = None

    def build(self) -> tuple[Node | None, tuple[Diagnostic, ...]]:
        takers = self._takers()
        try:
            loader = _LOADER("\n".join(self.lines) + "\n")
            for count, event in enumerate(iter(loader.get_event, None)):
                if count > MAX_EVENTS:
                    raise _Stop(
                        "E110",
                        _line_and_column(event.start_mark)[0],
                        0,
                        size=f"> {MAX_EVENTS} YAML",
                        limit=MAX_EVENTS,
                    )
                if taker := takers.get(type(event)):
                    taker(event)
        except yaml.MarkedYAMLError as error:
            line, column = _line_and_column(error.problem_mark or error.context_mark)
            if "depth" in (error.problem or ""):  # libyaml looks ahead, and has a limit of its own
                raise _Stop("E102", line, column, limit=_MAX_DEPTH, paste="") from None
            opened, _ = _line_and_column(error.context_mark or error.problem_mark)
            mistake = find_mistake(self.lines, line, column, opened)
            raise _Stop("E111", mistake.line, mistake.column, **dict(mistake.args)) from None
        except yaml.YAMLError:
            raise _Stop("E111", 0, 0) from None
        return self.root, tuple(self.problems)

    def _takers(self) -> dict[type[yaml.Event], Callable[[Any], None]]:
        """The method for each type of event; the beginning and end of the stream need nothing done."""
        return {
            yaml.ScalarEvent: self._add_scalar,
            yaml.AliasEvent: self._refuse_signs,
            yaml.SequenceStartEvent: self._open_collection,
            yaml.MappingStartEvent: self._open_collection,
            yaml.SequenceEndEvent: self._close_collection,
            yaml.MappingEndEvent: self._close_collection,
            yaml.DocumentStartEvent: self._refuse_document,
            yaml.DocumentEndEvent: self._refuse_document,
        }

    def _refuse_document(self, event: yaml.DocumentStartEvent | yaml.DocumentEndEvent) -> None:
        if event.explicit:
            line, column = _line_and_column(event.start_mark)
            raise _Stop("E111", line, column, dots=self.lines[line].strip() or "---")

    def _refuse_signs(self, event: yaml.NodeEvent) -> None:
        """Stops at an anchor, an alias or a tag."""
        line, column = _line_and_column(event.start_mark)
        code = "E101" if event.anchor or isinstance(event, yaml.AliasEvent) else "E103"
        args = quoted_line(self.lines, line, column)
        if TYPE_TAG.match(args["text"]):
            args = {"text": args["text"], "bare": args["paste"]}
        raise _Stop(code, line, column, **args)

    def _open_collection(self, event: yaml.CollectionStartEvent) -> None:
        if event.anchor or event.tag is not None:
            self._refuse_signs(event)
        self._refuse_place(event)
        self.open.append(_Open(event, [], [] if isinstance(event, yaml.MappingStartEvent) else None))

    def _refuse_place(self, event: yaml.CollectionStartEvent) -> None:
        line, column = _line_and_column(event.start_mark)
        if len(self.open) >= _MAX_DEPTH:
            paste = quoted_line(self.lines, line, column)["paste"]
            raise _Stop("E102", line, column, limit=_MAX_DEPTH, paste=paste if len(paste) < 80 else "")
        if self._expects_key():
            raise _Stop("E111", line, column, text=self.lines[line].strip())

    def _expects_key(self) -> bool:
        return (
            bool(self.open)
            and (keys := self.open[-1].keys) is not None
            and len(keys) == len(self.open[-1].items)
        )

    def _add_scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor or event.tag is not None:
            self._refuse_signs(event)
        line, column = _line_and_column(event.start_mark)
        plain = not event.style
        if plain:
            self._warn_of_comment(event)
        in_flow = bool(self.open) and bool(self.open[-1].event.flow_style)
        self._add(Scalar(event.value, plain, line + self.first_line, column + 1, in_flow))

    def _warn_of_comment(self, event: yaml.ScalarEvent) -> None:
        """Warns of `title: Report #5`, which YAML reads as `Report`; a comment proper has a space after
        `#`."""
        line, column = _line_and_column(event.end_mark)
        if line >= len(self.lines) or column >= len(self.lines[line]):
            return
        if lost := _COMMENT.fullmatch(self.lines[line], column):
            paste = quoted_line(self.lines, line, column)["paste"]
            position = (line + self.first_line, lost.start(1) + 1)
            self.problems.append(diagnostic("E119", self.path, *position, lost=lost[1], paste=paste))

    def _add(self, node: Node) -> None:
        if not self.open:
            self._refuse_close_colon(node)
            self.root = node
            return
        top = self.open[-1]
        if not self._expects_key():
            top.items.append(node)
            return
        assert isinstance(node, Scalar)
        assert top.keys is not None
        if node.value == "<<" and node.plain:
            line, column = node.line - self.first_line, node.column - 1
            raise _Stop("E101", line, column, text="<<")
        top.keys.append(node)

    def _refuse_close_colon(self, root: Node) -> None:
        """Reports a text in place of fields, which is often `title:x` without the space."""
        line = root.line - self.first_line
        if isinstance(root, Scalar) and root.plain and (args := missing_space(self.lines[line])):
            raise _Stop("E111", line, root.column - 1, **args)

    def _close_collection(self, event: yaml.CollectionEndEvent) -> None:
        done = self.open.pop()
        line, column = _line_and_column(done.event.start_mark)
        line, column = line + self.first_line, column + 1
        if done.keys is None:
            self._add(Sequence(tuple(done.items), line, column))
            return
        first: dict[str, Scalar] = {}
        entries = []
        for key, value in zip(done.keys, done.items, strict=True):
            earlier = first.setdefault(key.value, key)
            # Within braces a repeated name without a colon may be the rest of a value: `{amount: 5,000,000
            # MNT}`.
            if earlier is key or (key.in_flow and isinstance(value, Scalar) and value.is_empty):
                entries.append((key, value))
            else:
                self.problems.append(
                    diagnostic("E104", self.path, key.line, key.column, key=key.value, first=earlier.line)
                )
        self._add(Mapping(tuple(entries), line, column))


def whole_values(entries: Iterable[tuple[Scalar, Node]], known: Container[str]) -> list[tuple[Scalar, Node]]:
    """The fields, with the values restored that a comma cut within braces: `{amount: 5,000,000 MNT}`."""
    whole: list[tuple[Scalar, Node]] = []
    for key, value in entries:
        before = whole[-1][1] if whole else None
        is_bare = key.in_flow and key.plain and isinstance(value, Scalar) and value.plain and not value.value
        if not is_bare or key.value in known or not isinstance(before, Scalar) or not before.plain:
            whole.append((key, value))
            continue
        is_beside = (key.line, key.column) == (before.line, before.column + len(before.value) + 1)
        joined = f"{before.value},{'' if is_beside else ' '}{key.value}"
        whole[-1] = (whole[-1][0], msgspec.structs.replace(before, value=joined, is_cut=True))
    return whole


def _line_and_column(mark: Any) -> tuple[int, int]:
    """Line and column from 0. The parser gives every event a mark, whatever its type says."""
    return mark.line, mark.column


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


def flow_scalar(value: str) -> str:
    """The value as it can stand within brackets: plain if no sign in it has a meaning in YAML, else
    quoted."""
    is_plain = _PLAIN.fullmatch(value) and value.lower() not in _OTHER_VALUES
    return value if is_plain else quote_scalar(value)


def space_colons(text: str, names: Iterable[str]) -> str:
    """The text with a space after the colons of `names`, `pta: x` for `pta:x`, if that is its only fault."""
    found = _CLOSE_COLON.fullmatch(text)
    is_one = found and found[2] in names and not re.search(r"\s[^\W\d]\w*:\S", found[3])
    return f"{found[2]}: {found[3]}" if found and is_one else ""


def space_pairs(entries: Iterable[tuple[Scalar, Node]], names: Container[str]) -> dict[str, str]:
    """The arguments for pairs in braces whose colons have no space, `{mn:Ховд, en:Khovd}`; else none."""
    pairs: list[tuple[str, str]] = []
    is_close = False
    for key, value in entries:
        close = _CLOSE_COLON.fullmatch(key.value)
        if not key.in_flow or not isinstance(value, Scalar) or (close and value.value):
            return {}
        is_close |= bool(close)
        if (name := close[2] if close else key.value) in names:
            pairs.append((name, close[3] if close else value.value))
        elif pairs and not value.value:  # the rest of a value that a comma cut
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}, {key.value}")
    spaced = ", ".join(f"{name}: {flow_scalar(text)}" for name, text in pairs)
    return (
        {"text": f"{{{spaced}}}".replace(": ", ":"), "braces": f"{{{spaced}}}"} if is_close and pairs else {}
    )


def missing_space(line: str) -> dict[str, str]:
    """The arguments for a line without a space after its colon, `title:x`; else none."""
    found = _CLOSE_COLON.fullmatch(line)
    shown = {"text": line.strip()[:_SHOWN]}
    return shown | {"spaced": f"{found[1].lstrip()}{found[2]}: {found[3]}"} if found else {}


def quoted_line(lines: list[str], line: int, column: int) -> dict[str, str]:
    """The arguments with the text at fault, and with its line to paste, the value in quotes."""
    field, value = _parts(lines[line])
    text = lines[line][column:].strip() or value
    return {"text": text[:_SHOWN], "paste": _paste(field, value)}


def find_mistake(lines: list[str], line: int, column: int, opened_line: int) -> Mistake:
    """The likeliest position of a mistake that the parser met at `line`, in a value that began at
    `opened_line`."""
    line, opened_line = min(line, len(lines) - 1), min(opened_line, len(lines) - 1)
    before = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), line)
    for candidate in dict.fromkeys((line, opened_line, before)):
        if args := _suspicion(lines[candidate]):
            at = column if candidate == line else 0
            return Mistake(candidate, _column(lines[candidate], at), tuple(args.items()))
    for candidate in dict.fromkeys((line, opened_line, before)):
        if args := _displacement(lines, candidate):
            return Mistake(candidate, len(_indent(lines[candidate])), tuple(args.items()))
    if before != line and _indent(lines[before]) == _indent(lines[line]) and not _parts(lines[before])[0]:
        line, column = before, 0
    return Mistake(line, _column(lines[line], column), (("text", lines[line].strip()[:_SHOWN]),))


def mend_line(lines: list[str], line: int) -> list[str]:
    """The lines with one of them mended, so that the rest can be read.

    The number of lines and the position of every key stay the same.
    """
    changed = list(lines)
    written = lines[line]
    found = _FIELD.fullmatch(written) or _ITEM.fullmatch(written)
    if close := _CLOSE_COLON.fullmatch(written):
        changed[line] = f"{close[1]}{close[2]}: {close[3]}"
    elif moved := _displacement(lines, line):
        changed[line] = next(moved[name] for name in ("item", "aligned", "continued") if name in moved)
    elif "\t" in _indent(written):
        changed[line] = written.replace("\t", "  ", 1)
    elif found and found[found.re.groups]:
        changed[line] = written[: found.start(found.re.groups)] + _mend_value(found[found.re.groups].rstrip())
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
    if (odd := _ODD_SPACE.search(line)) and re.match(r"\s*[^\s:]+:?" + _ODD_SPACE.pattern, line):
        return shown | {"odd_space": f"U+{ord(odd[0]):04X}", "paste": _ODD_SPACE.sub(" ", line).rstrip()}
    if close := missing_space(line):
        return close
    if _is_readable(line.strip()):
        return {}
    field, value = _parts(line)
    if not value:
        return {}
    sign, mended = value[0] if _is_open(value) else "", _paste(field, value)
    return shown | {"open": sign, "paste" if sign or set("\"'") & set(mended) else "bare": mended}


def _displacement(lines: list[str], line: int) -> dict[str, str]:
    """The arguments of a line that is right but for its indentation, or a space after its sign of a list."""
    written, above = lines[line], next((text for text in reversed(lines[:line]) if text.strip()), "")
    shown = {"text": written.strip()[:_SHOWN]}
    if (tight := _TIGHT_ITEM.fullmatch(written)) and (_ITEM.match(above) or _FIELD.fullmatch(tight[2])):
        return shown | {"item": f"{tight[1]}- {tight[2]}"}
    upper, lower = _FIELD.fullmatch(above), _FIELD.fullmatch(written)
    if not upper or not upper[4] or _OPENING.match(upper[4]) or _TIGHT_ITEM.match(above):
        return {}
    level = " " * len(upper[1])
    least = 0 if "-" in upper[1] else len(level)
    if lower and not lower[1].strip() and level != lower[1] and len(lower[1]) > least:
        return shown | {"aligned": level + written.strip()}
    if not lower and not written[:1].isspace() and _is_readable(written) and not _ITEM.match(written):
        return shown | {"continued": f"{level}  {written.strip()}"}
    return {}


def _parts(line: str) -> tuple[str, str]:
    """(the line up to its value, the value)."""
    if found := _FIELD.fullmatch(line):
        return f"{found[1].lstrip()}{found[2].rstrip()}:", found[4].strip()
    if found := _ITEM.fullmatch(line):
        return found[1].strip(), found[2].strip()
    return "", line.strip()


def _paste(field: str, value: str) -> str:
    return f"{field} {_mend_value(value)}".strip()


def _mend_value(value: str) -> str:
    """The value as it was probably meant."""
    if not value:
        return '""'
    if tag := TYPE_TAG.match(value):
        return value[tag.end() :]
    first, last = value[0], value[-1]
    if last in ",;" and first in _CLOSING and _is_readable(value[:-1]):  # as in JSON
        return value[:-1]
    if _is_open(value):
        return value + _CLOSING[first]
    is_short = len(value) < _LONGEST_PAIRS  # the pattern takes quadratic time
    pairs = _PAIR.findall(value[1:-1]) if first == "{" and last == "}" and is_short else ()
    if pairs:
        texts = [text if flow_scalar(text) == text else _mend_value(text) for _, text in pairs]
        return "{" + ", ".join(f"{key}: {text}" for (key, _), text in zip(pairs, texts, strict=True)) + "}"
    if _HASHTAGS.fullmatch(value):
        return f"[{', '.join(item.strip().lstrip('#') for item in value[1:-1].split(','))}]"
    return quote_scalar(_unquote(value) if len(value) > 1 and first == last and first in "\"'" else value)


def _unquote(value: str) -> str:
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


def _is_readable(line: str) -> bool:
    """Whether the line is YAML by itself; the events are counted so that no line takes long."""
    import yaml  # imported here, since few files have a mistake

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return all(number < 200 for number, _ in enumerate(yaml.parse(line, Loader=loader)))
    except yaml.YAMLError:
        return False
