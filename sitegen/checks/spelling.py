"""Words that are in no dictionary: neither in hunspell's, where it is installed, nor in the site's
words.txt."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import msgspec

from sitegen.content.document import Document
from sitegen.content.markup.blocks import read_blocks
from sitegen.content.mend import FRONT, TEXT_FIELD
from sitegen.content.source import decode, position_at
from sitegen.content.wording import blank_out, only_words
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.files import content_of, refuse_link
from sitegen.language.search_words import stem

WORDS = "words.txt"
DICTIONARIES = {"mn": ("mn_MN",), "en": ("en_GB", "en_US")}
_PROGRAM = "hunspell"
_MOST_SUGGESTIONS, _MOST_UNKNOWN = 3, 300  # words that get suggestions, which take hunspell long
_SECONDS = 120
# Words with a digit, a point or a hyphenated ending are not checked; nor are names and abbreviations, whose
# capitals _ALPHABET lacks.
_WORD = re.compile(r"(?<![\w’'.-])[^\W\d_]{3,}(?![\w’'-])")
_OF_GRAMMAR = frozenset(f"{word}{own}" for word in ("руу", "рүү", "луу", "лүү") for own in ("", "гаа", "гээ"))
_ALPHABET = {"mn": re.compile(r"[а-яёөү]+"), "en": re.compile(r"[a-z]+")}


_Position = tuple[str, int, int]  # path, line and column


class Spelling(msgspec.Struct, frozen=True):
    """The unknown words, as warnings, and the languages for which no dictionary is installed
    (`unchecked`)."""

    problems: tuple[Diagnostic, ...]
    unchecked: tuple[str, ...]


def check_spelling(site: Path, documents: Iterable[Document]) -> Spelling:
    """A warning for each unknown word with all its forms, at its first position in the documents. Raises
    OSError."""
    own, problems = _own_words(site)
    found: dict[str, dict[str, list[_Position]]] = {}
    for document in documents:
        text = decode(document.path, content_of(site / document.path))[0] or ""
        prose, alphabet = _prose(text), _ALPHABET.get(document.lang)
        for match in _WORD.finditer(prose):
            if alphabet and alphabet.fullmatch(match[0]):
                place = (document.path, *position_at(prose, match.start()))
                found.setdefault(document.lang, {}).setdefault(match[0], []).append(place)
    unchecked: list[str] = []
    for lang, words in sorted(found.items()):
        unknown = _unknown_words(lang, {word for word in words if word not in own and stem(word) not in own})
        if unknown is None:
            unchecked.append(lang)
            continue
        of_stem: dict[str, list[str]] = {}
        for word in sorted(unknown, key=lambda word: (len(word), word)):
            of_stem.setdefault(stem(word), []).append(word)
        problems += (
            _problem(forms[0], sorted(place for word in forms for place in words[word]), unknown[forms[0]])
            for forms in of_stem.values()
        )
    return Spelling(tuple(sorted(problems)), tuple(unchecked))


def _problem(word: str, places: list[_Position], near: str) -> Diagnostic:
    """The warning for a word, with its first position in each further file."""
    first = places[0]
    others = {path: (path, line, column) for path, line, column in reversed(places) if path != first[0]}
    also = tuple(f"{path}:{line}:{column}" for path, line, column in sorted(others.values()))
    return msgspec.structs.replace(diagnostic("W125", *first, word=word, near=near), also=also)


def _prose(text: str) -> str:
    """The file of a document with blanks for all that no reader reads, so that words keep their positions."""
    front = FRONT.match(text)
    head = front[0] if front else ""
    shown = {span for field in TEXT_FIELD.finditer(head) for span in range(*field.span("text"))}
    words = "".join(sign if at in shown else blank_out(sign) for at, sign in enumerate(head))
    return words + only_words(read_blocks(text[len(head) :]).seen)


def _own_words(site: Path) -> tuple[frozenset[str], list[Diagnostic]]:
    """The words of words.txt, one on a line, with their stems, so that a word is known with all its endings;
    and what is wrong with the file."""
    try:
        refuse_link(site / WORDS)
        text, problems = decode(WORDS, content_of(site / WORDS))
    except FileNotFoundError:
        return _OF_GRAMMAR, []
    lines = (line.partition("#")[0].strip().lower() for line in (text or "").splitlines())
    words = {line for line in lines if line}
    return frozenset(words | {stem(word) for word in words} | _OF_GRAMMAR), list(problems)


def _unknown_words(lang: str, words: set[str]) -> dict[str, str] | None:
    """The words that the dictionary lacks, each with its suggestions as text; None if no dictionary is
    installed."""
    for dictionary in DICTIONARIES.get(lang, ()):
        listed = _hunspell(dictionary, "-l", "".join(f"{word}\n" for word in sorted(words)))
        if listed is not None:
            unknown = dict.fromkeys(listed.split(), "")
            few = sorted(unknown)[:_MOST_UNKNOWN]
            answers = _hunspell(dictionary, "-a", "".join(f"^{word}\n" for word in few)) or ""
            for line in answers.splitlines():
                if line.startswith("& "):
                    head, _, near = line.partition(": ")
                    unknown[head.split()[1]] = ", ".join(near.split(", ")[:_MOST_SUGGESTIONS])
            return unknown
    return None


def _hunspell(dictionary: str, how: str, words: str) -> str | None:
    """The output of hunspell; None if hunspell or the dictionary is not installed, or hunspell fails."""
    program = shutil.which(_PROGRAM)
    if program is None:
        return None
    command = [program, "-i", "utf-8", "-d", dictionary, how]
    try:
        done = subprocess.run(
            command, input=words.encode(), capture_output=True, check=False, timeout=_SECONDS, cwd="/"
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
