"""Pages as the preview shows them: with the bar, whose style and script are files, and nothing inline."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping

from sitegen.core.diagnostics import marked
from sitegen.core.digest import digest
from sitegen.language.catalogue import load_catalogue

BAR = {
    "bar": marked("Editors' bar"),
    "edit": marked("Edit this page"),
    "edit_records": marked("Edit the records"),
    "no_file": marked("Made from many files"),
    "copy": marked("Copy the path"),
    "copied": marked("Copied"),
    "open": marked("Open the file"),
    "state_translated": marked("Translated"),
    "state_missing": marked("Not translated"),
    "state_outdated": marked("Translation out of date"),
    "draft": marked("Draft"),
    "ahead": marked("Of a later date: {date}"),
    "expired": marked("Expired: {date}"),
    "waiting": marked("Waiting"),
    "waiting_title": marked("What waits"),
    "waiting_none": marked("Nothing waits."),
    "drafts": marked("Drafts"),
    "aheads": marked("Of a later date"),
    "expireds": marked("Expired"),
    "missings": marked("Not translated"),
    "outdateds": marked("Translation out of date"),
    "samples": marked("Samples to take out"),
    "show_drafts": marked("Show drafts and later dates"),
    "both": marked("Both languages"),
    "changed": marked("Marked: what the original says otherwise since."),
    "phone": marked("Phone width"),
    "whole": marked("Back to the page"),
    "home": marked("To the site"),
    "errors": marked("errors"),
    "warnings": marked("warnings"),
    "problems": marked("Errors and warnings"),
    "last_good": marked("There are errors: this is the last good page."),
    "no_page": marked("There are errors: nothing new is shown until they are mended."),
    "others": marked("{count} more are on the terminal"),
    "working": marked("Updating …"),
    "reading": marked("Reading"),
    "rendering": marked("Rendering"),
    "pictures": marked("Making pictures and pages"),
    "lost": marked("The preview has been stopped."),
    "hide": marked("Hide"),
    "close": marked("Close"),
    "not_there": marked("There is no such page"),
    "not_yet": marked("Not ready yet"),
    "not_there_yet": marked("The pages are not ready yet. They appear here as soon as they are."),
    "refused": marked("This request is not answered."),
}
RESERVED = "/_sitegen/"
# In the policy of a page the bar needs `connect-src`, to ask for news; everything else stays forbidden.
_POLICY = re.compile(rb"(http-equiv=\"Content-Security-Policy\" content=\")([^\"]*)(\")")
_SHEET = re.compile(rb"(<link rel=\"stylesheet\" href=\")([^\"]*)(\")")


def bar_words(lang: str) -> dict[str, str]:
    """The words of the bar in a language, by name; some have values in braces."""
    return {name: load_catalogue(lang).gettext(text) for name, text in BAR.items()}


def with_bar(page: bytes, files: int, stamps: Iterable[tuple[str, str]] = (), there: bool = True) -> bytes:
    """The page with the bar. `files` counts the changes of pictures and other files so far, `stamps` are
    those of its style sheets; a page in place of a missing one is not `there`."""
    name = seen(page) if there else ""
    served = html.escape(json.dumps(told_sheets(stamps)))
    data = f'data-seen="{name}" data-files="{files}" data-sheets="{served}"'
    tag = f'<script src="{RESERVED}bar.js" {data} defer></script>\n'
    opened = _POLICY.sub(lambda found: found[1] + _with_news(found[2]) + found[3], page, count=1)
    before, head, after = opened.partition(b"</head>")
    return before + tag.encode() + head + after if head else opened + tag.encode()


def _with_news(policy: bytes) -> bytes:
    return policy if b"connect-src" in policy else policy.rstrip(b"; ") + b"; connect-src 'self'"


def seen(page: bytes) -> str:
    """The digest of a page without the addresses of its style sheets, which the bar exchanges without
    reloading."""
    return digest(_SHEET.sub(rb"\1\3", page)).hex()


def sheets(page: bytes) -> tuple[str, ...]:
    """The addresses of a page's style sheets, in order."""
    return tuple(html.unescape(found[2].decode()) for found in _SHEET.finditer(page))


def told_sheets(stamps: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Style sheets as the bar knows them."""
    return [{"url": url, "stamp": stamp} for url, stamp in stamps]


def shell(
    kind: str,
    lang: str,
    page: str,
    frames: Mapping[str, str],
    words: Mapping[str, str],
    changed: Iterable[int] = (),
) -> bytes:
    """A page that shows a page of the site in frames: in both languages, or as wide as a phone. `frames` are
    titles by address, `page` is the address to go back to, `changed` the numbers of sections to be marked."""
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


def notice(lang: str, title: str, text: str, files: int = 0, with_script: bool = True) -> bytes:
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
