"""The news that the bar of a page gets: JSON, with all words in the editor's language."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from urllib.parse import quote

from sitegen.language.dates import format_date
from sitegen.language.numbers import format_number
from sitegen.serve.board import Problem, Shown
from sitegen.serve.desk import Desk, WaitingView
from sitegen.serve.pages import RESERVED, bar_words, seen, told_sheets

MOST_PROBLEMS = 50
MOST_MARKED = 500
WHYS = ("draft", "ahead", "expired", "missing", "outdated", "sample")
MARKS = WHYS[:3]


def news(
    shown: Shown,
    target: str,
    page: bytes | None,
    sheets: Iterable[tuple[str, str]],
    site: Path | None,
    lang: str,
) -> str:
    """The news of the page at `target` with its style sheets and their stamps. Without a `site`, for a reader
    on another computer, it has nothing about files and problems."""
    told: dict[str, object] = {
        "page": seen(page) if page else "",
        "files": shown.files,
        "sheets": told_sheets(sheets),
        "editor": site is not None,
    }
    if site is not None:
        told |= _of_the_build(shown, lang) | {"sheet": _sheet(shown.desk, target, site, lang)}
        told |= {
            "waits": _waits(shown.desk, lang),
            "marked": list(_marked(shown, lang)),
            "words": bar_words(lang),
        }
    return json.dumps(told, ensure_ascii=False)


def _of_the_build(shown: Shown, lang: str) -> dict[str, object]:
    errors = sum(problem.error for problem in shown.problems)
    return {
        "working": shown.working,
        "step": _step(shown, lang),
        "failed": shown.failed,
        "trouble": shown.trouble,
        "drafts": shown.drafts,
        "errors": errors,
        "warnings": len(shown.problems) - errors,
        "problems": [_problem(problem) for problem in shown.problems[:MOST_PROBLEMS]],
        "others": bar_words(lang)["others"].format(count=len(shown.problems) - MOST_PROBLEMS)
        if len(shown.problems) > MOST_PROBLEMS
        else "",
    }


def _step(shown: Shown, lang: str) -> str:
    if not shown.step:
        return ""
    stage, number, total = shown.step
    return f"{bar_words(lang)[stage]}: {format_number(number, lang)} / {format_number(total, lang)}"


def _problem(problem: Problem) -> dict[str, object]:
    place = ":".join([problem.path, *(str(number) for number in (problem.line, problem.column) if number)])
    return {
        "error": problem.error,
        "code": problem.code,
        "place": place,
        "message": problem.message,
        "hint": problem.hint,
        "file": problem.file,
        "open": editor_link(problem.file, problem.line, problem.column) if problem.file else "",
    }


def editor_link(file: str, line: int = 0, column: int = 0) -> str:
    """An address with which Visual Studio Code opens a file at a line and column."""
    path = quote(file.replace("\\", "/"), safe="/:")
    place = f":{line}:{column or 1}" if line else ""
    return f"vscode://file{'' if path.startswith('/') else '/'}{path}{place}"


def _sheet(desk: Desk, target: str, site: Path, lang: str) -> dict[str, object]:
    words = bar_words(lang)
    sheet = desk.sheet(target)
    file = str(site / sheet.file) if sheet.file else ""
    other = str(site / sheet.other) if sheet.other else ""
    others = [code for code in desk.addresses.roots if code != sheet.lang]
    return {
        "file": sheet.file,
        "full": file,
        "open": editor_link(file) if file else "",
        "edit": words["edit_records" if sheet.records else "edit"],
        "translation": words[f"state_{sheet.translation}"] if sheet.translation else "",
        "state": sheet.translation,
        "other": sheet.other,
        "other_full": other,
        # A missing translation has no file to open yet.
        "other_open": editor_link(other) if other and sheet.translation != "missing" else "",
        "mark": _mark(sheet.mark, sheet.day, lang) if sheet.mark else "",
        "both": bool(others) and target.endswith(".html"),
    }


def _mark(mark: str, day: date | None, lang: str) -> str:
    return bar_words(lang)[mark].format(date=format_date(day, lang) if day else "")


def _waits(desk: Desk, lang: str) -> dict[str, object]:
    counts = Counter(item.why for item in desk.waiting)
    return {
        "count": sum(counts.values()),
        "url": f"{RESERVED}waiting",
        "parts": [f"{bar_words(lang)[f'{why}s']}: {counts[why]}" for why in WHYS if counts[why]],
    }


def _marked(shown: Shown, lang: str) -> Iterable[dict[str, str]]:
    """The addresses of pages that readers do not see, so that links to them can be marked."""
    hidden = (item for item in shown.desk.waiting if item.why in MARKS)
    for item in islice(hidden, MOST_MARKED):
        yield {"url": item.url, "mark": _mark(item.why, item.day, lang)}


def waiting_list(desk: Desk, site: Path, lang: str) -> str:
    """The list of waiting texts as HTML, each with a link to its page and its file."""
    words = bar_words(lang)
    found = sorted(desk.waiting, key=lambda item: WHYS.index(item.why))
    lines = [] if found else [f"<p>{html.escape(words['waiting_none'])}</p>"]
    for why, group in groupby(found, key=lambda item: item.why):
        items = list(group)
        lines.append(f"<h2>{html.escape(words[f'{why}s'])}: {len(items)}</h2>\n<ul>")
        lines += [_line(item, site, lang) for item in items]
        lines.append("</ul>")
    return "".join(f"{line}\n" for line in lines)


def _line(item: WaitingView, site: Path, lang: str) -> str:
    day = f" · {html.escape(format_date(item.day, lang))}" if item.day else ""
    title = f'<a href="{html.escape(item.url)}" lang="{item.lang}">{html.escape(item.title)}</a>'
    file = f"<code>{html.escape(item.path)}</code>"
    if item.why != "missing":
        file = f'<a href="{html.escape(editor_link(str(site / item.path)))}">{file}</a>'
    return f"<li>{title}{day}<br>{file}</li>"
