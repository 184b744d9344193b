"""One address of each shape of page that the site has."""

from __future__ import annotations

import re

# shape -> what the address looks like, below the language's own part.
SHAPES = {
    "home": r"/",
    "article": r"/news/\d{4}/[\w-]+/",
    "article, printed": r"/news/\d{4}/[\w-]+/print/",
    "news": r"/news/",
    "forum": r"/forums/[\w-]+/",
    "forum, printed": r"/forums/[\w-]+/print/",
    "forums": r"/forums/",
    "programme": r"/programmes/[\w-]+/",
    "programme, printed": r"/programmes/[\w-]+/print/",
    "programmes": r"/programmes/",
    "project": r"/projects/[\w-]+/",
    "project, printed": r"/projects/[\w-]+/print/",
    "projects": r"/projects/",
    "projects, narrowed": r"/projects/by/[\w-]+/[\w-]+/",
    "places": r"/places/",
    "aimag": r"/places/[\w-]+/",
    "soum": r"/places/[\w-]+/[\w-]+/",
    "organisations": r"/organisations/",
    "organisation": r"/organisations/[\w-]+/",
    "tags": r"/tags/",
    "tag": r"/tags/[\w-]+/",
    "archive": r"/archive/",
    "year": r"/archive/\d{4}/",
    "month": r"/archive/\d{4}/\d{2}/",
    "page": r"/about/",
    "page, printed": r"/about/print/",
    "translations": r"/translations/",
    "not found": r"/404\.html",
}
# One file speaks all languages.
SHARED = {"not found"}
LANGUAGES = {"mn": "", "en": "/en"}


def example(paths: list[str], shape: str, lang: str) -> str:
    """The longest page address of a shape, which is a fair guess at its hardest text."""
    prefix = "" if shape in SHARED else LANGUAGES[lang]
    pattern = re.compile(prefix + SHAPES[shape])
    found = [path for path in paths if pattern.fullmatch(path)]
    assert found, f"the site has no page of the shape “{shape}” in {lang}"
    return max(found, key=lambda path: (len(path), path))
