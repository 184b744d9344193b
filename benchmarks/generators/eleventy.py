"""Eleventy: Nunjucks layouts; neighbours and lists of news are computed once, as collections."""

from __future__ import annotations

import os
from collections.abc import Iterator

import msgspec

from benchmarks.corpus import LANGUAGES, TERMS, Corpus, Entry, File, address, plain_links
from benchmarks.generators.generator import Generator, Places, head, template_files

SECTION = {"article": "news", "project": "projects", "forum": "forums"}


def article_file(entry: Entry, lang: str) -> str:
    return f"content/{SECTION[entry.kind]}/{entry.slug}/index.{lang}.md"


def files(corpus: Corpus) -> Iterator[File]:
    yield from template_files("eleventy")
    yield "_data/terms.json", msgspec.json.encode(TERMS)
    for entry in corpus.entries():
        for lang in LANGUAGES:
            yield article_file(entry, lang), document(entry, lang).encode()


def document(entry: Entry, lang: str) -> str:
    text = entry.texts[lang]
    front = head(
        layout="entry.njk",
        title=text.title,
        summary=text.summary,
        date=entry.date,
        kind=entry.kind,
        slug=entry.slug,
        language=lang,
        topics=entry.tags,
        project=entry.project,
        forum=entry.forum,
        permalink=address(entry.kind, entry.slug, lang) + "index.html",
    )
    return front + plain_links(text.body, lang)


def commands(places: Places) -> list[list[str]]:
    program = str(places.tool / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs")
    return [["node", program, "--quiet", f"--output={os.path.relpath(places.out, places.site)}"]]


ELEVENTY = Generator(
    name="eleventy",
    package="eleventy",
    files=files,
    commands=commands,
    article_file=article_file,
    template="_includes/base.njk",
)
