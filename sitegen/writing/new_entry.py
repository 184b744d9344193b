"""A new entry: a folder with the first text, which explains every field that the kind of entry may have."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import get_args

import msgspec

from sitegen.content.config import Section, SiteConfig
from sitegen.content.file_names import is_of_windows
from sitegen.content.kinds import BY_NAME
from sitegen.content.tree import CONTENT
from sitegen.content.wording import NOTHING_YET
from sitegen.content.yaml_strict import flow_scalar
from sitegen.core.diagnostics import Refusal
from sitegen.core.files import content_of
from sitegen.language.alphabet import MAX_LENGTH, slugify

_LINE = re.compile(r"^#(mn|en) (.*\n)", re.MULTILINE)
_END = re.compile(r" ## (.+) ## (.+)$", re.MULTILINE)
_BLANK = re.compile(r"@([a-z_]+)@")
_FORMS = Path(__file__).parent / "entry"
# Names at the root of the site that an entry of kind page cannot have: sections and folders have them.
_TAKEN_BY_SITE = frozenset({*get_args(Section), "static", "translations", "print", "documents"})
_BODIES = {
    "mn": {
        "project": "## Асуудал\n\n…\n\n## Үйл ажиллагаа\n\n…\n\n## Үр дүн\n\n…\n\n## Сургамж\n\n…",
        "": NOTHING_YET["mn"],
    },
    "en": {
        "project": "## Problem\n\n…\n\n## Activities\n\n…\n\n## Results\n\n…\n\n## Lessons\n\n…",
        "": NOTHING_YET["en"],
    },
}


def in_language(text: str, lang: str) -> str:
    """The text with the remarks in one language, and without those in others."""
    text = _LINE.sub(lambda found: f"# {found[2]}" if found[1] == lang else "", text)
    return _END.sub(lambda found: f"  # {found[1 if lang == 'mn' else 2]}", text)


def fill_blanks(text: str, values: Mapping[str, str]) -> str:
    """The text with each `@name@` replaced by the value of that name, if there is one."""
    return _BLANK.sub(lambda found: values.get(found[1], found[0]), text)


class Taken(Refusal):
    """The name of the folder is taken by an entry or by the site."""

    exit_code = 2


class NoName(Refusal):
    """No letter of the title can stand in an address, so there is no name for the folder."""

    exit_code = 2


class NewEntry(msgspec.Struct, frozen=True, kw_only=True):
    """`titles` by language, the main language first; `facts` are values of front matter as YAML, by field."""

    kind: str
    titles: Mapping[str, str]
    day: date
    slug: str = ""
    place: str = ""
    facts: Mapping[str, str] = {}


def make_entry(site: Path, config: SiteConfig, entry: NewEntry, lang: str) -> tuple[str, ...]:
    """Writes the files of the entry, with remarks in `lang`; returns their paths. Raises Taken, NoName,
    OSError."""
    folder = free_folder(site, config, entry)
    texts = {f"{folder}/index.{code}.md": text for code, text in entry_texts(entry, lang).items()}
    for path, text in texts.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(text.encode())
    return tuple(texts)


def free_folder(site: Path, config: SiteConfig, entry: NewEntry) -> str:
    """The folder for the entry, relative to the site's. Raises NoName, and Taken, which suggests a free
    name."""
    slug = entry.slug or _slug(entry)
    if not slug:
        raise NoName("No name for a folder can be made of this title. Give one: --slug my-name")
    above = f"{CONTENT}/{BY_NAME[entry.kind].folder}"
    if entry.kind == "article":
        above = f"{above}/{entry.day.year:04}"
    prefixes = {language.prefix for language in config.languages}

    def taken(name: str) -> bool:
        at_root = entry.kind == "page" and name in _TAKEN_BY_SITE | prefixes
        return at_root or is_of_windows(name) or os.path.lexists(site / above / name)

    if not taken(slug):
        return f"{above}/{slug}"
    number = next(number for number in range(2, 10_000) if not taken(f"{slug}-{number}"))
    raise Taken(
        "{path}: this name is taken. A free one: --slug {free}",
        path=f"{above}/{slug}",
        free=f"{slug}-{number}",
    )


def _slug(entry: NewEntry) -> str:
    lang, title = next(iter(entry.titles.items()))
    name = slugify(title, lang)
    place = entry.place.replace("/", "-")
    if entry.kind != "project" or not place or not name:
        return name
    return f"{place}-{name}"[:MAX_LENGTH].rstrip("-")


def entry_texts(entry: NewEntry, lang: str) -> dict[str, str]:
    """The contents of the entry's files, by language."""
    first, *others = entry.titles
    texts = {first: _text(entry, entry.kind, first, lang)}
    for other in others:
        texts[other] = _text(entry, "other", other, lang)
    return texts


def _text(entry: NewEntry, form: str, written_in: str, lang: str) -> str:
    text, common = (content_of(_FORMS / name).decode() for name in (f"{form}.md", "common.yaml"))
    bodies = _BODIES[written_in]
    text = in_language(fill_blanks(text, {"common": common.rstrip("\n")}), lang)
    if form == entry.kind:
        for name, value in entry.facts.items():
            text = set_field(text, name, value)
    values = {
        "title": flow_scalar(entry.titles[written_in]),
        "date": entry.day.isoformat(),
        "first": f"index.{next(iter(entry.titles))}.md",
        "body": bodies.get(entry.kind, bodies[""]),
    }
    return fill_blanks(text, values)


def set_field(text: str, name: str, value: str) -> str:
    """The front matter with a field of one line set, and no longer commented out."""
    line = re.compile(rf"^#?{name}: \S.*?(?=(  # .*)?$)", re.MULTILINE)
    return line.sub(lambda _: f"{name}: {value}", text, count=1)
