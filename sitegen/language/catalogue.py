"""What people read, in their language: the words of the interface and of commands, diagnostics and their
explanations, and short texts in several languages.

Words come from gettext catalogues, where a message id is its English text; diagnostics from diagnostics.yaml.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from sitegen.core.diagnostics import Diagnostic, mark_message
from sitegen.core.files import content_of

_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t"}
LanguageCode = Literal["mn", "en"]
LANGUAGES: tuple[LanguageCode, ...] = get_args(LanguageCode)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# C0, C1, zero-width, bidirectional and private characters: never sent to a terminal (CVE-2021-42574).
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\ue000-\uf8ff]"
)
_LONGEST_ARGUMENT = 200
# Arguments whose values are English messages to translate: the kind a reference leads to, a reason of
# strerror(3).
_MESSAGES = frozenset({"kind", "problem", "reason"})
_CODE = re.compile(r"[EW]\d{3}")
_MOST_NEAR = 3
# Letters typed on a Mongolian keyboard for the Latin E and W of codes: they look alike, or are on the same
# key.
_LATIN = str.maketrans("ЕеЦц", "EEWW")
_INDENT = "    "
_NAMES = "names"  # the part of diagnostics.yaml that is no code


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


def catalogue_bytes(lang: str) -> bytes:
    """The catalogue file of a language as it is; empty for a language without one."""
    file = Path(__file__).parent / "locales" / f"{lang}.po"
    return content_of(file) if file.is_file() else b""


@lru_cache(maxsize=16)
def load_catalogue(lang: str) -> Catalogue:
    """The words of a language, from a catalogue that has each text on one line and a blank line between
    messages.

    Babel is not asked to read it: every command needs words, and importing Babel takes longer than a whole
    build that finds nothing changed.
    """
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for block in catalogue_bytes(lang).decode().split("\n\n")[1:]:
        lines = [line for line in block.splitlines() if line.startswith("msg")]
        msgid, *texts = (_unescape(line.partition(" ")[2][1:-1]) for line in lines)
        if lines[1].startswith("msgid_plural"):
            plurals[msgid] = tuple(texts[1:])
        else:
            messages[msgid] = texts[0]
    return Catalogue(lang, messages, plurals)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), text) if "\\" in text else text


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


class CodeTexts(msgspec.Struct, frozen=True):
    """The variants of message and hint of one code in one language. The first whose placeholders all have
    arguments is used."""

    message: tuple[str, ...]
    hint: tuple[str, ...]


class DiagnosticTexts(msgspec.Struct, frozen=True):
    """The texts of all codes in one language."""

    entries: dict[str, CodeTexts]
    lang: str = "en"

    def message(self, item: Diagnostic) -> str:
        """What is wrong, in one sentence; the bare code with its arguments if nobody wrote a text yet."""
        entry = self.entries.get(item.code)
        if entry is None:
            return " ".join([item.code, *(f"{name}={make_visible(value)}" for name, value in item.args)])
        return _fill(entry.message, self._arguments(item))

    def hint(self, item: Diagnostic) -> str:
        """How to mend it; empty if nothing can be said."""
        entry = self.entries.get(item.code)
        return _fill(entry.hint, self._arguments(item)) if entry else ""

    def also(self, item: Diagnostic) -> str:
        """The further positions of one cause, each on a line of its own; empty if there are none."""
        return "\n".join(map(self.elsewhere, item.also))

    def elsewhere(self, position: str) -> str:
        """The line that names one further position of a cause."""
        return f"{load_catalogue(self.lang).gettext('Also here:')} {make_visible(position)}"

    def level(self, item: Diagnostic) -> str:
        """Why a warning counts as an error, or an error as a warning; empty for any other diagnostic."""
        why = "Counted as an error, as site.yaml says." if item.raised else ""
        if item.waits:
            why = "The text is not published yet: this stops nothing now, but will on that day."
        return load_catalogue(self.lang).gettext(why) if why else ""

    def _arguments(self, item: Diagnostic) -> dict[str, str]:
        words = load_catalogue(self.lang)
        return {name: words.gettext(value) if name in _MESSAGES else value for name, value in item.args}


@cache
def texts_of_codes(lang: str) -> DiagnosticTexts:
    """The texts in `mn` or `en`."""
    return DiagnosticTexts({code: _entry(parts[lang]) for code, parts in code_table().items()}, lang)


@cache
def code_table() -> Mapping[str, Any]:
    """The texts of diagnostics.yaml, by code."""
    return {code: parts for code, parts in _read_codes().items() if code != _NAMES}


@cache
def _read_codes() -> Mapping[str, Any]:
    # Imported here, since most builds have no diagnostics.
    from importlib import resources

    import yaml

    content = resources.files("sitegen.language").joinpath("diagnostics.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: Mapping[str, Any] = yaml.load(content, Loader=loader)
    return loaded


def make_visible(text: str, *, shorten: bool = True) -> str:
    """The text on one line, with every unseen character as U+XXXX, cut at 200 characters."""
    shown = _UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text.replace("\n", " ").replace("\t", " "))
    return shown if len(shown) <= _LONGEST_ARGUMENT or not shorten else shown[: _LONGEST_ARGUMENT - 1] + "…"


def placeholders(text: str) -> tuple[str, ...]:
    """The names in braces in a text, in order."""
    return tuple(_PLACEHOLDER.findall(text))


def _argument_text(name: str, value: str) -> str:
    """The value of an argument as a message shows it. Only `lines`, which the editor pastes, may have more
    than one line."""
    return "\n".join(map(make_visible, value.split("\n"))) if name == "lines" else make_visible(value)


def _entry(parts: Mapping[str, Any]) -> CodeTexts:
    return CodeTexts(_variants(parts["message"]), _variants(parts.get("hint", "")))


def _variants(texts: str | list[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def _fill(variants: tuple[str, ...], args: dict[str, str]) -> str:
    for text in variants:
        if all(args.get(name) for name in placeholders(text)):
            return _PLACEHOLDER.sub(lambda found: _argument_text(found[1], args[found[1]]), text)
    return ""


def read_code(text: str) -> str:
    """The code that somebody typed, also in small or Cyrillic letters; empty if the text is no code."""
    typed = text.strip().translate(_LATIN).upper()
    return typed if _CODE.fullmatch(typed) else ""


def is_known(code: str) -> bool:
    return code in code_table()


def near_codes(code: str) -> tuple[str, ...]:
    """The known codes that were probably meant: the same number first, then those beside it."""
    number = int(code[1:])
    near = sorted(code_table(), key=lambda known: (abs(int(known[1:]) - number), known[0] != code[0], known))
    return tuple(near[:_MOST_NEAR])


def explain_code(code: str, lang: str) -> str:
    """The explanation of a code in a language: message, what to do, an example before and after."""
    return "\n".join(_lines(code, lang)) + "\n"


def with_names(text: str, lang: str) -> str:
    """A text with its placeholders as ‹name›, in the words of a language."""
    names = _read_codes()[_NAMES][lang]
    return _PLACEHOLDER.sub(lambda found: f"‹{names.get(found[1], found[1])}›", text)


def _lines(code: str, lang: str) -> Iterator[str]:
    parts = code_table()[code]
    error = mark_message("an error: nothing is published until it is mended; the last good site stays")
    warning = mark_message("a warning: the site is published all the same")
    yield f"{code} · {say(lang, error if code[0] == 'E' else warning)}"
    yield ""
    yield from (with_names(text, lang) for text in _variants(parts[lang]["message"]))
    yield ""
    yield say(lang, "What to do:")
    for hint in _variants(parts[lang]["hint"]):
        first, *more = with_names(hint, lang).splitlines()
        yield f"  - {first}"
        yield from (f"{_INDENT}{line}" for line in more)
    for name, heading in (
        ("example", mark_message("For example, before:")),
        ("after", mark_message("And after:")),
    ):
        if name in parts:
            yield ""
            yield say(lang, heading)
            yield from (f"{_INDENT}{line}".rstrip() for line in parts[name].rstrip().split("\n"))
