"""What an editor begins: a site, an entry, a record.

A new site has a few samples, every setting with its explanation, and what hosts need to publish it. A new
entry is a folder with the first text, which explains every field that its kind may have. The samples and the
forms of entries are files of this package. A new record is added to its file without disturbing the file's
remarks and order.
"""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import get_args

import msgspec
import yaml

from sitegen import __version__
from sitegen.content.config import EXAMPLE_ADDRESS, Section, SiteConfig
from sitegen.content.kinds import BY_NAME, PROJECT_SECTIONS
from sitegen.content.load_settings import parse_records
from sitegen.content.records import RECORD_FILES, Records
from sitegen.content.tree import CONTENT, is_of_windows
from sitegen.content.wording import GAP, NOTHING_YET
from sitegen.content.yaml_strict import flow_scalar
from sitegen.core.diagnostics import Refusal, mark_message
from sitegen.core.files import content_of, refuse_link, walk_leaves
from sitegen.language.alphabet import MAX_LENGTH, slugify
from sitegen.language.catalogue import LANGUAGES, say

_SAMPLE = Path(__file__).parent / "sample"
_CYRILLIC = re.compile("[А-Яа-яЁёӨөҮү]")
_OUR_ARCHIVE = mark_message("Our archive")
_OUR_ORGANISATION = mark_message("Our organisation")
_REMARK = re.compile(r"^#(mn|en) (.*\n)", re.MULTILINE)
_REMARK_AT_END = re.compile(r" ## (.+) ## (.+)$", re.MULTILINE)
_BLANK = re.compile(r"@([a-z_]+)@")
_ENTRY_FOLDER = Path(__file__).parent / "entry"
# Names at the root of the site that an entry of kind page cannot have: sections and folders have them.
_TAKEN_BY_SITE = frozenset({*get_args(Section), "static", "translations", "print", "documents"})
# The files of records by kind of record.
FILE_OF_RECORDS = {
    "place": "places.yaml",
    "term": "terms.yaml",
    "organisation": "organisations.yaml",
    "author": "authors.yaml",
    "source": "sources.yaml",
}


class NotEmpty(Refusal):
    """The folder for a new site is not empty."""

    exit_code = 2


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What a new site is called, who keeps it, and where it will be."""

    title_mn: str
    title_en: str
    owner: str
    base_url: str


def default_answers(lang: str) -> Answers:
    """The names of a site that nobody has named yet, in the language of who begins it."""
    return Answers(
        title_mn=say("mn", _OUR_ARCHIVE),
        title_en=say("en", _OUR_ARCHIVE),
        owner=say(lang, _OUR_ORGANISATION),
        base_url=EXAMPLE_ADDRESS,
    )


def make_site(
    folder: Path, answers: Answers, lang: str, today: date, more: Mapping[str, bytes]
) -> tuple[str, ...]:
    """Writes the site with `more` files, all or nothing; returns the paths. Raises NotEmpty and OSError."""
    refuse_what_is_there(folder)
    files = sample_files(answers, lang, today) | dict(more)
    written: list[Path] = []
    try:
        for name, content in files.items():
            target = folder / name
            written += [above for above in target.parents if not above.exists()][::-1]
            target.parent.mkdir(parents=True, exist_ok=True)
            written.append(target)
            target.write_bytes(content)
            if content.startswith(b"#!"):
                target.chmod(0o755)
    except BaseException:
        for path in reversed(written):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
        raise
    return tuple(files)


def refuse_what_is_there(folder: Path) -> None:
    """Raises NotEmpty unless the folder is empty or not there."""
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(
            "{path}: there is something here already. Name a new folder, or an empty one.", path=folder
        )


def sample_files(answers: Answers, lang: str, today: date) -> dict[str, bytes]:
    """The files of a new site by path, with remarks in a language."""
    values = _values_of_site(answers, lang, today)
    files = {}
    for path in sorted(walk_leaves(_SAMPLE)):
        name = path.relative_to(_SAMPLE).as_posix()
        if name.startswith("README."):
            if name != f"README.{lang}.md":
                continue
            name = "README.md"
        text = in_language(content_of(path).decode(), lang)
        files[fill_blanks(name.replace("dot-", "."), values)] = fill_blanks(text, values).encode()
    return files


def _values_of_site(answers: Answers, lang: str, today: date) -> dict[str, str]:
    owner_lang = "mn" if _CYRILLIC.search(answers.owner) else "en"
    defaults = {code: say(code, _OUR_ORGANISATION) for code in LANGUAGES}
    owners = defaults if answers.owner in defaults.values() else {owner_lang: answers.owner}
    owner = ", ".join(f"{code}: {flow_scalar(name)}" for code, name in owners.items())
    return {
        "lang": lang,
        "title": answers.title_mn if lang == "mn" else answers.title_en,
        "title_mn": flow_scalar(answers.title_mn),
        "title_en": flow_scalar(answers.title_en),
        "owner": owner,
        "base_url": answers.base_url,
        "year": f"{today.year:04}",
        "today": today.isoformat(),
        "distribution": _distribution(),
        "version": __version__,
    }


def _distribution() -> str:
    """The name of the distribution that this program is installed from, which may differ from the
    command's."""
    # Imported here, since importing it takes longer than most commands.
    from importlib.metadata import entry_points

    found = next(iter(entry_points(group="console_scripts", name="sitegen")), None)
    return found.dist.name if found and found.dist else "sitegen"


def in_language(text: str, lang: str) -> str:
    """The text with the remarks in one language, and without those in others."""
    text = _REMARK.sub(lambda found: f"# {found[2]}" if found[1] == lang else "", text)
    return _REMARK_AT_END.sub(lambda found: f"  # {found[1 if lang == 'mn' else 2]}", text)


def fill_blanks(text: str, values: Mapping[str, str]) -> str:
    """The text with each `@name@` replaced by the value of that name, if there is one."""
    return _BLANK.sub(lambda found: values.get(found[1], found[0]), text)


class Taken(Refusal):
    """The name of the folder is taken by an entry or by the site."""

    exit_code = 2


class NoName(Refusal):
    """No letter of the title can stand in an address, so there is no name for the folder."""

    exit_code = 2


class NewEntry(msgspec.Struct, frozen=True, kw_only=True):
    """`titles` by language, the main language first; `facts` are values of front matter as YAML, by field."""

    kind: str
    titles: Mapping[str, str]
    day: date
    slug: str = ""
    place: str = ""
    facts: Mapping[str, str] = {}


def make_entry(site: Path, config: SiteConfig, entry: NewEntry, lang: str) -> tuple[str, ...]:
    """Writes the files of the entry, with remarks in `lang`; returns their paths. Raises Taken, NoName,
    OSError."""
    folder = free_folder(site, config, entry)
    texts = {f"{folder}/index.{code}.md": text for code, text in entry_texts(entry, lang).items()}
    for path, text in texts.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(text.encode())
    return tuple(texts)


def free_folder(site: Path, config: SiteConfig, entry: NewEntry) -> str:
    """The folder for the entry, relative to the site's. Raises NoName, and Taken, which suggests a free
    name."""
    slug = entry.slug or _slug(entry)
    if not slug:
        raise NoName("No name for a folder can be made of this title. Give one: --slug my-name")
    above = f"{CONTENT}/{BY_NAME[entry.kind].folder}"
    if entry.kind == "article":
        above = f"{above}/{entry.day.year:04}"
    prefixes = {language.prefix for language in config.languages}

    def is_taken(name: str) -> bool:
        at_root = entry.kind == "page" and name in _TAKEN_BY_SITE | prefixes
        return at_root or is_of_windows(name) or os.path.lexists(site / above / name)

    if not is_taken(slug):
        return f"{above}/{slug}"
    number = next(number for number in range(2, 10_000) if not is_taken(f"{slug}-{number}"))
    raise Taken(
        "{path}: this name is taken. A free one: --slug {free}",
        path=f"{above}/{slug}",
        free=f"{slug}-{number}",
    )


def _slug(entry: NewEntry) -> str:
    lang, title = next(iter(entry.titles.items()))
    name = slugify(title, lang)
    place = entry.place.replace("/", "-")
    if entry.kind != "project" or not place or not name:
        return name
    return f"{place}-{name}"[:MAX_LENGTH].rstrip("-")


def entry_texts(entry: NewEntry, lang: str) -> dict[str, str]:
    """The contents of the entry's files, by language."""
    first, *others = entry.titles
    texts = {first: _entry_text(entry, entry.kind, first, lang)}
    for other in others:
        texts[other] = _entry_text(entry, "other", other, lang)
    return texts


def _entry_text(entry: NewEntry, form: str, written_in: str, lang: str) -> str:
    text, common = (content_of(_ENTRY_FOLDER / name).decode() for name in (f"{form}.md", "common.yaml"))
    text = in_language(fill_blanks(text, {"common": common.rstrip("\n")}), lang)
    if form == entry.kind:
        for name, value in entry.facts.items():
            text = set_field(text, name, value)
    values = {
        "title": flow_scalar(entry.titles[written_in]),
        "date": entry.day.isoformat(),
        "first": f"index.{next(iter(entry.titles))}.md",
        "body": _body(entry.kind, written_in),
    }
    return fill_blanks(text, values)


def _body(kind: str, lang: str) -> str:
    """What stands where the text is to be written: of a project, the sections that its page expects."""
    if kind != "project":
        return NOTHING_YET[lang]
    return "\n\n".join(f"## {headings[lang][0]}\n\n{GAP}" for headings in PROJECT_SECTIONS.values())


def set_field(text: str, name: str, value: str) -> str:
    """The front matter with a field of one line set, and no longer commented out."""
    line = re.compile(rf"^#?{name}: \S.*?(?=(  # .*)?$)", re.MULTILINE)
    return line.sub(lambda _: f"{name}: {value}", text, count=1)


class NotAList(Refusal):
    """The file is not a YAML list written line by line, so a program cannot add a record."""

    exit_code = 1


class NewRecord(msgspec.Struct, frozen=True, kw_only=True):
    """`kind` is a kind of record of FILE_OF_RECORDS; a soum is given as `aimag/soum`."""

    kind: str
    ident: str
    names: Mapping[str, str]


def read_all_records(site: Path) -> Records:
    """The records of a site; of a faulty file, those that can be read."""
    paths = [f"{CONTENT}/{name}" for name in RECORD_FILES if (site / CONTENT / name).is_file()]
    return parse_records({path: content_of(site / path) for path in paths})[0]


def known_names(records: Records, kind: str) -> dict[str, str]:
    """The ids of records, each by every name an editor may use, in small letters: id, names, `aimag/soum`."""
    found: dict[str, str] = {}
    for ident, words in _names_by_id(records, kind):
        for name in (ident, *(text for _, text in words)):
            found.setdefault(name.casefold(), ident)
    return found


def _names_by_id(records: Records, kind: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    match kind:
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


def free_ident(records: Records, kind: str, name: str, aimag: str = "") -> str:
    """An id for a new record, made of its name."""
    taken = {ident for ident, _ in _names_by_id(records, kind)}
    above = f"{aimag}/" if aimag else ""
    base = slugify(name) or kind
    numbered = (f"{above}{base}-{number}" for number in range(2, 10_000))
    return next(ident for ident in (f"{above}{base}", *numbered) if ident not in taken)


def add_record(site: Path, record: NewRecord) -> str:
    """Writes the record; returns the path of its file, whose line ends stay as they are. Raises NotAList and
    OSError."""
    path = f"{CONTENT}/{FILE_OF_RECORDS[record.kind]}"
    file = site / path
    refuse_link(file)
    raw = content_of(file) if file.is_file() else b""
    before = raw.decode("utf-8-sig")
    has_crlf = before.count("\n") == before.count("\r\n") > 0
    if has_crlf:
        before = before.replace("\r\n", "\n")
    after = with_soum(before, record) if record.kind == "place" else with_record(before, record)
    if after is None or not _adds_only(path, before, after, record):
        raise NotAList(
            "{path}: the record cannot be added by itself. Write it: {record}",
            path=path,
            record=_record_inline(record),
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    written = after.replace("\n", "\r\n") if has_crlf else after
    file.write_bytes((BOM_UTF8 if raw.startswith(BOM_UTF8) else b"") + written.encode())
    return path


def with_record(text: str, record: NewRecord) -> str | None:
    """The text of the file with the record at its end; None if it cannot be added."""
    items = _records_in(text)
    if items is None:
        return None
    indent = " " * (items[-1].start_mark.column - 2 if items else 0)
    field = "title" if record.kind == "source" else "name"
    lines = f"{indent}- id: {record.ident}\n{indent}  {field}: {_names_inline(record)}\n"
    return f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}{lines}"


def with_soum(text: str, record: NewRecord) -> str | None:
    """The text of the file with a soum after the other soums of its aimag; None if it cannot be added."""
    aimag, _, _ = record.ident.partition("/")
    place = next((item for item in _records_in(text) or () if _value_of(item, "id") == aimag), None)
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


def _records_in(text: str) -> list[yaml.Node] | None:
    """The records of a file; None if it is not a list written line by line."""
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    if root is None:
        return []
    is_list = isinstance(root, yaml.SequenceNode) and not root.flow_style
    return list(root.value) if is_list else None


def _value_of(node: yaml.Node, name: str) -> str:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((str(value.value) for key, value in pairs if key.value == name), "")


def _last_line(node: yaml.Node) -> int:
    """The last line of the node's value; the parser's own end counts remarks and empty lines after it in."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        return int(node.end_mark.line) - (1 if block else 0)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last)


def _names_inline(record: NewRecord) -> str:
    pairs = ", ".join(f"{lang}: {flow_scalar(text)}" for lang, text in record.names.items() if text)
    return f"{{{pairs}}}"


def _record_inline(record: NewRecord) -> str:
    field = "title" if record.kind == "source" else "name"
    return f"{{id: {record.ident.rpartition('/')[2]}, {field}: {_names_inline(record)}}}"


def _adds_only(path: str, before: str, after: str, record: NewRecord) -> bool:
    """Whether the change adds the record and nothing else, as our own reader of records sees it."""
    old, new = (
        dict(_names_by_id(parse_records({path: text.encode()})[0], record.kind)) for text in (before, after)
    )
    return new == old | {record.ident: new.get(record.ident, ())} and record.ident in new
