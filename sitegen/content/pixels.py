"""Pictures opened, turned and coloured as they are shown, and written with nothing in the file but pixels.

What a camera, a phone or a program wrote beside them (EXIF, XMP, IPTC, comments, thumbnails, profiles,
trailing data) may name people and places, so none of it is copied.
"""

from __future__ import annotations

import io
from colorsys import rgb_to_hls
from typing import IO, TYPE_CHECKING, Any

from sitegen.core.files import PIECE

if TYPE_CHECKING:
    from PIL.Image import Image

# Pillow's name of the format, by extension.
PICTURES = {
    "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "heic": "HEIF", "heif": "HEIF",
}  # fmt: skip
# Options of the encoders (Pillow, "Image file formats"), whose losses cannot be seen at reading distance.
_SAVED: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "WEBP": {"quality": 72, "method": 4},
    "PNG": {"optimize": True},
    "GIF": {},
}
# Small ones stand in lists, many on a page: those of 480 pixels only where a screen has more of them than one
# for each of the page's, which hides what is lost.
_SMALL: tuple[tuple[int, dict[str, Any]], ...] = (
    (320, {"quality": 64, "method": 6}),
    (480, {"quality": 55, "method": 6}),
    (720, {"quality": 62}),
)
MAX_PIXELS = 50_000_000
_MOST_OF_A_SIDE = 30_000
_MOST_OF_ALL_FRAMES = 100_000_000  # pixels, each of four bytes, in memory while a moving picture is written
_MOST_SCANS = 64  # scans of a progressive JPEG, each of which takes a pass; programs write about ten
# Brands of the files that phones write (ISO/IEC 23008-12, 10.2 and annex B).
_HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))


class NoHeif(Exception):
    """The library that reads HEIC is not installed."""


def is_heif(start: bytes) -> bool:
    """Whether a file that begins so is HEIC or HEIF."""
    return start[4:8] == b"ftyp" and start[8:12] in _HEIF_BRANDS


def open_picture(file: IO[bytes]) -> Image:
    """A picture of which only the header is read until its pixels are asked for. Raises NoHeif, and whatever
    Pillow does."""
    # Imported here, since Pillow takes 30 ms, and most builds look at no new picture.
    from PIL import Image

    start = file.read(12)
    file.seek(0)
    if is_heif(start):
        try:
            # Imported here, since it loads another 10 MB, which only pictures of some phones need.
            from pillow_heif import register_heif_opener
        except ImportError as problem:
            raise NoHeif from problem
        register_heif_opener(thumbnails=False)
    return Image.open(file, formats=tuple(dict.fromkeys(PICTURES.values())) if is_heif(start) else _PLAIN)


_PLAIN = tuple(form for form in dict.fromkeys(PICTURES.values()) if form != "HEIF")


def has_frames(picture: Image) -> bool:
    """Whether a GIF, WebP or PNG has several frames that are shown one after the other."""
    return picture.format in ("GIF", "WEBP", "PNG") and getattr(picture, "n_frames", 1) > 1


def find_excess(opened: Image, file: IO[bytes]) -> dict[str, Any]:
    """The arguments of E803 for a picture that would take more memory or time than we allow; else none. Reads
    no pixel; `file` is the file it was opened from."""
    width, height = opened.size
    limit, size = f"{MAX_PIXELS // 1_000_000} Mpx", f"{width} × {height}"
    if width * height > MAX_PIXELS:
        return {"size": f"{size} ({width * height / 1e6:.0f} Mpx)", "limit": limit}
    if max(width, height) > _MOST_OF_A_SIDE:
        return {"size": size, "limit": f"{_MOST_OF_A_SIDE}"}
    if has_frames(opened):
        count: int = getattr(opened, "n_frames")  # noqa: B009 - not every picture has it
        total, limit = width * height * count, f"{_MOST_OF_ALL_FRAMES // 1_000_000} Mpx"
        shown = f"{size} × {count} ({total / 1e6:.0f} Mpx)"
        return {"size": shown, "limit": limit, "frames": f"{count}"} if total > _MOST_OF_ALL_FRAMES else {}
    if "progressive" in opened.info:
        file.seek(0)
        scans = sum(piece.count(b"\xff\xda") for piece in iter(lambda: file.read(PIECE), b""))
        return {"scans": f"{scans}", "limit": f"{_MOST_SCANS}"} if scans > _MOST_SCANS else {}
    return {}


def tone_of(opened: Image) -> str:
    """The name of the colour that stands for a picture while it loads (static/css/pictures.css); "" for a
    picture with transparent parts. A JPEG is read at an eighth of its size. Raises whatever Pillow does."""
    from PIL import Image

    opened.draft("RGB", (64, 64))
    picture = _eight_bits(opened)
    if "A" in picture.getbands() or "transparency" in picture.info:
        picture.load()
        return ""
    red, green, blue = picture.convert("RGB").resize((1, 1), Image.Resampling.BOX).tobytes()
    hue, light, _ = rgb_to_hls(red / 255, green / 255, blue / 255)
    shade = min(int(light * 3), 2)
    # A picture with little colour gets a grey, any other the nearest of six hues.
    column = 0 if max(red, green, blue) - min(red, green, blue) < 16 else round(hue * 6) % 6 + 1
    return f"t{shade * 7 + column}"


def picture_in_size(opened: Image, size: tuple[int, int], form: str) -> Image:
    """The picture as it is shown, in sRGB, in a size, in a mode that the format can hold."""
    from PIL import Image, ImageOps

    # A JPEG can be read at a half, a quarter or an eighth of its size, in so much less time.
    longer = max(size)
    opened.draft("RGB" if opened.mode != "L" else "L", (longer * 5 // 4, longer * 5 // 4))
    profile = opened.info.get("icc_profile")
    picture = _eight_bits(ImageOps.exif_transpose(opened))
    if profile:
        picture = _in_srgb(picture, profile)
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    wanted = "RGBA" if has_alpha and form != "JPEG" else "L" if picture.mode == "L" else "RGB"
    if has_alpha and form == "JPEG":
        picture = _on_white(picture)
    picture = picture if picture.mode == wanted else picture.convert(wanted)
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    picture = picture.copy()
    picture.info = {}
    return picture


def encode_picture(picture: Image, form: str, **options: Any) -> bytes:
    """The file of a picture whose info is empty."""
    target = io.BytesIO()
    small = next((values for width, values in _SMALL if picture.width <= width), {}) if form == "WEBP" else {}
    picture.save(target, form, **(_SAVED[form] | small | options))
    return target.getvalue()


def frames_as_file(opened: Image, size: tuple[int, int], form: str) -> bytes:
    """The file of a picture that moves, in its own format."""
    from PIL import Image, ImageSequence

    frames, times = [], []
    for frame in ImageSequence.Iterator(opened):
        times.append(int(frame.info.get("duration", 0)))
        one = frame.convert("RGBA")
        one = one if one.size == size else one.resize(size, Image.Resampling.LANCZOS)
        one.info = {}
        frames.append(one)
    if len(frames) == 1:
        return encode_picture(frames[0], form)
    loop = {"loop": opened.info["loop"]} if "loop" in opened.info else {}
    disposal = {"disposal": 2} if form == "GIF" else {}
    return encode_picture(
        frames[0], form, save_all=True, append_images=frames[1:], duration=times, **disposal, **loop
    )


def _on_white(picture: Image) -> Image:
    """The picture on white, the colour of a page, in place of transparent parts."""
    from PIL import Image

    solid = picture.convert("RGBA")
    ground = Image.new("RGBA", solid.size, "white")
    return Image.alpha_composite(ground, solid)


def _eight_bits(picture: Image) -> Image:
    """The picture with eight bits for each colour instead of sixteen: Pillow's `convert` would cut off all
    values above 255."""
    if picture.mode.startswith("I") or picture.mode == "F":
        most = 65535 if picture.mode.startswith("I") else 255
        return picture.convert("F").point(lambda value: value * (255 / most)).convert("L")
    if picture.mode in ("P", "1", "LA", "PA"):
        return picture.convert("RGBA" if "transparency" in picture.info or "A" in picture.mode else "RGB")
    return picture


def _in_srgb(picture: Image, profile: bytes) -> Image:
    """The picture in sRGB; unchanged if its profile is broken or for another colour model."""
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
