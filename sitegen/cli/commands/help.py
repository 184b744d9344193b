"""`sitegen help`: the guides."""

from __future__ import annotations

from sitegen.cli import FINE
from sitegen.cli.command import Command, Misuse, Option
from sitegen.cli.guide import TOPICS, read_topic, title_of
from sitegen.cli.options import LANG
from sitegen.cli.terminal import write_out
from sitegen.content.suggest import suggest
from sitegen.language.messages import say

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
