"""What the settings of the site ask of pictures: who is on them, whether they agreed, how large they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.archive.files import named_files
from sitegen.archive.model import Entry
from sitegen.content.assets import Asset
from sitegen.content.config import PicturePolicy
from sitegen.content.document import stating
from sitegen.content.kinds import Image
from sitegen.content.pictures import fields_of_pictures, published_sizes
from sitegen.core.diagnostics import Diagnostic, diagnostic

_NO = frozenset(("no", "false", "үгүй"))
_YES = frozenset(("yes", "true", "тийм"))


def consent_problems(entry: Entry, policy: PicturePolicy) -> Iterator[Diagnostic]:
    """At the field of the picture, or where the text shows one of which nothing is said."""
    document = stating(entry.documents, "images")
    images = entry.facts.images
    for number, image in enumerate(images):
        if image.file:
            yield from _of_image(image, policy, (document.path, *document.mark(f"images.{number}.file")))
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


def _of_image(image: Image, policy: PicturePolicy, place: tuple[str, int, int]) -> Iterator[Diagnostic]:
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
    """Pictures that the entry names and whose files are larger than the site wants them."""
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
