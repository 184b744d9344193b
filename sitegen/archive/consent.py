"""Who is on the pictures of an entry, and whether they agreed: what the settings of the site ask for."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.archive.descriptions import stating
from sitegen.archive.model import Entry
from sitegen.content.config import PicturePolicy
from sitegen.content.kinds import Image
from sitegen.content.pictures import fields_of_pictures
from sitegen.core.diagnostics import Diagnostic, diagnostic

_NO = frozenset(("no", "false", "үгүй"))
_YES = frozenset(("yes", "true", "тийм"))


def consent_problems(entry: Entry, policy: PicturePolicy) -> Iterator[Diagnostic]:
    """At the field of the picture, or where the text shows one of which nothing is said."""
    document = next((item for item in entry.documents if "images" in item.given), entry.documents[0])
    images = entry.facts.images
    for number, image in enumerate(images):
        if image.file:
            yield from _of_image(image, policy, (document.path, *document.mark(f"images.{number}.file")))
    if policy.people:
        described = {image.file for image in images}
        for field, file in fields_of_pictures(entry.facts):
            if file not in described:
                stated = stating(entry, field)
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
