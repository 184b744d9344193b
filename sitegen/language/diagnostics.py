"""What the editor reads for each diagnostic, in his or her language. The texts are in diagnostics.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from sitegen.core.diagnostics import Diagnostic
from sitegen.language.catalogue import load_catalogue

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# C0, C1, zero-width, bidirectional and private characters: never sent to a terminal (CVE-2021-42574).
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\ue000-\uf8ff]"
)
_LONGEST_ARGUMENT = 200
# Arguments whose values are messages: what a reference leads to, what the system said as strerror(3) does.
_MESSAGES = frozenset({"kind", "problem", "reason"})


class CodeTexts(msgspec.Struct, frozen=True):
    """The texts of one code in one language, the most special first."""

    message: tuple[str, ...]
    hint: tuple[str, ...]


class CatalogueTexts(msgspec.Struct, frozen=True):
    """The texts of all codes in one language."""

    entries: dict[str, CodeTexts]
    lang: str = "en"

    def message(self, item: Diagnostic) -> str:
        """What is wrong, in one sentence; the bare code with its arguments if nobody wrote a text yet."""
        entry = self.entries.get(item.code)
        if entry is None:
            return " ".join([item.code, *(f"{name}={visible(value)}" for name, value in item.args)])
        return _fill(entry.message, self._arguments(item))

    def hint(self, item: Diagnostic) -> str:
        """How to mend it; empty if nothing can be said."""
        entry = self.entries.get(item.code)
        return _fill(entry.hint, self._arguments(item)) if entry else ""

    def also(self, item: Diagnostic) -> str:
        """The further places of one cause, one on a line; empty if there are none."""
        return "\n".join(map(self.elsewhere, item.also))

    def elsewhere(self, place: str) -> str:
        """That something is at a further place too."""
        return f"{load_catalogue(self.lang).gettext('Also here:')} {visible(place)}"

    def level(self, item: Diagnostic) -> str:
        """Why a warning is an error, or an error only a warning; empty for all else."""
        why = "Counted as an error, as site.yaml says." if item.raised else ""
        if item.waits:
            why = "The text is not published yet: this stops nothing now, but will on that day."
        return load_catalogue(self.lang).gettext(why) if why else ""

    def _arguments(self, item: Diagnostic) -> dict[str, str]:
        words = load_catalogue(self.lang)
        return {name: words.gettext(value) if name in _MESSAGES else value for name, value in item.args}


@cache
def texts(lang: str) -> CatalogueTexts:
    """The texts in `mn` or `en`."""
    return CatalogueTexts({code: _entry(parts[lang]) for code, parts in catalogue().items()}, lang)


@cache
def catalogue() -> Mapping[str, Any]:
    """The whole of diagnostics.yaml, by code."""
    # Imported here, since most builds have nothing to say.
    from importlib import resources

    import yaml

    content = resources.files("sitegen.language").joinpath("diagnostics.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: Mapping[str, Any] = yaml.load(content, Loader=loader)
    return loaded


def visible(text: str, *, shorten: bool = True) -> str:
    """The text on one line, with every unseen character as U+XXXX, cut at 200 characters."""
    shown = _UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text.replace("\n", " ").replace("\t", " "))
    return shown if len(shown) <= _LONGEST_ARGUMENT or not shorten else shown[: _LONGEST_ARGUMENT - 1] + "…"


def placeholders(text: str) -> tuple[str, ...]:
    """The names in braces in a text, in order."""
    return tuple(_PLACEHOLDER.findall(text))


def _shown(name: str, value: str) -> str:
    """`lines` are to be pasted as they are; everything else stays on the line it is in."""
    return "\n".join(map(visible, value.split("\n"))) if name == "lines" else visible(value)


def _entry(parts: Mapping[str, Any]) -> CodeTexts:
    return CodeTexts(_as_tuple(parts["message"]), _as_tuple(parts.get("hint", "")))


def _as_tuple(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _fill(variants: tuple[str, ...], args: dict[str, str]) -> str:
    for text in variants:
        if all(args.get(name) for name in placeholders(text)):
            return _PLACEHOLDER.sub(lambda found: _shown(found[1], args[found[1]]), text)
    return ""
