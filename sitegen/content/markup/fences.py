"""Fenced code: what closes it, and what its first line says."""

from __future__ import annotations

import re

import msgspec
from markdown.extensions.attr_list import get_attrs_and_remainder

from sitegen.content.markup.attributes import allowed_attributes

_ATTRIBUTES = re.compile(r"\{:?(?P<list>.*)\}[ ]*")
_LANGUAGE = re.compile(r"\.?(?P<name>[A-Za-z][\w+#.-]{0,30})")


class Fence(msgspec.Struct, frozen=True):
    """Fenced code; `line` counts from 0 in the text."""

    code: str
    language: str
    id: str
    line: int
    refused: tuple[str, ...]
    is_closed: bool


def closes(line: str, fence: str, indent: int) -> bool:
    """Whether a line closes a fence that is indented: it may be so by three spaces more."""
    text = line.strip(" ")
    if not text.startswith(fence) or text.strip(fence[0]):
        return False
    return len(line) - len(line.lstrip(" ")) <= indent + 3


def read_info(info: str) -> tuple[str, str, tuple[str, ...]]:
    """Language, id and refused attributes of the words after the opening fence."""
    attributes = _ATTRIBUTES.fullmatch(info)
    if not attributes:
        language = _LANGUAGE.match(info)
        return (language["name"] if language else ""), "", ()
    pairs, _ = get_attrs_and_remainder(attributes["list"])
    languages = [value or "" for name, value in pairs if name == "."]
    kept, refused = allowed_attributes(pair for pair in pairs if pair[0] != ".")
    language = _LANGUAGE.fullmatch(languages[0]) if languages else None
    return (language["name"] if language else ""), kept.get("id", ""), refused
