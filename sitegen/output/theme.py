"""A theme as plain data: its templates, its static files, and what each template is made of."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from sitegen.content.drawings import strip_comments
from sitegen.content.source import FILE_LIMIT, readable_size
from sitegen.content.tree import ASSET_LIMIT, name_fault, printable_name
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.digest import digest
from sitegen.core.files import content_of, linked_file, walk_leaves
from sitegen.pages.frame import BRAND

PACKAGED = Path(__file__).parents[1] / "_theme"
REPOSITORY = Path(__file__).parents[2]
LIGHT = (".css", ".js", ".svg")
_CSS_COMMENT = re.compile(rb"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/""", re.DOTALL)
_JS_COMMENT = re.compile(rb"^[ \t]*(?://.*)?\n?", re.MULTILINE)
_KEPT = (b"\\\n", b"\r", b"/*!", b"@license")
_SPACE = re.compile(rb"\s*\n\s*")


class Theme(msgspec.Struct, frozen=True):
    """Sources of templates and paths of static files, by name; a site's own replace the packaged ones.

    `closures` has, for each template, the digest of all templates that its output is made from.
    """

    sources: dict[str, str]
    files: dict[str, str]
    closures: dict[str, bytes]
    digest: bytes

    @property
    def is_branded(self) -> bool:
        """Whether the site has a style sheet that comes after the theme's."""
        return BRAND in self.files

    def closure_digest(self, name: str) -> bytes:
        """A digest that changes exactly when the template or one that it extends, includes or imports
        changes."""
        return self.closures.get(name, b"")


class CheckedTemplates(msgspec.Struct, frozen=True):
    """The result of checking templates: their closures, and what is wrong."""

    closures: dict[str, bytes]
    diagnostics: tuple[Diagnostic, ...]


def read_theme(site_dir: Path) -> tuple[dict[str, str], dict[str, str], tuple[Diagnostic, ...]]:
    """Sources and static files: the packaged ones, with the site's `templates/` and `static/` over them."""
    packaged = PACKAGED if PACKAGED.is_dir() else REPOSITORY
    sources: dict[str, str] = {}
    files: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for folder in dict.fromkeys((packaged, site_dir)):
        files |= {name: str(path) for name, path in _files(folder / "static", ASSET_LIMIT, problems)}
        for name, path in _files(folder / "templates", FILE_LIMIT, problems):
            try:
                sources[name] = content_of(path).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
            except UnicodeDecodeError:
                problems.append(diagnostic("E501", f"templates/{name}"))
    return sources, files, tuple(problems)


def minify(name: str, content: bytes) -> bytes:
    """A style or script without comments and indentation, or a drawing without comments.

    A file is published as it is if comments could be part of a text that spans lines, or tell a licence.
    """
    if name.endswith(".svg"):
        return strip_comments(content)
    if any(sign in content for sign in _KEPT) or any(line.count(b"`") % 2 for line in content.splitlines()):
        return content
    if name.endswith(".css"):
        return _SPACE.sub(b"\n", _CSS_COMMENT.sub(lambda found: found[1] or b"", content)).lstrip()
    return content if b"/*" in content else _JS_COMMENT.sub(b"", content)


def templates_digest(sources: Mapping[str, str], names: Iterable[str] | None = None) -> bytes:
    """The digest of the templates with these names, by default of all. A missing template is part of the
    digest, so that adding it changes the digest."""
    wanted = sorted(sources if names is None else names)
    return digest(*(part.encode() for name in wanted for part in (name, sources.get(name, "\0"))))


def _files(folder: Path, limit: int, problems: list[Diagnostic]) -> Iterator[tuple[str, Path]]:
    """(name, path) of the files of a theme's folder, in order; what is wrong with them is added to
    `problems`."""
    if folder.is_symlink():
        problems.append(diagnostic("E318", folder.name, name=folder.name))
        return
    for path in sorted(walk_leaves(folder)):
        name = path.relative_to(folder)
        if any(part.startswith(".") or part.endswith("~") for part in name.parts):
            continue
        if path.is_dir() and not path.is_symlink():
            continue  # an empty folder
        faults = [name_fault(part, f"{folder.name}/{name.as_posix()}") for part in name.parts]
        found = [fault for fault in faults if fault] or list(_faults(path, folder, limit))
        problems += found
        if not found:
            yield name.as_posix(), path


def _faults(path: Path, folder: Path, limit: int) -> Iterator[Diagnostic]:
    """What is wrong with a file or folder of the theme, by the same rules as for content/."""
    told = printable_name(f"{folder.name}/{path.relative_to(folder).as_posix()}")
    if path.is_symlink() and linked_file(str(path), os.path.realpath(folder)) is None:
        yield diagnostic("E310", told, name=path.name)
        return
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        yield diagnostic("E311", told, name=path.name)
    elif found.st_size > limit:
        code = "E110" if limit == FILE_LIMIT else "E808"
        size = readable_size(found.st_size)
        yield diagnostic(code, told, name=path.name, size=size, limit=readable_size(limit))
