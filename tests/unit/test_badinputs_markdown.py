"""Hostile Markdown: every sample ends as its list says, and nothing that a browser would run comes out."""

from __future__ import annotations

import csv
import re
from html import escape
from pathlib import Path

import pytest

from sitegen.content.markup import MarkupOptions
from sitegen.content.markup.body import Body, to_body
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.interrupts import budget
from tests.unit.live import live

SAMPLES = Path(__file__).parents[1] / "badinputs"
OPTIONS = MarkupOptions(
    lang="mn",
    abbreviations=(("СЭЭБХ", '"><script>alert(1)</script>'), ("A0", "x")),
    footnote_backlink="Буцах",
    table_label="Хүснэгт",
)


def listed() -> list[tuple[str, str]]:
    with (SAMPLES / "markdown.tsv").open(encoding="utf-8", newline="") as lines:
        return [(row["file"], row["expected"]) for row in csv.DictReader(lines, delimiter="\t")]


def read_body(markdown: str) -> tuple[Body | None, tuple[Diagnostic, ...]]:
    with budget(5):
        return to_body("content/articles/2024/x/index.mn.md", markdown, 6, OPTIONS)


def filled(body: Body) -> str:
    """The HTML as a page shows it, its slots filled in the simplest way."""
    html = re.sub("\ue000([0-9]+)\ue004", lambda slot: escape(body.links[int(slot[1])].address), body.html)
    html = re.sub("\ue001[0-9]+\ue004", "", html)
    return re.sub(
        "\ue002([0-9]+)\ue004", lambda slot: picture(body, int(slot[1])), html.replace("\ue003", "a-")
    )


def picture(body: Body, number: int) -> str:
    figure = body.figures[number]
    return f'<img src="{escape(figure.file)}" alt="{escape(figure.alt)}" title="{escape(figure.title)}">'


@pytest.mark.parametrize(("file", "expected"), listed())
def test_every_sample_ends_as_listed(file: str, expected: str) -> None:
    text = (SAMPLES / file).read_text(encoding="utf-8")
    body, found = read_body(text.split("---\n", 2)[2])
    assert {item.code for item in found} == ({expected} - {"fine"})
    assert all(item.line >= 6 and item.column >= 1 for item in found)
    assert (body is None) == (expected == "E202")
    assert body is None or live(filled(body)) == []


def test_every_sample_is_listed() -> None:
    files = {
        path.relative_to(SAMPLES).as_posix()
        for name in ("md", "xss")
        for path in (SAMPLES / name).glob("*.md")
    }
    assert files == {file for file, _ in listed()}


PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<script\n>alert(1)</script\n>",
    "<script/x>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)",
    '<img """><script>alert(1)</script>">',
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a\thref='javascript:alert(1)'>x</a>",
    "<details open ontoggle=alert(1)>",
    "<style>*{x:expression(alert(1))}</style>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!-- --!> <script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[><script>alert(1)</script>]]>",
    "<?php ><script>alert(1)</script>?>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "`<script>`<script>alert(1)</script>",
    "`` ` `<script>alert(1)</script>` ``",
    "```\n</code></pre><script>alert(1)</script>\n```",
    '```{.py"><script>alert(1)</script>}\nx\n```',
    '```"><script>alert(1)</script>\nx\n```',
    "    </code><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](\x01javascript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#x6A&#x61vascript:alert(1))",
    "[x](&#0000106&#0000097vascript:alert(1))",
    "[x](&amp;#106;avascript:alert(1))",
    "[x](javascript&#0058;alert(1))",
    "[x](javas&shy;cript:alert(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x][y]\n\n[y]: <javascript:alert(1)> 'z'",
    "[x](u 'onmouseover=alert(1) \" onmouseover=\"alert(1)')",
    '[x](" onmouseover="alert(1))',
    '[x](u"onmouseover="alert(1))',
    "<javascript:alert(1)>",
    "<javascript://x%0aalert(1)>",
    "<vbscript://x>",
    '<a@b.mn"onmouseover=alert(1)>',
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '![x](a.jpg"onerror="alert(1))',
    '![" onerror="alert(1)](a.jpg)',
    "![x](a.jpg 'y\" onerror=\"alert(1)')",
    "![<script>alert(1)</script>](a.jpg)",
    "x\n{: onclick=alert(1)}",
    "x\n{: ONCLICK=alert(1) style='x' .note}",
    "x\n{: title='\"><script>alert(1)</script>'}",
    "x\n{: class='note\" onclick=\"alert(1)'}",
    "x\n{: id='\"><script>alert(1)</script>'}",
    "## x {: onclick=alert(1) #a'b}",
    '## "><script>alert(1)</script>',
    "| a {: onclick=alert(1)} |\n|---|\n| <script>alert(1)</script> |",
    'a[^"><script>]\n\n[^"><script>]: <script>alert(1)</script>',
    "- <script>alert(1)</script>\n\n    <script>alert(1)</script>",
    "x\n:   <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    '\ue000\ue004\ue002999\ue004<a href="\ue000999\ue004">x</a>',
    "[x](&#xE000;999&#xE004;)",
    '[x](#\ue003"><script>alert(1)</script>)',
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 <b>x</b> \x02106\x03",
    "СЭЭБХ",
    "*<script*>alert(1)*</script*>",
    "\\<script>alert(1)\\</script>",
    "[<script>alert(1)</script>](https://gic.mn)",
    "**<script>**alert(1)",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("frame", ["{}", "- {}", "## {}", "> {}", "a {} b", "[a {} b](https://gic.mn)"])
def test_no_payload_is_live_wherever_it_stands(payload: str, frame: str) -> None:
    body, _ = read_body(frame.format(payload))
    assert body is not None
    assert live(filled(body)) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p><script>x</script>",
        "<p onclick=x>",
        "<p/onclick=x>",
        "<p style='x'>",
        "<a href='javascript:x'>",
        "<a href=' java\tscript:x'>",
        "<a href='&#106;avascript:x'>",
        "<img src=data:x>",
        "<!-- x -->",
        "<svg>",
        "<?x>",
    ],
)
def test_the_judge_finds_what_is_live(html: str) -> None:
    assert live(html)


def test_the_judge_leaves_the_harmless_alone() -> None:
    assert (
        live('<p id="a" title="onclick=x">&lt;script&gt; <a href="https://gic.mn">x</a> <a href="#a:b">')
        == []
    )
