"""What a page is made of, and why the last build rendered it or left it alone."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen.archive.assemble import DRAFT, EXPIRED
from sitegen.archive.model import WaitingText
from sitegen.build import files_to_copy
from sitegen.content.addresses import make_addresses, output_path
from sitegen.content.config import SiteConfig
from sitegen.core.diagnostics import Diagnostic, mark_message
from sitegen.core.store import on_sound_store
from sitegen.language.catalogue import say
from sitegen.output.makers import MAKERS
from sitegen.output.publish import Copy
from sitegen.output.standing import (
    DAMAGED,
    INGREDIENTS,
    NEW_PAGE,
    Provenance,
    Standing,
    WantedPage,
    wanted_pages,
)
from sitegen.pages.planned import GENERATED
from sitegen.pages.scope import Scope
from sitegen.steps.memory import encoded_views
from sitegen.steps.planning import PlannedSite, plan_site
from sitegen.steps.session import BuildOptions, Session, open_session, program_warnings
from sitegen.steps.sources import look

_Item = TypeVar("_Item")
REDIRECT = "redirect.html"
TAG = "type"  # msgspec's key for the type of a view, which is no field of it
ANOTHER_KIND = "the kind of page"
FORGOTTEN = "what it shows"
COMPARED_BY_FIELD = ("frame", "entry", "main")  # fields of a page whose own fields are compared one by one
# The reasons for rendering that are no fields of a page, and what people read for each.
_NAMES = dict(
    zip(
        (*INGREDIENTS, ANOTHER_KIND, FORGOTTEN, NEW_PAGE, DAMAGED),
        (
            mark_message("sitegen and its libraries"),
            mark_message("interface words"),
            mark_message("template"),
            mark_message("menu, footer and site texts"),
            mark_message("the kind of page"),
            mark_message("what it shows"),
            mark_message("new (page)"),
            mark_message("the file was changed or deleted"),
        ),
        strict=True,
    )
)


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """`changed` names the parts that differ from what the published page was made of, so that the next build
    renders the page.

    `reasons` are those for its last rendering, `by_last_build` tells whether the last build did it. A page
    that `is_new` was never rendered; a file that is not `is_whole` was changed or deleted since it was
    written. `template` is the name of a template or a maker, None for a file that is copied. `diagnostics`
    tell of the store.
    """

    path: str
    template: str | None
    sources: tuple[str, ...]
    is_new: bool
    is_whole: bool
    reasons: tuple[str, ...] = ()
    by_last_build: bool = False
    changed: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def explain(options: BuildOptions, address: str) -> Explanation | WaitingText | tuple[Diagnostic, ...] | None:
    """Explains the page or file at an address such as `/en/news/`, or the page made from a file such as
    `content/pages/about/index.mn.md`. Diagnostics if the settings cannot be read, WaitingText if it is not
    published today, None if there is no such page or file. Raises as `build`."""
    with open_session(options) as session:
        found = on_sound_store(session.store, lambda: _explain(address, session))
        if isinstance(found, Explanation):
            return msgspec.structs.replace(found, diagnostics=tuple(program_warnings(session.store)))
        return found


def _explain(address: str, session: Session) -> Explanation | WaitingText | tuple[Diagnostic, ...] | None:
    options, sources = session.options, look(session)
    if isinstance(sources, tuple):
        return sources
    planned = plan_site(sources, session, Scope("to be explained"))
    assert planned
    if waiting := _find_waiting(planned, sources.config, address):
        return waiting
    address = _address_of_file(planned, sources.config, address)
    targets = tuple(dict.fromkeys(_targets(address, sources.config.base_url)))
    standing = Standing(options.out, session.store, session.clock, session.removed)
    pages = wanted_pages(planned.plan, sources.theme, sources.catalogues, sources.engine)
    page = _first_found(targets, ((page.target, page) for page in pages))
    if page:
        return _explain_page(page, planned, standing, session)
    copies = files_to_copy(planned.plan, sources, options.site)
    copy = _first_found(targets, ((copy.target, copy) for copy in copies))
    return _explain_copy(copy, options.site, standing) if copy else None


def _find_waiting(planned: PlannedSite, config: SiteConfig, address: str) -> WaitingText | None:
    """The entry or text at an address of the site, or in a file of the repository, if it is not published
    today."""
    files = {item.path: item for item in planned.content.documents}
    file = files.get(posixpath.normpath(address))
    if file:
        own = [item for item in planned.waiting if item.key == (file.kind, file.ref)]
        return next((item for item in own if item.lang in ("", file.lang)), None)
    targets = set(_targets(address, config.base_url))
    urls = make_addresses(config.base_url, config.languages)
    for item in planned.waiting:
        languages = [item.lang] if item.lang else [language.code for language in config.languages]
        if any(output_path(urls.entry(*item.key, lang)) in targets for lang in languages):
            return item
    return None


def _address_of_file(planned: PlannedSite, config: SiteConfig, address: str) -> str:
    """The address of the page that is made from a file of the repository; any other address as it is."""
    path = posixpath.normpath(address)
    for item in planned.content.documents:
        if item.path == path:
            urls = make_addresses(config.base_url, config.languages)
            return urls.url(urls.entry(item.kind, item.ref, item.lang))
    return address


def _targets(address: str, base_url: str) -> Iterator[str]:
    """The files of the published folder that an address may lead to: a browser's address, or a path of the
    site."""
    try:
        wanted, base = urlsplit(address), urlsplit(base_url)
    except ValueError:
        return
    path, mount = unquote(wanted.path), unquote(base.path).rstrip("/")
    below = [path.removeprefix(mount)] if f"{path}/".startswith(f"{mount}/") else []
    if not wanted.netloc:
        below = [address, path, *below]
    elif wanted.netloc.lower() != base.netloc.lower():
        below = []
    for found in below:
        yield output_path(found)
        yield output_path(f"{found.rstrip('/')}/")


def _first_found(targets: tuple[str, ...], items: Iterable[tuple[str, _Item]]) -> _Item | None:
    found: dict[str, _Item] = {}
    for target, item in items:
        if target in targets:
            found[target] = item
            if target == targets[0]:
                break
    return next((found[target] for target in targets if target in found), None)


def _explain_page(
    wanted: WantedPage, planned: PlannedSite, standing: Standing, session: Session
) -> Explanation:
    published = standing.before.get(wanted.target)
    made = standing.provenance_of([wanted.target]).get(wanted.target)
    now = wanted.planned.view_digest
    known = encoded_views(session.store, planned.plan, (now, *((made.view, made.before) if made else ())))
    return Explanation(
        path=wanted.planned.path,
        template=wanted.planned.template,
        sources=_sources(planned, wanted),
        is_new=made is None,
        is_whole=published is not None and standing.has(wanted.target, published.key),
        reasons=(*made.why, *_changed_fields(known, made.before, made.view)) if made else (),
        by_last_build=bool(made and made.build == standing.build - 1),
        changed=(*_changed_ingredients(wanted, made), *_changed_fields(known, made.view, now))
        if made
        else (),
    )


def _explain_copy(copy: Copy, site: Path, standing: Standing) -> Explanation:
    published = standing.before.get(copy.target)
    source = copy.source.relative_to(site) if copy.source.is_relative_to(site) else copy.source
    return Explanation(
        path=f"/{copy.target}",
        template=None,
        sources=(str(source),),
        is_new=published is None,
        is_whole=published is not None and standing.has(copy.target, published.key),
        changed=(str(source),) if published and published.key != copy.key else (),
    )


def _sources(planned: PlannedSite, wanted: WantedPage) -> tuple[str, ...]:
    """The paths of the file the page comes from, of the other files of its entry, which state facts of it,
    too, and of the files whose texts the page shows."""
    documents = planned.content.documents
    entry = {(item.kind, item.ref) for item in documents if item.path == wanted.planned.owner}
    others = (item.path for item in documents if (item.kind, item.ref) in entry)
    texts = {item.body: item.path for item in documents}
    shown = (texts[body] for body in wanted.planned.bodies if body in texts)
    return tuple(dict.fromkeys((wanted.planned.owner, *others, *shown)))


def _changed_ingredients(wanted: WantedPage, made: Provenance) -> Iterator[str]:
    parts = zip(INGREDIENTS, made.ingredients, wanted.ingredients, strict=False)
    return (name for name, before, now in parts if before != now)


def _changed_fields(known: Mapping[bytes, bytes], before: bytes, now: bytes) -> tuple[str, ...]:
    """The names of the fields that differ between two views of a page, given by their digests; `known` has
    the encoded views by digest."""
    if before in (b"", now):
        return ()
    if before not in known or now not in known:
        return (FORGOTTEN,)
    old, new = (dict(_fields(msgspec.msgpack.decode(known[name]))) for name in (before, now))
    if old.keys() != new.keys():
        return (ANOTHER_KIND,)
    return tuple(name for name, value in new.items() if value != old[name])


def _fields(page: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in page.items():
        if name in COMPARED_BY_FIELD and isinstance(value, dict):
            yield from _fields(value, f"{prefix}{name}.")
        elif name != TAG:
            yield prefix + name, value


def explanation_text(found: Explanation | WaitingText, lang: str) -> str:
    """The explanation in words, in several lines."""
    if isinstance(found, WaitingText):
        if found.reason == DRAFT:
            return say(lang, "Not published: it is a draft (draft: true).") + "\n"
        if found.reason == EXPIRED:
            return say(lang, "Not published: it has expired (expires).") + "\n"
        return say(lang, "Not published yet: it waits for {day} (date, published).", day=found.reason) + "\n"
    return "".join(f"{line}\n" for line in (*_origin_lines(found, lang), *_state_lines(found, lang)))


def _origin_lines(found: Explanation, lang: str) -> Iterator[str]:
    yield found.path
    if found.template is None:
        yield say(lang, "  a file copied from {source}", source=found.sources[0])
        return
    if found.template == REDIRECT:
        yield say(lang, "  an old address: leads to where the entry is now")
    made_by_program = found.template in MAKERS
    template = say(lang, "none, it is made by the program itself") if made_by_program else found.template
    yield say(lang, "  template: {template}", template=template)
    sources = (say(lang, "no single file") if source == GENERATED else source for source in found.sources)
    yield say(lang, "  sources: {sources}", sources=", ".join(sources))


def _state_lines(found: Explanation, lang: str) -> Iterator[str]:
    copied = found.template is None
    if found.is_new:
        yield say(
            lang, "  new: the next build will copy it" if copied else "  new: the next build will render it"
        )
        return
    if not copied:
        why = _name_parts(found.reasons, lang) or "—"
        yield say(
            lang,
            "  rendered by the last build, because of: {why}"
            if found.by_last_build
            else "  left alone by the last build; rendered before because of: {why}",
            why=why,
        )
    if not found.is_whole:
        yield say(lang, "  the published file was changed or deleted: the next build will write it again")
    if found.changed:
        yield say(
            lang,
            "  its source has changed: the next build will copy it again"
            if copied
            else "  the next build will render it, changed: {changed}",
            changed=_name_parts(found.changed, lang),
        )
    elif found.is_whole:
        yield say(lang, "  nothing it is made of has changed")


def _name_parts(parts: Iterable[str], lang: str) -> str:
    return ", ".join(say(lang, _NAMES[part]) if part in _NAMES else part for part in parts)
