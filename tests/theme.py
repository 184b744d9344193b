"""The theme of a folder, as a build reads it."""

from __future__ import annotations

from pathlib import Path

from sitegen.core.diagnostics import Diagnostic
from sitegen.output.templates import closures, parse_all
from sitegen.output.theme import Theme, read_theme, templates_digest


def load_theme(folder: Path) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The theme, and what is wrong with each template by itself."""
    sources, files, problems = read_theme(folder)
    trees, found = parse_all(sources)
    return Theme(sources, files, closures(sources, trees), templates_digest(sources)), (*problems, *found)
