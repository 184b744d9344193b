"""Finished HTML with its slots filled, in one pass over the text."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from sitegen.content.document import AFTER, END, FIGURE, LINK, PREFIX
from sitegen.output.template_code import escaped, markup
from sitegen.pages.views import Figure, Prose, Target

FIGURES = "partials/figure.html"

_LINK = f' href="{LINK}'
_WITHIN = f' href="#{PREFIX}'
_LINK_END = f'{END}"'


def fill(prose: Prose, html: str, lang: str, figure: Callable[[Figure], str]) -> Markup:
    """`html` with its slots filled, for a page in `lang`; `figure` gives the HTML of a picture."""
    # Split at the signs of slots: a regular expression would take ten times as long.
    if prose.page:
        html = html.replace(_WITHIN, f' href="{escaped(prose.page)}#')
    before, *linked = html.replace(PREFIX, escaped(prose.prefix)).split(_LINK)
    pieces = _between_links(prose, before, figure)
    for part in linked:
        number, _, text = part.partition(_LINK_END)
        pieces.append(_address(prose.links[int(number)]))
        pieces += _between_links(prose, text, figure)
    filled = markup("".join(pieces))
    if prose.lang == lang:
        return filled
    return Markup('<div lang="{}">{}</div>').format(prose.lang, filled)


def _between_links(prose: Prose, text: str, figure: Callable[[Figure], str]) -> list[str]:
    if END not in text:
        return [text]
    pieces: list[str] = []
    *slotted, rest = text.split(END)
    for piece in slotted:
        before, mark, number = piece.partition(AFTER)
        if mark:
            pieces += (before, _endnote(prose.endnotes, int(number)))
        else:
            before, _, number = piece.partition(FIGURE)
            pieces += (before, figure(prose.figures[int(number)]))
    return [*pieces, rest]


def _address(target: Target) -> str:
    """The attributes of a link: `href`, and `hreflang` if its page is in another language (HTML, 4.6.2).

    A link to what is not published yet becomes a placeholder without an address (HTML, 4.5.1).
    """
    if not target.url:
        return ""
    hreflang = f' hreflang="{escaped(target.lang)}"' if target.lang else ""
    rel = ' rel="external"' if target.external else ""
    return f' href="{escaped(target.url)}"{hreflang}{rel}'


def _endnote(numbers: tuple[int, ...], link: int) -> str:
    number = numbers[link] if link < len(numbers) else 0
    return f'<sup class="note-number">[{number}]</sup>' if number else ""
