"""A drawing that is let through runs nothing and asks for nothing, opened by itself and without a policy."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Browser, Route, TimeoutError

from sitegen.content.drawings import check_drawing

HOST = "http://drawings.example"
RUN = "document.documentElement.setAttribute('ran', 'yes')"
OUT = "http://elsewhere.example/x"
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90">'
RECT = '<rect width="9" height="9" fill="url(#a)"'
HTML = "http://www.w3.org/1999/xhtml"
TRIED = [
    f"<script>{RUN}</script>",
    f'<rect width="9" height="9" onload="{RUN}"/>',
    f'<animate attributeName="x" dur="1s" onbegin="{RUN}"/>',
    f'<set attributeName="onload" to="{RUN}"/>',
    f'<image href="{OUT}"/>',
    f'<image href="data:image/svg+xml,&lt;svg/&gt;" onerror="{RUN}"/>',
    f'<use href="{OUT}#a"/>',
    '<use href="data:image/svg+xml;base64,PHN2Zy8+#a"/>',
    f'<rect width="9" height="9" fill="url({OUT}#a)"/>',
    f'<rect width="9" height="9" fill="url( \'{OUT}#a\' )"/>',
    f'<rect width="9" height="9" fill="\\75rl({OUT}#a)"/>',
    f'<rect width="9" height="9" style="mask:url({OUT}#a)"/>',
    f'<rect width="9" height="9" style="--a:url({OUT});cursor:var(--a)"/>',
    f'<style>@import "{OUT}";</style>',
    f"<style>@font-face{{font-family:a;src:url({OUT})}} text{{font-family:a}}</style><text y='9'>a</text>",
    f'<style>svg{{background:image-set("{OUT}" 1x)}}</style>',
    f'<style>svg{{background:-webkit-image-set(url("{OUT}") 1x)}}</style>',
    f'<style>svg{{background:cross-fade(url("{OUT}"),red)}}</style>',
    f"<style><![CDATA[svg{{background:url({OUT})}}]]></style>",
    f'<style>/*</style><style>*/svg{{background:url("{OUT}")}}</style>',
    f'<rect width="9" height="9"><animate attributeName="fill" to="url({OUT}#a)" dur="1s"/></rect>',
    f'<rect width="9" height="9"><set attributeName="style" to="fill:url({OUT}#a)"/></rect>',
    f'<filter id="f"><feImage href="{OUT}"/></filter><rect width="9" height="9" filter="url(#f)"/>',
    f'<image id="i"/><set href="#i" attributeName="href" to="{OUT}"/>',
    f'<image id="i"/><set xlink:href="#i" attributeName="xlink:href" to="{OUT}"/>',
    f'<foreignObject><p xmlns="{HTML}"><img src="{OUT}"/></p></foreignObject>',
    f'<h:img xmlns:h="{HTML}" src="{OUT}"/>',
    f'<h:link xmlns:h="{HTML}" rel="stylesheet" href="{OUT}"/>',
    f'<h:meta xmlns:h="{HTML}" http-equiv="refresh" content="0;url={OUT}"/>',
    f'<h:iframe xmlns:h="{HTML}" src="java&#10;script:parent.{RUN}"/>',
    f'<h:body xmlns:h="{HTML}" background="{OUT}"/>',
    f'<text y="9"><tref xlink:href="{OUT}#a"/></text>',
    f'<g xml:base="{OUT}"><use href="#a"/></g>',
    f"<style>rect{{fill:url(#a);transition:fill 1s}}</style>{RECT} style=\"fill:url( '#a' )\"/>",
    f'<linearGradient id="a"/>{RECT}><animate attributeName="x" to="9"/></rect>',
]
# In GBK the first bracket belongs to a letter, and what looks like a comment in UTF-8 is none.
ENCODED = (
    f'<?xml version="1.0" encoding="gbk"?>{OPEN}<![CDATA[\u4e2d]]><!-- ]]>'
    f"<script>{RUN}</script><![CDATA[ --><!-- ]]> --></svg>"
)


def does(browser: Browser, drawing: bytes, patience: int = 150) -> list[str]:
    """What a drawing does in a browser within some milliseconds after its address is opened."""
    asked: list[str] = []
    page = browser.new_page()

    def answer(route: Route) -> None:
        if route.request.url == f"{HOST}/a.svg":
            route.fulfill(body=drawing, content_type="image/svg+xml")
        else:
            asked.append(route.request.url)
            route.abort()

    page.route("**/*", answer)
    page.goto(f"{HOST}/a.svg")
    with suppress(TimeoutError):
        page.wait_for_function("document.documentElement.getAttribute('ran')", timeout=patience)
        asked.append("it ran")
    page.close()
    return asked


def test_what_is_let_through_runs_nothing_and_asks_for_nothing(browser: Browser) -> None:
    drawings = [f"{OPEN}{inside}</svg>".encode() for inside in TRIED]
    passed = [drawing for drawing in drawings if not check_drawing("a.svg", drawing)[1]]
    assert len(passed) >= 2
    assert {drawing: found for drawing in passed if (found := does(browser, drawing))} == {}


def test_what_browsers_would_run_is_refused(browser: Browser) -> None:
    """The test above can see what it looks for."""
    for drawing in (f"{OPEN}<script>{RUN}</script></svg>".encode(), ENCODED.encode()):
        assert does(browser, drawing, patience=20_000) == ["it ran"]
        assert [item.code for item in check_drawing("a.svg", drawing)[1]][:1] == ["E802"]
