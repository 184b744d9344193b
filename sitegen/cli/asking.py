"""Questions on a terminal, and a file opened for editing. Without a terminal no question is asked."""

from __future__ import annotations

import locale
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sitegen.cli.command import Misuse
from sitegen.cli.terminal import tell
from sitegen.language.catalogue import say


def open_file(path: Path) -> bool:
    """Opens the file with $VISUAL or $EDITOR and waits, or with the system's program for files of its type.
    False if there is no program."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        program, *options = shlex.split(chosen, posix=os.name == "posix")
        return _start([program, *options, str(path)])
    if sys.platform == "win32":
        os.startfile(path)
        return True
    if sys.platform == "darwin":
        return _start(["open", "-t", str(path)])
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and _start(
        ["xdg-open", str(path)]
    )


def _start(command: list[str]) -> bool:
    return shutil.which(command[0]) is not None and subprocess.run(command, check=False).returncode == 0


def can_ask() -> bool:
    """Whether a person at a terminal can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(
    question: str,
    lang: str,
    *,
    default: str = "",
    known: Sequence[str] = (),
    read: Callable[[str, Any], Any] | None = None,
) -> str:
    """The answer, or the default. Asks again when `read` raises Misuse; Tab completes the `known` answers."""
    prompt = f"{say(lang, question)} [{default}]: " if default else f"{say(lang, question)}: "
    with _completing(known):
        while True:
            try:
                answer = input(prompt).strip() or default
                return str(read("", answer)) if read and answer else answer
            except Misuse as problem:
                tell(say(lang, problem.message, **problem.values).removeprefix(": "))
            except EOFError:  # Ctrl-D, which stops the command as Ctrl-C does
                raise KeyboardInterrupt from None


def agrees(question: str, lang: str, *, default: bool = True, **values: object) -> bool:
    """Asks a question of yes or no; Enter means the default."""
    choices = say(lang, " [Y/n]") if default else say(lang, " [y/N]")
    answer = ask(say(lang, question, **values) + choices, lang).lower()
    return answer[:1] in ("y", "т", "t") if answer else default


def _know_letters() -> None:
    """Sets a locale with UTF-8: if the locale of the environment is not installed, readline loses all letters
    but those of ASCII."""
    if locale.setlocale(locale.LC_CTYPE) in ("C", "POSIX"):
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, "C.UTF-8")


@contextmanager
def _completing(known: Sequence[str]) -> Iterator[None]:
    """Completes answers by Tab in the block; does nothing on Windows, which lacks readline."""
    readline: Any = None
    _know_letters()
    with suppress(ImportError):
        import readline
    if readline is None:
        yield
        return

    def complete(text: str, number: int) -> str | None:
        found = [name for name in known if name.startswith(text)]
        return found[number] if number < len(found) else None

    before = readline.get_completer()
    readline.set_completer(complete)
    readline.set_completer_delims("")
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
