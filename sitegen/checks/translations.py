"""How far each entry is translated, and how an editor accepts a translation as current.

What changed in the original since then is told section by section, in sentences; its former text is from the
history that git keeps.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

import msgspec

from sitegen.content.document import Document
from sitegen.content.kinds import BY_FOLDER, BY_NAME
from sitegen.content.markup.parser import read_passages
from sitegen.content.parse import NO_TITLE, FrontMatter, parse_front_matter
from sitegen.content.records import Records
from sitegen.content.source import Source, decode
from sitegen.content.suggestions import find_entry
from sitegen.content.wording import blank_out, plain_wording, replace_comments, without_comments
from sitegen.core.diagnostics import Diagnostic, Refusal, mark_message
from sitegen.core.digest import text_digest
from sitegen.core.files import content_of, replace_content
from sitegen.language.catalogue import LANGUAGES, say
from sitegen.steps.memory import read_content
from sitegen.steps.session import BuildOptions, open_session
from sitegen.steps.sources import look

TRANSLATED, OUTDATED, MISSING, DRAFT = "translated", "outdated", "missing", "draft"
NOTES_HEADING = mark_message(
    "Names and figures"
)  # begins the note of counterparts above a passage to be translated
_GAP = re.compile(r"(?:^|[\s|])…(?=[\s|]|\[\^|$)|\[…\]\(")
_NOTES = "|".join(say(lang, NOTES_HEADING) for lang in LANGUAGES).encode()
_FIELD = re.compile(rb"^translated_from:[^\r\n]*", re.MULTILINE)
_TITLE = re.compile(rb"^title:[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*(\r?\n)", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}$")
# The end of a sentence; not a point after an initial, nor one within a date such as “2018 оны 11. сар”.
_SENTENCE = re.compile(r"(?<=[.!?…])(?<!\b\w\.)(?<!\b[A-ZА-ЯЁӨҮ]\w\.)[”\"»)]*\s+(?=[“\"«(\[]*[A-ZА-ЯЁӨҮ0-9])")
_MOST_VERSIONS = 500
_SECONDS = 20
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
# A repository may name programs for git to run (pager, hooks, monitor, filters): these options run none of
# them.
_GIT = (
    "git",
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=off",
    "-c",
    "log.showSignature=false",
)


class Translation(msgspec.Struct, frozen=True):
    """A translation that an entry has or lacks: the `path` of its file, and that of its original, `source`.
    `changes` are those of the original since an outdated translation was current; None if git cannot tell.
    """

    kind: str
    ref: str
    lang: str
    state: str
    title: str
    path: str
    source: str
    changes: tuple[SectionChange, ...] | None = ()


class SiteDocuments(msgspec.Struct, frozen=True):
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

    Raises Unreadable and NoEntry.
    """
    known = read_site_documents(options)
    by_path = {document.path: document for document in known.documents}
    found = (
        item for group in entry_documents(known, wanted) for item in translations_of(group, known.languages)
    )
    return tuple(_with_changes(options.site, item, by_path) for item in found)


def _with_changes(site: Path, item: Translation, by_path: Mapping[str, Document]) -> Translation:
    if item.state != OUTDATED:
        return item
    digest = by_path[item.path].text.translated_from or ""
    return msgspec.structs.replace(item, changes=changes_since(site, item.source, digest))


def accept_translations(options: BuildOptions, wanted: str) -> tuple[Translation, ...]:
    """Records in the files that the translations of an entry say what the original says now.

    Returns the translations that were not recorded so before. Raises Unreadable, NoEntry, NotDone and
    OSError.
    """
    known = read_site_documents(options)
    by_path = {document.path: document for document in known.documents}
    changed = []
    for group in entry_documents(known, wanted):
        items = [item for item in translations_of(group, known.languages) if item.state != MISSING]
        for item in items:
            original, made = by_path[item.source], by_path[item.path]
            _look_whether_done(options.site, original, made)
            is_new = made.text.translated_from != original.text_digest
            if _write(options.site / item.path, original.text_digest, original.lang) or is_new:
                changed.append(item)
        if items and (original := by_path[items[0].source]).text.translated_from:
            # The original was itself made from the translation: a correction of both is accepted for both.
            other = by_path[items[0].path]
            if original.text.translated_from != other.text_digest:
                _write(options.site / original.path, other.text_digest, other.lang)
                changed.append(msgspec.structs.replace(items[0], path=original.path, source=other.path))
    return tuple(changed)


def _look_whether_done(site: Path, original: Document, translation: Document) -> None:
    """Raises NotDone where `sitegen translate` left a gap that nobody has filled."""
    if translation.text.title in ("", NO_TITLE):
        before = content_of(site / translation.path).partition(b"\ntitle:")[0]
        raise NotDone(
            "{path}:{line}: the title is still to be translated. Fill it in, then accept.",
            path=translation.path,
            line=before.count(b"\n") + 2,
        )
    left, kept = (_lines_of_gaps(content_of(site / document.path)) for document in (translation, original))
    if len(left) > len(kept):
        raise NotDone(
            "{path}:{line}: a place “…” is still to be translated. Fill it in, then accept.",
            path=translation.path,
            line=left[0],
        )


def _lines_of_gaps(content: bytes) -> list[int]:
    """The numbers of the lines with a gap: “…” as a word or a cell of its own, or as the words of a link."""
    text = replace_comments(content.decode("utf-8", "replace"), blank_out)
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


def read_site_documents(options: BuildOptions) -> SiteDocuments:
    """The languages, documents and records of a site. Raises Unreadable."""
    with open_session(options) as session:
        sources = look(session)
        if isinstance(sources, tuple):
            raise Unreadable(sources)
        content = read_content(sources.surveyed, session)
        session.store.commit()
    languages = sorted(sources.config.languages, key=lambda language: bool(language.prefix))
    return SiteDocuments(tuple(language.code for language in languages), content.documents, sources.records)


def entry_documents(known: SiteDocuments, wanted: str = "") -> tuple[tuple[Document, ...], ...]:
    """The documents of each entry, or of the one wanted. Raises NoEntry, with the entry that may be meant."""
    ordered = sorted(known.documents, key=lambda document: (document.kind, document.ref))
    groups = {
        f"{BY_NAME[kind].folder}/{ref}": tuple(group)
        for (kind, ref), group in groupby(ordered, key=lambda document: (document.kind, document.ref))
    }
    return (groups[find_entry(wanted, groups)],) if wanted else tuple(groups.values())


def translations_of(group: tuple[Document, ...], languages: tuple[str, ...]) -> Iterator[Translation]:
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
            path=document.path
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


class SectionChange(msgspec.Struct, frozen=True):
    """Sentences of one section that were changed, as they were and as they are. `section` is its heading,
    empty above the first heading; `number` counts headings, to find the same section in another language."""

    section: str
    number: int
    before: tuple[str, ...]
    after: tuple[str, ...]


class _Sentence(msgspec.Struct, frozen=True):
    text: str
    section: str
    number: int


def section_changes(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[SectionChange, ...]:
    """The changes between two states of (title, summary, body), in the order of sections."""
    one, other = (list(_sentences(texts)) for texts in (before, after))
    names = [[plain_wording(item.text) for item in side] for side in (one, other)]
    found: dict[tuple[str, int], tuple[list[str], list[str]]] = {}
    matcher = SequenceMatcher(None, names[0], names[1], autojunk=False)
    for tag, start, end, begin, stop in matcher.get_opcodes():
        if tag == "equal":
            continue
        for item in one[start:end]:
            # A sentence that is gone is told under the heading under which it would stand now.
            near = other[max(begin - 1, 0) if begin == stop else begin] if other else item
            found.setdefault((near.section, near.number), ([], []))[0].append(item.text)
        for item in other[begin:stop]:
            found.setdefault((item.section, item.number), ([], []))[1].append(item.text)
    ordered = sorted(found.items(), key=lambda pair: pair[0][1])
    return tuple(SectionChange(*section, tuple(gone), tuple(come)) for section, (gone, come) in ordered)


def _sentences(texts: tuple[str, ...]) -> Iterator[_Sentence]:
    title, summary, body = texts
    for text in filter(None, (title, summary)):
        yield from (_Sentence(part, "", 0) for part in _split_passage(text))
    section, number = "", 0
    lines = body.split("\n")
    for passage in read_passages(body):
        text = " ".join(
            lines[line][start:end] for line, (start, end) in enumerate(passage.spans, passage.line)
        )
        if passage.is_heading:
            section, number = _ATTRIBUTES.sub("", text), number + 1
            yield _Sentence(section, section, number)
        else:
            yield from (_Sentence(part, section, number) for part in _split_passage(without_comments(text)))


def _split_passage(passage: str) -> Iterator[str]:
    yield from (part.strip() for part in _SENTENCE.split(passage) if part.strip())


def changes_since(site: Path, original: str, digest: str) -> tuple[SectionChange, ...] | None:
    """The changes of the original, a path, since its text had this digest; None if git is missing or knows no
    such text."""
    now = _texts(_read(original, content_of(site / original)))
    for content in _versions(site, original):
        texts = _texts(_read(original, content))
        if text_digest(plain_wording(*texts)) == digest:
            return section_changes(texts, now)
    return None


def changed_sections(site: Path, one: str, other: str) -> tuple[int, ...]:
    """`one` and `other` are the paths of an original and its translation, in any order. The numbers of the
    original's sections that changed since the translation was current; none if git cannot tell."""
    try:
        fronts = {path: _read(path, content_of(site / path)) for path in (one, other)}
    except OSError:
        return ()
    for translation, original in ((one, other), (other, one)):
        digest = fronts[translation].text.translated_from
        if digest and digest != text_digest(plain_wording(*_texts(fronts[original]))):
            changes = changes_since(site, original, digest) or ()
            return tuple(sorted({change.number for change in changes}))
    return ()


def _read(path: str, content: bytes) -> FrontMatter:
    _, folder, *_, name = path.split("/")
    text = decode(path, content)[0] or ""
    return parse_front_matter(Source(path, text), BY_FOLDER[folder], name.split(".")[1])[0]


def _texts(front: FrontMatter) -> tuple[str, str, str]:
    """Title, summary and body."""
    return front.text.title, front.text.summary or "", front.body


def _versions(site: Path, path: str) -> Iterator[bytes]:
    """The committed contents of a file, the newest first, also under former names."""
    names = list(
        _names(_git(site, "log", "--follow", f"-{_MOST_VERSIONS}", "--format=%H", "--name-only", "--", path))
    )
    if not names:
        return
    wanted = "".join(f"{commit}:{name}\n" for commit, name in names).encode()
    left = _git(site, "cat-file", "--batch", stdin=wanted)
    while left:
        head, _, left = left.partition(b"\n")
        size = head.split()[-1]
        if size.isdigit():
            yield left[: int(size)]
            left = left[int(size) + 1 :]


def _names(log: bytes) -> Iterator[tuple[str, str]]:
    """(commit, name of the file in it) from the output of `git log --name-only --format=%H`."""
    commit = ""
    for line in log.decode("utf-8", "replace").splitlines():
        if _COMMIT.fullmatch(line):
            commit = line
        elif line and commit:
            yield commit, line


def _git(site: Path, *command: str, stdin: bytes = b"") -> bytes:
    """The output of git; empty where git fails, is not installed or finds no repository."""
    if shutil.which(_GIT[0]) is None:
        return b""
    try:
        done = subprocess.run(
            [*_GIT, *command], cwd=site, input=stdin, capture_output=True, check=False, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
