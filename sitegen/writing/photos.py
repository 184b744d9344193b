"""Pictures of a phone or a memory card, copied beside the text of an entry: without recorded data, upright,
and not too large. For a new site some are drawn, and a news item that shows them says that it is a sample.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import msgspec

from sitegen.content.assets import LARGEST_SIDE
from sitegen.content.kinds import BY_FOLDER
from sitegen.content.metadata import PictureMetadata, read_metadata
from sitegen.content.pixels import (
    PICTURES,
    NoHeif,
    encode_picture,
    find_excess,
    frames_as_file,
    has_frames,
    open_picture,
    picture_in_size,
)
from sitegen.content.suggestions import find_entry
from sitegen.content.tree import CONTENT
from sitegen.core.diagnostics import mark_message
from sitegen.core.files import content_of, walk_leaves
from sitegen.language.alphabet import slugify
from sitegen.language.catalogue import LANGUAGES, say
from sitegen.output.sharing_cards import card_font
from sitegen.writing.new import fill_blanks

if TYPE_CHECKING:
    from PIL.Image import Image


_TEXT = re.compile(r"index\.([a-z]{2})\.md")
_TAKEN_AT = (0x9003, 0x9004, 0x0132)  # tags of EXIF 2.32: DateTimeOriginal, DateTimeDigitized, DateTime
_CAMERA = 0x8769
# Better than what is published, since pictures for screens are made from it and lose quality once more.
_BETTER = {"JPEG": {"quality": 90}, "WEBP": {"quality": 88}}
_EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
_MOST_OF_A_DRAWING = 1_500_000  # bytes
BROKEN = mark_message("this picture is broken")
TOO_LARGE = mark_message("this picture is too large, or has too many frames")
NO_HEIF = mark_message("HEIC pictures need a library: pip install pillow-heif")
_SIZE = (1600, 1067)
_SAMPLE_NEWS = Path(__file__).parent / "sample-photos"
_SAMPLE_PICTURE = mark_message("Sample picture")
_NAMES = ("jishee-zurag-1.jpg", "jishee-zurag-2.jpg", "jishee-zurag-3.jpg")


class TakenPhoto(msgspec.Struct, frozen=True):
    """The result for one file: its `name` beside the text, or `problem`, the message why it was not taken.

    `is_there` tells that the same picture was there already; `had_place` and `had_owner` whether the picture
    had recorded where it was taken and who took it.
    """

    source: str
    name: str = ""
    problem: str = ""
    is_there: bool = False
    had_place: bool = False
    had_owner: bool = False


class EntryFolder(msgspec.Struct, frozen=True):
    """The folder of an entry, relative to the site's, and the languages of its texts."""

    path: str
    languages: tuple[str, ...]

    @property
    def stem(self) -> str:
        """What the names of its pictures begin with."""
        return slugify(self.path.rpartition("/")[2]) or "photo"


def entry_folder(site: Path, wanted: str) -> EntryFolder:
    """The folder of the entry that `wanted` names. Raises NoEntry, as `find_entry` does."""
    folders = _entry_folders(site)
    found = find_entry(wanted, folders)
    return EntryFolder(f"{CONTENT}/{found}", folders[found])


def _entry_folders(site: Path) -> dict[str, tuple[str, ...]]:
    """The folders with texts, below content/, with their languages."""
    found: dict[str, list[str]] = {}
    for folder in sorted(BY_FOLDER):
        for path in sorted(walk_leaves(site / CONTENT / folder)):
            if text := _TEXT.fullmatch(path.name):
                name = path.parent.relative_to(site / CONTENT).as_posix()
                found.setdefault(name, []).append(text[1])
    # Mongolian first, as in the front matter of the samples.
    return {path: tuple(sorted(languages, reverse=True)) for path, languages in found.items()}


def photos_in(folder: Path) -> list[Path]:
    """The pictures in a folder and its subfolders, in the order in which they were taken."""
    files = (path for path in walk_leaves(folder) if path.suffix.lower().lstrip(".") in PICTURES)
    return sorted((path for path in files if not path.name.startswith(".")), key=_order)


def _order(path: Path) -> tuple[str, str]:
    return (_moment(path), path.as_posix().casefold())


def _moment(path: Path) -> str:
    """When a picture was taken, as the camera wrote it: `2024:05:01 12:00:00`, `~` where it is not known, to
    sort last."""
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif = open_picture(file).getexif()
            camera = exif.get_ifd(_CAMERA)
            written = (str(camera.get(tag) or exif.get(tag) or "") for tag in _TAKEN_AT)
            return next((moment for moment in written if moment.strip(" \0")), "~")
    except Exception:  # Pillow lets many kinds out for broken files
        return "~"


def take_photos(site: Path, entry: EntryFolder, photos: list[Path]) -> Iterator[TakenPhoto]:
    """Puts each picture beside the text; never overwrites a file. Raises OSError."""
    folder = site / entry.path
    beside = [path for path in walk_leaves(folder) if path.parent == folder]
    there = {content_of(path): path.name for path in beside if path.suffix.lower().lstrip(".") in PICTURES}
    numbers = (re.fullmatch(rf"{entry.stem}-([0-9]{{1,4}})", path.stem) for path in beside)
    number = max((int(found[1]) for found in numbers if found), default=0)
    for path in photos:
        try:
            content, extension, recorded = _prepare_photo(content_of(path))
        except NoHeif:
            yield TakenPhoto(str(path), problem=NO_HEIF)
        except _TooLarge:
            yield TakenPhoto(str(path), problem=TOO_LARGE)
        except OSError as problem:
            if problem.errno is not None:  # an error of the machine, not of the picture
                raise
            yield TakenPhoto(str(path), problem=BROKEN)
        except Exception:  # Pillow lets many kinds out for broken files
            yield TakenPhoto(str(path), problem=BROKEN)
        else:
            if known := there.get(content):
                yield TakenPhoto(str(path), known, is_there=True)
                continue
            number += 1
            name = there[content] = f"{entry.stem}-{number}.{extension}"
            _write_new(folder / name, content)
            yield TakenPhoto(str(path), name, had_place=recorded.place, had_owner=recorded.owner)


def _write_new(path: Path, content: bytes) -> None:
    with path.open("xb") as target:
        try:
            target.write(content)
        except BaseException:
            path.unlink()
            raise


class _TooLarge(Exception):
    """A picture would take more memory or time than we allow."""


def _prepare_photo(content: bytes) -> tuple[bytes, str, PictureMetadata]:
    """(bytes to keep, their extension, what the picture had recorded of place and owner)."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file = io.BytesIO(content)
        try:
            opened = open_picture(file)
        except Image.DecompressionBombError as problem:
            raise _TooLarge from problem
        form = opened.format or ""
        if find_excess(opened, file):
            raise _TooLarge
        recorded = read_metadata(opened, file)
        width, height = recorded.upright(opened)
        scale = min(1.0, LARGEST_SIDE / max(width, height))
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        if form == "GIF" or has_frames(opened):
            return frames_as_file(opened, size, form), _EXTENSIONS[form], recorded
        if form == "HEIF":
            form = "JPEG"
        made = encode_picture(picture_in_size(opened, size, form), form, **_BETTER.get(form, {}))
        if form == "PNG" and len(made) > _MOST_OF_A_DRAWING and "A" not in opened.getbands():
            form = "JPEG"  # a photograph, which as JPEG takes a tenth of the size
            made = encode_picture(
                picture_in_size(open_picture(io.BytesIO(content)), size, form), form, **_BETTER[form]
            )
        return made, _EXTENSIONS[form], recorded


def front_matter(site: Path, entry: EntryFolder, names: list[str], lang: str) -> tuple[str, str]:
    """(lines of front matter to paste, path of the text they are for). A picture that the text names already
    has no lines."""
    path = f"{entry.path}/index.{entry.languages[0]}.md"
    text = content_of(site / path)
    has_images = re.search(rb"^images:", text, re.MULTILINE)
    names = [name for name in names if name.encode() not in text]
    blank = ", ".join(f"{code}: …" for code in entry.languages)
    lines = [] if has_images or not names else ["images:"]
    for name in names:
        lines += (
            f"  - file: {name}",
            f"    alt: {{{blank}}}  # {say(lang, 'what is seen, for who cannot see it')}",
        )
        lines += (f"    #caption: {{{blank}}}  # {say(lang, 'where and when it was')}",)
        lines += (f"    #credit: {{{blank}}}  # {say(lang, 'who took it')}",)
        lines += (f"    people: unknown  # none, adults, children: {say(lang, 'who is seen')}",)
        lines += (f"    #consent: …  # {say(lang, 'where the paper is kept, never a name')}",)
    return "".join(f"{line}\n" for line in lines), path


def sample_photos(today: date) -> dict[str, bytes]:
    """The files of the news item, pictures included, by their path in the site's folder."""
    folder = f"content/articles/{today.year:04}/jishee-zurag"
    files = {f"{folder}/{name}": _jpeg(_scene(number)) for number, name in enumerate(_NAMES)}
    for path in sorted(_SAMPLE_NEWS.iterdir()):
        text = fill_blanks(content_of(path).decode(), {"today": today.isoformat()})
        files[f"{folder}/{path.name}"] = text.encode()
    return files


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
    said = " · ".join(say(lang, _SAMPLE_PICTURE) for lang in LANGUAGES).upper()
    draw.text((width // 2, height - 65), said, "#ffffff", card_font("Bold", 60), "mm")
    return picture


def _jpeg(picture: Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=88)
    return target.getvalue()
