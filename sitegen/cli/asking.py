"""Questions on a terminal, a file opened for editing, and records as an editor names them: found by
id or name, or added if she agrees. Without a terminal no question is asked.
"""

from __future__ import annotations

import locale
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sitegen.cli.command import Misuse
from sitegen.cli.terminal import tell
from sitegen.content.records import KIND_OF_PLACE, Place, Records
from sitegen.content.suggestions import suggest
from sitegen.core.diagnostics import Refusal, mark_message
from sitegen.language.catalogue import say
from sitegen.writing.new import (
    FILE_OF_RECORDS,
    NewRecord,
    free_ident,
    known_names,
    read_all_records,
)

_OF_AIMAG = re.compile(r"\s+аймгийн\s+", re.IGNORECASE)
_CYRILLIC = re.compile("[А-Яа-яЁёӨөҮү]")
_NAME_IN = {
    "mn": mark_message("Its name in Mongolian (Enter: later)"),
    "en": mark_message("Its name in English (Enter: later)"),
}


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
    with _complete_answers(known):
        while True:
            try:
                answer = input(prompt).strip() or default
                return str(read("", answer)) if read and answer else answer
            except Misuse as problem:
                tell(say(lang, problem.message, **problem.values).removeprefix(": "))
            except EOFError:  # Ctrl-D, which stops the command as Ctrl-C does
                raise KeyboardInterrupt from None


def ask_yes_no(question: str, lang: str, *, default: bool = True, **values: object) -> bool:
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
def _complete_answers(known: Sequence[str]) -> Iterator[None]:
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


class NoRecord(Refusal):
    """There is no record with this name, and nobody agreed to add it."""

    exit_code = 2


def choose_records(site: Path, kind: str, names: Iterable[str], lang: str, add: bool) -> list[NewRecord]:
    """The record that each name means; a record with `names` is new and is to be added. Raises NoRecord."""
    records = read_all_records(site)
    return [_find(records, kind, name, lang, add) for name in names]


def ask_place(site: Path, lang: str) -> str:
    """Asks for a place: `aimag/soum`, or empty. The first answer may name both: “Khovd, Altai”."""
    records = read_all_records(site)
    aimags = [text for place in records.places for _, text in place.name.texts]

    def an_aimag(_: str, answer: str) -> str:
        name = _parts_of_place(answer)[0]
        if _aimag(records, name) is None:
            raise Misuse("There is no aimag “{name}”. The aimags are: {names}", name=name, names=listed)
        return answer

    listed = ", ".join(place.name.pick(lang)[0] for place in records.places)
    aimag = ask("Aimag (Tab shows the names; Enter: not known)", lang, known=aimags, read=an_aimag)
    if not aimag or _parts_of_place(aimag)[1]:
        return aimag
    ident = known_names(records, "place").get(aimag.casefold(), "")
    soums = [soum for place in records.places if place.id == ident for soum in place.soums]
    soum = ask("Soum (Enter: not known)", lang, known=[text for item in soums for _, text in item.name.texts])
    return f"{aimag}/{soum}" if soum else aimag


def _find(records: Records, kind: str, name: str, lang: str, add: bool) -> NewRecord:
    if kind == "place":
        return _find_place(records, name, lang, add)
    known = known_names(records, kind)
    if ident := known.get(name.strip().casefold()):
        return NewRecord(kind=kind, ident=ident, names={})
    _make_sure(kind, name, known, lang, add)
    return NewRecord(kind=kind, ident=free_ident(records, kind, name), names=_names(name, lang))


def _parts_of_place(name: str) -> tuple[str, str]:
    parts = re.split("[,/]", _OF_AIMAG.sub("/", name))
    aimag, soum, *more = *(KIND_OF_PLACE.sub("", part.strip()) for part in parts), ""
    if any(more):
        near = f"{aimag}, {soum}"
        raise Misuse("“{name}” is more than an aimag and a soum. Write “{near}”.", name=name, near=near)
    return aimag, soum


def _find_place(records: Records, name: str, lang: str, add: bool) -> NewRecord:
    """The aimag or soum with a name; only a soum can be added. Raises NoRecord."""
    aimag, soum = _parts_of_place(name)
    above = _aimag(records, aimag)
    if above is None:
        raise _no_aimag(records, aimag)
    if not soum:
        return NewRecord(kind="place", ident=above.id, names={})
    soums = {
        text.casefold(): item.id
        for item in above.soums
        for text in (item.id, *dict(item.name.texts).values())
    }
    if ident := soums.get(soum.casefold()):
        return NewRecord(kind="place", ident=f"{above.id}/{ident}", names={})
    _make_sure("place", soum, soums, lang, add)
    ident = free_ident(records, "place", soum, above.id)
    return NewRecord(kind="place", ident=ident, names=_names(soum, lang))


def _aimag(records: Records, name: str) -> Place | None:
    ident = known_names(records, "place").get(name.casefold())
    return next((place for place in records.places if place.id == ident), None)


def _no_aimag(records: Records, name: str) -> NoRecord:
    """The refusal for an unknown aimag: it is mistyped, or is a soum whose aimag was left out."""
    aimags = {text.casefold(): text for place in records.places for _, text in place.name.texts}
    soums = {
        text.casefold(): f"{place.name.pick(code)[0]}, {text}"
        for place in records.places
        for soum in place.soums
        for code, text in soum.name.texts
    }
    near = soums.get(name.casefold()) or aimags.get(suggest(name.casefold(), aimags))
    if near:
        return NoRecord("There is no aimag “{name}”. Did you mean “{near}”?", name=name, near=near)
    return NoRecord(
        "There is no aimag “{name}”. Write the aimag before the soum, with a comma between, such as "
        "“Khovd, Altai”.",
        name=name,
    )


def _make_sure(kind: str, name: str, known: Iterable[str], lang: str, add: bool) -> None:
    """Returns if the editor agrees to add a record, and raises NoRecord otherwise."""
    if add:
        return
    path = f"content/{FILE_OF_RECORDS[kind]}"
    near = suggest(name.casefold(), known)
    question = (
        mark_message("“{name}” is not in {path}, but “{near}” is. Add “{name}” all the same?")
        if near
        else mark_message("“{name}” is not in {path}. Add it?")
    )
    if not can_ask() or not ask_yes_no(question, lang, default=not near, name=name, path=path, near=near):
        raise _no_record(kind, name, known)


def _no_record(kind: str, name: str, known: Iterable[str]) -> NoRecord:
    path = f"content/{FILE_OF_RECORDS[kind]}"
    if near := suggest(name.casefold(), known):
        return NoRecord(
            "“{name}” is not in {path}. Did you mean “{near}”? With --add it is added.",
            name=name,
            path=path,
            near=near,
        )
    return NoRecord("“{name}” is not in {path}. With --add it is added.", name=name, path=path)


def _names(name: str, lang: str) -> dict[str, str]:
    """The names of a new record by language: as it was written, and in the other language if the editor can
    be asked."""
    written_in = "mn" if _CYRILLIC.search(name) else "en"
    names = {written_in: name.strip()}
    if can_ask():
        other = "en" if written_in == "mn" else "mn"
        names |= {other: ask(_NAME_IN[other], lang)}
    return names
