"""`sitegen check`: what is wrong, and nothing published."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

from sitegen.build import build
from sitegen.checks.translations import Unreadable, read_known
from sitegen.cli import CONTENT, FINE
from sitegen.cli.command import Command, Option
from sitegen.cli.commands.build import CHECKING, count_errors, tell_waiting
from sitegen.cli.mending import mend
from sitegen.cli.terminal import progress, report, tell
from sitegen.core.diagnostics import Diagnostic, in_order
from sitegen.language.catalogue import say
from sitegen.session import BuildOptions

FIX = Option(
    name="--fix",
    help="Mend what is mechanical (quotes, dashes, letters, dates, amounts, tables, what pictures record, "
    "names and places of files and folders): shows the difference, then asks.",
)
SPELLING = Option(
    name="--spelling",
    help="Look words up in the dictionaries of hunspell, and in words.txt.",
)
_IATI = Option(
    name="--iati",
    help="Tell also what the standards IATI and 360Giving require and the records do not say.",
)
_YES = Option(name="--yes", help="Write what --fix shows without asking.")
_MOST_MENDINGS = 3


def _run(
    *,
    site: Path,
    no_cache: bool,
    iati: bool,
    fix: bool,
    spelling: bool,
    yes: bool,
    style: str,
    excerpts: bool,
    lang: str,
    **given: Any,
) -> int:
    begun = perf_counter()
    options = BuildOptions(
        site=site, out=site / "public", publish=False, cache=not no_cache, standards=iati, **given
    )
    outcome = build(options, progress(lang))
    mendings = _MOST_MENDINGS if fix else 0  # repeated: a file that was moved may need mending itself
    while mendings and mend(options, outcome, yes=yes, lang=lang):
        outcome = build(options, progress(lang))
        mendings -= 1
    found = outcome.diagnostics
    if spelling:
        found = in_order((*found, *_spelling(options, lang)))
    report(found, style, lang, site, excerpts)
    errors = count_errors(outcome)
    tell(
        say(
            lang,
            "{pages} pages checked · {errors} errors, {warnings} warnings · {seconds} seconds",
            pages=outcome.pages,
            errors=errors,
            warnings=len(found) - errors,
            seconds=f"{perf_counter() - begun:.2f}",
        )
    )
    tell_waiting(outcome, lang)
    return CONTENT if outcome.failed else FINE


def _spelling(options: BuildOptions, lang: str) -> tuple[Diagnostic, ...]:
    # Imported here, since spelling is rarely asked for.
    from sitegen.checks.spelling import check_spelling

    try:
        found = check_spelling(options.site, read_known(options).documents)
    except Unreadable:  # the check has told its diagnostics already
        return ()
    for missing in found.unchecked:
        message = (
            "The spelling of {name} was not checked: hunspell or its dictionary is not installed "
            "(Debian, Ubuntu: sudo apt install hunspell hunspell-{package})."
        )
        package = {"en": "en-gb"}.get(missing, missing)
        tell(say(lang, message, name=missing, package=package))
    return found.problems


COMMAND = Command(
    "Check all files and tell what is wrong. Publishes nothing.",
    (*CHECKING, _IATI, FIX, SPELLING, _YES),
    _run,
)
