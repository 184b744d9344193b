"""`sitegen help`: the guides."""

from __future__ import annotations

import re
from pathlib import Path

from sitegen.cli import FINE
from sitegen.cli.command import LANG, Command, Misuse, Option
from sitegen.cli.terminal import write_out
from sitegen.content.suggestions import suggest
from sitegen.core.files import content_of
from sitegen.language.catalogue import say

_PACKAGED = Path(__file__).parents[2] / "_docs"
_REPOSITORY = Path(__file__).parents[3] / "docs"
# The guides in the order of reading. A guide without {lang} in its name is written in both languages.
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
_PICTURE = re.compile(r"^!\[[^\]\n]*\]\([^)\s]*\)\n\n?", re.MULTILINE)  # left out on a terminal
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


TOPIC = Option(name="topic", metavar="TOPIC")


def _run(*, topic: str | None, lang: str) -> int:
    if topic is None:
        write_out(f"{_contents(lang)}\n")
    elif topic in TOPICS:
        write_out(read_topic(topic, lang))
    elif near := suggest(topic, TOPICS):
        raise Misuse("There is no guide “{topic}”. Did you mean {near}?", topic=topic, near=near)
    else:
        known = ", ".join(TOPICS)
        raise Misuse("There is no guide “{topic}”. The guides are: {known}.", topic=topic, known=known)
    return FINE


def _contents(lang: str) -> str:
    width = max(map(len, TOPICS))
    lines = [f"  {topic:<{width}}  {title_of(topic, lang)}" for topic in TOPICS]
    end = say(lang, "Read one: sitegen help begin. On a message: sitegen explain E108.")
    return "\n".join((say(lang, "Guides:"), *lines, "", end))


COMMAND = Command("Read the guide on a topic; without one, the list of all.", (TOPIC, LANG), _run)
