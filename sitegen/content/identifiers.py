"""Identifiers that standards of open data give: of organisations, of those who publish grants, of sectors."""

from __future__ import annotations

import re

from sitegen.content.values import Wrong, wrong

GRANT_PREFIX = "360G-"
# The IATI standard forbids `/ & | ?` in them; what else could break an address or a table is not used either.
_IDENTIFIER = re.compile(r"[A-Za-z0-9]+(?:[-_.:][A-Za-z0-9]+)+")


def read_organisation_identifier(text: str) -> str | Wrong:
    """An identifier as org-id.guide makes it: the list it is from, and the number in that list."""
    return text if _IDENTIFIER.fullmatch(text) else wrong("E170", text, example="XM-DAC-44002")


def read_grant_prefix(text: str) -> str | Wrong:
    """The prefix that 360Giving gives to a publisher."""
    if text.startswith(GRANT_PREFIX) and _IDENTIFIER.fullmatch(text):
        return text
    return wrong("E170", text, example=f"{GRANT_PREFIX}…")


def read_sector(text: str) -> str | Wrong:
    """A purpose code of the OECD's Development Assistance Committee, which has five digits."""
    return text if re.fullmatch("[0-9]{5}", text) else wrong("E171", text)
