"""Finished HTML with its slots filled, in one pass over the text."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from sitegen.content.document import AFTER, END, FIGURE, LINK, PREFIX
from sitegen.pages.views import Figure, Prose, Target

FIGURES = "partials/figure.html"

_SLOT = re.compile(
    f' href="{LINK}(?P<link>[0-9]+){END}"'
    f"|{AFTER}(?P<after>[0-9]+){END}"
    f"|{FIGURE}(?P<figure>[0-9]+){END}"
    f"|(?P<prefix>{PREFIX})"
)


def fill(prose: Prose, html: str, lang: str, figure: Callable[[Figure], str]) -> Markup:
    """The HTML for a page in `lang`: `html` has its slots, `figure` draws a picture."""

    def replace(slot: re.Match[str]) -> str:
        match slot.lastgroup:
            case "link":
                return _address(prose.links[int(slot["link"])])
            case "after":
                return _endnote(prose.endnotes, int(slot["after"]))
            case "prefix":
                return str(escape(prose.prefix))
            case _:
                return str(figure(prose.figures[int(slot["figure"])]))

    filled = _SLOT.sub(replace, html)
    if prose.lang == lang:
        return Markup(filled)
    return Markup('<div lang="{}">{}</div>').format(prose.lang, Markup(filled))


def _address(target: Target) -> str:
    """`hreflang` tells that the page behind the link is in another language (HTML, 4.6.2).

    What cannot be linked to yet is a placeholder without an address (HTML, 4.5.1).
    """
    if not target.url:
        return ""
    hreflang = f' hreflang="{escape(target.lang)}"' if target.lang else ""
    rel = ' rel="external"' if target.external else ""
    return f' href="{escape(target.url)}"{hreflang}{rel}'


def _endnote(numbers: tuple[int, ...], link: int) -> str:
    number = numbers[link] if link < len(numbers) else 0
    return f'<sup class="note-number">[{number}]</sup>' if number else ""
