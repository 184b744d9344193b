"""The sizes in which a picture is published, and the pictures of an entry."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sitegen.content.assets import Asset
from sitegen.content.kinds import AnyFacts, ProjectFacts
from sitegen.content.pixels import PICTURES

LARGEST = 2400  # pixels of the longer side of a whole picture; only printing needs more
WIDTHS = (320, 480, 720, 960, 1280, 1600)
LARGEST_IN_LISTS = 720  # pixels: twice the width of a column
SIZED = frozenset({"JPEG", "PNG", "WEBP"})
DRAWING = "SVG"  # our name for a format that Pillow does not have


class Size(msgspec.Struct, frozen=True):
    """A picture as it is published: file name beside its page, width and height in pixels, format.

    `format` is Pillow's name, or DRAWING.
    """

    name: str
    width: int
    height: int
    format: str


def published_sizes(asset: Asset) -> tuple[Size, ...]:
    """The whole picture, under its own name (a HEIC as a JPEG), and smaller ones for smaller screens; none
    for a file that is no picture of pixels."""
    name = asset.path.rpartition("/")[2]
    form = PICTURES.get(name.rpartition(".")[2].lower())
    if form is None or not asset.width or not asset.height:
        return ()
    if form == "HEIF":  # most browsers cannot show it
        name, form = f"{name}.jpg", "JPEG"
    whole = _scaled_size(asset, name, form, min(1.0, LARGEST / max(asset.width, asset.height)))
    if form not in SIZED or asset.moves:
        return (whole,)
    smaller = [
        _scaled_size(asset, f"{name}.{width}.webp", "WEBP", width / asset.width) for width in _widths(whole)
    ]
    return (whole, *smaller)


def _widths(whole: Size) -> tuple[int, ...]:
    """The widths of a picture's files: none larger than the picture, and its own, too, in the better
    format."""
    own = min(whole.width, WIDTHS[-1])
    if own < WIDTHS[0]:
        return ()
    return tuple(dict.fromkeys((*(width for width in WIDTHS if width < own), own)))


def _scaled_size(asset: Asset, name: str, form: str, scale: float) -> Size:
    width, height = asset.width or 1, asset.height or 1
    return Size(name, max(round(width * scale), 1), max(round(height * scale), 1), form)


def pictures_in_order(facts: AnyFacts) -> Iterator[str]:
    """The files of an entry's pictures, first the one that stands for the entry in lists."""
    if facts.lead:
        yield facts.lead
    yield from (image.file for image in facts.images if image.file and image.file != facts.lead)


def pair_of(facts: AnyFacts) -> tuple[str, ...]:
    """The files of the pictures `before` and `after`; empty if either is missing."""
    if isinstance(facts, ProjectFacts) and facts.before and facts.after:
        return (facts.before, facts.after)
    return ()


def fields_of_pictures(facts: AnyFacts) -> Iterator[tuple[str, str]]:
    """Each field that names a picture of the entry's `images`, with the file."""
    for field in ("lead", "before", "after"):
        if file := getattr(facts, field, None):
            yield field, file


def files_of_videos(facts: AnyFacts) -> Iterator[tuple[str, str]]:
    """Each file that a film of the entry names, with its field."""
    for number, video in enumerate(facts.videos):
        at = f"videos.{number}"
        for field, file in ((f"{at}.file", video.file), (f"{at}.poster", video.poster)):
            if file:
                yield field, file
        for lang, file in video.subtitles.texts if video.subtitles else ():
            yield f"{at}.subtitles.{lang}", file


def thumbnails(asset: Asset) -> tuple[Size, ...]:
    """The sizes of a picture that lists show, the smallest first; none for a picture without smaller sizes,
    such as a GIF, which may move."""
    whole, *smaller = published_sizes(asset) or (None,)
    if whole is None or whole.format not in SIZED or asset.moves:
        return ()
    return tuple(size for size in smaller if size.width <= LARGEST_IN_LISTS) or (whole,)
