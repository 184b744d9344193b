"""The examples in docs/errors.md are real: each one gives the code it stands under."""

from __future__ import annotations

import pytest

from sitegen.content.frontmatter import parse_front_matter
from sitegen.content.kinds import KINDS
from sitegen.content.source import Source
from sitegen.language.diagnostics import catalogue

EXAMPLES = {
    code: parts["example"]
    for code, parts in catalogue().items()
    if "example" in parts and (code[1] == "1" or code in ("E301", "E306", "E315", "E402"))
}


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_an_example_gives_its_code(code: str) -> None:
    example = EXAMPLES[code]
    title = "" if "title" in example or code in ("E105", "E106") else "title: x\n"
    text = example if example.startswith("---") else f"---\n{title}{example.rstrip()}\n---\nБичвэр.\n"
    found = {item.code for kind in KINDS for item in parse_front_matter(Source("f", text), kind, "mn")[1]}
    assert code in found
