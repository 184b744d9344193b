"""Schemas of YAML files, made from the annotations of structs: the fields, and the reader of each field's
text."""

from __future__ import annotations

import typing
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from sitegen.content import values
from sitegen.content.kinds import Form, Money, Refers
from sitegen.content.values import FORMS, BadValue, read_warning
from sitegen.language.dates import PartialDate


def read_plain(text: str) -> str:
    """Reads a text that has no form."""
    return text


_READERS: dict[Any, Callable[[str], Any]] = {
    str: read_plain,
    int: values.read_number,
    bool: values.read_switch,
    date: values.read_day,
    datetime: values.read_moment,
    Money: values.read_money,
    PartialDate: values.read_partial_date,
}
_FORMS = {
    **FORMS,
    "warning": read_warning,
    "video": values.read_video,
    "organisation-identifier": values.read_organisation_identifier,
    "grant-prefix": values.read_grant_prefix,
    "sector": values.read_sector,
    "coordinates": values.read_coordinates,
    "digest": values.read_digest,
    "checksum": values.read_checksum,
    "currency": values.read_currency,
    "colour": values.read_colour,
    "telephone": values.read_telephone,
}


class Shape(msgspec.Struct, frozen=True):
    """How values of a type are read: a text by `reader`, a list by the shape of its `item`; without both,
    `type` is Words or a struct. With a reader of keys (`key`) it is a mapping, whose values have the shape
    `item`.
    """

    type: Any
    reader: Callable[[str], Any] | None = None
    item: Shape | None = None
    key: Callable[[str], Any] | None = None


class Field(msgspec.Struct, frozen=True):
    """A field of a schema; `type` is its annotation, with what `Annotated` adds."""

    name: str
    type: Any
    required: bool
    shape: Shape


@cache
def fields_of(struct: type[msgspec.Struct]) -> tuple[Field, ...]:
    """The fields of a struct in the order of its definition."""
    hints = typing.get_type_hints(struct, include_extras=True)
    return tuple(
        Field(field.name, hint := hints[field.name], field.required, _shape(hint))
        for field in msgspec.structs.fields(struct)
    )


class Schema(msgspec.Struct, frozen=True):
    """The fields that a mapping may have, by name."""

    fields: dict[str, Field]
    required: tuple[str, ...]


@cache
def schema_of(*structs: type[msgspec.Struct]) -> Schema:
    """The schema with the fields of all these structs."""
    fields = {field.name: field for struct in structs for field in fields_of(struct)}
    return Schema(fields, tuple(name for name, field in fields.items() if field.required))


def _shape(wanted: Any) -> Shape:
    inner, reader = _reader(wanted)
    if get_origin(inner) is tuple:
        return Shape(inner, item=_shape(get_args(inner)[0]))
    if get_origin(inner) is dict:
        key, value = get_args(inner)
        return Shape(inner, item=_shape(value), key=_reader(key)[1])
    return Shape(inner, reader)


def _reader(wanted: Any) -> tuple[Any, Callable[[str], Any] | None]:
    """(type without `None` and annotations, reader of its text); no reader for lists, words and structs."""
    if get_origin(wanted) in (Union, UnionType):
        rest = [part for part in get_args(wanted) if part is not NoneType]
        assert len(rest) == 1, f"a schema field has one type: {wanted}"
        return _reader(rest[0])
    if get_origin(wanted) is Annotated:
        inner, reader = _reader(wanted.__origin__)
        for extra in wanted.__metadata__:
            if isinstance(extra, Refers):
                reader = values.read_reference
            elif isinstance(extra, Form):
                reader = _FORMS[extra.name]
            elif isinstance(extra, msgspec.Meta):
                reader = _reader_within(reader, extra)
        return inner, reader
    if get_origin(wanted) is Literal:
        choices = get_args(wanted)
        return wanted, lambda text: values.read_choice(text, choices)
    return wanted, _READERS.get(wanted)


def _reader_within(reader: Callable[[str], Any] | None, bounds: msgspec.Meta) -> Callable[[str], Any]:
    assert reader is not None
    least, most = bounds.ge, bounds.le

    def read(text: str) -> Any:
        value = reader(text)
        if isinstance(value, BadValue) or least <= value <= most:
            return value
        return values.bad_value("E107", text, least=least, most=most)

    return read
