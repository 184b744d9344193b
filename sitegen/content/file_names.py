"""Names of files and folders: which names every system can hold, and what an editor meant by a wrong name.
Also finds the folder of an entry that is named after a command.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Iterable

from sitegen.content.kinds import BY_FOLDER, BY_NAME
from sitegen.content.suggestions import in_latin, suggest
from sitegen.core.diagnostics import Diagnostic, Refusal, diagnostic
from sitegen.language.catalogue import make_visible

_LONGEST = 200  # bytes; file systems allow 255, and a copy needs room for a suffix
# Windows keeps these names for devices, with any extension, and drops a full stop at the end.
_OF_WINDOWS = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?|.*\.", re.IGNORECASE | re.DOTALL
)
_UNPORTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\\:*?\"<>|\u202a-\u202e\u2066-\u2069]|^ | $")
_MARKDOWN = frozenset({"md", "mdx", "mdown", "mkd", "mkdn", "mdwn", "markdown", "rmd", "qmd"})
# Extensions that Notepad, Word and other programs put after a name, or instead of `md`.
_OFFICE = frozenset({"doc", "docx", "docm", "dotx", "odt", "rtf", "pages", "gdoc"})
_PLAIN = frozenset({"txt", "text", "html", "htm", "rst", "bak", "old", "orig", "download"})
_COPIED = frozenset({"copy", "хуулбар", "хуулга"})
_WORDS = re.compile(r"[^\W_]+")
# 639-2 codes and names that editors write for our languages.
_LANGUAGES = {"mon": "mn", "mongolian": "mn", "монгол": "mn", "mongol": "mn", "мн": "mn", "eng": "en",
              "english": "en", "англи": "en", "angli": "en", "ен": "en"}  # fmt: skip
_TEXT = re.compile(r"/index\.[a-z]{2}\.md$")


class NoEntry(Refusal):
    """No entry has this name, or several have it."""

    exit_code = 2


def name_fault(name: str, path: str) -> Diagnostic | None:
    """What is wrong with the name of a file or folder at a path; None for a good name."""
    if _UNPORTABLE.search(name) or len(os.fsencode(name)) > _LONGEST:
        return diagnostic("E313", printable_name(path), name=printable_name(name), near=_without_ends(name))
    if is_of_windows(name):
        return diagnostic("E313", printable_name(path), name=name, windows=name, near=_without_ends(name))
    if (normal := unicodedata.normalize("NFC", name)) != name:
        return diagnostic("E312", printable_name(path), name=name, near=normal)
    return None


def _without_ends(name: str) -> str:
    """The name without spaces around it and full stops after it; "" if something else is wrong, too."""
    near = name.rstrip(". ").lstrip(" ")
    return near if near != name and near and name_fault(near, near) is None else ""


def is_of_windows(name: str) -> bool:
    """Whether Windows reserves the name, so that nobody could check out the site on Windows."""
    return _OF_WINDOWS.fullmatch(name) is not None


def printable_name(name: str) -> str:
    """The name in a form that can be printed; bytes that are not UTF-8 become `\\xcf`."""
    return make_visible(os.fsencode(name).decode("utf-8", "backslashreplace"))


def is_printable(name: str) -> bool:
    """Whether a name is valid text, which an entry can name."""
    return unicodedata.normalize("NFC", name).isprintable()


def is_text(name: str) -> bool:
    """Whether a name is that of Markdown, or was meant for a text of an entry: `index.mn.md.txt`,
    `Index.mn.MD`, `index.mn (1).markdown`, `index.mn.docx`."""
    if name.endswith(".md"):
        return True
    words = [word for word in _words(name) if not (word.isdigit() or word in _COPIED)]
    ending = words[-1] if len(words) > 1 else ""
    endings = {part.partition(" ")[0].partition("(")[0] for part in name.casefold().split(".")[1:]}
    is_markdown = not _MARKDOWN.isdisjoint(endings) and ending in _MARKDOWN | _OFFICE | _PLAIN
    languages = {*_LANGUAGES, *_LANGUAGES.values()}
    return is_markdown or (words[:1] == ["index"] and ending in _OFFICE | _PLAIN | languages)


def is_other_text(name: str) -> bool:
    """Whether a Markdown file is clearly no text of an entry, such as `README.md` and `notes.md`."""
    words = _words(name)
    languages = {*_LANGUAGES, *_LANGUAGES.values()}
    return "index" not in words and words[-1:] == ["md"] and languages.isdisjoint(words)


def language_in(name: str, languages: Iterable[str]) -> str:
    """The language of `languages` that a name tells: `en` for `Index.EN.md.txt`; "" if it tells none."""
    known = set(languages)
    found = [_LANGUAGES.get(word, word) for word in _words(name)]
    return next((word for word in found if word in known), "")


def is_of_office(name: str) -> bool:
    """Whether the file is one of a word processor, which renaming would not make Markdown."""
    return not _OFFICE.isdisjoint(_words(name)[-1:])


def subject_of(name: str) -> str:
    """The part of a text's name that tells its subject: `shine-medee` of `shine-medee.mn.md`."""
    words = [
        word
        for word in _words(name)
        if word not in {"index", *_MARKDOWN, *_OFFICE, *_PLAIN, *_COPIED, *_LANGUAGES, *_LANGUAGES.values()}
    ]
    return "-".join(words)


def _words(name: str) -> list[str]:
    """The parts of a name in small letters. Cyrillic letters become the Latin ones they look like, if that
    makes the whole part Latin."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = _WORDS.findall(folded)
    return [
        latin if (latin := in_latin(word)).isascii() and word not in _LANGUAGES else word for word in words
    ]


def find_entry(wanted: str, folders: Collection[str]) -> str:
    """The one of `folders` (below content/) that `wanted` names: by its path or that of a text in it, by kind
    and ref (`article:2026/forum`), or by its last part, if no other ends with the same.

    Raises NoEntry, which suggests entries.
    """
    name = wanted.strip().replace("\\", "/").strip("/").removeprefix("./").removeprefix("content/")
    kind, _, ref = _TEXT.sub("", name).rpartition(":")
    name = f"{BY_NAME[kind].folder}/{ref}" if kind in BY_NAME else f"{kind}/{ref}".strip("/")
    found = [folder for folder in folders if f"/{folder}".endswith(f"/{name}")]
    if name in found or len(found) == 1:
        return name if name in found else found[0]
    if found:
        raise NoEntry(
            "Several entries are called “{name}”: {known}.",
            name=wanted,
            known=", ".join(map(_entry_name, found)),
        )
    last = {folder.rpartition("/")[2]: folder for folder in folders}
    if near := suggest(name, folders) or last.get(suggest(name.rpartition("/")[2], last)):
        raise NoEntry("There is no entry “{name}”. Did you mean {near}?", name=wanted, near=_entry_name(near))
    raise NoEntry(
        "There is no entry “{name}”. Name it as project:name, or by its folder. A new one: sitegen new",
        name=wanted,
    )


def _entry_name(folder: str) -> str:
    top, _, ref = folder.partition("/")
    return f"{BY_FOLDER[top].name}:{ref}"
