"""The pictures of an entry: under its title, in its text, beside it, and before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from sitegen.archive.model import Entry
from sitegen.content.assets import Size, published_sizes
from sitegen.content.document import Document, FigureSlot
from sitegen.content.kinds import AnyFacts, Image, Video, pair_of
from sitegen.content.link_targets import service_of
from sitegen.language.catalogue import Words
from sitegen.pages import views
from sitegen.pages.edition import Edition, asset_path, asset_url, phrase, required_phrase

# Words that editors write before a photographer's name; the page has such words itself.
_SAID_ALREADY = re.compile(
    r"(?:(?:гэрэл\s+)?зураг|фото|зургийг\s+авсан|photo(?:graph)?s?|picture|image|credit)(?:\s+by)?\s*[:：–—-]\s*"
    r"|(?:photo(?:graph)?s?|picture)\s+by\s+|©\s*",
    re.IGNORECASE,
)
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
    document, facts = entry.shown(edition.lang), entry.facts
    beside = [_described_figure(edition, entry, image) for image in _pictures_beside(document, facts)]
    lead = _figure_of_file(edition, entry, facts.lead) if facts.lead else beside.pop(0) if beside else None
    placed = placed_figures(edition, entry, document)
    if lead:
        lead = msgspec.structs.replace(lead, is_first=True)
    elif placed:
        placed = (msgspec.structs.replace(placed[0], is_first=True), *placed[1:])
    pair = (_figure_of_file(edition, entry, file) for file in pair_of(facts))
    return EntryPictures(lead, placed, _in_row(beside), _in_row(pair))


def has_pictures(entry: Entry, document: Document) -> bool:
    """Whether the entry's page shows pictures or films."""
    facts = entry.facts
    return bool(facts.images or facts.lead or facts.videos or document.figures)


def has_gallery(entry: Entry, document: Document) -> bool:
    """Whether pictures stand side by side on the entry's page, and can be looked through."""
    beside = sum(1 for _ in _pictures_beside(document, entry.facts)) - (0 if entry.facts.lead else 1)
    return beside > 1 or bool(pair_of(entry.facts)) or any(slot.in_row for slot in document.figures)


def placed_figures(edition: Edition, entry: Entry, document: Document) -> tuple[views.Figure, ...]:
    """The pictures that fill the slots of a text."""
    return tuple(_placed_figure(edition, entry, slot) for slot in document.figures)


def on_paper(figure: views.Figure) -> views.Figure:
    """The figure without what only screens need, so that print views and feeds do not change with it."""
    return msgspec.structs.replace(figure, srcset="", tone="", in_row=False, is_first=False, is_linked=False)


def _in_row(figures: Iterable[views.Figure]) -> tuple[views.Figure, ...]:
    return tuple(msgspec.structs.replace(figure, in_row=True) for figure in figures)


def _pictures_beside(document: Document, facts: AnyFacts) -> Iterator[Image]:
    """The pictures of `images` that stand neither in the text nor elsewhere on the page; of those taken down,
    as many as the text does not show."""
    placed = {slot.file for slot in document.figures if slot.file} | {facts.lead, *pair_of(facts)}
    gone = sum(slot.is_described for slot in document.figures)
    for image in facts.images:
        if not image.file and gone:
            gone -= 1
        elif image.file not in placed:
            yield image


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
        srcset=_srcset(edition, entry, sizes[1:]),  # without the first, which is the whole picture
        alt=required_phrase(edition, image.alt) if image.alt.texts else views.Phrase(text=""),
        caption=caption,
        credit=None if caption and credit and credit.text in caption.text else credit,
        width=shown.width if shown else None,
        height=shown.height if shown else None,
        tone=asset.tone if asset else "",
    )


def _srcset(edition: Edition, entry: Entry, sizes: Sequence[Size]) -> str:
    return ", ".join(f"{asset_url(edition, entry, size.name)} {size.width}w" for size in sizes)


def small_picture(edition: Edition, entry: Entry, sizes: Sequence[Size]) -> views.Thumbnail:
    first, *larger = sizes
    return views.Thumbnail(
        src=asset_url(edition, entry, first.name),
        width=first.width,
        height=first.height,
        srcset=_srcset(edition, entry, sizes) if larger else "",
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
        srcset=_srcset(edition, entry, sizes[1:]),
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
