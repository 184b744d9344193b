"""The plan becomes the published site: what changed is made or copied, the rest is left alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sitegen.core.diagnostics import Diagnostic
from sitegen.output.listing import is_listed, listed
from sitegen.output.publish import Copy, Publication
from sitegen.output.standing import Made, PublishResult, Standing, Written
from sitegen.output.wanted import SURROUNDINGS, Wanted
from sitegen.pages.plan import Plan

if TYPE_CHECKING:
    from sitegen.output.rendering import Renderer

NEW = "new"
DAMAGED = "the file was changed or deleted"


def publish_site(
    plan: Plan,
    pages: tuple[Wanted, ...],
    copies: tuple[Copy, ...],
    standing: Standing,
    renderer: Callable[[], Renderer],
) -> PublishResult | None:
    """Makes the folder exactly the planned set of files, unless a template fails: then nothing changes.

    `pages` are those of the plan. None, and nothing changes either, if the rest of the site should stay and
    is not as the last build left it.
    """
    planned = {page.target for page in pages} | {copy.target for copy in copies}
    if plan.stays:
        if not planned <= standing.before.keys() or not is_listed(standing.out, standing.before):
            return None
        if not standing.has_still(standing.before.keys() - planned):
            return None
        ours = frozenset(standing.before)
        planned |= ours
    else:
        ours = listed(standing.out) or standing.ours()
    changed = [page for page in pages if not standing.has(page.target, page.key)]
    if plan.stays and not changed:
        standing.keep(planned)
        return PublishResult(unchanged=len(planned))
    return _publish(standing, ours, planned, changed, copies, renderer)


def _publish(
    standing: Standing,
    ours: frozenset[str],
    planned: set[str],
    changed: list[Wanted],
    copies: tuple[Copy, ...],
    renderer: Callable[[], Renderer],
) -> PublishResult:
    standing.begin()
    with Publication(standing.out, ours) as publication:
        written, problems = _put_pages(publication, standing, changed, renderer) if changed else ([], ())
        if problems:
            return PublishResult(diagnostics=problems)
        to_copy = [copy for copy in copies if not standing.has(copy.target, copy.key)]
        copied = [(copy.target, publication.copy(copy.target, copy.source)) for copy in to_copy]
        written += [(target, content, content, None) for target, content in copied]
        removed = publication.commit(planned)
    standing.wrote(written)
    standing.keep(planned)
    return PublishResult(
        rendered=tuple(page.target for page in changed),
        written=len(written),
        unchanged=len(planned) - len(written),
        removed=removed,
        as_planned=copied == [(copy.target, copy.key) for copy in to_copy],
    )


def _put_pages(
    publication: Publication, standing: Standing, pages: list[Wanted], renderer: Callable[[], Renderer]
) -> tuple[list[Written], tuple[Diagnostic, ...]]:
    """Makes pages and puts those whose bytes are not there already; with a problem, none further."""
    written: list[Written] = []
    problems: list[Diagnostic] = []
    before = standing.made(page.target for page in pages)
    for page, result in renderer().render(pages):
        problems += result.diagnostics
        made = _made(page, before.get(page.target), standing)
        if not problems and not standing.stands(page.target, page.key, result.digest, made):
            publication.put(page.target, result.content)
            written.append((page.target, page.key, result.digest, made))
    return written, tuple(problems)


def _made(page: Wanted, before: Made | None, standing: Standing) -> Made:
    model = page.page.digest
    if before is None:
        return Made(page.surroundings, model, b"", (NEW,), standing.build)
    parts = zip(SURROUNDINGS, before.surroundings, page.surroundings, strict=False)
    why = [name for name, old, new in parts if old != new]
    if standing.before[page.target].key == page.key:
        why.append(DAMAGED)
    return Made(page.surroundings, model, before.model, tuple(why), standing.build)
