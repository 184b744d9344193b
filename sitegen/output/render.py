"""One planned page to its bytes: a pure function of what the page, the theme and the language say."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from sitegen.core.budget import OverBudget, budget, budgets
from sitegen.core.diagnostics import diagnostic
from sitegen.core.digest import digest
from sitegen.core.files import content_of
from sitegen.language.catalogue import Catalogue
from sitegen.output.makers import MAKERS
from sitegen.output.making import Materials, Unmakeable
from sitegen.output.templates import Rendered, Theme, render
from sitegen.pages import views

_SECONDS = 60.0  # a map of a site with a million addresses takes half of that
_given_up: set[str] = set()  # templates that have taken too long in this process


class RenderContext(msgspec.Struct, frozen=True):
    """What all pages of a build are rendered with. Plain data, so that it can travel to a worker."""

    theme: Theme
    chromes: dict[str, views.Chrome]
    catalogues: dict[str, Catalogue]


class FileToUse(msgspec.Struct, frozen=True):
    """A file to make something from: its path in the site's folder, its place on this machine's disk, the
    digest of its content, and the content itself where the disk is not shared."""

    path: str
    place: str
    digest: bytes
    content: bytes | None = None


class RenderJob(msgspec.Struct, frozen=True):
    """A page as its encoded model, with the HTML (UTF-8) of the texts it shows by their digests, and the
    files it is made from."""

    template: str
    lang: str
    page: bytes
    bodies: dict[bytes, bytes]
    files: tuple[FileToUse, ...] = ()


def render_batch(context: bytes, jobs: tuple[RenderJob, ...]) -> list[Rendered]:
    """Renders pages with an encoded RenderContext. Never raises for what a template does wrong."""
    decoded = _context(context)
    with budgets():
        return [_in_time(decoded, job) for job in jobs]


@lru_cache(maxsize=2)
def _context(encoded: bytes) -> RenderContext:
    return msgspec.msgpack.decode(encoded, type=RenderContext)


def new_templates() -> None:
    """For a build that begins: what took too long before may be mended."""
    _given_up.clear()


def _in_time(context: RenderContext, job: RenderJob) -> Rendered:
    """A template that took too long once is not waited for again: it may have thousands of pages."""
    if job.template not in _given_up:
        try:
            with budget(_SECONDS):
                return render_job(context, job)
        except OverBudget:
            _given_up.add(job.template)
    return Rendered(b"", (diagnostic("E508", f"templates/{job.template}", seconds=f"{_SECONDS:g}"),))


def render_job(context: RenderContext, job: RenderJob) -> Rendered:
    rendered = _made(job) if job.template in MAKERS else _rendered(context, job)
    name = digest(rendered.content)
    return msgspec.structs.replace(rendered, digest=name)


def _rendered(context: RenderContext, job: RenderJob) -> Rendered:
    page = msgspec.msgpack.decode(job.page, type=views.TEMPLATES[job.template])
    bodies = {name: body.decode() for name, body in job.bodies.items()}
    words = context.catalogues[job.lang]
    return render(context.theme, words, job.template, page, context.chromes.get(job.lang), bodies)


def _made(job: RenderJob) -> Rendered:
    maker = MAKERS[job.template]
    try:
        materials = Materials(job.bodies, {file.path: _content(file) for file in job.files})
        return Rendered(maker.make(msgspec.msgpack.decode(job.page, type=maker.view), materials))
    except Unmakeable as refused:
        return Rendered(b"", (refused.problem,))


def _content(file: FileToUse) -> bytes:
    """A file that is another one by now would give what nobody planned."""
    content = content_of(file.place) if file.content is None else file.content
    if digest(content) != file.digest:
        raise Unmakeable(diagnostic("E809", file.path))
    return content
