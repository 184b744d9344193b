"""Pages as the preview shows them: with the bar, whose style and script are files, and nothing inline. The
news that the bar gets are JSON, with all words in the editor's language."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from urllib.parse import quote

from sitegen.core.diagnostics import mark_message
from sitegen.core.digest import digest
from sitegen.language.catalogue import load_catalogue
from sitegen.language.dates import format_date
from sitegen.language.numbers import format_number
from sitegen.serve.board import Desk, PreviewState, Problem, WaitingItem

BAR = {
    "bar": mark_message("Editors' bar"),
    "edit": mark_message("Edit this page"),
    "edit_records": mark_message("Edit the records"),
    "no_file": mark_message("Made from many files"),
    "copy": mark_message("Copy the path"),
    "copied": mark_message("Copied"),
    "open": mark_message("Open the file"),
    "state_translated": mark_message("Translated"),
    "state_missing": mark_message("Not translated"),
    "state_outdated": mark_message("Translation out of date"),
    "draft": mark_message("Draft"),
    "ahead": mark_message("Of a later date: {date}"),
    "expired": mark_message("Expired: {date}"),
    "waiting": mark_message("Waiting"),
    "waiting_title": mark_message("What waits"),
    "waiting_none": mark_message("Nothing waits."),
    "drafts": mark_message("Drafts"),
    "aheads": mark_message("Of a later date"),
    "expireds": mark_message("Expired"),
    "missings": mark_message("Not translated"),
    "outdateds": mark_message("Translation out of date"),
    "samples": mark_message("Samples to take out"),
    "show_drafts": mark_message("Show drafts and later dates"),
    "both": mark_message("Both languages"),
    "changed": mark_message("Marked: what the original says otherwise since."),
    "phone": mark_message("Phone width"),
    "whole": mark_message("Back to the page"),
    "home": mark_message("To the site"),
    "errors": mark_message("errors"),
    "warnings": mark_message("warnings"),
    "problems": mark_message("Errors and warnings"),
    "last_good": mark_message("There are errors: this is the last good page."),
    "no_page": mark_message("There are errors: nothing new is shown until they are mended."),
    "others": mark_message("{count} more are on the terminal"),
    "working": mark_message("Updating …"),
    "reading": mark_message("Reading"),
    "rendering": mark_message("Rendering"),
    "pictures": mark_message("Making pictures and pages"),
    "lost": mark_message("The preview has been stopped."),
    "hide": mark_message("Hide"),
    "close": mark_message("Close"),
    "not_there": mark_message("There is no such page"),
    "not_yet": mark_message("Not ready yet"),
    "not_there_yet": mark_message("The pages are not ready yet. They appear here as soon as they are."),
    "refused": mark_message("This request is not answered."),
}
RESERVED = "/_sitegen/"
# In the policy of a page the bar needs `connect-src`, to ask for news; everything else stays forbidden.
_POLICY = re.compile(rb"(http-equiv=\"Content-Security-Policy\" content=\")([^\"]*)(\")")
_SHEET = re.compile(rb"(<link rel=\"stylesheet\" href=\")([^\"]*)(\")")
MOST_PROBLEMS = 50
MOST_MARKED = 500
REASONS = ("draft", "ahead", "expired", "missing", "outdated", "sample")
HIDDEN = REASONS[:3]


def bar_words(lang: str) -> dict[str, str]:
    """The words of the bar in a language, by name; some have values in braces."""
    return {name: load_catalogue(lang).gettext(text) for name, text in BAR.items()}


def with_bar(page: bytes, files: int, stamps: Iterable[tuple[str, str]] = (), *, there: bool = True) -> bytes:
    """The page with the bar. `files` counts the changes of pictures and other files so far, `stamps` are
    those of its style sheets; a page in place of a missing one is not `there`."""
    name = page_digest(page) if there else ""
    served = html.escape(json.dumps(sheet_stamps(stamps)))
    data = f'data-seen="{name}" data-files="{files}" data-sheets="{served}"'
    tag = f'<script src="{RESERVED}bar.js" {data} defer></script>\n'
    opened = _POLICY.sub(lambda found: found[1] + _with_news(found[2]) + found[3], page, count=1)
    before, head, after = opened.partition(b"</head>")
    return before + tag.encode() + head + after if head else opened + tag.encode()


def _with_news(policy: bytes) -> bytes:
    return policy if b"connect-src" in policy else policy.rstrip(b"; ") + b"; connect-src 'self'"


def page_digest(page: bytes) -> str:
    """The digest of a page without the addresses of its style sheets, which the bar exchanges without
    reloading."""
    return digest(_SHEET.sub(rb"\1\3", page)).hex()


def style_sheets(page: bytes) -> tuple[str, ...]:
    """The addresses of a page's style sheets, in order."""
    return tuple(html.unescape(found[2].decode()) for found in _SHEET.finditer(page))


def sheet_stamps(stamps: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Style sheets as the bar knows them."""
    return [{"url": url, "stamp": stamp} for url, stamp in stamps]


def shell(kind: str, lang: str, page: str, frames: Mapping[str, str], changed: Iterable[int] = ()) -> bytes:
    """A page that shows a page of the site in frames: in both languages, or as wide as a phone. `frames` are
    titles by address, `page` is the address to go back to, `changed` the numbers of sections to be marked."""
    words = bar_words(lang)
    title = words[kind]
    marked = " ".join(map(str, changed))
    note = f'<p class="changed">{html.escape(words["changed"])}</p>' if marked else ""
    shown = "".join(
        f'<iframe src="{html.escape(url)}" title="{html.escape(name)}"></iframe>\n'
        for url, name in frames.items()
    )
    return _document(
        lang,
        title,
        f'<body class="{kind}">\n<header><a href="{html.escape(page)}">← {html.escape(words["whole"])}</a>'
        f"<p>{html.escape(title)}</p>{note}</header>\n"
        f'<main data-changed="{marked}">\n{shown}</main>\n</body>',
        '<script src="/_sitegen/shell.js" defer></script>\n',
    )


def notice(lang: str, title: str, text: str, files: int = 0, *, with_script: bool = True) -> bytes:
    """A page of the preview itself, with a title and a text."""
    page = _document(
        lang,
        title,
        f'<body class="notice">\n<main><h1>{html.escape(title)}</h1>\n{text}</main>\n</body>',
        "",
    )
    return with_bar(page, files, there=False) if with_script else page


def _document(lang: str, title: str, body: str, more: str) -> bytes:
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; "
        "script-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n"
        f'<link rel="stylesheet" href="{RESERVED}shell.css">\n{more}</head>\n{body}\n</html>\n'
    ).encode()


def news(
    shown: PreviewState,
    target: str,
    page: bytes | None,
    sheets: Iterable[tuple[str, str]],
    site: Path | None,
    lang: str,
) -> str:
    """The news of the page at `target` with its style sheets and their stamps. Without a `site`, for a reader
    on another computer, it has nothing about files and problems."""
    told: dict[str, object] = {
        "page": page_digest(page) if page else "",
        "files": shown.files,
        "sheets": sheet_stamps(sheets),
        "editor": site is not None,
    }
    if site is not None:
        told |= _build_news(shown, lang) | {"info": _page_info(shown.desk, target, site, lang)}
        told |= {
            "waits": _count_waiting(shown.desk, lang),
            "marked": list(_marked_pages(shown, lang)),
            "words": bar_words(lang),
        }
    return json.dumps(told, ensure_ascii=False)


def _build_news(shown: PreviewState, lang: str) -> dict[str, object]:
    problems = sorted(shown.problems, key=lambda problem: not problem.error)
    errors = sum(problem.error for problem in problems)
    return {
        "working": shown.working,
        "step": _step(shown, lang),
        "failed": shown.failed,
        "trouble": shown.trouble,
        "drafts": shown.drafts,
        "errors": errors,
        "warnings": len(shown.problems) - errors,
        "problems": [_problem(problem) for problem in problems[:MOST_PROBLEMS]],
        "others": bar_words(lang)["others"].format(count=len(shown.problems) - MOST_PROBLEMS)
        if len(shown.problems) > MOST_PROBLEMS
        else "",
    }


def _step(shown: PreviewState, lang: str) -> str:
    if not shown.step:
        return ""
    stage, number, total = shown.step
    return f"{bar_words(lang)[stage]}: {format_number(number)} / {format_number(total)}"


def _problem(problem: Problem) -> dict[str, object]:
    position = ":".join([problem.path, *(str(number) for number in (problem.line, problem.column) if number)])
    return {
        "error": problem.error,
        "code": problem.code,
        "position": position,
        "message": problem.message,
        "hint": problem.hint,
        "file": problem.file,
        "open": editor_link(problem.file, problem.line, problem.column) if problem.file else "",
    }


def editor_link(file: str, line: int = 0, column: int = 0) -> str:
    """An address with which Visual Studio Code opens a file at a line and column."""
    path = quote(file.replace("\\", "/"), safe="/:")
    position = f":{line}:{column or 1}" if line else ""
    return f"vscode://file{'' if path.startswith('/') else '/'}{path}{position}"


def _page_info(desk: Desk, target: str, site: Path, lang: str) -> dict[str, object]:
    words = bar_words(lang)
    info = desk.page_info(target)
    file = str(site / info.file) if info.file else ""
    other = str(site / info.other) if info.other else ""
    others = [code for code in desk.addresses.roots if code != info.lang]
    return {
        "file": info.file,
        "full": file,
        "open": editor_link(file) if file else "",
        "edit": words["edit_records" if info.records else "edit"],
        "translation": words[f"state_{info.translation}"] if info.translation else "",
        "state": info.translation,
        "other": info.other,
        "other_full": translate_command(info.other) if info.translation == "missing" else other,
        # A missing translation has no file to open yet.
        "other_open": editor_link(other) if other and info.translation != "missing" else "",
        "mark": _hidden_note(info.hidden, info.day, lang) if info.hidden else "",
        "both": bool(others) and target.endswith(".html"),
    }


def translate_command(path: str) -> str:
    """The command that begins the translation at a path."""
    return f"sitegen translate {path}"


def _hidden_note(reason: str, day: date | None, lang: str) -> str:
    return bar_words(lang)[reason].format(date=format_date(day, lang) if day else "")


def _count_waiting(desk: Desk, lang: str) -> dict[str, object]:
    counts = Counter(item.reason for item in desk.waiting)
    return {
        "count": sum(counts.values()),
        "url": f"{RESERVED}waiting",
        "parts": [
            f"{bar_words(lang)[f'{reason}s']}: {counts[reason]}" for reason in REASONS if counts[reason]
        ],
    }


def _marked_pages(shown: PreviewState, lang: str) -> Iterable[dict[str, str]]:
    """The addresses of pages that readers do not see, so that links to them can be marked."""
    hidden = (item for item in shown.desk.waiting if item.reason in HIDDEN)
    for item in islice(hidden, MOST_MARKED):
        yield {"url": item.url, "mark": _hidden_note(item.reason, item.day, lang)}


def waiting_list(desk: Desk, site: Path, lang: str) -> str:
    """The list of waiting texts as HTML, each with a link to its page and its file."""
    words = bar_words(lang)
    found = sorted(desk.waiting, key=lambda item: REASONS.index(item.reason))
    lines = [] if found else [f"<p>{html.escape(words['waiting_none'])}</p>"]
    for reason, group in groupby(found, key=lambda item: item.reason):
        items = list(group)
        lines.append(f"<h2>{html.escape(words[f'{reason}s'])}: {len(items)}</h2>\n<ul>")
        lines += [_line(item, site, lang) for item in items]
        lines.append("</ul>")
    return "".join(f"{line}\n" for line in lines)


def _line(item: WaitingItem, site: Path, lang: str) -> str:
    day = f" · {html.escape(format_date(item.day, lang))}" if item.day else ""
    title = f'<a href="{html.escape(item.url)}" lang="{item.lang}">{html.escape(item.title)}</a>'
    is_missing = item.reason == "missing"
    file = f"<code>{html.escape(translate_command(item.path) if is_missing else item.path)}</code>"
    if not is_missing:
        file = f'<a href="{html.escape(editor_link(str(site / item.path)))}">{file}</a>'
    return f"<li>{title}{day}<br>{file}</li>"
