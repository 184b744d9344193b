"""The pipeline: files -> documents -> archive -> pages -> bytes -> the published site. Read this first.

    gather    looks at all that the site is made from; when nothing has changed, that is all
    prepare   reads what changed (parse is pure and remembered), assembles the archive, plans every page
    publish   renders the pages that changed, and makes the folder exactly what is planned, all or nothing

Errors stop the site from being published, never the search for further errors.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    if last and (nothing_to_do := _unchanged(options, gathered, last, shop)):
        return nothing_to_do
    # Imported here, since a build that finds nothing changed needs none of it.
    from sitegen.output.site import Result
    from sitegen.prepare import prepare, publish
    from sitegen.revise import Revision, revise

    revision = revise(options, gathered, last, shop) if last else Revision()
    if last and revision.result:
        return _revised(gathered, last, revision.parsed, revision.result, shop)
    prepared = prepare(options, gathered, shop)
    problems = prepared.diagnostics
    result = Result()
    if options.publish and not _fails(problems, options):
        result = publish(options, prepared, shop)
        problems += result.diagnostics
    if options.publish and result.as_planned and not _fails(problems, options):
        documents = gathered.surveyed.documents.digest()
        finish(shop.store, Finished(documents, gathered.around, in_order(problems), len(prepared.pages)))
    if shop.store.discarded:
        problems += (diagnostic("W701", f"{STATE}/store"),)
    shop.store.commit()
    return Outcome(
        diagnostics=in_order(problems),
        failed=_fails(problems, options),
        pages=len(prepared.pages),
        parsed=tuple(sorted({*revision.parsed, *prepared.content.parsed})),
        rendered=result.rendered,
        written=result.written,
        unchanged=result.unchanged,
        removed=len(result.removed),
    )


def _last(options: BuildOptions, gathered: Gathered, shop: Workshop) -> Finished | None:
    """The last build that published, if nothing but documents has changed since."""
    last = finished_before(shop.store)
    if (
        last is None
        or not options.publish
        or last.around != gathered.around
        or _fails(last.diagnostics, options)
    ):
        return None
    return last


def _unchanged(options: BuildOptions, gathered: Gathered, last: Finished, shop: Workshop) -> Outcome | None:
    """The outcome, if all is as it was for the last build and what that published stands untouched."""
    if last.documents != gathered.surveyed.documents.digest():
        return None
    files = untouched(options.out, shop.store, shop.clock)
    if files is None:
        return None
    keep_survey(shop.store, gathered.surveyed)
    shop.store.commit()
    return Outcome(diagnostics=last.diagnostics, failed=False, pages=last.pages, unchanged=files)


def _revised(
    gathered: Gathered, last: Finished, parsed: tuple[str, ...], result: Result, shop: Workshop
) -> Outcome:
    finish(shop.store, msgspec.structs.replace(last, documents=gathered.surveyed.documents.digest()))
    shop.store.commit()
    return Outcome(
        diagnostics=last.diagnostics,
        failed=False,
        pages=last.pages,
        parsed=parsed,
        rendered=result.rendered,
        written=result.written,
        unchanged=result.unchanged,
    )


def _fails(problems: Iterable[Diagnostic], options: BuildOptions) -> bool:
    found = tuple(problems)
    return has_errors(found) or (options.strict and bool(found))
