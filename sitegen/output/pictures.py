"""A picture in one of the sizes in which it is published."""

from __future__ import annotations

import io
import warnings

from sitegen.content.drawings import uncommented
from sitegen.content.pictures import DRAWING
from sitegen.content.pixels import NoHeif, as_file, excess, frames_as_file, has_frames, open_picture, pixels
from sitegen.core.diagnostics import diagnostic
from sitegen.output.making import Materials, Unmakeable
from sitegen.pages.views import PicturePage


def make_picture(page: PicturePage, materials: Materials) -> bytes:
    """The picture in the page's size and format, from the page's only file, without anything recorded beside
    the pixels. Raises Unmakeable."""
    ((path, content),) = materials.files.items()
    if page.format == DRAWING:
        return uncommented(content)
    name = path.rpartition("/")[2]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _made(page, content)
    except NoHeif as problem:
        raise Unmakeable(diagnostic("E822", path, name=name)) from problem
    except Exception as problem:  # Pillow lets many kinds out for broken files
        raise Unmakeable(diagnostic("E804", path, name=name)) from problem


def _made(page: PicturePage, content: bytes) -> bytes:
    file = io.BytesIO(content)
    opened = open_picture(file)
    if excess(opened, file):
        raise ValueError("too many pixels")
    size = (page.width, page.height)
    if opened.format == page.format and (page.format == "GIF" or has_frames(opened)):
        return frames_as_file(opened, size, page.format)
    return as_file(pixels(opened, size, page.format), page.format)
