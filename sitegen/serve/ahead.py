"""Makes the pages that somebody is looking at before or without a build.

After an edit of the theme the open pages are rendered from the stored plans, just as the build will render
them, only earlier. The page of all parts of the theme is in no build. Pictures and cards, which take most of
the time of a first build, are left out of the builds of a preview: each is made when a browser asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from sitegen.archive.assemble import assemble
from sitegen.archive.model import Key
from sitegen.archive.urls import output_path
from sitegen.content.tree import scan
from sitegen.core.diagnostics import has_errors
from sitegen.core.digest import engine_digest
from sitegen.core.store import Damaged, Store, read_beside
from sitegen.memory import PLANS, SHOWN, LastBuild, StoredPlans, last_build
from sitegen.output.journal import is_of_site
from sitegen.output.makers import is_heavy
from sitegen.output.render import FileToUse, RenderJob, make_file
from sitegen.output.standing import KeptPictures, WantedPage, wanted_pages
from sitegen.output.templates import render
from sitegen.output.theme import Theme, read_theme, templates_digest
from sitegen.pages.frame import chrome
from sitegen.pages.pictures import sharing_cards_of_lists
from sitegen.pages.plan import PICTURE_FILES, KeptPlan, Plan, make_edition, plan_name
from sitegen.pages.planned import PageRecord, SourceFile, outline
from sitegen.pages.single_pages import COMPONENTS, components_page
from sitegen.planning import make_renderer
from sitegen.serve.board import Board, Desk, PreviewState
from sitegen.session import PICTURES_KEPT, STATE, BuildOptions, Session, open_session
from sitegen.sources import Sources, build_date, compare, look, read_catalogue, read_records, read_settings

ALL_PARTS = f"{COMPONENTS}/index.html"
TEMPLATES_FOLDER = "templates/"


def look_ahead(options: BuildOptions, wanted: Mapping[str, Key | None]) -> dict[str, bytes]:
    """The bytes of pages by target. `wanted` has, by target, the entry that a page belongs to, or None.

    Empty if more than the theme differs from the last build, or if something is wrong with the theme.
    """
    with open_session(options) as session:
        try:
            sources = look(options, session)
            if isinstance(sources, tuple) or has_errors(sources.diagnostics):
                return {}
            last = last_build(session.store)
            if last is None or not compare(sources, last, session).only_theme:
                return {}
            return _render_wanted(options, sources, last, session, wanted)
        except Damaged:  # the build that follows begins with a new store
            return {}


def _render_wanted(
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
    """The pages of entries, which are found quickly; all pages if a key is None."""
    names = {plan_name(key) if key else "" for key in keys}
    stored = StoredPlans(session.store)
    plans = stored.all() if "" in names else stored.named(names)
    return tuple(page for kept in plans.values() for page in kept.pages)


def made_on_request(
    options: BuildOptions, board: Board, target: str, known: str = ""
) -> tuple[str, bytes] | None:
    """(name for the bytes, bytes) of the picture or card that the last plan has at `target`; no bytes if
    `known` is their name. None if there is no such file, or it cannot be made now."""
    try:
        wanted = _find_unmade(options, board.shown, target)
        if wanted is None:
            return None
        name = wanted.key.hex()
        content = b"" if name == known else _make_unmade(options, wanted)
    except (Damaged, OSError):  # the next build begins with a new store
        return None
    return None if content is None else (name, content)


def planned_pictures(options: BuildOptions) -> bytes:
    """The encoded plan of all pictures as the last build stored it."""
    try:
        return read_beside(_store(options), PLANS, [PICTURE_FILES]).get(PICTURE_FILES, b"")
    except (Damaged, OSError):
        return b""


def _find_unmade(options: BuildOptions, shown: PreviewState, target: str) -> WantedPage | None:
    found = _unmade_files(shown.pictures).get(target) or _find_card(options, shown.desk, target)
    if found is None:
        return None
    nothing = Theme({}, {}, {}, b"")
    return next(wanted_pages(Plan(chromes={}, pages=(found,)), nothing, {}, options.engine))


def _find_card(options: BuildOptions, desk: Desk, target: str) -> PageRecord | None:
    page = f"{target.rpartition('/')[0]}/index.html"
    lists = [outline(sharing_cards_of_lists, lang, "").name for lang in desk.addresses.roots]
    names = [plan_name(desk.places[page][0])] if page in desk.places else lists
    plans = read_beside(_store(options), PLANS, names).values()
    return next((card for plan in plans if (card := _unmade_files(plan).get(target))), None)


@lru_cache(maxsize=16)
def _unmade_files(raw: bytes) -> dict[str, PageRecord]:
    """The files of an encoded plan that are made on request, by target. Cached, since a page has several
    pictures."""
    if not raw:
        return {}
    pages = msgspec.msgpack.decode(raw, type=KeptPlan).pages
    return {output_path(page.path): page for page in pages if is_heavy(page.template)}


def _make_unmade(options: BuildOptions, wanted: WantedPage) -> bytes | None:
    """The bytes of a file, kept from an earlier build or made now; None if it cannot be made."""
    page, state = wanted.page, _store(options).parent
    kept = KeptPictures(state / PICTURES_KEPT)
    if content := kept.find(wanted):
        return content
    view = read_beside(_store(options), SHOWN, [page.digest.hex()]).get(page.digest.hex())
    if view is None or not all(map(_is_beside_an_entry, page.files)):
        return None
    files = tuple(FileToUse(file.path, str(options.site / file.path), file.digest) for file in page.files)
    made = make_file(RenderJob(page.template, page.lang, view, {}, files))
    if made.diagnostics:
        return None
    kept.keep(wanted, made.content)
    return made.content


def _is_beside_an_entry(file: SourceFile) -> bool:
    """Whether a path is that of a file beside an entry. Asked since the path comes from the store, which
    anybody may have written."""
    return is_of_site(file.path) and file.path.startswith("content/")


def _store(options: BuildOptions) -> Path:
    return (options.state or options.site / STATE) / "store"


def all_parts(options: BuildOptions, lang: str) -> bytes | None:
    """The page of all parts of the theme; None while something is wrong with the settings or the theme."""
    with Store(None) as store:
        engine = options.engine or engine_digest()
        config = read_settings(options.site, engine, store).config
        if config is None:
            return None
        config = msgspec.structs.replace(config, base_url=options.base_url or config.base_url)
        tree = scan(options.site, tuple(language.code for language in config.languages))
        records, _ = read_records(options.site, tree, engine, store)
        words = read_catalogue(lang, engine, store)
    archive, _ = assemble(config, records, (), {}, build_date(options, config))
    edition = make_edition(archive, lang, words)
    planned = components_page(edition)
    sources, files, _ = read_theme(options.site)
    theme = Theme(sources, files, {}, templates_digest(sources))
    made = render(theme, words, planned.template, planned.page, chrome(edition), {})
    return None if made.diagnostics else made.content
