"""Commands and their options as values, the options that commands share, and Click's parser made from them.

The texts of a command are English, and are the ids by which the catalogues have the translations. They are
translated only when Click's parser is made, when the language of messages is known.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import msgspec

from sitegen.cli import commands
from sitegen.cli.commands import COMMANDS
from sitegen.cli.terminal import write_out
from sitegen.language.catalogue import LANGUAGES, say

LAST_SECOND = 253_402_000_000  # a second (since 1970) in the last days of the year 9999, Python's last
_LONGEST = len(str(LAST_SECOND))
# The folders of a site that hold its sources and what builds remember: nobody may publish into them.
_SOURCES = ("content", "templates", "static", "root", ".sitegen")

_QUOTES = "\"'“”„«»‘’"


class Misuse(click.UsageError):
    """A wrong argument or option. As in Refusal, `message` is English with the names of `values` in
    braces."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.values = values


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """An option of a command, or an argument, whose name has no dashes.

    `read` makes the value from the option's name and what was given (None: nothing), and raises Misuse.
    Without a `metavar` or `choices` the option is a flag. An argument with a message for when it is `missing`
    is required. The value goes to `run` under the option's name, or `as_name`.
    """

    name: str
    help: str = ""
    metavar: str = ""
    choices: tuple[str, ...] = ()
    default: str | None = None
    read: Callable[[str, Any], Any] | None = None
    missing: str = ""
    many: bool = False
    as_name: str = ""


class Command(msgspec.Struct, frozen=True):
    """`run` takes the options by name, and `lang`, the language of messages; it returns the exit code."""

    help: str
    options: tuple[Option, ...]
    run: Callable[..., int]


def find_command(name: str) -> Command:
    """The command with a name of `COMMANDS`."""
    module = import_module(f"{commands.__name__}.{COMMANDS[name]}")
    command: Command = getattr(module, name.upper())
    return command


def command_line(options: Sequence[click.Parameter], lang: str) -> click.Group:
    """Click's group of all commands with their help in a language; `options` are those before a command."""
    return _Group(
        help=say(lang, "Turns Markdown files into a Mongolian and English news and grant archive."),
        params=[*options, _help_option(lang)],
        add_help_option=False,
        no_args_is_help=False,
        context_settings={"obj": lang},
        options_metavar=say(lang, "[OPTIONS]..."),
        subcommand_metavar=f"{say(lang, 'COMMAND')} {say(lang, '[OPTIONS]...')}",
    )


class _Context(click.Context):
    """A context whose `obj` is the language of the help."""

    def make_formatter(self) -> click.HelpFormatter:
        return _Help(self.obj, self.terminal_width, self.max_content_width)


class _Help(click.HelpFormatter):
    """Help with headings in a language; Click knows English only."""

    def __init__(self, lang: str, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._lang = lang

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{say(self._lang, 'Usage')}: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(say(self._lang, heading))


class _Command(click.Command):
    context_class = _Context


class _Group(click.Group):
    """Imports a command only when it is called; an unknown command is told in our own words."""

    context_class = _Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in COMMANDS:
            raise Misuse(
                "There is no command “{value}”. The commands are: {known}.",
                value=cmd_name,
                known=", ".join(COMMANDS),
            )
        return _click_command(cmd_name, find_command(cmd_name), ctx.obj)


def _click_command(name: str, command: Command, lang: str) -> click.Command:
    def run(**given: Any) -> int:
        context = click.get_current_context()
        if too_much := context.args:
            words = " ".join(too_much)
            positional = [item.name for item in context.command.params if isinstance(item, click.Argument)]
            last = context.params[positional[-1]] if positional else None
            if isinstance(last, str):  # a title without quotation marks, or with curly ones
                whole = f"{last} {words}".strip(_QUOTES)
                message = (
                    "This is too much: {words}. What belongs together stands in quotation marks: {whole}"
                )
                raise Misuse(message, words=words, whole=f'"{whole}".')
            raise Misuse("This is too much: {words}.", words=words)
        return command.run(**given)

    return _Command(
        name,
        callback=run,
        params=[*(click_parameter(option, lang) for option in command.options), _help_option(lang)],
        add_help_option=False,
        context_settings={"allow_extra_args": True},
        options_metavar=say(lang, "[OPTIONS]..."),
        help=say(lang, command.help),
    )


def click_parameter(option: Option, lang: str, **more: Any) -> click.Parameter:
    """Click's option or argument for one of ours, with its help in a language."""
    names = [option.name, option.as_name] if option.as_name else [option.name]
    metavar = f"[{'|'.join(option.choices)}]" if option.choices else say(lang, option.metavar)
    default = lang if option.name == "--lang" else option.default
    common: dict[str, Any] = {"default": default, "callback": _reader(option), "type": click.UNPROCESSED}
    if not option.name.startswith("-"):
        return click.Argument(
            names, metavar=metavar, required=False, nargs=-1 if option.many else 1, **common, **more
        )
    words = say(lang, option.help)
    if not metavar:
        return click.Option(names, is_flag=True, help=words, **more)
    return click.Option(names, metavar=metavar, multiple=option.many, help=words, **common, **more)


def _reader(option: Option) -> Callable[[click.Context, click.Parameter, Any], Any]:
    def read(_: click.Context, __: click.Parameter, value: Any) -> Any:
        if option.missing and not value:
            raise Misuse(option.missing)
        for item in value if option.many else [value]:
            if option.choices and item is not None and item not in option.choices:
                known = ", ".join(option.choices)
                if not option.name.startswith("-"):  # what stands by its place has no name for its reader
                    raise Misuse(
                        "“{value}” cannot be chosen. Choose one of: {known}.", value=item, known=known
                    )
                raise Misuse(
                    "{option}: “{value}” cannot be chosen. Choose one of: {known}.",
                    option=option.name,
                    value=item,
                    known=known,
                )
        return option.read(option.name, value) if option.read else value

    return read


def _help_option(lang: str) -> click.Option:
    return eager_option("--help", "", "Show this help.", lang)


def eager_option(name: str, text: str, words: str, lang: str) -> click.Option:
    """An option such as --help that writes a text, by default the help, and ends the program."""

    def tell(context: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted:
            write_out(f"{text or context.get_help()}\n")
            context.exit()

    words = say(lang, words)
    return click.Option([name], is_flag=True, is_eager=True, expose_value=False, callback=tell, help=words)


def describe_misuse(problem: click.UsageError, lang: str) -> str:
    """What is wrong with the arguments and where to read on, in one line."""
    command = problem.ctx.command_path if problem.ctx else "sitegen"
    return f"{_describe_error(problem, lang)} {say(lang, 'See: {command} --help', command=command)}"


def _describe_error(problem: click.UsageError, lang: str) -> str:
    match problem:
        case Misuse(message=message, values=values):
            return say(lang, message, **values)
        case click.NoSuchOption(option_name=option):
            near: Sequence[str] = problem.possibilities or ()
            meant = f" {say(lang, 'Did you mean {near}?', near=near[0])}" if near else ""
            return say(lang, "There is no option {option}.", option=option) + meant
        case click.BadOptionUsage(option_name=option):
            parameters = problem.ctx.command.params if problem.ctx else []
            options = [item for item in parameters if isinstance(item, click.Option)]
            if any(item.is_flag for item in options if option in item.opts):
                return say(lang, "The option {option} takes no value.", option=option)
            return say(lang, "The option {option} needs a value.", option=option)
        case _:
            return say(lang, "A command is missing: {known}.", known=", ".join(COMMANDS))


def existing_folder(option: str, value: str) -> Path:
    if not os.path.lexists(value):
        raise Misuse("{option}: there is no folder “{value}”. Check its path.", option=option, value=value)
    return _readable_folder(option, value)


def _readable_folder(option: str, value: str) -> Path:
    if not os.path.isdir(value) or not os.access(value, os.R_OK):
        raise Misuse(
            "{option}: “{value}” is not a folder that can be read. Write the path of a folder.",
            option=option,
            value=value,
        )
    return Path(value)


def _output(option: str, value: str | None) -> Path | None:
    if value == "":
        raise Misuse("--out is empty: name a folder, or leave --out away.")
    if value is None or not os.path.exists(value):
        return Path(value) if value else None
    return _readable_folder(option, value)


def number_reader(least: int, most: int) -> Callable[[str, str], int]:
    """A reader of whole numbers from `least` to `most`."""

    def read(option: str, value: str) -> int:
        try:
            found = int(value)
        except ValueError:
            found = least - 1
        if not least <= found <= most:
            raise Misuse(
                "{option}: “{value}” will not do. Write a number from {least} to {most}.",
                option=option,
                value=value,
                least=least,
                most=most,
            )
        return found

    return read


def read_day_option(option: str, value: str | None) -> date | None:
    """Reads a date."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        # Imported here, since few commands are given a date that is none.
        from sitegen.content.likely_values import likely_dates

        meant = [str(found.day) for found in likely_dates(value or "") if found.day.day]
        raise Misuse(
            "{option}: “{value}” is not a date: write {like}.",
            option=option,
            value=value,
            like=meant[0] if len(meant) == 1 else "2026-11-24",
        ) from None


def _today(option: str, value: str | None) -> date | None:
    """Reads a date. Without one the build takes SOURCE_DATE_EPOCH, so that is checked here."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value and epoch and not _is_moment(epoch):
        raise Misuse(
            "SOURCE_DATE_EPOCH is “{value}”: it must be a number of seconds since 1970.",
            value=epoch if len(epoch) < 50 else f"{epoch[:_LONGEST]}…",
        )
    return read_day_option(option, value)


def _is_moment(epoch: str) -> bool:
    """Whether a text is a second since 1970. The length comes first: Python refuses very long numbers."""
    return epoch.isascii() and epoch.isdigit() and len(epoch) <= _LONGEST and int(epoch) <= LAST_SECOND


def site_address(option: str, value: str | None) -> str | None:
    """Reads the address of a site, which may have a path."""
    if value and not _names_a_site(value):
        raise Misuse(
            "{option}: “{value}” is not the address of a site: write one like “{like}”.",
            option=option,
            value=value,
            like=_like_an_address(value),
        )
    return value


def _like_an_address(text: str) -> str:
    """The address that was meant if only its beginning is missing, else an example."""
    # Imported here, since few commands are given an address.
    from sitegen.content.config import EXAMPLE_ADDRESS

    meant = f"https://{text.strip()}"
    return meant if "." in text and _names_a_site(meant) else EXAMPLE_ADDRESS


def _names_a_site(address: str) -> bool:
    # Imported here, since few commands are given an address.
    from sitegen.content.values import read_site_address

    return isinstance(read_site_address(address), str)


def _cluster(_: str, value: str | None) -> str | None:
    if value and not _names_a_cluster(value):
        raise Misuse(
            "--executor: “{value}” is not the address of a cluster: write dask://127.0.0.1:8786.", value=value
        )
    return value


def _names_a_cluster(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return (
            bool(parts.hostname and parts.port) and address == f"dask://{parts.netloc}" and "@" not in address
        )
    except ValueError:
        return False


SITE = Option(
    name="--site",
    help="The site's folder (where site.yaml is).",
    metavar="FOLDER",
    default=".",
    read=existing_folder,
)
ENTRY = Option(name="ref", metavar="ENTRY", missing="An entry is missing, such as project:name.")
LANG = Option(name="--lang", help="The language of messages.", choices=LANGUAGES)
TODAY = Option(
    name="--today", help="The date to take for today, such as 2026-11-24.", metavar="DATE", read=_today
)
DRAFTS = Option(name="--drafts", help="Publish drafts and entries of a later date too.")
BASE_URL = Option(
    name="--base-url",
    help="The site's address, instead of the one in site.yaml.",
    metavar="ADDRESS",
    read=site_address,
)
JOBS = Option(
    name="--jobs",
    help="How many processes work at once.",
    metavar="NUMBER",
    default=str(os.cpu_count() or 1),
    read=number_reader(1, 256),
)
EXECUTOR = Option(
    name="--executor",
    help="A Dask cluster to work on, instead of processes here.",
    metavar="dask://HOST:PORT",
    read=_cluster,
)
STRICT = Option(name="--strict", help="Count warnings as errors.")
NO_CACHE = Option(name="--no-cache", help="Use nothing from earlier builds.")
OUTPUT_FORMAT = Option(
    name="--format",
    help="How problems are told.",
    choices=("text", "json", "github"),
    default="text",
    as_name="style",
)
EXCERPTS = Option(
    name="--excerpts", help="Show the lines of the files too, as on a terminal, also where there is none."
)
OUT = Option(
    name="--out",
    help="The folder for the finished site; by default public, inside the site's folder.",
    metavar="FOLDER",
    read=_output,
)
SITE_OPTIONS = (SITE, LANG, TODAY, DRAFTS, BASE_URL)


def output_folder(site: Path, out: Path | None) -> Path:
    """Where to publish: `public` in the site's folder unless told otherwise. Raises Misuse for a folder that
    holds the site or belongs to what it is made from."""
    chosen = out or site / "public"
    real = _real_path(chosen)
    sources = [_real_path(site / name) for name in _SOURCES]
    if any(_is_within(folder, real) for folder in (_real_path(site), *sources)):
        raise Misuse(
            "--out {path}: this folder holds what the site is made from. "
            "Choose a folder of its own, such as public.",
            path=chosen,
        )
    for name, source in zip(_SOURCES, sources, strict=True):
        if _is_within(real, source):
            raise Misuse(
                "--out {path}: this is the site's own {source} folder, or lies in it. "
                "Choose a folder of its own, such as public.",
                path=chosen,
                source=name,
            )
    return chosen


def _real_path(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _is_within(inner: Path, outer: Path) -> bool:
    """Whether a folder is another one or lies in it, also where one folder has two names, as `Content` and
    `content` are one on macOS."""
    if not outer.exists():
        return inner.is_relative_to(outer)
    return any(folder.exists() and folder.samefile(outer) for folder in (inner, *inner.parents))
