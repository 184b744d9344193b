"""Names of files and folders that every system can hold, and every list of files."""

from __future__ import annotations

import os
import re
import unicodedata

from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.diagnostics import visible

_LONGEST = 200  # bytes; file systems allow 255, and a copy needs room for a suffix
# Windows keeps these names for devices, with any extension, and drops a full stop at the end.
_OF_WINDOWS = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?|.*\.", re.IGNORECASE | re.DOTALL
)
_UNPORTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\\:*?\"<>|\u202a-\u202e\u2066-\u2069]|^ | $")


def name_fault(name: str, path: str) -> Diagnostic | None:
    """What is wrong with the name of what lies at a path."""
    if _UNPORTABLE.search(name) or len(os.fsencode(name)) > _LONGEST:
        return diagnostic("E313", shown(path), name=shown(name))
    if _OF_WINDOWS.fullmatch(name):
        return diagnostic("E313", shown(path), name=name, windows=name)
    if (normal := unicodedata.normalize("NFC", name)) != name:
        return diagnostic("E312", shown(path), name=name, near=normal)
    return None


def shown(name: str) -> str:
    """A name that can be printed; bytes that are not UTF-8 as `\\xcf`."""
    return visible(os.fsencode(name).decode("utf-8", "backslashreplace"))
