"""Problems of pictures: consent of the people on them, size, description."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from sitegen.archive.files import named_files
from sitegen.archive.model import Entry
from sitegen.content.assets import Asset
from sitegen.content.config import PicturePolicy
from sitegen.content.document import stating
from sitegen.content.kinds import Image
from sitegen.content.pictures import fields_of_pictures, pair_of, published_sizes
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.words import Words

_NO = frozenset(("no", "false", "үгүй"))
_YES = frozenset(("yes", "true", "тийм"))
_LISTED = re.compile(r"images\.\d+\.file")
_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|webp|gif|heic|heif|svg)|(?:img|dsc|dscn|pxl|image|photo)[_-]?\d+\w*", re.I
)


def consent_problems(entry: Entry, policy: PicturePolicy) -> Iterator[Diagnostic]:
    """A diagnostic for each picture without what the policy asks to say of people on it: at its field, or
    where the text shows it."""
    document = stating(entry.documents, "images")
    images = entry.facts.images
    for number, image in enumerate(images):
        if image.file:
            yield from _agreed(image, policy, (document.path, *document.mark(f"images.{number}.file")))
    if policy.people:
        described = {image.file for image in images}
        for field, file in fields_of_pictures(entry.facts):
            if file not in described:
                stated = stating(entry.documents, field)
                yield diagnostic("W811", stated.path, *stated.mark(field), beside=file)
        for written in entry.documents:
            for slot in written.figures:
                if slot.file and slot.file not in described:
                    yield diagnostic("W811", written.path, slot.line, slot.column, beside=slot.file)


def _agreed(image: Image, policy: PicturePolicy, place: tuple[str, int, int]) -> Iterator[Diagnostic]:
    consent = (image.consent or "").lower().strip(" .")
    if image.people == "children" and (not consent or consent in _NO):
        if policy.children == "error":
            yield diagnostic("E812", *place, file=image.file)
        else:
            yield diagnostic("W811", *place, children=image.file)
    elif consent in _YES:
        yield diagnostic("W811", *place, paper=image.file)
    elif policy.people and image.people in (None, "unknown"):
        yield diagnostic("W811", *place, file=image.file)


def size_problems(entry: Entry, assets: Mapping[str, Asset], policy: PicturePolicy) -> Iterator[Diagnostic]:
    """A diagnostic for each picture of the entry whose file is larger than the policy allows."""
    named = {path for document in entry.documents for path in named_files(document, entry.facts)}
    for path in sorted(named & assets.keys()):
        asset = assets[path]
        if not published_sizes(asset):
            continue
        name = path.rpartition("/")[2]
        if max(asset.width or 0, asset.height or 0) > policy.largest_side:
            size = f"{asset.width} × {asset.height}"
            yield diagnostic("E817", path, name=name, size=size, limit=f"{policy.largest_side}")
        elif asset.size > policy.largest_megabytes * 1_000_000:
            size, limit = f"{asset.size / 1e6:.1f} MB", f"{policy.largest_megabytes} MB"
            yield diagnostic("E817", path, name=name, size=size, limit=limit)


def description_problems(entry: Entry, assets: Mapping[str, Asset]) -> Iterator[Diagnostic]:
    """Diagnostics for pictures and films without a description, or with a useless one, where it is written. A
    file that is not there is reported by files_not_there."""
    yield from _undescribed(entry, assets)
    for number, image in enumerate(entry.facts.images):
        if image.file:
            yield from _of_image(entry, image, f"images.{number}")
    yield from _shown_twice(entry)
    for number, video in enumerate(entry.facts.videos):
        document = stating(entry.documents, "videos")
        # A field that is stated but could not be read has been reported already.
        stated = {mark.field for mark in document.marks} & {f"videos.{number}.url", f"videos.{number}.file"}
        if (video.url and video.file) or not stated:
            yield diagnostic("E820", document.path, *document.mark(f"videos.{number}.title"))


def _undescribed(entry: Entry, assets: Mapping[str, Asset]) -> Iterator[Diagnostic]:
    """Diagnostics for pictures that neither the text nor the entry's `images` describe."""
    described = {image.file for image in entry.facts.images}
    for document in entry.documents:
        for slot in document.figures:
            if slot.file and not slot.alt and slot.file not in described:
                yield diagnostic("W215", document.path, slot.line, slot.column, file=slot.file)
            elif slot.file and _FILE_NAME.fullmatch(slot.alt):
                yield diagnostic(
                    "W813", document.path, slot.line, slot.column, file=slot.file, named=slot.alt
                )
            elif slot.file and slot.alt and _same(slot.alt, slot.title):
                yield diagnostic("W813", document.path, slot.line, slot.column, file=slot.file, same=slot.alt)
    folder = posixpath.dirname(entry.documents[0].path)
    marks = stating(entry.documents, "images").marks
    if sum(bool(_LISTED.fullmatch(mark.field)) for mark in marks) > len(entry.facts.images):
        return  # one of them could not be read, which has been reported already
    for field, file in fields_of_pictures(entry.facts):
        if file not in described and f"{folder}/{file}" in assets:
            document = stating(entry.documents, field)
            paste = "{" + ", ".join(f"{item.lang}: …" for item in entry.documents) + "}"
            yield diagnostic(
                "W813", document.path, *document.mark(field), field=field, file=file, paste=paste
            )


def _of_image(entry: Entry, image: Image, field: str) -> Iterator[Diagnostic]:
    document = stating(entry.documents, field)
    place = (document.path, *document.mark(f"{field}.alt"))
    for lang, text in image.alt.texts:
        if _FILE_NAME.fullmatch(text):
            yield diagnostic("W813", *place, file=image.file, named=text)
        elif _same(text, (image.caption or Words(())).get(lang)):
            yield diagnostic("W813", *place, file=image.file, same=text)
    for shown in entry.documents:
        in_text = any(slot.file == image.file and slot.alt for slot in shown.figures)
        if not image.alt.get(shown.lang) and not in_text:
            yield diagnostic("W813", *place, file=image.file, lang=shown.lang)


def _same(one: str, other: str | None) -> bool:
    return bool(other) and one.casefold().strip(" .") == (other or "").casefold().strip(" .")


def _shown_twice(entry: Entry) -> Iterator[Diagnostic]:
    facts = entry.facts
    listed = Counter(image.file for image in facts.images if image.file)
    for number, image in enumerate(facts.images):
        if listed[image.file] > 1 and image.file in {other.file for other in facts.images[:number]}:
            document = stating(entry.documents, "images")
            yield diagnostic(
                "W818", document.path, *document.mark(f"images.{number}.file"), listed=image.file
            )
    for document in entry.documents:
        seen: set[str] = set()
        for slot in document.figures:
            if slot.file and slot.file == facts.lead:
                yield diagnostic("W818", document.path, slot.line, slot.column, lead=slot.file)
            elif slot.file in seen:
                yield diagnostic("W818", document.path, slot.line, slot.column, again=slot.file)
            seen |= {slot.file} if slot.file else set()
    if not pair_of(facts):
        for field, file in fields_of_pictures(facts):
            if field != "lead":
                document = stating(entry.documents, field)
                other = "after" if field == "before" else "before"
                if other in {mark.field for mark in document.marks}:
                    continue  # taken down, or reported by files_not_there
                yield diagnostic(
                    "W818", document.path, *document.mark(field), alone=file, paste=f"{other}: …"
                )
