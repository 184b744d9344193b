"""The picture that other sites show with a link: 1200 × 630 pixels, from a title and what belongs to it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.content.pixels import NoHeif, open_picture
from sitegen.language.dates import format_date, format_range
from sitegen.pages import views
from sitegen.pages.views import CARD_HEIGHT, CARD_WIDTH

if TYPE_CHECKING:  # not imported otherwise: a build that makes no card needs no Pillow
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

MARGIN = 64
PICTURE_WIDTH = 470
TITLE_SIZES = range(98, 17, -4)
BESIDE_A_PICTURE = 66  # the largest there, and of a title of more than three lines
LINE = 1.24
FONTS = Path(__file__).parent / "fonts"
# One period of the meander, in units of 2 pixels: as in static/img/meander.svg.
MEANDER = ((0, 13), (2, 13), (2, 1), (12, 1), (12, 10), (5, 10), (5, 5), (9, 5))
PERIOD = 28


def draw_card(card: views.SharingCard, files: Mapping[str, bytes]) -> bytes:
    """The card as a PNG of few colours; `files` are the contents of the files that the card names, by
    path."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (CARD_WIDTH, CARD_HEIGHT), card.band)
    picture = _picture(files.get(card.picture, b"")) if card.picture else None
    right = CARD_WIDTH - MARGIN
    if picture:
        image.paste(picture, (CARD_WIDTH - PICTURE_WIDTH, 0))
        right = CARD_WIDTH - PICTURE_WIDTH - MARGIN // 2
    draw = ImageDraw.Draw(image)
    bottom = _draw_foot(image, draw, card, files, right)
    _draw_title(draw, card, _draw_kicker(draw, card, right), right, bottom)
    colours = image.quantize(256 if picture or card.logos else 48)
    buffer = io.BytesIO()
    colours.save(buffer, "PNG", optimize=False, compress_level=7)
    return buffer.getvalue()


def _draw_kicker(draw: ImageDraw, card: views.SharingCard, right: int) -> float:
    """Draws the line of kind, place and date; returns the y from which on there is room for the title."""
    when = ""
    if card.when:
        when = format_range(*card.when, card.lang, "short")
    elif card.date:
        when = format_date(card.date, card.lang, "short")
    text = "  ·  ".join(part for part in (card.kind, card.place or "", when) if part)
    font = card_font("Bold", 28)
    y = float(MARGIN - 6)
    for line in _wrap_text(text, font, right - MARGIN)[:2]:
        draw.text((MARGIN, y), line, card.ornament, font)
        y += 28 * LINE
    return y + 16


def _draw_title(draw: ImageDraw, card: views.SharingCard, y: float, right: int, bottom: float) -> None:
    """Draws the whole title, as large as there is room."""
    for size in TITLE_SIZES:
        font = card_font("Bold", size)
        lines = _wrap_text(card.title, font, right - MARGIN)
        is_modest = size <= BESIDE_A_PICTURE or (not card.picture and len(lines) < 4)
        if is_modest and y + len(lines) * size * LINE <= bottom:
            break
    for line in lines:
        draw.text((MARGIN, y), line, card.on_band, font)
        y += size * LINE


def _draw_foot(
    image: Image, draw: ImageDraw, card: views.SharingCard, files: Mapping[str, bytes], right: int
) -> int:
    """Draws the meander, the mark with the site's name, and above them the donors' statement; returns the top
    y."""
    _draw_meander(draw, card.ornament)
    y = CARD_HEIGHT - 100
    x = MARGIN
    if card.mark:
        x += _draw_mark(draw, x, y, card)
    name = _fitting_font(card.site, "Bold", 26, right - x)
    draw.text((x, y + 8), card.site, card.on_band, name)
    logos = [logo for path in card.logos if (logo := _logo(files.get(path, b"")))]
    if card.statement:
        size = 18
        font = card_font("Regular", size)
        lines = _wrap_text(card.statement, font, right - MARGIN)
        y -= round(len(lines) * size * LINE) + 14
        for number, line in enumerate(lines):
            draw.text((MARGIN, y + number * size * LINE), line, card.on_band, font)
    x = MARGIN
    y -= max((logo.height + 16 for logo in logos), default=0)
    for logo in logos:
        draw.rectangle((x - 4, y - 4, x + logo.width + 4, y + logo.height + 4), "#ffffff")
        image.paste(logo, (x, y))
        x += logo.width + 24
    return y - 16


def _draw_meander(draw: ImageDraw, colour: str) -> None:
    top = CARD_HEIGHT - 30
    for start in range(0, CARD_WIDTH, PERIOD * 2):
        for mirrored in (False, True):
            points = [(start + 2 * ((PERIOD - x) if mirrored else x), top + 2 * y - 2) for x, y in MEANDER]
            draw.line(points, colour, 3)


def _draw_mark(draw: ImageDraw, x: int, y: int, card: views.SharingCard) -> int:
    """Draws the mark, the crown of a ger rising over an open book; returns its width."""
    middle, top = x + 24, y + 24
    for radius in (21, 9):
        draw.arc((middle - radius, top - radius, middle + radius, top + radius), 180, 360, card.ornament, 4)
    for dx, dy in ((0, -1), (-0.71, -0.71), (0.71, -0.71)):
        line = ((middle + dx * 10, top + dy * 10), (middle + dx * 19, top + dy * 19))
        draw.line(line, card.ornament, 4)
    page = ((0, 30), (12, 30), (24, 35), (24, 48), (12, 43), (0, 43), (0, 30))
    for side in (-1, 1):
        draw.line([(middle + side * (24 - dx), y + dy) for dx, dy in page], card.on_band, 4, joint="curve")
    return 66


def _picture(content: bytes) -> Image | None:
    """The middle of a picture, as tall as the card; None for a file that Pillow cannot read, such as an
    SVG."""
    found = _open_picture(content)
    if found is None:
        return None
    from PIL import Image, ImageOps

    found.draft("RGB", (PICTURE_WIDTH * 2, CARD_HEIGHT * 2))
    upright = ImageOps.exif_transpose(found).convert("RGB")
    return ImageOps.fit(upright, (PICTURE_WIDTH, CARD_HEIGHT), Image.Resampling.LANCZOS)


def _logo(content: bytes) -> Image | None:
    found = _open_picture(content)
    if found is None:
        return None
    from PIL import Image

    coloured = found.convert("RGBA")
    coloured.thumbnail((260, 64))
    white = Image.new("RGBA", coloured.size, "#ffffff")
    return Image.alpha_composite(white, coloured).convert("RGB")


def _open_picture(content: bytes) -> Image | None:
    from PIL import UnidentifiedImageError

    try:
        return open_picture(io.BytesIO(content))
    except (UnidentifiedImageError, NoHeif):
        return None


def _wrap_text(text: str, font: FreeTypeFont, width: float) -> list[str]:
    """The text in lines of at most this width; a word that is wider is broken."""
    lines: list[str] = []
    for word in _words(text, font, width):
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _words(text: str, font: FreeTypeFont, width: float) -> Iterator[str]:
    for word in text.split(" "):
        while font.getlength(word) > width:
            end = next(end for end in range(len(word) - 1, 0, -1) if font.getlength(word[:end]) <= width)
            yield word[:end]
            word = word[end:]
        if word:
            yield word


def _fitting_font(text: str, weight: str, size: int, width: float) -> FreeTypeFont:
    while size > 12 and card_font(weight, size).getlength(text) > width:
        size -= 1
    return card_font(weight, size)


def unknown_sign(card: views.SharingCard) -> tuple[str, str] | None:
    """(a sign that the fonts lack, the text it stands in); None if they have all signs."""
    for text in (card.title, card.kind, card.place or "", card.site, card.statement or ""):
        for sign in text:
            if not _has_sign(sign):
                return sign, text
    return None


@cache
def _has_sign(sign: str) -> bool:
    """Whether the fonts have a sign: a missing one is drawn as .notdef, which is how it is found out."""
    return sign.isspace() or _shape(sign) != _shape("\U0010ffff")


def _shape(sign: str) -> bytes:
    mask = card_font("Bold", 24).getmask(sign)
    return bytes(mask) + repr(mask.size).encode()


@cache
def card_font(weight: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(
        str(FONTS / f"NotoSerif-{weight}.ttf"), size, layout_engine=ImageFont.Layout.BASIC
    )
