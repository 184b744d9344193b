"""All that the program says on a terminal stands in the catalogues."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from sitegen.language.catalogue import load_catalogue
from tests.meta.source import Module, parse, read_package


def refusals() -> Iterator[str]:
    for module in read_package():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and "Refusal" in map(ast.unparse, node.bases):
                yield node.name


# Calls whose first text is a message. `say` has a language before it.
SPEAKING = frozenset({"say", "ask", "ask_yes_no", "mark_message", "Misuse", "Command", *refusals()})
KEYWORDS = frozenset({"help", "metavar", "missing"})
CODE = re.compile(r"[EW]\d{3}")
NO_MESSAGES = frozenset({"dask://HOST:PORT"})


def messages(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "message":
            yield from texts(node.value)
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func).split(".")[-1]
        if called in SPEAKING:
            for given in node.args[1:2] if called == "say" else node.args[:2]:
                yield from texts(given)
        if ast.unparse(node.func) == "Option":
            for keyword in node.keywords:
                if keyword.arg in KEYWORDS:
                    yield from texts(keyword.value)


def texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if text not in NO_MESSAGES and not CODE.fullmatch(text):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from texts(body)
            yield from texts(other)


def test_every_message_has_a_translation() -> None:
    words = load_catalogue("mn")
    said = {text for module in read_package() for text in messages(module)}
    assert len(said) > 80
    assert sorted(set(said) - words.messages.keys() - words.plurals.keys()) == []


def test_a_message_is_found_wherever_it_stands() -> None:
    source = 'message = "a"\nsay("mn", "b" if x else "c")\nraise Locked("d", x=1)\nOption(name="e", help="f")'
    assert sorted(messages(parse("sitegen.planted", source))) == ["a", "b", "c", "d", "f"]
