"""What templates may do to a value: words for dates, money and numbers in the page's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

from babel import Locale

from sitegen.language.dates import PartialDate, format_date, format_range
from sitegen.language.numbers import (
    format_compact_money,
    format_money,
    format_number,
    format_size,
    join_list,
)
from sitegen.language.typography import typeset
from sitegen.pages.views import MoneyView

Day = date | datetime | PartialDate


def filters(lang: str) -> dict[str, Callable[..., Any]]:
    """The filters of one language, by the name templates use."""

    def daterange(start: Day, end: Day | None = None, style: str = "long") -> str:
        return format_range(start, end, lang, style) if end else format_date(start, lang, style)

    def money(value: MoneyView) -> str:
        return format_money(value.amount, value.currency, lang)

    def compact_money(value: MoneyView) -> str:
        return format_compact_money(value.amount, value.currency, lang)

    def of_lang(function: Callable[..., str]) -> Callable[[Any], str]:
        return lambda value: function(value, lang)

    return {
        "date": lambda value: format_date(value, lang, "long"),
        "date_short": lambda value: format_date(value, lang, "short"),
        "iso": iso,
        "daterange": daterange,
        "money": money,
        "compact_money": compact_money,
        "number": of_lang(format_number),
        "size": of_lang(format_size),
        "join_list": lambda items: join_list([str(item) for item in items], lang),
        "typeset": of_lang(typeset),
        "lang_name": partial(lang_name, lang=lang),
        "host": host,
        "pages_of": list,
    }


def iso(value: Day) -> str:
    """ISO 8601, as precise as the value is known: the `datetime` attribute of a `time` element (HTML, 4.5.14)."""
    return str(value) if isinstance(value, PartialDate) else value.isoformat()


def lang_name(tag: str, lang: str) -> str:
    """The name of a language in another: `en` in mn is “англи” (CLDR). An unknown tag stands for itself."""
    return str(Locale.parse(lang).languages.get(tag.partition("-")[0], tag))


def host(url: str) -> str:
    """The site an address belongs to, for people: `www.worldbank.org`."""
    return url.partition("://")[2].partition("/")[0] or url


_ = Iterable
