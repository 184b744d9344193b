"""What changed in an original since a translation of it was last current.

The former text is from the history that git keeps; changes are told section by section, in sentences.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import msgspec

from sitegen.content.frontmatter import FrontMatter, parse_front_matter
from sitegen.content.kinds import BY_FOLDER
from sitegen.content.markup.parser import read_passages
from sitegen.content.source import Source, decode
from sitegen.content.wording import without_comments, wording
from sitegen.core.digest import text_digest
from sitegen.core.files import content_of

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
    names = [[wording(item.text) for item in side] for side in (one, other)]
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
    return tuple(SectionChange(*place, tuple(gone), tuple(come)) for place, (gone, come) in ordered)


def _sentences(texts: tuple[str, ...]) -> Iterator[_Sentence]:
    title, summary, body = texts
    for text in filter(None, (title, summary)):
        yield from (_Sentence(part, "", 0) for part in _parted(text))
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
            yield from (_Sentence(part, section, number) for part in _parted(without_comments(text)))


def _parted(passage: str) -> Iterator[str]:
    yield from (part.strip() for part in _SENTENCE.split(passage) if part.strip())


def changes_since(site: Path, original: str, digest: str) -> tuple[SectionChange, ...] | None:
    """The changes of the original, a path, since its text had this digest; None if git is missing or knows no
    such text."""
    now = _texts(_read(original, content_of(site / original)))
    for content in _versions(site, original):
        texts = _texts(_read(original, content))
        if text_digest(wording(*texts)) == digest:
            return section_changes(texts, now)
    return None


def sections_changed(site: Path, one: str, other: str) -> tuple[int, ...]:
    """`one` and `other` are the paths of an original and its translation, in any order. The numbers of the
    original's sections that changed since the translation was current; none if git cannot tell."""
    try:
        fronts = {path: _read(path, content_of(site / path)) for path in (one, other)}
    except OSError:
        return ()
    for target, original in ((one, other), (other, one)):
        digest = fronts[target].text.translated_from
        if digest and digest != text_digest(wording(*_texts(fronts[original]))):
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
    given = "".join(f"{commit}:{name}\n" for commit, name in names).encode()
    left = _git(site, "cat-file", "--batch", given=given)
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


def _git(site: Path, *command: str, given: bytes = b"") -> bytes:
    """The output of git; empty where git fails, is not installed or finds no repository."""
    if shutil.which(_GIT[0]) is None:
        return b""
    try:
        done = subprocess.run(
            [*_GIT, *command], cwd=site, input=given, capture_output=True, check=False, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
