"""Which pages must be rendered, and their bytes: the others stand in the published folder as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
    """A page with the key of what it is made from, and its encoded model.

    `surroundings` are digests of what is not the page, in the order of `fingerprint.SURROUNDINGS`.
    """

    planned: PlannedPage
    key: bytes
    encoded: bytes
    surroundings: tuple[bytes, ...]

    @property
    def target(self) -> str:
        return output_path(self.planned.path)


def wanted_pages(
    pages: Iterable[PlannedPage], context: RenderContext, engine: bytes, words: Mapping[str, bytes]
) -> list[Wanted]:
    """`words` are digests of the catalogues by language."""
    encoder = msgspec.msgpack.Encoder()
    chromes = {lang: digest(encoder.encode(chrome)) for lang, chrome in context.chromes.items()}
    around: dict[tuple[str, str], tuple[tuple[bytes, ...], bytes]] = {}
    found = []
    for planned in pages:
        place = (planned.template, planned.lang)
        if place not in around:
            closure = context.theme.closure_digest(planned.template)
            parts: tuple[bytes, ...] = (engine, words[planned.lang], closure, chromes[planned.lang])
            around[place] = (parts, digest(planned.template.encode(), planned.lang.encode(), *parts))
        parts, base = around[place]
        encoded = encoder.encode(planned.page)
        found.append(Wanted(planned, digest(base, encoded), encoded, parts))
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
