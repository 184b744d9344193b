"""From what was gathered to everything that is known before anything is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from sitegen.archive.assemble import assemble
from sitegen.content.reading import Content, read_content, stored_bodies
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.digest import digest
from sitegen.gather import Gathered
from sitegen.output.publish import Copy, listed
from sitegen.output.render import RenderContext
from sitegen.output.rendering import Wanted, wanted_pages
from sitegen.output.site import Result, Workbench, publish_site
from sitegen.output.standing import Finished, Standing
from sitegen.pages.plan import Plan
from sitegen.pages.planner import KeptPlan
from sitegen.pages.stored_plans import keep_basis, keep_plans, shown_pages, stored_plans
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
        return wanted_pages(self.plan.pages(), self.context, gathered.engine, gathered.catalogues)


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
    the_plan = Plan(archive, gathered.catalogues, gathered.engine, before)
    views = 2 if gathered.config.print_views else 1
    return Prepared(
        content=content,
        plan=the_plan,
        before=before,
        context=RenderContext(msgspec.structs.replace(gathered.theme, files={}), the_plan.chromes),
        most_pages=len(archive.entries) * len(archive.languages) * views,
        beside=tuple(_entry_files(the_plan, content)),
        diagnostics=(*content.diagnostics, *wrong_facts),
    )


def publish(
    options: BuildOptions,
    gathered: Gathered,
    prepared: Prepared,
    shop: Workshop,
    sound: Callable[[], bool],
) -> Result:
    """Plans and renders, and publishes if all is `sound` then."""
    # The store must be ready to take what is done before it is done: it may be that no file can be opened.
    keep_basis(shop.store, b"")
    shown = shown_pages(shop.store, prepared.plan.shown)
    bench = Workbench(prepared.context, shown, stored_bodies(shop.store), shop.executor, shop.progress)
    standing = Standing(options.out, shop.store, shop.clock)
    return publish_site(
        standing,
        listed(options.out) or standing.ours(),
        prepared.pages(gathered),
        (
            *(Copy(target, options.site / source, key) for target, source, key in prepared.beside),
            *gathered.files,
        ),
        bench,
        shop.store,
        about=prepared.most_pages,
        sound=sound,
    )


def keep(gathered: Gathered, prepared: Prepared, shop: Workshop) -> None:
    """Keeps the plan, when it is whole."""
    keep_plans(shop.store, prepared.before, prepared.plan)
    keep_basis(shop.store, digest(gathered.surveyed.documents.digest(), gathered.around))


def finished(gathered: Gathered, prepared: Prepared) -> Finished:
    """What the next build is told of this one."""
    return Finished(
        gathered.surveyed.documents.digest(),
        gathered.around,
        gathered.style,
        (*prepared.diagnostics, *prepared.plan.problems),
        prepared.plan.number,
        msgspec.msgpack.encode(prepared.context.chromes),
        prepared.beside,
    )


def _entry_files(the_plan: Plan, content: Content) -> Iterator[tuple[str, str, bytes]]:
    for file in the_plan.files:
        yield file.path.lstrip("/"), file.source, content.assets[file.source].digest
