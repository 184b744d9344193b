"""Which pages must be rendered, and their bytes: the others stand in the published folder as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor

import msgspec

from sitegen.archive.urls import output_path
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.digest import digest
from sitegen.core.files import Signature
from sitegen.core.jobs import run
from sitegen.output.render import RenderContext, RenderJob, render_batch
from sitegen.output.templates import Rendered
from sitegen.pages.planned import PlannedPage


class Published(msgspec.Struct, frozen=True, array_like=True):
    """What the store knows of a published file: what it was made from, and what it then was on disk."""

    key: bytes
    content: bytes
    signature: Signature


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
    pages: list[Wanted],
    context: RenderContext,
    bodies: Callable[[frozenset[bytes]], Mapping[bytes, str]],
    executor: Executor,
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The bytes of the pages by their place in the published folder, and what templates did wrong."""
    needed = frozenset(body for page in pages for body in page.planned.bodies)
    html = bodies(needed)
    jobs = [
        RenderJob(
            page.planned.template,
            page.planned.lang,
            page.encoded,
            {body: html[body] for body in page.planned.bodies},
        )
        for page in pages
    ]
    contents: dict[str, bytes] = {}
    problems: list[Diagnostic] = []
    results = run(executor, render_batch, msgspec.msgpack.encode(context), jobs, _lost)
    for page, rendered in zip(pages, results, strict=True):
        contents[page.target] = rendered.content
        problems += rendered.diagnostics
    return contents, problems


def _lost(job: RenderJob) -> Rendered:
    return Rendered(b"", (diagnostic("E507", f"templates/{job.template}"),))
