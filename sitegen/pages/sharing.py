"""Cards: the pictures that other sites show with a link. A page has a card of its own, or that of its
section."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from sitegen.archive.model import Entry
from sitegen.content.config import Palette
from sitegen.content.kinds import ProjectFacts, pictures_in_order
from sitegen.language.dates import PartialDate
from sitegen.pages import views
from sitegen.pages.cards import dates_of
from sitegen.pages.edition import Edition, asset_path, entry_path, link_to
from sitegen.pages.frame import CARD, SECTION_NAMES, donors_of, sections
from sitegen.pages.nearby import Nearby
from sitegen.pages.planned import GENERATED, Outline, PlannedPage, SourceFile, outline

_KINDS = {"article": "News", "forum": "Forum", "programme": "Programme", "project": "Project"}
DRAWN = ("jpg", "jpeg", "png", "webp", "heic", "heif")


def entry_card(edition: Edition, nearby: Nearby) -> PlannedPage | None:
    """The card of an entry; None if the entry has no text in this language."""
    entry, archive = nearby.entry, edition.archive
    document = entry.document(edition.lang)
    if document is None:
        return None
    facts = entry.facts
    place = link_to(edition, "place", facts.place) if isinstance(facts, ProjectFacts) else None
    images = (asset_path(entry, file) for file in pictures_in_order(facts))
    picture = next((path for path in images if _is_drawn(path) and path in archive.assets), None)
    donors = tuple(donors_of(archive, entry))
    statements = [donor.statement.pick(edition.lang, archive.languages)[0] for _, donor in donors]
    beside = (asset_path(programme, donor.logo) for programme, donor in donors if donor.logo)
    logos = tuple(path for path in beside if _is_drawn(path) and path in archive.assets)
    card = _card(
        edition,
        document.text.title,
        edition._(_KINDS[entry.kind]) if entry.kind in _KINDS else "",
        source=document.path,
        place=place.title if place else None,
        date=facts.date.date() if facts.date and entry.kind == "article" else None,
        dates=dates_of(entry),
        picture=picture,
        statements=statements,
        logos=logos,
    )
    files = (*([picture] if picture else []), *logos)
    sources = tuple(SourceFile(path, archive.assets[path].digest) for path in dict.fromkeys(files))
    return PlannedPage(
        entry_path(edition, entry) + CARD, "card.png", edition.lang, card, document.path, (), sources
    )


def _is_drawn(path: str) -> bool:
    return path.rpartition(".")[2].lower() in DRAWN


def _card(
    edition: Edition,
    title: str,
    kind: str = "",
    *,
    source: str = GENERATED,
    place: str | None = None,
    date: datetime.date | None = None,
    dates: tuple[PartialDate, PartialDate | None] | None = None,
    picture: str | None = None,
    statements: Iterable[str] = (),
    logos: tuple[str, ...] = (),
) -> views.SharingCard:
    config, languages = edition.archive.config, edition.archive.languages
    palette = (config.look and config.look.light) or Palette()
    own = (donor.statement.pick(edition.lang, languages)[0] for donor in config.donors)
    return views.SharingCard(
        lang=edition.lang,
        source=source,
        title=title,
        kind=kind,
        site=config.title.pick(edition.lang, languages)[0],
        band=palette.band,
        on_band=palette.on_band,
        ornament=palette.ornament,
        place=place,
        date=date,
        when=dates,
        picture=picture,
        mark=config.logo is None,
        statement=" ".join((*statements, *own)) or None,
        logos=logos,
    )


def card_outlines(edition: Edition) -> Iterator[Outline]:
    if edition.archive.config.cards:
        yield outline(cards_of_lists, edition.lang, "")


def cards_of_lists(edition: Edition, _: list[Entry]) -> Iterator[PlannedPage]:
    """The cards of the front page, of sections, places and organisations."""
    archive = edition.archive
    config = archive.config
    tagline = config.tagline or config.title
    yield _plan_card(edition, (), tagline.pick(edition.lang, archive.languages)[0], "")
    for section in sections(archive):
        yield _plan_card(edition, (section,), edition._(SECTION_NAMES[section]), "")
    for kind, section, idents in (
        ("place", "places", archive.places),
        ("organisation", "organisations", archive.organisations),
    ):
        for ident in idents:
            title = edition.records[kind, ident].title
            yield _plan_card(edition, (section, *ident.split("/")), title, edition._(SECTION_NAMES[section]))


def _plan_card(edition: Edition, parts: tuple[str, ...], title: str, kind: str) -> PlannedPage:
    path = edition.path(*parts) + CARD
    return PlannedPage(path, "card.png", edition.lang, _card(edition, title, kind), owner=GENERATED)
