"""The guides that come with the program, to be read on a terminal."""

from __future__ import annotations

import re
from pathlib import Path

from sitegen.core.files import content_of

_PACKAGED = Path(__file__).parents[1] / "_docs"
_REPOSITORY = Path(__file__).parents[2] / "docs"
# In the order of reading. Those without a language are written in both.
TOPICS = {
    "begin": "guide/begin.{lang}.md",
    "windows": "guide/windows.{lang}.md",
    "github": "guide/github.{lang}.md",
    "preview": "guide/preview.{lang}.md",
    "writing": "guide/writing.{lang}.md",
    "pictures": "guide/pictures.{lang}.md",
    "documents": "guide/documents.{lang}.md",
    "grants": "guide/grants.{lang}.md",
    "forums": "guide/forums.{lang}.md",
    "translation": "guide/translation.{lang}.md",
    "print": "guide/print.{lang}.md",
    "publishing": "publishing.{lang}.md",
    "mistakes": "guide/mistakes.{lang}.md",
    "reference": "editors.{lang}.md",
    "config": "config.md",
    "errors": "errors.{lang}.md",
}
_LINK = re.compile(r"\[([^\]\n]+)\]\((?!https?:|mailto:|tel:)([^)\s]*)\)")
_PICTURE = re.compile(r"^!\[[^\]\n]*\]\([^)\s]*\)\n\n?", re.MULTILINE)  # nothing that a terminal shows
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_OTHER_LANGUAGE = re.compile(r" ?\(\[(?:English|Монголоор)\]\([^)]*\)\)")


def read_topic(topic: str, lang: str) -> str:
    """The guide on a topic of TOPICS, with the names of other topics in place of links to them."""
    return _for_terminal(_source(topic, lang))


def title_of(topic: str, lang: str) -> str:
    return next(line[2:] for line in _source(topic, lang).splitlines() if line.startswith("# "))


def _source(topic: str, lang: str) -> str:
    folder = _PACKAGED if _PACKAGED.is_dir() else _REPOSITORY
    return content_of(folder / TOPICS[topic].format(lang=lang)).decode()


def _for_terminal(text: str) -> str:
    parts = _CODE.split(_OTHER_LANGUAGE.sub("", _PICTURE.sub("", text)))
    parts[::2] = [_LINK.sub(lambda found: _named(found[1], found[2]), part) for part in parts[::2]]
    return "".join(parts)


def _named(text: str, target: str) -> str:
    name = target.partition("#")[0].rpartition("/")[2].partition(".")[0]
    topic = "reference" if name == "editors" else name
    return f"{text} (sitegen help {topic})" if topic in TOPICS else text
