"""Diagnostics for reading: as text, as JSON lines, and as GitHub workflow annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Protocol

from sitegen.core.diagnostics import Diagnostic


class Texts(Protocol):
    """Where the words of a diagnostic come from, in one language."""

    def message(self, item: Diagnostic) -> str: ...

    def hint(self, item: Diagnostic) -> str: ...

    def also(self, item: Diagnostic) -> str: ...

    def elsewhere(self, place: str) -> str: ...

    def level(self, item: Diagnostic) -> str: ...


def as_text(items: Iterable[Diagnostic], texts: Texts) -> str:
    """`path:line:column: code message`, and the hint on a line of its own."""
    lines = []
    for item in items:
        lines.append(f"{location_text(item)}: {item.code} {texts.message(item)}")
        lines += [f"    {line}" for line in _more(item, texts)]
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
        place = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items())
        body = "\n".join((texts.message(item), *_more(item, texts)))
        lines.append(f"::{severity} {place}::{_escaped(body)}\n")
    return "".join(lines)


FORMATS: dict[str, Callable[[Iterable[Diagnostic], Texts], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}


def _more(item: Diagnostic, texts: Texts) -> list[str]:
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


def _escaped(text: str, more: str = "") -> str:
    """Percent-encodes what would end a workflow command or one of its properties."""
    return "".join(f"%{ord(sign):02X}" if sign in "%\r\n" + more else sign for sign in text)
