"""Writes docs/theme.md from the theme itself: templates, fields, blocks, macros, filters, colours."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from sitegen.output.templates import filters
from sitegen.pages.views import TEMPLATES, Chrome, View

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "theme.md"
BLOCK = re.compile(r"{%-? block (\w+)")
MACRO = re.compile(r"(?:{# (?P<said>[^#]*?) #}\n)?{%-? macro (?P<call>\w+\([^)]*\))", re.DOTALL)
HEAD = re.compile(r"\A{#-? (.*?) -?#}", re.DOTALL)
COLOUR = re.compile(r"^  (--[\w-]+): ([^;]+);(?: +/\* (.*?) \*/)?", re.MULTILINE)
NAMES = {
    "str": "text",
    "int": "number",
    "bool": "switch",
    "bytes": "digest",
    "datetime": "time",
    "date": "day",
}
# What a filter gives that is not said by its own docstring.
FILTERS = {
    "absolute": "the full address of a link of the site: `url|absolute(site.base_url)`",
    "compact_money": "an amount in short: `5 сая ₮`",
    "date": "a day in words, as precise as it is known",
    "date_short": "a day in numbers",
    "daterange": 'from and to: `start|daterange(end)`, `start|daterange(end, "short")`',
    "dial": "a telephone number for `tel:`",
    "host": "the site of an address: `www.worldbank.org`",
    "iso": "a day for `datetime` attributes",
    "join_list": "texts as a list in words: “a, b and c”",
    "lang_name": "the name of a language",
    "money": "an amount with its currency",
    "month": "the name of a month by its number",
    "number": "a number with groups of three digits",
    "report": "where a mistake is reported: `site.corrections|report(title, url, version)`",
    "say": "a word of the interface in another language: `text|say(lang)`",
    "size": "a number of bytes in words",
    "typeset": "a text with the right quotes and dashes; `text|typeset(lang)` in another language",
    "year": "a year in words",
}
INTRODUCTION = """\
# The theme · Загвар

*Made by `docs/make_theme.py` from the theme itself; a test compares them. · Энэ хуудсыг загвараас нь
автоматаар гаргадаг.*

A site looks like this repository's until it says otherwise. There are three ways, from the least work to
the most:

1. **Settings.** `look`, `logo`, `image`, `contact` and `donors` in `site.yaml`
   ([docs/config.md](config.md)). Colours are checked: an error names two that are too alike, and their
   contrast.
2. **A style sheet.** `static/css/brand.css` in the folder of the site comes after the theme's. One value
   changes one thing: `:root { --brand: #7a1f2b; }`.
3. **Templates.** A file in the site's `templates/` stands in for the theme's of the same name. To change
   a part of every page, copy the partial that draws it, such as `partials/colophon.html`. To change a
   part of one kind of page, copy its template, which extends `base.html`, and fill the blocks you mean.

Өнгө, лого, хаягаа солиход `site.yaml` хангалттай. Үүнээс илүүг хийх бол сайтынхаа `static/css/brand.css`,
дараа нь `templates/` хавтсыг ашиглана: ижил нэртэй файл загварынхыг орлоно.

Templates are [Jinja](https://jinja.palletsprojects.com/templates/). Each gets two values: `page`, what it
shows, and `site`, what all pages of a language share. They can look nothing else up. A name that does not
exist is an error with its line before anything is published (E502). Everything is escaped; `safe`, inline
scripts and inline styles are refused. Words of the interface are written `{{ _("Print") }}`; their
Mongolian stands in `sitegen/language/locales/mn.po`.

While `sitegen serve` runs, its page `/_components/` (in English `/en/_components/`) shows every part of
the theme in every state, with sample contents. It follows each change of a template or a style, and is
never published. · `sitegen serve` ажиллаж байхад `/_components/` хуудас загварын бүх хэсгийг бүх
төлөвөөр нь, жишээ агуулгатай харуулна.
"""


def page() -> str:
    parts = [INTRODUCTION, *_blocks(), *_colours(), *_filters(), *_partials(), *_templates()]
    return "\n".join(parts).rstrip() + "\n"


def _source(name: str) -> str:
    return (ROOT / "templates" / name).read_text("utf-8")


def _blocks() -> Iterator[str]:
    yield "## Blocks of `base.html` and `print.html`\n"
    for name in ("base.html", "print.html"):
        found = ", ".join(f"`{block}`" for block in dict.fromkeys(BLOCK.findall(_source(name))))
        yield f"- `{name}`: {found}"
    yield "- `aside` is a block of the templates of entries: what stands beside the text on a wide screen\n"


def _colours() -> Iterator[str]:
    yield "## Colours, fonts, widths\n"
    css = (ROOT / "static" / "css" / "site.css").read_text("utf-8")
    light, dark = css.split("@media (prefers-color-scheme: dark)", 1)
    dark_values = {name: value for name, value, _ in COLOUR.findall(dark.replace("\n    --", "\n  --"))}
    yield "| variable | light | dark | what for |\n|---|---|---|---|"
    for name, value, said in COLOUR.findall(light):
        yield f"| `{name}` | `{value}` | {f'`{dark_values[name]}`' if name in dark_values else ''} | {said} |"
    yield ""


def _filters() -> Iterator[str]:
    yield "## Filters\n\nBesides Jinja's own:\n"
    for name in sorted(filters("mn")):
        yield f"- `{name}`: {FILTERS[name]}"
    yield ""


def _partials() -> Iterator[str]:
    yield "## Partials and macros\n"
    for path in sorted((ROOT / "templates" / "partials").glob("*.html")):
        source = path.read_text("utf-8")
        head = HEAD.match(source)
        said = f": {_line(head[1])}" if head else ""
        yield f"- `partials/{path.name}`{said}"
        for macro in MACRO.finditer(source):
            about = _line(macro["said"] or "")
            about = f": {about}" if about and (not head or about != _line(head[1])) else ""
            yield f"  - `{macro['call']}`{about}"
    yield ""


def _templates() -> Iterator[str]:
    yield "## Templates and what they get\n"
    yield "A type with a question mark may be missing; `[]` is a list. Types are explained below.\n"
    by_view: dict[type[View], list[str]] = {}
    for name, view in TEMPLATES.items():
        by_view.setdefault(view, []).append(name)
    for view, names in by_view.items():
        yield f"- {', '.join(f'`{name}`' for name in names)}: `page` is a **{view.__name__}**"
    yield "- all: `site` is a **Chrome**\n\n## Types\n"
    for view in _reachable([*by_view, Chrome]):
        yield f"### {view.__name__}\n"
        if said := inspect.getdoc(view):
            yield _line(said) + "\n"
        hints = typing.get_type_hints(view)
        yield "| field | type |\n|---|---|"
        for field in msgspec.structs.fields(view):
            yield f"| `{field.name}` | {_written(hints[field.name])} |"
        yield ""


def _reachable(first: list[type[View]]) -> list[type[View]]:
    """All views that these hold, in the order of their names."""
    found: set[type[View]] = set()
    waiting: list[Any] = list(first)
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, View):
            if kind not in found:
                found.add(kind)
                waiting += typing.get_type_hints(kind).values()
        else:
            waiting += typing.get_args(kind)
    return sorted(found, key=lambda view: view.__name__)


def _written(kind: Any) -> str:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        known = [_written(part) for part in inner if part is not types.NoneType]
        return " or ".join(known) + ("?" if len(known) < len(inner) else "")
    if origin is tuple:
        if inner[-1] is Ellipsis:
            return f"{_written(inner[0])}[]"
        return f"({', '.join(map(_written, inner))})"
    names = {
        "str": "text",
        "int": "number",
        "bool": "switch",
        "bytes": "digest",
        "datetime": "time",
        "date": "day",
    }
    return names.get(kind.__name__, kind.__name__)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|")


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
