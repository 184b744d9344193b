"""All that the program says on a terminal stands in the catalogues, and nothing else does."""

from __future__ import annotations

import ast
import errno
import os
import re
import sys
from collections.abc import Iterator

import pytest
from jinja2 import Environment

from sitegen.language.catalogue import load_catalogue
from tests.meta.source import ROOT, Module, parse, read_package


def refusals() -> Iterator[str]:
    for module in read_package():
        for node in module.nodes:
            if isinstance(node, ast.ClassDef) and "Refusal" in map(ast.unparse, node.bases):
                yield node.name


# Calls whose first text is a message. `say` has a language before it.
SPEAKING = frozenset({"say", "ask", "ask_yes_no", "mark_message", "Misuse", "Command", *refusals()})
KEYWORDS = frozenset({"help", "metavar", "missing"})
CODE = re.compile(r"[EW]\d{3}")
NO_MESSAGES = frozenset({"dask://HOST:PORT"})


def messages(module: Module) -> Iterator[str]:
    for node in module.nodes:
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


# Headings of Click's help, and what SQLite says when it cannot write.
OF_LIBRARIES = {"Commands", "Options", "database is locked", "database or disk is full", "disk I/O error"}
OF_LIBRARIES.add("unable to open database file")


def said_somewhere() -> Iterator[str]:
    """All texts in quotes, in the package and in the theme, and what the system says."""
    for module in read_package():
        yield from (node.value for node in module.nodes if isinstance(node, ast.Constant))
    for path in (ROOT / "templates").rglob("*.*"):
        tokens = Environment().lex(path.read_text("utf-8"))
        yield from (ast.literal_eval(text) for _, kind, text in tokens if kind == "string")
    yield from map(os.strerror, errno.errorcode)


@pytest.mark.skipif(sys.platform != "linux", reason="the catalogue has errors in the words of Linux")
def test_the_catalogue_has_no_words_that_nobody_says() -> None:
    words = load_catalogue("mn")
    left = (words.messages.keys() | words.plurals.keys()) - OF_LIBRARIES
    assert sorted(left - set(said_somewhere())) == []
