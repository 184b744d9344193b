"""Styles and scripts are published without what no browser reads."""

from __future__ import annotations

import pytest

from sitegen.output.theme import minify


@pytest.mark.parametrize(
    ("name", "written", "published"),
    [
        ("a.css", "/* Why. */\na {\n  color: red; /* or not */\n}\n", "a {\ncolor: red;\n}\n"),
        ("a.css", 'a::before { content: "/* no */"; }\n', 'a::before { content: "/* no */"; }\n'),
        ("a.css", "/*! Whose it is. */\na { }\n", "/*! Whose it is. */\na { }\n"),
        ("a.js", "// Why.\nconst a = 1;\n\n  // How.\n  f(a); // so\n", "const a = 1;\nf(a); // so\n"),
        ("a.js", "const a = `\n// text\n`;\n", "const a = `\n// text\n`;\n"),
        ("a.js", "/* a\n// b */\n", "/* a\n// b */\n"),
        ("a.js", "// @license MIT\nf();\n", "// @license MIT\nf();\n"),
    ],
)
def test_comments_and_indentation_are_left_out(name: str, written: str, published: str) -> None:
    assert minify(name, written.encode()) == published.encode()
