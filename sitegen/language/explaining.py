"""What can be said of a code itself: for who wants to know more than the message of one problem."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.core.refusal import marked
from sitegen.language.diagnostics import catalogue
from sitegen.language.messages import say

CODE = re.compile(r"[EW]\d{3}")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
MOST_NEAR = 3
# Letters of a Mongolian keyboard that stand for those of codes: they look alike, or are on the same key.
_LATIN = str.maketrans("ЕеЦц", "EEWW")
_INDENT = "    "
# What stands for a word of the editor's own files; a name that says enough by itself is not listed.
_IN_ENGLISH = {
    "here": "what it says here",
    "key": "name",
    "near": "what was probably meant",
    "odd": "characters",
    "ours": "our name",
    "other": "place in the other file",
    "paste": "line to paste",
    "suggestion": "what was probably meant",
    "there": "what it says there",
}
_IN_MONGOLIAN = {
    "address": "хаяг",
    "alias": "хуучин хаяг",
    "anchor": "гарчгийн нэр",
    "both": "файл",
    "character": "тэмдэгт",
    "choices": "сонголтууд",
    "count": "тоо",
    "currency": "валют",
    "date": "огноо",
    "either": "аль нэг нь",
    "end": "дууссан огноо",
    "encoding": "кодчилол",
    "expires": "огноо",
    "field": "талбар",
    "file": "файл",
    "first": "эхнийх",
    "folder": "хавтас",
    "format": "төрөл",
    "found": "олдсон зүйл",
    "here": "энд бичсэн нь",
    "id": "таних нэр",
    "instead": "оронд нь бичих зүйл",
    "key": "нэр",
    "kind": "төрөл",
    "known": "байж болох нэрс",
    "lang": "хэл",
    "least": "доод",
    "limit": "хязгаар",
    "lines": "нэмэх мөрүүд",
    "long": "урт",
    "lost": "алдагдах хэсэг",
    "most": "дээд",
    "name": "нэр",
    "named": "таних нэр",
    "near": "зөв байж магадгүй нь",
    "number": "тоо",
    "odd": "тэмдэгт",
    "other": "нөгөө файл дахь газар",
    "ours": "бидний нэр",
    "owner": "файл",
    "paste": "бичих мөр",
    "picture": "зураг",
    "place": "файл",
    "problem": "шалтгаан",
    "reason": "шалтгаан",
    "second": "хоёр дахь нь",
    "seconds": "секунд",
    "size": "хэмжээ",
    "start": "эхэлсэн огноо",
    "suggestion": "зөв байж магадгүй нь",
    "sum": "нийлбэр",
    "tag": "HTML тэмдэг",
    "target": "холбоос",
    "text": "бичвэр",
    "there": "тэнд бичсэн нь",
    "today": "өнөөдөр",
    "unknown": "бичсэн үг",
    "until": "сүүлчийн өдөр",
    "updated": "огноо",
    "use": "таних нэр",
    "value": "утга",
    "warning": "дугаар",
    "where": "файл, хавтас",
    "whole": "нийт дүн",
}


def code_named(text: str) -> str:
    """The code that somebody typed, in whatever letters; empty if it is none."""
    typed = text.strip().translate(_LATIN).upper()
    return typed if CODE.fullmatch(typed) else ""


def is_known(code: str) -> bool:
    return code in catalogue()


def near_codes(code: str) -> tuple[str, ...]:
    """The known codes that were probably meant: the same number first, then those beside it."""
    number = int(code[1:])
    near = sorted(catalogue(), key=lambda known: (abs(int(known[1:]) - number), known[0] != code[0], known))
    return tuple(near[:MOST_NEAR])


def explain_code(code: str, lang: str) -> str:
    """Message, what to do, and an example before and after, in a language."""
    return "\n".join(_lines(code, lang)) + "\n"


def with_names(text: str, lang: str) -> str:
    """A text with its placeholders as ‹name›, in the words of a language."""
    return PLACEHOLDER.sub(lambda found: f"‹{placeholder_name(found[1], lang)}›", text)


def placeholder_name(placeholder: str, lang: str) -> str:
    return (_IN_MONGOLIAN if lang == "mn" else _IN_ENGLISH).get(placeholder, placeholder)


def as_list(texts: str | list[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else texts


def _lines(code: str, lang: str) -> Iterator[str]:
    parts = catalogue()[code]
    error = marked("an error: nothing is published until it is mended; the last good site stays")
    warning = marked("a warning: the site is published all the same")
    yield f"{code} · {say(lang, error if code[0] == 'E' else warning)}"
    yield ""
    yield from (with_names(text, lang) for text in as_list(parts[lang]["message"]))
    yield ""
    yield say(lang, "What to do:")
    for hint in as_list(parts[lang]["hint"]):
        first, *more = with_names(hint, lang).splitlines()
        yield f"  - {first}"
        yield from (f"{_INDENT}{line}" for line in more)
    for name, heading in (("example", marked("For example, before:")), ("after", marked("And after:"))):
        if name in parts:
            yield ""
            yield say(lang, heading)
            yield from (f"{_INDENT}{line}".rstrip() for line in parts[name].rstrip().split("\n"))
