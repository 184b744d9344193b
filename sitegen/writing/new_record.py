"""A new record, added to its file without disturbing the file's remarks and order."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import yaml

from sitegen.content.load_settings import parse_records
from sitegen.content.records import RECORD_FILES, Records
from sitegen.content.tree import CONTENT
from sitegen.content.yaml_strict import flow_scalar
from sitegen.core.diagnostics import Refusal
from sitegen.core.files import content_of, refuse_link
from sitegen.language.alphabet import slugify

# The file of records that each kind of name belongs to.
RECORDS_BY_FIELD = {
    "term": "terms.yaml",
    "organisation": "organisations.yaml",
    "author": "authors.yaml",
    "source": "sources.yaml",
}
PLACES = "places.yaml"


class NotAList(Refusal):
    """The file is not a YAML list written line by line, so a program cannot add a record."""

    exit_code = 1


class NewRecord(msgspec.Struct, frozen=True, kw_only=True):
    """`target` is "term", "organisation", "author", "source" or "place"; a soum is given as `aimag/soum`."""

    target: str
    ident: str
    names: Mapping[str, str]


def read_all_records(site: Path) -> Records:
    """The records of a site; of a faulty file, those that can be read."""
    paths = [f"{CONTENT}/{name}" for name in RECORD_FILES if (site / CONTENT / name).is_file()]
    return parse_records({path: content_of(site / path) for path in paths})[0]


def known_names(records: Records, target: str) -> dict[str, str]:
    """The ids of records, each by every name an editor may use, in small letters: id, names, `aimag/soum`."""
    found: dict[str, str] = {}
    for ident, words in _names_by_id(records, target):
        for name in (ident, *(text for _, text in words)):
            found.setdefault(name.casefold(), ident)
    return found


def _names_by_id(records: Records, target: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    match target:
        case "term":
            yield from ((item.id, item.name.texts) for item in records.terms)
        case "organisation":
            yield from ((item.id, item.name.texts) for item in records.organisations)
        case "author":
            yield from ((item.id, item.name.texts) for item in records.authors)
        case "source":
            yield from ((item.id, item.title.texts) for item in records.sources)
        case _:
            for place in records.places:
                yield place.id, place.name.texts
                for soum in place.soums:
                    names = ((a, f"{place.name.pick(a)[0]}/{text}") for a, text in soum.name.texts)
                    yield f"{place.id}/{soum.id}", tuple(names)


def free_ident(records: Records, target: str, name: str, aimag: str = "") -> str:
    """An id for a new record, made of its name."""
    taken = {ident for ident, _ in _names_by_id(records, target)}
    above = f"{aimag}/" if aimag else ""
    base = slugify(name) or target
    numbered = (f"{above}{base}-{number}" for number in range(2, 10_000))
    return next(ident for ident in (f"{above}{base}", *numbered) if ident not in taken)


def add_record(site: Path, record: NewRecord) -> str:
    """Writes the record; returns the path of its file, whose line ends stay as they are. Raises NotAList and
    OSError."""
    path = f"{CONTENT}/{PLACES if record.target == 'place' else RECORDS_BY_FIELD[record.target]}"
    place = site / path
    refuse_link(place)
    raw = content_of(place) if place.is_file() else b""
    before = raw.decode("utf-8-sig")
    is_of_windows = before.count("\n") == before.count("\r\n") > 0
    if is_of_windows:
        before = before.replace("\r\n", "\n")
    after = with_soum(before, record) if record.target == "place" else with_record(before, record)
    if after is None or not _is_there(path, before, after, record):
        raise NotAList(
            "{path}: the record cannot be added by itself. Write it: {record}",
            path=path,
            record=_record_inline(record),
        )
    place.parent.mkdir(parents=True, exist_ok=True)
    written = after.replace("\n", "\r\n") if is_of_windows else after
    place.write_bytes((BOM_UTF8 if raw.startswith(BOM_UTF8) else b"") + written.encode())
    return path


def with_record(text: str, record: NewRecord) -> str | None:
    """The text of the file with the record at its end; None if it cannot be added."""
    items = _items(text)
    if items is None:
        return None
    indent = " " * (items[-1].start_mark.column - 2 if items else 0)
    field = "title" if record.target == "source" else "name"
    lines = f"{indent}- id: {record.ident}\n{indent}  {field}: {_words(record)}\n"
    return f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}{lines}"


def with_soum(text: str, record: NewRecord) -> str | None:
    """The text of the file with a soum after the other soums of its aimag; None if it cannot be added."""
    aimag, _, _ = record.ident.partition("/")
    place = next((item for item in _items(text) or () if _value(item, "id") == aimag), None)
    if not isinstance(place, yaml.MappingNode) or place.flow_style:
        return None
    lines = text.splitlines(keepends=True)
    soums = next((value for key, value in place.value if key.value == "soums"), None)
    if soums is None:
        indent = " " * place.start_mark.column
        new = f"{indent}soums:\n{indent}  - {_record_inline(record)}\n"
        after = _last_line(place)
    elif isinstance(soums, yaml.SequenceNode) and not soums.flow_style and soums.value:
        new = f"{' ' * (soums.value[-1].start_mark.column - 2)}- {_record_inline(record)}\n"
        after = _last_line(soums)
    else:
        return None
    if not lines[after].endswith("\n"):
        lines[after] += "\n"
    return "".join((*lines[: after + 1], new, *lines[after + 1 :]))


def _items(text: str) -> list[yaml.Node] | None:
    """The records of a file; None if it is not a list written line by line."""
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    if root is None:
        return []
    is_list = isinstance(root, yaml.SequenceNode) and not root.flow_style
    return list(root.value) if is_list else None


def _value(node: yaml.Node, name: str) -> str:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((str(value.value) for key, value in pairs if key.value == name), "")


def _last_line(node: yaml.Node) -> int:
    """The last line of the node's value; the parser's own end counts remarks and empty lines after it in."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        return int(node.end_mark.line) - (1 if block else 0)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last)


def _words(record: NewRecord) -> str:
    pairs = ", ".join(f"{lang}: {flow_scalar(text)}" for lang, text in record.names.items() if text)
    return f"{{{pairs}}}"


def _record_inline(record: NewRecord) -> str:
    field = "title" if record.target == "source" else "name"
    return f"{{id: {record.ident.rpartition('/')[2]}, {field}: {_words(record)}}}"


def _is_there(path: str, before: str, after: str, record: NewRecord) -> bool:
    """Whether the change adds the record and nothing else, as our own reader of records sees it."""
    old, new = (
        dict(_names_by_id(parse_records({path: text.encode()})[0], record.target)) for text in (before, after)
    )
    return new == old | {record.ident: new.get(record.ident, ())} and record.ident in new
