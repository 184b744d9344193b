"""The message ids that templates say, in their own language or in another."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import nodes

_GETTEXT = {"_", "gettext", "ngettext"}


def said_in(trees: Iterable[nodes.Template]) -> set[str]:
    return {word for tree in trees for word in (*_called(tree), *_filtered(tree))}


def _called(tree: nodes.Template) -> Iterable[str]:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in _GETTEXT:
            yield from (part.value for part in call.args[:1] if isinstance(part, nodes.Const))


def _filtered(tree: nodes.Template) -> Iterable[str]:
    for filtered in tree.find_all(nodes.Filter):
        if filtered.name == "say" and isinstance(filtered.node, nodes.Const):
            yield filtered.node.value
