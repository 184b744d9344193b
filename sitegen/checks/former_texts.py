"""An original as it was when a translation of it was last current: from the history that git keeps."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sitegen.content.changes import SectionChange, section_changes
from sitegen.content.frontmatter import FrontMatter, parse_front_matter
from sitegen.content.kinds import BY_FOLDER
from sitegen.content.source import Source, decode
from sitegen.content.wording import wording
from sitegen.core.digest import text_digest
from sitegen.core.files import content_of

_MOST_VERSIONS = 500
_SECONDS = 20
_COMMIT = re.compile(r"[0-9a-f]{40,64}")
# Nothing that a repository may ask for is run: no pager, no hook, no monitor, no filter.
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


def changes_since(site: Path, original: str, digest: str) -> tuple[SectionChange, ...] | None:
    """What the original, a path, says now and did not say when its text had this digest; None if git does
    not know that text, or there is no git."""
    now = _texts(_read(original, content_of(site / original)))
    for content in _versions(site, original):
        texts = _texts(_read(original, content))
        if text_digest(wording(*texts)) == digest:
            return section_changes(texts, now)
    return None


def sections_changed(site: Path, one: str, other: str) -> tuple[int, ...]:
    """The numbers of the sections that changed in the original of two files, since the other one of them was
    current; none if nobody knows, or nothing changed."""
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
    """Title, summary and body, as they are compared."""
    return front.text.title, front.text.summary or "", front.body


def _versions(site: Path, path: str) -> Iterator[bytes]:
    """The file as it was committed, the newest first, through its renames."""
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
    """Each commit with the name the file had there."""
    commit = ""
    for line in log.decode("utf-8", "replace").splitlines():
        if _COMMIT.fullmatch(line):
            commit = line
        elif line and commit:
            yield commit, line


def _git(site: Path, *command: str, given: bytes = b"") -> bytes:
    """What git says; nothing where it is not installed or there is no repository."""
    if shutil.which(_GIT[0]) is None:
        return b""
    try:
        done = subprocess.run(
            [*_GIT, *command], cwd=site, input=given, capture_output=True, check=False, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
