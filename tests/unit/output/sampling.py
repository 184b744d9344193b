"""A view of any type, made up from its fields: with everything in it that it can have, or with nothing."""

from __future__ import annotations

import types
import typing
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from sitegen.language.dates import PartialDate
from sitegen.pages import views
from sitegen.pages.views.files import Column, Table

TEXT = "Төсөл <evil a=\"'&"
FOREIGN = "Foreign <evil> text"
BODY = b"body"

# Fields that are one of a few words.
WORDS = {
    "kind": "article",
    "status": "ongoing",
    "confidence": "low",
    "mode": "online",
    "level": "soum",
    "role": "funder",
    "state": "outdated",
    "currency": "MNT",
    "iso": "MN-043",
    "section": "news",
}
OWN: dict[tuple[type, str], Any] = {
    (Column, "title"): (("mn", "Дүн"), ("en", "Amount")),
    (Table, "title"): (("mn", "Төслүүд"), ("en", "Projects")),
    (views.Facet, "name"): "aimag",
    (views.ProjectListPage, "narrowed"): ("aimag", TEXT),
    (views.ProjectView, "missing"): ("challenge", "lessons"),
    (views.BeneficiariesView, "kind"): "pupils",
    (views.Chapter, "id"): "khovd-altai",
    (views.Frame, "alternates"): (("mn", "https://example.mn/"), ("en", "https://example.mn/en/")),
    (views.PlacesPage, "shapes"): (
        views.AimagShape(iso="MN-043", title=TEXT, url="/places/khovd/", projects=2),
        views.AimagShape(iso="MN-064", title=TEXT, url="/places/govisumber/", projects=0),
    ),
}
# Texts with a language of their own: what they show must be marked with it.
MARKED = {views.Phrase: ("text",), views.Link: ("title",), views.Card: ("title", "summary")}
SCALARS: dict[type, Any] = {
    int: 3,
    bool: True,
    bytes: BODY,
    Decimal: Decimal("5000000"),
    date: date(2018, 11, 2),
    datetime: datetime(2018, 11, 2, 9, 30),
    PartialDate: PartialDate(2018, 11),
}


def sample(kind: Any, lang: str, full: bool) -> Any:
    """An instance of a view for a page in `lang`; `full` gives every field that may be left out a value."""
    return _value(kind, "", lang, full)


def _value(kind: Any, name: str, lang: str, full: bool) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        members = [member for member in typing.get_args(kind) if member is not types.NoneType]
        optional = len(members) < len(typing.get_args(kind))
        return None if optional and not full else _value(members[0], name, lang, full)
    if origin is typing.Literal:
        return typing.get_args(kind)[0]
    if origin is tuple:
        parts = typing.get_args(kind)
        if parts[-1] is Ellipsis:
            return (_value(parts[0], name, lang, full),) if full else ()
        return tuple(_value(part, name, lang, full) for part in parts)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not PartialDate:
        return _struct(kind, lang, full)
    return _text(name, lang) if kind is str else SCALARS[kind]


def _struct(kind: type[msgspec.Struct], lang: str, full: bool) -> Any:
    hints = typing.get_type_hints(kind)
    given = {}
    for field in msgspec.structs.fields(kind):
        required = field.default is msgspec.NODEFAULT and field.default_factory is msgspec.NODEFAULT
        if kind is views.NotFoundPage and field.name == "sections":
            given[field.name] = (_struct(views.NotFoundSection, lang, full),)
        elif full and (kind, field.name) in OWN:
            given[field.name] = OWN[kind, field.name]
        elif full or required:
            given[field.name] = _value(hints[field.name], field.name, lang, full)
    if kind in MARKED and full:
        given |= {"lang": "en" if lang == "mn" else "mn"} | dict.fromkeys(MARKED[kind], FOREIGN)
    elif kind in MARKED:
        given["lang"] = ""
    if kind is views.Prose:
        given |= {"links": (), "figures": (), "endnotes": (), "prefix": ""}
    return kind(**given)


def _text(name: str, lang: str) -> str:
    if name == "lang":
        return lang
    if name in WORDS:
        return WORDS[name]
    if name in ("url", "canonical", "home", "static", "src", "atom", "json", "all_url", "base_url"):
        return "https://example.mn/a/?b=1&c=2"
    return TEXT
