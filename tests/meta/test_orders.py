"""How lists are ordered is declared in one module, and nothing else orders by title: a title that was edited
alone would leave such lists stale."""

from __future__ import annotations

import ast

import pytest

from tests.meta.source import Module, parse, read_package

DECLARED_IN = "sitegen.pages.edition"  # the module of BY_TITLE, which pages/scope.py reads
LAYERS = frozenset({"archive", "pages", "output", "steps"})  # where it is decided what stands where
SORTS = frozenset({"sorted", "sort", "min", "max", "nsmallest", "nlargest", "insort", "merge"})
TITLE = frozenset({"title", "sort_key"})


def orders_by_title(module: Module) -> list[str]:
    """The lines where a module has the key of alphabetical order, or orders something by what reads a
    title."""
    found = set()
    functions = {node.name: node for node in module.nodes if isinstance(node, ast.FunctionDef)}
    for node in module.nodes:
        if "sort_key" in names(node):
            found.add(node.lineno)
        elif isinstance(node, ast.Call) and names(node.func) & SORTS:
            read = [*node.args, *(keyword.value for keyword in node.keywords)]
            read += [functions[name] for item in read for name in names(item) if name in functions]
            if any(names(inner) & TITLE for item in read for inner in ast.walk(item)):
                found.add(node.lineno)
    return [f"{module.path}:{line}" for line in sorted(found)]


def names(node: ast.AST) -> set[str]:
    """What a node itself names: a variable, an attribute, an import, a name in quotes (`attrgetter`)."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return {name}
        case ast.ImportFrom(names=imported):
            return {alias.name for alias in imported}
        case ast.Constant(value=str(text)):
            return set(text.split("."))
    return set()


def test_only_the_module_that_declares_it_orders_by_title() -> None:
    by_layer = [module for module in read_package() if LAYERS & set(module.name.split("."))]
    assert {line.partition(":")[0] for module in by_layer for line in orders_by_title(module)} == {
        f"{DECLARED_IN.replace('.', '/')}.py"
    }, "entries are ordered by `by_title`, links on one page by `sort_titled`"


@pytest.mark.parametrize(
    "line",
    [
        "from sitegen.language.alphabet import sort_key",
        "from sitegen.language.alphabet import sort_key as order",
        "alphabet.sort_key(text)",
        "sorted(entries, key=lambda entry: entry.document_for(lang).text.title)",
        "sorted(entries, key=lambda entry: (entry.date, entry.text.title.lower()))",
        "sorted(entry.text.title for entry in entries)",
        "entries.sort(key=attrgetter('text.title'))",
        "def _title(entry):\n    return entry.text.title\nfound = sorted(entries, key=_title)",
        "first = min(links, key=lambda link: link.title)",
        "heapq.nsmallest(3, links, key=lambda link: link.title)",
    ],
)
def test_an_order_by_title_is_found(line: str) -> None:
    assert orders_by_title(parse("sitegen.pages.planted", line))


@pytest.mark.parametrize(
    "line",
    [
        "sorted(entries, key=lambda entry: entry.ref)",
        "sorted(titles, key=lambda word: -titles[word])",
        "by_title(lang, entries)",
        "title = entry.text.title",
    ],
)
def test_another_order_passes(line: str) -> None:
    assert orders_by_title(parse("sitegen.pages.planted", line)) == []
