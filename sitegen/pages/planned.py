"""One page of the plan: what to render, with what, to where."""

from __future__ import annotations

import msgspec

from sitegen.pages import views

GENERATED = "sitegen"


class SourceFile(msgspec.Struct, frozen=True, array_like=True):
    """A file that a page is made from: its path in the site's folder, and the digest of its content."""

    path: str
    digest: bytes


class PlannedPage(msgspec.Struct, frozen=True):
    """`path` is the site path; `owner` the source file it comes from, or GENERATED, for collisions.

    `template` is a template's name, or the name in `output.makers` of the function that makes the file.
    `bodies` are the digests of the texts it shows, `files` the files it is made from.
    """

    path: str
    template: str
    lang: str
    page: views.View
    owner: str
    bodies: tuple[bytes, ...] = ()
    files: tuple[SourceFile, ...] = ()


class PageRecord(msgspec.Struct, frozen=True, array_like=True):
    """A planned page without what it shows: that is, encoded, in the plan or the store, named by `digest`."""

    path: str
    template: str
    lang: str
    owner: str
    bodies: tuple[bytes, ...]
    digest: bytes
    files: tuple[SourceFile, ...] = ()


def made(path: str, template: str, lang: str, page: views.View) -> PlannedPage:
    """A page that comes from no single file."""
    return PlannedPage(path, template, lang, page, owner=GENERATED)
