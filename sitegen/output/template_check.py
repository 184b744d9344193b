"""Checks templates before anything is rendered: unknown names, and what could let markup through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jinja2 import nodes
from jinja2.filters import FILTERS as DEFAULT_FILTERS
from jinja2.tests import TESTS as DEFAULT_TESTS

from sitegen.content.suggest import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic, in_order
from sitegen.output.template_filters import filters
from sitegen.output.template_sources import NOT_FILTERS, closures, parse_all
from sitegen.output.template_walk import Walk
from sitegen.output.theme import Checked
from sitegen.pages.views import View

FILTERS = sorted((DEFAULT_FILTERS.keys() | filters("").keys()) - set(NOT_FILTERS))
TESTS = sorted(DEFAULT_TESTS)
_SAID = re.compile(r"\{#.*?#\}|\{%.*?%\}|(?P<value>\{\{.*?\}\})", re.DOTALL)
_TAG = re.compile(r"""<[A-Za-z\0](?:"[^"]*"|'[^']*'|[^'">])*>""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_UNQUOTED = re.compile(r"""=[ \n\t]*[^ \n\t>"']*\0""")


def lint(name: str, source: str, tree: nodes.Template) -> Iterator[Diagnostic]:
    """Problems of one template, in no particular order."""
    path = f"templates/{name}"
    for line in unquoted_values(source):
        yield diagnostic("E511", path, line)
    for found in tree.find_all((nodes.Filter, nodes.Test, nodes.EvalContextModifier)):
        match found:
            case nodes.Filter(name="xmlattr"):
                yield diagnostic("E514", path, found.lineno)
            case nodes.Filter(name="safe") | nodes.EvalContextModifier():  # the latter: {% autoescape %}
                yield diagnostic("E513", path, found.lineno)
            case nodes.Filter() if found.name not in FILTERS:
                yield _unknown(path, found, FILTERS)
            case nodes.Test() if found.name not in TESTS:
                yield _unknown(path, found, TESTS)


def unquoted_values(source: str) -> Iterator[int]:
    """The numbers of lines with an attribute value without quotes, in which a space would start another
    attribute."""
    html = _SAID.sub(_without_braces, source)
    for tag in _TAG.finditer(html):
        blank = _QUOTED.sub(lambda quoted: '"' * len(quoted[0]), tag[0])
        for value in _UNQUOTED.finditer(blank):
            yield html.count("\n", 0, tag.start() + value.start()) + 1


def _unknown(path: str, node: nodes.Filter | nodes.Test, known: list[str]) -> Diagnostic:
    return diagnostic("E502", path, node.lineno, name=node.name, suggestion=suggest(node.name, known))


def _without_braces(said: re.Match[str]) -> str:
    """A sign in place of a value in braces, nothing in place of a statement, with its line feeds kept."""
    return ("\0" if said["value"] else "") + "\n" * said[0].count("\n")


def check(sources: Mapping[str, str], views: Mapping[str, type[View]]) -> Checked:
    """The closures of templates, and what is wrong in them; `views` has the type of `page` for each
    template."""
    parsed = parse_all(sources)
    found = list(parsed.diagnostics)
    for name, tree in parsed.trees.items():
        found += lint(name, sources[name], tree)
    walk = Walk(parsed.trees, frozenset(sources))
    for name, view in views.items():
        if name in sources:
            walk.page(name, view)
        else:
            found.append(diagnostic("E505", f"templates/{name}", name=name))
    return Checked(closures(sources, parsed.trees), in_order([*found, *walk.found]))
