"""The short way to publish a change of the theme: every page shows what it showed, so nothing is planned."""

from __future__ import annotations

import msgspec

from sitegen.content.reading import keep_survey, stored_bodies
from sitegen.gather import Gathered
from sitegen.output.publish import Copy, listed
from sitegen.output.render import RenderContext
from sitegen.output.rendering import wanted_pages
from sitegen.output.site import Result, Workbench, publish_site
from sitegen.output.standing import Finished, Standing
from sitegen.pages import views
from sitegen.pages.stored_plans import keep_basis, planned_from, shown_pages, stored_plans
from sitegen.workshop import BuildOptions, Workshop


def restyle(options: BuildOptions, gathered: Gathered, last: Finished, shop: Workshop) -> Result | None:
    """Publishes all pages of a build since which nothing but the theme changed, if they are known.

    With diagnostics, nothing was published.
    """
    if planned_from(shop.store) != last.basis:
        return None
    plans = stored_plans(shop.store).values()
    chromes = msgspec.msgpack.decode(last.chromes, type=dict[str, views.Chrome])
    context = RenderContext(msgspec.structs.replace(gathered.theme, files={}), chromes)
    records = (page for kept in plans for page in kept.pages)
    pages = wanted_pages(records, context, gathered.engine, gathered.catalogues)
    beside = [Copy(target, options.site / source, key) for target, source, key in last.files]
    bench = Workbench(
        context, shown_pages(shop.store, {}), stored_bodies(shop.store), shop.executor, shop.progress
    )
    standing = Standing(options.out, shop.store, shop.clock)
    ours = listed(options.out) or standing.ours()
    keep_survey(shop.store, gathered.surveyed)
    keep_basis(shop.store, last.basis)  # as in `prepare.publish`: before anything is published
    files = (*beside, *gathered.files)
    result = publish_site(standing, ours, pages, files, bench, shop.store, about=last.pages)
    return result if result.as_planned and not shop.store.discarded else None
