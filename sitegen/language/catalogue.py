"""The words of the interface and of commands, from gettext catalogues, and short texts in several languages.
A message id is its English text."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from sitegen.core.files import content_of

_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t"}
_Found = tuple[dict[str, str], dict[str, tuple[str, ...]]]
LANGUAGES = ("mn", "en")


class Catalogue(msgspec.Struct, frozen=True):
    """Messages of one language. A message it does not have is shown as its id, the English text.

    Plurals have the two forms of English, or one, as in Mongolian: a noun stays singular after a number.
    """

    lang: str
    messages: dict[str, str]
    plurals: dict[str, tuple[str, ...]]

    def gettext(self, msgid: str) -> str:
        """The text of a message; of a message with plurals, the singular."""
        return self.messages.get(msgid) or self.plurals.get(msgid, (msgid,))[0]

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The singular or plural text for `n`; the caller puts in the number itself."""
        texts = self.plurals.get(singular)
        if texts is None:
            return singular if n == 1 else plural
        return texts[0] if n == 1 else texts[-1]

    def has(self, msgid: str) -> bool:
        return msgid in self.messages or msgid in self.plurals


def catalogue_bytes(lang: str) -> bytes:
    """The catalogue file of a language as it is; empty for a language without one."""
    file = Path(__file__).parent / "locales" / f"{lang}.po"
    return content_of(file) if file.is_file() else b""


@lru_cache(maxsize=16)
def load_catalogue(lang: str, extra: bytes | None = None) -> Catalogue:
    """The words of a language; `extra`, a site's own .po file, adds to them and overrides them.

    Raises ValueError, with the line in its text, if `extra` is not a .po file in UTF-8.
    """
    messages, plurals = _read_ours(catalogue_bytes(lang).decode())
    if extra:
        more_messages, more_plurals = _read(extra)
        messages |= more_messages
        plurals |= more_plurals
    return Catalogue(lang, messages, plurals)


def _read_ours(content: str) -> _Found:
    """The messages of one of our own catalogues, which have each text on one line and a blank line between
    messages.

    Every command needs them, and importing Babel takes longer than a whole build that finds nothing changed.
    """
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for block in content.split("\n\n")[1:]:
        lines = [line for line in block.splitlines() if line.startswith("msg")]
        msgid, *texts = (_unescape(line.partition(" ")[2][1:-1]) for line in lines)
        if lines[1].startswith("msgid_plural"):
            plurals[msgid] = tuple(texts[1:])
        else:
            messages[msgid] = texts[0]
    return messages, plurals


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), text) if "\\" in text else text


def _read(content: bytes) -> _Found:
    # Imported here, since few sites have words of their own.
    from babel.messages.pofile import PoFileError, read_po

    try:
        found = read_po(io.BytesIO(content), charset="utf-8", ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"line {error.lineno + 1}: {error.line!r}") from error
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for message in found:
        if not message.id or message.fuzzy or not message.string:
            continue
        if isinstance(message.id, str):
            messages[message.id] = str(message.string)
        elif all(message.string):
            plurals[message.id[0]] = tuple(message.string)
    return messages, plurals


def say(lang: str, message: str, **values: object) -> str:
    """The message, given by its English text, in a language, with `values` put in its braces."""
    return load_catalogue(lang).gettext(message).format(**values)


def system_reason(lang: str, said: str) -> str:
    """The reason of an error of the system or the store in a language; `said` is the English of strerror(3)
    or SQLite."""
    return load_catalogue(lang).gettext(said)


def preferred_language(environment: Mapping[str, str] = os.environ) -> str:
    """The first of our languages that the locale's variables name, in the order of gettext; else English."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for name in environment.get(variable, "").split(":"):
            if name[:2] in LANGUAGES:
                return name[:2]
    return "en"


class Words(msgspec.Struct, frozen=True):
    """One short text per language, as pairs (language, text) in the order they were written."""

    texts: tuple[tuple[str, str], ...] = ()

    def get(self, lang: str) -> str | None:
        """The text in language `lang`, or None."""
        for written_in, text in self.texts:
            if written_in == lang:
                return text
        return None

    def pick(self, lang: str, fallbacks: Sequence[str] = ()) -> tuple[str, str]:
        """The text to show to a reader of `lang`, and the language it is in.

        Tries `lang`, then the fallbacks, then whatever comes first; ("", lang) when there is no text.
        """
        for wanted in (lang, *fallbacks):
            text = self.get(wanted)
            if text is not None:
                return text, wanted
        if self.texts:
            written_in, text = self.texts[0]
            return text, written_in
        return "", lang
