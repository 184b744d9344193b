"""What templates say in the interface's words: `_()`, `gettext`, `ngettext` and what {% trans %} becomes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from sitegen.language.catalogue import Catalogue

PHRASES = 2_000


def spoken(catalogue: Catalogue) -> dict[str, Callable[..., Markup]]:
    """As Jinja's own new style: a message may be HTML, and what is put into its places is escaped."""

    @lru_cache(maxsize=PHRASES)
    def phrase(message: str) -> Markup:
        return Markup(catalogue.gettext(message)) % {}

    def gettext(message: str, /, **variables: Any) -> Markup:
        if not variables and type(message) is str:
            return phrase(message)
        return Markup(catalogue.gettext(message)) % variables

    def ngettext(singular: str, plural: str, number: int, /, **variables: Any) -> Markup:
        return Markup(catalogue.ngettext(singular, plural, number)) % {"num": number, **variables}

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}
