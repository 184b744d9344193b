"""The filters of templates: words for dates, money and numbers in the page's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from sitegen.language.catalogue import load_catalogue
from sitegen.language.dates import PartialDate, Style, format_date, format_range, format_year, month_name
from sitegen.language.numbers import (
    format_compact_money,
    format_money,
    format_number,
    format_size,
    join_list,
)
from sitegen.language.typography import typeset
from sitegen.pages.views import Moment, MoneyView

Day = date | PartialDate | Moment
TYPESET_TEXTS = 20_000  # texts remembered: titles and interface words stand on many pages


def filters(lang: str) -> dict[str, Callable[..., Any]]:
    """The filters of one language, by the name templates use."""

    def day(value: Day, style: Style = "long") -> str:
        return format_date(_local(value), lang, style)

    def daterange(start: Day, end: Day | None = None, style: Style = "long") -> str:
        return format_range(_local(start), _local(end) if end else None, lang, style)

    @lru_cache(maxsize=TYPESET_TEXTS)
    def set_in(text: str, written_in: str = "") -> str:
        return typeset(text, written_in or lang)

    return {
        "absolute": absolute,
        "compact_money": lambda value: _money(format_compact_money, value, lang),
        "date": day,
        "dial": dial,
        "date_short": lambda value: day(value, "short"),
        "daterange": daterange,
        "host": host,
        "iso": iso,
        "join_list": lambda items: _join(items, lang),
        "lang_name": lambda tag: lang_name(tag, lang),
        "money": lambda value: _money(format_money, value, lang),
        "month": lambda number: month_name(number, lang),
        "number": lambda value: format_number(value, lang),
        "report": _report,
        "say": _say,
        "size": lambda value: format_size(value, lang),
        "typeset": set_in,
        "year": lambda number: format_year(number, lang),
    }


def iso(value: Day) -> str:
    """ISO 8601, as precise as the value is known: midnight stands for a day without a time."""
    local = _local(value)
    if isinstance(local, datetime) and local.time() == time():
        return local.date().isoformat()
    return local.isoformat() + (value.offset if isinstance(value, Moment) else "")


def _local(value: Day) -> date | PartialDate:
    return value.local if isinstance(value, Moment) else value


@cache
def lang_name(tag: str, lang: str) -> str:
    """The name of a language in another (CLDR): `en` is “англи” in mn. An unknown tag stands for itself."""
    # Imported here, since most pages name no language.
    from babel import Locale

    return str(Locale.parse(lang).languages.get(tag.partition("-")[0], tag))


def _say(text: str, lang: str) -> str:
    """An interface text in any language: the 404 page has all languages."""
    return load_catalogue(lang).gettext(text)


def dial(number: str) -> str:
    """A telephone number as a telephone reads it: `+97670112233`."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _report(address: str, title: str, url: str, version: int = 0, changed: date | None = None) -> str:
    """The address for reporting a mistake: a mail that names the page and its version (RFC 6068), or a
    form."""
    if not address.startswith("mailto:"):
        return address
    body = " ".join((f"{url}\r\nv{version}", changed.isoformat() if changed else "")) if version else url
    return f"{address}?subject={quote(title)}&body={quote(body)}"


def host(url: str) -> str:
    """The host of an address: `www.worldbank.org`."""
    return urlsplit(url).hostname or url


def absolute(url: str, base_url: str) -> str:
    """The full address of a link of the site; a full one stays as it is."""
    return urljoin(f"{base_url}/", url)


def _money(form: Callable[..., str], value: MoneyView, lang: str) -> str:
    return form(value.amount, value.currency, lang)


def _join(items: Sequence[str], lang: str) -> str:
    return join_list(list(items), lang)
