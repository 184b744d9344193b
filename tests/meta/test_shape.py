"""Modules and functions stay short enough to be read in one go."""

from __future__ import annotations

import ast

from tests.meta.source import Module, parse, read_package

MOST_LINES_OF_A_MODULE = 330
MOST_LINES_OF_A_FUNCTION = 50


def long_functions(module: Module) -> list[str]:
    return [
        f"{module.path}:{node.lineno}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]


def test_modules_and_functions_are_short() -> None:
    modules = read_package()
    assert [module.path for module in modules if module.lines > MOST_LINES_OF_A_MODULE] == []
    assert [found for module in modules for found in long_functions(module)] == []


def test_every_module_says_what_it_is() -> None:
    modules = read_package()
    assert [
        module.path for module in modules if module.tree.body and not ast.get_docstring(module.tree)
    ] == []


def test_a_long_function_is_found() -> None:
    text = "def long():\n" + "    step()\n" * MOST_LINES_OF_A_FUNCTION
    assert long_functions(parse("planted", text))
