"""A text as one value of YAML."""

from __future__ import annotations

import json
import re

# Begins and goes on with nothing that YAML could read as anything but this text.
_PLAIN = re.compile(r"[^\W\d_][\w .,()“”‘’–—?!%/+-]*")
_OTHER_VALUES = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def quote(text: str) -> str:
    """As it is where it can stand alone, also between braces; in double quotes otherwise."""
    plain = _PLAIN.fullmatch(text) and "," not in text and text == text.strip()
    return text if plain and text.lower() not in _OTHER_VALUES else json.dumps(text, ensure_ascii=False)
