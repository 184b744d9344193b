"""Reads the code of a warning whose level a site wants to set."""

from __future__ import annotations

from sitegen.content.values import Wrong, wrong
from sitegen.language.explaining import code_named, is_known, near_codes

OF_THE_PROGRAM = "7"  # the family of codes that say nothing of the site


def read_warning(text: str) -> str | Wrong:
    """The code of a warning of the site, such as `W215`."""
    code = code_named(text)
    if code and is_known(code) and code[0] == "W" and code[1] not in OF_THE_PROGRAM:
        return code
    if code and is_known(code):
        return wrong("E167", text, fixed=code)
    near = next((near for near in near_codes(code) if near[0] == "W"), "") if code else ""
    return wrong("E167", text, near=near)
