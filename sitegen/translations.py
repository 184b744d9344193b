"""How far each entry is translated, and the word of an editor that a translation is current."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import msgspec

from sitegen.content.document import Document
from sitegen.content.kinds import BY_NAME
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.files import content_of
from sitegen.memory import read_content
from sitegen.session import BuildOptions, opened
from sitegen.sources import look

TRANSLATED, OUTDATED, MISSING, DRAFT = "translated", "outdated", "missing", "draft"
_FIELD = re.compile(rb"^translated_from:[^\r\n]*", re.MULTILINE)
_TITLE = re.compile(rb"^title:[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*(\r?\n)", re.MULTILINE)


class Translation(msgspec.Struct, frozen=True):
    """One language that an entry has or lacks besides that of its original (`source`, a path)."""

    kind: str
    ref: str
    lang: str
    state: str
    title: str
    source: str
    target: str


class Unreadable(Exception):
    """What is wrong with the files, so that nothing can be said of translations."""

    def __init__(self, problems: tuple[Diagnostic, ...]) -> None:
        super().__init__("unreadable")
        self.problems = problems


def translations(options: BuildOptions, wanted: str = "") -> tuple[Translation, ...]:
    """Of all entries, or of one, named as `project:x`, `projects/x` or by a path. Raises Unreadable."""
    languages, documents = _read(options)
    found = (item for group in _entries(documents, wanted) for item in _of_entry(group, languages))
    return tuple(found)


def accept(options: BuildOptions, wanted: str) -> tuple[Translation, ...]:
    """Writes down that the translations of an entry say what their originals say now. Raises Unreadable.

    Those that said so already are left out of what comes back; none is touched otherwise.
    """
    languages, documents = _read(options)
    by_path = {document.path: document for document in documents}
    changed = []
    for group in _entries(documents, wanted):
        for item in _of_entry(group, languages):
            if item.state == MISSING:
                continue
            digest = by_path[item.source].text_digest
            if by_path[item.target].text.translated_from != digest:
                _write(options.site / item.target, digest)
                changed.append(item)
    return tuple(changed)


def _write(path: Path, digest: str) -> None:
    """Changes one line of the front matter and nothing else of the file."""
    content = content_of(path)
    line = f"translated_from: {digest}".encode()
    front = content[: content.find(b"\n---", 3)]
    if _FIELD.search(front):
        path.write_bytes(_FIELD.sub(line, content, count=1))
        return
    title = _TITLE.search(front + b"\n")
    if title:
        path.write_bytes(content[: title.end()] + line + title[1] + content[title.end() :])


def _read(options: BuildOptions) -> tuple[tuple[str, ...], tuple[Document, ...]]:
    with opened(options, None) as session:
        sources = look(options, session)
        if isinstance(sources, tuple):
            raise Unreadable(sources)
        content = read_content(sources.surveyed, session.store, session.executor, session.progress)
        session.store.commit()
    languages = sorted(sources.config.languages, key=lambda language: bool(language.prefix))
    return tuple(language.code for language in languages), content.documents


def _entries(documents: tuple[Document, ...], wanted: str) -> Iterator[tuple[Document, ...]]:
    ordered = sorted(documents, key=lambda document: (document.kind, document.ref))
    for (kind, ref), group in groupby(ordered, key=lambda document: (document.kind, document.ref)):
        folder = f"{BY_NAME[kind].folder}/{ref}"
        name = wanted.removeprefix("./").removeprefix("content/").rstrip("/")
        name = name.rpartition("/")[0] if name.endswith(".md") else name
        if not wanted or name in (f"{kind}:{ref}", folder):
            yield tuple(group)


def _of_entry(group: tuple[Document, ...], languages: tuple[str, ...]) -> Iterator[Translation]:
    """The original is the text that was made from no other; of several, that in the main language."""
    by_lang = {document.lang: document for document in group}
    in_order = [by_lang[lang] for lang in languages if lang in by_lang]
    original = next((document for document in in_order if not document.text.translated_from), in_order[0])
    for lang in languages:
        if lang == original.lang:
            continue
        document = by_lang.get(lang)
        yield Translation(
            kind=original.kind,
            ref=original.ref,
            lang=lang,
            state=_state(original, document),
            title=original.text.title,
            source=original.path,
            target=document.path
            if document
            else original.path.removesuffix(f"{original.lang}.md") + f"{lang}.md",
        )


def _state(original: Document, document: Document | None) -> str:
    if document is None:
        return MISSING
    if document.text.draft:
        return DRAFT
    made_from = document.text.translated_from
    return OUTDATED if made_from and made_from != original.text_digest else TRANSLATED
