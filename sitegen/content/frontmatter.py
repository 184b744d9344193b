"""The front matter of a document, and the text below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from sitegen.content.convert import Conversion
from sitegen.content.document import Mark
from sitegen.content.kinds import AnyFacts, Kind, Text
from sitegen.content.schema import schema_of
from sitegen.content.source import Source, clean, split
from sitegen.content.suggestions import done_otherwise
from sitegen.content.values import FORMS, Wrong, is_id, is_old_address
from sitegen.content.yaml_strict import Mapping, Node, Scalar, parse_yaml
from sitegen.core.diagnostics import Diagnostic, diagnostic

_VALUES = frozenset(("E107", "E108", "E109", "E112", "E143", "E144", "E146"))
# A second front matter after the first, as when a text was pasted whole below the front matter of a new
# entry.
_AGAIN = re.compile(
    r"\s*^(---)[ \t]*\n(?:[ \t]*[\w-]+:(?:[ \t].*)?\n|[ \t]*-[ \t].*\n)+---[ \t]*(?:\n|\Z)", re.MULTILINE
)
NO_TITLE = "…"  # the title of a draft that has none yet


class FrontMatter(msgspec.Struct, frozen=True):
    """The content of a document's file. `given` are the names of the facts that it states, in the schema's
    order.

    `body_line` is the line of the file in which the body begins.
    """

    facts: AnyFacts
    given: tuple[str, ...]
    text: Text
    marks: tuple[Mark, ...]
    body: str
    body_line: int


def parse_front_matter(
    source: Source, kind: Kind, lang: str, zone: str = ""
) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    """Front matter and body of a file; what cannot be read is reported and left out.

    A fact the kind requires may stand in the file of another language, so its absence is no problem here.
    """
    parts, found = split(source)
    problems = list(found)
    values: dict[str, Any] = {}
    marks: tuple[Mark, ...] = ()
    if parts.front is not None:
        node, found = parse_yaml(source.path, parts.front, parts.front_line)
        problems += found
        if node is not None or not found:
            conversion = Conversion(source.path, lang, zone, kind.required)
            top = node or Mapping((), max(parts.front_line - 1, 1), 1)
            values = conversion.fields(top, schema_of(Text, kind.facts), is_top=True)
            problems = _once(problems, conversion.problems)
            problems = [item for item in problems if not _is_unfinished(item, values)]
            problems += _foreign_values(source.path, top)
            # A mark without a field tells that there was front matter, even if no field of it could be read.
            whole = (Mark("", top.line, top.column),) if isinstance(top, Mapping) else ()
            marks = tuple(conversion.marks) or whole
    body = clean(parts.body)
    if again := _AGAIN.match(body):
        line = parts.body_line + body.count("\n", 0, again.start(1))
        lines = f"{line}–{parts.body_line + body.count(chr(10), 0, again.end()) - 1}"
        problems.append(diagnostic("E111", source.path, line, 1, text=again[1], again=lines))
    facts = {name: values[name] for name in schema_of(kind.facts).fields if name in values}
    text = {name: values[name] for name in schema_of(Text).fields if name in values}
    front = FrontMatter(
        kind.facts(**facts),
        tuple(facts),
        Text(**{"title": NO_TITLE if text.get("draft") else "", **text}),
        marks,
        body,
        parts.body_line,
    )
    return front, tuple(problems)


def _once(of_yaml: list[Diagnostic], of_values: list[Diagnostic]) -> list[Diagnostic]:
    """The problems, one for each value: that of YAML rather than that of the value, unless the value says
    “not known”."""
    unknown = {
        (item.line, item.column) for item in of_values if dict(item.args).keys() & {"unknown", "needed"}
    }
    kept = [item for item in of_yaml if (item.line, item.column) not in unknown]
    told = {(item.line, item.column) for item in kept}
    values = (item for item in of_values if item.code not in _VALUES or (item.line, item.column) not in told)
    unread = tuple(dict(item.args).get("text", "") for item in of_yaml if item.code == "E111")
    return [*kept, *(item for item in values if not _stands_in(unread, item))]


def _stands_in(unread: tuple[str, ...], problem: Diagnostic) -> bool:
    """Whether a field that is missed stands in one of these lines, which could not be read."""
    field = dict(problem.args).get("field", "").rpartition(".")[2]
    return problem.code == "E105" and any(line.strip(" -").startswith(f"{field}:") for line in unread)


def _is_unfinished(problem: Diagnostic, values: dict[str, Any]) -> bool:
    """Whether a problem is that a draft has no title, which is allowed: a translation begins without one."""
    return values.get("draft") is True and problem.code == "E105" and ("field", "title") in problem.args


def _foreign_values(path: str, node: Node) -> Iterator[Diagnostic]:
    """Problems of dangerous values in fields that do not exist, which no reader of a field would find."""
    for key, value in node.entries if isinstance(node, Mapping) else ():
        if not isinstance(value, Scalar):
            continue
        is_address = is_id(value.value) or is_old_address(value.value)
        if done_otherwise(key.value) == "slug" and not is_address:
            yield diagnostic("E301", path, value.line, value.column, value=value.value)
        if key.value == "image":
            name = FORMS["file"](value.value)
            if isinstance(name, Wrong):
                yield diagnostic(name.code, path, value.line, value.column, value=value.value)
