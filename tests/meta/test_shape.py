"""Modules and functions are short, a name means one thing and tells what a call does or gives, and comments
name their subjects."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator

from tests.meta.source import Module, parse, read_beside, read_package

MOST_LINES_OF_A_MODULE = 500
MOST_LINES_OF_A_FUNCTION = 50
# First words of a docstring or comment whose subject stands elsewhere, if anywhere.
NO_SUBJECT = re.compile(
    r"(?:Of|By|In|With|Without|Those|These|That|They|It|Also|Else|Then|Nothing|None|Not|Others|Such)\b"
)
NO_SUBJECT_IN_COMMENT = re.compile(
    r"#\s*(?:of|that|those|these|they|it|also|else|then|which|others|such)\b", re.IGNORECASE
)

# Words that tell nothing by themselves: what is `shown` or `made_of`?
PARTICIPLE = re.compile(
    r"(?:\w{2,}ed|begun|bound|broken|built|chosen|done|drawn|found|given|gone|held|hidden|kept|known|left|lost"
    r"|made|meant|said|seen|sent|shown|taken|told|torn|worn|written)"
)
PARTICLES = frozenset(
    {"as", "at", "away", "back", "by", "from", "in", "not", "of", "on", "out", "to", "with"}
)
ENDING_LIKE_A_PARTICIPLE = frozenset({"feed", "need", "seed", "speed"})


def long_functions(module: Module) -> list[str]:
    return [
        f"{module.path}:{node.lineno}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in module.nodes
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


def public_names(module: Module) -> Iterator[str]:
    """The names that a module defines at its top and does not keep to itself."""
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
        else:
            names = []
        yield from (name for name in names if not name.startswith("_"))


def defined_twice(modules: tuple[Module, ...]) -> list[str]:
    places = defaultdict(list)
    for module in modules:
        for name in sorted(set(public_names(module))):
            places[name].append(module.path)
    return [f"{name}: {', '.join(paths)}" for name, paths in sorted(places.items()) if len(paths) > 1]


def test_no_public_name_is_defined_twice() -> None:
    assert defined_twice(read_package()) == []


def test_a_name_that_is_defined_twice_is_found() -> None:
    first, second = parse("a", "class Item: ...", "a.py"), parse("b", "_Own = 1\nItem: type = int", "b.py")
    assert defined_twice((first, second)) == ["Item: a.py, b.py"]


def bare_participles(module: Module) -> list[str]:
    """The functions and methods whose names are a participle without a noun or a verb: `shown`, `_kept_from`.
    A property is named like a field."""

    def tells(word: str) -> bool:
        is_participle = PARTICIPLE.fullmatch(word) and word not in ENDING_LIKE_A_PARTICIPLE
        return not is_participle and word not in PARTICLES

    return [
        f"{module.path}:{node.lineno}: {node.name}"
        for node in module.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not any(
            isinstance(item, ast.Name) and item.id in ("property", "cached_property")
            for item in node.decorator_list
        )
        and not any(tells(word) for word in node.name.strip("_").split("_"))
    ]


def test_functions_are_named_for_what_they_do_or_give() -> None:
    assert [found for module in read_package() for found in bare_participles(module)] == []


def test_a_function_named_by_a_participle_is_found() -> None:
    names = ("shown", "_kept_from", "printed_name", "read_feed", "feed", "is_known")
    text = "".join(f"def {name}() -> None: ...\n" for name in names)
    text += (
        "class Page:\n    @property\n    def published(self) -> bool: ...\n    def told(self) -> None: ...\n"
    )
    assert bare_participles(parse("planted", text, "a.py")) == [
        "a.py:1: shown",
        "a.py:2: _kept_from",
        "a.py:10: told",
    ]


def docstrings(module: Module) -> Iterator[tuple[int, str]]:
    for node in module.nodes:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield getattr(node, "lineno", 1), ast.get_docstring(node) or ""


def comments(module: Module) -> Iterator[tuple[int, str]]:
    """The comments that stand beside code, and of those on lines of their own the first line of each."""
    before = -1
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT:
            line = token.start[0]
            stands_alone = token.line.lstrip().startswith("#")
            if not stands_alone or line != before + 1:
                yield line, token.string
            before = line if stands_alone else before


def without_subject(module: Module) -> list[str]:
    found = [(line, text) for line, text in docstrings(module) if NO_SUBJECT.match(text)]
    found += ((line, text) for line, text in comments(module) if NO_SUBJECT_IN_COMMENT.match(text))
    return [f"{module.path}:{line}: {text.splitlines()[0]}" for line, text in found]


def test_comments_name_their_subjects() -> None:
    modules = (*read_package(), *read_beside())
    assert [found for module in modules for found in without_subject(module)] == []


def test_a_comment_without_a_subject_is_found() -> None:
    text = "\n".join(
        (
            "# In the order of the help.",
            "# Of the site.",
            "# Others are kept.",
            "names = ()  # else nothing is shown",
            "def path() -> str:",
            '    """Of a page: `/en/`."""',
        )
    )
    assert without_subject(parse("planted", text)) == [
        "planted.py:5: Of a page: `/en/`.",
        "planted.py:4: # else nothing is shown",
    ]
    assert without_subject(parse("planted", "# Of the site.\n")) == ["planted.py:1: # Of the site."]
