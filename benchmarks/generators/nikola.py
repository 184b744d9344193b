"""Nikola: its own incremental build, with a plugin for the news of projects and forums.

It does not rebuild the neighbours of an article whose title has changed, so its title edit does less work.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.corpus import LANGUAGES, TERMS, Corpus, Entry, File, plain_links
from benchmarks.generators.generator import Generator, Places, head, template_files, value

SECTION = {"article": "news", "project": "projects", "forum": "forums"}


def article_file(entry: Entry, lang: str) -> str:
    return f"{SECTION[entry.kind]}/{entry.slug}{'' if lang == 'mn' else '.' + lang}.md"


def files(corpus: Corpus) -> Iterator[File]:
    yield from template_files("nikola")
    names = "".join(f"    {value(term.id)}: {value(term.names)},\n" for term in TERMS)
    yield "terms.py", f"NAMES = {{\n{names}}}\n".encode()
    for entry in corpus.entries():
        for lang in LANGUAGES:
            yield article_file(entry, lang), document(entry, lang).encode()


def document(entry: Entry, lang: str) -> str:
    text = entry.texts[lang]
    topics = ", ".join(entry.tags)
    front = head(
        title=text.title,
        slug=entry.slug.rpartition("/")[2],
        date=str(entry.date),
        tags=topics if entry.kind == "article" else None,
        topics=topics,
        description=text.summary,
        project=entry.project or "",
        forum=entry.forum or "",
    )
    return front + plain_links(text.body, lang)


def commands(places: Places) -> list[list[str]]:
    return [[str(places.tool / "bin" / "nikola"), "build", "--verbosity", "0"]]


NIKOLA = Generator(
    name="nikola",
    package="nikola",
    files=files,
    commands=commands,
    article_file=article_file,
    template="themes/sample/templates/base.tmpl",
    caches=("cache", ".doit.db", ".doit.db.dat", ".doit.db.dir", ".doit.db.bak", "__pycache__"),
)
