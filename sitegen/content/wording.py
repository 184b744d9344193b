"""The wording of a text: what it says, whatever its typography, which decides whether a translation is
current; the parts of it that readers read; and what editors say about it (Difference, Correction)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

# Signs that only change how a text looks, and the plain ones that they count as.
_TYPOGRAPHY = dict.fromkeys("“”„«»‘’‚‹›'", '"') | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "...", "\u00ad": ""}
_SIGN = re.compile(f"[{''.join(_TYPOGRAPHY)}]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# The address of a link is no part of the wording: its target may be renamed, and the targets of both
# languages are compared as traces. The pattern begins with the sign before it, to which `re` skips quickly.
_ADDRESS = re.compile(r"\((?<=\]\()[^()\s]+|:(?<=\]:)[ \t]*(?:<[^<>\n]*>|(?:https?:|mailto:|[a-z]+:)\S+)")
_DASHES = re.compile("--+")
# Parts of a text for the program and not for readers: code, addresses of links, names of footnotes, lists of
# attributes, HTML and bare addresses.
_FOR_THE_PROGRAM = (
    r"`(?<!``)(?P<ticks>`*+)[^`\n]+`(?P=ticks)(?!`)|\((?<=\]\()[^)\n]*\)|\[\^[^\]\n]+\]:?|\{[^{}\n]*\}"
    r"|<[^<>\n]+>|https?://\S+|www\.\S+"
)
_SIGNS = re.compile(_FOR_THE_PROGRAM)
_MAY_HAVE_SIGNS = re.compile(r"[`\[{<]|://|www\.")
# Private-use characters, which no rule of words changes: _HIDDEN, and after it one for each part that is
# hidden.
_HIDDEN, _FIRST_HIDDEN, _MOST_HIDDEN = "\ue000", 0xE100, 0x1700
GAP = "…"  # stands where something is to be written in a translation that was begun
# The whole text of a new entry until somebody writes one, by language.
NOTHING_YET = {"mn": "Бичвэрээ энд бичнэ.", "en": "Write the text here."}
_WORD = re.compile(r"[^\W\d_]")
_IN_BRACKETS = re.compile(r"!?\[[^\]\n]*\]")
_LETTER = re.compile(r"[^\n]")


class Passage(msgspec.Struct, frozen=True, array_like=True):
    """Words that stand together: a heading (`h2`), an `item`, `row`, `term`, `meaning`, `footnote` or
    `paragraph`. Lines and columns count from 0; `spans` are the columns of its words in each line from `line`
    on, without the signs of the blocks that they stand in. Passages of one list, table or quotation have the
    same `block`.
    """

    kind: str
    block: int
    line: int
    spans: tuple[tuple[int, int], ...]

    def texts(self, lines: Sequence[str]) -> Iterator[str]:
        """The words of the passage in each of its lines; `lines` are all lines of the text."""
        return (lines[number][start:end] for number, (start, end) in enumerate(self.spans, self.line))

    @property
    def end(self) -> int:
        """The number of the line after the passage."""
        return self.line + len(self.spans)

    @property
    def is_heading(self) -> bool:
        return self.kind[0] == "h"


class Difference(msgspec.Struct, frozen=True):
    """A passage of this text that need not agree with the other language, and why."""

    passage: str
    reason: str


class Correction(msgspec.Struct, frozen=True):
    """The record of a mistake in a published text that was corrected."""

    date: datetime.date
    what: str


def only_words(text: str) -> str:
    """The text with blanks for all that no reader reads, so that words keep their positions."""
    if not _MAY_HAVE_SIGNS.search(text):
        return text
    return _SIGNS.sub(lambda found: " " * len(found[0]), replace_comments(text, blank))


def around_signs(text: str, change: Callable[[str], str]) -> str:
    """The text after `change` has been applied to its words; what no reader reads stays as it is."""
    kept: list[str] = []

    def hide(written: str) -> str:
        kept.append(written)
        return f"{_HIDDEN}{chr(_FIRST_HIDDEN + len(kept) - 1)}"

    if _HIDDEN in text:
        return text
    hidden = _SIGNS.sub(lambda found: hide(found[0]), replace_comments(text, hide))
    if len(kept) > _MOST_HIDDEN:
        return text
    text = change(hidden)
    for _ in range(2):  # a comment may be hidden within code
        text = re.sub(f"{_HIDDEN}(.)", lambda found: kept[ord(found[1]) - _FIRST_HIDDEN], text)
    return text


def blank(text: str) -> str:
    """Blanks for all characters of a text but its line feeds."""
    return _LETTER.sub(" ", text)


def replace_comments(text: str, by: Callable[[str], str]) -> str:
    """The text with each comment replaced by `by(comment)`; a comment that never ends is kept as text."""
    end = text.rfind("-->") + 3
    return _COMMENT.sub(lambda found: by(found[0]), text[:end]) + text[end:] if "<!--" in text else text


def unfilled(words: str, passages: Iterable[Passage]) -> Iterator[tuple[Passage, str]]:
    """(passage, text of the gap) for each passage that nobody has written yet; `words` is what `only_words`
    gives of the whole text."""
    if GAP not in words and not any(text in words for text in NOTHING_YET.values()):
        return
    lines = words.split("\n")
    for passage in passages:
        text = " ".join(passage.texts(lines))
        parts = text.split("|") if passage.kind == "row" else [text]
        if text.strip() in NOTHING_YET.values():
            yield passage, text.strip()
        elif any(map(_is_gap, parts)):
            yield passage, GAP


def _is_gap(text: str) -> bool:
    """Whether a passage has no words but a gap, or a link whose text is a gap: blanks stand for its
    address."""
    rest = _IN_BRACKETS.sub("", text)
    return f"[{GAP}]   " in text or (GAP in rest and not _WORD.search(rest))


def without_comments(text: str) -> str:
    return replace_comments(text, lambda _: "")


def wording(*texts: str) -> str:
    """Texts joined to one, without comments, typography and the addresses of links."""
    whole = without_comments("\n".join(texts))
    if "](" in whole or "]:" in whole:
        whole = _ADDRESS.sub(lambda address: address[0][0], whole)
    # Not by `str.translate`, which looks up each letter and takes twice as long.
    plain = " ".join(_SIGN.sub(lambda sign: _TYPOGRAPHY[sign[0]], whole).split())
    return _DASHES.sub("-", plain)
