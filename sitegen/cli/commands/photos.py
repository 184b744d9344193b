"""`sitegen photos`: pictures of a phone or a memory card, put beside a text and ready to publish."""

from __future__ import annotations

import os
from pathlib import Path

from sitegen.cli import CONTENT, FINE
from sitegen.cli.command import LANG, SITE, Command, Misuse, Option
from sitegen.cli.terminal import tell, write_out
from sitegen.language.catalogue import say
from sitegen.writing.photos import TakenPhoto, entry_folder, front_matter, photos_in, take_photos


def _folder(option: str, value: str | None) -> Path:
    path = Path(os.path.expanduser(value or ""))  # Windows leaves `~` to the program
    if not value or not path.exists():
        raise Misuse(
            "There is no folder “{value}”. Check its path; one with spaces stands in quotation marks.",
            value=value or "",
        )
    return path


_OPTIONS = (
    Option(name="folder", metavar="FOLDER", missing="Say in which folder the pictures are.", read=_folder),
    Option(
        name="--for",
        help="The entry they are for: its folder, or the last part of it.",
        metavar="ENTRY",
        missing="Say which entry the pictures are for: --for ENTRY.",
        as_name="entry",
    ),
    SITE,
    LANG,
)


def _run(*, folder: Path, entry: str, site: Path, lang: str) -> int:
    place = entry_folder(site, entry)
    if folder.resolve() == (site / place.path).resolve():
        raise Misuse("These pictures lie beside the text already. To clean them: sitegen check --fix")
    photos = [folder] if folder.is_file() else photos_in(folder)
    if not photos:
        raise Misuse("There are no pictures in {path}.", path=folder)
    taken = []
    for photo in take_photos(site, place, photos):
        tell(_photo_line(photo, lang))
        taken.append(photo)
    lines, path = front_matter(site, place, [photo.name for photo in taken if photo.name], lang)
    if lines:
        tell(say(lang, "Fill in these lines, in the front matter of {path}:", path=path))
        write_out(lines)
    return CONTENT if any(photo.problem for photo in taken) else FINE


def _photo_line(photo: TakenPhoto, lang: str) -> str:
    if photo.problem:
        return f"{photo.source}: {say(lang, photo.problem)}"
    if photo.is_known:
        return say(lang, "{source}: is there already, as {name}", source=photo.source, name=photo.name)
    line = f"{photo.source} → {photo.name}"
    if photo.place:
        line += f" ({say(lang, 'the place where it was taken was removed')})"
    elif photo.owner:
        line += f" ({say(lang, 'its owner was removed')})"
    return line


PHOTOS = Command(
    "Take pictures of a phone or a memory card into an entry, cleaned and sized.", _OPTIONS, _run
)
