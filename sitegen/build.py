"""The pipeline: files -> documents -> archive -> pages -> bytes -> the published site. Read this first.

    gather    looks at all that the site is made from; when nothing has changed, that is all
    prepare   reads what changed (parse is pure and remembered) and assembles the archive
    publish   plans every page, renders those that changed, and makes the folder exactly what is planned, all
              or nothing

A change of the theme (`restyle`) and an edit of a few texts (`revise`) are published without the rest.
Errors stop the site from being published, never the search for further errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.reading import keep_survey
from sitegen.core.diagnostics import Diagnostic, has_errors, in_order
from sitegen.core.store import on_sound_store
from sitegen.gather import Gathered, gather
from sitegen.output.journal import recover
from sitegen.output.publish import reserved
from sitegen.output.standing import Finished, Result, finish, finished_before, untouched
from sitegen.workshop import BuildOptions, Progress, Workshop, program_warnings, workshop

if TYPE_CHECKING:
    from sitegen.pages.plan import Plan


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a build found and did. `parsed` and `rendered` name the work; `written` counts copies too."""

    diagnostics: tuple[Diagnostic, ...]
    failed: bool
    pages: int = 0
    parsed: tuple[str, ...] = ()
    rendered: tuple[str, ...] = ()
    written: int = 0
    unchanged: int = 0
    removed: int = 0


def build(options: BuildOptions, progress: Progress | None = None) -> Outcome:
    """Raises Locked, Occupied, Foreign, NoCluster and OSError; all else that happens is in the outcome."""
    with workshop(options, progress) as shop, reserved(options.out) if options.publish else nullcontext():
        return on_sound_store(shop.store, lambda: _build(options, shop))


def _build(options: BuildOptions, shop: Workshop) -> Outcome:
    if options.publish:
        recover(options.out)
    gathered = gather(options, shop)
    if isinstance(gathered, tuple):
        return Outcome(diagnostics=in_order(gathered), failed=True)
    last = _last(options, gathered, shop)
    parsed: tuple[str, ...] = ()
    if last:
        done, parsed = _short_ways(options, gathered, last, shop)
        if done:
            return done
    return _long_way(options, gathered, parsed, shop)


def _last(options: BuildOptions, gathered: Gathered, shop: Workshop) -> Finished | None:
    """The last build that published, if nothing but documents and theme has changed since."""
    last = finished_before(shop.store)
    if last is None or not options.publish or last.inputs.around != gathered.inputs.around:
        return None
    return None if _fails((*gathered.diagnostics, *last.diagnostics), options) else last


def _short_ways(
    options: BuildOptions, gathered: Gathered, last: Finished, shop: Workshop
) -> tuple[Outcome | None, tuple[str, ...]]:
    """What is done without looking at everything, if that will do; and what was parsed."""
    parsed: tuple[str, ...] = ()
    if last.inputs == gathered.inputs:
        result = untouched(options.out, shop.store, shop.clock)
        keep_survey(shop.store, gathered.surveyed)
    elif last.inputs.documents == gathered.inputs.documents:
        # Imported here and below, since a build that finds nothing changed needs none of it.
        from sitegen.restyle import restyle

        result = restyle(options, gathered, last, shop)
    else:
        from sitegen.revise import revise

        parsed, result = revise(options, gathered, last, shop)
    return (_done(gathered, last, parsed, result, shop) if result else None), parsed


def _done(
    gathered: Gathered, last: Finished, parsed: tuple[str, ...], result: Result, shop: Workshop
) -> Outcome:
    """The outcome of a short way."""
    problems = (*gathered.diagnostics, *last.diagnostics, *result.diagnostics)
    failed = has_errors(problems)
    if last.inputs != gathered.inputs and not failed:
        finish(shop.store, msgspec.structs.replace(last, inputs=gathered.inputs))
    shop.store.commit()
    return _outcome((*problems, *program_warnings(shop.store)), failed, last.pages, parsed, result)


def _long_way(options: BuildOptions, gathered: Gathered, parsed: tuple[str, ...], shop: Workshop) -> Outcome:
    """Reads, assembles and plans everything; `parsed` was already before."""
    from sitegen.prepare import finished, keep, prepare, publish

    prepared = prepare(options, gathered, shop)
    plan = prepared.plan
    problems = (*gathered.diagnostics, *prepared.diagnostics)
    sound = _soundness(problems, plan, options)
    result = Result()
    if options.publish and sound():
        result = publish(options, gathered, prepared, shop, sound)
    else:
        for _ in plan.pages():
            pass
    problems += (*plan.problems, *result.diagnostics)
    failed = _fails(problems, options)
    keep(gathered, prepared, shop)
    if options.publish and result.as_planned and not failed:
        finish(shop.store, finished(gathered, prepared))
    shop.store.commit()
    parsed = tuple(sorted({*parsed, *prepared.content.parsed}))
    return _outcome((*problems, *program_warnings(shop.store)), failed, plan.number, parsed, result)


def _outcome(
    problems: Iterable[Diagnostic], failed: bool, pages: int, parsed: tuple[str, ...], result: Result
) -> Outcome:
    return Outcome(
        diagnostics=in_order(problems),
        failed=failed,
        pages=pages,
        parsed=parsed,
        rendered=result.rendered,
        written=result.written,
        unchanged=result.unchanged,
        removed=len(result.removed),
    )


def _soundness(found: Iterable[Diagnostic], plan: Plan, options: BuildOptions) -> Callable[[], bool]:
    """Tells whether the site can still be published; asked before every page, so it looks only at news."""
    failed, seen = _fails(found, options), 0

    def sound() -> bool:
        nonlocal failed, seen
        if len(plan.problems) > seen:
            failed = failed or _fails(plan.problems[seen:], options)
            seen = len(plan.problems)
        return not failed

    return sound


def _fails(problems: Iterable[Diagnostic], options: BuildOptions) -> bool:
    found = tuple(problems)
    return has_errors(found) or (options.strict and bool(found))
