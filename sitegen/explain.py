"""What a page is made of, and why the last build rendered it or left it alone."""

from __future__ import annotations

import msgspec

from sitegen.archive.urls import output_path
from sitegen.core.diagnostics import Diagnostic
from sitegen.gather import gather
from sitegen.output.fingerprint import SURROUNDINGS, changed_fields
from sitegen.output.rendering import Wanted
from sitegen.output.standing import Made, known_files, last_build
from sitegen.pages.stored_plans import shown_pages
from sitegen.prepare import Prepared, prepare
from sitegen.workshop import BuildOptions, Workshop, workshop


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """`changed` are the parts that are no longer what the published page was made of: rendered next.

    `why` says what made its last rendering necessary, `this_time` whether that was in the last build.
    """

    path: str
    template: str
    sources: tuple[str, ...]
    why: tuple[str, ...]
    this_time: bool
    changed: tuple[str, ...]


def explain(options: BuildOptions, path: str) -> Explanation | tuple[Diagnostic, ...] | None:
    """Of the page at a site path such as `/en/news/`; None when there is no such page."""
    with workshop(options) as shop:
        gathered = gather(options, shop)
        if isinstance(gathered, tuple):
            return gathered
        prepared = prepare(options, gathered, shop)
        known = known_files(shop.store)
        last = last_build(shop.store)
        wanted = next((page for page in prepared.pages(gathered) if page.target == output_path(path)), None)
        if wanted is None:
            return None
        published = known.get(wanted.target)
        made = published.made if published else None
        return Explanation(
            path=wanted.page.path,
            template=wanted.page.template,
            sources=_sources(prepared, wanted),
            why=made.why if made else (),
            this_time=bool(made and made.build == last),
            changed=_changed(shop, prepared, wanted, made) if made else (),
        )


def _sources(prepared: Prepared, wanted: Wanted) -> tuple[str, ...]:
    """The file the page comes from, then the files whose texts it shows."""
    texts = {document.body: document.path for document in prepared.content.documents}
    shown = (texts[body] for body in wanted.page.bodies if body in texts)
    return tuple(dict.fromkeys((wanted.page.owner, *shown)))


def _changed(shop: Workshop, prepared: Prepared, wanted: Wanted, made: Made) -> tuple[str, ...]:
    parts = zip(SURROUNDINGS, made.surroundings, wanted.surroundings, strict=False)
    digest = wanted.page.digest
    page = shown_pages(shop.store, prepared.plan.shown)((digest,))[digest]
    around = [name for name, before, now in parts if before != now]
    return (*around, *changed_fields(made.fields, page))
