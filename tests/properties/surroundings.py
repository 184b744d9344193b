"""What a site is built by, made changeable: sitegen's version and the words of its interface."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from sitegen.core.digest import digest, engine_digest
from sitegen.language import catalogue
from sitegen.steps import session, sources

WORDS = ("Мэдээ", "Мэдээ мэдээ", "Сүүлийн мэдээ")


@dataclass
class Surroundings:
    """Changed here, it must change what is built. `words` is the number of one of WORDS."""

    engine: int = 0
    words: int = 0

    def named(self) -> bytes:
        return f"{self.engine} {self.words}".encode()

    def word(self) -> str:
        return WORDS[self.words]

    def reset(self) -> None:
        self.engine = 0
        self.change_words(0)

    def change_words(self, words: int) -> None:
        self.words = words
        _forget_words()


SURROUNDINGS = Surroundings()


@contextmanager
def changeable() -> Iterator[pytest.MonkeyPatch]:
    """Builds heed SURROUNDINGS, and use as many processes as they are told to, however small the site is."""
    engine, original = engine_digest(), {lang: catalogue.catalogue_bytes(lang) for lang in ("mn", "en")}

    def words(lang: str) -> bytes:
        before, after = (
            f'msgid "News"\nmsgstr "{word}"'.encode() for word in (WORDS[0], SURROUNDINGS.word())
        )
        assert lang != "mn" or before in original[lang]
        return original[lang].replace(before, after)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "engine_digest", lambda: digest(engine, str(SURROUNDINGS.engine).encode()))
        patch.setattr(catalogue, "catalogue_bytes", words)
        patch.setattr(sources, "catalogue_bytes", words)
        patch.setattr(session, "WORTH_A_POOL", 1)
        yield patch
    SURROUNDINGS.reset()


def _forget_words() -> None:
    """A process reads the words once."""
    catalogue.load_catalogue.cache_clear()
