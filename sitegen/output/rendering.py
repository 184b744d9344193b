"""Which pages must be rendered, and their bytes: the others stand in the published folder as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor

import msgspec

from sitegen.archive.urls import output_path
from sitegen.core.diagnostics import diagnostic
from sitegen.core.digest import digest
from sitegen.core.jobs import run
from sitegen.output.render import RenderContext, RenderJob, render_batch
from sitegen.output.templates import Rendered
from sitegen.pages.planned import PlannedPage


class Wanted(msgspec.Struct, frozen=True):
    """A page with the key of what it is made from, and its encoded model."""

    planned: PlannedPage
    key: bytes
    encoded: bytes

    @property
    def target(self) -> str:
        return output_path(self.planned.path)


def wanted_pages(pages: tuple[PlannedPage, ...], context: RenderContext, engine: bytes) -> list[Wanted]:
    encoder = msgspec.msgpack.Encoder()
    chromes = {lang: encoder.encode(chrome) for lang, chrome in context.chromes.items()}
    surroundings: dict[tuple[str, str], bytes] = {}
    found = []
    for planned in pages:
        encoded = encoder.encode(planned.page)
        around = (planned.template, planned.lang)
        if around not in surroundings:
            closure = context.theme.closure_digest(planned.template)
            name = planned.template.encode()
            surroundings[around] = digest(engine, name, closure, planned.lang.encode(), chromes[planned.lang])
        found.append(Wanted(planned, digest(surroundings[around], encoded), encoded))
    return found


def render_pages(
    pages: Iterable[Wanted],
    context: RenderContext,
    bodies: Callable[[tuple[bytes, ...]], dict[bytes, str]],
    executor: Executor,
) -> Iterator[Rendered]:
    """The pages' bytes, or what their templates did wrong, in the order of the pages."""
    jobs = (
        RenderJob(page.planned.template, page.planned.lang, page.encoded, bodies(page.planned.bodies))
        for page in pages
    )
    return run(executor, render_batch, msgspec.msgpack.encode(context), jobs, _lost)


def _lost(job: RenderJob) -> Rendered:
    return Rendered(b"", (diagnostic("E507", f"templates/{job.template}"),))
