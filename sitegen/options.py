"""The commands' options, with their help in one language, and what can be wrong with them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from sitegen.language.command_words import LANGUAGES, say

FOLDER = click.Path(file_okay=False)
EXISTING = click.Path(path_type=Path, file_okay=False, exists=True)
JOBS = click.IntRange(1, 256)
STYLES = click.Choice(["text", "json", "github"])
LAST_SECOND = 253_402_000_000  # in the last days of the year 9999
LONGEST = len(str(LAST_SECOND))

LOOKING = ("--site", "--lang", "--today", "--drafts", "--base-url")
CHECKING = (*LOOKING, "--jobs", "--executor", "--strict", "--no-cache", "--format")
BUILDING = (*CHECKING, "--out", "--verify")
# What a site is made from, and what builds remember of it: nothing is ever published in there.
SOURCES = ("content", "templates", "static", ".sitegen")
COMMANDS: dict[str, tuple[str, ...]] = {
    "build": BUILDING,
    "check": CHECKING,
    "explain": (*LOOKING, "--out", "path"),
    "clean": ("--site", "--lang"),
}


class Misuse(click.UsageError):
    """A wrong use: `name` and `values` are those of the words that tell it."""

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(name)
        self.name = name
        self.values = values


class _Help(click.HelpFormatter):
    """Help with headings in a language; Click knows English only."""

    def __init__(self, lang: str, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._lang = lang

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{say(self._lang, 'usage')}: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(say(self._lang, heading.lower()))


class _Context(click.Context):
    """Its object is the language of the help."""

    def make_formatter(self) -> click.HelpFormatter:
        return _Help(self.obj, self.terminal_width, self.max_content_width)


class Command(click.Command):
    """A command that tells in our words what is too much."""

    allow_extra_args = True
    context_class = _Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            rest = super().parse_args(ctx, args)
            if rest:
                raise Misuse("too_much", words=" ".join(rest))
            return rest
        except click.UsageError as problem:
            problem.ctx = problem.ctx or ctx
            raise


class Commands(click.Group):
    """Tells in our words that there is no such command."""

    context_class = _Context

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in self.commands:
            raise Misuse("no_such_command", value=cmd_name, known=", ".join(self.commands))
        return self.commands[cmd_name]


class Option(click.Option):
    """Tells in our words what is wrong with its value."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        try:
            return super().type_cast_value(ctx, value)
        except click.BadParameter:
            given = {"option": self.opts[0], "value": value}
            match self.type:
                case click.Choice(choices=choices):
                    raise Misuse("bad_choice", **given, known=", ".join(choices)) from None
                case click.IntRange(min=least, max=most):
                    raise Misuse("bad_number", **given, least=least, most=most) from None
                case _ if not os.path.lexists(value):
                    raise Misuse("no_such_folder", **given) from None
                case _:
                    raise Misuse("no_folder", **given) from None


def parameters(command: str, lang: str) -> list[click.Parameter]:
    """The parameters of a command. Options that share a meaning share it between commands."""
    return [_parameter(name, lang) for name in COMMANDS[command]]


def _parameter(name: str, lang: str) -> click.Parameter:
    def words(key: str) -> str:
        return say(lang, key)

    match name:
        case "path":
            return click.Argument(["path"], metavar=words("an_address"))
        case "--site":
            return Option([name], type=EXISTING, default=".", metavar=words("a_folder"), help=words("site"))
        case "--lang":
            return Option([name], type=click.Choice(LANGUAGES), default=lang, help=words("lang"))
        case "--today":
            return Option([name], metavar=words("a_date"), callback=_date, help=words("today"))
        case "--base-url":
            return Option([name], metavar=words("an_address"), callback=_address, help=words("base_url"))
        case "--jobs":
            default = os.cpu_count() or 1
            return Option([name], type=JOBS, default=default, metavar=words("a_number"), help=words("jobs"))
        case "--executor":
            return Option([name], metavar="dask://HOST:PORT", callback=_cluster, help=words("executor"))
        case "--format":
            return Option([name, "style"], type=STYLES, default="text", help=words("format"))
        case "--out":
            return Option([name], type=FOLDER, callback=_folder, metavar=words("a_folder"), help=words("out"))
        case _:
            return Option([name], is_flag=True, help=words(name.strip("-").replace("-", "_")))


def output_folder(site: Path, out: Path | None) -> Path:
    """Where to publish: `public` in the site's folder unless told otherwise. Raises Misuse for a folder that
    holds the site or belongs to what it is made from."""
    chosen = out or site / "public"
    place = _real(chosen)
    sources = [_real(site / name) for name in SOURCES]
    if any(_is_within(folder, place) for folder in (_real(site), *sources)):
        raise Misuse("out_holds_site", path=chosen)
    for name, source in zip(SOURCES, sources, strict=True):
        if _is_within(place, source):
            raise Misuse("out_in_source", path=chosen, source=name)
    return chosen


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _is_within(inner: Path, outer: Path) -> bool:
    """Also where one folder goes by two names, as `Content` and `content` do on macOS."""
    if not outer.exists():
        return inner.is_relative_to(outer)
    return any(folder.exists() and folder.samefile(outer) for folder in (inner, *inner.parents))


def _folder(_: click.Context, __: click.Parameter, value: str | None) -> Path | None:
    if value == "":
        raise Misuse("empty_out")
    return Path(value) if value else None


def _date(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """Reads a date; without one the build takes SOURCE_DATE_EPOCH, which is looked at here too."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value and epoch and not _is_moment(epoch):
        raise Misuse("bad_epoch", value=epoch if len(epoch) < 50 else f"{epoch[:LONGEST]}…")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Misuse("bad_date", value=value) from None


def _is_moment(epoch: str) -> bool:
    """Looks at the length first: Python does not read a number of any length."""
    return epoch.isascii() and epoch.isdigit() and len(epoch) <= LONGEST and int(epoch) <= LAST_SECOND


def _address(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value and not _names_a_site(value):
        raise Misuse("bad_url", value=value)
    return value


def _names_a_site(address: str) -> bool:
    # Imported here, since hardly any command is given an address.
    from sitegen.content.values import read_url

    return isinstance(read_url(address), str) and set("?#").isdisjoint(address)


def _cluster(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value and not _names_a_cluster(value):
        raise Misuse("bad_executor", value=value)
    return value


def _names_a_cluster(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return (
            bool(parts.hostname and parts.port) and address == f"dask://{parts.netloc}" and "@" not in address
        )
    except ValueError:
        return False
