"""What a command writes: to standard output what it was asked for, to standard error all else."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

import click

from sitegen.language.messages import say

if TYPE_CHECKING:
    from sitegen.core.diagnostics import Diagnostic


def tell(text: str) -> None:
    """To whoever is still there: where this cannot be said, there is nobody to tell that either."""
    with contextlib.suppress(OSError):
        _write(f"{text}\n", sys.stderr)


def write_out(text: str) -> None:
    """Raises OSError when it cannot be written, unless its reader has gone."""
    _write(text, sys.stdout)


def report(diagnostics: tuple[Diagnostic, ...], style: str, lang: str) -> None:
    """Problems in one of the forms of `core.report`: the text for people, others for programs."""
    if diagnostics:
        from sitegen.core.report import FORMATS
        from sitegen.language.diagnostics import texts

        _write(FORMATS[style](diagnostics, texts(lang)), sys.stderr if style == "text" else sys.stdout)


def progress(lang: str) -> Any:
    """A bar for long work on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        return None
    from sitegen.cli.progress import bar

    return bar({"reading": say(lang, "Reading"), "rendering": say(lang, "Rendering")})


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
    """What the stream still holds would fail once more as the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
