"""Pictures of a phone or a memory card, copied beside the text of an entry: without recorded data, upright,
and not too large."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sitegen.content.camera_data import Recorded, recorded_in
from sitegen.content.file_names import find_entry
from sitegen.content.kinds import BY_FOLDER
from sitegen.content.pictures import LARGEST
from sitegen.content.pixels import (
    PICTURES,
    NoHeif,
    as_file,
    excess,
    frames_as_file,
    has_frames,
    open_picture,
    pixels,
)
from sitegen.content.tree import CONTENT
from sitegen.core.diagnostics import marked
from sitegen.core.files import content_of, leaves
from sitegen.language.catalogue import say
from sitegen.language.slugs import slugify

_TEXT = re.compile(r"index\.([a-z]{2})\.md")
_TAKEN_AT = (0x9003, 0x9004, 0x0132)  # tags of EXIF 2.32: DateTimeOriginal, DateTimeDigitized, DateTime
_CAMERA = 0x8769
# Better than what is published, since pictures for screens are made from it and lose quality once more.
_BETTER = {"JPEG": {"quality": 90}, "WEBP": {"quality": 88}}
_EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
_MOST_OF_A_DRAWING = 1_500_000  # bytes
BROKEN = marked("this picture is broken")
TOO_LARGE = marked("this picture is too large, or has too many frames")
NO_HEIF = marked("HEIC pictures need a library: pip install pillow-heif")


class TakenPhoto(msgspec.Struct, frozen=True):
    """The result for one file: its `name` beside the text, or `problem`, the message why it was not taken.

    `is_known` tells that the same picture was there already; `place` and `owner` whether the picture had
    recorded where it was taken and who took it.
    """

    source: str
    name: str = ""
    problem: str = ""
    is_known: bool = False
    place: bool = False
    owner: bool = False


class EntryFolder(msgspec.Struct, frozen=True):
    """The folder of an entry, relative to the site's, and the languages of its texts."""

    path: str
    languages: tuple[str, ...]

    @property
    def stem(self) -> str:
        """What the names of its pictures begin with."""
        return slugify(self.path.rpartition("/")[2]) or "photo"


def entry_folder(site: Path, wanted: str) -> EntryFolder:
    """The folder of the entry that `wanted` names. Raises Unknown, as `find_entry` does."""
    folders = _entry_folders(site)
    found = find_entry(wanted, folders)
    return EntryFolder(f"{CONTENT}/{found}", folders[found])


def _entry_folders(site: Path) -> dict[str, tuple[str, ...]]:
    """The folders with texts, below content/, with their languages."""
    found: dict[str, list[str]] = {}
    for folder in sorted(BY_FOLDER):
        for path in sorted(leaves(site / CONTENT / folder)):
            if text := _TEXT.fullmatch(path.name):
                name = path.parent.relative_to(site / CONTENT).as_posix()
                found.setdefault(name, []).append(text[1])
    # Mongolian first, as in the front matter of the samples.
    return {path: tuple(sorted(languages, reverse=True)) for path, languages in found.items()}


def photos_in(folder: Path) -> list[Path]:
    """The pictures in a folder and its subfolders, in the order in which they were taken."""
    files = (path for path in leaves(folder) if path.suffix.lower().lstrip(".") in PICTURES)
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
    beside = [path for path in leaves(folder) if path.parent == folder]
    there = {content_of(path): path.name for path in beside if path.suffix.lower().lstrip(".") in PICTURES}
    numbers = (re.fullmatch(rf"{entry.stem}-([0-9]{{1,4}})", path.stem) for path in beside)
    number = max((int(found[1]) for found in numbers if found), default=0)
    for path in photos:
        try:
            content, extension, recorded = _prepared(content_of(path))
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
                yield TakenPhoto(str(path), known, is_known=True)
                continue
            number += 1
            name = there[content] = f"{entry.stem}-{number}.{extension}"
            _write_new(folder / name, content)
            yield TakenPhoto(str(path), name, place=recorded.place, owner=recorded.owner)


def _write_new(path: Path, content: bytes) -> None:
    with path.open("xb") as target:
        try:
            target.write(content)
        except BaseException:
            path.unlink()
            raise


class _TooLarge(Exception):
    """A picture would take more memory or time than we allow."""


def _prepared(content: bytes) -> tuple[bytes, str, Recorded]:
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
        if excess(opened, file):
            raise _TooLarge
        recorded = recorded_in(opened, file)
        width, height = recorded.upright(opened)
        scale = min(1.0, LARGEST / max(width, height))
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        if form == "GIF" or has_frames(opened):
            return frames_as_file(opened, size, form), _EXTENSIONS[form], recorded
        if form == "HEIF":
            form = "JPEG"
        made = as_file(pixels(opened, size, form), form, **_BETTER.get(form, {}))
        if form == "PNG" and len(made) > _MOST_OF_A_DRAWING and "A" not in opened.getbands():
            form = "JPEG"  # a photograph, which as JPEG takes a tenth of the size
            made = as_file(pixels(open_picture(io.BytesIO(content)), size, form), form, **_BETTER[form])
        return made, _EXTENSIONS[form], recorded


def front_matter(site: Path, entry: EntryFolder, names: list[str], lang: str) -> tuple[str, str]:
    """(lines of front matter to paste, path of the text they are for)."""
    path = f"{entry.path}/index.{entry.languages[0]}.md"
    has_images = re.search(rb"^images:", content_of(site / path), re.MULTILINE)
    blank = ", ".join(f"{code}: …" for code in entry.languages)
    lines = [] if has_images else ["images:"]
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
