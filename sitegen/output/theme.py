"""A theme as plain data: its templates, its static files, and what each template is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from sitegen.content.file_names import name_fault
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.digest import digest
from sitegen.core.files import leaves, naming

PACKAGED = Path(__file__).parents[1] / "_theme"
REPOSITORY = Path(__file__).parents[2]


class Theme(msgspec.Struct, frozen=True):
    """Template sources and paths of static files by name; a site's own stand in for the packaged ones.

    `closures` name, for each template, everything its output is made from besides the page.
    """

    sources: dict[str, str]
    files: dict[str, str]
    closures: dict[str, bytes]
    digest: bytes

    def closure_digest(self, name: str) -> bytes:
        """Changes exactly when the template or one that it extends, includes or imports changes."""
        return self.closures.get(name, b"")


class Checked(msgspec.Struct, frozen=True):
    """What is to be known of templates before they are used."""

    closures: dict[str, bytes]
    diagnostics: tuple[Diagnostic, ...]


def read_theme(site_dir: Path) -> tuple[dict[str, str], dict[str, str], tuple[Diagnostic, ...]]:
    """Sources and static files: the packaged ones, with the site's `templates/` and `static/` over them."""
    packaged = PACKAGED if PACKAGED.is_dir() else REPOSITORY
    sources: dict[str, str] = {}
    files: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for place in dict.fromkeys((packaged, site_dir)):
        files |= {name: str(path) for name, path in _files(place / "static", problems)}
        for name, path in _files(place / "templates", problems):
            try:
                with naming(path):
                    sources[name] = path.read_text("utf-8")
            except UnicodeDecodeError:
                problems.append(diagnostic("E501", f"templates/{name}"))
    return sources, files, tuple(problems)


def named(sources: Mapping[str, str], names: Iterable[str] | None = None) -> bytes:
    """The digest of these templates. A name without a source counts too: it may get one later."""
    wanted = sorted(sources if names is None else names)
    return digest(*(part.encode() for name in wanted for part in (name, sources.get(name, "\0"))))


def _files(folder: Path, problems: list[Diagnostic]) -> Iterator[tuple[str, Path]]:
    """By name in order; what is wrong with a name is added to the problems."""
    for path in sorted(leaves(folder)):
        name = path.relative_to(folder)
        if path.is_dir() or any(part.startswith(".") or part.endswith("~") for part in name.parts):
            continue
        faults = [name_fault(part, f"{folder.name}/{name.as_posix()}") for part in name.parts]
        problems += filter(None, faults)
        if not any(faults) and path.is_file():
            yield name.as_posix(), path
