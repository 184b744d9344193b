"""Whatever is written, the body is whole: no trace of the parser's marks, every slot stands for something."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.markup import MarkupOptions
from sitegen.content.markup.body import to_body
from tests.unit.content.bodies import FIRST_LINE, PATH
from tests.unit.live import live

OPTIONS = MarkupOptions(lang="mn", abbreviations=(("ТББ", "б"),), footnote_backlink="Буцах", table_label="Т")
SYNTAX = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            "  \n",
            " ",
            "    ",
            "# ",
            "## ",
            "- ",
            "1. ",
            "> ",
            ": ",
            "| ",
            "|---|\n",
            "---\n",
            "===\n",
        ),
        *(
            "```",
            "~~~\n",
            "```{.py #a onclick=x}\n",
            "`",
            "``",
            "*",
            "**",
            "_",
            "***",
            "[",
            "]",
            "(",
            ")",
            "![",
            "](",
        ),
        *(
            "[a](b.md)",
            "[`x`](y)",
            "[*a*](#b)",
            "![a](b.jpg)",
            "![",
            "[^1]",
            "[^1]: ",
            "[a]: b.md\n",
            "[a]",
            "[^",
        ),
        *("<b>", "</b>", '<b title="', '">', "<!--", "-->", "<https://x.mn>", "<a@b.mn>", "<javascript://x>"),
        *(
            "&amp;",
            "&#xE000;",
            "&",
            "&lt;",
            "\\",
            "{: .note}",
            "{#b}",
            "{onclick=x}",
            "{",
            "}",
            '"',
            "'",
            "//x.mn",
        ),
        *(
            "ТББ",
            "Төсөл",
            "a",
            "2018",
            "-",
            "5 сая",
            "\x02",
            "\ue000",
            "klzzwxh:0000",
            "wzxhzdk:0",
            "javascript:x",
        ),
    ]
)
TEXTS = st.one_of(st.lists(SYNTAX, max_size=25).map("".join), st.text(max_size=60))
_VOID = frozenset({"br", "hr"})


class _Nesting(HTMLParser):
    """Checks that every element is ended, in order, and gathers ids and the anchors linked to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"] or "")
        if (href := given.get("href") or "").startswith("#"):
            self.anchors.add(href[1:])
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(TEXTS)
def test_the_body_of_any_text_is_whole(text: str) -> None:
    body, found = to_body(PATH, text, FIRST_LINE, OPTIONS)
    assert body is not None, found
    assert all(FIRST_LINE <= item.line <= FIRST_LINE + text.count("\n") + text.count("\r") for item in found)
    assert not re.search("[\x00-\x08\x0b-\x1f]|klzzwxh:(?!0000)|wzxhzdk:(?!0)", body.html)
    assert re.findall("\ue000([0-9]+)\ue004", body.html) == [str(number) for number in range(len(body.links))]
    assert re.findall("\ue001([0-9]+)\ue004", body.html) == [str(number) for number in range(len(body.links))]
    assert sorted(re.findall("\ue002([0-9]+)\ue004", body.html)) == sorted(map(str, range(len(body.figures))))
    assert live(body.html) == []
    nesting = _Nesting()
    nesting.feed(body.html)
    nesting.close()
    assert nesting.open == []
    assert len(nesting.ids) == len(set(nesting.ids))
    assert nesting.anchors <= set(nesting.ids) or any(item.is_error for item in found)
    assert {heading.id for heading in body.headings} <= {name.lstrip("\ue003") for name in nesting.ids}
