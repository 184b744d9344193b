"""Digests (BLAKE2b, RFC 7693): names for bytes, for files, and for the engine.

The engine is this program's own source, the libraries that shape its output and Python. Its digest is part of
every key in the store, so another version of anything finds nothing there.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sitegen.core.files import content_of, pieces_of, walk_leaves

SIZE = 16

LookUp = Callable[[tuple[bytes, ...]], dict[bytes, bytes]]  # what is stored under digests, by digest

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
    "tzdata",
)
# Minor versions of libraries whose insides we replace by something quicker. With any other version we use the
# library as it is.
TESTED = {"markdown": ("3.11",)}
_SOURCES = (".py", ".yaml", ".po", ".ttf", ".json")
_DISTRIBUTION = re.compile(r"([^-]+)-([^-]+)\.(?:dist|egg)-info")
PACKAGE = Path(__file__).parents[1]


def digest(*parts: bytes) -> bytes:
    """16 bytes that name the parts; each part is followed by its length, so ("ab", "c") != ("a", "bc")."""
    state = hashlib.blake2b(digest_size=SIZE)
    for part in parts:
        state.update(part)
        state.update(len(part).to_bytes(8, "little"))
    return state.digest()


def digest_pieces(pieces: Iterable[bytes]) -> bytes:
    """What `digest` gives for the pieces joined together; they need not be in memory all at once."""
    state = hashlib.blake2b(digest_size=SIZE)
    size = 0
    for piece in pieces:
        state.update(piece)
        size += len(piece)
    state.update(size.to_bytes(8, "little"))
    return state.digest()


def digest_of(path: Path | str) -> bytes:
    """The digest of the bytes of a file, read in pieces."""
    return digest_pieces(pieces_of(path))


def text_digest(text: str) -> str:
    """12 hexadecimal digits that name a text for people: short enough to type."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def engine_digest(
    versions: tuple[tuple[str, str], ...] | None = None, python: tuple[str, ...] | None = None
) -> bytes:
    """The digest of this sitegen. `versions` (of libraries) and `python` are by default those in use."""
    parts = [part.encode() for part in python or python_version()]
    parts += [f"{name}=={found}".encode() for name, found in versions or installed_libraries()]
    for path in sorted(walk_leaves(PACKAGE)):
        if path.suffix in _SOURCES and "_theme" not in path.parts:
            parts += [path.relative_to(PACKAGE).as_posix().encode(), content_of(path)]
    return digest(*parts)


def python_version() -> tuple[str, str, str]:
    """The versions of Python, of its Unicode tables, which decide what is a letter and how letters are folded
    and composed, and of its SQLite, which writes a file of the site."""
    return "{}.{}.{}-{}{}".format(*sys.version_info), unicodedata.unidata_version, sqlite3.sqlite_version


def installed_libraries() -> tuple[tuple[str, str], ...]:
    """(name, version) of each library in LIBRARIES, the version "" if the library is not found.

    Read from the names of the folders `*.dist-info` that installers make, as importlib.metadata does: to
    import importlib.metadata takes longer than all other imports of a build that finds nothing changed.
    """
    found: dict[str, str] = {}
    for name, version in _distributions():
        found.setdefault(name, version)
    return tuple((name, found.get(name, "")) for name in LIBRARIES)


def is_tested(name: str, version: str) -> bool:
    return ".".join(version.split(".")[:2]) in TESTED[name]


def untested_libraries(versions: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """(name, version) of each library in TESTED that has another version; a version of "" is not reported."""
    return tuple(
        (name, version)
        for name, version in versions
        if name in TESTED and version and not is_tested(name, version)
    )


def _distributions() -> Iterator[tuple[str, str]]:
    """(normalised name (PEP 503), version) of what is installed, in the order of the search path."""
    for folder in filter(os.path.isdir, sys.path):
        for entry in sorted(os.listdir(folder)):
            if match := _DISTRIBUTION.fullmatch(entry):
                yield re.sub(r"[-_.]+", "-", match[1]).lower(), match[2]
