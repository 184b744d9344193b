"""What the site is made from now, and what of it differs from the last build.

Settings, records and words are parsed, and their parsers imported, only when their files have changed.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from sitegen.content.config import (
    SITE_FILE,
    Policy,
    Settings,
    SiteConfig,
    ended_acceptances,
    missing_files,
    policy_of,
)
from sitegen.content.document import Mark
from sitegen.content.ledger import Ledger, read_ledger
from sitegen.content.markup import MarkupOptions, ParseOptions
from sitegen.content.records import Records, missing_files_of_records
from sitegen.content.source import FILE_LIMIT, readable_size
from sitegen.content.tree import FileTree, scan
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.digest import digest, engine_digest
from sitegen.core.files import NotOrdinary, content_of, refuse_link
from sitegen.core.store import Store, memoize
from sitegen.language.catalogue import Catalogue, catalogue_bytes, load_catalogue
from sitegen.output.publish import Copy
from sitegen.output.theme import LIGHT, CheckedTemplates, Theme, minify, read_theme, templates_digest
from sitegen.pages.scope import MOST_EDITED, Change, Edit
from sitegen.pages.views import TEMPLATES
from sitegen.steps.memory import (
    Inputs,
    LastBuild,
    ReadStatic,
    StoredPlans,
    Survey,
    documents_before,
    read_documents,
    read_static_files,
    survey,
)
from sitegen.steps.session import BuildOptions, Session

_SPACE = "settings"  # where the store keeps them
_MISNAMED = {"site.yaml", "site.yml", "site.yaml.txt", "site.yml.txt"}  # other names that site.yaml gets


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """All that a site is made from, and its digests (`inputs`). `files` are the static files of the theme and
    the site, `today` is the build date."""

    config: SiteConfig
    marks: tuple[Mark, ...]  # where the keys of the config stand in site.yaml
    records: Records
    catalogues: dict[str, Catalogue]
    ledger: Ledger
    in_ci: bool  # whether the build runs in CI, where nobody commits additions to the ledger
    surveyed: Survey
    theme: Theme
    files: tuple[Copy, ...]
    today: date
    policy: Policy
    engine: bytes
    diagnostics: tuple[Diagnostic, ...]
    inputs: Inputs


def look(session: Session) -> Sources | tuple[Diagnostic, ...]:
    """The sources of the site; only diagnostics when its settings cannot be read. Raises OSError."""
    options, store = session.options, session.store
    engine = options.engine or engine_digest()
    settings = read_settings(options.site, engine, store)
    if settings.config is None:
        return settings.diagnostics
    config = msgspec.structs.replace(settings.config, base_url=options.base_url or settings.config.base_url)
    languages: tuple[str, ...] = tuple(language.code for language in config.languages)
    tree = options.tree or scan(options.site, languages)
    records, of_records = read_records(options.site, tree, engine, store)
    ledger, in_ci = read_ledger(options.site, engine, store), is_in_ci()
    config = config.without_empty_sections(_what_is_there(tree, records))
    catalogues = {lang: read_catalogue(lang, engine, store) for lang in languages}
    markup = parse_options(config, records, catalogues)
    encoded = msgspec.msgpack.encode(markup)
    theme, found = checked_theme(options.site, engine, store)
    large = _large_files(theme)
    surveyed = survey(tree, large, encoded, engine, session)
    found = (*found, *missing_files(config, settings.marks, theme.files))
    found = (*found, *missing_files_of_records(records, theme.files))
    files, warnings = _static_files(theme, read_static_files(surveyed, large, store))
    found = (*found, *warnings)
    store.commit()
    today = build_date(options, config)
    problems = (*settings.diagnostics, *tree.diagnostics, *of_records, *ledger.diagnostics)
    problems += tuple(ended_acceptances(config.exceptions, settings.marks, today))
    asked = (today, options.drafts, options.standards)
    parts = (config, records, catalogues, *asked, problems, ledger, in_ci, theme.is_branded)
    style = (theme.digest, found, [(file.target, file.key) for file in files])
    return Sources(
        config=config,
        marks=settings.marks,
        records=records,
        ledger=ledger,
        in_ci=in_ci,
        catalogues=catalogues,
        surveyed=surveyed,
        theme=theme,
        files=files,
        today=today,
        policy=policy_of(config.diagnostics, config.exceptions, settings.marks, today),
        engine=engine,
        diagnostics=(*problems, *found),
        inputs=Inputs(
            documents=surveyed.documents.digest(),
            rest=digest(engine, surveyed.assets.digest(), *map(msgspec.msgpack.encode, parts)),
            style=digest(msgspec.msgpack.encode(style)),
        ),
    )


def compare(sources: Sources, last: LastBuild | None, session: Session) -> Change:
    """What differs from the last build that published. A few edited documents are parsed, to be compared with
    what they were."""
    if last is None:
        return Change("no build before has published")
    now, before = sources.inputs, last.inputs
    if now == before:
        return Change("nothing changed", nothing=True)
    if now.rest != before.rest:
        return Change("settings, records, files beside entries, the date or the program changed")
    if not StoredPlans(session.store).are_of(before.basis):
        return Change("the stored plans are not those of the last build")
    if now.documents == before.documents:
        return Change("only the theme changed", only_theme=True)
    seen = sources.surveyed.documents
    if before.documents != seen.digest_before():
        return Change("another build has read the documents since")
    if seen.seen.keys() != seen.before.keys():
        return Change("documents came or went")
    if now.style != before.style:
        return Change("documents and the theme changed")
    return _compare_documents(sources, last, session)


def _compare_documents(sources: Sources, last: LastBuild, session: Session) -> Change:
    surveyed, store = sources.surveyed, session.store
    edited = surveyed.documents.edited_paths()
    folders = {posixpath.dirname(path) for path in edited}
    if len(folders) > MOST_EDITED:
        return Change("many entries were edited")
    if any(item.waits for item in last.diagnostics):
        return Change("something that is not published yet names what is not there")
    if not folders.isdisjoint(posixpath.dirname(item.path) for item in last.diagnostics):
        return Change("something was wrong there before")
    read, parsed = read_documents(surveyed, edited, session)
    after = {path: item.document for path, item in read.items() if item.document and not item.diagnostics}
    known = documents_before(surveyed, edited, store)
    if not after.keys() == known.keys() == set(edited):
        return Change("something is wrong in what was edited", parsed=parsed)
    return Change("documents were edited", edit=Edit(known, after), parsed=parsed)


def missing_settings(site: Path) -> Diagnostic:
    """The error of a folder without settings. It tells where they are, if that is near: under another name,
    in a folder of the folder, or in one above it."""
    site = site.resolve()
    names = sorted(os.listdir(site)) if site.is_dir() else ()
    named = next((name for name in names if name.casefold() in _MISNAMED), "")
    above = (folder for folder in site.parents if os.path.isfile(folder / SITE_FILE))
    near = next((path.parent for path in sorted(site.glob(f"*/{SITE_FILE}"))), None) or next(above, None)
    folder = str(near or "")
    return diagnostic("E155", SITE_FILE, named=named, folder=f'"{folder}"' if " " in folder else folder)


def read_settings(site: Path, engine: bytes, store: Store) -> Settings:
    try:
        refuse_link(site / SITE_FILE)
        if (size := (site / SITE_FILE).stat().st_size) > FILE_LIMIT:  # too large for memory
            told, limit = readable_size(size), readable_size(FILE_LIMIT)
            return Settings(None, (diagnostic("E110", SITE_FILE, size=told, limit=limit),))
        raw = content_of(site / SITE_FILE)
    except FileNotFoundError:
        return Settings(None, (missing_settings(site),))
    except (NotOrdinary, IsADirectoryError):
        return Settings(None, (diagnostic("E311", SITE_FILE, name=SITE_FILE),))

    def parse() -> Settings:
        from sitegen.content.load_settings import parse_config

        return parse_config(raw)

    return memoize(store, _SPACE, SITE_FILE, digest(engine, raw), Settings, parse)


def read_records(
    site: Path, tree: FileTree, engine: bytes, store: Store
) -> tuple[Records, tuple[Diagnostic, ...]]:
    raw = {path: content_of(site / path) for path in tree.records}
    parts = (part for path, content in raw.items() for part in (path.encode(), content))
    key = digest(engine, repr(tree.unread).encode(), *parts)

    def parse() -> tuple[Records, tuple[Diagnostic, ...]]:
        from sitegen.content.load_settings import parse_records

        return parse_records(raw, tree.unread)

    return memoize(store, _SPACE, "records", key, tuple[Records, tuple[Diagnostic, ...]], parse)


def read_catalogue(lang: str, engine: bytes, store: Store) -> Catalogue:
    key = digest(engine, catalogue_bytes(lang))
    return memoize(store, _SPACE, f"words {lang}", key, Catalogue, lambda: load_catalogue(lang))


def parse_options(config: SiteConfig, records: Records, catalogues: Mapping[str, Catalogue]) -> ParseOptions:
    """What Markdown depends on besides its text: each language's abbreviations and words."""

    def options(lang: str) -> MarkupOptions:
        pairs = [(item.short.get(lang), item.long.get(lang)) for item in records.glossary]
        return MarkupOptions(
            lang=lang,
            abbreviations=tuple((short, long) for short, long in pairs if short and long),
            footnote_backlink=catalogues[lang].gettext("Back to note {} in the text"),
            table_label=catalogues[lang].gettext("Table"),
            avoid=tuple(_avoided_forms(records, lang)),
        )

    markup = tuple(options(language.code) for language in config.languages)
    return ParseOptions(markup, config.time_zone, config.search)


def _avoided_forms(records: Records, lang: str) -> Iterator[tuple[str, str]]:
    """(form not to use, form to use) from the glossary: the short form instead of a short one, else the long
    one."""
    for item in records.glossary:
        for form in filter(None, (words.get(lang) for words in item.avoid)):
            is_short = form.isupper() or len(form) < 3
            use = item.short.get(lang) if is_short else item.long.get(lang)
            if use and use != form:
                yield form, use
    for term in records.terms:
        for form in filter(None, (words.get(lang) for words in term.avoid)):
            if name := term.name.get(lang):
                yield form, name


def is_in_ci() -> bool:
    """Whether a CI service builds, and not a person who can commit what the build writes. All services set
    CI."""
    return os.environ.get("CI", "").lower() in ("true", "1")


def _what_is_there(tree: FileTree, records: Records) -> frozenset[str]:
    """The kinds of entries and of records of which the site has any."""
    kinds = {file.kind for file in tree.documents}
    return frozenset(kinds.union(name for name in Records.__struct_fields__ if getattr(records, name)))


def _large_files(theme: Theme) -> dict[str, str]:
    """The paths in the site of static files that are published as they are, by location."""
    return {path: f"static/{name}" for name, path in theme.files.items() if not name.endswith(LIGHT)}


def _static_files(
    theme: Theme, large: Mapping[str, ReadStatic]
) -> tuple[tuple[Copy, ...], tuple[Diagnostic, ...]]:
    """The files of static/ as they are published, and warnings of what pictures and films among them tell of
    people and of where they were taken."""

    def copy(name: str, path: str) -> Copy:
        target = f"static/{name}"
        if path in large:
            return Copy(target, Path(path), large[path].content)
        content = minify(name, content_of(Path(path)))
        return Copy(target, Path(path), digest(content), content)

    files = tuple(copy(name, path) for name, path in theme.files.items())
    return files, tuple(problem for read in large.values() for problem in read.diagnostics)


def build_date(options: BuildOptions, config: SiteConfig) -> date:
    """The day by `today` of the options, by SOURCE_DATE_EPOCH (reproducible-builds.org) or by the clock,
    which nothing else reads; in the site's time zone, not in the machine's (`TZ`)."""
    if options.today:
        return options.today
    zone = ZoneInfo(config.time_zone)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.astimezone(zone).date()


def checked_theme(site_dir: Path, engine: bytes, store: Store) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The theme of a site, and what is wrong with it; unchanged templates are not checked again."""
    sources, files, problems = read_theme(site_dir)
    name = templates_digest(sources)

    def look() -> CheckedTemplates:
        # Imported here, since most builds find the templates unchanged.
        from sitegen.output.template_check import check

        return check(sources, TEMPLATES)

    found = memoize(store, "theme", "templates", digest(engine, name), CheckedTemplates, look)
    return Theme(sources, files, found.closures, name), (*problems, *found.diagnostics)
