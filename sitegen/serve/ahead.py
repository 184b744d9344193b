"""The pages that somebody is looking at, with a theme that was just edited, while the others are still made.

They show what they showed, so that nothing is planned: it is what the build gives them, only earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.archive.model import Key
from sitegen.core.diagnostics import has_errors
from sitegen.core.store import Damaged
from sitegen.memory import LastBuild, last_build
from sitegen.output.wanted import wanted_pages
from sitegen.pages.plan import Plan
from sitegen.pages.planned import PageRecord
from sitegen.pages.planner import plan_name
from sitegen.rendering import make_renderer
from sitegen.session import BuildOptions, Session, opened
from sitegen.sources import Sources, compare, look
from sitegen.stored_plans import StoredPlans

TEMPLATES_FOLDER = "templates/"


def look_ahead(options: BuildOptions, wanted: Mapping[str, Key | None]) -> dict[str, bytes]:
    """Pages by their place in the published folder; `wanted` names the entries of those that belong to one.

    None when more than the theme differs from the last build, or when something is wrong with it.
    """
    with opened(options) as session:
        try:
            sources = look(options, session)
            if isinstance(sources, tuple) or has_errors(sources.diagnostics):
                return {}
            last = last_build(session.store)
            if last is None or not compare(sources, last, session).only_theme:
                return {}
            return _rendered(options, sources, last, session, wanted)
        except Damaged:  # the build begins with a new store
            return {}


def _rendered(
    options: BuildOptions,
    sources: Sources,
    last: LastBuild,
    session: Session,
    wanted: Mapping[str, Key | None],
) -> dict[str, bytes]:
    plan = Plan(chromes=last.chromes, pages=_records(session, wanted.values()), stays=True)
    pages = wanted_pages(plan, sources.theme, sources.catalogues, sources.engine)
    looked_at = [page for page in pages if page.target in wanted]
    results = make_renderer(plan, sources, options, session).render(looked_at)
    return {page.target: result.content for page, result in results if not result.diagnostics}


def _records(session: Session, keys: Iterable[Key | None]) -> tuple[PageRecord, ...]:
    """The pages of these entries, which are found quickly; all pages when one belongs to none."""
    names = {plan_name(key) if key else "" for key in keys}
    stored = StoredPlans(session.store)
    plans = stored.all() if "" in names else stored.named(names)
    return tuple(page for kept in plans.values() for page in kept.pages)
