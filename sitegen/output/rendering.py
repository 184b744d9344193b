"""Which pages must be rendered, and their bytes: the others stand in the published folder as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor

import msgspec

from sitegen.archive.urls import output_path
from sitegen.core.batches import batches
from sitegen.core.diagnostics import diagnostic
from sitegen.core.digest import digest
from sitegen.core.jobs import BATCH, run
from sitegen.output.makers import MAKERS
from sitegen.output.render import FileToUse, RenderContext, RenderJob, new_templates, render_batch
from sitegen.output.templates import Rendered
from sitegen.pages.planned import PageRecord, SourceFile


class Wanted(msgspec.Struct, frozen=True):
    """A page of the plan with the key of all that it is made from, and its place in the folder.

    `surroundings` are digests of what is not the page, in the order of `fingerprint.SURROUNDINGS`.
    """

    page: PageRecord
    target: str
    key: bytes
    surroundings: tuple[bytes, ...]


def wanted_pages(pages: Iterable[PageRecord], context: RenderContext, engine: bytes) -> Iterator[Wanted]:
    """`engine` names the program."""
    encoder = msgspec.msgpack.Encoder()
    words = {lang: digest(encoder.encode(catalogue)) for lang, catalogue in context.catalogues.items()}
    chromes = {lang: digest(encoder.encode(chrome)) for lang, chrome in context.chromes.items()}
    around: dict[tuple[str, str], tuple[tuple[bytes, ...], bytes]] = {}
    for page in pages:
        place = (page.template, page.lang)
        if place not in around:
            parts: tuple[bytes, ...] = (engine,)
            if page.template not in MAKERS:
                closure = context.theme.closure_digest(page.template)
                parts = (engine, words[page.lang], closure, chromes[page.lang])
            around[place] = (parts, digest(page.template.encode(), page.lang.encode(), *parts))
        parts, base = around[place]
        key = base + page.digest
        if page.files:
            key = digest(key, *(file.digest for file in page.files))
        yield Wanted(page, output_path(page.path), key, parts)


def render_pages(
    pages: Iterable[Wanted],
    context: RenderContext,
    shown: Callable[[tuple[bytes, ...]], dict[bytes, bytes]],
    bodies: Callable[[tuple[bytes, ...]], dict[bytes, bytes]],
    file: Callable[[SourceFile], FileToUse],
    executor: Executor,
) -> Iterator[Rendered]:
    """The pages' bytes, or what their templates did wrong, in the order of the pages.

    `shown` and `bodies` look up what pages show, encoded, and the HTML of texts, by digest; `file` finds what
    they are made from.
    """
    new_templates()
    jobs = (job for some in batches(pages, BATCH) for job in _jobs(some, shown, bodies, file))
    return run(executor, render_batch, msgspec.msgpack.encode(context), jobs, _lost)


def _jobs(
    pages: tuple[Wanted, ...],
    shown: Callable[[tuple[bytes, ...]], dict[bytes, bytes]],
    bodies: Callable[[tuple[bytes, ...]], dict[bytes, bytes]],
    file: Callable[[SourceFile], FileToUse],
) -> Iterator[RenderJob]:
    models = shown(tuple(item.page.digest for item in pages))
    texts = bodies(tuple(body for item in pages for body in item.page.bodies))
    for page in (item.page for item in pages):
        own = {body: texts[body] for body in page.bodies}
        yield RenderJob(page.template, page.lang, models[page.digest], own, tuple(map(file, page.files)))


def _lost(job: RenderJob) -> Rendered:
    return Rendered(b"", (diagnostic("E507", f"templates/{job.template}"),))
