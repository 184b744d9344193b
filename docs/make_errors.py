"""Writes errors.md from the texts of the diagnostics: python docs/make_errors.py"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
TEXTS = HERE.parent / "sitegen" / "language" / "diagnostics.yaml"
PAGE = HERE / "errors.md"

SECTIONS = {
    "1": ("Толгой хэсэг, бүртгэл, site.yaml", "Front matter, records, site.yaml"),
    "2": ("Markdown бичвэр", "Markdown"),
    "3": ("Нэр, хаяг", "Names and addresses"),
    "4": ("Холбоос, зураг, ишлэл", "Links, pictures, references"),
    "5": ("Загвар", "Templates"),
    "6": ("Компьютер, диск", "The machine"),
    "7": ("Санах сан", "The store"),
    "8": ("Зураг, файл", "Pictures and files"),
}
HEAD = """\
<!-- Written by docs/make_errors.py from sitegen/language/diagnostics.yaml; change that file instead. -->

# Алдаа, сануулга · Errors and warnings

Мөр бүр ингэж эхэлнэ: `файл:мөр:багана: код мессеж`. **E** – алдаа: засах хүртэл сайт шинэчлэгдэхгүй, өмнөх нь
хэвээр үлдэнэ. **W** – сануулга: сайт нийтлэгдэнэ. ‹…› доторх үгийн оронд таны файлын үг гарна.

Each line begins with `file:line:column: code message`. **E** is an error: the site is not published until it
is mended, and the last good one stays. **W** is a warning: the site is published. Words of your own file
stand in place of ‹…›.
"""


def page(catalogue: Mapping[str, Any]) -> str:
    """The whole of errors.md."""
    return "\n".join([HEAD, *_lines(catalogue)])


def _lines(catalogue: Mapping[str, Any]) -> Iterator[str]:
    last = ""
    for code in sorted(catalogue, key=lambda code: code[1:]):
        if code[1] != last:
            last = code[1]
            yield f"## {last}xx · {' · '.join(SECTIONS[last])}\n"
        yield from _entry(code, catalogue[code])


def _entry(code: str, parts: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {code}\n"
    yield f"{_joined(parts['mn']['message'])}\n"
    yield f"{_joined(parts['en']['message'])}\n"
    if example := parts.get("example"):
        fence = "text" if example.startswith("---") else "yaml"
        yield f"Жишээ · Example:\n\n```{fence}\n{example.rstrip()}\n```\n"
    yield f"Засах нь:\n\n{_listed(parts['mn']['hint'])}\n"
    yield f"To mend it:\n\n{_listed(parts['en']['hint'])}\n"


def _joined(texts: str | list[str]) -> str:
    return "  \n".join(_readable(text) for text in _as_list(texts))


def _listed(texts: str | list[str]) -> str:
    return "\n".join(f"- {_readable(text)}" for text in _as_list(texts))


def _as_list(texts: str | list[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else texts


def _readable(text: str) -> str:
    """The text with its placeholders as ‹name› and what Markdown would take for markup kept as it is."""
    safe = re.sub(r"([*_<>\[\]`#|])", r"\\\1", text)
    return re.sub(r"\{([a-z\\_]+)\}", lambda found: f"‹{found[1]}›", safe)


if __name__ == "__main__":
    PAGE.write_text(page(yaml.safe_load(TEXTS.read_text("utf-8"))), "utf-8")
