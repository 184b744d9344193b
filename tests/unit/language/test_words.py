"""A short text in several languages."""

from __future__ import annotations

import pytest

from sitegen.language.catalogue import Words

BOTH = Words((("mn", "Ховд"), ("en", "Khovd")))


def test_gives_the_text_of_a_language() -> None:
    assert BOTH.get("en") == "Khovd"
    assert BOTH.get("kk") is None


@pytest.mark.parametrize(
    ("words", "lang", "expected"),
    [
        (BOTH, "en", ("Khovd", "en")),
        (Words((("mn", "Ховд"),)), "en", ("Ховд", "mn")),
        (BOTH, "kk", ("Khovd", "en")),
        (Words((("ru", "Ховд"),)), "en", ("Ховд", "ru")),
        (Words(()), "en", ("", "en")),
    ],
)
def test_picks_the_readers_language_then_the_fallbacks_then_any(
    words: Words, lang: str, expected: tuple[str, str]
) -> None:
    assert words.pick(lang, ("en", "mn")) == expected
