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
from sitegen.pages.plan import Plan, plan
from sitegen.pages.stored_plans import keep_basis, keep_plans, shown_pages, stored_plans
from sitegen.workshop import BuildOptions, Workshop


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """Everything known before anything is rendered. `beside` are the files beside entries, as in Finished."""

    content: Content
    pages: list[Wanted]
    beside: tuple[tuple[str, str, bytes], ...]
    shown: Callable[[tuple[bytes, ...]], dict[bytes, bytes]]
    context: RenderContext
    diagnostics: tuple[Diagnostic, ...]


def prepare(options: BuildOptions, gathered: Gathered, shop: Workshop) -> Prepared:
    """Reads, assembles and plans the whole site."""
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
    the_plan, wrong_links = plan(archive, gathered.catalogues, gathered.engine, before)
    keep_plans(shop.store, before, the_plan)
    keep_basis(shop.store, digest(gathered.surveyed.documents.digest(), gathered.around))
    context = RenderContext(msgspec.structs.replace(gathered.theme, files={}), the_plan.chromes)
    return Prepared(
        content=content,
        pages=wanted_pages(the_plan.pages, context, gathered.engine, gathered.catalogues),
        beside=tuple(_entry_files(the_plan, content)),
        shown=shown_pages(shop.store, the_plan.shown),
        context=context,
        diagnostics=(*content.diagnostics, *wrong_facts, *wrong_links),
    )


def publish(options: BuildOptions, gathered: Gathered, prepared: Prepared, shop: Workshop) -> Result:
    bodies = stored_bodies(shop.store)
    bench = Workbench(prepared.context, prepared.shown, bodies, shop.executor, shop.progress)
    standing = Standing(options.out, shop.store, shop.clock)
    ours = listed(options.out) or standing.ours()
    beside = (Copy(target, options.site / source, key) for target, source, key in prepared.beside)
    return publish_site(standing, ours, prepared.pages, (*beside, *gathered.files), bench, shop.store)


def finished(gathered: Gathered, prepared: Prepared) -> Finished:
    """What the next build is told of this one."""
    return Finished(
        gathered.surveyed.documents.digest(),
        gathered.around,
        gathered.style,
        prepared.diagnostics,
        len(prepared.pages),
        msgspec.msgpack.encode(prepared.context.chromes),
        prepared.beside,
    )


def _entry_files(the_plan: Plan, content: Content) -> Iterator[tuple[str, str, bytes]]:
    for file in the_plan.files:
        yield file.path.lstrip("/"), file.source, content.assets[file.source].digest
