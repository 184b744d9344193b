"""Converts YAML nodes to the types of a schema, which is made from the annotations of structs.

No problem hides another: a field that cannot be read is reported where it stands, and left out.
"""

from __future__ import annotations

import re
import typing
import unicodedata
from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec import UNSET, UnsetType

from sitegen.content import values, yaml_strict
from sitegen.content.document import Mark
from sitegen.content.kinds import Form, Money, Refers
from sitegen.content.source import clean_value, code_point, control_characters, direction_characters
from sitegen.content.suggestions import (
    NOT_PUBLIC,
    UNKNOWN,
    done_otherwise,
    is_kept_back,
    is_no,
    is_public_state,
    languages_of,
    odd_characters,
    our_field,
    suggest,
)
from sitegen.content.values import BadValue, is_old_address, read_partial_date
from sitegen.content.yaml_strict import Mapping, Node, Scalar, Sequence, whole_values
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.language.catalogue import LANGUAGES, Words
from sitegen.language.dates import PartialDate

# Codes of values that people replace by a word such as “unknown”: numbers, dates, amounts, choices.
MAY_BE_UNKNOWN = frozenset(("E107", "E108", "E109", "E112"))
# The spaces that become one space; no-break spaces are meant, so they stay.
_SPACES = re.compile(r"[ \t\r\n]+")


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
                reader = values.FORMS[extra.name]
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


class Conversion:
    """Reads the nodes of one file; collects the problems, and the positions of all values (`marks`).

    `lang` is the language of a text that does not say its language; None where it must be said. `zone` is the
    site's time zone, if it is known. `needed` are fields that nobody may leave out as unknown.
    """

    def __init__(
        self, path: str, lang: str | None = None, zone: str = "", needed: Collection[str] = ()
    ) -> None:
        self.path = path
        self.lang = lang
        self.zone = zone
        self.needed = needed
        self.problems: list[Diagnostic] = []
        self.marks: list[Mark] = []

    def fields(self, node: Node, schema: Schema, at: str = "", is_top: bool = False) -> dict[str, Any]:
        """The values of a mapping that could be read. `at` is the dotted path of the mapping.

        `is_top` for front matter: names of fields in other programs are known there.
        """
        if not isinstance(node, Mapping):
            self._report_no_fields(node, schema, at)
            return {}
        if pairs := yaml_strict.space_pairs(node.entries, schema.fields):
            self._report(node, "E111", **pairs)
            return {}
        found: dict[str, Any] = {}
        empty: dict[str, Scalar] = {}
        entries = whole_values(node.entries, schema.fields)
        there = {key.value for key, _ in entries}
        for key, value in entries:
            name = key.value
            if name not in schema.fields:
                # A field under a wrong name counts as the one that was meant: it is not missing, too.
                name = self._unknown(key, value, schema.fields, is_top, there)
                if not name or name in there:
                    continue
                if schema.fields[name].shape.item and not isinstance(value, Sequence):
                    found[name] = UNSET
                    continue
            if isinstance(value, Scalar) and value.is_empty:
                empty[name] = key
            else:
                found[name] = self.value(value, schema.fields[name].shape, _join(at, name))
        for name in schema.required:
            if name not in found:
                self._report(empty.get(name, node), "E105", field=_join(at, name), paste=f"{name}: …")
        return {name: value for name, value in found.items() if value is not UNSET}

    def _report_no_fields(self, node: Node, schema: Schema, at: str) -> None:
        if isinstance(node, Scalar) and (paste := yaml_strict.space_colons(node.value, schema.fields)):
            self._report(node, "E111", text=node.value[:120], spaced=paste)
        else:
            planned = _planned_line(at, node) if "planned" in schema.fields else {}
            self._report(node, "E116", field=at, known=", ".join(schema.fields), **planned)

    def struct(self, node: Node, struct: type[msgspec.Struct], at: str = "") -> Any:
        """A struct, or UNSET if a required field is missing."""
        schema = schema_of(struct)
        found = self.fields(node, schema, at)
        if any(name not in found for name in schema.required):
            return UNSET
        return struct(**found)

    def value(self, node: Node, wanted: Shape, at: str) -> Any:
        """The value of a node in the wanted shape, or UNSET."""
        self.marks.append(Mark(at, node.line, node.column))
        if wanted.key:
            return self._mapping(node, wanted, at)
        if wanted.item:
            return self._list(node, wanted.item, at)
        if wanted.type is Words:
            return self._words(node, at)
        if (reader := wanted.reader) is None:
            return self.struct(node, wanted.type, at)
        text = self.text(node, at, reader)
        if isinstance(text, UnsetType):
            return UNSET
        result = reader(text)
        if isinstance(result, BadValue):
            args = self._hint_arguments(result, text, at)
            in_flow = isinstance(node, Scalar) and node.in_flow
            self._report(node, result.code, **(_within_braces(args) if in_flow else args))
            return UNSET
        self._report_cut(node, at, text)
        return result

    def _report_cut(self, node: Node, at: str, text: str) -> None:
        """Reports a value that a comma cut. It is read as it was meant, but needs quotes to be YAML."""
        if isinstance(node, Scalar) and node.is_cut:
            name = at.rpartition(".")[2]
            quoted = f"{name}: {yaml_strict.quote_scalar(text)}"
            self._report(node, "E111", text=f"{name}: {text}", within=quoted)

    def _hint_arguments(self, wrong: BadValue, text: str, at: str) -> dict[str, Any]:
        """The arguments of a wrong value; a moment in another time zone is converted to the site's."""
        args = dict(wrong.args)
        if at == "published" and is_no(text):  # other programs have a switch of this name, ours is a date
            return {"value": text, "draft": "draft: true"}
        if at == "published" and text.lower() in ("true", "yes", "on", "1", "тийм"):
            return {"value": text, "public": at}
        if at == "status" and text.lower() in NOT_PUBLIC:
            return {"value": text, "draft": "draft: true"}
        if wrong.code in MAY_BE_UNKNOWN and text.lower() in UNKNOWN:
            return {"value": text, "needed" if at in self.needed else "unknown": text}
        if (moment := args.pop("moment", None)) and self.zone:
            from zoneinfo import ZoneInfo  # imported here, since few files have a moment in another zone

            here = moment.astimezone(ZoneInfo(self.zone))
            if not here.fold or "clock" in args:  # the first of two like hours is read
                args["near"] = f"{here:%Y-%m-%d}" if "clock" in args else f"{here:%Y-%m-%d %H:%M}"
        return args

    def text(self, node: Node, at: str, reader: Callable[[str], Any] = read_plain) -> str | UnsetType:
        """The text of a scalar on one line, without invisible characters; UNSET if it is none. `reader` tells
        whether the items of a list may be that text."""
        if not isinstance(node, Scalar):
            self._report(node, "E148", **self._as_text(node, at, reader))
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
            text = _SPACES.sub(" ", clean_value(text)).strip()
        if not text or text in ("…", "..."):  # a line of a hint was pasted and not filled in
            self._report(node, "E149", field=at)
            return UNSET
        return text

    def _as_text(self, node: Node, at: str, reader: Callable[[str], Any]) -> dict[str, str]:
        """The arguments of a list or of fields in place of a text, with the line to paste if there is a text
        in them that `reader` reads."""
        name, args = at.rpartition(".")[2], {"field": at}
        if isinstance(node, Mapping):
            args["fields"] = ", ".join(key.value for key, _ in node.entries)
            inside = [value for key, value in node.entries if key.value == self.lang]
        else:
            inside = list(node.items) if isinstance(node, Sequence) else []
        texts = [item.value.strip() for item in inside if isinstance(item, Scalar)]
        joined = ", ".join(texts)
        is_one = len(texts) == 1 or reader is not values.read_reference
        if name.isdigit() or not joined or not is_one or len(texts) < len(inside):
            return args
        if isinstance(reader(joined), BadValue):
            return args
        return args | {"plain": f"{name}: {joined if reader is not read_plain else _plain_line(joined)}"}

    def _list(self, node: Node, wanted: Shape, at: str) -> Any:
        if not isinstance(node, Sequence):
            fields = schema_of(wanted.type).fields if _has_fields(wanted) else {}
            first = node.entries[0][0].value if isinstance(node, Mapping) and node.entries else ""
            begin = first if first in fields else ""
            self._report(node, "E117", field=at, paste=_as_list(at, node, wanted), key=begin)
            return UNSET
        pasted = _list_to_paste(at.rpartition(".")[2], node, wanted) if _has_fields(wanted) else ""
        if node.items and pasted:
            self._report(node.items[0], "E116", field=at, paste=pasted)
            return UNSET
        items = []
        for number, item in enumerate(node.items):
            if isinstance(item, Scalar) and item.is_empty:
                self._report(item, "E149", field=_join(at, str(number)))
            else:
                items.append(self.value(item, wanted, _join(at, str(number))))
        return tuple(item for item in items if item is not UNSET)

    def _mapping(self, node: Node, wanted: Shape, at: str) -> Any:
        """A mapping whose keys are no fields but values themselves, such as codes."""
        if not isinstance(node, Mapping):
            self._report(node, "E116", field=at)
            return UNSET
        assert wanted.key
        assert wanted.item
        found = {}
        for key, value in node.entries:
            name = wanted.key(key.value)
            if isinstance(name, BadValue):
                self._report(key, name.code, **dict(name.args))
            else:
                found[name] = self.value(value, wanted.item, _join(at, name))
        return {name: value for name, value in found.items() if value is not UNSET}

    def _words(self, node: Node, at: str) -> Words | UnsetType:
        name = at.rpartition(".")[2]
        if isinstance(node, Scalar):
            text = self.text(node, at)
            if isinstance(text, UnsetType):
                return UNSET
            self._report_cut(node, at, text)
            if self.lang is None:
                pairs = ", ".join(f"{lang}: {yaml_strict.flow_scalar(text)}" for lang in languages_of(text))
                self._report(node, "E142", field=at, paste=f"{name}: {{{pairs}}}")
                return UNSET
            return Words(((self.lang, text),))
        if isinstance(node, Sequence):
            self._report(node, "E148", **self._as_text(node, at, read_plain))
            return UNSET
        if close := yaml_strict.space_pairs(node.entries, LANGUAGES):
            self._report(node, "E111", **close)
            return UNSET
        texts: dict[str, str] = {}
        for key, value in whole_values(node.entries, LANGUAGES):
            if key.value not in LANGUAGES:
                self._report(key, "E141", lang=key.value, choices=", ".join(LANGUAGES))
            elif not (isinstance(value, Scalar) and value.is_empty):
                self.marks.append(Mark(_join(at, key.value), value.line, value.column))
                if not isinstance(text := self.text(value, _join(at, key.value)), UnsetType):
                    texts[key.value] = text
                    self._report_cut(value, _join(at, key.value), text)
        if not texts and not node.entries:
            self._report(node, "E149", field=at)
        # In the order of the site's languages, so that equal words are equal values.
        return Words(tuple((lang, texts[lang]) for lang in LANGUAGES if lang in texts)) if texts else UNSET

    def _unknown(
        self, key: Scalar, value: Node, known: dict[str, Field], is_top: bool, there: Collection[str]
    ) -> str:
        """Reports an unknown key; returns the field that was probably meant, or "". `there` are other
        keys."""
        name, odd = key.value, odd_characters(key.value)
        otherwise = done_otherwise(name, known) if is_top else ""
        written = value.value if is_top and isinstance(value, Scalar) else ""
        if name in LANGUAGES:
            text = value.value if isinstance(value, Scalar) else "…"
            self._report(key, "E106", key=name, indented=f"  {name}: {text}")
            return ""
        if is_kept_back(name, written):
            self._report(key, "E106", key=name, paste="draft: true")
            return ""
        if is_public_state(name, written):
            otherwise = "public"
        if otherwise:
            kept = f"aliases: [{written}]" if otherwise == "slug" and is_old_address(written) else ""
            self._report(key, "E106", key=name, old=kept, **{otherwise: name})
            return ""
        ours = "" if odd else our_field(name, known, within=not is_top)
        if ours in there and is_top:
            self._report(key, "E106", key=name, again=name, ours=ours)
        elif ours and ours not in there:
            pasted = _line_to_paste(ours, value, known[ours].shape) if is_top else ""
            self._report(key, "E106", key=name, ours=ours, paste=pasted)
        else:
            ours = suggest(name, known)
            self._report(key, "E106", key=name, near=ours, odd=odd, known=", ".join(known))
        return ours

    def _report(self, node: Node, code: str, **args: Any) -> None:
        """Reports a problem at a node; its position tells which item of a list, so `field` has no numbers."""
        if "field" in args:
            args["field"] = ".".join(part for part in args["field"].split(".") if not part.isdigit())
        self.problems.append(diagnostic(code, self.path, node.line, node.column, **args))


def _join(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _planned_line(at: str, node: Node) -> dict[str, str]:
    """The line to paste for a date written alone: `award: {actual: 2019-09}` for `award: 2019-09`."""
    if not isinstance(node, Scalar):
        return {}
    read = read_partial_date(node.value)
    day = dict(read.args).get("near", "") if isinstance(read, BadValue) else read
    name = at.rpartition(".")[2]
    return {which: f"{name}: {{{which}: {day}}}" for which in ("planned", "actual")} if day else {}


def _within_braces(args: dict[str, Any]) -> dict[str, Any]:
    """The arguments with values to paste quoted, if within braces a comma would end them."""
    near, number = str(args.get("near", "")), str(args.get("number", ""))
    if "," in near:
        args["near"] = yaml_strict.quote_scalar(near)
    if number:
        args["number"] = number.replace(",", "")
    return args


def _line_to_paste(field: str, value: Node, shape: Shape) -> str:
    """The line to paste for a value under another program's field name; "" if we would not read the value."""
    if isinstance(value, Scalar) and value.is_empty:
        return ""
    if shape.item:
        return _as_list(field, value, shape.item) or _list_to_paste(field, value, shape.item)
    if (
        shape.reader is None
        or not isinstance(value, Scalar)
        or isinstance(shape.reader(value.value), BadValue)
    ):
        return ""
    return f"{field}: {(str if value.plain else yaml_strict.quote_scalar)(value.value.strip())}"


def _has_fields(shape: Shape) -> bool:
    return isinstance(shape.type, type) and issubclass(shape.type, msgspec.Struct)


def _plain_line(text: str) -> str:
    """The text as the value of a line: plain where YAML reads it so, else quoted."""
    is_plain = yaml_strict.parse_yaml("", f"x: {text}")[1] == () and text[:1] not in "\"'[{|>"
    return text if is_plain and " #" not in text else yaml_strict.quote_scalar(text)


def _list_to_paste(field: str, value: Node, item: Shape) -> str:
    """A line to paste with the texts as a list; "" if one of them cannot be an item."""
    nodes = value.items if isinstance(value, Sequence) else (value,)
    texts = [node.value for node in nodes if isinstance(node, Scalar)]
    items = [_item(text, item) for text in texts]
    return f"{field}: [{', '.join(items)}]" if all(items) and len(items) == len(nodes) else ""


def _item(text: str, shape: Shape) -> str:
    """A text as an item of a list to paste; if items have fields, under the first field that can read it."""
    if shape.reader:
        return "" if isinstance(shape.reader(text), BadValue) else yaml_strict.flow_scalar(text)
    if not _has_fields(shape):
        return ""
    fields = schema_of(shape.type).fields.values()
    is_name = not values.is_id(text)
    formed = (
        field
        for field in fields
        if field.shape.reader not in (None, read_plain, is_name and values.read_reference)
    )
    takes = (field for field in formed if not isinstance(field.shape.reader(text), BadValue))  # type: ignore[misc]
    if (taking := next(takes, None)) is None:
        return ""
    rest = (f"{field.name}: …" for field in fields if field.required and field is not taking)
    return f"{{{', '.join((f'{taking.name}: {yaml_strict.flow_scalar(text)}', *rest))}}}"


def _as_list(at: str, node: Node, item: Shape) -> str:
    """`tags: [a, b]`, for somebody who wrote `tags: a, b`, `tags: a; b` or `tags: - a`."""
    if not isinstance(node, Scalar):
        return ""
    written = node.value.removeprefix("- ")
    written = written[1:-1] if written[:1] + written[-1:] == "()" else written
    parts = re.split("[,;]" if item.reader else "\n", written)
    texts = [part.strip() for part in parts if part.strip()]
    nodes = tuple(Scalar(text, plain=True, line=node.line, column=node.column) for text in texts)
    return _list_to_paste(at.rpartition(".")[2], Sequence(nodes, node.line, node.column), item)
