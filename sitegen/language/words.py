"""A short text in several languages."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec


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
