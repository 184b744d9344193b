"""MkDocs: only the pages of entries. It has no tags, lists or feeds, so it does less than the others."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.corpus import LANGUAGES, NOTES, TITLES, Corpus, Entry, File, address, plain_links
from benchmarks.generators.generator import Generator, Places, head, template_files


def article_file(entry: Entry, lang: str) -> str:
    return f"docs/{address(entry.kind, entry.slug, lang).strip('/')}.md"


def files(corpus: Corpus) -> Iterator[File]:
    yield from template_files("mkdocs")
    for entry in corpus.entries():
        for lang in LANGUAGES:
            text = entry.texts[lang]
            front = head(title=text.title, summary=text.summary, day=str(entry.date), topics=entry.tags)
            yield article_file(entry, lang), (front + plain_links(text.body, lang)).encode()
    for lang in LANGUAGES:
        front = head(title=TITLES[lang], summary=NOTES[lang], day="", topics=[])
        yield f"docs/{'' if lang == 'mn' else 'en/'}index.md", f"{front}{NOTES[lang]}\n".encode()


def commands(places: Places) -> list[list[str]]:
    return [[str(places.tool / "bin" / "mkdocs"), "build", "--quiet", "--site-dir", str(places.out)]]


def dirty(places: Places) -> list[list[str]]:
    """Only what changed: quick, and known to leave other pages stale."""
    return [[*argv, "--dirty"] for argv in commands(places)]


MKDOCS = Generator(
    name="mkdocs",
    package="mkdocs",
    files=files,
    commands=commands,
    article_file=article_file,
    template="theme/main.html",
)
MKDOCS_DIRTY = Generator(
    name="mkdocs-dirty",
    package="mkdocs",
    files=files,
    commands=dirty,
    article_file=article_file,
    template="theme/main.html",
)
