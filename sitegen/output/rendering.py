"""Pages to bytes, on an executor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor

import msgspec

from sitegen.core.batches import Progress, batches
from sitegen.core.diagnostics import diagnostic
from sitegen.core.digest import LookUp
from sitegen.core.jobs import BATCH, run_batches
from sitegen.output.makers import MAKERS
from sitegen.output.render import FileToUse, RenderContext, RenderJob, new_templates, render_batch
from sitegen.output.templates import Rendered
from sitegen.output.wanted import Wanted
from sitegen.pages.planned import SourceFile

HEAVY = 100  # pages that one heavy file counts for


class Renderer(msgspec.Struct, frozen=True, kw_only=True):
    """What pages are made with. `shown` and `bodies` look up what they show, encoded, and the HTML of texts,
    by digest; `file` finds what they are made from; `executor` gives one fit for a number of pages."""

    context: RenderContext
    shown: LookUp
    bodies: LookUp
    file: Callable[[SourceFile], FileToUse]
    executor: Callable[[int], Executor]
    progress: Progress

    def render(self, pages: list[Wanted]) -> Iterator[tuple[Wanted, Rendered]]:
        """The pages' bytes, or what their templates did wrong, in the order of the pages."""
        new_templates()
        jobs = (job for some in batches(pages, BATCH) for job in self._jobs(some))
        context = msgspec.msgpack.encode(self.context)
        results = run_batches(self.executor(sum(map(_weight, pages))), render_batch, context, jobs, _lost)
        return zip(pages, self.progress("rendering", len(pages), results), strict=True)

    def _jobs(self, pages: tuple[Wanted, ...]) -> Iterator[RenderJob]:
        models = self.shown(tuple(item.page.digest for item in pages))
        texts = self.bodies(tuple(body for item in pages for body in item.page.bodies))
        for page in (item.page for item in pages):
            own = {body: texts[body] for body in page.bodies}
            files = tuple(map(self.file, page.files))
            yield RenderJob(page.template, page.lang, models[page.digest], own, files)


def _weight(page: Wanted) -> int:
    """How many pages take as long."""
    maker = MAKERS.get(page.page.template)
    return HEAVY if maker and maker.heavy else 1


def _lost(job: RenderJob) -> Rendered:
    return Rendered(b"", (diagnostic("E507", f"templates/{job.template}"),))
