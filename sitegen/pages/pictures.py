"""Pictures: where those of an entry stand on its page, the files they are published in, and the cards that
other sites show with a link. A page has a card of its own, or that of its section."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

import msgspec

from sitegen.archive.model import Entry
from sitegen.content.addresses import service_of
from sitegen.content.assets import DRAWING, Asset, Size, published_sizes
from sitegen.content.config import Palette
from sitegen.content.document import Document, FigureSlot, pictures_beside
from sitegen.content.kinds import Image, ProjectFacts, Video, pair_of, pictures_in_order
from sitegen.content.tree import is_root_file
from sitegen.language.catalogue import Words
from sitegen.language.dates import PartialDate
from sitegen.pages import views
from sitegen.pages.edition import (
    Edition,
    asset_path,
    asset_url,
    dates_of,
    entry_path,
    link_to,
    phrase,
    required_phrase,
    small_picture,
    srcset,
)
from sitegen.pages.frame import SECTION_NAMES, SHARING_CARD, donors_of, sections
from sitegen.pages.planned import GENERATED, Nearby, Outline, PlannedPage, SourceFile, outline

# Words that editors write before a photographer's name; the page has such words itself.
_SAID_ALREADY = re.compile(
    r"(?:(?:гэрэл\s+)?зураг|фото|зургийг\s+авсан|photo(?:graph)?s?|picture|image|credit)(?:\s+by)?\s*[:：–—-]\s*"
    r"|(?:photo(?:graph)?s?|picture)\s+by\s+|©\s*",
    re.IGNORECASE,
)
_KIND_NAMES = {"article": "News", "forum": "Forum", "programme": "Programme", "project": "Project"}
DRAWN = ("jpg", "jpeg", "png", "webp", "heic", "heif")
_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}


class EntryPictures(msgspec.Struct, frozen=True):
    """The pictures of an entry's page: `lead` stands under the title, `gallery` after the text, the `pair` of
    before and after side by side; `placed` fill the slots of the text."""

    lead: views.Figure | None
    placed: tuple[views.Figure, ...]
    gallery: tuple[views.Figure, ...]
    pair: tuple[views.Figure, ...] = ()


def entry_pictures(edition: Edition, entry: Entry) -> EntryPictures:
    """The pictures of an entry's page; the first on the page is marked, to be fetched before the others."""
    document, facts = entry.document_for(edition.lang), entry.facts
    beside = [_described_figure(edition, entry, image) for image in pictures_beside(document, facts)]
    lead = _figure_of_file(edition, entry, facts.lead) if facts.lead else beside.pop(0) if beside else None
    placed = placed_figures(edition, entry, document)
    if lead:
        lead = msgspec.structs.replace(lead, is_first=True)
    elif placed:
        placed = (msgspec.structs.replace(placed[0], is_first=True), *placed[1:])
    pair = (_figure_of_file(edition, entry, file) for file in pair_of(facts))
    return EntryPictures(lead, placed, _in_row(beside), _in_row(pair))


def placed_figures(edition: Edition, entry: Entry, document: Document) -> tuple[views.Figure, ...]:
    """The pictures that fill the slots of a text."""
    return tuple(_placed_figure(edition, entry, slot) for slot in document.figures)


def on_paper(figure: views.Figure) -> views.Figure:
    """The figure without what only screens need, so that print views and feeds do not change with it."""
    return msgspec.structs.replace(figure, srcset="", tone="", in_row=False, is_first=False, is_linked=False)


def _in_row(figures: Iterable[views.Figure]) -> tuple[views.Figure, ...]:
    return tuple(msgspec.structs.replace(figure, in_row=True) for figure in figures)


def _placed_figure(edition: Edition, entry: Entry, slot: FigureSlot) -> views.Figure:
    """A picture in the text; its description or caption comes from the entry's `images` if the text has
    none."""
    if not slot.file:
        return _taken_down_figure(edition)
    figure = _figure_of_file(edition, entry, slot.file)
    return msgspec.structs.replace(
        figure,
        alt=views.Phrase(text=slot.alt) if slot.alt else figure.alt,
        caption=views.Phrase(text=slot.title) if slot.title else figure.caption,
        in_row=slot.in_row,
        is_linked=slot.is_linked,
    )


def _figure_of_file(edition: Edition, entry: Entry, file: str) -> views.Figure:
    """A picture by its file, as the entry's `images` describe it."""
    known = (image for image in entry.facts.images if image.file == file)
    return _described_figure(edition, entry, next(known, Image(file, Words(()))))


def _taken_down_figure(edition: Edition) -> views.Figure:
    return views.Figure(src="", alt=views.Phrase(text=edition._("This picture was taken down.")))


def _described_figure(edition: Edition, entry: Entry, image: Image) -> views.Figure:
    if not image.file:
        return _taken_down_figure(edition)
    asset = edition.archive.assets.get(asset_path(entry, image.file))
    sizes = published_sizes(asset) if asset else ()
    shown = sizes[0] if sizes else asset
    caption, credit = phrase(edition, image.caption), _credit(phrase(edition, image.credit))
    return views.Figure(
        src=asset_url(edition, entry, sizes[0].name if sizes else image.file),
        srcset=srcset(edition, entry, sizes[1:]),  # without the first, which is the whole picture
        alt=required_phrase(edition, image.alt) if image.alt.texts else views.Phrase(text=""),
        caption=caption,
        credit=None if caption and credit and credit.text in caption.text else credit,
        width=shown.width if shown else None,
        height=shown.height if shown else None,
        tone=asset.tone if asset else "",
    )


def _credit(credit: views.Phrase | None) -> views.Phrase | None:
    """The credit without such words as “Photo:”, which the page has itself."""
    if credit is None:
        return None
    said = _SAID_ALREADY.match(credit.text)
    name = credit.text[said.end() :] if said else ""
    return msgspec.structs.replace(credit, text=name) if name else credit


def videos(edition: Edition, entry: Entry) -> Iterator[views.VideoView]:
    for video in entry.facts.videos:
        if bool(video.url) != bool(video.file):
            yield _video(edition, entry, video)


def _video(edition: Edition, entry: Entry, video: Video) -> views.VideoView:
    archive = edition.archive
    asset = archive.assets.get(asset_path(entry, video.file or ""))
    poster = archive.assets.get(asset_path(entry, video.poster or ""))
    sizes = published_sizes(poster) if poster else ()
    names: dict[str, str] = {language.code: language.name for language in archive.config.languages}
    return views.VideoView(
        title=required_phrase(edition, video.title),
        url=video.url or asset_url(edition, entry, video.file or ""),
        service=service_of(video.url) if video.url else "",
        type=_TYPES.get((video.file or "").rpartition(".")[2].lower(), ""),
        size=asset.size if asset else None,
        length=video.length or "",
        poster=small_picture(edition, entry, sizes[:1]) if sizes else None,
        srcset=srcset(edition, entry, sizes[1:]),
        tracks=tuple(
            views.Track(
                lang=lang,
                label=names.get(lang, lang),
                url=asset_url(edition, entry, file),
                is_own=lang == edition.lang,
            )
            for lang, file in (video.subtitles.texts if video.subtitles else ())
        ),
    )


def is_made(asset: Asset) -> bool:
    """Whether a file is not published as it is: a picture is made in its sizes, a drawing without
    comments."""
    return bool(published_sizes(asset)) or _is_drawing(asset)


def _is_drawing(asset: Asset) -> bool:
    return asset.path.lower().endswith(".svg") and not is_root_file(asset.path)


def picture_pages(path: str, asset: Asset) -> Iterator[PlannedPage]:
    """The pages for a picture in its sizes, or a drawing, that is published at a path of the site."""
    folder, _, name = path.rpartition("/")
    sizes = published_sizes(asset)
    if _is_drawing(asset):
        sizes = (Size(name, asset.width or 0, asset.height or 0, DRAWING),)
    for size in sizes:
        page = views.PicturePage(width=size.width, height=size.height, format=size.format)
        file = SourceFile(asset.path, asset.digest)
        yield PlannedPage(f"{folder}/{size.name}", "picture", "", page, asset.path, files=(file,))


def entry_sharing_card(edition: Edition, nearby: Nearby) -> PlannedPage | None:
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
    card = _sharing_card(
        edition,
        document.text.title,
        edition._(_KIND_NAMES[entry.kind]) if entry.kind in _KIND_NAMES else "",
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
        entry_path(edition, entry) + SHARING_CARD, "card.png", edition.lang, card, document.path, (), sources
    )


def _is_drawn(path: str) -> bool:
    return path.rpartition(".")[2].lower() in DRAWN


def _sharing_card(
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


def sharing_card_outlines(edition: Edition) -> Iterator[Outline]:
    if edition.archive.config.cards:
        yield outline(sharing_cards_of_lists, edition.lang, "")


def sharing_cards_of_lists(edition: Edition, _: list[Entry]) -> Iterator[PlannedPage]:
    """The cards of the front page, of sections, places and organisations."""
    archive = edition.archive
    config = archive.config
    tagline = config.tagline or config.title
    yield _plan_sharing_card(edition, (), tagline.pick(edition.lang, archive.languages)[0], "")
    for section in sections(archive):
        yield _plan_sharing_card(edition, (section,), edition._(SECTION_NAMES[section]), "")
    for kind, section, idents in (
        ("place", "places", archive.places),
        ("organisation", "organisations", archive.organisations),
    ):
        for ident in idents:
            title = edition.records[kind, ident].title
            yield _plan_sharing_card(
                edition, (section, *ident.split("/")), title, edition._(SECTION_NAMES[section])
            )


def _plan_sharing_card(edition: Edition, parts: tuple[str, ...], title: str, kind: str) -> PlannedPage:
    path = edition.path(*parts) + SHARING_CARD
    return PlannedPage(path, "card.png", edition.lang, _sharing_card(edition, title, kind), owner=GENERATED)
