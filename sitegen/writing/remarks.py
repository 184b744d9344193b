"""Texts of this package that are written into sites, with remarks for the editor.

A line that begins with `#mn ` or `#en ` is a remark in that language; at the end of a line stand both, as in
`key: value ## Монголоор ## In English`. `@name@` is filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINE = re.compile(r"^#(mn|en) (.*\n)", re.MULTILINE)
_END = re.compile(r" ## (.+) ## (.+)$", re.MULTILINE)
_BLANK = re.compile(r"@([a-z_]+)@")


def in_language(text: str, lang: str) -> str:
    """The text with the remarks of one language."""
    text = _LINE.sub(lambda found: f"# {found[2]}" if found[1] == lang else "", text)
    return _END.sub(lambda found: f"  # {found[1 if lang == 'mn' else 2]}", text)


def fill_blanks(text: str, values: Mapping[str, str]) -> str:
    """The text with what stands between the signs @ replaced, where there is a value."""
    return _BLANK.sub(lambda found: values.get(found[1], found[0]), text)
