"""The short way to publish a change of the theme: every page shows what it showed, so nothing is planned."""

from __future__ import annotations

import msgspec

from sitegen.content.reading import keep_survey
from sitegen.gather import Gathered
from sitegen.output.listing import listed
from sitegen.output.rendering import wanted_pages
from sitegen.output.site import publish_site
from sitegen.output.standing import Finished, Result, Standing
from sitegen.pages.stored_plans import planned_from, stored_plans
from sitegen.pages.views import Chrome
from sitegen.prepare import files_to_copy, render_context, workbench
from sitegen.workshop import BuildOptions, Workshop


def restyle(options: BuildOptions, gathered: Gathered, last: Finished, shop: Workshop) -> Result | None:
    """Publishes all pages of a build since which nothing but the theme changed, if they are known.

    With diagnostics, nothing was published.
    """
    if planned_from(shop.store) != last.inputs.basis:
        return None
    records = [page for kept in stored_plans(shop.store).values() for page in kept.pages]
    if len(records) != last.pages:  # the store was damaged: what is missing would be removed
        return None
    keep_survey(shop.store, gathered.surveyed)
    context = render_context(gathered, msgspec.msgpack.decode(last.chromes, type=dict[str, Chrome]))
    standing = Standing(options.out, shop.store, shop.clock)
    result = publish_site(
        standing,
        listed(options.out) or standing.ours(),
        wanted_pages(records, context, gathered.engine),
        files_to_copy(options, gathered, last.files),
        workbench(options, context, {}, shop),
        about=last.pages,
    )
    return result if result.as_planned else None
