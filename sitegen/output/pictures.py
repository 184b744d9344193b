"""A picture written anew: turned as it is shown, in sRGB, in its size, and without anything else in the file.

What a camera, a phone or a program wrote beside the pixels (EXIF, XMP, IPTC, comments, thumbnails, profiles,
trailing data) may name people and places, so none of it is copied: only pixels are.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from sitegen.content.assets import MAX_PIXELS, PICTURES
from sitegen.core.diagnostics import diagnostic
from sitegen.output.making import Materials, Unmakeable
from sitegen.pages.views import PicturePage

if TYPE_CHECKING:
    from PIL.Image import Image

# Values of the encoders (Pillow, "Image file formats"): what cannot be seen at the distance of reading.
_JPEG = {"quality": 80, "optimize": True, "progressive": True}
_WEBP = {"quality": 72, "method": 4}
_SAVED: dict[str, dict[str, Any]] = {"JPEG": _JPEG, "WEBP": _WEBP, "PNG": {"optimize": True}, "GIF": {}}


def make_picture(page: PicturePage, materials: Materials) -> bytes:
    """The picture of the page's size and format, from the only file it is made from."""
    ((path, content),) = materials.files.items()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _made(page, content)
    except Exception as problem:  # Pillow lets many kinds out for broken files
        raise Unmakeable(diagnostic("E804", path, name=path.rpartition("/")[2])) from problem


def _made(page: PicturePage, content: bytes) -> bytes:
    from PIL import Image

    opened = Image.open(io.BytesIO(content), formats=tuple(dict.fromkeys(PICTURES.values())))
    if opened.size[0] * opened.size[1] > MAX_PIXELS:
        raise ValueError("too many pixels")
    if page.format == "GIF":
        return _moving(opened)
    # A JPEG can be read at a half, a quarter or an eighth of its size, which takes as much less time.
    longer = max(page.width, page.height)
    opened.draft("RGB" if opened.mode != "L" else "L", (longer * 2, longer * 2))
    picture = _clean(opened, page.format)
    if picture.size != (page.width, page.height):
        picture = picture.resize((page.width, page.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _saved(picture, page.format, **_SAVED[page.format])


def _clean(opened: Image, form: str) -> Image:
    """The pixels as they are shown, in sRGB, in a mode that the format can hold."""
    from PIL import ImageOps

    turned = ImageOps.exif_transpose(opened)
    profile = opened.info.get("icc_profile")
    picture = _eight_bits(turned)
    if profile:
        picture = _in_srgb(picture, profile)
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    wanted = "RGBA" if has_alpha and form != "JPEG" else "L" if picture.mode == "L" else "RGB"
    if has_alpha and form == "JPEG":
        picture = picture.convert("RGBA")
    picture = picture if picture.mode == wanted else picture.convert(wanted)
    picture = picture.copy()
    picture.info = {}
    return picture


def _eight_bits(picture: Image) -> Image:
    """Sixteen bits and more to eight: `convert` would cut off what is lighter than 255."""
    if picture.mode.startswith("I") or picture.mode == "F":
        most = 65535 if picture.mode.startswith("I") else 255
        return picture.convert("F").point(lambda value: value * (255 / most)).convert("L")
    if picture.mode in ("P", "1", "LA", "PA"):
        return picture.convert("RGBA" if "transparency" in picture.info or "A" in picture.mode else "RGB")
    return picture


def _in_srgb(picture: Image, profile: bytes) -> Image:
    """As it is where the profile is broken or of another kind of colours than the picture."""
    from PIL import ImageCms

    alpha = picture.getchannel("A") if "A" in picture.getbands() else None
    plain = picture.convert("RGB") if alpha else picture
    try:
        found = ImageCms.profileToProfile(
            plain,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    if found is None:
        return picture
    if alpha:
        found.putalpha(alpha)
    return found


def _moving(opened: Image) -> bytes:
    from PIL import ImageSequence

    frames, times = [], []
    for frame in ImageSequence.Iterator(opened):
        times.append(int(frame.info.get("duration", 0)))
        one = frame.convert("RGBA")
        one.info = {}
        frames.append(one)
    if len(frames) == 1:
        return _saved(frames[0], "GIF")
    loop = {"loop": opened.info["loop"]} if "loop" in opened.info else {}
    return _saved(
        frames[0], "GIF", save_all=True, append_images=frames[1:], duration=times, disposal=2, **loop
    )


def _saved(picture: Image, form: str, **options: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()
