"""Renders one planned page to bytes: a pure function of the page, the theme and the language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from functools import lru_cache

import msgspec

from sitegen.core.diagnostics import diagnostic
from sitegen.core.digest import LookUp, digest
from sitegen.core.files import content_of
from sitegen.core.interrupts import OverBudget, budget, budget_handler
from sitegen.core.jobs import BATCH, Progress, batches, run_batches
from sitegen.language.catalogue import Catalogue
from sitegen.output.makers import MAKERS, Materials, Unmakeable, is_heavy
from sitegen.output.standing import WantedPage
from sitegen.output.templates import RenderedPage, render
from sitegen.output.theme import Theme
from sitegen.pages import views
from sitegen.pages.planned import SourceFile

_SECONDS = 60.0  # a template's limit; the sitemap of a million addresses takes half of it
_given_up: set[str] = set()  # templates that have taken too long in this process
HEAVY = 100  # pages that one heavy file counts for
_LONG = 10 * HEAVY  # from this weight on, progress names the file that is being made


class RenderContext(msgspec.Struct, frozen=True):
    """What all pages of a build are rendered with: plain data, which can be sent to a worker."""

    theme: Theme
    chromes: dict[str, views.Chrome]
    catalogues: dict[str, Catalogue]


class FileToUse(msgspec.Struct, frozen=True):
    """A source file of a maker: its path from the site's folder, its full path on this machine (`location`),
    the digest of its content, and the content itself if the workers do not share our disk."""

    path: str
    location: str
    digest: bytes
    content: bytes | None = None


class RenderJob(msgspec.Struct, frozen=True):
    """A page to render: its encoded view, the HTML (UTF-8) of the texts it shows by digest, and the files it
    is made from."""

    template: str
    lang: str
    view: bytes
    bodies: dict[bytes, bytes]
    files: tuple[FileToUse, ...] = ()


def render_batch(context: bytes, jobs: tuple[RenderJob, ...]) -> list[RenderedPage]:
    """Renders pages with an encoded RenderContext. A mistake of a template is a diagnostic, not an
    exception."""
    decoded = _context(context)
    with budget_handler():
        return [_render_in_time(decoded, job) for job in jobs]


@lru_cache(maxsize=2)
def _context(encoded: bytes) -> RenderContext:
    return msgspec.msgpack.decode(encoded, type=RenderContext)


def new_templates() -> None:
    """Forgets, at the beginning of a build, which templates took too long: they may have been mended."""
    _given_up.clear()


def _render_in_time(context: RenderContext, job: RenderJob) -> RenderedPage:
    """Renders within the limit of time. A template that took too long once is given up at once for further
    pages: there may be thousands."""
    if job.template not in _given_up:
        try:
            with budget(_SECONDS):
                return render_job(context, job)
        except OverBudget:
            _given_up.add(job.template)
    return RenderedPage(b"", (diagnostic("E508", f"templates/{job.template}", seconds=f"{_SECONDS:g}"),))


def render_job(context: RenderContext, job: RenderJob) -> RenderedPage:
    rendered = make_file(job) if job.template in MAKERS else _render_page(context, job)
    name = digest(rendered.content)
    return msgspec.structs.replace(rendered, digest=name)


def _render_page(context: RenderContext, job: RenderJob) -> RenderedPage:
    page = msgspec.msgpack.decode(job.view, type=views.TEMPLATES[job.template])
    bodies = {name: body.decode() for name, body in job.bodies.items()}
    words = context.catalogues[job.lang]
    return render(context.theme, words, job.template, page, context.chromes.get(job.lang), bodies)


def make_file(job: RenderJob) -> RenderedPage:
    """The bytes of a file without a template, or why it cannot be made."""
    maker = MAKERS[job.template]
    try:
        materials = Materials(job.bodies, {file.path: _content(file) for file in job.files})
        return RenderedPage(maker.make(msgspec.msgpack.decode(job.view, type=maker.view), materials))
    except Unmakeable as refused:
        return RenderedPage(b"", (refused.problem,))


def _content(file: FileToUse) -> bytes:
    """The content of a source file. Raises Unmakeable if it has changed since it was planned."""
    content = content_of(file.location) if file.content is None else file.content
    if digest(content) != file.digest:
        raise Unmakeable(diagnostic("E809", file.path))
    return content


class Renderer(msgspec.Struct, frozen=True, kw_only=True):
    """Renders pages. `views` looks up encoded views by digest, `bodies` the HTML of texts by digest, `file`
    the files that pages are made from; `executor` gives an executor for a number of pages."""

    context: RenderContext
    views: LookUp
    bodies: LookUp
    file: Callable[[SourceFile], FileToUse]
    executor: Callable[[int], Executor]
    progress: Progress

    def render(self, pages: list[WantedPage]) -> Iterator[tuple[WantedPage, RenderedPage]]:
        """(page, its bytes or the diagnostics of its template), in the order of the pages."""
        new_templates()
        jobs = (job for some in batches(pages, BATCH) for job in self._jobs(some))
        context = msgspec.msgpack.encode(self.context)
        weight = sum(map(_weight, pages))
        results = run_batches(self.executor(weight), render_batch, context, jobs, _lost_page)
        stage = "pictures" if weight >= _LONG else "rendering"
        return self.progress(stage, len(pages), zip(pages, results, strict=True))

    def _jobs(self, pages: tuple[WantedPage, ...]) -> Iterator[RenderJob]:
        views = self.views(tuple(item.planned.view_digest for item in pages))
        texts = self.bodies(tuple(body for item in pages for body in item.planned.bodies))
        for page in (item.planned for item in pages):
            own = {body: texts[body] for body in page.bodies}
            files = tuple(map(self.file, page.files))
            yield RenderJob(page.template, page.lang, views[page.view_digest], own, files)


def _weight(page: WantedPage) -> int:
    """How many ordinary pages take as long as this one."""
    return HEAVY if is_heavy(page.planned.template) else 1


def _lost_page(job: RenderJob) -> RenderedPage:
    return RenderedPage(b"", (diagnostic("E507", f"templates/{job.template}"),))
