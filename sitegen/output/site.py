"""Publishes a plan: what changed is made or copied, the rest is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest
from sitegen.output.journal import is_listed, listed
from sitegen.output.publish import Copy, Publication
from sitegen.output.standing import SURROUNDINGS, KeptPictures, Made, PublishResult, Standing, Wanted, Written
from sitegen.pages.plan import Plan

if TYPE_CHECKING:
    from sitegen.output.render import Renderer

NEW_PAGE = "new"
DAMAGED = "the file was changed or deleted"


def publish_site(
    plan: Plan,
    pages: tuple[Wanted, ...],
    copies: tuple[Copy, ...],
    standing: Standing,
    kept: KeptPictures,
    renderer: Callable[[], Renderer],
    later: Iterable[Wanted] = (),
) -> PublishResult | None:
    """Makes the folder exactly the planned set of files, unless a template fails: then nothing changes.

    `pages` are those of the plan without those that are made `later`; pictures that are `kept` need not be
    made. None if the rest of the site should stay and is not as the last build left it: nothing changes,
    either.
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
    result = _publish(standing, ours, planned, changed, copies, kept, renderer)
    if not plan.stays and not result.diagnostics:
        kept.sweep((*pages, *later))
    return result


def _publish(
    standing: Standing,
    ours: frozenset[str],
    planned: set[str],
    changed: list[Wanted],
    copies: tuple[Copy, ...],
    kept: KeptPictures,
    renderer: Callable[[], Renderer],
) -> PublishResult:
    standing.begin()
    with Publication(standing.out, ours) as publication:
        before = standing.made(page.target for page in changed)
        written, found = _put_kept(publication, standing, changed, before, kept)
        to_make = [page for page in changed if page.target not in found]
        if to_make:
            made, problems = _put_pages(publication, standing, to_make, before, kept, renderer)
            written += made
        else:
            problems = ()
        if problems:
            return PublishResult(diagnostics=problems)
        to_copy = [copy for copy in copies if not standing.has(copy.target, copy.key)]
        copied = [(copy.target, _copied(publication, copy)) for copy in to_copy]
        written += [(target, content, content, None) for target, content in copied]
        removed = publication.commit(planned)
    standing.wrote(written)
    standing.keep(planned)
    return PublishResult(
        rendered=tuple(page.target for page in to_make),
        written=len(written),
        unchanged=len(planned) - len(written),
        removed=removed,
        as_planned=copied == [(copy.target, copy.key) for copy in to_copy],
    )


def _copied(publication: Publication, copy: Copy) -> bytes:
    if copy.content is None:
        return publication.copy(copy.target, copy.source)
    publication.put(copy.target, copy.content)
    return copy.key


def _put_kept(
    publication: Publication,
    standing: Standing,
    pages: list[Wanted],
    before: Mapping[str, Made],
    kept: KeptPictures,
) -> tuple[list[Written], set[str]]:
    """Puts the pictures that an earlier build has made, one at a time; returns what was written, and the
    targets of all kept pictures."""
    written: list[Written] = []
    found: set[str] = set()
    for page in pages:
        if content := kept.find(page):
            found.add(page.target)
            written += _put(publication, standing, page, content, digest(content), before.get(page.target))
    return written, found


def _put_pages(
    publication: Publication,
    standing: Standing,
    pages: list[Wanted],
    before: Mapping[str, Made],
    kept: KeptPictures,
    renderer: Callable[[], Renderer],
) -> tuple[list[Written], tuple[Diagnostic, ...]]:
    """Makes pages and puts those whose bytes are not there already; after a problem, none is put any more."""
    written: list[Written] = []
    problems: list[Diagnostic] = []
    for page, result in renderer().render(pages):
        problems += result.diagnostics
        if not result.diagnostics:
            kept.keep(page, result.content)
        if not problems:
            earlier = before.get(page.target)
            written += _put(publication, standing, page, result.content, result.digest, earlier)
    return written, tuple(problems)


def _put(
    publication: Publication,
    standing: Standing,
    page: Wanted,
    content: bytes,
    name: bytes,
    before: Made | None,
) -> Iterator[Written]:
    """Puts a page, unless its bytes are there already."""
    made = _made(page, before, standing)
    if not standing.stands(page.target, page.key, name, made):
        publication.put(page.target, content)
        yield page.target, page.key, name, made


def _made(page: Wanted, before: Made | None, standing: Standing) -> Made:
    model = page.page.digest
    if before is None:
        return Made(page.surroundings, model, b"", (NEW_PAGE,), standing.build)
    parts = zip(SURROUNDINGS, before.surroundings, page.surroundings, strict=False)
    why = [name for name, old, new in parts if old != new]
    if standing.before[page.target].key == page.key:
        why.append(DAMAGED)
    return Made(page.surroundings, model, before.model, tuple(why), standing.build)
