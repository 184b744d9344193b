"""Whatever is written, a body holds nothing but what is allowed, and every word of the text once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from html import escape
from html.parser import HTMLParser

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.content.markup import MarkupOptions
from sitegen.content.markup.body import Body, to_body
from tests.properties.test_markup_stock import BLOCKS, WORDS
from tests.properties.test_markup_stock import TEXTS as CONSTRUCTS
from tests.unit.content.test_markup_any_text import TEXTS as PIECES

PATH = "content/pages/about/index.mn.md"
OPTIONS = MarkupOptions("mn", (("ТББ", "б"), ("сум", 'г "д" <е>')), "Буцах {}", "Хүснэгт")
EVERYWHERE = {"id", "class", "lang", "title"}
ALLOWED: dict[str, Collection[str]] = {
    **dict.fromkeys(("p", "h2", "h3", "h4", "h5", "h6", "ul", "li", "dl", "dt", "dd", "blockquote"), ""),
    **dict.fromkeys(("pre", "hr", "br", "table", "thead", "tbody", "tr", "td", "em", "strong", "del"), ""),
    **dict.fromkeys(("abbr", "code", "sup", "span"), ""),
    "a": {"href", "role", "aria-label"},
    "div": {"role", "aria-label", "tabindex"},
    "ol": {"start"},
    "th": {"scope"},
    "img": {"src", "alt"},
}
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
OWN_NAMES = ("project", "article", "forum", "programme", "page", "place", "organisation", "term")
SCHEMES = {f"{name}:" for name in ("https", "http", "mailto", "tel", *OWN_NAMES)}
# A slot, a control character or a placeholder of the library.
LEFT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\ue004\ufffe\uffff]|\x02?(?:klz|wx)zw?x?h(?:zdk)?:[0-9]+\x03"
)


class Judge(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.text = ""
        self.has_errors = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.wrong.append(f"<{tag}>")
            return
        self.wrong += [f"{tag} {name}" for name, _ in attrs if name not in {*ALLOWED[tag], *EVERYWHERE}]
        for name in ("href", "src"):
            scheme = SCHEME.match(dict(attrs).get(name) or "")
            if scheme and scheme[0].lower() not in SCHEMES:
                self.wrong.append(f"{tag} {name}={dict(attrs)[name]}")
        self.text += f" {dict(attrs).get('alt') or ''} "

    def handle_endtag(self, tag: str) -> None:
        self.text += " " if tag in ("p", "li", "td", "th", "dt", "dd", "pre", "div") else ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def filled(body: Body) -> str:
    html = re.sub("\ue000([0-9]+)\ue004", lambda slot: escape(body.links[int(slot[1])].address), body.html)
    html = re.sub("\ue001([0-9]+)\ue004", lambda slot: f"<sup>{body.links[int(slot[1])].line}</sup>", html)
    return re.sub("\ue002([0-9]+)\ue004", lambda slot: picture(body, int(slot[1])), html).replace(
        "\ue003", "p-"
    )


def picture(body: Body, number: int) -> str:
    figure = body.figures[number]
    return f'<img src="{escape(figure.file)}" alt="{escape(figure.alt)}" title="{escape(figure.title)}">'


def judged(text: str) -> Judge:
    """The judge of a body, who has looked at it."""
    body, found = to_body(PATH, text, 1, OPTIONS)
    judge = Judge()
    judge.has_errors = any(item.is_error for item in found)
    if body is None:
        assert {item.code for item in found} <= {"E202"}, (text, found)
        return judge
    html = filled(body)
    assert not LEFT.search(html), (text, html)
    judge.feed(html)
    judge.close()
    assert judge.wrong == [], (text, html)
    return judge


@settings(max_examples=max(400, settings().max_examples))
@example("[]('()`0`")
@example("[a]('()`0`)")
@given(st.one_of(PIECES, CONSTRUCTS, st.text(max_size=80)))
def test_nothing_outside_the_list_is_in_a_body_and_no_mark_of_ours_is_left(text: str) -> None:
    judged(text)


def test_nothing_of_the_sort_is_in_any_pair_of_constructs() -> None:
    for number, (one, other) in enumerate((one, other) for one in WORDS for other in [*WORDS, *BLOCKS]):
        if settings().max_examples > 1000 or number % 23 == 0:
            judged(f"{one}{other} a\n\n[b]: c.md 'd'\n[a]: e.md")


# What may stand around words without taking one of them away: no address, comment, attribute or definition.
SIGNS = st.sampled_from(
    [
        *(
            "*",
            "**",
            "***",
            "_",
            "__",
            "a~~",
            "[",
            "]",
            "![",
            "\\",
            "&",
            "&amp;",
            "&#42;",
            "<b>",
            "</b>",
            "<",
            ">",
        ),
        *(
            '"',
            "'",
            "«",
            "»",
            "-",
            "–",
            "|",
            "#",
            "!",
            "(",
            ")",
            ".",
            ",",
            "...",
            "\\*",
            "\\[",
            "\\`",
            "^",
            "a~ ",
        ),
        *(" ", " ", " ", "  \n", "\\\n", "\n", "\n", "\t", "\xa0", "@", "://", "www.", "1.", "+", "5 сая"),
    ]
)
STARTS = st.sampled_from(
    [
        *(
            "",
            "",
            "",
            "- ",
            "* ",
            "1. ",
            "2) ",
            "  - ",
            "    - ",
            "   ",
            "    ",
            "\t",
            "> ",
            ">",
            "## ",
            "##",
            "#",
        ),
        *(
            "• ",
            "–\xa0",
            "| ",
            "- - ",
            "> - ",
            "1. > ",
            ": ",
            "\xa0",
            "-",
            "+ ",
            "***\n",
            "---\n",
            "```\n",
            "~~~\n",
        ),
        *("|-|-|\n| ", "- \n  ", "  ", "      "),
    ]
)
ENDS = st.sampled_from(
    ["\n", "\n", "\n\n", "\n\n", "\n---\n", "\n===\n", " |\n", " |\n|-|-|\n", "\n```\n", "  \n", "\n\n\n"]
)
FORMS = st.sampled_from(
    [
        *(
            "{}",
            "{}",
            "{}",
            "*{}*",
            "**{}**",
            "_{}_",
            "~~{}~~",
            "`{}`",
            "[{}](a.md)",
            "[{}](https://a.mn 'б')",
        ),
        *(
            "![{}](a.jpg)",
            "[![{}](a.jpg)](b.md)",
            "{} https://a.mn/x ",
            "<i>{}</i>",
            "| {} |",
            "{}\t",
            "{}: ",
        ),
    ]
)
LINES = st.tuples(STARTS, st.lists(st.tuples(SIGNS, FORMS), min_size=1, max_size=4), ENDS)


@settings(max_examples=max(600, settings().max_examples))
@given(st.lists(LINES, min_size=1, max_size=6))
def test_every_word_of_a_text_is_in_its_body_once(
    lines: list[tuple[str, list[tuple[str, str]], str]],
) -> None:
    text, words = "", []
    for start, phrases, end in lines:
        text += start
        for sign, form in phrases:
            words.append(f"w{len(words)}x")
            text += sign + form.format(words[-1])
        text += end
    judge = judged(text)
    if not judge.has_errors:  # with errors nothing is published
        assert Counter(re.findall(r"w[0-9]+x", judge.text)) == Counter(words), text
