"""`sitegen build`: the site, published. `sitegen clean`: what earlier builds have stored is forgotten."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

from sitegen.archive.assemble import DRAFT, EXPIRED
from sitegen.build import Outcome, build
from sitegen.cli import BUG, CONTENT, FINE
from sitegen.cli.command import (
    EXCERPTS,
    EXECUTOR,
    JOBS,
    LANG,
    LOOKING,
    NO_CACHE,
    OUT,
    OUTPUT_FORMAT,
    SITE,
    STRICT,
    Command,
    Option,
    output_folder,
)
from sitegen.cli.terminal import report, tell, terminal_progress
from sitegen.content.config import EXAMPLE_ADDRESS
from sitegen.content.ledger import LEDGER_FILE, list_addresses
from sitegen.language.catalogue import say
from sitegen.session import BuildOptions, forget
from sitegen.sources import is_elsewhere

_DAYS = 3  # days, at most, that are named with what they will publish
CHECKING = (*LOOKING, JOBS, EXECUTOR, STRICT, NO_CACHE, OUTPUT_FORMAT, EXCERPTS)
# The most files that hosts take: Cloudflare Pages on its free plan; GitLab.com, where folders count, too.
FILES_OF_HOST = {"cloudflare-pages": 20_000, "gitlab-pages": 200_000}
VERIFY = Option(name="--verify", help="Then build clean beside and compare every file.")


def _build(
    *,
    site: Path,
    out: Path | None,
    no_cache: bool,
    verify: bool,
    style: str,
    excerpts: bool,
    lang: str,
    **given: Any,
) -> int:
    begun = perf_counter()
    options = BuildOptions(site=site, out=output_folder(site, out), cache=not no_cache, **given)
    differing: tuple[str, ...] = ()
    if verify:
        from sitegen.checks.verify import verify as build_and_verify

        verified = build_and_verify(options, terminal_progress(lang))
        outcome, differing = verified.outcome, verified.differing
    else:
        outcome = build(options, terminal_progress(lang))
    report(outcome.diagnostics, style, lang, site, excerpts)
    tell(_summary(outcome, perf_counter() - begun, lang))
    tell_waiting(outcome, lang)
    _tell_host(outcome, lang)
    if not outcome.failed and not given["drafts"] and not given["today"]:
        _list_new(site, outcome, lang)
    if outcome.failed:
        tell(_why_not_published(outcome, lang))
        return CONTENT
    if differing:
        message = "Files that differ from a clean build (this is a bug in sitegen):\n{paths}"
        tell(say(lang, message, paths="\n".join(differing)))
        return BUG
    if verify:
        tell(say(lang, "Verified: every file is what a clean build makes."))
    return FINE


def _list_new(site: Path, outcome: Outcome, lang: str) -> None:
    """Adds new addresses to the ledger, since readers may quote them from now on. Not in CI, where nobody
    would commit the ledger."""
    if outcome.samples:
        one = "{count} sample is still here. Until it is gone, you may delete and rename what you like."
        more = "{count} samples are still here. Until they are gone, you may delete and rename what you like."
        tell(say(lang, one if outcome.samples == 1 else more, count=outcome.samples))
    elif outcome.base_url == EXAMPLE_ADDRESS:
        message = "The address of the site is still {address}. Write the real one into site.yaml: base_url."
        tell(say(lang, message, address=EXAMPLE_ADDRESS))
    if outcome.new and not is_elsewhere():
        list_addresses(site, outcome.new)
        message = (
            "{count} new addresses are in {file} now. "
            "Keep that file with the others: it knows what was published."
        )
        tell(say(lang, message, count=len(outcome.new), file=LEDGER_FILE))


def _summary(outcome: Outcome, seconds: float, lang: str) -> str:
    errors = count_errors(outcome)
    return say(
        lang,
        "{written} files written, {unchanged} unchanged, {removed} removed · "
        "{errors} errors, {warnings} warnings · {seconds} seconds",
        written=outcome.written,
        unchanged=outcome.unchanged,
        removed=outcome.removed,
        errors=errors,
        warnings=len(outcome.diagnostics) - errors,
        seconds=f"{seconds:.2f}",
    )


def _tell_host(outcome: Outcome, lang: str) -> None:
    """Tells how many files the site has and how many the host takes, if the host has a limit."""
    limit, files = FILES_OF_HOST.get(outcome.host), outcome.written + outcome.unchanged
    if limit and files:
        values = {"files": f"{files:,}", "limit": f"{limit:,}", "host": outcome.host}
        if files > limit:
            tell(say(lang, "{files} files: more than the {limit} that {host} takes.", **values))
        else:
            tell(say(lang, "{files} of the {limit} files that {host} takes.", **values))


def tell_waiting(outcome: Outcome, lang: str) -> None:
    """Tells what exists and is not published today, and on which day a build must run."""
    counted = Counter(item.reason for item in outcome.waiting)
    days = sorted(counted.keys() - {DRAFT, EXPIRED})
    parts = [say(lang, "{count} for {day}", count=counted[day], day=day) for day in days[:_DAYS]]
    if later := sum(counted[day] for day in days[_DAYS:]):
        parts.append(say(lang, "{count} for later", count=later))
    if counted[DRAFT]:
        one = counted[DRAFT] == 1
        parts.append(say(lang, "{count} draft" if one else "{count} drafts", count=counted[DRAFT]))
    if counted[EXPIRED]:
        parts.append(say(lang, "{count} expired", count=counted[EXPIRED]))
    if parts:
        tell(say(lang, "waiting: {parts}", parts=", ".join(parts)))
    if outcome.next_change:
        message = "{day}: the site changes by itself. A build must run that day."
        tell(say(lang, message, day=outcome.next_change))


def _why_not_published(outcome: Outcome, lang: str) -> str:
    if count_errors(outcome):
        return say(lang, "Not published because of the errors. The site stays as it was.")
    return say(lang, "Not published because of the warnings (--strict). The site stays as it was.")


def count_errors(outcome: Outcome) -> int:
    return sum(item.is_error for item in outcome.diagnostics)


BUILD = Command(
    "Build the site into the output folder. When there is an error, nothing changes.",
    (*CHECKING, OUT, VERIFY),
    _build,
)


def _clean(*, site: Path, lang: str) -> int:
    tell(say(lang, "Emptied the store.") if forget(site) else say(lang, "There is nothing to clean."))
    return FINE


CLEAN = Command("Empty what earlier builds have stored. The published site stays.", (SITE, LANG), _clean)
