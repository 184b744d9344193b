"""The films of an entry: a picture of ours that leads to them, or a file that plays here."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.archive.model import Entry
from sitegen.content.kinds import Video
from sitegen.content.pictures import published_sizes
from sitegen.content.video_addresses import service_of
from sitegen.pages import views
from sitegen.pages.edition import Edition, asset_path, required_phrase

_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}


def videos(edition: Edition, entry: Entry) -> Iterator[views.VideoView]:
    for video in entry.facts.videos:
        if bool(video.url) != bool(video.file):
            yield _video(edition, entry, video)


def _video(edition: Edition, entry: Entry, video: Video) -> views.VideoView:
    archive = edition.archive

    def url(name: str) -> str:
        return archive.addresses.url(archive.addresses.asset(entry.kind, entry.ref, name))

    asset = archive.assets.get(asset_path(entry, video.file or ""))
    poster = archive.assets.get(asset_path(entry, video.poster or ""))
    sizes = published_sizes(poster) if poster else ()
    names: dict[str, str] = {language.code: language.name for language in archive.config.languages}
    return views.VideoView(
        title=required_phrase(edition, video.title),
        url=video.url or url(video.file or ""),
        service=service_of(video.url) if video.url else "",
        type=_TYPES.get((video.file or "").rpartition(".")[2].lower(), ""),
        size=asset.size if asset else None,
        length=video.length or "",
        poster=views.Thumbnail(src=url(sizes[0].name), width=sizes[0].width, height=sizes[0].height)
        if sizes
        else None,
        srcset=", ".join(f"{url(size.name)} {size.width}w" for size in sizes[1:]),
        tracks=tuple(
            views.Track(lang=lang, label=names.get(lang, lang), url=url(file), is_own=lang == edition.lang)
            for lang, file in (video.subtitles.texts if video.subtitles else ())
        ),
    )
