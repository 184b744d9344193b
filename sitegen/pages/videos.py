"""The films of an entry: a picture of ours that leads to them, or a file that plays here."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.archive.model import Entry
from sitegen.content.kinds import Video
from sitegen.content.pictures import published_sizes
from sitegen.content.video_addresses import service_of
from sitegen.pages import views
from sitegen.pages.edition import Edition, asset_path, asset_url, required_phrase
from sitegen.pages.pictures import small_picture, smaller

_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}


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
        poster=small_picture(edition, entry, sizes[0]) if sizes else None,
        srcset=smaller(edition, entry, sizes),
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
