"""Readers of texts that have a form: dates, amounts, addresses, ids, and codes of open data. Each returns the
value, or BadValue."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen.content.addresses import service_of, web_problem
from sitegen.content.kinds import Money
from sitegen.content.likely_values import Likely, likely_count, likely_dates, likely_money
from sitegen.content.suggestions import CODES_FOR, in_latin, suggest
from sitegen.content.tree import is_of_windows
from sitegen.language.alphabet import slugify
from sitegen.language.catalogue import is_known, near_codes, read_code
from sitegen.language.dates import PartialDate

_FILM = "https://www.youtube.com/watch?v=…"
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MINUTE = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(?::\d{2})?", re.ASCII)
_NUMBER = re.compile(r"\d{1,15}", re.ASCII)
_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d{1,2})?\s*([A-Z]{3}|₮)", re.ASCII)
_MOST_MONEY = Decimal(10) ** 14
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")
_ALIAS = re.compile(r"/(?:(?!\.)[\w.~-]+/)*(?:(?!\.)[\w.~-]+)?")
_FILE = re.compile(r"[^/\\\x00-\x1f:*?\"<>|.][^/\\\x00-\x1f:*?\"<>|]*")
_REMOTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]+:)?//|data:|[a-z]+:/")
_CONTENT_FILE = re.compile(r"(?:(?:\./)?content/)?([^/.][^/\\]*(?:/[^/.][^/\\]*)+)")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_STATIC = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*")
_FONT = re.compile(r"""[\w ,."'-]+""")
_UNSAFE_IN_URL = re.compile(r"[\s\x00-\x20\\\"<>^`{|}\x7f]")
_LONGEST_NAME = 200  # bytes of a part of an address; file systems allow 255
# Entries of the time zone database that are no zone.
_NO_ZONES = frozenset(("Factory", "localtime", "posixrules"))
_WRITTEN_DATES = {"day": "2018-11-02", "partial": "2018, 2018-11, 2018-11-02"}
_QUOTES = "\"'“”„«»‘’"
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


class BadValue(msgspec.Struct, frozen=True):
    """A value that cannot be read; `args` fill the texts of the code."""

    code: str
    args: dict[str, Any]


def bad_value(code: str, value: str, **args: object) -> BadValue:
    return BadValue(code, {"value": value, **args})


def _with_right_hint(problem: BadValue, read: Callable[[str], Any]) -> BadValue:
    """The problem without its `near`, if `read` refuses that too."""
    near = problem.args.get("near")
    if not near or not isinstance(read(str(near)), BadValue):
        return problem
    return BadValue(problem.code, {**problem.args, "near": ""})


def is_id(text: str) -> bool:
    """Whether the text is an id or an address: small Latin letters, digits, hyphens, `/` between parts."""
    return _ID.fullmatch(text) is not None


def read_day(text: str) -> date | BadValue:
    """A day as `2018-11-02`."""
    if (match := _DAY.fullmatch(text)) is None:
        return _no_date(text, "day", lambda likely: str(likely.day) if likely.day.day else "")
    found = _date(*map(int, match.groups()))
    return found or bad_value("E108", text, no_day=text)


def read_moment(text: str) -> datetime | BadValue:
    """A day, or a day and minute, in the site's time zone: `2018-11-02` or `2018-11-02 10:30` (ISO 8601)."""
    match = _MINUTE.fullmatch(text)
    found = _DAY.fullmatch(match[1] if match else text)
    if found is None:
        return _no_date(
            text, "moment", lambda likely: f"{likely.day} {likely.clock}".strip() if likely.day.day else ""
        )
    day = _date(*map(int, found.groups()))
    hour, minute = (int(match[2]), int(match[3])) if match else (0, 0)
    if day is None:
        return bad_value("E108", text, no_day=text)
    if hour > 23 or minute > 59:
        return bad_value("E108", text, time=f"{hour:02}:{minute:02}")
    return datetime(day.year, day.month, day.day, hour, minute)


def read_partial_date(text: str) -> PartialDate | BadValue:
    """A date as `2018`, `2018-11` or `2018-11-02`."""
    if found := PartialDate.parse(text):
        return found
    if _DAY.fullmatch(text):
        return bad_value("E108", text, no_day=text)
    ends = [likely_dates(part) for part in re.split(r"\s+[-–—]\s+", text)]
    if len(ends) == 2 and all(len(end) == 1 and end[0].day.day for end in ends):
        return bad_value("E108", text, ends=f"{ends[0][0].day}, {ends[1][0].day}")
    return _no_date(text, "partial", lambda likely: str(likely.day))


def _no_date(text: str, form: str, written: Callable[[Likely], str]) -> BadValue:
    """The error of a text that is no date, with the date that is meant, or with all dates that may be.

    Its argument `moment` has a time zone of its own and is converted where the site's zone is known; `clock`
    is a time of day that the field cannot hold.
    """
    found = likely_dates(text)
    args: dict[str, object] = {} if form == "moment" else {form: _WRITTEN_DATES[form]}
    if form != "moment" and found and found[0].clock:
        args["clock"] = found[0].clock
    if len(found) == 1 and found[0].moment:
        return bad_value("E108", text, moment=found[0].moment, **args)
    near = [one for likely in found if (one := written(likely)) and not likely.moment]
    if len(near) == 1:
        return bad_value("E108", text, near=near[0], **args)
    return bad_value("E108", text, either=", ".join(near), **args)


def read_number(text: str) -> int | BadValue:
    """A whole number, not negative, of at most 15 digits."""
    if _NUMBER.fullmatch(text):
        return int(text)
    count = likely_count(text)
    return bad_value("E107", text, near="" if count is None else count)


def read_switch(text: str) -> bool | BadValue:
    """`true` or `false`; `yes` and `no` are understood."""
    known = {"true": True, "yes": True, "false": False, "no": False}
    if text.lower() in known:
        return known[text.lower()]
    near = {"тийм": "true", "1": "true", "on": "true", "үгүй": "false", "0": "false", "off": "false"}
    return bad_value("E146", text, near=near.get(text.lower(), ""))


def read_money(text: str) -> Money | BadValue:
    """`5,000,000 MNT`, `5000000 MNT` or `5,000,000 ₮`: ISO 4217 codes, not negative, below 10^14."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return _no_money(text)
    amount = Decimal(match[1].replace(",", "") + (match[2] or ""))
    if amount >= _MOST_MONEY:
        return bad_value("E112", text)
    return Money(amount, "MNT" if match[3] == "₮" else match[3])


def _no_money(text: str) -> BadValue:
    amount, currency = likely_money(text) or ("", "")
    near = f"{amount} {currency}"
    if currency and _AMOUNT.fullmatch(near):
        return bad_value("E112", text, near=near)
    # Without a currency the amount cannot be read, but the hint can show its number.
    return bad_value("E112", text, number="" if currency else amount)


def read_url(text: str) -> str | BadValue:
    """An `http` or `https` address, absolute, without user name (RFC 3986)."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return bad_value("E143", text)
    if (
        parts.scheme in ("http", "https")
        and host
        and "@" not in parts.netloc
        and not _UNSAFE_IN_URL.search(text)
        and not web_problem(text)
    ):
        return text
    if text != (unquoted := text.strip(_QUOTES)) and not isinstance(read_url(unquoted), BadValue):
        return bad_value("E143", text, near=unquoted)
    bare = re.fullmatch(r"(?:www\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(/[^\s\\\"<>]*)?", text)
    return _with_right_hint(bad_value("E143", text, near=f"https://{text}" if bare else ""), read_url)


def read_video(text: str) -> str | BadValue:
    """The address of one film at a service."""
    address = read_url(text)
    if isinstance(address, BadValue):
        return _with_right_hint(address, read_video)
    is_film = service_of(address) and urlsplit(address).path.strip("/")
    return address if is_film else bad_value("E820", text, example=_FILM)


def read_site_address(text: str) -> str | BadValue:
    """The address of the site: neither query nor fragment, and no empty part or dots in its path."""
    address = read_url(text)
    if isinstance(address, BadValue):
        return _with_right_hint(address, read_site_address)
    parts = urlsplit(address)
    path = [part for part in parts.path.split("/") if part]
    plain = f"{parts.scheme}://{parts.netloc}" + "".join(f"/{part}" for part in path)
    if not {".", ".."}.isdisjoint(path):
        return bad_value("E143", text)
    if path and re.fullmatch(r"(?:index|default)\.\w+", path[-1]):
        return bad_value("E143", text, near=plain.rpartition("/")[0])
    return text if text.removesuffix("/") == plain else bad_value("E143", text, near=plain)


def read_alias(text: str) -> str | BadValue:
    """A path from the root of the site: no scheme, no host, no `..`, nothing encoded."""
    if longest := next((part for part in text.split("/") if len(part.encode()) > _LONGEST_NAME), ""):
        return bad_value("E306", text, long=len(longest.encode()), limit=_LONGEST_NAME)
    if is_old_address(text) and len(text) <= 500:
        return text
    if is_old_address(f"/{text}") and re.match(r"[^.]+(?:/|\Z|\.(?:html?|php|aspx?)\Z)", text):
        return bad_value("E306", text, near=f"/{text}")
    decoded = unquote(text, errors="replace")
    if is_old_address(decoded):
        return bad_value("E306", text, near=decoded)
    if _REMOTE.match(decoded) and "://" in decoded:
        return bad_value("E306", text)
    if sign := re.search(r"[^\w.~/-]", decoded):
        return bad_value("E306", text, **({"space": "U+0020"} if sign[0] == " " else {"sign": sign[0]}))
    return bad_value("E306", text, parts="/" if decoded.startswith("/") else "")


def is_old_address(text: str) -> bool:
    """Whether the text has only characters of an alias."""
    return _ALIAS.fullmatch(text) is not None


def read_gone(text: str) -> str | BadValue:
    """A path like an alias; `/*` at its end means all addresses below it, too."""
    path = read_alias(text[:-1] if text.endswith("/*") else text)
    return text if isinstance(path, str) else path


def read_file_name(text: str) -> str | BadValue:
    """The name of a file in the folder of the entry."""
    if _REMOTE.match(text):
        return bad_value("E402", text)
    if _FILE.fullmatch(text) and len(text.encode()) <= 200:
        return text
    name = re.split(r"[/\\]", text)[-1]
    return bad_value("E315", text, near=name if name != text and _FILE.fullmatch(name) else "")


def read_content_file(text: str) -> str | BadValue:
    """A path below content/, with that folder's name before it or without."""
    return found[1] if (found := _CONTENT_FILE.fullmatch(text)) else bad_value("E821", text, file=text)


def read_contact(text: str) -> str | BadValue:
    """A web address, or an email address as a `mailto:` address (RFC 6068)."""
    if "@" in text:
        return f"mailto:{text}" if _EMAIL.fullmatch(text) else bad_value("E154", text)
    return read_url(text)


def read_static_file(text: str) -> str | BadValue:
    """A file by its path below `static/`."""
    near = text.removeprefix("/").removeprefix("static/")
    if _STATIC.fullmatch(text) and ".." not in text and near == text:
        return text
    return bad_value("E164", text, near=near if _STATIC.fullmatch(near) and ".." not in near else "")


def read_archived(text: str) -> str | BadValue:
    """An address elsewhere, or a file of the site."""
    return read_url(text) if "://" in text or text.startswith("www.") else read_static_file(text)


def read_font(text: str) -> str | BadValue:
    """Names of fonts as in CSS (`font-family`); quotes are closed, and nothing else can follow."""
    closed = all(text.count(quote) % 2 == 0 for quote in "\"'")
    return text if _FONT.fullmatch(text) and closed else bad_value("E166", text)


def read_time_zone(text: str) -> str | BadValue:
    """A name of the IANA time zone database, written exactly so: not every system knows it otherwise."""
    import zoneinfo

    known = zoneinfo.available_timezones() - _NO_ZONES
    if text in known:
        return text
    # `Etc/GMT+8` is eight hours behind, not ahead: never what is meant.
    return bad_value(
        "E151", text, near=suggest(text, (name for name in known if not name.startswith("Etc/")))
    )


def read_id(text: str) -> str | BadValue:
    """The id of a record."""
    if longest := next((part for part in text.split("/") if len(part.encode()) > _LONGEST_NAME), ""):
        return bad_value("E144", text, long=len(longest.encode()), limit=_LONGEST_NAME)
    if is_id(text):
        reserved = next(filter(is_of_windows, text.split("/")), "")  # the id names a folder of pages
        return bad_value("E144", text, windows=reserved) if reserved else text
    latin = re.sub(r"[\s_]+", "-", in_latin(text).strip().strip("/").lower())
    near = latin if is_id(latin) else "/".join(map(slugify, text.split("/")))
    return bad_value("E144", text, near=near if is_id(near) else "")


def read_reference(text: str) -> str | BadValue:
    """The id of an entry or record, without quotation marks around it.

    Any text passes: whether the entry or record exists is checked when all are known, and a name gets a hint.
    """
    return text.strip(_QUOTES).strip() or text


def read_choice(text: str, choices: Sequence[str]) -> str | BadValue:
    """One of the choices, written exactly so."""
    if text in choices:
        return text
    word = " ".join(text.lower().strip(_QUOTES).split())
    meant = [code for code in CODES_FOR.get(word, ()) if code in choices]
    begun = [choice for choice in choices if len(word) > 3 and choice.startswith(word)]
    near = meant[0] if meant else begun[0] if len(begun) == 1 else suggest(word, choices)
    listed = ", ".join(choices)
    if len(meant) > 1:
        return bad_value("E109", text, either=", ".join(meant), choices=listed)
    return bad_value("E109", text, near=near, choices=listed)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1000 <= year <= 9999 else None
    except ValueError:
        return None


def read_organisation_identifier(text: str) -> str | BadValue:
    """An identifier as org-id.guide makes it: the code of a list, and the number in the list:
    `XM-DAC-44002`."""
    return text if _IDENTIFIER.fullmatch(text) else bad_value("E170", text, example="XM-DAC-44002")


def read_grant_prefix(text: str) -> str | BadValue:
    """The prefix that 360Giving gives to a publisher."""
    if text.startswith(GRANT_PREFIX) and _IDENTIFIER.fullmatch(text):
        return text
    return bad_value("E170", text, example=f"{GRANT_PREFIX}…")


def read_sector(text: str) -> str | BadValue:
    """A purpose code of the OECD's Development Assistance Committee, which has five digits."""
    return text if re.fullmatch("[0-9]{5}", text) else bad_value("E171", text)


def read_coordinates(text: str) -> str | BadValue:
    """`46.8056, 91.6532`: degrees north and east of a spot in Mongolia, north first."""
    found = _COORDINATES.fullmatch(text)
    north, east = map(float, found.groups()) if found else (0.0, 0.0)
    if found and _is_in_mongolia(north, east):
        return f"{found[1]}, {found[2]}"
    turned = f"{found[2]}, {found[1]}" if found and _is_in_mongolia(east, north) else ""
    # Two numbers with decimals among other signs: 46,8056 91,6532; 46.8056°N 91.6532°E; an address of a map.
    degrees = [
        number.replace(",", ".") for number in re.findall(r"(?<![\d.])\d{2,3}[.,]\d{2,6}(?![\d.])", text)
    ]
    is_clear = not found and len(degrees) == 2 and _is_in_mongolia(*map(float, degrees))
    return bad_value("E176", text, swapped=turned, near=", ".join(degrees) if is_clear else "")


def _is_in_mongolia(north: float, east: float) -> bool:
    return SOUTH <= north <= NORTH and WEST <= east <= EAST


def read_warning(text: str) -> str | BadValue:
    """The code of a warning of the site, such as `W215`."""
    code = read_code(text)
    if code and is_known(code) and code[0] == "W" and code[1] not in OF_THE_PROGRAM:
        return code
    if code and is_known(code):
        return bad_value("E167", text, fixed=code)
    near = next((near for near in near_codes(code) if near[0] == "W"), "") if code else ""
    return bad_value("E167", text, near=near)


def read_digest(text: str) -> str | BadValue:
    """A digest of a text: 12 hexadecimal digits, see `text_digest`."""
    return text if _DIGEST.fullmatch(text) else bad_value("E145", text)


def read_checksum(text: str) -> str | BadValue:
    """A SHA-256 in hexadecimal digits."""
    bare = text.lower().removeprefix("sha256:")
    return bare if re.fullmatch("[0-9a-f]{64}", bare) else bad_value("E821", text, digest=text)


def read_currency(text: str) -> str | BadValue:
    """A code that has the form of ISO 4217, three capitals, whether or not there is such a currency."""
    return text if re.fullmatch("[A-Z]{3}", text) else bad_value("E147", text)


def read_colour(text: str) -> str | BadValue:
    """A colour as `#14508a`; the short form `#abc` is understood."""
    if _COLOUR.fullmatch(text):
        signs = text[1:].lower()
        return "#" + (signs if len(signs) == 6 else "".join(sign * 2 for sign in signs))
    return bad_value("E159", text, near=f"#{text}" if _COLOUR.fullmatch(f"#{text}") else "")


def read_telephone(text: str) -> str | BadValue:
    """A telephone number with its grouping. Eight digits without any are grouped as Mongolian numbers are."""
    bare = re.sub(r"[\s().-]", "", text)
    if not re.fullmatch(r"\+?\d{4,15}", bare):
        return bad_value("E165", text)
    if match := _TELEPHONE.fullmatch(text):
        country = "+976 " if bare.startswith("+") else ""
        return f"{country}{match[1]}-{match[2]}"
    return text


# The readers of forms, by the name of the Form.
FORMS: dict[str, Callable[[str], Any]] = {
    "site-address": read_site_address,
    "url": read_url,
    "file": read_file_name,
    "alias": read_alias,
    "archived": read_archived,
    "gone": read_gone,
    "content-file": read_content_file,
    "contact": read_contact,
    "id": read_id,
    "static": read_static_file,
    "font": read_font,
    "time-zone": read_time_zone,
    "warning": read_warning,
    "video": read_video,
    "organisation-identifier": read_organisation_identifier,
    "grant-prefix": read_grant_prefix,
    "sector": read_sector,
    "coordinates": read_coordinates,
    "digest": read_digest,
    "checksum": read_checksum,
    "currency": read_currency,
    "colour": read_colour,
    "telephone": read_telephone,
}
