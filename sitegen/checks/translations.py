"""How far each entry is translated, and how an editor accepts a translation as current."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import msgspec

from sitegen.checks.former_texts import SectionChange, changes_since
from sitegen.content.document import Document
from sitegen.content.file_names import find_entry
from sitegen.content.frontmatter import NO_TITLE
from sitegen.content.kinds import BY_NAME
from sitegen.content.records import Records
from sitegen.content.wording import blank, replace_comments
from sitegen.core.diagnostics import Diagnostic, Refusal, marked
from sitegen.core.files import content_of, replace_content
from sitegen.language.catalogue import LANGUAGES, say
from sitegen.memory import read_content
from sitegen.session import BuildOptions, opened
from sitegen.sources import look

TRANSLATED, OUTDATED, MISSING, DRAFT = "translated", "outdated", "missing", "draft"
NOTES_LEVEL = marked("Names and figures")  # begins the note of counterparts above a passage to be translated
_GAP = re.compile(r"(?:^|[\s|])…(?=[\s|]|\[\^|$)|\[…\]\(")
_NOTES = "|".join(say(lang, NOTES_LEVEL) for lang in LANGUAGES).encode()
_FIELD = re.compile(rb"^translated_from:[^\r\n]*", re.MULTILINE)
_TITLE = re.compile(rb"^title:[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*(\r?\n)", re.MULTILINE)


class Translation(msgspec.Struct, frozen=True):
    """A translation that an entry has or lacks; `source` is the path of its original. `changes` are those of
    the original since an outdated translation was current; None if git cannot tell."""

    kind: str
    ref: str
    lang: str
    state: str
    title: str
    source: str
    target: str
    changes: tuple[SectionChange, ...] | None = ()


class Known(msgspec.Struct, frozen=True):
    """What translations are judged by: `languages`, the main one first, all documents, and the records."""

    languages: tuple[str, ...]
    documents: tuple[Document, ...]
    records: Records


class NotDone(Refusal):
    """A translation has gaps: passages that nobody has translated yet."""

    exit_code = 1


class Unreadable(Exception):
    """Files are so wrong that nothing can be said of translations; has the diagnostics."""

    def __init__(self, problems: tuple[Diagnostic, ...]) -> None:
        super().__init__("unreadable")
        self.problems = problems


def translations(options: BuildOptions, wanted: str = "") -> tuple[Translation, ...]:
    """The translations of all entries, or of one, named as `project:x`, `projects/x` or by a path.

    Raises Unreadable and Unknown.
    """
    known = read_known(options)
    by_path = {document.path: document for document in known.documents}
    found = (item for group in entries(known, wanted) for item in of_entry(group, known.languages))
    return tuple(_with_changes(options.site, item, by_path) for item in found)


def _with_changes(site: Path, item: Translation, by_path: Mapping[str, Document]) -> Translation:
    if item.state != OUTDATED:
        return item
    digest = by_path[item.target].text.translated_from or ""
    return msgspec.structs.replace(item, changes=changes_since(site, item.source, digest))


def accept(options: BuildOptions, wanted: str) -> tuple[Translation, ...]:
    """Records in the files that the translations of an entry say what the original says now.

    Returns the translations that were not recorded so before. Raises Unreadable, Unknown, NotDone and
    OSError.
    """
    known = read_known(options)
    by_path = {document.path: document for document in known.documents}
    changed = []
    for group in entries(known, wanted):
        items = [item for item in of_entry(group, known.languages) if item.state != MISSING]
        for item in items:
            source, target = by_path[item.source], by_path[item.target]
            _look_whether_done(options.site, source, target)
            is_new = target.text.translated_from != source.text_digest
            if _write(options.site / item.target, source.text_digest, source.lang) or is_new:
                changed.append(item)
        if items and (original := by_path[items[0].source]).text.translated_from:
            # The original was itself made from the translation: a correction of both is accepted for both.
            other = by_path[items[0].target]
            if original.text.translated_from != other.text_digest:
                _write(options.site / original.path, other.text_digest, other.lang)
                changed.append(msgspec.structs.replace(items[0], source=other.path, target=original.path))
    return tuple(changed)


def _look_whether_done(site: Path, source: Document, target: Document) -> None:
    """Raises NotDone where `sitegen translate` left a gap that nobody has filled."""
    if target.text.title in ("", NO_TITLE):
        before = content_of(site / target.path).partition(b"\ntitle:")[0]
        raise NotDone(
            "{path}:{line}: the title is still to be translated. Fill it in, then accept.",
            path=target.path,
            line=before.count(b"\n") + 2,
        )
    left, kept = (_lines_of_gaps(content_of(site / document.path)) for document in (target, source))
    if len(left) > len(kept):
        raise NotDone(
            "{path}:{line}: a place “…” is still to be translated. Fill it in, then accept.",
            path=target.path,
            line=left[0],
        )


def _lines_of_gaps(content: bytes) -> list[int]:
    """The numbers of the lines with a gap: “…” as a word or a cell of its own, or as the words of a link."""
    text = replace_comments(content.decode("utf-8", "replace"), blank)
    return [number for number, line in enumerate(text.splitlines(), start=1) if _GAP.search(line)]


def _write(path: Path, digest: str, lang: str) -> bool:
    """Sets `translated_from` to the digest. Unless the text is a draft, removes the remarks and comments in
    which `sitegen translate` had quoted the original, whose language is `lang`. Tells whether the file
    changed."""
    before = content = content_of(path)
    if not re.search(rb"^draft:[ \t]*true", content[: content.find(b"\n---", 3)], re.MULTILINE):
        content = _without_original(content, lang)
    line = f"translated_from: {digest}".encode()
    front = content[: content.find(b"\n---", 3)]
    title = _TITLE.search(front + b"\n")
    if _FIELD.search(front):
        content = _FIELD.sub(line, content, count=1)
    elif title:
        content = content[: title.end()] + line + title[1] + content[title.end() :]
    if content != before:
        replace_content(path, content)
    return content != before


def _without_original(content: bytes, lang: str) -> bytes:
    end = content.find(b"\n---", 3)
    mark = lang.encode()
    remarks = rb"^# " + mark + rb": [^\n]*\n(?:# (?:" + _NOTES + rb"): [^\n]*\n)?"
    front = re.sub(remarks, b"", content[:end], flags=re.MULTILINE)
    comments = rb"^<!-- " + mark + rb": .*?-->[ \t]*\r?\n"
    return front + re.sub(comments, b"", content[end:], flags=re.MULTILINE | re.DOTALL)


def read_known(options: BuildOptions) -> Known:
    """The languages, documents and records of a site. Raises Unreadable."""
    with opened(options, None) as session:
        sources = look(options, session)
        if isinstance(sources, tuple):
            raise Unreadable(sources)
        content = read_content(sources.surveyed, session.store, session.executor, session.progress)
        session.store.commit()
    languages = sorted(sources.config.languages, key=lambda language: bool(language.prefix))
    return Known(tuple(language.code for language in languages), content.documents, sources.records)


def entries(known: Known, wanted: str = "") -> tuple[tuple[Document, ...], ...]:
    """The documents of each entry, or of the one wanted. Raises NoEntry, with the entry that may be meant."""
    ordered = sorted(known.documents, key=lambda document: (document.kind, document.ref))
    groups = {
        f"{BY_NAME[kind].folder}/{ref}": tuple(group)
        for (kind, ref), group in groupby(ordered, key=lambda document: (document.kind, document.ref))
    }
    return (groups[find_entry(wanted, groups)],) if wanted else tuple(groups.values())


def of_entry(group: tuple[Document, ...], languages: tuple[str, ...]) -> Iterator[Translation]:
    """The translations of one entry. Its original is the text that was made from no other text; if there are
    several, the one in the main language."""
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
