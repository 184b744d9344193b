"""The same archive as a site of each generator: its files, its commands, and where an editor would edit."""

from __future__ import annotations

from benchmarks.generators.eleventy import ELEVENTY
from benchmarks.generators.generator import Generator
from benchmarks.generators.hugo import HUGO
from benchmarks.generators.mkdocs import MKDOCS, MKDOCS_DIRTY
from benchmarks.generators.nikola import NIKOLA
from benchmarks.generators.pelican import PELICAN, PELICAN_CACHED
from benchmarks.generators.sitegen import ABLATED, SITEGEN, SITEGEN_FULL, generator

GENERATORS: dict[str, Generator] = {
    generator.name: generator
    for generator in (
        SITEGEN,
        SITEGEN_FULL,
        HUGO,
        ELEVENTY,
        PELICAN,
        PELICAN_CACHED,
        MKDOCS,
        MKDOCS_DIRTY,
        NIKOLA,
    )
}


def generator_named(name: str) -> Generator:
    """Raises KeyError for names that are not known."""
    return generator(name, extras=False) if name.startswith(ABLATED) else GENERATORS[name]
