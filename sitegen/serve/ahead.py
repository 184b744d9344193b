"""Pages that somebody is looking at, made without the others.

With a theme that was just edited they show what they showed, so that nothing is planned: it is what the build
gives them, only earlier. The page of all parts of the theme is in no build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from sitegen.archive.assemble import assemble
from sitegen.archive.model import Key
from sitegen.content.settings import read_catalogue, read_records, read_settings
from sitegen.content.tree import scan
from sitegen.core.diagnostics import has_errors
from sitegen.core.engine import engine_digest
from sitegen.core.store import Damaged, Store
from sitegen.memory import LastBuild, last_build
from sitegen.output.standing import wanted_pages
from sitegen.output.templates import render
from sitegen.output.theme import Theme, named, read_theme
from sitegen.pages.cards import make_edition
from sitegen.pages.components import COMPONENTS, components_page
from sitegen.pages.front import chrome
from sitegen.pages.plan import Plan
from sitegen.pages.planned import PageRecord
from sitegen.pages.planner import plan_name
from sitegen.planning import make_renderer
from sitegen.session import BuildOptions, Session, opened
from sitegen.sources import Sources, compare, look
from sitegen.stored_plans import StoredPlans

ALL_PARTS = f"{COMPONENTS}/index.html"
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


def all_parts(options: BuildOptions, lang: str) -> bytes | None:
    """The page of all parts of the theme; None while something is wrong with the settings or the theme."""
    with Store(None) as store:
        engine = options.engine or engine_digest()
        config = read_settings(options.site, engine, store).config
        if config is None:
            return None
        config = msgspec.structs.replace(config, base_url=options.base_url or config.base_url)
        tree = scan(options.site, tuple(language.code for language in config.languages))
        records = read_records(options.site, tree.records, engine, store).records
        words = read_catalogue(lang, engine, store)
    archive, _ = assemble(config, records, (), {}, options.today or date.today())
    edition = make_edition(archive, lang, words)
    planned = components_page(edition)
    sources, files, _ = read_theme(options.site)
    theme = Theme(sources, files, {}, named(sources))
    made = render(theme, words, planned.template, planned.page, chrome(edition), {})
    return None if made.diagnostics else made.content
