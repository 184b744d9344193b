"""What lies in root/: files for the root of the site, such as CNAME, favicon.ico or .well-known/.

No file is opened here. Files of any type may lie in root/, as hosts and search engines ask for them.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from sitegen.content.file_names import name_fault
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.files import Signature, signature

ROOT = "root"
# What the program keeps in the published folder for itself.
_OURS = re.compile(r"\.sitegen\b.*", re.IGNORECASE)
# What editors, operating systems and version control leave behind.
_IGNORED = re.compile(r"\.DS_Store|\._.*|\.git.*|.*~|.*\.sw[a-p]|Thumbs\.db|desktop\.ini", re.IGNORECASE)
_DEEPEST = 8

_Found = tuple[str, Signature] | Diagnostic


def scan_root(site: Path) -> tuple[list[tuple[str, Signature]], list[Diagnostic]]:
    """(path from the site's folder, signature) of the files in root/, and problems of those that are left
    out."""
    found = list(_walk(site, ROOT, 0)) if os.path.lexists(site / ROOT) else []
    problems = [item for item in found if isinstance(item, Diagnostic)]
    return [item for item in found if not isinstance(item, Diagnostic)], problems


def is_root_file(path: str) -> bool:
    return path.startswith(f"{ROOT}/")


def _walk(site: Path, folder: str, depth: int) -> Iterator[_Found]:
    try:
        with os.scandir(site / folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as problem:
        yield diagnostic("E601", folder, name=folder, problem=problem.strerror or "")
        return
    for entry in entries:
        if _IGNORED.fullmatch(entry.name):
            continue
        path = f"{folder}/{entry.name}"
        if fault := name_fault(entry.name, path):
            yield fault
        elif not depth and _OURS.fullmatch(entry.name):
            yield diagnostic("E326", path, name=entry.name)
        elif entry.is_dir(follow_symlinks=False) and depth < _DEEPEST:
            yield from _walk(site, path, depth + 1)
        else:
            status = entry.stat(follow_symlinks=False)
            is_file = stat.S_ISREG(status.st_mode)
            yield (path, signature(status)) if is_file else diagnostic("E311", path, name=entry.name)
