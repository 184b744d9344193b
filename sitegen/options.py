"""The commands' options, with their help in one language."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import click

from sitegen.language.command_words import LANGUAGES, say

FOLDER = click.Path(file_okay=False)
EXISTING = click.Path(path_type=Path, file_okay=False, exists=True)
STYLES = click.Choice(["text", "json", "github"])
LAST_SECOND = 253_402_000_000  # in the last days of the year 9999
LONGEST = 20

LOOKING = ("--site", "--lang", "--today", "--drafts", "--base-url")
CHECKING = (*LOOKING, "--jobs", "--executor", "--strict", "--no-cache", "--format")
BUILDING = (*CHECKING, "--out", "--verify")
# What a site is made from, and what builds remember of it: nothing is ever published in there.
SOURCES = ("content", "templates", "static", ".sitegen")
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
            return click.Option([name], metavar="URL", callback=_address(lang), help=words("base_url"))
        case "--jobs":
            workers = click.IntRange(1, 256)
            return click.Option([name], type=workers, default=os.cpu_count() or 1, help=words("jobs"))
        case "--executor":
            return click.Option(
                [name], metavar="dask://HOST:PORT", callback=_cluster(lang), help=words("executor")
            )
        case "--format":
            return click.Option([name, "style"], type=STYLES, default="text", help=words("format"))
        case "--out":
            return click.Option([name], type=FOLDER, callback=_folder(lang), help=words("out"))
        case _:
            return click.Option([name], is_flag=True, help=words(name.strip("-").replace("-", "_")))


def output_folder(site: Path, out: Path | None, lang: str) -> Path:
    """Where to publish: `public` in the site's folder unless told otherwise. Raises UsageError for a folder
    that holds the site or belongs to what it is made from."""
    chosen = out or site / "public"
    place = _real(chosen)
    sources = [_real(site / name) for name in SOURCES]
    if any(_is_within(folder, place) for folder in (_real(site), *sources)):
        raise click.UsageError(say(lang, "out_holds_site", path=chosen))
    for name, source in zip(SOURCES, sources, strict=True):
        if _is_within(place, source):
            raise click.UsageError(say(lang, "out_in_source", path=chosen, source=name))
    return chosen


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _is_within(inner: Path, outer: Path) -> bool:
    """Also where one folder goes by two names, as `Content` and `content` do on macOS."""
    if not outer.exists():
        return inner.is_relative_to(outer)
    return any(folder.exists() and folder.samefile(outer) for folder in (inner, *inner.parents))


def _folder(lang: str) -> Callable[[click.Context, click.Parameter, str | None], Path | None]:
    def read(_: click.Context, __: click.Parameter, value: str | None) -> Path | None:
        if value == "":
            raise click.BadParameter(say(lang, "empty_out"))
        return Path(value) if value else None

    return read


def _date(lang: str) -> Callable[[click.Context, click.Parameter, str | None], date | None]:
    """Reads a date; without one the build takes SOURCE_DATE_EPOCH, which is looked at here too."""

    def read(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        if not value and epoch and not (epoch.isdecimal() and int(epoch[:LONGEST]) <= LAST_SECOND):
            raise click.UsageError(say(lang, "bad_epoch", value=epoch))
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise click.BadParameter(say(lang, "bad_date", value=value)) from None

    return read


def _address(lang: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    def read(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
        from sitegen.content.forms import read_url

        if value and (not isinstance(read_url(value), str) or set("?#") & set(value)):
            raise click.BadParameter(say(lang, "bad_url", value=value))
        return value

    return read


def _cluster(lang: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    def read(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
        if value and not _names_a_cluster(value):
            raise click.BadParameter(say(lang, "bad_executor", value=value))
        return value

    return read


def _names_a_cluster(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return (
            bool(parts.hostname and parts.port) and address == f"dask://{parts.netloc}" and "@" not in address
        )
    except ValueError:
        return False
