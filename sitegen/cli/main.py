"""The way in and the only way out: arguments, signals, and an exit code for whatever happens."""

from __future__ import annotations

import _thread
import codecs
import os
import re
import signal
import sys
import threading
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn, TextIO

import click

from sitegen import __version__
from sitegen.cli import BUG, INTERRUPTED, MACHINE, TERMINATED, USAGE
from sitegen.cli.command import LANG, click_parameter, command_line, describe_misuse, eager_option
from sitegen.cli.terminal import tell
from sitegen.core.diagnostics import Refusal
from sitegen.core.files import content_of
from sitegen.core.interrupts import SIGNALS, OverBudget
from sitegen.language.catalogue import LANGUAGES, preferred_language, say, system_reason

_LONGEST_SETTINGS = 100_000  # characters
_MESSAGES = re.compile(r"""^["']?messages["']?:\s*["']?(\w+)""", re.MULTILINE)
# What stands under `languages`: the rest of its line, and the lines after it that are indented or items.
_LANGUAGES = re.compile(r"""^["']?languages["']?:(.*(?:\n(?:[ \t#-].*)?)*)""", re.MULTILINE)
_CODE = re.compile(r"""\bcode["']?:\s*["']?(\w+)""")
_LIKE = str.maketrans(
    {"ө": "о", "ү": "у", "Ө": "О", "Ү": "У", "“": '"', "”": '"', "…": "...", "–": "-", "·": "*"}
)
_PROGRAM = str(Path(__file__).parents[1])


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs the command line and exits with one of the codes of `sitegen.cli`; never with a traceback.

    Signals that would end the process are ignored as soon as the exit code is known.
    """
    given = sys.argv[1:] if arguments is None else arguments
    lang = language_of_messages(given)
    for stream in (sys.stdout, sys.stderr):
        _make_fit(stream)
    try:
        _install_handlers()
        sys.unraisablehook = _raise_again
        code = _exit_code(given, lang)
        _ignore_signals()
    except KeyboardInterrupt:
        below = "\n" if sys.stderr.isatty() else ""  # begins a new line after the terminal's ^C
        tell(below + say(lang, "Stopped. Nothing is half published."))
        code = INTERRUPTED
    except _Terminated:
        tell(say(lang, "Stopped. Nothing is half published."))
        code = TERMINATED
    sys.exit(code)


def _make_fit(stream: TextIO) -> None:
    """Has a stream replace letters that its terminal cannot show. On Windows a stream to a file or a program
    is set to UTF-8, which it is not by default."""
    if isinstance(stream, TextIOWrapper):
        encoding = "utf-8" if os.name == "nt" and not stream.isatty() else None
        codecs.register_error(
            handler := f"sitegen-{stream.name}", partial(_spell_out, encoding or stream.encoding)
        )
        stream.reconfigure(encoding=encoding, errors=handler)


def _spell_out(encoding: str, problem: UnicodeError) -> tuple[str | bytes, int]:
    """What a console lacks, in letters and signs that people write in their place, where it has those."""
    if isinstance(problem, UnicodeEncodeError):
        text = problem.object[problem.start : problem.end].translate(_LIKE)
        with suppress(UnicodeEncodeError):
            text.encode(encoding)  # the exception may name a family of encodings
            return text, problem.end
    return codecs.backslashreplace_errors(problem)


def command(lang: str) -> click.Group:
    """The whole command line with its help in a language."""
    version = eager_option(
        "--version", f"sitegen, version {__version__}", "Show the version of the program.", lang
    )
    return command_line([click_parameter(LANG, lang, expose_value=False), version], lang)


def language_of_messages(arguments: list[str]) -> str:
    """The language of messages: the last --lang, read before Click parses, since the help is in that
    language."""
    found = ""
    for before, argument in zip(["", *arguments], arguments, strict=False):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else argument
        if (before == "--lang" or value != argument) and value in LANGUAGES:
            found = value
    return found or _language_of_editors(arguments) or preferred_language()


def _language_of_editors(arguments: list[str]) -> str:
    """The language of messages in the settings, or the site's main language. The machine's comes last: it is
    often English although its user is Mongolian."""
    folder = "."
    for before, argument in zip(["", *arguments], arguments, strict=False):
        if before == "--site" or argument.startswith("--site="):
            folder = argument.removeprefix("--site=")
    try:
        settings = content_of(Path(folder, "site.yaml")).decode("utf-8", "replace")[:_LONGEST_SETTINGS]
    except OSError:
        return ""
    # Looked for without YAML, whose library takes longer to import than a build with nothing changed should:
    # what is wrong in the settings is told later, in the language found here.
    if (chosen := _MESSAGES.search(settings)) and chosen[1] in LANGUAGES:
        return chosen[1]
    listed = _LANGUAGES.search(settings)
    for item in re.split(r"\n[ \t]*-|\{", listed[1] if listed else ""):
        code = _CODE.search(item)
        if code and code[1] in LANGUAGES and "prefix" not in item:
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
    except OSError as problem:  # without a path if Python cannot read one of our modules
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


def _install_handlers() -> None:
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # `nohup` has it ignored, to outlive the terminal
            signal.signal(number, _stop)


def _raise_again(lost: sys.UnraisableHookArgs) -> None:
    """Sends Ctrl-C or SIGTERM to this process again 10 ms later, if Python swallowed its exception, as it
    does with any exception raised in a `__del__` or a weakref callback. A budget raises its own again."""
    if isinstance(lost.exc_value, OverBudget):
        return
    if not isinstance(lost.exc_value, KeyboardInterrupt | _Terminated):
        sys.__unraisablehook__(lost)
        return
    number = signal.SIGINT if isinstance(lost.exc_value, KeyboardInterrupt) else signal.SIGTERM
    _install_handlers()
    if os.name == "nt":  # on Windows os.kill would end the process at once
        threading.Timer(0.01, _thread.interrupt_main, (number,)).start()
    else:
        threading.Timer(0.01, os.kill, (os.getpid(), number)).start()


def _stop(number: int, _: object) -> None:
    """Raises the exception for a signal; a second signal is ignored, so that cleaning up is not cut off."""
    _ignore_signals()
    raise KeyboardInterrupt if number == signal.SIGINT else _Terminated


def _ignore_signals() -> None:
    """Ignores signals, with a handler and not SIG_IGN: Python complains if a signal that it has already
    received is SIG_IGN by the time it would handle it."""
    for number in SIGNALS:
        signal.signal(number, lambda *_: None)
