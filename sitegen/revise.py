"""The short way to publish an edit: texts of a few entries changed, and nothing that pages of others show.

All else stands as the last build left it. So only these entries are read, with what is near them, and an
archive of nothing else is assembled and planned. Whenever anything is not as simple as that, the build goes
the long way.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Mapping

import msgspec

from sitegen.archive.assemble import assemble
from sitegen.archive.model import Archive, Entry
from sitegen.content.document import Document
from sitegen.content.kinds import ProjectFacts
from sitegen.content.reading import (
    drop_old_bodies,
    read_documents,
    stored_assets,
    stored_bodies,
    stored_documents,
)
from sitegen.gather import Gathered
from sitegen.output.publish import is_listed
from sitegen.output.render import RenderContext
from sitegen.output.rendering import Wanted, wanted_pages
from sitegen.output.site import Result, Workbench, publish_site
from sitegen.output.standing import Finished, Standing
from sitegen.pages.front import chrome, has_status
from sitegen.pages.planned import PageRecord
from sitegen.pages.planner import KeptPlan, Planner, plan_name
from sitegen.pages.stored_plans import keep_some_plans, shown_pages, some_stored_plans
from sitegen.workshop import BuildOptions, Workshop

FEW = 16  # entries; with more, looking for what is near each would take as long as taking all
Key = tuple[str, str]


class Revision(msgspec.Struct, frozen=True):
    """What was done: `parsed` names documents. There is no result when the build must go the long way."""

    parsed: tuple[str, ...] = ()
    result: Result | None = None


class _Edit(msgspec.Struct, frozen=True):
    """Entries that were edited: their documents, and the plans of their pages as they were."""

    documents: tuple[Document, ...]
    plans: dict[str, KeptPlan]

    def entries(self) -> tuple[Key, ...]:
        return tuple(dict.fromkeys((document.kind, document.ref) for document in self.documents))


def revise(options: BuildOptions, gathered: Gathered, last: Finished, shop: Workshop) -> Revision:
    """Publishes the edit, if it is so small; `last` is a build since which nothing but documents changed."""
    edited, plans = _edited(gathered, last, shop)
    if not edited:
        return Revision()
    read, parsed = read_documents(gathered.surveyed, edited, shop.store, shop.executor, shop.progress)
    documents = tuple(item.document for item in read.values() if item.document and not item.diagnostics)
    if len(documents) < len(edited):
        return Revision(parsed)
    return Revision(parsed, _publish(options, gathered, last, _Edit(documents, plans), shop))


def _publish(
    options: BuildOptions, gathered: Gathered, last: Finished, edit: _Edit, shop: Workshop
) -> Result | None:
    archive = _near(options, gathered, edit, shop)
    if archive is None:
        return None
    planner = Planner(archive, gathered.catalogues, gathered.engine, {})
    if not all(_is_planned(planner, edit, last, key) for key in edit.entries()):
        return None
    chromes = {edition.lang: chrome(edition) for edition in planner.editions}
    context = RenderContext(msgspec.structs.replace(gathered.theme, files={}), chromes)
    pages = [page for kept in planner.plans.values() for page in kept.pages]
    wanted = wanted_pages(pages, context, gathered.engine, gathered.catalogues)
    standing = Standing(options.out, shop.store, shop.clock)
    if not _stands(standing, wanted):
        return None
    shown = shown_pages(shop.store, planner.shown)
    bench = Workbench(context, shown, stored_bodies(shop.store), shop.executor, shop.progress)
    ours = frozenset(standing.before)
    result = publish_site(standing, ours, wanted, (), bench, shop.store, kept=ours)
    if result.diagnostics or shop.store.discarded:
        return None
    keep_some_plans(shop.store, edit.plans, planner)
    drop_old_bodies(shop.store, _bodies(edit.plans), _bodies(planner.plans))
    return result


def _edited(gathered: Gathered, last: Finished, shop: Workshop) -> tuple[frozenset[str], dict[str, KeptPlan]]:
    """The documents that were edited since, with the plans of their entries; none if there is more to do."""
    look = gathered.surveyed.documents
    nothing: tuple[frozenset[str], dict[str, KeptPlan]] = frozenset(), {}
    if last.documents != look.digest_before() or look.seen.keys() != look.before.keys():
        return nothing
    edited = frozenset(look.edited())
    files = (file for file in gathered.surveyed.tree.documents if file.path in edited)
    names = {plan_name((file.kind, file.ref)) for file in files}
    if len(names) > FEW:
        return nothing
    plans = some_stored_plans(shop.store, names)
    if not all(name in plans and plans[name].key for name in names):
        return nothing
    return edited, plans


def _near(options: BuildOptions, gathered: Gathered, edit: _Edit, shop: Workshop) -> Archive | None:
    """An archive of what was edited and what is near it. Its other pages and problems would be wrong."""
    surveyed = gathered.surveyed
    edited = {document.path for document in edit.documents}
    wanted = set(edit.entries())
    wanted.update(key for plan in edit.plans.values() for key in plan.near)
    wanted.update(name for document in edit.documents for name in document.entries)
    wanted.update(("page", item.page) for item in gathered.config.menu if item.page)
    paths = [
        file.path
        for file in surveyed.tree.documents
        if (file.kind, file.ref) in wanted and file.path not in edited
    ]
    documents = stored_documents(surveyed, paths, shop.store)
    if documents is None:
        return None
    assets = {}
    if surveyed.assets.seen:
        assets = stored_assets(surveyed, _asset_paths(surveyed.assets.seen, edit.documents), shop.store)
    archive, _ = assemble(
        gathered.config,
        gathered.records,
        (*edit.documents, *documents),
        assets,
        gathered.today,
        options.drafts,
    )
    return archive


def _asset_paths(there: Collection[str], documents: Iterable[Document]) -> list[str]:
    """The files beside these documents, and those elsewhere that they link to."""
    folders = {posixpath.dirname(document.path) for document in documents}
    linked = {path for document in documents for path in document.files}
    return [path for path in there if path in linked or posixpath.dirname(path) in folders]


def _is_planned(planner: Planner, edit: _Edit, last: Finished, key: Key) -> bool:
    """Plans the pages of an edited entry, if that is all there is to plan: the same pages, without fault."""
    entry, name = planner.archive.entries.get(key), plan_name(key)
    before = edit.plans[name]
    if entry is None or entry.face != before.face or _is_shown_by_others(planner.archive, entry):
        return False
    paths = {document.path for document in entry.documents}
    if planner.entry(entry) or any(problem.path in paths for problem in last.diagnostics):
        return False
    return [_place(page) for page in planner.plans[name].pages] == [_place(page) for page in before.pages]


def _is_shown_by_others(archive: Archive, entry: Entry) -> bool:
    """A dossier shows the texts of its projects, and the status of translations names texts."""
    in_dossier = isinstance(entry.facts, ProjectFacts) and entry.facts.programme is not None
    return in_dossier or entry.kind == "programme" or has_status(entry, archive.languages)


def _place(page: PageRecord) -> tuple[str, str, str, str]:
    return (page.path, page.template, page.lang, page.owner)


def _stands(standing: Standing, pages: Iterable[Wanted]) -> bool:
    """Whether the site is as the last build published it, and the pages differ in nothing but themselves."""
    before = dict(standing.before)
    for page in pages:
        known = before.pop(page.target, None)
        if known is None or known.made is None or known.made.surroundings != page.surroundings:
            return False
    return is_listed(standing.out, standing.before) and all(
        standing.has(target, known.key) for target, known in before.items()
    )


def _bodies(plans: Mapping[str, KeptPlan]) -> set[bytes]:
    return {body for kept in plans.values() for page in kept.pages for body in page.bodies}
