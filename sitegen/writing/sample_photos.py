"""Drawn pictures for a new site, and a news item that shows them: each says that it is a sample."""

from __future__ import annotations

import io
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from sitegen.output.sharing_cards import card_font

if TYPE_CHECKING:
    from PIL.Image import Image

_SIZE = (1600, 1067)
_SAID = "ЖИШЭЭ ЗУРАГ · SAMPLE PICTURE"
_NAMES = ("jishee-zurag-1.jpg", "jishee-zurag-2.jpg", "jishee-zurag-3.jpg")
_ALT = (
    ("Зурсан тал, дунд нь гэр, ард нь уул", "A drawn steppe with a ger, hills behind it"),
    ("Зурсан тал, үүлтэй тэнгэр", "A drawn steppe under a cloudy sky"),
    ("Зурсан уул, үдшийн тэнгэр", "Drawn hills under an evening sky"),
)
_TEXT = {
    "mn": (
        "Жишээ: зурагтай мэдээ",
        "Энэ бол жишээ. Зургуудыг компьютер зурсан, бодит газар, хүн биш.",
        "Зургаа хавтаст нь тавиад нэрийг нь ингэж бичнэ. Дараалсан хоёр зураг цомог болно.",
    ),
    "en": (
        "Sample: news with pictures",
        "This is a sample. A computer drew the pictures; they show no real place or person.",
        "Put pictures into the folder and write their names like this. Two in a row make a gallery.",
    ),
}


def sample_photos(today: date) -> dict[str, bytes]:
    """The files of the news item, pictures included, by their path in the site's folder."""
    folder = f"content/articles/{today.year:04}/jishee-zurag"
    files = {f"{folder}/{name}": _jpeg(_scene(number)) for number, name in enumerate(_NAMES)}
    for lang in _TEXT:
        files[f"{folder}/index.{lang}.md"] = _text(lang, today).encode()
    return files


def _text(lang: str, today: date) -> str:
    title, summary, body = _TEXT[lang]
    head = [f'title: "{title}"', f"summary: {summary}"]
    if lang == "mn":
        mn, en = _ALT[0]
        head += [f"date: {today.isoformat()}", f"lead: {_NAMES[0]}", "images:", f"  - file: {_NAMES[0]}"]
        head += [
            f'    alt: {{mn: "{mn}", en: "{en}"}}',
            "    caption: {mn: Жишээ зураг, en: A sample picture}",
        ]
        head += ["    people: none", "sample: true"]
    column = 0 if lang == "mn" else 1
    pictures = "\n".join(f"![{_ALT[number][column]}]({_NAMES[number]})" for number in (1, 2))
    return "---\n" + "\n".join(head) + f"\n---\n\n{body}\n\n{pictures}\n"


def _scene(number: int) -> Image:
    """Sky, hills and a ger: the same on every machine."""
    from PIL import Image, ImageDraw

    chance = Random(number)
    width, height = _SIZE
    top = ((150, 190, 230), (190, 200, 210), (230, 170, 140))[number]
    sky = Image.linear_gradient("L").resize(_SIZE)
    picture = Image.composite(Image.new("RGB", _SIZE, (245, 240, 225)), Image.new("RGB", _SIZE, top), sky)
    draw = ImageDraw.Draw(picture)
    for depth in range(4):
        base = int(height * (0.45 + 0.13 * depth))
        ridge = [(x, base + chance.randrange(-50, 50)) for x in range(0, width + 100, 100)]
        colour = (100 + depth * 22, 120 + depth * 14, 80 + depth * 4)
        draw.polygon([(0, height), *ridge, (width, height)], fill=colour)
    if number == 0:
        draw.polygon([(360, 700), (560, 570), (760, 700)], fill=(236, 232, 222))
        draw.rectangle((380, 700, 740, 800), fill=(246, 244, 238))
        draw.rectangle((540, 715, 590, 800), fill=(176, 84, 40))
    draw.rectangle((0, height - 130, width, height), fill=(18, 63, 109))
    draw.text((width // 2, height - 65), _SAID, "#ffffff", card_font("Bold", 60), "mm")
    return picture


def _jpeg(picture: Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=88)
    return target.getvalue()
