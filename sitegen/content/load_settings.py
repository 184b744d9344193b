"""Reads site.yaml and the records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from sitegen.content.config import SITE_FILE, Settings, SiteConfig, missing_words, too_alike
from sitegen.content.convert import Conversion
from sitegen.content.document import Mark, position_of
from sitegen.content.records import KIND_OF_PLACE, RECORD_FILES, Author, Place, Records, Soum
from sitegen.content.source import decode, without_merge_marks
from sitegen.content.suggestions import suggest
from sitegen.content.values import read_url
from sitegen.content.yaml_strict import Mapping as MappingNode
from sitegen.content.yaml_strict import Node, Scalar, Sequence, parse_yaml
from sitegen.core.diagnostics import Diagnostic, diagnostic, has_errors


def parse_config(raw: bytes) -> Settings:
    text, problems = decode(SITE_FILE, raw)
    if text is None:
        return Settings(None, problems)
    text, unmerged = without_merge_marks(SITE_FILE, text)
    node, found = parse_yaml(SITE_FILE, text)
    conversion = Conversion(SITE_FILE)
    config = UNSET
    if node is not None or not found:
        config = conversion.struct(node or MappingNode((), 1, 1), SiteConfig)
    problems += (*unmerged, *_without_echoes(found, conversion))
    if isinstance(config, SiteConfig):
        told = {(item.line, item.column) for item in problems}
        unread = {"E152"} if any(("field", "languages") in item.args for item in problems) else set()
        lines = {item.line for item in problems}  # a section that there is none of is no missing section
        more = (item for item in _disagreements(config, conversion.marks) if item.code not in unread)
        more = (item for item in more if item.code != "E153" or item.line not in lines)
        problems += tuple(item for item in more if (item.line, item.column) not in told)
    if has_errors(problems) or not isinstance(config, SiteConfig):
        return Settings(None, problems)
    return Settings(config, problems, tuple(conversion.marks))


def _without_echoes(found: Iterable[Diagnostic], conversion: Conversion) -> list[Diagnostic]:
    """The problems of a file; a mistake of YAML in a line that has to be written for each language is not
    told, too."""
    lines = {item.line for item in conversion.problems if item.code == "E142"}
    return [*(item for item in found if item.line not in lines), *conversion.problems]


def _disagreements(config: SiteConfig, marks: Collection[Mark]) -> Iterator[Diagnostic]:
    """Problems between fields of the settings, for which no single field is to blame."""
    for number, item in enumerate(config.menu):
        if (item.section is None) == (item.page is None):
            yield diagnostic("E153", SITE_FILE, *position_of(f"menu.{number}", marks))
    prefixes = [language.prefix for language in config.languages]
    codes = [language.code for language in config.languages]
    is_repeated = len(set(prefixes)) < len(prefixes) or len(set(codes)) < len(codes)
    if is_repeated or prefixes.count("") != 1:
        yield diagnostic("E152", SITE_FILE, *position_of("languages", marks), value=", ".join(codes))
    statements = ((f"donors.{number}.statement", item.statement) for number, item in enumerate(config.donors))
    yield from missing_words(statements, codes, SITE_FILE, marks)
    if config.look:
        yield from too_alike(config.look, marks)
    if config.edit and not _is_edit_address(config.edit):
        yield diagnostic("E325", SITE_FILE, *position_of("edit", marks), value=config.edit, blank="{path}")


def _is_edit_address(text: str) -> bool:
    """Whether the text is an address with one `{path}`."""
    example = text.replace("{path}", "x")
    return text.count("{path}") == 1 and read_url(example) == example


_ALL = ["*"]


def parse_records(
    files: Mapping[str, bytes], missed: Iterable[str] = ()
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """All records of a site and their problems, from the contents of the files by path; a file may be
    missing. Files that are `missed` exist but could not be read, which has been reported already."""
    problems: list[Diagnostic] = []
    found: dict[str, Any] = {}
    named: list[tuple[str, Scalar]] = []
    unread = [f"{RECORD_FILES[name][0]}/*" for name in missed]
    for path in sorted(files):
        name, struct = RECORD_FILES[path.rpartition("/")[2]]
        found[name], more, strangers, lost = _parse_file(path, files[path], struct)
        problems += more
        unread += (f"{name}/*" if lost == _ALL else ident for ident in lost)
        named += strangers
    records = Records(**found, unread=tuple(unread))
    known = {item.id for item in records.organisations}
    problems += (
        _unknown_organisation(path, mark, known)
        for path, mark in named
        if mark.value not in known and not records.is_unread("organisation", mark.value)
    )
    return records, tuple(problems)


def _unknown_organisation(path: str, ident: Scalar, known: Iterable[str]) -> Diagnostic:
    return diagnostic(
        "E411", path, ident.line, ident.column, kind="organisation", id=ident.value,
        suggestion=suggest(ident.value, known), file="content/organisations.yaml",
    )  # fmt: skip


def parse_list(
    path: str, raw: bytes, struct: type[msgspec.Struct]
) -> tuple[list[Any], list[Diagnostic], tuple[Mark, ...]]:
    """The items of a file that holds a list, what is wrong with it, and where fields stand (`0.title`)."""
    conversion = Conversion(path)
    read, problems, _ = _parse_list(path, raw, struct, conversion)
    return read, problems, tuple(conversion.marks)


def _parse_list(
    path: str, raw: bytes, struct: type[msgspec.Struct], conversion: Conversion
) -> tuple[list[Any], list[Diagnostic], Sequence | None]:
    text, found = decode(path, raw)
    problems = list(found)
    if text is None:
        return [], problems, None
    text, found = without_merge_marks(path, text)
    problems += found
    node, found = parse_yaml(path, text)
    if node is None:
        return [], [*problems, *found], None
    if not isinstance(node, Sequence):
        return [], [*problems, *found, diagnostic("E117", path, node.line, node.column)], None
    records = [conversion.struct(item, struct, str(number)) for number, item in enumerate(node.items)]
    problems += _without_echoes(found, conversion)
    return [record for record in records if isinstance(record, struct)], problems, node


def _parse_file(
    path: str, raw: bytes, struct: type[msgspec.Struct]
) -> tuple[tuple[Any, ...], list[Diagnostic], list[tuple[str, Scalar]], list[str]]:
    """(records, problems, (field, node) for each organisation that an author names, ids of the records that
    could not be read, or _ALL)."""
    read, problems, node = _parse_list(path, raw, struct, Conversion(path))
    if node is None:
        return (), problems, [], _ALL if problems else []
    ids = tuple(_ids(node))
    problems += _repeated_ids(path, ids)
    if struct is Place:
        problems += _soums_without_aimag(path, ids, read)
        problems += _names_with_kind(path, node)
        read = list(_with_soums(read))
    named = [_field(item, "organisation") for item in node.items] if struct is Author else []
    there = {getattr(item, "id", "") for item in read}
    there |= {f"{place.id}/{soum.id}" for place in read if isinstance(place, Place) for soum in place.soums}
    lost = [name for name, _ in ids if name not in there]
    strangers = [(path, mark) for mark in named if isinstance(mark, Scalar) and mark.value]
    return tuple(read), problems, strangers, lost


def _ids(records: Sequence, prefix: str = "") -> Iterator[tuple[str, Scalar]]:
    """(id, node) of every record; the id of a soum as `aimag/soum`, however it is written."""
    for record in records.items:
        ident = _field(record, "id")
        if isinstance(ident, Scalar):
            yield prefix + ident.value, ident
            if prefix and ident.value.startswith(prefix):
                yield ident.value, ident
            soums = _field(record, "soums")
            if isinstance(soums, Sequence):
                yield from _ids(soums, f"{ident.value}/")


def _repeated_ids(path: str, ids: Iterable[tuple[str, Scalar]]) -> Iterator[Diagnostic]:
    first: dict[str, Scalar] = {}
    for name, ident in ids:
        if (earlier := first.setdefault(name, ident)) is not ident:
            yield diagnostic("E150", path, ident.line, ident.column, id=name, first=earlier.line)


def _soums_without_aimag(
    path: str, ids: Iterable[tuple[str, Scalar]], places: list[Any]
) -> Iterator[Diagnostic]:
    """A diagnostic for each soum listed by itself whose aimag is missing."""
    aimags = [place.id for place in places if "/" not in place.id]
    for name, ident in ids:
        aimag, _, soum = name.partition("/")
        if "/" in soum and soum.startswith(f"{aimag}/"):  # the whole id was written within its aimag
            yield diagnostic(
                "E144", path, ident.line, ident.column, value=ident.value, near=ident.value[len(aimag) + 1 :]
            )
        elif soum and (aimag not in aimags or "/" in soum):
            near = suggest(aimag, aimags)
            yield diagnostic("E411", path, ident.line, ident.column, kind="place", id=aimag, suggestion=near)


def _names_with_kind(path: str, places: Node) -> Iterator[Diagnostic]:
    """A warning for each name of a place that has the word in it which the site adds, `Ховд аймаг`."""
    items = places.items if isinstance(places, Sequence) else ()
    for item in items:
        if isinstance(name := _field(item, "name"), MappingNode):
            for _, text in name.entries:
                written = text.value.strip() if isinstance(text, Scalar) else ""
                if found := KIND_OF_PLACE.search(written):
                    near = written[: found.start()]
                    yield diagnostic("W180", path, text.line, text.column, text=written, near=near)
        if soums := _field(item, "soums"):
            yield from _names_with_kind(path, soums)


def _with_soums(places: list[Any]) -> Iterator[Place]:
    """The aimags, each with its own soums followed by those of it that are listed by themselves."""
    apart: dict[str, list[Soum]] = {}
    for place in places:
        aimag, _, soum = place.id.partition("/")
        if soum:
            apart.setdefault(aimag, []).append(Soum(id=soum, name=place.name))
    for place in places:
        if "/" not in place.id:
            more = apart.get(place.id, ())
            yield msgspec.structs.replace(place, soums=(*place.soums, *more)) if more else place


def _field(record: Node, name: str) -> Node | None:
    entries = record.entries if isinstance(record, MappingNode) else ()
    return next((value for key, value in entries if key.value == name), None)
