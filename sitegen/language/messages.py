"""What commands say on a terminal, in the language of who reads it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from sitegen.language.catalogue import load_catalogue

LANGUAGES = ("mn", "en")


def say(lang: str, message: str, **values: object) -> str:
    """The message, which is its English text, in a language, with the values in its braces."""
    return load_catalogue(lang).gettext(message).format(**values)


def system_reason(lang: str, said: str) -> str:
    """Why the system or the store refused something, as strerror(3) and SQLite say it in English."""
    return load_catalogue(lang).gettext(said)


def preferred_language(environment: Mapping[str, str] = os.environ) -> str:
    """The first of our languages that the locale names; English where it names neither.

    The order of the variables is that of gettext.
    """
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for name in environment.get(variable, "").split(":"):
            if name[:2] in LANGUAGES:
                return name[:2]
    return "en"
