"""sitegen itself: with print views and search off, which no other generator makes, and with them on."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.corpus import (
    BASE_URL,
    LANGUAGES,
    NOTES,
    ORGANISATIONS,
    SOURCES,
    TERMS,
    TITLES,
    Corpus,
    Entry,
    File,
)
from benchmarks.generators.generator import Generator, Places, head, template_files, value
from benchmarks.vocabulary import PLACES

PROJECT = Path(__file__).parents[2]
TEMPLATE = "templates/base.html"
ABLATED = "sitegen-without-"
FOLDER = {"article": "articles", "project": "projects", "forum": "forums"}


def article_file(entry: Entry, lang: str) -> str:
    return f"content/{FOLDER[entry.kind]}/{entry.slug}/index.{lang}.md"


def files(corpus: Corpus, extras: bool) -> Iterator[File]:
    yield "site.yaml", settings(extras).encode()
    if extras:  # the theme as it comes, its base copied so that it can be edited
        yield TEMPLATE, (PROJECT / TEMPLATE).read_bytes()
    else:
        yield from template_files("sitegen")
    for name, lines in records():
        yield f"content/{name}.yaml", "\n".join([*lines, ""]).encode()
    for entry in corpus.entries():
        for lang in LANGUAGES:
            yield article_file(entry, lang), document(entry, lang).encode()
    for lang in LANGUAGES:
        text = head(title=TITLES[lang], summary=NOTES[lang]) + f"{NOTES[lang]}\n"
        yield f"content/pages/about/index.{lang}.md", text.encode()


def settings(extras: bool) -> str:
    """site.yaml. Everything that the other generators do not make is off, unless `extras` are wanted."""
    lines = [
        f"title: {words(TITLES)}",
        f"description: {words(NOTES)}",
        f"owner: {words(TITLES)}",
        f"base_url: {BASE_URL}",
        "licence: {id: CC0-1.0, name: {mn: CC0 1.0, en: CC0 1.0}}",
        "menu:",
        *(f"  - section: {section}" for section in ("news", "forums", "projects", "tags")),
        "  - page: about",
        f"print_views: {'true' if extras else 'false'}",
        f"cards: {'true' if extras else 'false'}",
        f"search: {'true' if extras else 'false'}",
        f"data: {'true' if extras else 'false'}",
    ]
    return "\n".join([*lines, ""])


def records() -> Iterator[tuple[str, list[str]]]:
    """The YAML files that entries name records of."""
    yield "terms", [f"- {{id: {term.id}, name: {words(term.names)}}}" for term in TERMS]
    yield "places", [place(*each) for each in PLACES]
    names = [
        {"mn": f"Жишээ байгууллага {number}", "en": f"Sample organisation {number}"}
        for number in range(ORGANISATIONS)
    ]
    yield (
        "organisations",
        [f"- {{id: organisation-{number}, name: {words(each)}}}" for number, each in enumerate(names)],
    )
    titles = [
        {"mn": f"Жишээ эх сурвалж {number}", "en": f"Sample source {number}"} for number in range(SOURCES)
    ]
    yield (
        "sources",
        [f"- {{id: source-{number}, title: {words(each)}}}" for number, each in enumerate(titles)],
    )


def place(name: str, mn: str, en: str, iso: str, soums: tuple[tuple[str, str, str], ...]) -> str:
    inner = ", ".join(
        f"{{id: {id}, name: {{mn: {soum_mn}, en: {soum_en}}}}}" for id, soum_mn, soum_en in soums
    )
    return f"- {{id: {name}, name: {{mn: {mn}, en: {en}}}, iso: {iso}, soums: [{inner}]}}"


def words(texts: dict[str, str]) -> str:
    return f"{{mn: {value(texts['mn'])}, en: {value(texts['en'])}}}"


def document(entry: Entry, lang: str) -> str:
    text = entry.texts[lang]
    facts = shared(entry) if lang == "mn" else {}
    return head(title=text.title, summary=text.summary, **facts) + text.body


def shared(entry: Entry) -> dict[str, object]:
    """Facts that both languages share, written in the Mongolian file."""
    facts: dict[str, object] = {"date": entry.date, "tags": entry.tags}
    facts["sources"] = [f"source-{entry.number % SOURCES}"]
    if entry.kind == "article":
        return facts | {"places": [entry.place], "projects": [entry.project], "forums": [entry.forum]}
    if entry.kind == "forum":
        return facts | {"number": entry.number + 1, "start": entry.date, "places": [entry.place]}
    return facts | {
        "place": entry.place,
        "forums": [entry.forum],
        "status": "completed",
        "amount": f"{1 + entry.number % 9},000,000 MNT",
        "funder": f"organisation-{entry.number % ORGANISATIONS}",
    }


def commands(places: Places) -> list[list[str]]:
    sitegen = shutil.which("sitegen", path=str(places.tool))
    program = [sitegen] if sitegen else [str(places.tool / "python"), "-m", "sitegen"]
    return [[*program, "build", "--site", str(places.site), "--out", str(places.out)]]


def commands_without(shortcut: str, places: Places) -> list[list[str]]:
    """The commands with one shortcut of `benchmarks.ablation` switched off."""
    [[*_, build, site, site_path, out, out_path]] = commands(places)
    program = [sys.executable, "-m", "benchmarks.ablation", shortcut]
    return [[*program, build, site, site_path, out, out_path]]


def generator(name: str, extras: bool) -> Generator:
    shortcut = name.removeprefix(ABLATED) if name.startswith(ABLATED) else ""
    lay_out: Callable[[Corpus], Iterator[File]] = partial(files, extras=extras)
    return Generator(
        name=name,
        package=None,
        files=lay_out,
        commands=partial(commands_without, shortcut) if shortcut else commands,
        article_file=article_file,
        template=TEMPLATE,
        caches=(".sitegen",),
        environment=(("PYTHONPATH", str(PROJECT)),),  # the program may not be installed
    )


SITEGEN = generator("sitegen", extras=False)
SITEGEN_FULL = generator("sitegen-full", extras=True)
