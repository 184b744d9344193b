"""Writes errors.mn.md and errors.en.md from the texts of the diagnostics: python docs/make_errors.py"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sitegen.language.catalogue import code_table, with_names

HERE = Path(__file__).resolve().parent
LANGUAGES = ("mn", "en")

SECTIONS = {
    "1": {"mn": "Толгой хэсэг, бүртгэл, site.yaml", "en": "Front matter, records, site.yaml"},
    "2": {"mn": "Markdown бичвэр", "en": "Markdown"},
    "3": {"mn": "Нэр, хаяг", "en": "Names and addresses"},
    "4": {"mn": "Холбоос, зураг, ишлэл", "en": "Links, pictures, references"},
    "5": {"mn": "Загвар", "en": "Templates"},
    "6": {"mn": "Компьютер, диск", "en": "The machine"},
    "7": {"mn": "Санах сан", "en": "The store"},
    "8": {"mn": "Зураг, файл", "en": "Pictures and files"},
}
WORDS = {
    "mn": {"do": "Яах вэ:", "example": "Засахын өмнө:", "after": "Зассаны дараа:"},
    "en": {"do": "What to do:", "example": "Before:", "after": "After:"},
}
WRITTEN = (
    "<!-- Written by docs/make_errors.py from sitegen/language/diagnostics.yaml; change that instead. -->"
)
HEADS = {
    "mn": """\
# Алдаа, анхааруулга

[In English](errors.en.md)

Мөр бүр ингэж эхэлнэ: `файл:мөр:багана: код мессеж`. **E** – алдаа: засах хүртэл сайт шинэчлэгдэхгүй, өмнөх нь
хэвээр үлдэнэ. **W** – анхааруулга: сайт нийтлэгдэнэ. ‹…› доторх үгийн оронд таны файлын үг гарна. Нэг
мэдэгдэлд хэд хэдэн арга бичсэн бол программ таны тохиолдолд тохирох нэгийг нь л хэлнэ. Тайлбарыг терминал
дээр ч уншиж болно: `sitegen explain E411`.
""",
    "en": """\
# Errors and warnings

[Монголоор](errors.mn.md)

Each line begins with `file:line:column: code message`. **E** is an error: the site is not published until it
is mended, and the last good one stays. **W** is a warning: the site is published. Words of your own file
stand in place of ‹…›. Where several ways are given, the program tells the one that fits your case. The same
can be read on a terminal: `sitegen explain E411`.
""",
}


def page(catalogue: Mapping[str, Any], lang: str) -> str:
    """The whole of errors.mn.md or errors.en.md."""
    return "\n".join([f"{WRITTEN}\n", HEADS[lang], *_lines(catalogue, lang)])


def _lines(catalogue: Mapping[str, Any], lang: str) -> Iterator[str]:
    last = ""
    for code in sorted(catalogue, key=lambda code: code[1:]):
        if code[1] != last:
            last = code[1]
            yield f"## {last}xx · {SECTIONS[last][lang]}\n"
        yield from _entry(code, catalogue[code], lang)


def _entry(code: str, parts: Mapping[str, Any], lang: str) -> Iterator[str]:
    yield f"### {code}\n"
    yield f"{_joined(parts[lang]['message'], lang)}\n"
    yield f"{WORDS[lang]['do']}\n\n{_listed(parts[lang]['hint'], lang)}\n"
    for name in ("example", "after"):
        if example := parts.get(name):
            yield f"{WORDS[lang][name]}\n\n{_fenced(code, example.rstrip())}\n"


def _fenced(code: str, example: str) -> str:
    """The example in a fence longer than any in it."""
    fence = "````" if "```" in example else "```"
    language = "yaml" if code[1] == "1" and not example.startswith(("---", "+++")) else "text"
    return f"{fence}{language}\n{example}\n{fence}"


def _joined(texts: str | list[str], lang: str) -> str:
    return "  \n".join(_readable(text, lang) for text in _as_list(texts))


def _listed(texts: str | list[str], lang: str) -> str:
    return "\n".join("- " + _readable(text, lang).replace("\n", "\n  ") for text in _as_list(texts))


def _as_list(texts: str | list[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else texts


def _readable(text: str, lang: str) -> str:
    """The text with its placeholders as ‹name› and what Markdown would take for markup kept as it is."""
    return re.sub(r"([*_<>\[\]`#|])", r"\\\1", with_names(text, lang))


if __name__ == "__main__":
    for lang in LANGUAGES:
        content = page(code_table(), lang)
        (HERE / f"errors.{lang}.md").write_text(content, "utf-8")
