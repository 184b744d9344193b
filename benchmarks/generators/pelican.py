"""Pelican: one run for each language; a small plugin finds neighbours and the news of projects and forums."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.corpus import LANGUAGES, TERMS, Corpus, Entry, File, address, plain_links
from benchmarks.generators.generator import Generator, Places, template_files, value

SECTION = {"article": "news", "project": "projects", "forum": "forums"}


def article_file(entry: Entry, lang: str) -> str:
    return f"content/{lang}/{SECTION[entry.kind]}/{entry.slug}.md"


def files(corpus: Corpus) -> Iterator[File]:
    yield from template_files("pelican")
    names = "".join(f"    {value(term.id)}: {value(term.names)},\n" for term in TERMS)
    yield "terms.py", f"NAMES = {{\n{names}}}\n".encode()
    for entry in corpus.entries():
        for lang in LANGUAGES:
            yield article_file(entry, lang), document(entry, lang).encode()


def document(entry: Entry, lang: str) -> str:
    text = entry.texts[lang]
    url = address(entry.kind, entry.slug, "mn").removeprefix("/")
    lines = [
        f"Title: {text.title}",
        f"Date: {entry.date}",
        f"Slug: {entry.slug.rpartition('/')[2]}",
        f"Url: {url}",
        f"Save_as: {url}index.html",
        f"{'Tags' if entry.kind == 'article' else 'Topics'}: {', '.join(entry.tags)}",
        f"Summary: {text.summary}",
        f"Project: {entry.project or ''}",
        f"Forum: {entry.forum or ''}",
        *(["Template: page"] if entry.kind != "article" else []),
        "",
        plain_links(text.body, lang),
    ]
    return "\n".join(lines)


def commands(places: Places, options: tuple[str, ...]) -> list[list[str]]:
    program = str(places.tool / "bin" / "pelican")
    return [
        [program, "--quiet", "--settings", f"{lang}.py", "--output", str(places.out / prefix), *options]
        for lang, prefix in (("mn", ""), ("en", "en"))
    ]


def generator(name: str, options: tuple[str, ...] = ()) -> Generator:
    run: Callable[[Places], list[list[str]]] = partial(commands, options=options)
    return Generator(
        name=name,
        package="pelican",
        files=files,
        commands=run,
        article_file=article_file,
        template="theme/templates/base.html",
        caches=("cache-mn", "cache-en", "__pycache__"),
    )


PELICAN = generator("pelican")
PELICAN_CACHED = generator(
    "pelican-cached", ("--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true")
)
