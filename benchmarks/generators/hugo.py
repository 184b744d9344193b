"""Hugo: page bundles with one file per language.

Projects and forums find their news through two taxonomies that have no pages, which is quicker than `where`.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.corpus import LANGUAGES, TERMS, Corpus, Entry, File, plain_links
from benchmarks.generators.generator import Generator, Places, head, template_files

SECTION = {"article": "news", "project": "projects", "forum": "forums"}


def article_file(entry: Entry, lang: str) -> str:
    return f"content/{SECTION[entry.kind]}/{entry.slug}/index.{lang}.md"


def files(corpus: Corpus) -> Iterator[File]:
    yield from template_files("hugo")
    for term in TERMS:
        for lang in LANGUAGES:
            yield f"content/tags/{term.id}/_index.{lang}.md", head(title=term.names[lang]).encode()
    for entry in corpus.entries():
        for lang in LANGUAGES:
            yield article_file(entry, lang), document(entry, lang).encode()


def document(entry: Entry, lang: str) -> str:
    text = entry.texts[lang]
    front = head(
        title=text.title,
        description=text.summary,
        date=entry.date,
        tags=entry.tags,
        news_of_projects=[entry.project] if entry.kind == "article" else None,
        news_of_forums=[entry.forum] if entry.kind == "article" else None,
        project=entry.project,
        forum=entry.forum,
    )
    return front + plain_links(text.body, lang)


def commands(places: Places) -> list[list[str]]:
    binary = next(places.tool.glob("lib/*/site-packages/hugo/binaries/hugo"))  # not its launcher in Python
    return [[str(binary), "--quiet", "--source", str(places.site), "--destination", str(places.out)]]


HUGO = Generator(
    name="hugo",
    package="hugo",
    files=files,
    commands=commands,
    article_file=article_file,
    template="layouts/baseof.html",
    caches=("resources", ".hugo_build.lock"),
    environment=(("HUGO_CACHEDIR", "{folder}/cache"),),
)
