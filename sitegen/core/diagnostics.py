"""Something to tell the editor, as a value."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Diagnostic(msgspec.Struct, frozen=True, order=True):
    """One problem at one place.

    `path` is relative to the site's folder, with `/`; `line` and `column` count from 1 in characters,
    0 means the whole file. `code` starts with E (nothing is published) or W. `args` fill the texts of
    the code, see `sitegen/language/diagnostics.yaml`.
    """

    path: str
    line: int
    column: int
    code: str
    args: tuple[tuple[str, str], ...] = ()

    @property
    def is_error(self) -> bool:
        return self.code.startswith("E")


def diagnostic(code: str, path: str, line: int = 0, column: int = 0, **args: object) -> Diagnostic:
    """A diagnostic with its arguments as text in a fixed order."""
    return Diagnostic(path, line, column, code, tuple((name, str(args[name])) for name in sorted(args)))


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each distinct diagnostic once, by path, line, column and code."""
    return tuple(sorted(set(diagnostics)))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(item.is_error for item in diagnostics)
