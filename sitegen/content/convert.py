"""From YAML nodes to the types of a schema. The schema is the annotations of a msgspec struct.

No problem hides another: a field that cannot be read is reported at its place and left out.
"""

from __future__ import annotations

import re
import typing
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec import UNSET, UnsetType

from sitegen.content import values, yaml_mend
from sitegen.content.document import Mark
from sitegen.content.kinds import Form, Money, Refers
from sitegen.content.source import clean, code_point, control_characters, direction_characters
from sitegen.content.suggest import odd_characters, suggest
from sitegen.content.values import FORMS, Wrong
from sitegen.content.yaml_strict import Mapping as MappingNode
from sitegen.content.yaml_strict import Node, Scalar, Sequence
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.dates import PartialDate
from sitegen.language.words import Words

LANGUAGES = ("mn", "en")
# No-break spaces are meant, so they stay.
_GAPS = re.compile(r"[ \t\r\n]+")
_READERS: dict[Any, Callable[[str], Any]] = {
    str: lambda text: text,
    int: values.read_number,
    bool: values.read_switch,
    date: values.read_day,
    datetime: values.read_moment,
    Decimal: values.read_decimal,
    Money: values.read_money,
    PartialDate: values.read_partial_date,
}


class Shape(msgspec.Struct, frozen=True):
    """How values of a type are read: a text by `reader`, a list item by item, else words or a struct."""

    type: Any
    reader: Callable[[str], Any] | None = None
    item: Shape | None = None


class Field(msgspec.Struct, frozen=True):
    """A field of a schema; its type with what `Annotated` adds."""

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
    """The fields of all of them together."""
    fields = {field.name: field for struct in structs for field in fields_of(struct)}
    return Schema(fields, tuple(name for name, field in fields.items() if field.required))


class Conversion:
    """Reads the nodes of one file; collects the problems, and the places of all values.

    `lang` is the language of a text that does not say its language; None where it must be said.
    """

    def __init__(self, path: str, lang: str | None = None) -> None:
        self.path = path
        self.lang = lang
        self.problems: list[Diagnostic] = []
        self.marks: list[Mark] = []

    def fields(
        self, node: Node, schema: Schema, at: str = "", foreign: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """The values of a mapping that could be read. `at` is the dotted path of the mapping.

        `foreign` are names that other generators know: each with the argument that selects its hint.
        """
        if not isinstance(node, MappingNode):
            self._report(node, "E116", field=at, known=", ".join(schema.fields))
            return {}
        values: dict[str, Any] = {}
        for key, value in node.entries:
            if (field := schema.fields.get(key.value)) is None:
                # The field meant is not missing: one mistake is reported once.
                values.setdefault(self._unknown(key, list(schema.fields), foreign or {}), UNSET)
            elif not (isinstance(value, Scalar) and value.is_empty):
                values[key.value] = self.value(value, field.shape, _join(at, key.value))
        for name in schema.required:
            if name not in values:
                self._report(node, "E105", field=_join(at, name), paste=f"{name}: …")
        return {name: value for name, value in values.items() if value is not UNSET}

    def struct(self, node: Node, struct: type[msgspec.Struct], at: str = "") -> Any:
        """A struct, or UNSET if a field it cannot be without is missing."""
        schema = schema_of(struct)
        values = self.fields(node, schema, at)
        if any(name not in values for name in schema.required):
            return UNSET
        return struct(**values)

    def value(self, node: Node, wanted: Shape, at: str) -> Any:
        """The value of a node in the wanted shape, or UNSET."""
        self.marks.append(Mark(at, node.line, node.column))
        if wanted.item:
            return self._list(node, wanted.item, at)
        if wanted.type is Words:
            return self._words(node, at)
        if (reader := wanted.reader) is None:
            return self.struct(node, wanted.type, at)
        text = self.text(node, at)
        if isinstance(text, UnsetType):
            return UNSET
        result = reader(text)
        if isinstance(result, Wrong):
            self._report(node, result.code, **result.args)
            return UNSET
        return result

    def text(self, node: Node, at: str) -> str | UnsetType:
        """The text of a scalar on one line, without characters nobody sees."""
        if not isinstance(node, Scalar):
            self._report(node, "E148", field=at)
            return UNSET
        text = node.value
        if text.isprintable() and "  " not in text:
            text = unicodedata.normalize("NFC", text).strip()
        else:
            for character in control_characters(text.replace("\r", " ")):
                self._report(node, "E113", character=code_point(character))
                return UNSET
            for character in direction_characters(text):
                self._report(node, "W118", character=code_point(character))
            text = _GAPS.sub(" ", clean(text)).strip()
        if not text:
            self._report(node, "E149", field=at)
            return UNSET
        return text

    def _list(self, node: Node, wanted: Shape, at: str) -> Any:
        if not isinstance(node, Sequence):
            self._report(node, "E117", field=at, paste=_as_list(at, node))
            return UNSET
        values = []
        for number, item in enumerate(node.items):
            if isinstance(item, Scalar) and item.is_empty:
                self._report(item, "E149", field=_join(at, str(number)))
            else:
                values.append(self.value(item, wanted, _join(at, str(number))))
        return tuple(value for value in values if value is not UNSET)

    def _words(self, node: Node, at: str) -> Words | UnsetType:
        name = at.rpartition(".")[2]
        if isinstance(node, Scalar):
            text = self.text(node, at)
            if isinstance(text, UnsetType):
                return UNSET
            if self.lang is None:
                pairs = ", ".join(f"{lang}: {yaml_mend.quote(text)}" for lang in LANGUAGES)
                self._report(node, "E142", field=at, paste=f"{name}: {{{pairs}}}")
                return UNSET
            return Words(((self.lang, text),))
        if isinstance(node, Sequence):
            self._report(node, "E148", field=at)
            return UNSET
        texts: dict[str, str] = {}
        for key, value in node.entries:
            if key.value not in LANGUAGES:
                self._report(key, "E141", lang=key.value, choices=", ".join(LANGUAGES))
            elif not (isinstance(value, Scalar) and value.is_empty):
                self.marks.append(Mark(_join(at, key.value), value.line, value.column))
                if not isinstance(text := self.text(value, _join(at, key.value)), UnsetType):
                    texts[key.value] = text
        if not texts and not node.entries:
            self._report(node, "E149", field=at)
        # In the order of the site's languages, so that equal words are equal values.
        return Words(tuple((lang, texts[lang]) for lang in LANGUAGES if lang in texts)) if texts else UNSET

    def _unknown(self, key: Scalar, names: list[str], foreign: Mapping[str, str]) -> str:
        """Reports the key; gives the field that was probably meant, or nothing."""
        if key.value in foreign:
            self._report(key, "E106", key=key.value, **{foreign[key.value]: key.value})
            return ""
        near, odd = suggest(key.value, names), odd_characters(key.value)
        self._report(key, "E106", key=key.value, near=near, odd=odd, known=", ".join(names))
        return near

    def _report(self, node: Node, code: str, **args: object) -> None:
        self.problems.append(diagnostic(code, self.path, node.line, node.column, **args))


def _join(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _as_list(at: str, node: Node) -> str:
    """`tags: [a, b]`, for somebody who wrote `tags: a, b`."""
    if not isinstance(node, Scalar):
        return ""
    parts = [part.strip() for part in node.value.split(",")]
    items = [part if values.is_id(part) else yaml_mend.quote(part) for part in parts if part]
    return f"{at.rpartition('.')[2]}: [{', '.join(items)}]"


def _shape(wanted: Any) -> Shape:
    inner, reader = _reader(wanted)
    if get_origin(inner) is tuple:
        return Shape(inner, item=_shape(get_args(inner)[0]))
    return Shape(inner, reader)


def _reader(wanted: Any) -> tuple[Any, Callable[[str], Any] | None]:
    """The type without `None` and annotations, and what reads its text; None for lists, words and structs."""
    if get_origin(wanted) in (Union, UnionType):
        rest = [part for part in get_args(wanted) if part is not NoneType]
        assert len(rest) == 1, f"a schema field has one type: {wanted}"
        return _reader(rest[0])
    if get_origin(wanted) is Annotated:
        inner, reader = _reader(wanted.__origin__)
        for extra in wanted.__metadata__:
            if isinstance(extra, Refers):
                reader = values.read_id
            elif isinstance(extra, Form):
                reader = FORMS[extra.name]
            elif isinstance(extra, msgspec.Meta):
                reader = _within(reader, extra)
        return inner, reader
    if get_origin(wanted) is Literal:
        choices = get_args(wanted)
        return wanted, lambda text: values.read_choice(text, choices)
    return wanted, _READERS.get(wanted)


def _within(reader: Callable[[str], Any] | None, bounds: msgspec.Meta) -> Callable[[str], Any]:
    assert reader is not None
    least, most = bounds.ge, bounds.le

    def read(text: str) -> Any:
        value = reader(text)
        if isinstance(value, Wrong) or least <= value <= most:
            return value
        return values.wrong("E107", text, least=least, most=most)

    return read
