"""From the sources and the scope to the plan, and to the renderer of its pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.archive.assemble import (
    DRAFT,
    EXPIRED,
    assemble,
    find_problems,
    let_drafts_wait,
    missing_menu_pages,
)
from sitegen.archive.files import (
    drop_consequences,
    suggest_locations,
    takedown_problems,
    taken_addresses,
    unnamed_files,
)
from sitegen.archive.model import Archive, WaitingText
from sitegen.content.document import Document
from sitegen.content.ledger import GONE, tombstones
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.files import content_of
from sitegen.core.store import Damaged
from sitegen.output.makers import MAKERS
from sitegen.pages.addresses import kept_addresses, lost_addresses, unlisted_addresses, useless_hints
from sitegen.pages.plan import Plan, plan_again, plan_all
from sitegen.pages.planned import SourceFile
from sitegen.pages.scope import Edit, Scope, is_enough
from sitegen.pages.search import RememberedTexts
from sitegen.pages.standards import missing_elements
from sitegen.steps.memory import (
    BODIES,
    TEXT_WORDS,
    Content,
    LastBuild,
    StoredPlans,
    is_surveyed,
    read_content,
    stored_assets,
    stored_documents,
    stored_texts,
    stored_views,
)
from sitegen.steps.session import BuildOptions, Session
from sitegen.steps.sources import Sources

if TYPE_CHECKING:
    from sitegen.output.render import FileToUse, Renderer
    from sitegen.output.standing import WantedPage


def make_renderer(plan: Plan, sources: Sources, session: Session) -> Renderer:
    """The renderer of the pages of a plan. Its look-up of files raises Damaged for one that nobody
    surveyed."""
    # Imported here, since a build that finds nothing changed renders nothing.
    from sitegen.output.render import FileToUse, RenderContext, Renderer

    options = session.options

    def file(source: SourceFile) -> FileToUse:
        if not is_surveyed(sources.surveyed, source.path, source.digest):
            raise Damaged(f"a file beside no entry: {source.path!r}")
        location = options.site / source.path
        # The workers of a cluster may not reach our disk, so the content travels with the job.
        content = content_of(location) if options.executor else None
        return FileToUse(source.path, str(location), source.digest, content)

    theme = msgspec.structs.replace(sources.theme, files={})
    return Renderer(
        context=RenderContext(theme, dict(plan.chromes), sources.catalogues),
        views=stored_views(session.store, plan.views),
        bodies=stored_texts(session.store, BODIES),
        file=file,
        executor=session.executor,
        progress=session.progress,
    )


def on_request_problems(later: Iterable[WantedPage], plan: Plan, session: Session) -> tuple[Diagnostic, ...]:
    """What is wrong with the values of files that are made only when somebody asks for them. With plans that
    stay nothing is checked: the build that made them has done so."""
    names = [item.planned.view_digest for item in later] if plan.plans else []
    if not names:
        return ()
    shown = stored_views(session.store, plan.views)(tuple(dict.fromkeys(names)))
    values = ((MAKERS[item.planned.template], shown[item.planned.view_digest]) for item in later)
    found = (maker.refused(msgspec.msgpack.decode(raw, type=maker.view)) for maker, raw in values)
    return tuple(problem for problem in found if problem)


class PlannedSite(msgspec.Struct, frozen=True):
    """A plan, and what the outcome of the build tells besides. `pages` is the number of pages of the whole
    site, `problems` are those of its content; the fields from `waiting` on are those of Outcome."""

    plan: Plan
    pages: int
    problems: tuple[Diagnostic, ...] = ()
    content: Content = Content((), {}, ())
    waiting: tuple[WaitingText, ...] = ()
    new_addresses: dict[str, str] = {}
    next_change: str = ""
    samples: int = 0


def plan_site(
    sources: Sources,
    session: Session,
    scope: Scope,
    edit: Edit | None = None,
    last: LastBuild | None = None,
) -> PlannedSite | None:
    """The plan of a scope; None if the scope turns out not to be enough. A scope of everything always is."""
    if scope.plans is None:
        return _plan_all(sources, session)
    assert last
    if edit:
        return _plan_edited(sources, session, scope, edit, last)
    if not scope.restyled:
        return _plan_as_before(Plan(chromes=last.chromes, stays=True), last)
    stored = StoredPlans(session.store).all().values()
    pages = tuple(page for kept in stored for page in kept.pages)
    if len(pages) != last.pages:  # the store was damaged: publishing would remove the pages that it lacks
        return None
    if not all(is_surveyed(sources.surveyed, file.source, file.digest) for file in last.files):
        return None
    return _plan_as_before(Plan(chromes=last.chromes, pages=pages, files=last.files), last)


def _plan_as_before(plan: Plan, last: LastBuild) -> PlannedSite:
    return PlannedSite(
        plan,
        last.pages,
        last.diagnostics,
        waiting=last.waiting,
        next_change=last.next_change,
        samples=last.samples,
    )


def _plan_all(sources: Sources, session: Session) -> PlannedSite:
    options = session.options
    content = read_content(sources.surveyed, session)
    session.store.commit()
    archive, wrong = _assemble(sources, content, options)
    wrong += find_problems(archive, content.documents)
    wrong = _missing_in_all(wrong, _paths_not_read(sources, content))
    archive = msgspec.structs.replace(archive, gone=tombstones(sources.ledger))
    unread = _folders_not_read(sources, content)
    left = {path: item for path, item in content.assets.items() if path not in archive.taken_down}
    unnamed = unnamed_files(content.documents, left, unread)
    before = StoredPlans(session.store).all()
    plan = plan_all(
        archive, sources.catalogues, sources.engine, before, stored_texts(session.store, TEXT_WORDS)
    )
    missing = missing_menu_pages(archive, sources.marks)
    new, vanished = _check_ledger(sources, archive, plan, unread)
    if any(_hides_addresses(item) for item in (*sources.diagnostics, *content.diagnostics)):
        vanished = ()
    back = takedown_problems(sources.records.takedowns, content.assets)
    standards = missing_elements(archive) if options.standards else ()
    found = (*wrong, *missing, *unnamed, *back, *plan.problems, *vanished, *standards)
    if options.drafts:
        found = tuple(let_drafts_wait(found, archive))
    problems = (*content.diagnostics, *_with_locations(found, options.site, sources, content))
    return PlannedSite(
        plan,
        len(plan.pages),
        problems,
        content,
        archive.waiting,
        new,
        next_change(archive),
        archive.samples if sources.ledger.kept else 0,
    )


def _with_locations(
    found: Iterable[Diagnostic], site: Path, sources: Sources, content: Content
) -> Iterator[Diagnostic]:
    """What is wrong, with where files lie that are not where texts want them, and without what comes
    of what is told of files already."""
    of_files = sources.surveyed.tree.diagnostics
    strays = [item.path for item in of_files if item.code in ("E308", "E309")]
    found = drop_consequences(found, {item.path for item in of_files if item.path not in strays})
    own = f"{site / 'static'}/"
    static = [f"static/{name}" for name, path in sources.theme.files.items() if path.startswith(own)]
    return suggest_locations(found, strays, (*content.assets, *static))


def _hides_addresses(problem: Diagnostic) -> bool:
    """Whether a problem is of an old address, or of the list of those that are gone: until it is mended,
    nobody knows whether an address would vanish."""
    return problem.is_error and (problem.path == GONE or problem.code == "E306")


def _check_ledger(
    sources: Sources, archive: Archive, plan: Plan, unread: frozenset[str]
) -> tuple[dict[str, str], Iterable[Diagnostic]]:
    """The addresses that the ledger lacks, with what each is, and what is wrong if a published one would
    vanish. A site with samples is being set up: its new addresses are not listed, since they may go again."""
    ledger = sources.ledger
    if not ledger.kept:
        return {}, ()
    files = [file.path for file in plan.files]
    listed = {item.address for item in ledger.listed}
    kept = kept_addresses(archive, plan.pages, files)
    new = {address: what for address, what in kept.items() if address not in listed and not archive.samples}
    there = {*(page.path for page in plan.pages), *files, *taken_addresses(archive)}
    wrong = () if unread else useless_hints(ledger, there)
    vanished = (*wrong, *lost_addresses(archive, ledger, there, new, unread))
    return new, (*vanished, *unlisted_addresses(new)) if sources.in_ci else vanished


def _missing_in_all(wrong: Iterable[Diagnostic], unread: set[str]) -> list[Diagnostic]:
    """What is wrong, but for fields that may stand in a text of the entry that could not be read."""
    lost = set(map(posixpath.dirname, unread))
    return [item for item in wrong if item.code != "E131" or posixpath.dirname(item.path) not in lost]


def _paths_not_read(sources: Sources, content: Content) -> set[str]:
    read = {document.path for document in content.documents}
    return {file.path for file in sources.surveyed.tree.documents if file.path not in read}


def _folders_not_read(sources: Sources, content: Content) -> frozenset[str]:
    """The folders of entries of which a text could not be read: it may name entries and files unknown to
    us."""
    paths = _paths_not_read(sources, content)
    paths.update(item.path for item in (*sources.diagnostics, *content.diagnostics) if item.is_error)
    return frozenset(map(posixpath.dirname, paths))


def _plan_edited(
    sources: Sources, session: Session, scope: Scope, edit: Edit, last: LastBuild
) -> PlannedSite | None:
    assert scope.plans
    content = _read_needed(sources, scope, edit, session)
    if content is None:
        return None
    archive, _ = _assemble(sources, content, session.options)
    store = session.store
    remembered = RememberedTexts(
        stored_texts(store, TEXT_WORDS),
        stored_views(store, {}),
        {path: document.words for path, document in edit.before.items()},
    )
    plan = plan_again(archive, sources.catalogues, sources.engine, scope.plans, remembered)
    if not is_enough(scope, edit, archive, plan) or plan.chromes != last.chromes:
        return None
    return _plan_as_before(plan, last)


def _assemble(sources: Sources, content: Content, options: BuildOptions) -> tuple[Archive, list[Diagnostic]]:
    documents, assets = content.documents, content.assets
    archive, problems = assemble(
        sources.config, sources.records, documents, assets, sources.today, drafts=options.drafts
    )
    return msgspec.structs.replace(archive, branded=sources.theme.is_branded), problems


def _read_needed(sources: Sources, scope: Scope, edit: Edit, session: Session) -> Content | None:
    """The documents and files that the plans of the scope can show, and no others: an archive of them is
    right for these plans only. None if the store has lost one of them."""
    surveyed = sources.surveyed
    menu = {("page", item.page) for item in sources.config.menu if item.page}
    wanted = scope.entries | menu
    paths = [
        file.path
        for file in surveyed.tree.documents
        if (file.kind, file.ref) in wanted and file.path not in edit.after
    ]
    others = stored_documents(surveyed, paths, session.store)
    if others is None:
        return None
    documents = (*edit.after.values(), *others)
    there = _asset_paths(surveyed.assets.seen, documents) if surveyed.assets.seen else ()
    return Content(documents, stored_assets(surveyed, there, session.store), ())


def _asset_paths(there: Iterable[str], documents: Iterable[Document]) -> list[str]:
    """The paths in `there` of files beside the documents, and of files elsewhere that the documents link
    to."""
    folders: set[str] = set()
    linked: set[str] = set()
    for document in documents:
        folders.add(posixpath.dirname(document.path))
        linked.update(document.files)
    return [path for path in there if path in linked or posixpath.dirname(path) in folders]


def next_change(archive: Archive) -> str:
    """The next day on which an entry appears or expires (`2026-12-01`), when a build must run; empty if
    none."""
    days = [item.reason for item in archive.waiting if item.reason not in (DRAFT, EXPIRED)]
    expiries = (entry.facts.expires for entry in archive.entries.values())
    days += [day.isoformat() for day in expiries if day]
    return min((day for day in days if day > archive.today.isoformat()), default="")
