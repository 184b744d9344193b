"""The pipeline: files -> documents -> archive -> pages -> bytes -> the published site. Read this first.

    gather    looks at all that the site is made from; when nothing has changed, that is all
    prepare   reads what changed (parse is pure and remembered), assembles the archive, plans every page
    publish   renders the pages that changed, and makes the folder exactly what is planned, all or nothing

Errors stop the site from being published, never the search for further errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.reading import keep_survey
from sitegen.core.diagnostics import Diagnostic, diagnostic, has_errors, in_order
from sitegen.core.store import LostValue
from sitegen.gather import Gathered, gather
from sitegen.output.publish import recover
from sitegen.output.standing import Finished, finish, finished_before, untouched
from sitegen.workshop import STATE, BuildOptions, Progress, Workshop, workshop

if TYPE_CHECKING:
    from sitegen.output.site import Result
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
    """Raises Locked, Foreign, NoCluster and OSError; everything else that happens is in the outcome."""
    with workshop(options, progress) as shop:
        try:
            return _build(options, shop)
        except LostValue as problem:
            shop.store.discard(str(problem))
            return _build(options, shop)


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
    if last is None or not options.publish or last.around != gathered.around:
        return None
    return None if _fails((*gathered.diagnostics, *last.diagnostics), options) else last


def _short_ways(
    options: BuildOptions, gathered: Gathered, last: Finished, shop: Workshop
) -> tuple[Outcome | None, tuple[str, ...]]:
    """What is done without looking at everything, if that will do; and what was parsed."""
    same_documents = last.documents == gathered.surveyed.documents.digest()
    if same_documents and last.style == gathered.style:
        files = untouched(options.out, shop.store, shop.clock)
        if files is None:
            return None, ()
        keep_survey(shop.store, gathered.surveyed)
        return _done(gathered, last, (), None, files, shop), ()
    # Imported here, since a build that finds nothing changed needs none of it.
    from sitegen.restyle import restyle
    from sitegen.revise import revise

    if same_documents:
        parsed: tuple[str, ...] = ()
        result = restyle(options, gathered, last, shop)
    else:
        parsed, result = revise(options, gathered, last, shop)
    return (_done(gathered, last, parsed, result, 0, shop) if result else None), parsed


def _done(
    gathered: Gathered,
    last: Finished,
    parsed: tuple[str, ...],
    result: Result | None,
    files: int,
    shop: Workshop,
) -> Outcome:
    """The outcome of a short way; without a result, `files` are those that stand."""
    problems = (*gathered.diagnostics, *last.diagnostics, *(result.diagnostics if result else ()))
    failed = has_errors(problems)
    if result and not failed:
        documents = gathered.surveyed.documents.digest()
        finish(shop.store, msgspec.structs.replace(last, documents=documents, style=gathered.style))
    shop.store.commit()
    return Outcome(
        diagnostics=in_order(problems),
        failed=failed,
        pages=last.pages,
        parsed=parsed,
        rendered=result.rendered if result else (),
        written=result.written if result else 0,
        unchanged=result.unchanged if result else files,
        removed=len(result.removed) if result else 0,
    )


def _long_way(options: BuildOptions, gathered: Gathered, parsed: tuple[str, ...], shop: Workshop) -> Outcome:
    """Reads, assembles and plans everything; `parsed` was already before."""
    from sitegen.output.site import Result
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
    keep(gathered, prepared, shop)
    if options.publish and result.as_planned and not _fails(problems, options):
        finish(shop.store, finished(gathered, prepared))
    if shop.store.discarded:
        problems += (diagnostic("W701", f"{STATE}/store"),)
    shop.store.commit()
    return Outcome(
        diagnostics=in_order(problems),
        failed=_fails(problems, options),
        pages=plan.number,
        parsed=tuple(sorted({*parsed, *prepared.content.parsed})),
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
