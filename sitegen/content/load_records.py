"""The files of records: terms, places, organisations, sources, glossary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from sitegen.content.convert import Conversion
from sitegen.content.records import RECORD_FILES, Records
from sitegen.content.source import decode
from sitegen.content.yaml_strict import Mapping as MappingNode
from sitegen.content.yaml_strict import Node, Scalar, Sequence, parse
from sitegen.core.diagnostics import Diagnostic, diagnostic


def parse_records(files: Mapping[str, bytes]) -> tuple[Records, tuple[Diagnostic, ...]]:
    """All records of a site from the content of their files, by path; a file may be missing."""
    problems: list[Diagnostic] = []
    found: dict[str, Any] = {}
    for path in sorted(files):
        name, struct = RECORD_FILES[path.rpartition("/")[2]]
        found[name], more = _parse_file(path, files[path], struct)
        problems += more
    return Records(**found), tuple(problems)


def _parse_file(
    path: str, raw: bytes, struct: type[msgspec.Struct]
) -> tuple[tuple[Any, ...], list[Diagnostic]]:
    text, found = decode(path, raw)
    problems = list(found)
    if text is None:
        return (), problems
    node, found = parse(path, text)
    problems += found
    if node is None:
        return (), problems
    if not isinstance(node, Sequence):
        return (), [*problems, diagnostic("E117", path, node.line, node.column)]
    conversion = Conversion(path)
    records = [conversion.struct(item, struct, str(number)) for number, item in enumerate(node.items)]
    problems += conversion.problems
    problems += _repeated_ids(path, node)
    return tuple(record for record in records if isinstance(record, struct)), problems


def _repeated_ids(path: str, records: Sequence) -> Iterator[Diagnostic]:
    """Each id once in its list; soums have ids of their own within a place."""
    first: dict[str, Scalar] = {}
    for record in records.items:
        ident = _field(record, "id")
        if isinstance(ident, Scalar) and (earlier := first.setdefault(ident.value, ident)) is not ident:
            yield diagnostic("E150", path, ident.line, ident.column, id=ident.value, first=earlier.line)
        soums = _field(record, "soums")
        if isinstance(soums, Sequence):
            yield from _repeated_ids(path, soums)


def _field(record: Node, name: str) -> Node | None:
    entries = record.entries if isinstance(record, MappingNode) else ()
    return next((value for key, value in entries if key.value == name), None)
