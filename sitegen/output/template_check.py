"""Looks at templates before anything is rendered: unknown names, and what could let markup through."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from sitegen.core.diagnostics import Diagnostic, diagnostic, in_order
from sitegen.core.digest import digest
from sitegen.core.memory import once
from sitegen.core.store import Store
from sitegen.output.template_lint import lint
from sitegen.output.template_walk import Walk
from sitegen.output.theme import Theme, closures, named, parse_all, read_theme
from sitegen.pages.views import TEMPLATES, View


class Checked(msgspec.Struct, frozen=True):
    """What is to be known of templates before they are used."""

    closures: dict[str, bytes]
    diagnostics: tuple[Diagnostic, ...]


def checked_theme(site_dir: Path, engine: bytes, store: Store) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The theme of a site; its templates are looked at once for as long as they stay the same."""
    sources, files, problems = read_theme(site_dir)
    key = digest(engine, named(sources))
    found = once(store, "theme", "templates", key, Checked, lambda: check(sources, TEMPLATES))
    return Theme(sources, files, found.closures, named(sources)), (*problems, *found.diagnostics)


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
