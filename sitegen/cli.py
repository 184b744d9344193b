"""Arguments and exit codes; no logic.

0 fine · 1 errors in content or templates · 2 usage · 3 the machine · 70 a bug of ours · 75 another build
holds the lock · 130 and 143 stopped by a signal.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from sitegen import __version__
from sitegen.core.interrupts import SIGNALS
from sitegen.language.command_words import LANGUAGES, preferred_language, say
from sitegen.language.system_words import system_reason
from sitegen.options import Command, Commands, Option, output_folder, parameters

if TYPE_CHECKING:
    from sitegen.core.diagnostics import Diagnostic
    from sitegen.workshop import BuildOptions

FINE, CONTENT, USAGE, MACHINE, BUG, LOCKED, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 70, 75, 130, 143
_PROGRAM = str(Path(__file__).parent)


def _language(arguments: list[str]) -> str:
    """From the last --lang, before anything else is parsed, since the help itself is written in it."""
    found = ""
    for before, argument in zip(["", *arguments], arguments, strict=False):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else argument
        if (before == "--lang" or value != argument) and value in LANGUAGES:
            found = value
    return found or preferred_language()


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs the command line and exits with one of the codes above; never with a traceback.

    From then on signals that would end the process do nothing: it is ending.
    """
    given = sys.argv[1:] if arguments is None else arguments
    lang = _language(given)
    if isinstance(sys.stdout, TextIOWrapper):  # a terminal may not know our letters
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        _heed_signals()
        sys.unraisablehook = _raise_again
        code = _exit_code(given, lang)
        _heed_no_more()
    except KeyboardInterrupt:
        below = "\n" if sys.stderr.isatty() else ""  # the line on which the terminal shows ^C
        _tell(below + say(lang, "stopped"))
        code = INTERRUPTED
    except _Terminated:
        _tell(say(lang, "stopped"))
        code = TERMINATED
    sys.exit(code)


def _exit_code(arguments: list[str], lang: str) -> int:
    from sitegen.core.lock import Locked, Occupied
    from sitegen.core.no_cluster import NoCluster
    from sitegen.output.publish import Foreign

    try:
        commands = command(lang)
        with commands.make_context("sitegen", list(arguments)) as context:
            code: int = commands.invoke(context)
            return code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as problem:
        from sitegen.usage import told

        _tell(told(problem, lang))
        return USAGE
    except Locked as problem:
        _tell(say(lang, "locked", holder=problem.holder))
        return LOCKED
    except Occupied as problem:
        _tell(say(lang, "occupied", path=problem.path))
        return LOCKED
    except Foreign as problem:
        _tell(say(lang, "foreign", path=problem.path))
        return MACHINE
    except NoCluster as problem:
        _tell(say(lang, problem.reason, address=problem.address))
        return MACHINE
    except OSError as problem:  # names no path when Python cannot read one of our modules
        reason = system_reason(lang, problem.strerror or str(problem))
        _tell(say(lang, "machine", path=problem.filename or _PROGRAM, reason=reason))
        return MACHINE
    except ImportError as problem:
        _tell(say(lang, "machine", path=_PROGRAM, reason=problem))
        return MACHINE
    except Exception as problem:
        if os.environ.get("SITEGEN_DEBUG"):
            raise
        _tell(say(lang, "bug", problem=f"{type(problem).__name__}: {problem}"))
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
    threading.Timer(0.01, os.kill, (os.getpid(), number)).start()


def _stop(number: int, _: object) -> None:
    """A second signal must not cut off what the first one leads to: cleaning up, and saying so."""
    _heed_no_more()
    raise KeyboardInterrupt if number == signal.SIGINT else _Terminated


def _heed_no_more() -> None:
    """Not with SIG_IGN: Python complains of a signal that came before and finds itself ignored."""
    for number in SIGNALS:
        signal.signal(number, lambda *_: None)


def _tell(text: str) -> None:
    """To whoever is still there: where this cannot be said, there is nobody to tell that either."""
    with contextlib.suppress(OSError):
        _write(f"{text}\n", sys.stderr)


def _write(text: str, stream: TextIO) -> None:
    try:
        click.echo(text, stream, nl=False)
    except BrokenPipeError:  # the reader has gone, for example `| head`; the exit code still counts
        _silence(stream)
    except OSError as problem:
        _silence(stream)
        problem.filename = stream.name
        raise


def _silence(stream: TextIO) -> None:
    """What the stream still holds would fail once more as the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def command(lang: str) -> click.Group:
    """The commands with their help in a language."""
    runs: dict[str, Callable[..., int]] = {
        "build": partial(_build, publish=True),
        "check": partial(_build, publish=False, out=None, verify=False),
        "explain": _explain,
        "clean": _clean,
    }
    return Commands(
        help=say(lang, "program"),
        params=[
            Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=say(lang, "lang")),
            _told_at_once("--version", f"sitegen, version {__version__}", lang),
            _help(lang),
        ],
        add_help_option=False,
        no_args_is_help=False,
        context_settings={"obj": lang},
        options_metavar=say(lang, "some_options"),
        subcommand_metavar=f"{say(lang, 'a_command')} {say(lang, 'some_options')}",
        commands={
            name: Command(
                name,
                callback=run,
                params=[*parameters(name, lang), _help(lang)],
                add_help_option=False,
                options_metavar=say(lang, "some_options"),
                help=say(lang, name),
            )
            for name, run in runs.items()
        },
    )


def _help(lang: str) -> click.Option:
    return _told_at_once("--help", None, lang)


def _told_at_once(name: str, text: str | None, lang: str) -> click.Option:
    """An option that tells a text, by default the help, and ends the program."""

    def tell(context: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted:
            _write(f"{text or context.get_help()}\n", sys.stdout)
            context.exit()

    words = say(lang, name.strip("-"))
    return Option([name], is_flag=True, is_eager=True, expose_value=False, callback=tell, help=words)


def _clean(*, site: Path, lang: str) -> int:
    from sitegen.workshop import forget

    _tell(say(lang, "cleaned" if forget(site) else "nothing_to_clean"))
    return FINE


def _build(*, publish: bool, verify: bool, strict: bool, style: str, lang: str, **given: Any) -> int:
    from sitegen.build import build

    begun = perf_counter()
    if publish:
        given["out"] = output_folder(given["site"], given["out"])
    options = _options(publish=publish, strict=strict, **given)
    differing: tuple[str, ...] = ()
    if verify:
        from sitegen.verify import verify as build_and_verify

        verified = build_and_verify(options, _progress(lang))
        outcome, differing = verified.outcome, verified.differing
    else:
        outcome = build(options, _progress(lang))
    _report(outcome.diagnostics, style, lang)
    errors = sum(item.is_error for item in outcome.diagnostics)
    _tell(
        say(
            lang,
            "summary" if publish else "checked",
            written=outcome.written,
            unchanged=outcome.unchanged,
            removed=outcome.removed,
            pages=outcome.pages,
            errors=errors,
            warnings=len(outcome.diagnostics) - errors,
            seconds=f"{perf_counter() - begun:.2f}",
        )
    )
    if outcome.failed:
        if publish:
            _tell(say(lang, "not_published" if errors else "strictly_not_published"))
        return CONTENT
    if verify:
        _tell(say(lang, "differing" if differing else "verified", paths="\n".join(differing)))
    return BUG if differing else FINE


def _options(
    *,
    site: Path,
    drafts: bool,
    today: date | None,
    base_url: str | None,
    publish: bool = False,
    out: Path | None = None,
    strict: bool = False,
    jobs: int = 1,
    executor: str | None = None,
    no_cache: bool = False,
) -> BuildOptions:
    from sitegen.workshop import BuildOptions

    return BuildOptions(
        site=site,
        out=out or site / "public",
        publish=publish,
        jobs=jobs,
        executor=executor,
        strict=strict,
        drafts=drafts,
        today=today,
        cache=not no_cache,
        base_url=base_url,
    )


def _report(diagnostics: tuple[Diagnostic, ...], style: str, lang: str) -> None:
    if diagnostics:
        from sitegen.core.report import FORMATS
        from sitegen.language.diagnostics import texts

        _write(FORMATS[style](diagnostics, texts(lang)), sys.stderr if style == "text" else sys.stdout)


def _explain(*, path: str, lang: str, **given: Any) -> int:
    from sitegen.explain import explain, told

    found = explain(_options(**given), path)
    if isinstance(found, tuple):
        _report(found, "text", lang)
        return CONTENT
    if found is None:
        _tell(say(lang, "no_such_page", path=path))
        return USAGE
    _report(found.diagnostics, "text", lang)
    _write(told(found, lang), sys.stdout)
    return FINE


def _progress(lang: str) -> Any:
    """A bar for long work on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        return None
    from sitegen.progress import bar

    return bar({name: say(lang, name) for name in ("reading", "rendering")})
