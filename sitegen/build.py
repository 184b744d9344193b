"""One build: files -> documents -> archive -> plan -> the published site. Read this first.

    look      what the site is made from now
    compare   what of it differs from the last build
    select    what has to be planned again: everything, unless less is certain
    plan      the archive is assembled, and every page and file that has to be looked at is planned
    publish   what is not there yet is made, and the folder becomes what is planned, all or nothing
    remember  for the next build

There is one way through a build. When planning less than everything turns out not to be enough, the same
way is gone once more with everything. Errors stop the site from being published, never the search for
further errors.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import msgspec

from sitegen.archive.model import WaitingText
from sitegen.core.diagnostics import Diagnostic, by_cause, has_errors, in_order
from sitegen.core.jobs import Progress
from sitegen.core.store import on_sound_store
from sitegen.output.journal import recover
from sitegen.output.makers import is_heavy
from sitegen.output.publish import Copy, WantedSite, publish_site, reserve_folder
from sitegen.output.standing import KeptPictures, PublishResult, Standing, wanted_pages
from sitegen.pages.plan import Plan
from sitegen.pages.scope import Change, Scope, select
from sitegen.steps.memory import (
    LastBuild,
    StoredPlans,
    keep_last,
    keep_plan,
    keep_survey,
    last_build,
    sweep_all,
)
from sitegen.steps.planning import PlannedSite, make_renderer, on_request_problems, plan_site
from sitegen.steps.session import BuildOptions, Session, open_session, program_warnings
from sitegen.steps.sources import Sources, compare, look


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a build found and did.

    `parsed` are paths of documents and `rendered` addresses of pages; `scope` says why the build did as much
    as it did, in English, since no command shows it and only tests read it; `planned_all` whether everything
    was planned; `written` counts copies too. `new_addresses` are those that the ledger lacks, each with what
    it is; `samples` counts the entries that keep addresses out of the ledger; `next_change` is a date (ISO
    8601) or empty.
    """

    diagnostics: tuple[Diagnostic, ...]
    failed: bool
    scope: str = ""
    planned_all: bool = False
    pages: int = 0
    parsed: tuple[str, ...] = ()
    rendered: tuple[str, ...] = ()
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    waiting: tuple[WaitingText, ...] = ()
    new_addresses: dict[str, str] = {}
    next_change: str = ""
    samples: int = 0
    host: str = ""
    base_url: str = ""


def build(options: BuildOptions, progress: Progress | None = None) -> Outcome:
    """Builds the site. Raises Locked, Occupied, Foreign, NoCluster and OSError; any other fault is told by a
    diagnostic of the outcome."""
    with (
        open_session(options, progress) as session,
        reserve_folder(options.out) if options.publish else nullcontext(),
    ):
        return on_sound_store(session.store, lambda: _build(session))


def _build(session: Session) -> Outcome:
    options = session.options
    if options.publish:
        recover(options.out)
    sources = look(session)
    if isinstance(sources, tuple):
        return Outcome(diagnostics=in_order(sources), failed=True)
    last = last_build(session.store) if options.publish else None
    # A build that is known to fail looks at everything, so that all problems are told.
    if last and _fails((*sources.diagnostics, *last.diagnostics), sources, options.strict):
        last = None
    change = compare(sources, last, session)
    scope = select(change, StoredPlans(session.store))
    outcome = _carry_out(scope, change, sources, last, session)
    if outcome is None:
        everything = Scope(f"not enough: {scope.reason}")
        outcome = _carry_out(everything, change, sources, last, session)
    assert outcome
    session.store.commit()
    return outcome


def _carry_out(
    scope: Scope,
    change: Change,
    sources: Sources,
    last: LastBuild | None,
    session: Session,
) -> Outcome | None:
    """Plans, publishes and remembers; None, and nothing was published, if the scope is not enough."""
    options = session.options
    planned = plan_site(sources, session, scope, change.edit, last)
    if planned is None:
        return None
    problems = (*sources.diagnostics, *planned.problems)
    # A build with errors or drafts warns of other things than one that publishes, so an exception that looks
    # needless here may be needed there.
    if not has_errors(problems) and not options.drafts:
        problems += tuple(sources.policy.needless(problems))
    result: PublishResult | None = PublishResult()
    if options.publish and not _fails(problems, sources, options.strict):
        result = _publish(planned, sources, session)
    if result is None:
        return None
    problems += result.diagnostics
    failed = _fails(problems, sources, options.strict)
    published = options.publish and result.as_planned and not failed
    _remember(scope, planned, sources, session)
    if published:
        _remember_published(planned, sources, last, session)
    return Outcome(
        diagnostics=by_cause((*sources.policy.judge(problems), *program_warnings(session.store))),
        failed=failed,
        scope=scope.reason,
        planned_all=scope.plans is None,
        pages=planned.pages,
        parsed=tuple(sorted({*change.parsed, *planned.content.parsed})),
        rendered=result.rendered,
        written=result.written,
        unchanged=result.unchanged,
        removed=len(session.removed),
        waiting=planned.waiting,
        new_addresses=planned.new_addresses,
        next_change=planned.next_change,
        samples=planned.samples,
        host=sources.config.host or "",
        base_url=sources.config.base_url,
    )


def _publish(planned: PlannedSite, sources: Sources, session: Session) -> PublishResult | None:
    plan, options = planned.plan, session.options
    every = tuple(wanted_pages(plan, sources.theme, sources.catalogues, sources.engine))
    later = [page for page in every if options.on_request and is_heavy(page.planned.template)]
    pages = tuple(page for page in every if not is_heavy(page.planned.template)) if later else every
    if problems := on_request_problems(later, plan, session):
        return PublishResult(diagnostics=problems)
    copies = () if plan.stays else files_to_copy(plan, sources, options.site)
    nobody_else = options.tree is not None
    standing = Standing(options.out, session.store, session.clock, session.removed, nobody_else=nobody_else)
    renderer = partial(make_renderer, plan, sources, session)
    wanted = WantedSite(pages, tuple(copies), tuple(later), plan.stays)
    return publish_site(wanted, standing, KeptPictures(session.pictures), renderer)


def files_to_copy(plan: Plan, sources: Sources, site: Path) -> tuple[Copy, ...]:
    """The files beside entries that the plan names, and the files of the theme."""
    own = (Copy(file.path.lstrip("/"), site / file.source, file.digest) for file in plan.files)
    return (*own, *sources.files)


def _remember(scope: Scope, planned: PlannedSite, sources: Sources, session: Session) -> None:
    plan, store = planned.plan, session.store
    keep_survey(store, sources.surveyed)
    if scope.plans is None or scope.plans:  # with an empty scope the store holds the same plans already
        keep_plan(store, plan, sources.inputs.basis)
    if scope.plans is None:
        sweep_all(store, sources.surveyed, planned.content.documents, plan)


def _remember_published(
    planned: PlannedSite, sources: Sources, last: LastBuild | None, session: Session
) -> None:
    plan = planned.plan
    now = LastBuild(
        sources.inputs,
        planned.problems,
        planned.pages,
        plan.chromes,
        last.files if last and plan.stays else plan.files,
        planned.waiting,
        planned.next_change,
        planned.samples,
    )
    if now != last:
        keep_last(session.store, now)


def _fails(problems: Iterable[Diagnostic], sources: Sources, strict: bool) -> bool:
    found = sources.policy.judge(problems)
    return has_errors(found) or (strict and bool(found))
