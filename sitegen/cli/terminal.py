"""Output of commands: what a command was asked for goes to standard output, all else to standard error."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click
from click.termui import progressbar

from sitegen.core.jobs import Progress
from sitegen.language.catalogue import say

if TYPE_CHECKING:
    from sitegen.core.diagnostics import Diagnostic

_Item = TypeVar("_Item")
_SHORT = 200  # items; work on fewer is over before anybody could read a bar


def bar(names: Mapping[str, str]) -> Progress:
    """A `Progress` that shows a bar, `names` the stages; for pictures it shows the file, too, since one may
    take seconds."""

    def show(stage: str, total: int, items: Iterable[_Item]) -> Iterator[_Item]:
        if stage == "pictures":
            return _shown(names[stage], total, items, _file_name)
        return iter(items) if total < _SHORT else _shown(names[stage], total, items)

    return show


def _file_name(item: Any) -> str | None:
    return PurePosixPath(item[0].target).name if item else None


def _shown(
    name: str, total: int, items: Iterable[_Item], what: Callable[[Any], str | None] | None = None
) -> Iterator[_Item]:
    with progressbar(
        items,
        length=total,
        label=name,
        file=sys.stderr,
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
    """Writes diagnostics in a style: `text` for people, `json` and `github` for programs (`core.report`).

    On a terminal the text shows the lines of the site's files, elsewhere only with `excerpts`.
    """
    if not diagnostics:
        return
    from sitegen.language.diagnostics import texts

    words = texts(lang)
    if style == "text" and (excerpts or sys.stderr.isatty()):
        from sitegen.cli.excerpts import as_excerpts, read_lines

        width = shutil.get_terminal_size().columns
        _write(as_excerpts(diagnostics, words, read_lines(site), width, _has_colours()), sys.stderr)
        return
    from sitegen.core.report import FORMATS

    _write(FORMATS[style](diagnostics, words), sys.stderr if style == "text" else sys.stdout)


def _has_colours(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to write colours: to a terminal that has them, unless NO_COLOR is set
    (https://no-color.org)."""
    wanted = not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
    return sys.stderr.isatty() and wanted


def progress(lang: str) -> Any:
    """A bar for long work on a terminal; None if standard error is no terminal."""
    if not sys.stderr.isatty():
        return None

    stages = {"reading": "Reading", "rendering": "Rendering", "pictures": "Making pictures and pages"}
    return bar({stage: say(lang, name) for stage, name in stages.items()})


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
