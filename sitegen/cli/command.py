"""Commands and their options as values, and Click's parser made from them in one language.

The texts of a command are English, and are the ids by which the catalogues have the translations. They are
translated only when Click's parser is made, when the language of messages is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import click
import msgspec

from sitegen.cli import commands
from sitegen.cli.terminal import write_out
from sitegen.language.catalogue import say


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
    """The command with a name of `commands.COMMAND_NAMES`."""
    command: Command = import_module(f"{commands.__name__}.{name}").COMMAND
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
        return list(commands.COMMAND_NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in commands.COMMAND_NAMES:
            raise Misuse(
                "There is no command “{value}”. The commands are: {known}.",
                value=cmd_name,
                known=", ".join(commands.COMMAND_NAMES),
            )
        return _click_command(cmd_name, find_command(cmd_name), ctx.obj)


def _click_command(name: str, command: Command, lang: str) -> click.Command:
    def run(**given: Any) -> int:
        if too_much := click.get_current_context().args:
            raise Misuse("This is too much: {words}.", words=" ".join(too_much))
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
    return told_at_once("--help", "", "Show this help.", lang)


def told_at_once(name: str, text: str, words: str, lang: str) -> click.Option:
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
    return f"{_wrong(problem, lang)} {say(lang, 'See: {command} --help', command=command)}"


def _wrong(problem: click.UsageError, lang: str) -> str:
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
            return say(lang, "A command is missing: {known}.", known=", ".join(commands.COMMAND_NAMES))
