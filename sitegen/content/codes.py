"""Readers of codes: identifiers of open data (organisations, publishers of grants, sectors), digests,
currencies, colours, telephone numbers, coordinates, and codes of warnings. Each reader gives the value, or
Wrong.
"""

from __future__ import annotations

import re

from sitegen.content.values import Wrong, wrong
from sitegen.language.diagnostics import code_named, is_known, near_codes

GRANT_PREFIX = "360G-"
_DIGEST = re.compile(r"[0-9a-f]{12}")
_COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?:\+976\s?)?(\d{4})\s?(\d{4})", re.ASCII)
# The IATI standard forbids `/ & | ?` in them; what else could break an address or a table is not used either.
# The edges of Mongolia in degrees: a coordinate outside was typed wrongly.
SOUTH, NORTH, WEST, EAST = 41.5, 52.2, 87.7, 120.0
_COORDINATES = re.compile(r"(\d{2,3}(?:\.\d{1,6})?)\s*,\s*(\d{2,3}(?:\.\d{1,6})?)", re.ASCII)
_IDENTIFIER = re.compile(r"[A-Za-z0-9]+(?:[-_.:][A-Za-z0-9]+)+")
OF_THE_PROGRAM = "7"  # first digit of the codes about the program, whose level no site can set


def read_organisation_identifier(text: str) -> str | Wrong:
    """An identifier as org-id.guide makes it: the code of a list, and the number in the list:
    `XM-DAC-44002`."""
    return text if _IDENTIFIER.fullmatch(text) else wrong("E170", text, example="XM-DAC-44002")


def read_grant_prefix(text: str) -> str | Wrong:
    """The prefix that 360Giving gives to a publisher."""
    if text.startswith(GRANT_PREFIX) and _IDENTIFIER.fullmatch(text):
        return text
    return wrong("E170", text, example=f"{GRANT_PREFIX}…")


def read_sector(text: str) -> str | Wrong:
    """A purpose code of the OECD's Development Assistance Committee, which has five digits."""
    return text if re.fullmatch("[0-9]{5}", text) else wrong("E171", text)


def read_coordinates(text: str) -> str | Wrong:
    """`46.8056, 91.6532`: degrees north and east of a spot in Mongolia, north first."""
    found = _COORDINATES.fullmatch(text)
    north, east = map(float, found.groups()) if found else (0.0, 0.0)
    if found and _is_in_mongolia(north, east):
        return f"{found[1]}, {found[2]}"
    turned = f"{found[2]}, {found[1]}" if found and _is_in_mongolia(east, north) else ""
    return wrong("E176", text, fixed=turned)


def _is_in_mongolia(north: float, east: float) -> bool:
    return SOUTH <= north <= NORTH and WEST <= east <= EAST


def read_warning(text: str) -> str | Wrong:
    """The code of a warning of the site, such as `W215`."""
    code = code_named(text)
    if code and is_known(code) and code[0] == "W" and code[1] not in OF_THE_PROGRAM:
        return code
    if code and is_known(code):
        return wrong("E167", text, fixed=code)
    near = next((near for near in near_codes(code) if near[0] == "W"), "") if code else ""
    return wrong("E167", text, near=near)


def read_digest(text: str) -> str | Wrong:
    """A digest of a text: 12 hexadecimal digits, see `text_digest`."""
    return text if _DIGEST.fullmatch(text) else wrong("E145", text)


def read_checksum(text: str) -> str | Wrong:
    """A SHA-256 in hexadecimal digits."""
    bare = text.lower().removeprefix("sha256:")
    return bare if re.fullmatch("[0-9a-f]{64}", bare) else wrong("E821", text, digest=text)


def read_currency(text: str) -> str | Wrong:
    """A code that has the form of ISO 4217, three capitals, whether or not there is such a currency."""
    return text if re.fullmatch("[A-Z]{3}", text) else wrong("E147", text)


def read_colour(text: str) -> str | Wrong:
    """A colour as `#14508a`; the short form `#abc` is understood."""
    if _COLOUR.fullmatch(text):
        signs = text[1:].lower()
        return "#" + (signs if len(signs) == 6 else "".join(sign * 2 for sign in signs))
    return wrong("E159", text, near=f"#{text}" if _COLOUR.fullmatch(f"#{text}") else "")


def read_telephone(text: str) -> str | Wrong:
    """A telephone number with its grouping. Eight digits without any are grouped as Mongolian numbers are."""
    bare = re.sub(r"[\s().-]", "", text)
    if not re.fullmatch(r"\+?\d{4,15}", bare):
        return wrong("E165", text)
    if match := _TELEPHONE.fullmatch(text):
        country = "+976 " if bare.startswith("+") else ""
        return f"{country}{match[1]}-{match[2]}"
    return text
