"""Something to tell the editor, as a value (Diagnostic) and for reading: as text, JSON lines and GitHub
annotations; and a command that gives up (Refusal).
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec


class Refusal(Exception):
    """Ends the command with `exit_code` and a message.

    `message` is the English text with the names of `values` in braces, and the id by which the catalogue of
    the interface has the Mongolian text.
    """

    exit_code = 3

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message, self.values = message, values


def mark_message(message: str) -> str:
    """Returns the text unchanged. The call marks it as a message, so that tests look for it in the
    catalogues."""
    return message


class Diagnostic(msgspec.Struct, frozen=True, order=True):
    """One problem at one position.

    `path` is relative to the site's folder, with `/`; `line` and `column` count from 1 in characters, 0 means
    the whole file. `code` starts with E (nothing is published) or W. `args` fill the texts of the code, see
    `sitegen/language/diagnostics.yaml`. `also` are further positions (`path:line:column`) of one cause. A
    warning that the site wants to be an error is `raised`; what is wrong in a text that is not published yet
    `waits`: an error only when it is.
    """

    path: str
    line: int
    column: int
    code: str
    args: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    raised: bool = False
    waits: bool = False

    @property
    def is_error(self) -> bool:
        return not self.waits and (self.raised or self.code.startswith("E"))


def diagnostic(code: str, path: str, line: int = 0, column: int = 0, **args: object) -> Diagnostic:
    """A diagnostic with its arguments as text in a fixed order."""
    return Diagnostic(path, line, column, code, tuple((name, str(args[name])) for name in sorted(args)))


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each distinct diagnostic once, by path, line, column and code."""
    return tuple(sorted(set(diagnostics)))


def by_cause(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics in order; those with one cause, such as one missing place that many entries name, are
    one diagnostic with the other positions in `also`."""
    causes: dict[object, list[Diagnostic]] = {}
    for item in in_order(diagnostics):
        causes.setdefault(_cause(item), []).append(item)
    return in_order(_one_of(same) for same in causes.values())


def _cause(item: Diagnostic) -> object:
    """A value that is equal for diagnostics with one cause: what a field (E411, W410) or a link (E412) names
    and is missing, or the file that lies elsewhere (E420; E308 and E309 are told at that file). Any other
    diagnostic is its own cause."""
    args = dict(item.args)
    if item.code in ("E308", "E309", "E420"):
        wanted = f"{posixpath.dirname(item.path)}/{args['file']}" if item.code == "E420" else item.path
        return "lies", args.get("move") or wanted
    if item.code in ("E411", "W410"):
        return item.code[0], args.get("kind"), args.get("id")
    scheme, colon, ident = args.get("target", "").partition("#")[0].partition(":")
    return ("E", scheme, ident.strip("/")) if item.code == "E412" and colon else item


def _one_of(same: list[Diagnostic]) -> Diagnostic:
    """One of several diagnostics with the same cause: rather an error than a warning, and the one with the
    most arguments, since its hint says most; `also` has the positions of the others."""
    told = max(same, key=lambda item: (item.is_error, len(item.args), -same.index(item)))
    positions = tuple(
        f"{item.path}:{item.line}:{item.column}" for item in same if item is not told and item.line
    )
    return msgspec.structs.replace(told, also=(*told.also, *positions)) if positions else told


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(item.is_error for item in diagnostics)


class Texts(Protocol):
    """Where the words of a diagnostic come from, in one language."""

    def message(self, item: Diagnostic) -> str: ...

    def hint(self, item: Diagnostic) -> str: ...

    def also(self, item: Diagnostic) -> str: ...

    def elsewhere(self, position: str) -> str: ...

    def level(self, item: Diagnostic) -> str: ...


def as_text(items: Iterable[Diagnostic], texts: Texts) -> str:
    """`path:line:column: code message`, and the hint on a line of its own."""
    lines = []
    for item in items:
        lines.append(f"{location_text(item)}: {item.code} {texts.message(item)}")
        lines += [f"    {line}" for line in _further_lines(item, texts)]
    return "".join(f"{line}\n" for line in lines)


def as_json(items: Iterable[Diagnostic], texts: Texts) -> str:
    """One JSON object a line, with path, line, column, code, severity, message, hint, and `also` if a cause
    has more positions."""
    return "".join(json.dumps(_record(item, texts), ensure_ascii=False) + "\n" for item in items)


def as_github(items: Iterable[Diagnostic], texts: Texts) -> str:
    """Workflow commands: `::error file=…,line=…,col=…,title=…::message`, which GitHub shows at the line."""
    lines = []
    for item in items:
        severity = "error" if item.is_error else "warning"
        properties = {"file": item.path, "line": item.line or 1, "col": item.column or 1, "title": item.code}
        where = ",".join(f"{name}={_escape_command(str(value), ':,')}" for name, value in properties.items())
        body = "\n".join((texts.message(item), *_further_lines(item, texts)))
        lines.append(f"::{severity} {where}::{_escape_command(body)}\n")
    return "".join(lines)


FORMATS: dict[str, Callable[[Iterable[Diagnostic], Texts], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}


def _further_lines(item: Diagnostic, texts: Texts) -> list[str]:
    """The lines below the message of a diagnostic."""
    parts = (texts.hint(item), texts.also(item), texts.level(item))
    return [line for part in parts for line in part.splitlines()]


def location_text(item: Diagnostic) -> str:
    """`path:line:column`, without a line or column that is not known (0)."""
    parts = [item.path] + [str(number) for number in (item.line, item.column) if number]
    return ":".join(parts)


def _record(item: Diagnostic, texts: Texts) -> dict[str, str | int | list[str]]:
    also: dict[str, str | int | list[str]] = {"also": list(item.also)} if item.also else {}
    return also | {
        "path": item.path,
        "line": item.line,
        "column": item.column,
        "code": item.code,
        "severity": "error" if item.is_error else "warning",
        "message": texts.message(item),
        "hint": texts.hint(item),
    }


def _escape_command(text: str, more: str = "") -> str:
    """Percent-encodes what would end a workflow command or one of its properties."""
    return "".join(f"%{ord(sign):02X}" if sign in "%\r\n" + more else sign for sign in text)
