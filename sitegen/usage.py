"""What is wrong with the arguments, in one line; most of it is found by Click, which knows English only."""

from __future__ import annotations

import click

from sitegen.language.command_words import say
from sitegen.options import Misuse


def told(problem: click.UsageError, lang: str) -> str:
    """What is wrong and where to read on."""
    command = problem.ctx.command_path if problem.ctx else "sitegen"
    return f"{_wrong(problem, lang)} {say(lang, 'see_help', command=command)}"


def _wrong(problem: click.UsageError, lang: str) -> str:
    match problem:
        case Misuse(name=name, values=values):
            return say(lang, name, **values)
        case click.NoSuchOption(option_name=option):
            near = problem.possibilities
            meant = f" {say(lang, 'meant', near=near[0])}" if near else ""
            return say(lang, "no_such_option", option=option) + meant
        case click.BadOptionUsage(option_name=option):
            takes_none = any(item.is_flag for item in _options(problem) if option in item.opts)
            return say(lang, "takes_no_value" if takes_none else "needs_value", option=option)
        case click.MissingParameter():
            return say(lang, "no_path")
        case _:
            return say(lang, "no_command")


def _options(problem: click.UsageError) -> list[click.Option]:
    parameters = problem.ctx.command.params if problem.ctx else []
    return [item for item in parameters if isinstance(item, click.Option)]
