"""`sitegen build`: the site, published, and proved on demand. `sitegen serve`: the site as it is while it is
written. `sitegen clean`: what earlier builds have stored is forgotten."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import msgspec

from sitegen.archive.assemble import DRAFT, EXPIRED
from sitegen.build import Outcome, build
from sitegen.cli import BUG, CONTENT, FINE
from sitegen.cli.command import (
    BASE_URL,
    EXCERPTS,
    EXECUTOR,
    JOBS,
    LANG,
    NO_CACHE,
    OUT,
    OUTPUT_FORMAT,
    SITE,
    SITE_OPTIONS,
    STRICT,
    TODAY,
    Command,
    Option,
    number_reader,
    output_folder,
)
from sitegen.cli.terminal import report, tell, terminal_progress
from sitegen.content.config import EXAMPLE_ADDRESS, SITE_FILE
from sitegen.content.ledger import LEDGER_FILE, list_addresses
from sitegen.core.files import content_of
from sitegen.core.jobs import Progress
from sitegen.language.catalogue import say
from sitegen.output.journal import listed_files
from sitegen.steps.session import BuildOptions, forget
from sitegen.steps.sources import is_in_ci, missing_settings

TRIES = 3  # comparisons, at most, of a site that is edited meanwhile
_DAYS = 3  # days, at most, that are named with what they will publish
BUILD_OPTIONS = (*SITE_OPTIONS, JOBS, EXECUTOR, STRICT, NO_CACHE, OUTPUT_FORMAT, EXCERPTS)
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
        outcome, differing = build_and_verify(options, terminal_progress(lang))
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
    if outcome.new_addresses and not is_in_ci():
        list_addresses(site, outcome.new_addresses)
        message = (
            "{count} new addresses are in {file} now. "
            "Keep that file with the others: it knows what was published."
        )
        tell(say(lang, message, count=len(outcome.new_addresses), file=LEDGER_FILE))


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
    (*BUILD_OPTIONS, OUT, VERIFY),
    _build,
)


def build_and_verify(
    options: BuildOptions, progress: Progress | None = None
) -> tuple[Outcome, tuple[str, ...]]:
    """Builds, then builds clean beside, and compares every file: (outcome, names of the files that differ, of
    which there should be none). Raises as `build` does.

    If the site was edited between the two builds, both are done once more, since a difference would say
    nothing.
    """
    outcome = build(options, progress)
    differing: tuple[str, ...] = ()
    for _ in range(TRIES):
        if outcome.failed:
            return outcome, ()
        differing = _differing_from_clean(options, progress)
        if not differing:
            break
        again = build(options, progress)
        if not (again.written or again.removed or again.failed):
            break
        outcome = again
    return outcome, differing


def _differing_from_clean(options: BuildOptions, progress: Progress | None) -> tuple[str, ...]:
    with TemporaryDirectory(prefix="sitegen-verify-") as folder:
        clean = Path(folder) / "site"
        build(msgspec.structs.replace(options, out=clean, cache=False), progress)
        return _differing_files(options.out, clean)


def _differing_files(standing: Path, clean: Path) -> tuple[str, ...]:
    made = {path.relative_to(clean).as_posix() for path in clean.rglob("*") if path.is_file()}
    names = sorted(made | listed_files(standing))
    return tuple(name for name in names if _content(standing / name) != _content(clean / name))


def _content(path: Path) -> bytes | None:
    return content_of(path) if os.path.isfile(path) else None


_PORT = Option(
    name="--port",
    help="The port to listen on; by default 8000, or the next one that is free.",
    metavar="NUMBER",
    read=lambda option, value: None if value is None else number_reader(1, 65535)(option, value),
)
NO_OPEN = Option(name="--no-open", help="Do not open a browser.")
PHONE = Option(name="--phone", help="Let a phone in the same network look too (read only).")
NO_DRAFTS = Option(name="--no-drafts", help="Begin without drafts and entries of a later date.")


def _serve(*, site: Path, lang: str, no_open: bool, no_drafts: bool, **given: Any) -> int:
    if not (site / SITE_FILE).exists():  # a preview would watch all folders in it
        report((missing_settings(site),), "text", lang, site)
        return CONTENT
    # Imported here, since a build needs neither a server nor a watch.
    from sitegen.serve.builder import Voice
    from sitegen.serve.preview import PreviewOptions, serve

    options = PreviewOptions(site=site, lang=lang, open_browser=not no_open, drafts=not no_drafts, **given)
    voice = Voice(tell, lambda found: report(found, "text", lang, site), terminal_progress(lang))
    serve(options, voice)


SERVE = Command(
    "Show the site in a browser while you write: every save is seen at once. Publishes nothing.",
    (SITE, LANG, TODAY, BASE_URL, JOBS, _PORT, NO_OPEN, NO_DRAFTS, PHONE),
    _serve,
)


def _clean(*, site: Path, lang: str) -> int:
    tell(say(lang, "Emptied the store.") if forget(site) else say(lang, "There is nothing to clean."))
    return FINE


CLEAN = Command("Empty what earlier builds have stored. The published site stays.", (SITE, LANG), _clean)
