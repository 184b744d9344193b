"""The plan becomes the published site: what changed is rendered or copied, the rest is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from itertools import chain, islice, tee

import msgspec

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest
from sitegen.output.fingerprint import SURROUNDINGS, changed_fields
from sitegen.output.makers import MAKERS
from sitegen.output.publish import Copy, Publication
from sitegen.output.render import FileToUse, RenderContext
from sitegen.output.rendering import Wanted, render_pages
from sitegen.output.standing import Made, Result, Standing, Written
from sitegen.output.templates import Rendered
from sitegen.pages.planned import SourceFile

ENOUGH = 512  # pages; with so many, it no longer matters how many more there are
HEAVY = 100
NEW = "new"
DAMAGED = "the file was changed or deleted"


class Workbench(msgspec.Struct, frozen=True):
    """What pages are rendered with. `shown` and `bodies` look up by digest what they show and their texts,
    `file` finds what they are made from."""

    context: RenderContext
    shown: Callable[[tuple[bytes, ...]], dict[bytes, bytes]]
    bodies: Callable[[tuple[bytes, ...]], dict[bytes, bytes]]
    file: Callable[[SourceFile], FileToUse]
    executor: Callable[[int], Executor]
    progress: Callable[[str, int, Iterable[Rendered]], Iterator[Rendered]]


def publish_site(
    standing: Standing,
    ours: frozenset[str],
    pages: Iterable[Wanted],
    files: tuple[Copy, ...],
    bench: Workbench,
    kept: Iterable[str] = (),
    about: int = 0,
    sound: Callable[[], bool] = lambda: True,
) -> Result:
    """Makes the folder exactly the planned set of files, unless a template fails: then nothing changes.

    `ours` are the files that may be replaced and removed, `kept` those that stay besides the ones given.
    Pages are rendered as they come, `about` so many at most, for as long as the site is `sound`; if it is
    not in the end, nothing changes either.
    """
    standing.begin()
    planned = set(kept)
    changed = _changed(standing, pages, planned, sound)
    with Publication(standing.out, ours) as publication:
        rendered, written, problems = _put_pages(publication, standing, changed, bench, about)
        if problems or not sound():
            return Result(diagnostics=problems)
        planned.update(copy.target for copy in files)
        to_copy = [copy for copy in files if not standing.has(copy.target, copy.key)]
        copied = [(copy.target, digest(publication.put(copy.target, copy.source))) for copy in to_copy]
        written += [(target, content, content, None) for target, content in copied]
        removed = publication.commit(planned)
    standing.wrote(written)
    standing.keep(planned)
    return Result(
        rendered=tuple(rendered),
        written=len(written),
        unchanged=len(planned) - len(written),
        removed=removed,
        as_planned=copied == [(copy.target, copy.key) for copy in to_copy],
    )


def _changed(
    standing: Standing, pages: Iterable[Wanted], planned: set[str], sound: Callable[[], bool]
) -> Iterator[Wanted]:
    """The pages that do not stand as they are; all are added to what is planned."""
    for page in pages:
        planned.add(page.target)
        if sound() and not standing.has(page.target, page.key):
            yield page


def _put_pages(
    publication: Publication, standing: Standing, pages: Iterator[Wanted], bench: Workbench, about: int
) -> tuple[list[str], list[Written], tuple[Diagnostic, ...]]:
    """Renders pages and puts those whose bytes are not there already; with a problem, none further."""
    rendered: list[str] = []
    written: list[Written] = []
    problems: list[Diagnostic] = []
    first = list(islice(pages, ENOUGH))
    to_render, to_put = tee(chain(first, pages))
    executor = bench.executor(sum(map(_weight, first)))
    results = render_pages(to_render, bench.context, bench.shown, bench.bodies, bench.file, executor)
    total = len(first) if len(first) < ENOUGH else max(about, ENOUGH)
    for page, result in zip(to_put, bench.progress("rendering", total, results), strict=True):
        rendered.append(page.target)
        problems += result.diagnostics
        why = tuple(_reasons(page, result.fields, standing, bench.shown))
        made = Made(page.surroundings, result.fields, why, standing.build)
        if not problems and not standing.stands(page.target, page.key, result.digest, made):
            publication.put(page.target, result.content)
            written.append((page.target, page.key, result.digest, made))
    return rendered, written, tuple(problems)


def _weight(page: Wanted) -> int:
    """How many pages take as long."""
    maker = MAKERS.get(page.page.template)
    return HEAVY if maker and maker.heavy else 1


def _reasons(
    page: Wanted,
    fields: bytes,
    standing: Standing,
    shown: Callable[[tuple[bytes, ...]], dict[bytes, bytes]],
) -> Iterator[str]:
    made = standing.made([page.target]).get(page.target)
    if made is None:
        yield NEW
        return
    for name, before, now in zip(SURROUNDINGS, made.surroundings, page.surroundings, strict=False):
        if before != now:
            yield name
    if made.fields != fields:
        model = shown((page.page.digest,))[page.page.digest]
        yield from changed_fields(made.fields, model)
    if standing.before[page.target].key == page.key:
        yield DAMAGED
