"""Imports run only down the list of layers, without cycles, and every module has its place."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.meta.source import PACKAGE, Module, imports, parse, read_package

# From the top down: a module may import from its own layer and from those after it.
LAYERS = (
    ("cli", "__main__"),
    ("checks", "serve", "writing"),
    ("build",),
    ("steps",),
    ("output",),
    ("pages",),
    ("archive",),
    ("content",),
    ("language",),
    ("core",),
)
NAMES_THAT_SAY_NOTHING = frozenset({"util", "utils", "helper", "helpers", "manager", "managers", "base"})

MODULES = read_package()


def layer(name: str) -> int | None:
    """How far down a module stands; the package itself holds only its version and is at the very bottom."""
    parts = name.split(".")
    if parts == [PACKAGE]:
        return len(LAYERS)
    for depth, members in enumerate(LAYERS):
        if parts[1] in members:
            return depth
    return None


def climbing_imports(modules: Iterable[Module]) -> list[str]:
    modules = tuple(modules)
    known = frozenset(module.name for module in modules)
    found = []
    for module in modules:
        here = layer(module.name)
        for line, target in imports(module, known):
            if target.split(".")[0] != PACKAGE or here is None:
                continue
            there = layer(target)
            if there is None or there < here:
                found.append(f"{module.path}:{line}: {module.name} imports {target}")
    return found


def cycle(modules: Iterable[Module]) -> list[str]:
    """The names along one import cycle, or nothing."""
    modules = tuple(modules)
    known = frozenset(module.name for module in modules)
    targets = {
        module.name: sorted({target for _, target in imports(module, known)} & known - {module.name})
        for module in modules
    }
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name in done:
            return []
        for target in targets[name]:
            if found := visit(target, [*trail, name]):
                return found
        done.add(name)
        return []

    for name in sorted(targets):
        if found := visit(name, []):
            return found
    return []


def test_every_module_has_a_layer_and_a_name_that_says_something() -> None:
    names = [module.name for module in MODULES]
    assert [name for name in names if layer(name) is None] == [], "place them in LAYERS"
    assert [name for name in names if NAMES_THAT_SAY_NOTHING & set(name.split("."))] == []


def test_imports_only_run_down() -> None:
    assert climbing_imports(MODULES) == []


def test_there_is_no_import_cycle() -> None:
    assert cycle(MODULES) == []


@pytest.mark.parametrize(
    "line",
    [
        "import sitegen.output.publish",
        "from sitegen.output import publish",
        "from sitegen import output",
        "from ..output import publish",
        "def late():\n    from sitegen.output.publish import write",
        "import sitegen.somewhere_new",
    ],
)
def test_an_import_that_climbs_is_found(line: str) -> None:
    planted = parse("sitegen.content.planted", line)
    output = parse("sitegen.output", "", is_package=True)
    publish = parse("sitegen.output.publish", "")
    assert len(climbing_imports((planted, output, publish))) == 1


def test_a_module_without_a_layer_is_found() -> None:
    assert layer("sitegen.somewhere_new") is None


def test_a_cycle_is_found() -> None:
    first = parse("sitegen.content.a", "from sitegen.content import b")
    second = parse("sitegen.content.b", "from sitegen.content.c import thing")
    third = parse("sitegen.content.c", "def late():\n    import sitegen.content.a")
    assert cycle((first, second, third))
    assert cycle((second, third)) == []
