"""The commands' options, with their help in one language."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from sitegen.language.command_words import LANGUAGES, say

FOLDER = click.Path(path_type=Path, file_okay=False)
EXISTING = click.Path(path_type=Path, file_okay=False, exists=True)
STYLES = click.Choice(["text", "json", "github"])

LOOKING = ("--site", "--lang", "--today", "--drafts", "--base-url")
CHECKING = (*LOOKING, "--jobs", "--strict", "--no-cache", "--format")
BUILDING = (*CHECKING, "--out", "--verify")
COMMANDS: dict[str, tuple[str, ...]] = {
    "build": BUILDING,
    "check": CHECKING,
    "explain": (*LOOKING, "path"),
    "clean": ("--site", "--lang"),
}


def parameters(command: str, lang: str) -> list[click.Parameter]:
    """The parameters of a command. Options that share a meaning share it between commands."""
    return [_parameter(name, lang) for name in COMMANDS[command]]


def _parameter(name: str, lang: str) -> click.Parameter:
    def words(key: str) -> str:
        return say(lang, key)

    match name:
        case "path":
            return click.Argument(["path"])
        case "--site":
            return click.Option([name], type=EXISTING, default=".", help=words("site"))
        case "--lang":
            return click.Option([name], type=click.Choice(LANGUAGES), default=lang, help=words("lang"))
        case "--today":
            return click.Option([name], metavar="DATE", callback=_date(lang), help=words("today"))
        case "--base-url":
            return click.Option([name], metavar="URL", help=words("base_url"))
        case "--jobs":
            workers = click.IntRange(1, 256)
            return click.Option([name], type=workers, default=os.cpu_count() or 1, help=words("jobs"))
        case "--format":
            return click.Option([name, "style"], type=STYLES, default="text", help=words("format"))
        case "--out":
            return click.Option([name], type=FOLDER, help=words("out"))
        case _:
            return click.Option([name], is_flag=True, help=words(name.strip("-").replace("-", "_")))


def _date(lang: str) -> Callable[[click.Context, click.Parameter, str | None], date | None]:
    def read(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise click.BadParameter(say(lang, "bad_date", value=value)) from None

    return read
