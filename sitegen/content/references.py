"""References: the ids that facts name, found by the types of their fields."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

import msgspec

from sitegen.content.kinds import Refers


class Reference(msgspec.Struct, frozen=True, array_like=True):
    """`field` is a dotted path as in `Document.marks`; `target` a kind or the name of a record."""

    field: str
    target: str
    ident: str


Walker = Callable[[str, Any], Iterator[Reference]]


def references(facts: msgspec.Struct) -> Iterator[Reference]:
    """Every reference in the facts, in the order of the fields."""
    for name, walk in _walkers(type(facts)):
        value = getattr(facts, name)
        if value:
            yield from walk(name, value)


@cache
def _walkers(struct: type[msgspec.Struct]) -> tuple[tuple[str, Walker], ...]:
    hints = typing.get_type_hints(struct, include_extras=True)
    found = ((field.name, _walker(hints[field.name])) for field in msgspec.structs.fields(struct))
    return tuple((name, walk) for name, walk in found if walk)


def _walker(hint: Any) -> Walker | None:
    if get_origin(hint) is Annotated:
        for extra in hint.__metadata__:
            if isinstance(extra, Refers):
                target = extra.target
                return lambda field, value: iter((Reference(field, target, value),))
        return None
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _struct_walker(hint)
    inner = [walk for walk in map(_walker, get_args(hint)) if walk]
    if not inner:
        return None
    walk = inner[0]
    return _items_walker(walk) if get_origin(hint) is tuple else walk


def _struct_walker(struct: type[msgspec.Struct]) -> Walker | None:
    if not _walkers(struct):
        return None

    def walk(field: str, value: Any) -> Iterator[Reference]:
        for found in references(value):
            yield Reference(f"{field}.{found.field}", found.target, found.ident)

    return walk


def _items_walker(walk_item: Walker) -> Walker:
    def walk(field: str, value: Any) -> Iterator[Reference]:
        for number, item in enumerate(value):
            yield from walk_item(f"{field}.{number}", item)

    return walk
