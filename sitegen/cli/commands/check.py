"""`sitegen check`: what is wrong, and nothing published."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

from sitegen.build import Outcome, build
from sitegen.cli import CONTENT, FINE
from sitegen.cli.asking import ask, can_ask
from sitegen.cli.command import Command, Option
from sitegen.cli.commands.build import CHECKING, count_errors, tell_waiting
from sitegen.cli.terminal import progress, report, tell
from sitegen.content.camera_data import cleaned
from sitegen.core.files import content_of, replace_content
from sitegen.language.messages import say
from sitegen.session import BuildOptions

RECORDS = "E810"
FIX = Option(name="--fix", help="Take away what pictures record of places and owners, after asking.")


def _run(
    *, site: Path, no_cache: bool, fix: bool, style: str, excerpts: bool, lang: str, **given: Any
) -> int:
    begun = perf_counter()
    options = BuildOptions(site=site, out=site / "public", publish=False, cache=not no_cache, **given)
    outcome = build(options, progress(lang))
    if fix and _clean_pictures(site, outcome, lang):
        outcome = build(options, progress(lang))
    report(outcome.diagnostics, style, lang, site, excerpts)
    errors = count_errors(outcome)
    tell(
        say(
            lang,
            "{pages} pages checked · {errors} errors, {warnings} warnings · {seconds} seconds",
            pages=outcome.pages,
            errors=errors,
            warnings=len(outcome.diagnostics) - errors,
            seconds=f"{perf_counter() - begun:.2f}",
        )
    )
    tell_waiting(outcome, lang)
    return CONTENT if outcome.failed else FINE


def _clean_pictures(site: Path, outcome: Outcome, lang: str) -> bool:
    """Takes away what pictures record beside their pixels, if somebody says so; tells whether it did."""
    paths = [item.path for item in outcome.diagnostics if item.code == RECORDS]
    if not paths or not can_ask():
        return False
    for path in paths:
        tell(f"  {path}")
    question = "Take everything but the pixels out of these pictures? y/n"
    if ask(question, lang, default="n").lower() not in ("y", "yes", "т", "тийм"):
        return False
    for path in paths:
        place = site / path
        replace_content(place, cleaned(content_of(place)))
        tell(say(lang, "{path}: cleaned", path=path))
    return True


COMMAND = Command("Check all files and tell what is wrong. Publishes nothing.", (*CHECKING, FIX), _run)
