"""What made the output: this program's own source and the libraries that shape it, as one digest.

It is part of every key in the store: another version of anything finds nothing there.
"""

from __future__ import annotations

from importlib.metadata import version
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
    "python-slugify",
    "pyyaml",
)
SOURCES = (".py", ".yaml", ".po")
PACKAGE = Path(__file__).parents[1]


def engine_digest(versions: tuple[tuple[str, str], ...] | None = None) -> bytes:
    """The digest of this sitegen with these library versions, by default the installed ones."""
    parts = [f"{name}=={found}".encode() for name, found in versions or installed()]
    for path in sorted(leaves(PACKAGE)):
        if path.suffix in SOURCES and "_theme" not in path.parts:
            parts += [path.relative_to(PACKAGE).as_posix().encode(), content_of(path)]
    return digest(*parts)


def installed() -> tuple[tuple[str, str], ...]:
    return tuple((name, version(name)) for name in LIBRARIES)
