"""Reads and parses templates, without a language: what each refers to, and what may not be in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import jinja2
import msgspec
from jinja2 import meta, nodes

from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.output.prose import FIGURES
from sitegen.output.template_code import environment_class, require_value
from sitegen.output.theme import Theme, read_theme, templates_digest

_NOT_GIVEN = (
    "range",
    "lipsum",
    "cycler",
    "joiner",
    "dict",
)  # names with endless loops, chance or hidden state
NOT_FILTERS = ("random", "xmlattr")
_REFERRING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


class _Parsed(msgspec.Struct, frozen=True):
    """The syntax trees of the templates that could be parsed, and what is wrong with the others."""

    trees: dict[str, nodes.Template]
    diagnostics: tuple[Diagnostic, ...]


def load_theme(site_dir: Path) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The theme of a site, and what is wrong with each template by itself; template_check checks their
    fields."""
    sources, files, problems = read_theme(site_dir)
    parsed = parse_all(sources)
    return Theme(sources, files, closures(sources, parsed.trees), templates_digest(sources)), (
        *problems,
        *parsed.diagnostics,
    )


def parse_all(sources: Mapping[str, str]) -> _Parsed:
    bare = bare_environment()
    trees: dict[str, nodes.Template] = {}
    problems: list[Diagnostic] = []
    for name in sorted(sources):
        try:
            trees[name] = bare.parse(sources[name])
        except jinja2.TemplateSyntaxError as error:
            problems.append(syntax_problem(error, name))
        else:
            problems += _dynamic(name, trees[name])
    return _Parsed(trees, tuple(problems))


def closures(sources: Mapping[str, str], trees: Mapping[str, nodes.Template]) -> dict[str, bytes]:
    """The digest of each template with all that it extends, includes and imports."""
    direct = {name: _references(tree) for name, tree in trees.items()}
    return {name: templates_digest(sources, _closure(name, direct)) for name in sources}


def bare_environment() -> jinja2.Environment:
    """The environment in which templates are parsed, without a language. Nothing in it reads a clock, a file
    or chance."""
    result = environment_class()(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=("jinja2.ext.i18n",),
        finalize=require_value,
        auto_reload=False,
        cache_size=-1,
    )
    for name in _NOT_GIVEN:
        del result.globals[name]
    for name in NOT_FILTERS:
        del result.filters[name]
    return result


def syntax_problem(error: jinja2.TemplateSyntaxError, name: str) -> Diagnostic:
    where = error.filename or error.name or name
    return diagnostic("E503", f"templates/{where}", error.lineno, problem=error.message or "")


def _references(tree: nodes.Template) -> tuple[str, ...]:
    names = {name for name in meta.find_referenced_templates(tree) if name is not None}
    if any(name.name == "prose" for name in tree.find_all(nodes.Name)):
        names.add(FIGURES)
    return tuple(sorted(names))


def _closure(name: str, direct: Mapping[str, tuple[str, ...]]) -> set[str]:
    found, waiting = {name}, [name]
    while waiting:
        new = set(direct.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _dynamic(name: str, tree: nodes.Template) -> Iterator[Diagnostic]:
    """Diagnostics for templates named by a value: what the output is made from could not be known
    beforehand."""
    for node in tree.find_all(_REFERRING):
        if None in meta.find_referenced_templates(nodes.Template([node])):
            yield diagnostic("E504", f"templates/{name}", node.lineno)
