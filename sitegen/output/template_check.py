"""Looks at templates before anything is rendered: unknown names, and what could let markup through."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.core.diagnostics import diagnostic, in_order
from sitegen.output.template_lint import lint
from sitegen.output.template_sources import closures, parse_all
from sitegen.output.template_walk import Walk
from sitegen.output.theme import Checked
from sitegen.pages.views import View


def check(sources: Mapping[str, str], views: Mapping[str, type[View]]) -> Checked:
    """What is wrong in templates; `views` says what the template of each kind of page gets as `page`."""
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
