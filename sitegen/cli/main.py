"""The way in and the only way out: arguments, signals, and an exit code for whatever happens."""

from __future__ import annotations

import _thread
import os
import re
import signal
import sys
import threading
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn, TextIO

import click

from sitegen import __version__
from sitegen.cli import BUG, INTERRUPTED, MACHINE, TERMINATED, USAGE
from sitegen.cli.command import click_parameter, command_line, describe_misuse, told_at_once
from sitegen.cli.options import LANG
from sitegen.cli.terminal import tell
from sitegen.core.diagnostics import Refusal
from sitegen.core.files import content_of
from sitegen.core.interrupts import SIGNALS
from sitegen.language.catalogue import LANGUAGES, preferred_language, say, system_reason

_LONGEST_SETTINGS = 100_000  # characters
_PROGRAM = str(Path(__file__).parents[1])


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs the command line and exits with one of the codes of `sitegen.cli`; never with a traceback.

    From then on signals that would end the process do nothing: it is ending.
    """
    given = sys.argv[1:] if arguments is None else arguments
    lang = language_of_messages(given)
    for stream in (sys.stdout, sys.stderr):
        _make_fit(stream)
    try:
        _heed_signals()
        sys.unraisablehook = _raise_again
        code = _exit_code(given, lang)
        _heed_no_more()
    except KeyboardInterrupt:
        below = "\n" if sys.stderr.isatty() else ""  # the line on which the terminal shows ^C
        tell(below + say(lang, "Stopped. Nothing is half published."))
        code = INTERRUPTED
    except _Terminated:
        tell(say(lang, "Stopped. Nothing is half published."))
        code = TERMINATED
    sys.exit(code)


def _make_fit(stream: TextIO) -> None:
    """A terminal may not know our letters; on Windows a file or another program is not given them as UTF-8,
    as it is elsewhere, but in the letters of one country, or not at all."""
    if isinstance(stream, TextIOWrapper):
        encoding = "utf-8" if os.name == "nt" and not stream.isatty() else None
        stream.reconfigure(encoding=encoding, errors="backslashreplace")


def command(lang: str) -> click.Group:
    """The whole command line with its help in a language."""
    version = told_at_once(
        "--version", f"sitegen, version {__version__}", "Show the version of the program.", lang
    )
    return command_line([click_parameter(LANG, lang, expose_value=False), version], lang)


def language_of_messages(arguments: list[str]) -> str:
    """From the last --lang, before anything else is parsed, since the help itself is written in it."""
    found = ""
    for before, argument in zip(["", *arguments], arguments, strict=False):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else argument
        if (before == "--lang" or value != argument) and value in LANGUAGES:
            found = value
    return found or _language_of_editors(arguments) or preferred_language()


def _language_of_editors(arguments: list[str]) -> str:
    """That of the settings, or the site's main one; the machine's is often English, whoever sits at it."""
    folder = "."
    for before, argument in zip(["", *arguments], arguments, strict=False):
        if before == "--site" or argument.startswith("--site="):
            folder = argument.removeprefix("--site=")
    try:
        settings = content_of(Path(folder, "site.yaml")).decode("utf-8", "replace")[:_LONGEST_SETTINGS]
    except OSError:
        return ""
    # Read by hand: what is wrong with the settings is told later, in this language.
    if (chosen := re.search(r"^messages:\s*[\"']?(\w+)", settings, re.MULTILINE)) and chosen[1] in LANGUAGES:
        return chosen[1]
    _, _, listed = settings.partition("\nlanguages:")
    for item in re.split(r"\n[ \t]*-", re.split(r"\n(?=[^\s#-])", listed)[0])[1:]:
        code = re.search(r"\bcode:\s*[\"']?(\w+)", item)
        if code and code[1] in LANGUAGES and "prefix:" not in item:
            return code[1]
    return LANGUAGES[0]


def _exit_code(arguments: list[str], lang: str) -> int:
    try:
        commands = command(lang)
        with commands.make_context("sitegen", list(arguments)) as context:
            code: int = commands.invoke(context)
            return code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as problem:
        tell(describe_misuse(problem, lang))
        return USAGE
    except Refusal as problem:
        tell(say(lang, problem.message, **problem.values))
        return problem.exit_code
    except OSError as problem:  # names no path when Python cannot read one of our modules
        reason = system_reason(lang, problem.strerror or str(problem))
        tell(f"{problem.filename or _PROGRAM}: {reason}")
        return MACHINE
    except ImportError as problem:
        tell(f"{_PROGRAM}: {problem}")
        return MACHINE
    except Exception as problem:
        if os.environ.get("SITEGEN_DEBUG"):
            raise
        message = "A bug in sitegen: {problem}. The site stays as it was. Please tell us."
        tell(say(lang, message, problem=f"{type(problem).__name__}: {problem}"))
        return BUG


class _Terminated(BaseException):
    pass


def _heed_signals() -> None:
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # else it was started to outlive its terminal
            signal.signal(number, _stop)


def _raise_again(lost: sys.UnraisableHookArgs) -> None:
    """Python drops what is raised while it tidies up, after an import for example: then that comes again,
    a moment later."""
    if not isinstance(lost.exc_value, KeyboardInterrupt | _Terminated):
        sys.__unraisablehook__(lost)
        return
    number = signal.SIGINT if isinstance(lost.exc_value, KeyboardInterrupt) else signal.SIGTERM
    _heed_signals()
    if os.name == "nt":  # there os.kill ends the process on the spot
        threading.Timer(0.01, _thread.interrupt_main, (number,)).start()
    else:
        threading.Timer(0.01, os.kill, (os.getpid(), number)).start()


def _stop(number: int, _: object) -> None:
    """A second signal must not cut off what the first one leads to: cleaning up, and saying so."""
    _heed_no_more()
    raise KeyboardInterrupt if number == signal.SIGINT else _Terminated


def _heed_no_more() -> None:
    """Not with SIG_IGN: Python complains of a signal that came before and finds itself ignored."""
    for number in SIGNALS:
        signal.signal(number, lambda *_: None)
