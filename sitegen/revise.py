"""The short way to publish an edit of a few texts.

What an entry states in its facts decides what stands where; its title, summary and text only what is read
there. When nothing but these was edited, all else is as the last build left it. Then the pages that show them
are known from their plans, and an archive of no more than these need is assembled and planned. Whenever
anything is not as simple as that, the build goes the long way.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Mapping

import msgspec

from sitegen.archive.assemble import assemble
from sitegen.archive.model import Archive, Key
from sitegen.content.document import Document, ReadDocument
from sitegen.content.reading import (
    documents_before,
    drop_old_texts,
    read_documents,
    stored_assets,
    stored_documents,
)
from sitegen.gather import Gathered
from sitegen.output.listing import is_listed
from sitegen.output.rendering import Wanted, wanted_pages
from sitegen.output.site import publish_site
from sitegen.output.standing import Finished, Result, Standing
from sitegen.pages.plan import MAKERS
from sitegen.pages.planned import PageRecord
from sitegen.pages.planner import STATUS, KeptPlan, Planner, plan_name
from sitegen.pages.stored_plans import (
    keep_basis,
    keep_some_plans,
    planned_from,
    plans_showing,
    some_stored_plans,
    stored_dossiers,
)
from sitegen.prepare import render_context, workbench
from sitegen.workshop import BuildOptions, Workshop

MOST_EDITED = 16  # entries
MOST_TOUCHED = 200  # plans; with more, looking for what each needs would take as long as taking all
# Lists hold these in the order of time, whatever their titles are.
IN_ORDER_OF_TIME = ("article", "forum")
Plans = dict[str, KeptPlan]


class _Edit(msgspec.Struct, frozen=True):
    """What was edited: documents as they are now, of entries of these keys; some are `seen` by others."""

    documents: tuple[Document, ...]
    keys: frozenset[Key]
    seen: frozenset[Key]


def revise(
    options: BuildOptions, gathered: Gathered, last: Finished, shop: Workshop
) -> tuple[tuple[str, ...], Result | None]:
    """Publishes an edit since the last build, if it is so small. What was parsed, and what was published."""
    paths = _edited(gathered, last, shop)
    if not paths:
        return (), None
    read, parsed = read_documents(gathered.surveyed, paths, shop.store, shop.executor, shop.progress)
    edit = _text_edit(gathered, read, shop)
    plans = _touched(edit, shop) if edit else None
    if edit is None or plans is None:
        return parsed, None
    return parsed, _publish(options, gathered, edit, plans, shop)


def _edited(gathered: Gathered, last: Finished, shop: Workshop) -> tuple[str, ...]:
    """The documents that were edited since; none if there is more to do."""
    look = gathered.surveyed.documents
    if last.inputs.documents != look.digest_before() or look.seen.keys() != look.before.keys():
        return ()
    if last.inputs.style != gathered.inputs.style or planned_from(shop.store) != last.inputs.basis:
        return ()
    edited = look.edited()
    folders = {posixpath.dirname(path) for path in edited}
    told = {posixpath.dirname(problem.path) for problem in (*gathered.diagnostics, *last.diagnostics)}
    return edited if len(folders) <= MOST_EDITED and folders.isdisjoint(told) else ()


def _text_edit(gathered: Gathered, read: Mapping[str, ReadDocument], shop: Workshop) -> _Edit | None:
    before = documents_before(gathered.surveyed, read, shop.store)
    documents = [item.document for item in read.values() if item.document and not item.diagnostics]
    if len(documents) < len(read) or before.keys() != read.keys():
        return None
    if not all(_stays_in_place(before[document.path], document) for document in documents):
        return None
    seen = [document for document in documents if document.face != before[document.path].face]
    return _Edit(tuple(documents), _keys(documents), _keys(seen))


def _keys(documents: Iterable[Document]) -> frozenset[Key]:
    return frozenset((document.kind, document.ref) for document in documents)


def _stays_in_place(before: Document, now: Document) -> bool:
    """Whether nothing but title, summary and text differs, and that puts nothing elsewhere."""
    if before.text.title != now.text.title and now.kind not in IN_ORDER_OF_TIME:
        return False
    text = msgspec.structs.replace(now.text, title=before.text.title, summary=before.text.summary)
    # Compared as written: 100 equals 100.00, but a page may show it so.
    encode = msgspec.msgpack.encode
    return encode((before.facts, before.given, before.text)) == encode((now.facts, now.given, text))


def _touched(edit: _Edit, shop: Workshop) -> Plans | None:
    """The plans of the pages that show what was edited; None if there are many, or some are faulty."""
    own = {plan_name(key) for key in edit.keys}
    plans = some_stored_plans(shop.store, own)
    if edit.seen:
        plans |= plans_showing(shop.store, edit.seen)
    of_texts = stored_dossiers(shop.store) | some_stored_plans(shop.store, {STATUS})
    plans |= {name: kept for name, kept in of_texts.items() if not edit.keys.isdisjoint(kept.shows)}
    if len(plans) > MOST_TOUCHED or not own <= plans.keys():
        return None
    return plans if all(kept.key or name == STATUS for name, kept in plans.items()) else None


def _publish(
    options: BuildOptions, gathered: Gathered, edit: _Edit, plans: Plans, shop: Workshop
) -> Result | None:
    archive = _needed(options, gathered, edit, plans, shop)
    planner = _planned(gathered, archive, edit, plans) if archive else None
    if planner is None:
        return None
    context = render_context(gathered, planner.chromes())
    pages = [page for kept in planner.plans.values() for page in kept.pages]
    wanted = list(wanted_pages(pages, context, gathered.engine))
    standing = Standing(options.out, shop.store, shop.clock)
    if not _stands(standing, wanted):
        return None
    bench = workbench(options, context, planner.shown, shop)
    ours = frozenset(standing.before)
    result = publish_site(standing, ours, wanted, (), bench, kept=ours)
    if result.diagnostics:
        return None
    keep_some_plans(shop.store, plans, planner)
    keep_basis(shop.store, gathered.inputs.basis)
    used = _bodies(planner.plans) | {document.body for document in edit.documents}  # no page shows a draft
    drop_old_texts(gathered.surveyed, _bodies(plans), used, shop.store)
    return result


def _needed(
    options: BuildOptions, gathered: Gathered, edit: _Edit, plans: Plans, shop: Workshop
) -> Archive | None:
    """An archive of all that these plans need. What it says of anything else would be wrong."""
    surveyed = gathered.surveyed
    edited = {document.path for document in edit.documents}
    wanted = {key for kept in plans.values() for key in kept.shows}
    wanted.update(name for document in edit.documents for name in document.entries)
    wanted.update(("page", item.page) for item in gathered.config.menu if item.page)
    paths = [
        file.path
        for file in surveyed.tree.documents
        if (file.kind, file.ref) in wanted and file.path not in edited
    ]
    others = stored_documents(surveyed, paths, shop.store)
    if others is None:
        return None
    documents = (*edit.documents, *others)
    there = _asset_paths(surveyed.assets.seen, documents) if surveyed.assets.seen else ()
    assets = stored_assets(surveyed, there, shop.store)
    archive, _ = assemble(
        gathered.config, gathered.records, documents, assets, gathered.today, options.drafts
    )
    return archive


def _asset_paths(there: Collection[str], documents: Iterable[Document]) -> list[str]:
    """The files beside these documents, and those elsewhere that they link to."""
    folders = {posixpath.dirname(document.path) for document in documents}
    linked = {path for document in documents for path in document.files}
    return [path for path in there if path in linked or posixpath.dirname(path) in folders]


def _planned(gathered: Gathered, archive: Archive, edit: _Edit, plans: Plans) -> Planner | None:
    """Plans again what is touched, if that gives the same pages, without fault, and touches no more."""
    planner = Planner(archive, gathered.catalogues, gathered.engine, {})
    if not all(_stays_as_it_was(archive, key, edit, plans) for key in edit.keys):
        return None
    for name, kept in plans.items():
        if name == STATUS:
            planner.status()
        elif kept.draft:
            planner.draft(kept.drafted(), MAKERS)
        elif planner.entry(archive.entries[kept.shows[0]]):
            return None
    return planner if _places(planner.plans) == _places(plans) else None


def _stays_as_it_was(archive: Archive, key: Key, edit: _Edit, plans: Plans) -> bool:
    """Whether the entry is published as before, and others see no more of it than of its documents: a
    translation may have become outdated."""
    entry = archive.entries.get(key)
    return entry is not None and (key in edit.seen or entry.face == plans[plan_name(key)].face)


def _places(plans: Plans) -> dict[str, list[tuple[str, str, str, str]]]:
    return {name: list(map(_place, kept.pages)) for name, kept in plans.items()}


def _place(page: PageRecord) -> tuple[str, str, str, str]:
    return (page.path, page.template, page.lang, page.owner)


def _stands(standing: Standing, pages: Iterable[Wanted]) -> bool:
    """Whether the site is as the last build published it, and the pages differ in nothing but themselves."""
    places = {page.target: page for page in pages}
    made = standing.made(places)
    if made.keys() != places.keys():
        return False
    if any(made[target].surroundings != page.surroundings for target, page in places.items()):
        return False
    others = [target for target in standing.before if target not in places]
    return is_listed(standing.out, standing.before) and standing.has_still(others)


def _bodies(plans: Mapping[str, KeptPlan]) -> set[bytes]:
    return {body for kept in plans.values() for page in kept.pages for body in page.bodies}
