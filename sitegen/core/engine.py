"""What made the output: this program's own source, the libraries that shape it and Python, as one digest.

It is part of every key in the store: another version of anything finds nothing there.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from sitegen.core.digest import digest
from sitegen.core.files import content_of, leaves

LIBRARIES = (
    "babel",
    "jinja2",
    "markdown",
    "markupsafe",
    "msgspec",
    "nh3",
    "pillow",
    "pillow-heif",
    "pypdf",
    "python-slugify",
    "pyyaml",
    "snowballstemmer",
)
# Minor versions on whose insides something quicker of ours is built. With any other it is not used, and the
# library goes its own way.
TESTED = {"markdown": ("3.11",)}
_SOURCES = (".py", ".yaml", ".po", ".ttf", ".json")
_DISTRIBUTION = re.compile(r"([^-]+)-([^-]+)\.(?:dist|egg)-info")
PACKAGE = Path(__file__).parents[1]


def engine_digest(
    versions: tuple[tuple[str, str], ...] | None = None, python: tuple[str, ...] | None = None
) -> bytes:
    """The digest of this sitegen with these versions of libraries and of Python, by default those in use."""
    parts = [part.encode() for part in python or python_version()]
    parts += [f"{name}=={found}".encode() for name, found in versions or installed()]
    for path in sorted(leaves(PACKAGE)):
        if path.suffix in _SOURCES and "_theme" not in path.parts:
            parts += [path.relative_to(PACKAGE).as_posix().encode(), content_of(path)]
    return digest(*parts)


def python_version() -> tuple[str, str, str]:
    """That of Python, that of its Unicode tables, by which letters are told apart, folded and composed, and
    that of its SQLite, which writes a file of the site."""
    return "{}.{}.{}-{}{}".format(*sys.version_info), unicodedata.unidata_version, sqlite3.sqlite_version


def installed() -> tuple[tuple[str, str], ...]:
    """The versions of the libraries, by the names of the folders that installers make for them.

    That is what importlib.metadata looks for too, but its import takes longer than all else a build without
    changes imports.
    """
    found: dict[str, str] = {}
    for name, version in _distributions():
        found.setdefault(name, version)
    return tuple((name, found.get(name, "")) for name in LIBRARIES)


def is_tested(name: str, version: str) -> bool:
    return ".".join(version.split(".")[:2]) in TESTED[name]


def untested(versions: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Those of the versions that are not tested; what cannot be found tells nothing."""
    return tuple(
        (name, version)
        for name, version in versions
        if name in TESTED and version and not is_tested(name, version)
    )


def _distributions() -> Iterator[tuple[str, str]]:
    """Normalised names (PEP 503) with versions, in the order of the search path."""
    for folder in filter(os.path.isdir, sys.path):
        for entry in sorted(os.listdir(folder)):
            if match := _DISTRIBUTION.fullmatch(entry):
                yield re.sub(r"[-_.]+", "-", match[1]).lower(), match[2]
