"""Checks templates before anything is rendered: unknown names, and what could let markup through.

A walk goes through the templates of a page with the types of the names they use, which are those of the
view's own annotations. It goes into what a template extends, includes, imports and calls, so that a mistyped
field is found at its own line even in a macro.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from jinja2 import nodes
from jinja2.filters import FILTERS as DEFAULT_FILTERS
from jinja2.tests import TESTS as DEFAULT_TESTS

from sitegen.content.suggestions import suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic, in_order
from sitegen.output.templates import NOT_FILTERS, closures, filters, parse_all
from sitegen.output.theme import CheckedTemplates
from sitegen.pages.views import Chrome, View

ANY: Any = Any
_LIKE_THEIR_INPUT = {"list", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique"}
_OF_THEIR_INPUT = {"first", "last", "max", "min", "random"}
_BY_ATTRIBUTE = {"map", "rejectattr", "selectattr"}
# Names in every template besides `page` and `site`.
GIVEN = ("_", "gettext", "ngettext", "jsonld", "prose")
FILTERS = sorted((DEFAULT_FILTERS.keys() | filters("").keys()) - set(NOT_FILTERS))
TESTS = sorted(DEFAULT_TESTS)
_SAID = re.compile(r"\{#.*?#\}|\{%.*?%\}|(?P<value>\{\{.*?\}\})", re.DOTALL)
_TAG = re.compile(r"""<[A-Za-z\0](?:"[^"]*"|'[^']*'|[^'">])*>""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_UNQUOTED = re.compile(r"""=[ \n\t]*[^ \n\t>"']*\0""")


def check(sources: Mapping[str, str], views: Mapping[str, type[View]]) -> CheckedTemplates:
    """The closures of templates, and what is wrong in them; `views` has the type of `page` for each
    template."""
    trees, problems = parse_all(sources)
    found = list(problems)
    for name, tree in trees.items():
        found += lint(name, sources[name], tree)
    walk = Walk(trees, frozenset(sources))
    for name, view in views.items():
        if name in sources:
            walk.check_page(name, view)
        else:
            found.append(diagnostic("E505", f"templates/{name}", name=name))
    return CheckedTemplates(closures(sources, trees), in_order([*found, *walk.found]))


def lint(name: str, source: str, tree: nodes.Template) -> Iterator[Diagnostic]:
    """Problems of one template, in no particular order."""
    path = f"templates/{name}"
    for line in unquoted_values(source):
        yield diagnostic("E511", path, line)
    for found in tree.find_all((nodes.Filter, nodes.Test, nodes.EvalContextModifier)):
        match found:
            case nodes.Filter(name="xmlattr"):
                yield diagnostic("E514", path, found.lineno)
            case nodes.Filter(name="safe") | nodes.EvalContextModifier():  # the latter: {% autoescape %}
                yield diagnostic("E513", path, found.lineno)
            case nodes.Filter() if found.name not in FILTERS:
                yield _unknown_name(path, found, FILTERS)
            case nodes.Test() if found.name not in TESTS:
                yield _unknown_name(path, found, TESTS)


def unquoted_values(source: str) -> Iterator[int]:
    """The numbers of lines with an attribute value without quotes, in which a space would start another
    attribute."""
    html = _SAID.sub(_without_braces, source)
    for tag in _TAG.finditer(html):
        blank = _QUOTED.sub(lambda quoted: '"' * len(quoted[0]), tag[0])
        for value in _UNQUOTED.finditer(blank):
            yield html.count("\n", 0, tag.start() + value.start()) + 1


def _unknown_name(path: str, node: nodes.Filter | nodes.Test, known: list[str]) -> Diagnostic:
    return diagnostic("E502", path, node.lineno, name=node.name, suggestion=suggest(node.name, known))


def _without_braces(said: re.Match[str]) -> str:
    """A sign in place of a value in braces, nothing in place of a statement, with its line feeds kept."""
    return ("\0" if said["value"] else "") + "\n" * said[0].count("\n")


class _Macro(msgspec.Struct, frozen=True, eq=False):
    """A macro with the names it sees, which are those of its own template."""

    template: str
    node: nodes.Macro
    scope: dict[str, Any]


class Walk:
    """Walks through the templates of one page after the other, and collects diagnostics."""

    def __init__(self, trees: Mapping[str, nodes.Template], known: frozenset[str]) -> None:
        self.trees = trees
        self.known = known
        self.found: list[Diagnostic] = []
        self.name = ""
        self.running: list[str] = []
        self.blocks: dict[str, list[tuple[str, nodes.Block]]] = {}
        self.own_blocks = {name: tuple(tree.find_all(nodes.Block)) for name, tree in trees.items()}
        self.imported: dict[str, dict[str, Any]] = {}
        self.seen: dict[tuple[Any, ...], _Macro] = {}  # keeps macros alive: keys have their ids

    def check_page(self, name: str, view: type[View]) -> None:
        self.blocks = {}
        self.check_template(name, {"page": view, "site": Chrome} | dict.fromkeys(GIVEN, ANY))

    # Templates

    def check_template(self, name: str, scope: dict[str, Any], line: int = 0) -> dict[str, Any]:
        """Walks a template; returns the types of the names that it has at its end."""
        if name not in self.trees or name in self.running:
            if name not in self.known:
                self.say("E505", line, name=name)
            return scope
        outer, self.name = self.name, name
        self.running.append(name)
        tree = self.trees[name]
        for block in self.own_blocks[name]:
            self.blocks.setdefault(block.name, []).append((name, block))
        parents = [node for node in tree.body if isinstance(node, nodes.Extends)]
        for node in tree.body:
            if not parents or not isinstance(node, nodes.Output | nodes.Block):
                self.check_statement(node, scope)
        for parent in parents:
            for called in self.names_of(parent.template):
                self.check_template(called, scope, parent.lineno)
        self.running.pop()
        self.name = outer
        return scope

    def names_of(self, target: nodes.Expr) -> list[str]:
        return [target.value] if isinstance(target, nodes.Const) and isinstance(target.value, str) else []

    # Statements

    def check_statement(self, node: nodes.Node, scope: dict[str, Any]) -> None:
        match node:
            case nodes.For():
                self.check_loop(node, scope)
            case nodes.Assign():
                self.bind(node.target, self.type_of(node.node, scope), scope)
            case nodes.AssignBlock():
                self.bind(node.target, ANY, scope)
                self.check_statements(node.body, scope)
            case nodes.With():
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    self.bind(target, self.type_of(value, scope), inner)
                self.check_statements(node.body, inner)
            case nodes.Macro():
                scope[node.name] = _Macro(self.name, node, scope)
            case nodes.CallBlock():
                self.type_of(node.call, scope | {"caller": ANY})
                self.check_statements(node.body, scope | {arg.name: ANY for arg in node.args})
            case nodes.Block():
                self.check_block(node, scope)
            case nodes.Include():
                for name in self.names_of(node.template):
                    self.check_template(name, dict(scope), 0 if node.ignore_missing else node.lineno)
            case nodes.Import():
                for name in self.names_of(node.template):
                    self.imported_names(name, node.lineno)
                scope[node.target] = ANY
            case nodes.FromImport():
                self.check_import(node, scope)
            case nodes.If():
                self.type_of(node.test, scope)
                self.check_statements([*node.body, *node.elif_, *node.else_], scope)
            case nodes.Expr():
                self.type_of(node, scope)
            case _:
                self.check_statements(node.iter_child_nodes(), scope)

    def check_statements(self, body: Any, scope: dict[str, Any]) -> None:
        for node in body:
            self.check_statement(node, scope)

    def check_loop(self, node: nodes.For, scope: dict[str, Any]) -> None:
        inner = dict(scope)
        self.bind(node.target, element_type(self.type_of(node.iter, scope)), inner)
        if node.test:
            self.type_of(node.test, inner)
        self.check_statements(node.body, inner | {"loop": ANY})
        self.check_statements(node.else_, dict(scope))

    def bind(self, target: nodes.Node, kind: Any, scope: dict[str, Any]) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = kind
        elif isinstance(target, nodes.Tuple):
            for position, part in enumerate(target.items):
                self.bind(part, item_type(kind, position), scope)

    def check_block(self, node: nodes.Block, scope: dict[str, Any]) -> None:
        """Walks a block as the outermost template has it, and the blocks that `super()` reaches."""
        outer = self.name
        for name, block in self.blocks.get(node.name, [(outer, node)]):
            self.name = name
            self.check_statements(block.body, scope | {"super": ANY, "self": ANY})
            if not any(name.name == "super" for name in _name_calls(block)):
                break
        self.name = outer

    def check_import(self, node: nodes.FromImport, scope: dict[str, Any]) -> None:
        for source in self.names_of(node.template):
            exported = self.imported_names(source, node.lineno)
            for wanted in node.names:
                name, alias = wanted if isinstance(wanted, tuple) else (wanted, wanted)
                if name not in exported and source in self.trees:
                    self.say("E502", node.lineno, name=name, suggestion=suggest(name, exported))
                scope[alias] = exported.get(name, ANY)

    def imported_names(self, name: str, line: int) -> dict[str, Any]:
        """The names that a template gives to those who import it. It sees neither their page nor their
        names."""
        if name not in self.imported:
            self.imported[name] = self.check_template(
                name, {given: ANY for given in GIVEN if given != "prose"}, line
            )
        return self.imported[name]

    # Expressions

    def type_of(self, node: nodes.Node, scope: dict[str, Any]) -> Any:
        """The type of an expression, after looking at all of its parts."""
        match node:
            case nodes.Name():
                if node.name not in scope:
                    self.say("E502", node.lineno, name=node.name, suggestion=suggest(node.name, scope))
                return scope.get(node.name, ANY)
            case nodes.Getattr():
                return self.type_of_attribute(node, scope)
            case nodes.Getitem():
                of = self.type_of(node.node, scope)
                self.type_of(node.arg, scope)
                if isinstance(node.arg, nodes.Slice):
                    return of
                at = node.arg.value if isinstance(node.arg, nodes.Const) else None
                return item_type(of, at) if isinstance(at, int) else ANY
            case nodes.CondExpr():
                self.type_of(node.test, scope)
                parts = [node.expr1, *([node.expr2] if node.expr2 else [])]
                return union_of([self.type_of(part, scope) for part in parts])
            case nodes.Or() | nodes.And():
                return union_of([self.type_of(node.left, scope), self.type_of(node.right, scope)])
            case nodes.Test(name="defined" | "undefined", node=nodes.Name()):
                return ANY
            case nodes.Call():
                return self.type_of_call(node, scope)
            case nodes.Filter():
                return self.type_of_filter(node, scope)
            case nodes.Const(value=None):
                return types.NoneType
            case nodes.Tuple():
                return tuple_of([self.type_of(part, scope) for part in node.items])
            case nodes.List():
                return tuple_of([union_of([self.type_of(part, scope) for part in node.items]), ...])
        for part in node.iter_child_nodes():
            self.type_of(part, scope)
        return ANY

    def type_of_attribute(self, node: nodes.Getattr, scope: dict[str, Any]) -> Any:
        kind = attribute_type(self.type_of(node.node, scope), node.attr)
        if not isinstance(kind, UnknownName):
            return kind
        self.say("E502", node.lineno, name=_name_as_written(node), suggestion=kind.nearest)
        return ANY

    def type_of_filter(self, node: nodes.Filter, scope: dict[str, Any]) -> Any:
        of = self.type_of(node.node, scope) if node.node else ANY
        for part in (*node.args, *node.kwargs):
            self.type_of(part, scope)
        if node.name in _BY_ATTRIBUTE:
            self.check_attribute_names(node, element_type(of))
        if node.name == "default" and node.args:
            return union_of([of, self.type_of(node.args[0], scope)])
        if node.name in _LIKE_THEIR_INPUT:
            return of
        return element_type(of) if node.name in _OF_THEIR_INPUT else ANY

    def check_attribute_names(self, node: nodes.Filter, of: Any) -> None:
        """Checks the field that a filter names as a text: `selectattr("iso", …)`, `map(attribute="iso")`."""
        attributes = [part.value for part in node.kwargs if part.key == "attribute"]
        for part in attributes or ([] if node.name == "map" else node.args[:1]):
            if isinstance(part, nodes.Const) and isinstance(part.value, str):
                kind = attribute_type(of, part.value.partition(".")[0])
                if isinstance(kind, UnknownName):
                    self.say("E502", node.lineno, name=part.value, suggestion=kind.nearest)

    def type_of_call(self, node: nodes.Call, scope: dict[str, Any]) -> Any:
        called = self.type_of(node.node, scope)
        positional = [self.type_of(part, scope) for part in node.args]
        by_name = {part.key: self.type_of(part.value, scope) for part in node.kwargs}
        if isinstance(called, _Macro):
            self.check_macro(called, positional, by_name)
        return ANY

    def check_macro(self, macro: _Macro, positional: list[Any], by_name: dict[str, Any]) -> None:
        """Walks a macro with the types of its arguments in a call, once for each combination of types."""
        names = [arg.name for arg in macro.node.args]
        bound = dict.fromkeys(names, ANY) | dict(zip(names, positional, strict=False)) | by_name
        call = (id(macro.scope), macro.node.name, *(_key(bound[name]) for name in names))
        if call in self.seen:
            return
        self.seen[call] = macro
        outer, self.name = self.name, macro.template
        self.check_statements(
            macro.node.body, macro.scope | bound | {"caller": ANY, "varargs": ANY, "kwargs": ANY}
        )
        self.name = outer

    def say(self, code: str, line: int, **args: str) -> None:
        if line or code != "E505":
            self.found.append(diagnostic(code, f"templates/{self.name}", line, 0, **args))


def _name_calls(node: nodes.Node) -> Iterator[nodes.Name]:
    """The names that a part of a template calls."""
    for call in node.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            yield call.node


def _name_as_written(node: nodes.Expr) -> str:
    """A chain of names as its author wrote it: `page.entry.titel`."""
    if isinstance(node, nodes.Getattr):
        return f"{_name_as_written(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _key(kind: Any) -> Any:
    return id(kind) if isinstance(kind, _Macro) else kind


class UnknownName(msgspec.Struct, frozen=True):
    """A name that the type does not have, with the nearest one that it has."""

    name: str
    nearest: str


def attribute_type(kind: Any, name: str) -> Any | UnknownName:
    """The type of a field of a type; UnknownName if no alternative of a union has the field. None counts as
    no alternative."""
    found: list[Any] = []
    fields: list[str] = []
    for member in alternatives(kind):
        if not _is_struct(member):
            return ANY
        own = field_types(member)
        fields += own
        if name in own:
            found.append(own[name])
        elif hasattr(member, name):
            return ANY
    if found:
        return union_of(found)
    if not fields:
        return ANY
    return UnknownName(name, suggest(name, fields))


def element_type(kind: Any) -> Any:
    """The type of the items in a loop over a value of a type."""
    found = []
    for member in alternatives(kind):
        if typing.get_origin(member) is not tuple:
            return ANY
        found += [item for item in typing.get_args(member) if item is not Ellipsis]
    return union_of(found)


def item_type(kind: Any, position: int) -> Any:
    """The type of the value at a position of `tuple[A, B]` or `tuple[A, ...]`."""
    found = []
    for member in alternatives(kind):
        arguments = typing.get_args(member)
        if typing.get_origin(member) is not tuple or not arguments:
            return ANY
        if arguments[-1] is Ellipsis:
            found.append(arguments[0])
        elif position < len(arguments):
            found.append(arguments[position])
    return union_of(found)


def alternatives(kind: Any) -> tuple[Any, ...]:
    """The alternatives of a type without None; (Any,) where nothing is known."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return tuple(member for member in typing.get_args(kind) if member is not types.NoneType)
    return (kind,)


def union_of(kinds: list[Any]) -> Any:
    flat = list(dict.fromkeys(member for kind in kinds for member in alternatives(kind)))
    flat = [member for member in flat if member is not types.NoneType] or flat
    if not flat or ANY in flat:
        return ANY
    return typing.Union[tuple(flat)] if len(flat) > 1 else flat[0]  # noqa: UP007 (made at run time)


def tuple_of(kinds: list[Any]) -> Any:
    """The type of a tuple written in a template, from the types of its items; a list has `...` at the end."""
    return types.GenericAlias(tuple, tuple(kinds))


@cache
def field_types(struct: type) -> Mapping[str, Any]:
    """The fields of a view with their types."""
    own = {field.name for field in msgspec.structs.fields(struct)}
    return {name: kind for name, kind in typing.get_type_hints(struct).items() if name in own}


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)
