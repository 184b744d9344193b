"""Output of commands: what a command was asked for goes to standard output, all else to standard error.

Diagnostics are told with the line of the file and carets below it; equal messages are told once.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, TextIO, TypeVar

import click
import msgspec
from click.termui import progressbar

from sitegen.core.diagnostics import FORMATS, Diagnostic, Texts, location_text
from sitegen.core.files import NotOrdinary, content_of
from sitegen.core.jobs import Progress
from sitegen.language.catalogue import make_visible, say, texts_of_codes

_Item = TypeVar("_Item")
Lines = Callable[[str], tuple[str, ...]]
INDENT = "    "
_TAB = "    "
NARROWEST = 40  # columns taken for granted, also on a narrower terminal
MOST_SHOWN = 5  # positions shown for one cause
_SHORT = 200  # items; work on fewer is over before anybody could read a bar


def progress_bar(names: Mapping[str, str]) -> Progress:
    """A `Progress` that shows a bar, `names` the stages; for pictures it shows the file, too, since one may
    take seconds."""

    def show(stage: str, total: int, items: Iterable[_Item]) -> Iterator[_Item]:
        if stage == "pictures":
            return _show_progress(names[stage], total, items, _file_name)
        return iter(items) if total < _SHORT else _show_progress(names[stage], total, items)

    return show


def _file_name(item: Any) -> str | None:
    return PurePosixPath(item[0].target).name if item else None


def _show_progress(
    name: str, total: int, items: Iterable[_Item], what: Callable[[Any], str | None] | None = None
) -> Iterator[_Item]:
    with progressbar(
        items,
        length=total,
        label=name,
        file=sys.stderr,
        show_eta=False,  # the first files are the slowest: for a build of seconds it would tell minutes
        item_show_func=what,
        update_min_steps=1 if what else max(1, total // 200),
    ) as shown:
        yield from shown


def tell(text: str) -> None:
    """Writes a line to standard error. A failure is ignored: there is nobody left to tell about it."""
    with contextlib.suppress(OSError):
        _write(f"{text}\n", sys.stderr)


def write_out(text: str) -> None:
    """Writes a text to standard output. Raises OSError, but not for a pipe whose reader has gone."""
    _write(text, sys.stdout)


def report(
    diagnostics: tuple[Diagnostic, ...], style: str, lang: str, site: Path, excerpts: bool = False
) -> None:
    """Writes diagnostics in a style: `text` for people, `json` and `github` for programs.

    On a terminal the text shows the lines of the site's files, elsewhere only with `excerpts`.
    """
    if not diagnostics:
        return
    words = texts_of_codes(lang)
    if style == "text" and (excerpts or sys.stderr.isatty()):
        width = shutil.get_terminal_size().columns
        _write(as_excerpts(diagnostics, words, read_lines(site), width, _has_colours()), sys.stderr)
        return
    _write(FORMATS[style](diagnostics, words), sys.stderr if style == "text" else sys.stdout)


def _has_colours() -> bool:
    """Whether to write colours: to a terminal that has them, unless NO_COLOR is set
    (https://no-color.org)."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return sys.stderr.isatty() and wanted


def terminal_progress(lang: str) -> Any:
    """A bar for long work on a terminal; None if standard error is no terminal."""
    if not sys.stderr.isatty():
        return None
    stages = {"reading": "Reading", "rendering": "Rendering", "pictures": "Making pictures and pages"}
    return progress_bar({stage: say(lang, name) for stage, name in stages.items()})


def _write(text: str, stream: TextIO) -> None:
    try:
        click.echo(text, stream, nl=False)
    except BrokenPipeError:  # the reader has gone, for example `| head`; the exit code still counts
        _silence(stream)
    except OSError as problem:
        _silence(stream)
        problem.filename = stream.name
        raise


def _silence(stream: TextIO) -> None:
    """Sends the rest of a stream to the null device: writing it as the program ends would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Excerpt(msgspec.Struct, frozen=True):
    """The part of a line that a terminal shows. The carets below `text` begin after `before` columns and take
    `marked`."""

    text: str
    before: int
    marked: int


def as_excerpts(items: Iterable[Diagnostic], texts: Texts, lines: Lines, width: int, colour: bool) -> str:
    """The diagnostics as `as_text` gives them, with the lines of the files; `width` in
    columns."""
    paint = _Paint(colour)
    told = []
    for same in _group_by_words(items, texts):
        first = same[0]
        severity = "red" if first.is_error else "yellow"
        head = f"{paint(location_text(first), bold=True)}: {paint(first.code, fg=severity, bold=True)}"
        told.append(f"{head} {texts.message(first)}")
        told += _excerpt_lines(first, lines, width, paint, severity)
        told += [f"{INDENT}{line}" for line in texts.hint(first).splitlines()]
        told += [f"{INDENT}{line}" for line in texts.level(first).splitlines()]
        for number, item in enumerate(same[1:], 2):
            told.append(f"{INDENT}{texts.elsewhere(location_text(item))}")
            if number <= MOST_SHOWN:
                told += _excerpt_lines(item, lines, width, paint, severity)
        told.append("")
    return "".join(f"{line}\n" for line in told)


def read_lines(site: Path) -> Lines:
    """A look-up of the lines of a file of the site, by path; none for a file that is gone, no text or no
    ordinary file."""
    # Imported here, since few commands show lines of files.
    from sitegen.content.source import FILE_LIMIT, decode

    @cache
    def read(path: str) -> tuple[str, ...]:
        try:
            raw = content_of(site / path)
        except (OSError, ValueError, NotOrdinary):
            return ()
        text = decode(path, raw)[0] if len(raw) <= FILE_LIMIT else None
        return tuple(text.split("\n")) if text is not None else ()

    return read


def excerpt(line: str, column: int, length: int, width: int) -> Excerpt:
    """The part of a line that fits into `width` columns, around `length` characters from `column` (from 1)
    on."""
    cells = [_TAB if sign == "\t" else make_visible(sign) for sign in line.rstrip()]
    start = min(max(column - 1, 0), len(cells))
    end = min(start + length, len(cells))
    first, last = _window([columns_of(cell) for cell in cells], start, width)
    left, right = "…" if first else "", "…" if last < len(cells) else ""
    before = left + "".join(cells[first:start])
    marked = "".join(cells[start : min(end, last)])
    return Excerpt(left + "".join(cells[first:last]) + right, columns_of(before), max(columns_of(marked), 1))


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes (UAX #11): two for wide signs, none for combining ones."""
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def _window(widths: list[int], start: int, width: int) -> tuple[int, int]:
    """The range of cells to show: all, or what fits, beginning a third of the width before `start`."""
    if sum(widths) <= width:
        return 0, len(widths)
    room = width - 2  # two columns for the signs … of what is left out
    first, taken = start, 0
    while first and taken + widths[first - 1] <= (
        room // 3 if sum(widths[start:]) > room // 2 else room // 2
    ):
        first -= 1
        taken += widths[first]
    last = first
    taken = 0
    while last < len(widths) and taken + widths[last] <= room:
        taken += widths[last]
        last += 1
    return first, last


def _group_by_words(items: Iterable[Diagnostic], texts: Texts) -> list[list[Diagnostic]]:
    """The diagnostics in groups of equal words, in the order of the first of each group."""
    groups: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for item in items:
        same = groups.setdefault((item.code, texts.message(item), texts.hint(item)), [])
        same += [
            msgspec.structs.replace(item, also=()),
            *(_with_position(position, item) for position in item.also),
        ]
    return list(groups.values())


def _with_position(position: str, item: Diagnostic) -> Diagnostic:
    """The diagnostic with another position, given as `path:line:column`."""
    path, line, column = position.rsplit(":", 2)
    return msgspec.structs.replace(item, path=path, line=int(line), column=int(column), also=())


def _excerpt_lines(item: Diagnostic, lines: Lines, width: int, paint: _Paint, severity: str) -> list[str]:
    """The line of a diagnostic and the carets below it; empty if the file no longer has the line."""
    if not item.line or item.line > len(there := lines(item.path)) or not there[item.line - 1].strip():
        return []
    number = str(item.line)
    line = there[item.line - 1]
    room = max(width - len(INDENT) - len(number) - 3, NARROWEST)
    part = excerpt(line, item.column, _length(item, line), room)
    shown = [f"{INDENT}{paint(f'{number} |', fg='blue')} {part.text}"]
    if item.column:
        gutter = paint(f"{' ' * len(number)} |", fg="blue")
        shown.append(f"{INDENT}{gutter} {' ' * part.before}{paint('^' * part.marked, fg=severity)}")
    return shown


def _length(item: Diagnostic, line: str) -> int:
    """How many characters to mark: the length of the longest argument that stands at the column, else 1."""
    rest = line[max(item.column - 1, 0) :]
    return max((len(value) for _, value in item.args if value and rest.startswith(value)), default=1)


class _Paint:
    """Colours a text, if colours are wanted."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, fg: str | None = None, bold: bool = False) -> str:
        return click.style(text, fg=fg, bold=bold or None) if self._colour else text
