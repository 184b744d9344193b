"""An original as it was when a translation of it was last current: from the history that git keeps."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sitegen.content.changes import SectionChange, section_changes
from sitegen.content.document import Document
from sitegen.content.frontmatter import parse_front_matter
from sitegen.content.kinds import BY_NAME
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


def changes_since(site: Path, original: Document, digest: str) -> tuple[SectionChange, ...] | None:
    """What the original says now and did not say when its text had this digest; None if git does not know
    that text, or there is no git."""
    now = _texts(original, content_of(site / original.path))
    for content in _versions(site, original.path):
        texts = _texts(original, content)
        if text_digest(wording(*texts)) == digest:
            return section_changes(texts, now)
    return None


def _texts(document: Document, content: bytes) -> tuple[str, str, str]:
    """Title, summary and body, as they are compared."""
    text = decode(document.path, content)[0] or ""
    front, _ = parse_front_matter(Source(document.path, text), BY_NAME[document.kind], document.lang)
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
