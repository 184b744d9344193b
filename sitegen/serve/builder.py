"""What the preview shows, made: at once what was edited, and soon afterwards everything, to be sure.

Pages that somebody is looking at are made before or without a build. After an edit of the theme the open
pages are rendered from the stored plans, just as the build will render them, only earlier. The page of all
parts of the theme is in no build, and made soon after one. Pictures and cards, which take most of the time of
a first build, are left out of the builds of a preview: each is made when a browser asks for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from sitegen.archive.assemble import assemble
from sitegen.archive.model import Key
from sitegen.build import Outcome, build
from sitegen.content.addresses import make_addresses, output_path
from sitegen.content.config import SITE_FILE, SiteConfig
from sitegen.content.tree import DocumentFile, FileTree, scan
from sitegen.core.diagnostics import Diagnostic, Refusal, has_errors
from sitegen.core.digest import digest, engine_digest
from sitegen.core.files import file_signature
from sitegen.core.store import Damaged, Store, read_beside
from sitegen.language.catalogue import say, system_reason, texts_of_codes
from sitegen.output.journal import LISTING, is_of_site, listed_files
from sitegen.output.makers import is_heavy
from sitegen.output.render import FileToUse, RenderContext, RenderJob, make_file, new_templates, render_batch
from sitegen.output.standing import KeptPictures, WantedPage, wanted_pages
from sitegen.output.theme import Theme, read_theme, templates_digest
from sitegen.pages.frame import chrome
from sitegen.pages.pictures import sharing_cards_of_lists
from sitegen.pages.plan import PICTURE_FILES, KeptPlan, Plan, make_edition, plan_name
from sitegen.pages.planned import KeptPage, SourceFile, outline
from sitegen.pages.single_pages import components_page
from sitegen.serve.answers import stamp_of
from sitegen.serve.board import Board, Desk, PreviewState, Problem, look_over
from sitegen.serve.watch import Inbox
from sitegen.steps.memory import ENCODED_VIEWS, PLANS, LastBuild, StoredPlans, last_build
from sitegen.steps.planning import make_renderer
from sitegen.steps.session import PICTURES_KEPT, STATE, BuildOptions, Session, open_session
from sitegen.steps.sources import (
    Sources,
    build_date,
    compare,
    look,
    read_catalogue,
    read_records,
    read_settings,
)

TEMPLATES_FOLDER = "templates/"
NOTHING: frozenset[str] = frozenset()
MOST_AHEAD = 8  # pages that are made ahead of a build
QUIET, TRY_AGAIN, IDLE = 0.4, 5.0, 30.0  # seconds until the builder settles, see `patience`
TELL_AFTER = 0.5  # seconds between words on how far a build is


class Voice(msgspec.Struct, frozen=True):
    """The terminal: lines of text, the list of problems, and a bar for long work (or None)."""

    tell: Callable[[str], None]
    report: Callable[[tuple[Diagnostic, ...]], None]
    progress: Any = None


class _Superseded(BaseException):
    """Ends a build that a newer edit makes useless. Not an Exception, so that nothing takes it for an
    error."""


class Builder:
    """Builds, and keeps the board up to date with the files. It is `unsure` while not everything was looked
    at, or something could not be built."""

    def __init__(
        self, options: BuildOptions, board: Board, voice: Voice, lang: str, inbox: Inbox | None = None
    ) -> None:
        self.unsure = True
        self._engine = engine_digest()
        self._options = msgspec.structs.replace(options, engine=self._engine)
        self._board = board
        self._voice = voice
        self._inbox = inbox or Inbox()
        self._lang = lang
        self._tree: FileTree | None = None
        self._listing = ""
        self._told: tuple[Diagnostic, ...] = ()
        self._stamps: dict[str, str] = {}
        self._look_at_files = True
        self._owed = NOTHING

    @property
    def patience(self) -> float:
        """After how many seconds without a change to settle."""
        if self._board.shown.trouble:
            return TRY_AGAIN
        return QUIET if self.unsure else IDLE

    def show_last(self) -> None:
        """Shows the site that an earlier preview built, to have something to see during the first build."""
        self._show_targets()
        self._board.show(pictures=planned_pictures(self._options))
        self._set_up()

    def follow(self, changed: frozenset[str], drafts: bool) -> None:
        """Builds what changed, and shows it. If all `changed` files are known documents, only these are
        looked at."""
        changed |= self._owed
        self._owed, self.unsure = NOTHING, True
        begun = perf_counter()
        self._look_at_files |= not all(path.endswith(".md") for path in changed)
        tree = _look_again(self._options.site, self._tree, changed)
        self._options = msgspec.structs.replace(self._options, drafts=drafts, tree=tree)
        self._board.show(working=True, drafts=drafts)
        self._board.show(ahead=self._made_ahead(changed))
        try:
            outcome = self._build()
        except _Superseded:
            self._owed = changed
            return
        if outcome:
            self._tree = tree
            self._show(outcome, changed, perf_counter() - begun)

    def settle(self) -> None:
        """Looks at everything once more, in case the watch missed a change, and does what takes longer: the
        desk and pictures."""
        if self.unsure:
            self._options = msgspec.structs.replace(self._options, tree=None)
            before = self._board.shown
            outcome = self._build()
            self.unsure = outcome is None
            if outcome and (outcome.written or outcome.removed or outcome.failed != before.failed):
                self._show(outcome, NOTHING, 0.0)
            elif outcome:
                if not outcome.failed:
                    self._board.show(pictures=planned_pictures(self._options))
                self._board.show(problems=self._problems(outcome.diagnostics), trouble="", working=False)
        if engine_digest() != self._engine:  # the program was updated while it runs
            message = "sitegen itself has changed. Press Ctrl-C and start sitegen serve again."
            self._give_up(say(self._lang, message))
        self._set_up()
        self._tree = scan(self._options.site, tuple(self._board.shown.desk.addresses.roots))
        if self._look_at_files:
            self._look_at_files = False
            self._compare_files()
            parts: dict[str, bytes] = {}
            with suppress(OSError):  # the next build tells the reason
                parts = all_parts(self._options)
            self._board.show(parts=parts)

    def _build(self) -> Outcome | None:
        """Builds; None if that is impossible now, with the reason on the board."""
        try:
            return build(self._options, self._progress)
        except Refusal as problem:
            trouble = say(self._lang, problem.message, **problem.values)
        except OSError as problem:
            reason = system_reason(self._lang, problem.strerror or str(problem))
            trouble = f"{problem.filename or self._options.out}: {reason}"
        except Exception as problem:
            message = "A bug in sitegen: {problem}. The site stays as it was. Please tell us."
            trouble = say(self._lang, message, problem=f"{type(problem).__name__}: {problem}")
        self._give_up(trouble)
        return None

    def _made_ahead(self, changed: frozenset[str]) -> dict[str, bytes]:
        """After an edit of the theme, the pages that somebody is looking at: all pages would take much
        longer."""
        watched = self._board.watched_targets() & self._board.shown.targets
        if not changed or not _are_templates(changed) or not 0 < len(watched) <= MOST_AHEAD:
            return {}
        entries = self._board.shown.desk.entry_pages
        wanted = {target: entries[target][0] if target in entries else None for target in watched}
        try:
            return look_ahead(self._options, wanted)
        except (Refusal, OSError):
            return {}  # the build that follows tells the reason

    def _progress(self, name: str, total: int, items: Iterable[Any]) -> Iterator[Any]:
        """Passes progress on, and ends a build of all pages if the theme is edited again meanwhile."""
        told = perf_counter()
        shown = self._voice.progress(name, total, items) if self._voice.progress else items
        for number, item in enumerate(shown):
            if self._board.shown.ahead and self._is_theme_waiting():
                raise _Superseded
            if perf_counter() - told > TELL_AFTER:
                told = perf_counter()
                self._board.show(step=(name, number, total))
            yield item
        self._board.show(step=None)

    def _is_theme_waiting(self) -> bool:
        came = self._inbox.waiting()
        return bool(came) and all(isinstance(item, frozenset) and _are_templates(item) for item in came)

    def _give_up(self, trouble: str) -> None:
        if self._board.shown.trouble != trouble:
            self._voice.tell(trouble)
        self._board.show(trouble=trouble, working=False, ahead={})

    def _show(self, outcome: Outcome, changed: frozenset[str], seconds: float) -> None:
        if not outcome.failed:
            self._show_targets()
            self._board.show(pictures=planned_pictures(self._options))
        if SITE_FILE in changed or not self._board.shown.mount:
            self._set_up_addresses()
        problems = self._problems(outcome.diagnostics)
        self._board.show(problems=problems, failed=outcome.failed, trouble="", working=False, ahead={})
        self._tell(outcome, changed, seconds)

    def _tell(self, outcome: Outcome, changed: frozenset[str], seconds: float) -> None:
        time = f"{datetime.now():%H:%M:%S}"
        if changed:
            self._voice.tell(f"{time} {self._line_of(outcome, self._name_files(changed), seconds)}")
        if outcome.diagnostics != self._told:
            self._voice.report(outcome.diagnostics)
        elif outcome.diagnostics and changed:
            count = len(outcome.diagnostics)
            self._voice.tell(f"{time} {say(self._lang, 'the same messages as before: {count}', count=count)}")
        self._told = outcome.diagnostics

    def _line_of(self, outcome: Outcome, changed: str, seconds: float) -> str:
        """A line for the terminal: what came of an edit."""
        if outcome.failed:
            errors = sum(item.is_error for item in outcome.diagnostics)
            message = "errors: {errors}; the last good pages stay: {changed}"
            return say(self._lang, message, errors=errors, changed=changed)
        pages = len(outcome.rendered)
        message = (
            "updated: {changed} · pages: {pages} · {seconds} seconds"
            if pages or outcome.written or outcome.removed
            else "no page changed: {changed} · {seconds} seconds"
        )
        return say(self._lang, message, changed=changed, pages=pages, seconds=f"{seconds:.2f}")

    def _name_files(self, changed: frozenset[str]) -> str:
        there = [path for path in changed if os.path.lexists(self._options.site / path)]
        named = there or list(changed)
        first = min(named)
        if len(named) == 1:
            return first
        return say(self._lang, "{path} and {count} more", path=first, count=len(named) - 1)

    def _show_targets(self) -> None:
        stamp = stamp_of(self._options.out, LISTING)
        if stamp and stamp != self._listing:
            self._listing = stamp
            self._board.show(targets=listed_files(self._options.out))

    def _problems(self, diagnostics: Iterable[Diagnostic]) -> tuple[Problem, ...]:
        return tuple(_problem(item, self._options.site, self._lang) for item in diagnostics)

    def _set_up(self) -> None:
        """Puts addresses and desk on the board, from what the last build stored."""
        config = self._set_up_addresses()
        state, before = self._options.state, self._board.shown.desk
        if config is None or state is None or before.addresses is None:
            return
        try:
            with Store(state / "store") as store:
                desk = look_over(before, store, before.addresses, build_date(self._options, config))
        except (OSError, Damaged):
            return  # the next build begins with a new store
        if desk is not self._board.shown.desk:
            self._board.show(desk=desk)

    def _set_up_addresses(self) -> SiteConfig | None:
        """Sets up the addresses; returns the settings, None if they cannot be read."""
        with Store(None) as store:
            config = read_settings(self._options.site, self._engine, store).config
        if config is None:
            return None
        base = self._options.base_url or config.base_url
        known = make_addresses(base, config.languages)
        if known != self._board.shown.desk.addresses:
            desk = msgspec.structs.replace(self._board.shown.desk, addresses=known)
            self._board.show(mount=known.mount, desk=desk)
        return config

    def _compare_files(self) -> None:
        """Has browsers load pages again when a picture, script or document changed."""
        targets = self._board.shown.targets
        files = [name for name in targets if not name.endswith((".html", ".css", ".xml", ".json"))]
        stamps = {name: stamp_of(self._options.out, name) for name in files}
        stamps[PICTURE_FILES] = digest(self._board.shown.pictures).hex()
        if self._stamps and any(stamps.get(name) != stamp for name, stamp in self._stamps.items()):
            self._board.show(files=self._board.shown.files + 1)
        self._stamps = stamps


def _are_templates(changed: frozenset[str]) -> bool:
    return all(path.startswith(TEMPLATES_FOLDER) for path in changed)


def _look_again(site: Path, tree: FileTree | None, changed: frozenset[str]) -> FileTree | None:
    """The tree with changed documents as they are now; None if anything else changed."""
    if tree is None or not changed:
        return None
    files = [file for file in tree.documents if file.path in changed]
    fresh = list(_sign_again(site, files))
    others = changed.difference(file.path for file in files)
    # A path that no longer exists was a temporary file of a text editor.
    if len(fresh) < len(files) or any(os.path.lexists(os.path.join(site, path)) for path in others):
        return None
    if any(file.path in others for file in tree.assets):
        return None
    now = {file.path: file for file in fresh}
    documents = tuple(now.get(file.path, file) for file in tree.documents)
    return msgspec.structs.replace(tree, documents=documents)


def _sign_again(site: Path, files: Iterable[DocumentFile]) -> Iterator[DocumentFile]:
    """The documents that are still regular files of a usual size, with their signatures of now."""
    for file in files:
        found = file_signature(os.path.join(site, file.path))
        if found and found.size < 1_000_000:
            yield msgspec.structs.replace(file, signature=found)


def _problem(item: Diagnostic, site: Path, lang: str) -> Problem:
    words = texts_of_codes(lang)
    file = site / item.path
    return Problem(
        path=item.path,
        line=item.line,
        column=item.column,
        code=item.code,
        error=item.is_error,
        message=words.message(item),
        hint=" ".join(filter(None, (words.hint(item), words.level(item)))),
        file=str(file) if file.is_file() else "",
    )


def look_ahead(options: BuildOptions, wanted: Mapping[str, Key | None]) -> dict[str, bytes]:
    """The bytes of pages by target. `wanted` has, by target, the entry that a page belongs to, or None.

    Empty if more than the theme differs from the last build, or if something is wrong with the theme.
    """
    with open_session(options) as session:
        try:
            sources = look(session)
            if isinstance(sources, tuple) or has_errors(sources.diagnostics):
                return {}
            last = last_build(session.store)
            if last is None or not compare(sources, last, session).only_theme:
                return {}
            return _render_wanted(sources, last, session, wanted)
        except Damaged:  # the build that follows begins with a new store
            return {}


def _render_wanted(
    sources: Sources,
    last: LastBuild,
    session: Session,
    wanted: Mapping[str, Key | None],
) -> dict[str, bytes]:
    plan = Plan(chromes=last.chromes, pages=_pages_of(session, wanted.values()), stays=True)
    pages = wanted_pages(plan, sources.theme, sources.catalogues, sources.engine)
    looked_at = [page for page in pages if page.target in wanted]
    results = make_renderer(plan, sources, session).render(looked_at)
    return {page.target: result.content for page, result in results if not result.diagnostics}


def _pages_of(session: Session, keys: Iterable[Key | None]) -> tuple[KeptPage, ...]:
    """The pages of entries, which are found quickly; all pages if a key is None."""
    names = {plan_name(key) if key else "" for key in keys}
    stored = StoredPlans(session.store)
    plans = stored.all() if "" in names else stored.with_names(names)
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


def _find_card(options: BuildOptions, desk: Desk, target: str) -> KeptPage | None:
    page = f"{target.rpartition('/')[0]}/index.html"
    lists = [outline(sharing_cards_of_lists, lang, "").name for lang in desk.addresses.roots]
    names = [plan_name(desk.entry_pages[page][0])] if page in desk.entry_pages else lists
    plans = read_beside(_store(options), PLANS, names).values()
    return next((card for plan in plans if (card := _unmade_files(plan).get(target))), None)


@lru_cache(maxsize=16)
def _unmade_files(raw: bytes) -> dict[str, KeptPage]:
    """The files of an encoded plan that are made on request, by target. Cached, since a page has several
    pictures."""
    if not raw:
        return {}
    pages = msgspec.msgpack.decode(raw, type=KeptPlan).pages
    return {output_path(page.path): page for page in pages if is_heavy(page.template)}


def _make_unmade(options: BuildOptions, wanted: WantedPage) -> bytes | None:
    """The bytes of a file, kept from an earlier build or made now; None if it cannot be made.

    No Renderer makes it: a running build holds the session that one needs, and its limit of time would not
    hold in a thread of the server. What makes pictures and cards has limits of its own: of pixels, frames and
    scans.
    """
    page, state = wanted.planned, _store(options).parent
    kept = KeptPictures(state / PICTURES_KEPT)
    if content := kept.find(wanted):
        return content
    view = read_beside(_store(options), ENCODED_VIEWS, [page.view_digest.hex()]).get(page.view_digest.hex())
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


def all_parts(options: BuildOptions) -> dict[str, bytes]:
    """The pages of all parts of the theme, one in each language, by target; none while something is wrong
    with the settings or the theme. Called by the builder, as pages are, since a template that does not end is
    stopped only in the main thread."""
    with Store(None) as store:
        engine = options.engine or engine_digest()
        config = read_settings(options.site, engine, store).config
        if config is None:
            return {}
        config = msgspec.structs.replace(config, base_url=options.base_url or config.base_url)
        languages: tuple[str, ...] = tuple(language.code for language in config.languages)
        records, _ = read_records(options.site, scan(options.site, languages), engine, store)
        catalogues = {lang: read_catalogue(lang, engine, store) for lang in languages}
    archive, _ = assemble(config, records, (), {}, build_date(options, config))
    editions = [make_edition(archive, lang, words) for lang, words in catalogues.items()]
    sources, _, _ = read_theme(options.site)
    theme = Theme(sources, {}, {}, templates_digest(sources))
    context = RenderContext(theme, {edition.lang: chrome(edition) for edition in editions}, catalogues)
    encode = msgspec.msgpack.encode
    pages = [components_page(edition) for edition in editions]
    jobs = tuple(RenderJob(page.template, page.lang, encode(page.view), {}) for page in pages)
    new_templates()
    made = zip(pages, render_batch(encode(context), jobs), strict=True)
    return {output_path(page.path): result.content for page, result in made if result.content}
