"""`sitegen help`: the guides. `sitegen explain`: what a message means, what a page is made of and why it was
rendered or left alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sitegen.cli import CONTENT, FINE, USAGE
from sitegen.cli.command import LANG, OUT, SITE_OPTIONS, Command, Misuse, Option
from sitegen.cli.terminal import report, tell, write_out
from sitegen.core.files import content_of
from sitegen.language.catalogue import LANGUAGES, explain_code, is_known, near_codes, read_code, say

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
SUBJECT = Option(
    name="subject",
    metavar="ADDRESS|CODE",
    missing="Name a page by its address, or a message by its code, such as E411.",
)


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
    parts[::2] = [_LINK.sub(lambda found: _name_topic(found[1], found[2]), part) for part in parts[::2]]
    return "".join(parts)


def _name_topic(text: str, target: str) -> str:
    name = target.partition("#")[0].rpartition("/")[2].partition(".")[0]
    topic = "reference" if name == "editors" else name
    return f"{text} (sitegen help {topic})" if topic in TOPICS else text


TOPIC = Option(name="topic", metavar="TOPIC")


def _help(*, topic: str | None, lang: str) -> int:
    if topic is None:
        write_out(f"{_contents(lang)}\n")
    elif topic in TOPICS:
        write_out(read_topic(topic, lang))
    elif code := read_code(topic):
        return _explain_code(code, lang)
    elif len(named := _named_by_title(topic)) == 1:
        write_out(read_topic(named.pop(), lang))
    else:
        # Imported here, since most names of guides are right.
        from sitegen.content.suggestions import suggest

        if near := suggest(topic, TOPICS):
            raise Misuse("There is no guide “{topic}”. Did you mean {near}?", topic=topic, near=near)
        known = ", ".join(TOPICS)
        raise Misuse("There is no guide “{topic}”. The guides are: {known}.", topic=topic, known=known)
    return FINE


def _named_by_title(word: str) -> set[str]:
    """The topics whose title has the word, in any language."""
    titles = ((topic, title_of(topic, lang)) for topic in TOPICS for lang in LANGUAGES)
    return {topic for topic, title in titles if word.casefold() in title.casefold()}


def _contents(lang: str) -> str:
    width = max(map(len, TOPICS))
    lines = [f"  {topic:<{width}}  {title_of(topic, lang)}" for topic in TOPICS]
    end = say(lang, "Read one: sitegen help begin. On a message: sitegen explain E108.")
    return "\n".join((say(lang, "Guides:"), *lines, "", end))


HELP = Command("Read the guide on a topic; without one, the list of all.", (TOPIC, LANG), _help)


def _explain(*, subject: str, lang: str, **given: Any) -> int:
    if code := read_code(subject):
        return _explain_code(code, lang)
    return _explain_page(subject, lang, **given)


def _explain_code(code: str, lang: str) -> int:
    if not is_known(code):
        near = ", ".join(near_codes(code))
        tell(
            say(lang, "There is no message {code}. Did you mean one of these: {near}?", code=code, near=near)
        )
        return USAGE
    write_out(explain_code(code, lang))
    return FINE


def _explain_page(path: str, lang: str, *, site: Path, out: Path | None, **given: Any) -> int:
    # Imported here, since a message is explained without a site.
    from sitegen.checks.explain import Explanation, explain, explanation_text
    from sitegen.steps.session import BuildOptions

    found = explain(BuildOptions(site=site, out=out or site / "public", publish=False, **given), path)
    if isinstance(found, tuple):
        report(found, "text", lang, site)
        return CONTENT
    if found is None:
        tell(say(lang, "There is no page “{path}”.", path=path))
        return USAGE
    if isinstance(found, Explanation):
        report(found.diagnostics, "text", lang, site)
    write_out(explanation_text(found, lang))
    return FINE


EXPLAIN = Command(
    "Tell what a page is made of and why it was rendered or left alone, or what E411 means.",
    (*SITE_OPTIONS, OUT, SUBJECT),
    _explain,
)
