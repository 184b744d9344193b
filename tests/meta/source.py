"""The project's own source, read as syntax trees; nothing of it is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "sitegen"


@dataclass(frozen=True)
class Module:
    """One module: its dotted name, its path below the root, its number of lines, its tree and its text."""

    name: str
    path: str
    lines: int
    tree: ast.Module
    is_package: bool = False
    text: str = ""

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the tree."""
        return tuple(ast.walk(self.tree))


def parse(name: str, text: str, path: str = "planted.py", is_package: bool = False) -> Module:
    return Module(name, path, text.count("\n"), ast.parse(text), is_package, text)


@cache
def read_package(root: Path = ROOT) -> tuple[Module, ...]:
    """Every module of the package, by name."""
    modules = []
    for path in sorted((root / PACKAGE).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        modules.append(parse(name, path.read_text(encoding="utf-8"), str(path.relative_to(root)), is_package))
    return tuple(modules)


def read_beside(root: Path = ROOT) -> tuple[Module, ...]:
    """The modules of the project that are no part of the package: tests, benchmarks, what writes the docs."""
    paths = [
        path for folder in ("tests", "benchmarks", "docs") for path in sorted((root / folder).rglob("*.py"))
    ]
    return tuple(parse(path.stem, path.read_text("utf-8"), str(path.relative_to(root))) for path in paths)


def imports(module: Module, known: frozenset[str] = frozenset()) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything imported, wherever in the module it stands.

    `from a import b` gives `a.b` where that is a known module, and `a` otherwise.
    """
    for node in module.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node)
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                yield node.lineno, inner if inner in known else origin


def _origin(module: Module, node: ast.ImportFrom) -> str:
    if node.level == 0:
        return node.module or ""
    parts = module.name.split(".")
    above = node.level - (1 if module.is_package else 0)
    return ".".join([*parts[: len(parts) - above], *([node.module] if node.module else [])])
