"""The plan becomes the published site: what changed is rendered or copied, the rest is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor

import msgspec

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest
from sitegen.core.store import Store
from sitegen.output.fingerprint import SURROUNDINGS, changed_fields
from sitegen.output.publish import Copy, Publication
from sitegen.output.render import RenderContext
from sitegen.output.rendering import Wanted, render_pages
from sitegen.output.standing import Made, Published, Standing, Written
from sitegen.output.templates import Rendered

NEW = "new"
DAMAGED = "the file was changed or deleted"


class Result(msgspec.Struct, frozen=True):
    """`rendered` names the pages that were rendered, `removed` the files that went.

    Not `as_planned`: a file was changed while it was published.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    rendered: tuple[str, ...] = ()
    written: int = 0
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    as_planned: bool = True


class Workbench(msgspec.Struct, frozen=True):
    """What pages are rendered with. `shown` and `bodies` look up by digest what they show and their texts."""

    context: RenderContext
    shown: Callable[[tuple[bytes, ...]], dict[bytes, bytes]]
    bodies: Callable[[tuple[bytes, ...]], dict[bytes, str]]
    executor: Callable[[int], Executor]
    progress: Callable[[str, int, Iterable[Rendered]], Iterator[Rendered]]


def publish_site(
    standing: Standing,
    ours: frozenset[str],
    pages: list[Wanted],
    files: tuple[Copy, ...],
    bench: Workbench,
    store: Store,
    kept: Iterable[str] = (),
) -> Result:
    """Makes the folder exactly the planned set of files, unless a template fails: then nothing changes.

    `ours` are the files that may be replaced and removed, `kept` those that stay besides the ones given.
    """
    planned = frozenset((*kept, *(page.target for page in pages), *(copy.target for copy in files)))
    to_render = [page for page in pages if not standing.has(page.target, page.key)]
    to_copy = [copy for copy in files if not standing.has(copy.target, copy.key)]
    with Publication(standing.out, ours) as publication:
        written, problems = _put_pages(publication, standing, to_render, bench)
        if problems:
            return Result(diagnostics=problems)
        copied = [(copy.target, digest(publication.put(copy.target, copy.source))) for copy in to_copy]
        written += [(target, content, content, None) for target, content in copied]
        removed = publication.commit(planned)
    standing.wrote(written)
    standing.keep(store, planned)
    return Result(
        rendered=tuple(page.target for page in to_render),
        written=len(written),
        unchanged=len(planned) - len(written),
        removed=removed,
        as_planned=copied == [(copy.target, copy.key) for copy in to_copy],
    )


def _put_pages(
    publication: Publication, standing: Standing, pages: list[Wanted], bench: Workbench
) -> tuple[list[Written], tuple[Diagnostic, ...]]:
    """Renders pages and puts those whose bytes are not there already; with a problem, none further."""
    written: list[Written] = []
    problems: list[Diagnostic] = []
    results = render_pages(pages, bench.context, bench.shown, bench.bodies, bench.executor(len(pages)))
    for page, rendered in zip(pages, bench.progress("rendering", len(pages), results), strict=True):
        problems += rendered.diagnostics
        content = digest(rendered.content)
        why = tuple(_reasons(page, rendered.fields, standing.before.get(page.target), bench.shown))
        made = Made(page.surroundings, rendered.fields, why, standing.build)
        if not problems and not standing.stands(page.target, page.key, content, made):
            publication.put(page.target, rendered.content)
            written.append((page.target, page.key, content, made))
    return written, tuple(problems)


def _reasons(
    page: Wanted,
    fields: bytes,
    known: Published | None,
    shown: Callable[[tuple[bytes, ...]], dict[bytes, bytes]],
) -> Iterator[str]:
    if known is None or known.made is None:
        yield NEW
        return
    for name, before, now in zip(SURROUNDINGS, known.made.surroundings, page.surroundings, strict=False):
        if before != now:
            yield name
    if known.made.fields != fields:
        model = shown((page.page.digest,))[page.page.digest]
        yield from changed_fields(known.made.fields, model)
    if known.key == page.key:
        yield DAMAGED
