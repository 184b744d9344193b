"""From what was gathered to everything that is known before anything is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from sitegen.archive.assemble import assemble, missing_menu_pages
from sitegen.content.reading import Content, read_content, stored_bodies
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.files import content_of
from sitegen.gather import Gathered
from sitegen.output.listing import listed
from sitegen.output.publish import Copy
from sitegen.output.render import FileToUse, RenderContext
from sitegen.output.rendering import Wanted, wanted_pages
from sitegen.output.site import Workbench, publish_site
from sitegen.output.standing import Finished, Result, Standing
from sitegen.pages.plan import Plan
from sitegen.pages.planned import SourceFile
from sitegen.pages.planner import KeptPlan, Planner
from sitegen.pages.stored_plans import keep_basis, keep_plans, shown_pages, stored_plans
from sitegen.pages.views import Chrome
from sitegen.workshop import BuildOptions, Workshop


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """Everything known before anything is planned or rendered. `diagnostics` are of files and facts.

    `beside` are the files beside entries, as in Finished; `before` the plans of an earlier build.
    """

    content: Content
    plan: Plan
    before: dict[str, KeptPlan]
    context: RenderContext
    most_pages: int
    beside: tuple[tuple[str, str, bytes], ...]
    diagnostics: tuple[Diagnostic, ...]

    def pages(self, gathered: Gathered) -> Iterator[Wanted]:
        """The pages, planned as they are asked for."""
        return wanted_pages(self.plan.pages(), self.context, gathered.engine)


def prepare(options: BuildOptions, gathered: Gathered, shop: Workshop) -> Prepared:
    """Reads and assembles the whole site."""
    content = read_content(gathered.surveyed, shop.store, shop.executor, shop.progress)
    shop.store.commit()
    archive, wrong_facts = assemble(
        gathered.config,
        gathered.records,
        content.documents,
        content.assets,
        gathered.today,
        options.drafts,
    )
    before = stored_plans(shop.store)
    the_plan = Plan(Planner(archive, gathered.catalogues, gathered.engine, before))
    views = 2 if gathered.config.print_views else 1
    return Prepared(
        content=content,
        plan=the_plan,
        before=before,
        context=render_context(gathered, the_plan.chromes),
        most_pages=len(archive.entries) * len(archive.languages) * views,
        beside=tuple(_entry_files(the_plan, content)),
        diagnostics=(*content.diagnostics, *wrong_facts, *missing_menu_pages(archive, gathered.marks)),
    )


def publish(
    options: BuildOptions,
    gathered: Gathered,
    prepared: Prepared,
    shop: Workshop,
    sound: Callable[[], bool],
) -> Result:
    """Plans and renders, and publishes if all is `sound` then."""
    standing = Standing(options.out, shop.store, shop.clock)
    return publish_site(
        standing,
        listed(options.out) or standing.ours(),
        prepared.pages(gathered),
        files_to_copy(options, gathered, prepared.beside),
        workbench(options, prepared.context, prepared.plan.shown, shop),
        about=prepared.most_pages,
        sound=sound,
    )


def render_context(gathered: Gathered, chromes: dict[str, Chrome]) -> RenderContext:
    return RenderContext(msgspec.structs.replace(gathered.theme, files={}), chromes, gathered.catalogues)


def workbench(
    options: BuildOptions, context: RenderContext, planned: Mapping[bytes, bytes], shop: Workshop
) -> Workbench:
    """`planned` holds what pages show that were planned now, as in `shown_pages`."""
    shown, bodies = shown_pages(shop.store, planned), stored_bodies(shop.store)

    def file(source: SourceFile) -> FileToUse:
        place = options.site / source.path
        # A cluster shares no disk with us.
        content = content_of(place) if options.executor else None
        return FileToUse(source.path, str(place), source.digest, content)

    return Workbench(context, shown, bodies, file, shop.executor, shop.progress)


def files_to_copy(
    options: BuildOptions, gathered: Gathered, beside: Iterable[tuple[str, str, bytes]]
) -> tuple[Copy, ...]:
    """The files beside entries, which are given as in Finished, and those of the theme."""
    found = (Copy(target, options.site / source, key) for target, source, key in beside)
    return (*found, *gathered.files)


def keep(gathered: Gathered, prepared: Prepared, shop: Workshop) -> None:
    """Keeps the plan, when it is whole."""
    keep_plans(shop.store, prepared.before, prepared.plan)
    keep_basis(shop.store, gathered.inputs.basis)


def finished(gathered: Gathered, prepared: Prepared) -> Finished:
    """What the next build is told of this one."""
    return Finished(
        gathered.inputs,
        (*prepared.diagnostics, *prepared.plan.problems),
        prepared.plan.number,
        msgspec.msgpack.encode(prepared.context.chromes),
        prepared.beside,
    )


def _entry_files(the_plan: Plan, content: Content) -> Iterator[tuple[str, str, bytes]]:
    for file in the_plan.files:
        yield file.path.lstrip("/"), file.source, content.assets[file.source].digest
