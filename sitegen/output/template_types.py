"""What a template may read of a view: the types of its fields, from the view's own annotations."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from sitegen.content.suggest import suggest

ANY: Any = Any


class Unknown(msgspec.Struct, frozen=True):
    """A name that the type does not have, with the nearest one that it has."""

    name: str
    nearest: str


def attribute(kind: Any, name: str) -> Any | Unknown:
    """The type of a field of a type; Unknown if no alternative of a union has the field. None counts as no
    alternative."""
    found: list[Any] = []
    fields: list[str] = []
    for member in members(kind):
        if not _is_struct(member):
            return ANY
        own = hints(member)
        fields += own
        if name in own:
            found.append(own[name])
        elif hasattr(member, name):
            return ANY
    if found:
        return union(found)
    if not fields:
        return ANY
    return Unknown(name, suggest(name, fields))


def element(kind: Any) -> Any:
    """The type of the items in a loop over a value of a type."""
    found = []
    for member in members(kind):
        if typing.get_origin(member) is not tuple:
            return ANY
        found += [item for item in typing.get_args(member) if item is not Ellipsis]
    return union(found)


def item(kind: Any, position: int) -> Any:
    """The type of the value at a position of `tuple[A, B]` or `tuple[A, ...]`."""
    found = []
    for member in members(kind):
        arguments = typing.get_args(member)
        if typing.get_origin(member) is not tuple or not arguments:
            return ANY
        if arguments[-1] is Ellipsis:
            found.append(arguments[0])
        elif position < len(arguments):
            found.append(arguments[position])
    return union(found)


def members(kind: Any) -> tuple[Any, ...]:
    """The alternatives of a type without None; (Any,) where nothing is known."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return tuple(member for member in typing.get_args(kind) if member is not types.NoneType)
    return (kind,)


def union(kinds: list[Any]) -> Any:
    flat = list(dict.fromkeys(member for kind in kinds for member in members(kind)))
    flat = [member for member in flat if member is not types.NoneType] or flat
    if not flat or ANY in flat:
        return ANY
    return typing.Union[tuple(flat)] if len(flat) > 1 else flat[0]  # noqa: UP007 (made at run time)


def tuple_of(kinds: list[Any]) -> Any:
    """The type of a tuple written in a template, from the types of its items; a list has `...` at the end."""
    return types.GenericAlias(tuple, tuple(kinds))


@cache
def hints(struct: type) -> Mapping[str, Any]:
    """The fields of a view with their types."""
    own = {field.name for field in msgspec.structs.fields(struct)}
    return {name: kind for name, kind in typing.get_type_hints(struct).items() if name in own}


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)
