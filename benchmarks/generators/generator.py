"""What the harness has to know of a generator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from benchmarks.corpus import Corpus, Entry, File

TEMPLATES = Path(__file__).parent.parent / "templates"


class Places(msgspec.Struct, frozen=True):
    """Folders of one generator: where it is installed, the site it reads and the folder it writes."""

    tool: Path
    site: Path
    out: Path


class Generator(msgspec.Struct, frozen=True):
    """`package` is its entry in packages.toml; None for sitegen, which runs from this environment.

    `commands` run one after the other, in the site's folder, and count as one build. `caches` are paths under
    the site that a build from nothing starts without. `template` is the file, under the site, that makes
    every page.
    """

    name: str
    package: str | None
    files: Callable[[Corpus], Iterator[File]]
    commands: Callable[[Places], list[list[str]]]
    article_file: Callable[[Entry, str], str]
    template: str
    caches: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()


def template_files(name: str) -> Iterator[File]:
    """The generator's own templates and settings, as they are."""
    folder = TEMPLATES / name
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def head(**fields: object) -> str:
    """YAML front matter: lists in flow style, texts quoted, None left out."""
    lines = [f"{name}: {value(field)}" for name, field in fields.items() if field is not None]
    return "\n".join(["---", *lines, "---", "", ""])


def value(field: object) -> str:
    if isinstance(field, list | tuple):
        return f"[{', '.join(map(str, field))}]"
    if isinstance(field, str | dict):
        return msgspec.json.encode(field).decode()
    return str(field)
